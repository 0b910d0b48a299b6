//! How a `curl` command could send the key in the header instead.

use super::super::mend::{dropped, is_plain, value_end};
use super::client::{trimmed, unquoted};
use super::words::Word;
use crate::finding::{Edit, Fix, Safety, Span};
use crate::lint::Text;

/// The fix of a pair in one word of a `curl` command: in its URL, or in what `-G` makes a querystring.
pub(super) fn curl(text: &Text<'_>, arguments: &[Word], word: Span, name: Span) -> Option<Fix> {
    let source = text.as_str();
    let settled = arguments.iter().any(|argument| {
        let lower = unquoted(source, argument.span).to_ascii_lowercase();
        lower.contains("authorization:")
            || matches!(lower.as_str(), "-u" | "--user" | "--" | "--config" | "--next" | "-:")
    });
    let written = source.get(word.range())?;
    let inner = trimmed(source, word);
    let content = source.get(inner.range())?;
    let single = written.starts_with('\'');
    if settled || content.contains(['"', '\'', '\\', '`']) {
        return None;
    }
    let local = Span::new(name.start.checked_sub(inner.start)?, name.end.checked_sub(inner.start)?);
    let end = value_end(content, local)?;
    let value = content.get(local.end + 1..end)?;
    let variable = value.starts_with('$') && !single;
    let plain = if variable { !value.contains("$(") } else { is_plain(value) && !value.contains(['$', '!']) };
    if !plain {
        return None;
    }
    let quote = if variable { '"' } else { '\'' };
    let header = format!("-H {quote}Authorization: Key={value}{quote}");
    let exact = |span: Span| Some(text.origin(span)).filter(|origin| origin.len() == span.len());
    let title = "send the key as `Authorization: Key=…`".to_owned();
    if local.start == 0 && end == content.len() {
        // All that the option gives: `-d "auth-key=$KEY"`.
        let at = arguments.iter().position(|argument| argument.span == word)?;
        let option = arguments.get(at.checked_sub(1)?)?.span;
        let plain = matches!(
            source.get(option.range())?,
            "-d" | "--data" | "--data-urlencode" | "--data-raw" | "--url-query" | "--data-ascii"
        );
        let span = exact(option.with(word)).filter(|_| plain)?;
        return Some(Fix { title, safety: Safety::Safe, edits: vec![Edit { span, text: header }] });
    }
    let gone = match content.get(end..) {
        Some(rest) if local.start == 0 && rest.starts_with('&') => Span::new(0, end + 1),
        _ => dropped(content, local, end)?,
    };
    let span = exact(gone.shifted(inner.start))?;
    let after = exact(Span::new(word.end, word.end))?;
    let edits = vec![Edit { span, text: String::new() }, Edit { span: after, text: format!(" {header}") }];
    Some(Fix { title, safety: Safety::Safe, edits })
}
