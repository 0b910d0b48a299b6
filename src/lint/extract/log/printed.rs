//! Maps as programs print them: `params: { page: 1, 'auth-key': '…' }` of Node, `params={'auth-key': '…'}` of Python,
//! `query: {"auth-key"=>"…"}` of Ruby.

use super::words;
use crate::finding::Span;
use crate::lint::extract::url::seen_value;
use crate::lint::text::tail;
use crate::lint::{Setting, Sighting, Text};

/// How far before a name the map that it stands in may open, in bytes.
const MAP_BYTES_MAX: usize = 4 * 1024;

/// The pair of a map that is printed after the word that says that it is a query.
pub(super) fn printed(line: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = line.as_str();
    let before = tail(source.get(..name.start)?, MAP_BYTES_MAX);
    let quote = before.chars().next_back().filter(|quote| matches!(quote, '"' | '\''))?;
    let open = opening(before)?;
    let word = words::last(before.get(..open)?.trim_end_matches([' ', ':', '=', '(', '"', '\'', '>']));
    let after = source.get(name.end..)?.strip_prefix(quote)?.trim_start();
    let value = after.strip_prefix("=>").or_else(|| after.strip_prefix([':', '=']))?.trim_start();
    let value = value.trim_start_matches(['[', ' ']);
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inner = value.get(1..)?;
    let at = source.len() - inner.len();
    let span = Span::new(at, at + inner.find(quote)?);
    if !words::is_query(word) {
        return None;
    }
    let value = seen_value(&line.part(span), Setting::Log);
    Some(Sighting::in_query(Setting::Log, line.origin(name.with(span)), line.origin(name), value))
}

/// Where the map opens whose member comes next.
fn opening(before: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in before.char_indices().rev() {
        match c {
            '}' => depth += 1,
            '{' if depth == 0 => return Some(at),
            '{' => depth -= 1,
            _ => {}
        }
    }
    None
}
