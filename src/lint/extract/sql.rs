//! SQL: what strings say, what comments say, and what is only looked for.

use super::super::prefilter::Hit;
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::{Text, line_before, tail};
use super::meaning::{comments, names_in, passwords_in};
use super::tree::has_hit;
use super::url::{query_pair, query_text_pair, seen_value};
use crate::finding::Span;

/// How far before a pair the call begins that takes it, in bytes.
const CALL_BYTES_MAX: usize = 4 * 1024;

/// Longest string that is read from a pair on, in bytes.
const STRING_BYTES_MAX: usize = 8 * 1024;

/// How far before a pair the mark may be chosen that stands before it, in bytes.
const CHOICE_BYTES_MAX: usize = 160;

/// Sees keys in the strings of SQL.
pub(super) fn read_sql(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let mut found = Vec::new();
    let mut from = 0;
    for comment in comment_spans(source) {
        statements(text, Span::new(from, comment.start), hits, out);
        from = comment.end;
        found.push(comment);
    }
    statements(text, Span::new(from, source.len()), hits, out);
    comments(text, &found, hits, out);
}

fn statements(text: &Text<'_>, span: Span, hits: &[Hit], out: &mut Vec<Sighting>) {
    if !has_hit(hits, span) {
        return;
    }
    let part = text.part(span);
    for name in names_in(part.as_str()) {
        if let Some(sighting) = in_table(&part, name) {
            out.push(sighting);
        } else if !is_looked_for(part.as_str(), name.start) {
            let pair = query_pair(&part, name, Setting::Code).or_else(|| marked_pair(&part, name));
            out.extend(pair.map(|mut sighting| {
                sighting.manner = Manner::Query;
                if sighting.value == SeenValue::Empty {
                    sighting.value = joined(text, sighting.span.end).unwrap_or(SeenValue::Empty);
                }
                sighting
            }));
        }
    }
    passwords_in(&part, Setting::Code, out);
}

/// `'…?auth-key=' || :key`: what is put behind a string that ends there.
fn joined(text: &Text<'_>, end: usize) -> Option<SeenValue> {
    let base = text.origin(Span::new(0, 0)).start;
    let rest = text.as_str().get(end.checked_sub(base)?..)?.strip_prefix('\'')?.trim_start();
    let joins = ["||", "+", ",", "&"].iter().any(|operator| rest.starts_with(operator));
    joins.then_some(SeenValue::Dynamic(Span::new(end, end + 1)))
}

/// `CASE … THEN '&' ELSE '?' END || 'auth-key=' || :key`: a pair at the start of a string, behind its mark or a choice of both.
fn marked_pair(text: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = text.as_str();
    let before = source.get(..name.start)?.strip_suffix('\'')?.trim_end();
    let before = ["||", "+", ","].iter().find_map(|operator| before.strip_suffix(operator))?.trim_end();
    let choice = tail(before, CHOICE_BYTES_MAX).rsplit(';').next()?.to_ascii_lowercase();
    let is_chosen = (choice.ends_with("end") || choice.ends_with(')'))
        && choice.contains("'?'")
        && choice.contains("'&'");
    if !is_chosen && !choice.ends_with("'?'") && !choice.ends_with("'&'") {
        return None;
    }
    // To where its string ends.
    let rest = source.get(name.start..)?;
    let len = rest.bytes().take(STRING_BYTES_MAX).take_while(|byte| *byte != b'\'').count();
    let rest = text.part(Span::new(name.start, name.start + len));
    query_text_pair(&rest, Span::new(0, name.len()), Setting::Code)
}

/// `params := '{"auth-key": "…"}'` and `http_get('…', jsonb_build_object('auth-key', …))` of pg_net and http.
fn in_table(text: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = text.as_str();
    let (before, after) = (tail(source.get(..name.start)?, CALL_BYTES_MAX), source.get(name.end..)?);
    let (head, rest, quote) = match before.strip_suffix('"') {
        Some(before) => {
            let open = before.rfind('\'')?;
            let inside = before.get(open..)?;
            let is_outer = inside.matches('{').count() == inside.matches('}').count() + 1;
            (
                before.get(..open).filter(|_| is_outer)?,
                after.strip_prefix('"')?.trim_start().strip_prefix(':')?,
                '"',
            )
        }
        None => {
            let before = before.strip_suffix('\'')?;
            let open = before
                .rfind("build_object(")
                .filter(|open| !before.get(*open..).is_some_and(|b| b.contains(')')))?;
            let head = before.get(..open)?;
            let head = head.strip_suffix("jsonb_").or_else(|| head.strip_suffix("json_"))?;
            (head, after.strip_prefix('\'')?.trim_start().strip_prefix(',')?, '\'')
        }
    };
    if !takes_query(head) {
        return None;
    }
    let rest = rest.trim_start();
    let start = source.len() - rest.len();
    let (span, value) = match rest.strip_prefix(quote) {
        Some(literal) => {
            let span = Span::new(start + 1, start + 1 + literal.find(quote)?);
            (span, seen_value(&text.part(span), Setting::Code))
        }
        None => {
            let span = Span::new(start, start + rest.find([',', '\n', ';']).unwrap_or(rest.len()));
            (span, SeenValue::Dynamic(text.origin(span)))
        }
    };
    Some(Sighting::in_query(Setting::Code, text.origin(name.with(span)), text.origin(name), value))
}

/// Whether what comes next is the query of a call: `params :=`, or the second argument of `http_get(`.
fn takes_query(head: &str) -> bool {
    let head = head.trim_end();
    let named = head.strip_suffix(":=").or_else(|| head.strip_suffix("=>"));
    if let Some(argument) = named {
        return argument.trim_end().ends_with("params");
    }
    let call = head.rfind("http_get(").and_then(|at| head.get(at..));
    call.is_some_and(|call| call.ends_with(',') && call.matches(',').count() == 1 && !call.contains(')'))
}

/// Whether the string around that offset is what `LIKE` or a pattern looks for.
fn is_looked_for(source: &str, at: usize) -> bool {
    let line = line_before(source, at).unwrap_or_default();
    let Some(quote) = line.rfind('\'') else { return false };
    let verb = line.get(..quote).unwrap_or_default().trim_end().to_ascii_lowercase();
    ["like", "ilike", "regexp", "rlike", "~", "~*", "similar to"].iter().any(|word| verb.ends_with(word))
        || ["regexp_replace(", "regexp_matches(", "regexp_like(", "patindex(", "charindex(", "instr("]
            .iter()
            .any(|call| verb.rfind(call).is_some_and(|at| !verb.get(at..).unwrap_or_default().contains(')')))
}

/// `-- …` and `/* … */` that are in no string.
fn comment_spans(source: &str) -> Vec<Span> {
    let bytes = source.as_bytes();
    let mut comments = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let two = bytes.get(at..at + 2).unwrap_or_default();
        match byte {
            b'\'' => {
                let rest = bytes.get(at + 1..).unwrap_or_default();
                at += 2 + memchr::memchr(b'\'', rest).unwrap_or(rest.len());
            }
            _ if two == b"--" => {
                let rest = bytes.get(at..).unwrap_or_default();
                let end = at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                comments.push(Span::new(at, end));
                at = end;
            }
            _ if two == b"/*" => {
                let rest = source.get(at + 2..).unwrap_or_default();
                let end = (at + 2 + rest.find("*/").map_or(rest.len(), |end| end + 2)).min(source.len());
                comments.push(Span::new(at, end));
                at = end;
            }
            _ => at += 1,
        }
    }
    comments
}
