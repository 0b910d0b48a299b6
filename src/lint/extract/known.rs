//! Any text, where a site is known: what is one of its keys, wherever it stands.

use super::plain::setting_of;
use crate::finding::Span;
use crate::lint::{Format, Knowledge, Manner, SeenValue, Sighting};
use crate::site::{KeySecret, SECRET_CHARS};

/// Longest run of key characters that is tried as a key, in bytes.
const CANDIDATE_BYTES_MAX: usize = 256;

/// What a key that is no longer than a word stands after.
const SCHEMES: [&[u8]; 2] = [b"key=", b"bearer "];

/// Every key of the site in those bytes, in their order. `base` is where in the file they start.
#[must_use]
pub fn find(bytes: &[u8], base: usize, format: Format, knowledge: &Knowledge) -> Vec<Sighting> {
    let mut found = Vec::new();
    for run in long_runs(bytes).chain(presented(bytes)) {
        let text = bytes.get(run.range()).and_then(|run| std::str::from_utf8(run).ok());
        let Some(secret) = text.and_then(KeySecret::parse) else { continue };
        let span = run.shifted(base);
        if knowledge.owner(&secret).is_none() {
            continue;
        }
        let mut sighting =
            Sighting::in_query(setting_of(format), span, span, SeenValue::Literal(secret, span));
        sighting.manner = Manner::Header;
        found.push(sighting);
    }
    found.sort_by_key(|sighting| sighting.name);
    found.dedup_by_key(|sighting| sighting.name);
    found
}

/// Adds those that no sighting has as its value yet.
pub fn add(found: Vec<Sighting>, seen: &mut Vec<Sighting>) {
    let taken: Vec<Span> = seen.iter().filter_map(value_of).collect();
    let before = seen.len();
    seen.extend(found.into_iter().filter(|one| !taken.iter().any(|taken| taken.overlaps(one.span))));
    if seen.len() > before {
        seen.sort_by_key(|sighting| (sighting.name, sighting.manner, sighting.span));
        seen.dedup_by_key(|sighting| sighting.name);
    }
}

fn value_of(sighting: &Sighting) -> Option<Span> {
    match &sighting.value {
        SeenValue::Literal(_, span) => Some(*span),
        SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => None,
    }
}

fn in_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// The run of key characters around an offset.
fn run_around(bytes: &[u8], at: usize) -> Span {
    let low = at.saturating_sub(CANDIDATE_BYTES_MAX);
    let before =
        bytes.get(low..at).unwrap_or_default().iter().rev().take_while(|byte| in_key(**byte)).count();
    let after = bytes.iter().skip(at).take(CANDIDATE_BYTES_MAX).take_while(|byte| in_key(**byte)).count();
    Span::new(at - before, at + after)
}

/// Runs that are as long as a generated secret: each holds one of the offsets that are asked.
fn long_runs(bytes: &[u8]) -> impl Iterator<Item = Span> + '_ {
    let asked = (0..bytes.len()).step_by(SECRET_CHARS);
    let inside = asked.filter(|at| bytes.get(*at).is_some_and(|byte| in_key(*byte)));
    inside.map(|at| run_around(bytes, at)).filter(|run| run.len() == SECRET_CHARS)
}

/// What stands after `Key=` and `Bearer `.
fn presented(bytes: &[u8]) -> impl Iterator<Item = Span> + '_ {
    memchr::memchr2_iter(b'=', b' ', bytes).filter_map(|at| {
        let before = bytes.get(..=at)?;
        let scheme = SCHEMES.iter().any(|scheme| {
            before
                .len()
                .checked_sub(scheme.len())
                .and_then(|from| before.get(from..))
                .is_some_and(|end| end.eq_ignore_ascii_case(scheme))
        });
        let run = scheme.then(|| run_around(bytes, at + 1))?;
        (run.len() < SECRET_CHARS && !run.is_empty()).then_some(Span::new(at + 1, run.end))
    })
}
