//! Programs and scripts: a tolerant lexer, then what a literal is part of.
//!
//! A key goes into a URL as text that is put together (`"…?auth-key=" + key`), or by a table or builder that names the
//! parameter (`params={"auth-key": key}`). Headers, bodies, cookies and what a server reads look alike and are silent.

mod annotation;
mod applied;
mod argued;
mod assemble;
mod calls;
mod cmdlet;
mod command;
mod constants;
mod declared;
mod dialect;
mod encoder;
mod entry;
mod expected;
mod expression;
mod follow;
mod formatted;
mod function;
mod http_file;
mod lexer;
mod library;
mod literal;
mod mark;
mod member;
mod mend;
mod mentions;
mod nearby;
mod pair;
mod paired;
mod part;
mod place;
mod program;
mod said;
mod shell;
mod sight;
mod target;
mod template;
#[cfg(test)]
mod tests;
mod token;
mod told;
mod verbs;
mod walked;
mod words;

pub use http_file::extract_http_file;
pub(super) use shell::clients as commands;

use std::collections::HashSet;

use crate::finding::Span;
use crate::lint::format::Language;
use crate::lint::{Hit, Sighting, Text};
use mentions::Mentions;
use nearby::Lines;
use part::Rest;
use program::Program;

/// Largest program that is kept whole, in bytes; of a larger one what is around the name.
const WHOLE_BYTES_MAX: usize = 1024 * 1024;
/// How much of a program is read on each side of a hit where that may be enough, in bytes, up to the line's end.
const AROUND_BYTES: Around = Around { told: 128, named: 512, wide: 6 * 1024 };
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

/// How much is read on each side of a hit.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// Of one whose literal says all: the statement that it is in.
    told: usize,
    /// Of another: the statement and its neighbours.
    named: usize,
    /// Where these do not tell: most of what a function is.
    wide: usize,
}

/// What is seen in the lines around the hits, and where these do not tell, in more of them. Nothing if all of the program
/// has to be read to tell, or it would cost less.
fn in_part(text: &Text<'_>, language: Language, hits: &[usize], around: Around) -> Option<Vec<Sighting>> {
    let source = text.as_str();
    let within = |span: Span| hits.iter().copied().filter(move |at| span.range().contains(at)).collect();
    let mut seen: Vec<Sighting> = Vec::new();
    let mut names = HashSet::new();
    let mut budget = source.len() / 2;
    // Up to where lines were read with more around them.
    let mut covered = 0;
    let mentions = Mentions::of(source);
    let near =
        |hits: &[usize], told: usize, named: usize| nearby::lines(&mentions, language, hits, [told, named]);
    for lines in near(hits, around.told, around.named)? {
        if lines.span.end <= covered {
            continue;
        }
        let own: Vec<usize> = within(lines.span);
        let read =
            |span: Span, told: Told| read_lines(text, language, &mentions, (span, told), &within(span));
        let one = |lines: Vec<Lines>| lines.into_iter().map(|lines| lines.span).reduce(Span::with);
        let mut found = read(lines.span, if lines.told { Told::Here } else { Told::Unknown });
        if found.is_none() && lines.told {
            let span = one(near(&own, around.named, around.named)?)?;
            found = read(span, Told::Surely);
            covered = span.end;
        }
        if found.is_none() {
            let span = one(near(&own, around.wide, around.wide)?)?;
            budget = budget.checked_sub(span.len())?;
            found = Some(read(span, Told::Unknown)?);
            covered = span.end;
        }
        let first = seen.len();
        seen.extend(found.into_iter().flatten().filter(|one| !names.contains(&one.name)));
        names.extend(seen.iter().skip(first).map(|one| one.name));
    }
    Some(seen)
}

/// Whether lines tell all there is to say of the hits in them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// If each statement is whole there.
    Here,
    /// In any case.
    Surely,
    /// If nothing is asked of the rest of the program besides.
    Unknown,
}

/// What is seen in some lines, if they tell all there is to say of the hits in them.
fn read_lines(
    text: &Text<'_>,
    language: Language,
    mentions: &Mentions<'_>,
    (span, told): (Span, Told),
    hits: &[usize],
) -> Option<Vec<Sighting>> {
    let part = text.part(span);
    let own: Vec<usize> = hits.iter().map(|at| at - span.start).collect();
    let program = Program::read_part(&part, language, Rest::of(mentions, span, told == Told::Unknown));
    let mut seen = Vec::new();
    sight::sight(&program, &own, &mut seen);
    let is_enough = match told {
        Told::Here => part::is_whole(&program, &own),
        Told::Surely => true,
        Told::Unknown => !program.rest.leans() && part::is_settled(&program, &own),
    };
    is_enough.then_some(seen)
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
