//! Jupyter notebooks: cells of code, cells of text, and what they printed.

use super::super::format::Language;
use super::super::prefilter::Hit;
use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{prose, script, text_in};
use super::tree::json::read_json;
use super::tree::{Kind, NodeId, Tree, has_hit, joined_strings};
use crate::finding::Span;

/// Sees what a notebook's cells do, say and printed.
pub(super) fn read_notebook(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let tree = read_json(text, hits);
    let language = language(&tree);
    let mut id = 1;
    while id < tree.len() {
        let key = tree.key(id).unwrap_or_default();
        if !has_hit(hits, tree.member_span(id)) {
            id = tree.end(id);
        } else if key == "source" {
            if let Some(source) = lines(&tree, id) {
                match is_markdown(&tree, id) {
                    true => prose(&source, out),
                    false => code(&source, language, out),
                }
            }
            id = tree.end(id);
        } else if tree.kind(id) == Some(Kind::Scalar)
            || tree.kind(id) == Some(Kind::List) && is_text(&tree, id)
        {
            if let Some(printed) = lines(&tree, id) {
                text_in(&printed, Setting::Capture, Manner::Query, out);
            }
            id = tree.end(id);
        } else {
            id += 1;
        }
    }
}

/// A cell's code: a magic line or cell is a shell's.
fn code(source: &Text<'_>, language: Language, out: &mut Vec<Sighting>) {
    let all = source.as_str();
    if all.trim_start().starts_with("%%bash") || all.trim_start().starts_with("%%sh") {
        script(source, Language::Shell, Setting::Code, out);
        return;
    }
    let mut at = 0;
    let mut from = 0;
    for line in all.split_inclusive('\n') {
        if line.trim_start().starts_with('!') {
            piece(source, Span::new(from, at), language, out);
            let mark = line.len() - line.trim_start().len() + 1;
            piece(source, Span::new(at + mark, at + line.len()), Language::Shell, out);
            from = at + line.len();
        }
        at += line.len();
    }
    piece(source, Span::new(from, at), language, out);
}

fn piece(source: &Text<'_>, span: Span, language: Language, out: &mut Vec<Sighting>) {
    if !span.is_empty() {
        script(&source.part(span), language, Setting::Code, out);
    }
}

/// A list of strings, or one, as one text.
fn lines<'t>(tree: &'t Tree<'_>, id: NodeId) -> Option<Text<'t>> {
    match tree.kind(id)? {
        Kind::Scalar => tree.scalar(id),
        Kind::List => {
            let span = tree.span(id);
            let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
            Some(tree.text().part(inside).decoded(joined_strings))
        }
        Kind::Map => None,
    }
}

fn is_text(tree: &Tree<'_>, id: NodeId) -> bool {
    tree.children(id).all(|child| tree.kind(child) == Some(Kind::Scalar))
}

/// Whether the cell that a source belongs to is text: its `cell_type` stands beside.
fn is_markdown(tree: &Tree<'_>, source: NodeId) -> bool {
    let cell = (0..source).rev().find(|id| tree.kind(*id) == Some(Kind::Map) && tree.end(*id) > source);
    let kind = cell.and_then(|cell| tree.member_word(cell, "cell_type"));
    kind.is_some_and(|kind| kind == "markdown" || kind == "raw")
}

fn language(tree: &Tree<'_>) -> Language {
    let named = (1..tree.len()).find_map(|id| {
        let info = tree.key(id).filter(|key| matches!(key.as_ref(), "language_info" | "kernelspec"))?;
        let member = if info == "kernelspec" { "language" } else { "name" };
        tree.member_word(id, member)
    });
    match named.map(|name| name.to_ascii_lowercase()).as_deref() {
        Some("javascript" | "typescript") => Language::JavaScript,
        Some("r") => Language::R,
        Some("csharp" | "c#") => Language::CSharp,
        Some("powershell") => Language::PowerShell,
        Some("bash" | "shell") => Language::Shell,
        Some("scala") => Language::Scala,
        Some("kotlin") => Language::Kotlin,
        Some("ruby") => Language::Ruby,
        Some("rust") => Language::Rust,
        Some("go") => Language::Go,
        Some(_) | None => Language::Python,
    }
}
