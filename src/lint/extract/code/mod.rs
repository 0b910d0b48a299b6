//! Programs and scripts: a tolerant lexer, then what a literal is part of.
//!
//! A key goes into a URL as text that is put together (`"…?auth-key=" + key`), or by a table or builder that names the
//! parameter (`params={"auth-key": key}`). Headers, bodies, cookies and what a server reads look alike and are silent.

mod annotation;
mod assemble;
mod calls;
mod command;
mod dialect;
mod entry;
mod expression;
mod follow;
mod http_file;
mod lexer;
mod library;
mod literal;
mod mark;
mod mend;
mod nearby;
mod pair;
mod part;
mod place;
mod program;
mod said;
mod shell;
mod sight;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod told;
mod words;

pub use http_file::extract_http_file;
pub(super) use shell::clients as commands;

use crate::finding::Span;
use crate::lint::format::Language;
use crate::lint::{Hit, Sighting, Text};
use nearby::Lines;
use part::Rest;
use program::Program;

/// Largest program that is kept whole, in bytes; of a larger one what is around the name.
const WHOLE_BYTES_MAX: usize = 1024 * 1024;
/// How much of a program is read on each side of a hit where that may be enough, in bytes, up to the line's end.
const AROUND_BYTES: usize = 512;
/// How much of a large program is kept on each side of the name, in bytes.
const WINDOW_BYTES: usize = 32 * 1024;

/// Adds what is seen in a program, a script or a piece of one; hits are places in the text.
pub fn extract_code(text: &Text<'_>, language: Language, hits: &[Hit], seen: &mut Vec<Sighting>) {
    if matches!(language, Language::Shell | Language::Batch) {
        return shell::extract_shell(text, language, seen);
    }
    let mut hits: Vec<usize> = hits.iter().map(|hit| hit.at).collect();
    hits.sort_unstable();
    match in_part(text, language, &hits, AROUND_BYTES) {
        Some(mut near) => seen.append(&mut near),
        None => whole(text, language, &hits, seen),
    }
}

/// What is seen in the lines around the hits, so many bytes to each side; nothing if all of the program has to be read to
/// tell.
fn in_part(text: &Text<'_>, language: Language, hits: &[usize], around: usize) -> Option<Vec<Sighting>> {
    let mut seen = Vec::new();
    for Lines { span, told } in nearby::lines(text.as_str(), language, hits, around)? {
        let part = text.part(span);
        let rest = if told { Rest::default() } else { Rest::of(text.as_str(), span) };
        let within = hits.iter().filter(|at| span.range().contains(at));
        let own: Vec<usize> = within.map(|at| at - span.start).collect();
        let program = Program::read_part(&part, language, rest);
        sight::sight(&program, &own, &mut seen);
        if !told && (program.rest.leans() || !part::is_settled(&program, &own)) {
            return None;
        }
    }
    Some(seen)
}

fn whole(text: &Text<'_>, language: Language, hits: &[usize], seen: &mut Vec<Sighting>) {
    let windows = windows(text.as_str(), hits);
    sight::sight(&Program::read(text, language, &windows), hits, seen);
}

/// What is kept of a program.
fn windows(source: &str, hits: &[usize]) -> Vec<Span> {
    if source.len() <= WHOLE_BYTES_MAX {
        return vec![Span::new(0, source.len())];
    }
    let mut windows: Vec<Span> = Vec::new();
    for at in hits {
        let window = Span::new(at.saturating_sub(WINDOW_BYTES), (at + WINDOW_BYTES).min(source.len()));
        window.add_to(&mut windows);
    }
    windows
}
