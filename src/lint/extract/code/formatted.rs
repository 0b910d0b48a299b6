//! A name that a text takes in from outside: `sprintf("%s?%s=%s", base, "auth-key", key)`.

use std::ops::Range;

use super::place::Reader;
use super::program::NONE;
use super::token::Kind;

/// Most placeholders of one text.
const HOLES_MAX: usize = 64;
/// Most values before the name in PowerShell's `-f`.
const VALUES_MAX: usize = 32;

/// Where a text takes a value in.
struct Hole {
    /// Which of the values.
    value: usize,
    span: Range<usize>,
}

impl Reader<'_, '_> {
    /// Where the value begins of a name that stands whole among the values of a text, if the text makes a pair of a
    /// querystring of them.
    pub(super) fn formatted_value(&self, name: &Range<usize>) -> Option<usize> {
        let program = self.program;
        let (template, values) = self.formatted(name)?;
        let Some(Kind::Text { inner, .. }) = program.kind(template) else { return None };
        let text = program.source().get(inner.range())?;
        let own = values.iter().position(|value| value == name)?;
        let holes = holes(text);
        let hole = holes.iter().find(|hole| hole.value == own)?;
        let before = text.get(..hole.span.start)?;
        let after = text.get(hole.span.end..)?;
        if !before.ends_with(['?', '&']) || !after.starts_with('=') {
            return None;
        }
        let next = holes.iter().find(|next| next.span.start == hole.span.end + 1)?;
        values.get(next.value).map(|value| value.start)
    }

    /// What follows a name in the text that takes it in.
    pub(super) fn formatted_before(&self, name: &Range<usize>) -> Option<&str> {
        let (template, values) = self.formatted(name)?;
        let Some(Kind::Text { inner, .. }) = self.program.kind(template) else { return None };
        let text = self.program.source().get(inner.range())?;
        let own = values.iter().position(|value| value == name)?;
        let hole = holes(text).into_iter().find(|hole| hole.value == own)?;
        text.get(hole.span.end..)
    }

    /// The text that takes values in, one of which is the name, and all of them.
    fn formatted(&self, name: &Range<usize>) -> Option<(usize, Vec<Range<usize>>)> {
        let program = self.program;
        let open = program.parent(name.start);
        if open == NONE || !(program.is_open(open, "(") || program.is_open(open, "[")) {
            return self.formatted_by_option(name);
        }
        let mut values = program.arguments(open);
        let before = open.checked_sub(1)?;
        if program.is_sign(before, "%") {
            // `"…" % (…)`, `'…' % […]`.
            let template = program.before(before)?;
            return program.is_literal(template).then_some((template, values));
        }
        let callee = program.callee(open);
        if program.is_literal(callee.start) && program.callee_name(open).eq_ignore_ascii_case("format") {
            return Some((callee.start, values));
        }
        let is_template =
            |value: &Range<usize>| program.is_literal(value.start) && program.after(value.start) == value.end;
        let at = values.iter().take_while(|value| *value != name).position(is_template)?;
        let template = values.get(at)?.start;
        let values = values.split_off(at + 1);
        let lower = program.callee_name(open).to_ascii_lowercase();
        (lower.contains("format") || lower.contains("printf")).then_some((template, values))
    }

    /// `'…' -f $base, 'auth-key', $key` of PowerShell.
    fn formatted_by_option(&self, name: &Range<usize>) -> Option<(usize, Vec<Range<usize>>)> {
        let program = self.program;
        let mut start = name.start;
        for _ in 0..VALUES_MAX {
            let before = program.before(start)?;
            if program.word(before) == "-f" {
                break;
            }
            start = before;
        }
        let option = program.before(start).filter(|before| program.word(*before) == "-f")?;
        let template = program.before(option).filter(|template| program.is_literal(*template))?;
        let end = program.statement_end(name.start);
        let mut values = Vec::new();
        let (mut from, mut at) = (start, start);
        while at < end {
            if program.is_sign(at, ",") {
                values.push(from..at);
                from = at + 1;
            }
            at = program.after(at);
        }
        values.push(from..end);
        Some((template, values))
    }
}

/// Where a text takes values in: `%s`, `%1$s`, `{}`, `{0}`.
fn holes(text: &str) -> Vec<Hole> {
    let mut holes: Vec<Hole> = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find(['%', '{'])) {
        let start = at + found;
        let rest = text.get(start + 1..).unwrap_or_default();
        let read = if text.as_bytes().get(start) == Some(&b'%') { percent(rest) } else { braces(rest) };
        let Some((number, len)) = read.filter(|_| holes.len() < HOLES_MAX) else {
            // `%%` and `{{` stand for one of them.
            at = start + 1 + usize::from(rest.starts_with(['%', '{']));
            continue;
        };
        at = start + 1 + len;
        holes.push(Hole { value: number.unwrap_or(holes.len()), span: start..at });
    }
    holes
}

/// What comes after a `%`: which of the values it names, and how long it is.
fn percent(rest: &str) -> Option<(Option<usize>, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = rest.get(digits..)?.starts_with('$').then(|| rest.get(..digits)).flatten();
    let len = number.map_or(0, |number| number.len() + 1);
    let kind = rest.get(len..)?.bytes().next()?;
    let number = number.and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
    matches!(kind, b's' | b'S' | b'v' | b'@' | b'd' | b'q').then_some((number, len + 1))
}

/// What comes after a `{`: which of the values it names, and how long it is.
fn braces(rest: &str) -> Option<(Option<usize>, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.get(digits..)?
        .starts_with('}')
        .then(|| (rest.get(..digits).and_then(|number| number.parse().ok()), digits + 1))
}
