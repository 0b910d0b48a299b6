//! A request in Bruno's language.

use super::{fix, pair_in_url};
use crate::finding::{Fix, Safety, Span};
use crate::lint::Text;

/// What of a request in Bruno's language a fix touches.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct BrunoRequest<'b> {
    /// The value of `url`.
    pub(in super::super) url: Span,
    /// The inside of the block that the URL stands in.
    pub(in super::super) method: Span,
    /// The name of the pair in the URL, in the text.
    pub(in super::super) in_url: Option<Span>,
    /// The value of the pair in `params:query`.
    pub(in super::super) in_table: Option<Span>,
    /// The inside of the block of headers.
    pub(in super::super) headers: Option<Span>,
    /// The value of `auth`.
    pub(in super::super) auth: Option<&'b str>,
}

/// The fix of a request: the pair goes from the URL and from the table, and a header comes.
pub(in super::super) fn mend_bruno(text: &Text<'_>, request: BrunoRequest<'_>) -> Option<Fix> {
    let source = text.as_str();
    let has_header = request.headers.and_then(|span| source.get(span.range())).is_some_and(|inside| {
        inside.lines().any(|line| line.trim().to_ascii_lowercase().starts_with("authorization:"))
    });
    if has_header || request.auth.is_some_and(|auth| auth != "none") {
        return None;
    }
    let safety = if request.auth.is_some() { Safety::Safe } else { Safety::Unsafe };
    let newline = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let mut edits = Vec::new();
    let mut value = None;
    if let Some(name) = request.in_url {
        let url = source.get(request.url.range())?;
        let within =
            Span::new(name.start.checked_sub(request.url.start)?, name.end.checked_sub(request.url.start)?);
        let (cut, found) = pair_in_url(url, within)?;
        edits.push((cut.shifted(request.url.start), String::new()));
        value = Some(source.get(found.shifted(request.url.start).range())?);
    }
    if let Some(found) = request.in_table {
        let shown = source.get(found.range())?;
        if value.is_some_and(|value| value != shown) {
            return None;
        }
        value = Some(shown);
        let start = source.get(..found.start)?.rfind('\n').map_or(0, |end| end + 1);
        let end = source.get(found.end..)?.find('\n').map_or(source.len(), |end| found.end + end + 1);
        edits.push((Span::new(start, end), String::new()));
    }
    let line = format!("  Authorization: Key={}{newline}", value.filter(|value| !value.is_empty())?);
    match request.headers {
        Some(headers) => edits.push((Span::new(headers.end, headers.end), line)),
        None => {
            let after =
                source.get(request.method.end..)?.find('\n').map(|end| request.method.end + end + 1)?;
            edits.push((Span::new(after, after), format!("{newline}headers {{{newline}{line}}}{newline}")));
        }
    }
    fix(text, "send the key as `Authorization: Key=…`", safety, edits)
}
