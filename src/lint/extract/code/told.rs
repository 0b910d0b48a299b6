//! Whether a literal says all there is to say of the pair in it, by itself and with what is put to it right there.

use super::dialect::Dialect;
use super::lexer::is_word;
use super::mentions::Mentions;
use crate::lint::format::Language;

/// Longest literal that says all, in bytes before the name and after it.
const LITERAL_BYTES_MAX: usize = 1024;
/// Most operands after a literal that are read.
const OPERANDS_MAX: usize = 16;
/// Longest gap between a literal and what decides whether it ends there, in bytes.
const GAP_BYTES_MAX: usize = 256;

/// Whether the name is that of a pair in a literal that is a URL or the end of one, with nothing put to it but names that
/// the program nowhere gives a text; `None` if it surely is not, or too little is there to say.
pub(super) fn is_told(mentions: &Mentions<'_>, language: Language, name: usize, end: usize) -> Option<bool> {
    let source = mentions.source();
    let bytes = source.as_bytes();
    let mark = bytes.get(name.checked_sub(1)?)?;
    let after = bytes.get(end + 1)?;
    if !matches!(mark, b'?' | b'&') || bytes.get(end) != Some(&b'=') || *after == b'=' {
        return None;
    }
    let low = name.saturating_sub(LITERAL_BYTES_MAX);
    let start = name - bytes.get(low..name)?.iter().rev().take_while(|byte| in_literal(**byte)).count();
    let rest = bytes.get(end..)?;
    let len = rest.iter().take(LITERAL_BYTES_MAX).take_while(|byte| in_literal(**byte)).count();
    let quote = bytes.get(start.checked_sub(1)?)?;
    let Dialect { quotes, joins, .. } = Dialect::of(language);
    if !quotes.iter().any(|known| known.open.as_bytes() == [*quote]) || rest.get(len) != Some(quote) {
        return None;
    }
    let joins = joins.contains(&"+");
    let first = Edge { at: opening(bytes, start - 1), joins };
    let last = Edge { at: end + len + 1, joins };
    let (mut names, mut literals) = (Vec::new(), vec![source.get(start..name)?]);
    let before = first.back(source, &mut names, &mut literals)?;
    // Without a `?` before it, what it is part of decides.
    if *mark != b'?' && !literals.iter().any(|literal| literal.contains('?')) {
        return None;
    }
    literals.push(source.get(end..end + len)?);
    let after = last.on(source, &mut names, &mut literals)?;
    for literal in &literals {
        holes(literal, &mut names)?;
    }
    // A text that ends with the name is a constant, or asks for what comes after it.
    if bytes.get(end + 1)? == quote && after == last.at {
        return None;
    }
    let gap = bytes.get(before.saturating_sub(GAP_BYTES_MAX)..before)?;
    let rest = bytes.get(after..)?;
    let told = begins(gap)? && ends(rest.get(..GAP_BYTES_MAX).unwrap_or(rest))?;
    Some(told && !names.iter().any(|name| mentions.gives(name)))
}

/// Where a literal begins whose quote stands there: at the letter before it that lets names stand in it.
fn opening(bytes: &[u8], quote: usize) -> usize {
    let letter = quote.checked_sub(1).filter(|at| matches!(bytes.get(*at), Some(b'f' | b'F' | b's' | b'$')));
    let alone = |at: usize| {
        at.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(|byte| !is_word(*byte) && *byte != b'@')
    };
    letter.filter(|at| alone(*at)).unwrap_or(quote)
}

/// An edge of what was read of an expression.
#[derive(Clone, Copy)]
struct Edge {
    at: usize,
    joins: bool,
}

impl Edge {
    /// Back over `"…" + base +`: where the expression begins; nothing if what is there is more than names and literals.
    fn back<'s>(
        self,
        source: &'s str,
        names: &mut Vec<&'s str>,
        literals: &mut Vec<&'s str>,
    ) -> Option<usize> {
        let mut at = self.at;
        for _ in 0..OPERANDS_MAX {
            let before = source.get(..at)?.trim_end();
            let Some(joined) = before.strip_suffix('+').filter(|_| self.joins) else {
                return Some(at);
            };
            let operand = joined.trim_end();
            let quote = operand.bytes().next_back().filter(|byte| matches!(byte, b'"' | b'\''));
            let backwards = |text: &str, fits: fn(u8) -> bool| {
                text.bytes().rev().take(LITERAL_BYTES_MAX).take_while(|byte| fits(*byte)).count()
            };
            at = match quote {
                Some(quote) => {
                    let inner = operand.get(..operand.len() - 1)?;
                    let start = inner.len() - backwards(inner, in_literal);
                    literals.push(inner.get(start..)?);
                    let open = start.checked_sub(1)?;
                    if inner.as_bytes().get(open) != Some(&quote) {
                        return None;
                    }
                    opening(source.as_bytes(), open)
                }
                None => {
                    let start = operand.len() - backwards(operand, |byte| is_word(byte) || byte == b'.');
                    names.push(last_of(operand.get(start..)?)?);
                    start
                }
            };
        }
        None
    }

    /// On over `+ key + "&more="`: where the expression ends, in the same way.
    fn on<'s>(self, source: &'s str, names: &mut Vec<&'s str>, literals: &mut Vec<&'s str>) -> Option<usize> {
        let mut at = self.at;
        for _ in 0..OPERANDS_MAX {
            let rest = source.get(at..)?;
            let Some(operand) = rest.trim_start().strip_prefix('+').filter(|_| self.joins) else {
                return Some(at);
            };
            let operand = operand.trim_start();
            let quote = operand.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
            let len = match quote {
                Some(quote) => {
                    let inner = operand.get(1..)?;
                    let len =
                        inner.bytes().take(LITERAL_BYTES_MAX).take_while(|byte| in_literal(*byte)).count();
                    if inner.as_bytes().get(len) != Some(&quote) {
                        return None;
                    }
                    literals.push(inner.get(..len)?);
                    len + 2
                }
                None => {
                    let len = operand.bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
                    names.push(last_of(operand.get(..len)?)?);
                    len
                }
            };
            at = source.len() - operand.len() + len;
        }
        None
    }
}

/// The last name of `a.b.c`, if it is one.
fn last_of(chain: &str) -> Option<&str> {
    let plain = chain.split('.').all(|name| name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'));
    chain.rsplit('.').next().filter(|_| plain)
}

/// Adds the names that stand in a literal, as `{key}`, `${key}` or `$key`; nothing if more than a name does.
fn holes<'s>(literal: &'s str, names: &mut Vec<&'s str>) -> Option<()> {
    let mut rest = literal;
    while let Some(at) = rest.find(['{', '$', '}']) {
        let hole = rest.get(at..)?;
        let inner = hole.strip_prefix("${").or_else(|| hole.strip_prefix(['{', '$']))?;
        let len = inner.bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
        names.push(last_of(inner.get(..len)?.trim_end_matches('.'))?);
        let after = inner.get(len..)?;
        rest = match hole.starts_with("${") || hole.starts_with('{') {
            true => after.strip_prefix('}')?,
            false => after,
        };
    }
    Some(())
}

/// Whether a byte stands for itself in a URL and in a literal of any language, or may begin or end a name in it.
fn in_literal(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'_' | b'.' | b'~' | b'*' | b'&' | b'=' | b'/' | b':' | b'?' | b'@' | b'!' | b',' | b';'
        )
        || matches!(byte, b'{' | b'}' | b'$')
}

/// Whether a literal that comes after that is the first of its expression; `None` where too little is there to say.
fn begins(before: &[u8]) -> Option<bool> {
    let gap = before.iter().rposition(|byte| !byte.is_ascii_whitespace())?;
    let last = before.get(gap)?;
    let word = last.is_ascii_alphanumeric() && gap + 1 < before.len();
    Some(word || matches!(last, b'(' | b',' | b'=' | b':' | b'[' | b'{' | b';'))
}

/// Whether a literal that stands before that is the last of its expression; `None` where too little is there to say.
fn ends(after: &[u8]) -> Option<bool> {
    let gap = after.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let first = after.get(gap)?;
    let apart = after.get(..gap)?.contains(&b'\n');
    let word = apart && (first.is_ascii_alphanumeric() || *first == b'@');
    Some(word || matches!(first, b')' | b',' | b';' | b']' | b'}'))
}
