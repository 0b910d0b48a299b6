//! How the key could be sent in the header instead, where that is provably the same request.

mod http_client;

use std::ops::Range;

use super::place::Reader;
use super::program::NONE;
use super::token::Kind;
use crate::finding::{Edit, Fix, Safety, Span};
use crate::lint::format::Language;
use crate::lint::{SeenValue, Sighting, Text};

/// What a fix is called.
const TITLE: &str = "send the key as `Authorization: Key=…`";

/// The part of a URL that goes with the pair: one `&` of the two around it, or the `?` if nothing else follows.
///
/// `text` is a URL and what follows it up to its end; `name` is in it.
pub(super) fn dropped(text: &str, name: Span, value_end: usize) -> Option<Span> {
    let before = text.get(..name.start)?;
    let after = text.get(value_end..)?;
    let joined = after.starts_with('&');
    if joined {
        return Some(Span::new(name.start, value_end + 1));
    }
    before.ends_with(['?', '&']).then(|| Span::new(name.start - 1, value_end))
}

/// Where the value of the pair ends in that text: at `&`, `#`, white space or the end.
pub(super) fn value_end(text: &str, name: Span) -> Option<usize> {
    let rest = text.get(name.end..)?.strip_prefix('=')?;
    let len = rest.find(['&', '#', ' ', '\t', '"', '\'', '`']).unwrap_or(rest.len());
    Some(name.end + 1 + len)
}

/// Whether a value is written so that it means the same in a header: no escapes that only a URL decodes.
pub(super) fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'%' && byte != b'+')
}

/// The fix of a request's line: the pair goes, a header's line comes after it.
pub(super) fn request_line(
    target: &Text<'_>,
    name: Span,
    sighting: &Sighting,
    line_end: usize,
) -> Option<Fix> {
    let source = target.as_str();
    let end = value_end(source, name)?;
    let value = source.get(name.end + 1..end)?;
    if !is_plain(value) {
        return None;
    }
    let gone = dropped(source, name, end)?;
    let span = target.origin(gone);
    if span.len() != gone.len() || matches!(sighting.value, SeenValue::Empty | SeenValue::None) {
        return None;
    }
    let edits = vec![
        Edit { span, text: String::new() },
        Edit { span: Span::new(line_end, line_end), text: format!("\nAuthorization: Key={value}") },
    ];
    Some(Fix { title: TITLE.to_owned(), safety: Safety::Safe, edits })
}

/// What a request's key is in its program: a plain name, or a literal's characters.
enum Key<'p> {
    Name(&'p str),
    Characters(&'p str),
}

/// The languages whose calls can be mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    Python,
    JavaScript,
}

impl Caller {
    fn of(language: Language) -> Option<Self> {
        if language == Language::Python {
            Some(Self::Python)
        } else {
            (language == Language::JavaScript).then_some(Self::JavaScript)
        }
    }

    /// What opens a value in a template.
    fn hole(self) -> &'static str {
        match self {
            Self::Python => "{",
            Self::JavaScript => "${",
        }
    }

    /// The header's table, as the language writes it.
    fn header(self, key: &Key<'_>) -> String {
        match (self, key) {
            (Self::Python, Key::Name(name)) => format!("headers={{\"Authorization\": f\"Key={{{name}}}\"}}"),
            (Self::Python, Key::Characters(key)) => format!("headers={{\"Authorization\": \"Key={key}\"}}"),
            (Self::JavaScript, Key::Name(name)) => format!("headers: {{ Authorization: `Key=${{{name}}}` }}"),
            (Self::JavaScript, Key::Characters(key)) => {
                format!("headers: {{ Authorization: \"Key={key}\" }}")
            }
        }
    }
}

/// Whether a text is a name, or names joined by points.
fn is_name_chain(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && !part.starts_with(|c: char| c.is_ascii_digit())
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'))
    };
    text.split('.').all(word)
}

/// Whether characters can stand in any quotes as they are.
fn is_quotable(text: &str) -> bool {
    is_plain(text) && !text.contains(['"', '\'', '\\', '`', '{', '}', '$', '<', '>'])
}

fn fix(mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| edit.span);
    Fix { title: TITLE.to_owned(), safety: Safety::Safe, edits }
}

impl Reader<'_, '_> {
    /// A span of the program as one of the file, if each of its bytes is one of the file.
    fn exact(&self, span: Span) -> Option<Span> {
        let origin = self.program.text.origin(span);
        (origin.len() == span.len()).then_some(origin)
    }

    /// Whether the call is one of a library whose headers are known to be sent as they are given, and nothing in it
    /// says what the header is.
    fn is_plain_call(&self, caller: Caller, call: usize, config: Option<usize>) -> bool {
        let program = self.program;
        let callee: String = program.callee(call).map(|at| program.word(at)).collect();
        let verb = |library: &str| {
            callee.strip_prefix(library).is_some_and(|verb| {
                matches!(verb, "get" | "post" | "put" | "patch" | "delete" | "head" | "options")
            })
        };
        let known = match caller {
            Caller::Python => verb("requests.") || verb("httpx."),
            Caller::JavaScript => callee == "fetch" || verb("axios."),
        };
        let says = |open: usize| {
            program.arguments(open).iter().any(|argument| {
                let word = program.word(argument.start).trim_matches(['"', '\'']);
                matches!(word, "headers" | "auth" | "**" | "..." | "*")
            })
        };
        known && program.mate(call) != NONE && !says(call) && !config.is_some_and(says)
    }
}

/// The fix of `params={"auth-key": key}` in a call: the entry goes, the header comes.
pub(super) fn entry(reader: &Reader<'_, '_>, name: usize, value: &Range<usize>) -> Option<Fix> {
    let program = reader.program;
    let table = program.parent(name);
    let close = program.mate(table);
    if table < 2 || close == NONE || !program.is_open(table, "{") || program.word(table - 2) != "params" {
        return None;
    }
    let config = program.parent(table);
    let caller = Caller::of(program.language)?;
    let call = match caller {
        Caller::Python => config,
        Caller::JavaScript => program.parent(config),
    };
    if caller == Caller::JavaScript && !program.is_open(config, "{") {
        return None;
    }
    let in_config = (caller == Caller::JavaScript).then_some(config);
    if call == NONE || !program.is_open(call, "(") || !reader.is_plain_call(caller, call, in_config) {
        return None;
    }
    let source = program.source();
    let whole = program.span(value.start).with(program.span(value.end.checked_sub(1)?));
    let written = source.get(whole.range())?;
    let key = match program.kind(value.start) {
        Some(Kind::Text { inner, .. }) if value.len() == 1 && inner.start == whole.start + 1 => {
            Key::Characters(source.get(inner.range()).filter(|text| is_quotable(text))?)
        }
        Some(_) if is_name_chain(written) => Key::Name(written),
        Some(_) | None => return None,
    };
    let header = caller.header(&key);
    let entries = program.arguments(table);
    let index = entries.iter().position(|entry| entry.contains(&name))?;
    let entry = entries.get(index)?;
    let table_end = program.span(close).end;
    if entries.len() == 1 {
        let span = reader.exact(Span::new(program.span(table - 2).start, table_end))?;
        return Some(fix(vec![Edit { span, text: header }]));
    }
    let gone = match entries.get(index + 1) {
        Some(next) => Span::new(program.span(entry.start).start, program.span(next.start).start),
        None => {
            let before = entries.get(index.checked_sub(1)?)?;
            Span::new(
                program.span(before.end.checked_sub(1)?).end,
                program.span(entry.end.checked_sub(1)?).end,
            )
        }
    };
    let span = reader.exact(gone)?;
    let after = reader.exact(Span::new(table_end, table_end))?;
    Some(fix(vec![Edit { span, text: String::new() }, Edit { span: after, text: format!(", {header}") }]))
}

/// A pair in a literal.
struct Pair<'p> {
    key: Key<'p>,
    /// All of the literal, in the program.
    literal: Span,
    /// What of it goes.
    gone: Span,
}

/// The only pair of that name in a literal that is all of an expression; `hole` opens what is put into a template.
fn pair_in_literal<'p>(reader: &Reader<'p, '_>, expression: &Range<usize>, hole: &str) -> Option<Pair<'p>> {
    let program = reader.program;
    let literal = program.span(expression.start).with(program.span(expression.end.checked_sub(1)?));
    let text = program.source().get(literal.range())?;
    let mut found = text.match_indices("auth-key=");
    let (at, _) = found.next()?;
    if found.next().is_some() || !text.get(..at)?.ends_with(['?', '&']) {
        return None;
    }
    let name = Span::new(at, at + "auth-key".len());
    let end = value_end(text, name)?;
    let written = text.get(name.end + 1..end)?;
    let template = program.kind(expression.start) == Some(Kind::TemplateOpen);
    let inside = written.strip_prefix(hole).filter(|_| template).and_then(|inside| inside.strip_suffix('}'));
    let key = match inside.filter(|inside| is_name_chain(inside)) {
        Some(name) => Key::Name(name),
        None if is_quotable(written) => Key::Characters(written),
        None => return None,
    };
    Some(Pair { key, literal, gone: dropped(text, name, end)?.shifted(literal.start) })
}

/// The fix of a URL in one literal that is all that is given to `fetch` or `requests.get`.
pub(super) fn pair(reader: &Reader<'_, '_>, expression: &Range<usize>) -> Option<Fix> {
    let program = reader.program;
    if program.language == Language::CSharp {
        return http_client::mend(reader, expression);
    }
    let call = program.parent(expression.start);
    let single = program.is_literal(expression.start) && program.after(expression.start) == expression.end;
    if call == NONE || !single || !program.is_open(call, "(") || expression.start != call + 1 {
        return None;
    }
    let caller = Caller::of(program.language)?;
    let arguments = program.arguments(call);
    if !reader.is_plain_call(caller, call, None) || (caller == Caller::JavaScript && arguments.len() != 1) {
        return None;
    }
    if program.callee_name(call) != "fetch"
        && caller == Caller::JavaScript
        && !matches!(program.callee_name(call), "get" | "delete" | "head")
    {
        return None;
    }
    let Pair { key, gone, .. } = pair_in_literal(reader, expression, caller.hole())?;
    let header = caller.header(&key);
    let added = match caller {
        Caller::JavaScript => format!(", {{ {header} }}"),
        Caller::Python => format!(", {header}"),
    };
    let last = arguments.last()?.end.checked_sub(1)?;
    let after = program.span(last).end;
    let edits = vec![
        Edit { span: reader.exact(gone)?, text: String::new() },
        Edit { span: reader.exact(Span::new(after, after))?, text: added },
    ];
    Some(fix(edits))
}
