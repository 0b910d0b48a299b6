//! User and password before a URL's host.

use super::value::seen_value;
use super::whole::read_url;
use crate::finding::Span;
use crate::lint::{Manner, SeenValue, Setting, Sighting, Text};

/// Longest user, password and scheme that are looked for before an `@`, in bytes.
const USER_INFO_BYTES_MAX: usize = 512;

/// The sighting of `https://user:password@host…` whose `@` stands at that offset of the text: its name is the user, its
/// value the password.
#[must_use]
pub fn user_info(text: &Text<'_>, at: usize, setting: Setting) -> Option<Sighting> {
    let source = text.as_str();
    let mut low = at.saturating_sub(USER_INFO_BYTES_MAX);
    while !source.is_char_boundary(low) {
        low += 1;
    }
    let before = source.get(low..at)?;
    let mark = before.rfind("://")?;
    let letters = before.get(..mark)?.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let info = before.get(mark + 3..)?;
    let (user, password) = info.split_once(':')?;
    let odd = |c: char| c.is_whitespace() || matches!(c, '/' | '"' | '?' | '<' | '>' | '`' | '|');
    if letters == 0 || user.is_empty() || user.contains(odd) || user.contains('#') {
        return None;
    }
    if password.is_empty() || password.contains(char::is_whitespace) || password.contains(['"', '/', '`']) {
        return None;
    }
    let user_at = low + mark + 3;
    let password_at = user_at + user.len() + 1;
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ')' | ']' | ',' | '\\' | '|')
    };
    let end = source.get(at..)?.find(ends).map_or(source.len(), |len| at + len);
    let start = low + mark - letters;
    let password_part = text.part(Span::new(password_at, at));
    let value = seen_value(&password_part, setting);
    let span = text.origin(Span::new(user_at, at));
    let name = text.origin(Span::new(user_at, user_at + user.len()));
    let mut sighting = Sighting::in_query(setting, span, name, value);
    sighting.manner = Manner::UserInfo;
    sighting.url = read_url(&text.part(Span::new(start, end)));
    match sighting.value {
        SeenValue::Empty | SeenValue::None => None,
        SeenValue::Literal(..) | SeenValue::Dynamic(_) => Some(sighting),
    }
}
