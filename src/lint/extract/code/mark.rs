//! `?` or `&`, whichever a URL needs before its next pair: a choice in place, or a variable that was given it.

use std::collections::HashSet;
use std::ops::Range;

use super::program::Program;
use super::token::Kind;

/// What such a choice says: a pair follows either way.
pub(super) const MARK: &str = "&";
/// Most variables that hold such a choice.
const MARKS_MAX: usize = 64;
/// Most tokens after its name in which a variable is given its mark.
const GIVEN_TOKENS_MAX: usize = 64;

/// The mark that a literal is.
fn mark<'p>(program: &'p Program<'_>, at: usize) -> Option<&'p str> {
    match program.kind(at) {
        Some(Kind::Text { inner, .. }) => {
            program.source().get(inner.range()).filter(|text| matches!(*text, "?" | "&"))
        }
        _ => None,
    }
}

/// `url.includes('?') ? '&' : '?'`, `"&" if "?" in url else "?"`: what stands before a pair, whichever it is.
pub(super) fn either_mark(program: &Program<'_>, choice: Range<usize>) -> bool {
    let either = || {
        let last = choice.end.checked_sub(1)?;
        let parts = matches!(program.word(last.checked_sub(1)?), ":" | "else");
        let one = mark(program, last)?;
        let other = mark(program, last.checked_sub(2)?).filter(|other| *other != one);
        let other = other.or_else(|| mark(program, choice.start).filter(|other| *other != one));
        Some(parts && other.is_some())
    };
    either().unwrap_or(false)
}

/// The variables that are given such a choice: `sep = "&" if "?" in url else "?"`.
pub(super) fn marks(program: &Program<'_>) -> HashSet<String> {
    let mut found = HashSet::new();
    for at in 0..program.tokens.len() {
        let other = match mark(program, at) {
            Some("?") => "&",
            Some(_) => "?",
            None => continue,
        };
        // `sep = …` before it in the same statement, with the other mark near.
        let from = at.saturating_sub(GIVEN_TOKENS_MAX);
        let given = (from..at).rev().take_while(|back| !program.is_sign(*back, ";")).find(|back| {
            matches!(program.word(*back), "=" | ":=" | "<-") && program.kind(*back) == Some(Kind::Sign)
        });
        let Some(sign) = given.filter(|sign| *sign > 0) else { continue };
        let to = (at + GIVEN_TOKENS_MAX).min(program.tokens.len());
        let both = (sign..to).any(|near| mark(program, near) == Some(other));
        let name = sign - 1;
        // `let sep: char =`, `String sep =`.
        let typed = name >= 2 && program.word(name - 1) == ":" && !program.leads(name);
        let name = if typed { name - 2 } else { name };
        if both && program.is_word(name) {
            found.insert(bare(program.word(name)).to_owned());
        }
        if found.len() >= MARKS_MAX {
            break;
        }
    }
    found
}

/// A variable's name without what marks it as one.
pub(super) fn bare(name: &str) -> &str {
    name.trim_matches(['$', '@', '{', '}'])
}
