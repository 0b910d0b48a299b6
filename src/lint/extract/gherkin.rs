//! Karate's tests: steps of Gherkin that are code. `* url …`, `And param auth-key = key`; other steps are sentences.

use super::super::format::Language;
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{script, text_in};
use super::url::{name_at, seen_value};
use crate::finding::Span;

/// What a step begins with.
const STEPS: [&str; 6] = ["Given ", "When ", "Then ", "And ", "But ", "* "];

/// Words of steps that are followed by an expression.
const EXPRESSIONS: [&str; 9] =
    ["url", "def", "params", "path", "request", "eval", "set", "call", "configure"];

/// Sees what a step sends; says whether the line is a comment or a step of code.
pub(super) fn read_step(line: &Text<'_>, out: &mut Vec<Sighting>) -> bool {
    let source = line.as_str();
    let trimmed = source.trim_start();
    if trimmed.starts_with('#') {
        text_in(line, Setting::Comment, Manner::Query, out);
        return true;
    }
    let Some(step) = STEPS.iter().find_map(|step| trimmed.strip_prefix(step)) else { return false };
    let step = step.trim_start();
    let word = step.split([' ', '\t']).next().unwrap_or_default();
    let from = source.len() - step.len();
    if word == "param" {
        out.extend(param(line, from + word.len()));
        return true;
    }
    if !EXPRESSIONS.contains(&word) {
        return false;
    }
    let first = out.len();
    script(&line.part(Span::new(from, source.len())), Language::Groovy, Setting::Code, out);
    // `'#(key)'` is an expression.
    for sighting in out.iter_mut().skip(first) {
        if let SeenValue::Literal(secret, span) = &sighting.value
            && secret.reveal().starts_with("#(")
        {
            sighting.value = SeenValue::Dynamic(*span);
        }
    }
    true
}

/// `param auth-key = key`.
fn param(line: &Text<'_>, from: usize) -> Option<Sighting> {
    let source = line.as_str();
    let rest = source.get(from..)?;
    let start = from + (rest.len() - rest.trim_start().len());
    let name = name_at(source, start).filter(|name| name.start == start)?;
    let value = source.get(name.end..)?.trim_start().strip_prefix('=')?.trim();
    let at = source.len() - source.get(name.end..)?.trim_start().strip_prefix('=')?.trim_start().len();
    let quoted = ['\'', '"'].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    let span = Span::new(at, at + value.len());
    let seen = match quoted {
        Some(text) if !text.contains(['\'', '"']) => {
            seen_value(&line.part(Span::new(at + 1, at + 1 + text.len())), Setting::Code)
        }
        Some(_) | None if value.is_empty() => return None,
        Some(_) | None => SeenValue::Dynamic(line.origin(span)),
    };
    let whole = line.origin(name.with(span));
    (seen != SeenValue::Empty).then(|| Sighting::in_query(Setting::Code, whole, line.origin(name), seen))
}
