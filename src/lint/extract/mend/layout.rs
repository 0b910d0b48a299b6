//! How a JSON file is laid out, so that what is added looks like what is there.

use super::super::tree::{NodeId, Tree};
use crate::finding::Span;

/// Blanks before an element: the line end and indentation, or nothing on one line.
fn blanks_before(source: &str, at: usize) -> &str {
    let before = source.get(..at).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t', '\r', '\n']).len();
    before.get(kept..).unwrap_or_default()
}

/// The step of indentation that a file uses.
fn step(source: &str) -> &str {
    let indented = source.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
    indented.map_or("  ", |line| line.get(..line.len() - line.trim_start().len()).unwrap_or("  "))
}

/// `": "` or `":"`.
fn colon(source: &str, near: Span) -> &'static str {
    let text = source.get(near.range()).unwrap_or_default();
    if text.contains("\": ") || !text.contains("\":") { "\": " } else { "\":" }
}

/// Where an element of a list is cut out, with the comma that goes with it.
pub(super) fn cut_element(tree: &Tree<'_>, list: NodeId, element: NodeId) -> Span {
    let elements: Vec<NodeId> = tree.children(list).collect();
    let own = tree.span(element);
    let index = elements.iter().position(|found| *found == element).unwrap_or_default();
    let next = elements.get(index + 1).map(|next| tree.span(*next));
    let before = index.checked_sub(1).and_then(|index| elements.get(index)).map(|before| tree.span(*before));
    match (before, next) {
        (_, Some(next)) => Span::new(own.start, next.start),
        (Some(before), None) => Span::new(before.end, own.end),
        (None, None) => {
            let list = tree.span(list);
            Span::new(list.start + 1, list.end.saturating_sub(1))
        }
    }
}

/// A row as an object: members in their order, each value as it is to stand in the file.
fn object(members: &[(&str, String)], open: &str, close: &str, colon: &str) -> String {
    let (open, between, close) = match (open.is_empty(), colon.ends_with(' ')) {
        (true, true) => (" ", ", ", " "),
        (true, false) => ("", ",", ""),
        (false, _) => (open, "", close),
    };
    let mut row = format!("{{{open}");
    for (index, (key, value)) in members.iter().enumerate() {
        match (index, between) {
            (0, _) => {}
            (_, "") => row.push_str(&format!(",{open}")),
            (_, between) => row.push_str(between),
        }
        row.push_str(&format!("\"{key}{colon}{value}"));
    }
    row + close + "}"
}

/// What is put where, so that a list of rows has one more.
pub(super) fn add_row(tree: &Tree<'_>, list: NodeId, members: &[(&str, String)]) -> (Span, String) {
    let source = tree.text().as_str();
    let list_span = tree.span(list);
    let last = tree.children(list).last();
    let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
    match last {
        Some(last) => {
            let span = tree.span(last);
            let before = blanks_before(source, span.start);
            let open = tree.children(last).next().and_then(|member| tree.key_piece(member));
            let open = open.map_or("", |key| blanks_before(source, key.span.start.saturating_sub(1)));
            let close = blanks_before(source, span.end.saturating_sub(1));
            let (open, close) = if open.contains('\n') { (open, close) } else { ("", "") };
            let before = if before.is_empty() && colon(source, span).ends_with(' ') { " " } else { before };
            let row = object(members, open, close, colon(source, span));
            (Span::new(span.end, span.end), format!(",{before}{row}"))
        }
        None => {
            let key = tree.key_piece(list).map_or(list_span.start, |key| key.span.start.saturating_sub(1));
            let outer = blanks_before(source, key);
            let inside = Span::new(list_span.start + 1, list_span.end.saturating_sub(1));
            let indent = outer.rsplit('\n').next().unwrap_or_default();
            let row = match outer.contains('\n') {
                true => {
                    let step = step(source);
                    let (open, close) =
                        (format!("{newline}{indent}{step}{step}"), format!("{newline}{indent}{step}"));
                    let row =
                        object(members, &open, &close, colon(source, list_span.with(Span::new(key, key))));
                    format!("{newline}{indent}{step}{row}{newline}{indent}")
                }
                false => object(members, "", "", colon(source, list_span.with(Span::new(key, key)))),
            };
            (inside, row)
        }
    }
}
