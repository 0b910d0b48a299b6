//! `/customers/{id}?state={state}`: what a Workflow answers to.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Name;

/// Most segments of a template or of a call's path.
pub const SEGMENTS_MAX: usize = 32;

/// First segments that belong to the platform or to localgear; no Workflow may be bound there.
///
/// `/openapi.yml`, `/mcp` and `/mcp/builder` are documented for the current generation; `/__localgear/` is ours.
pub const RESERVED_FIRST_SEGMENTS: [&str; 3] = ["openapi.yml", "mcp", "__localgear"];

/// A Workflow's URI template: segments that are literal or a variable, then query parts `name={variable}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UriTemplate {
    segments: Vec<Segment>,
    query: Vec<QueryPart>,
}

/// One piece of the path between two slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text that a call must have, compared without regard to case (assumed).
    Literal(String),
    /// `{name}`: any text but none, its case kept.
    Variable(Name),
}

/// `key={variable}`: the left side is what the caller writes, the right side the Variable Bar input it fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPart {
    /// The literal query key.
    pub key: String,
    /// The input it fills.
    pub variable: Name,
}

/// Why a text is no URI template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UriTemplateFault {
    /// Documented: a template begins with a slash.
    #[error("a path begins with `/`")]
    NoSlash,
    /// Two slashes in a row, which no call could match.
    #[error("the path has an empty segment")]
    EmptySegment,
    /// A brace with other text in the same segment.
    #[error("the segment `{0}` mixes text and a variable; a variable stands alone between two slashes")]
    Mixed(String),
    /// A name that the Variable Bar could not hold.
    #[error("`{{{0}}}` is no variable: a name has letters, digits, `_`, `-` or `.`")]
    VariableName(String),
    /// The same variable twice.
    #[error("the variable `{0}` occurs twice")]
    Repeated(String),
    /// A query part that is not `name={variable}`.
    #[error("the query part `{0}` is not of the form `name={{variable}}`")]
    QueryPart(String),
    /// A query name that carries the key or belongs to the platform.
    #[error("the query name `{0}` belongs to the platform")]
    ReservedQuery(String),
    /// A path the platform keeps for itself.
    #[error("`/{0}` belongs to the platform or to localgear and cannot be bound")]
    Reserved(String),
    /// A character that a path cannot hold unescaped.
    #[error("the path holds {0:?}, which no URL can hold; write the text as callers see it, without escapes")]
    Character(char),
    /// Too deep.
    #[error("the path has {0} segments, and {SEGMENTS_MAX} is the most")]
    Deep(usize),
}

impl UriTemplate {
    /// Reads a template. One slash at the end is ignored (assumed: the platform's own pages disagree on it).
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, UriTemplateFault> {
        let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
        let path = path.strip_prefix('/').ok_or(UriTemplateFault::NoSlash)?;
        if let Some(odd) =
            text.chars().find(|c| c.is_control() || c.is_whitespace() || matches!(c, '#' | '\\'))
        {
            return Err(UriTemplateFault::Character(odd));
        }
        let path = path.strip_suffix('/').unwrap_or(path);
        let segments: Vec<Segment> = match path {
            "" => Vec::new(),
            path => path.split('/').map(segment).collect::<Result<_, _>>()?,
        };
        if segments.len() > SEGMENTS_MAX {
            return Err(UriTemplateFault::Deep(segments.len()));
        }
        if let Some(Segment::Literal(first)) = segments.first()
            && RESERVED_FIRST_SEGMENTS.iter().any(|reserved| reserved.eq_ignore_ascii_case(first))
        {
            return Err(UriTemplateFault::Reserved(first.clone()));
        }
        let query = match query {
            None | Some("") => Vec::new(),
            Some(query) => query.split('&').map(query_part).collect::<Result<_, _>>()?,
        };
        let template = Self { segments, query };
        let mut seen: Vec<&str> = Vec::new();
        for variable in template.variables() {
            if seen.iter().any(|earlier| *earlier == variable.as_str()) {
                return Err(UriTemplateFault::Repeated(variable.to_string()));
            }
            seen.push(variable.as_str());
        }
        Ok(template)
    }

    /// The path's segments.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The query parts, in the template's order.
    #[must_use]
    pub fn query(&self) -> &[QueryPart] {
        &self.query
    }

    /// Every variable, path before query.
    pub fn variables(&self) -> impl Iterator<Item = &Name> {
        let path = self.segments.iter().filter_map(|segment| match segment {
            Segment::Variable(name) => Some(name),
            Segment::Literal(_) => None,
        });
        path.chain(self.query.iter().map(|part| &part.variable))
    }

    /// A URL that matches the template, each variable filled by `value` and percent-encoded.
    #[must_use]
    pub fn render<'v>(&self, mut value: impl FnMut(&Name) -> Cow<'v, str>) -> String {
        let mut url = String::new();
        for segment in &self.segments {
            url.push('/');
            match segment {
                Segment::Literal(text) => url.push_str(&encode(text)),
                Segment::Variable(name) => url.push_str(&encode(&value(name))),
            }
        }
        if self.segments.is_empty() {
            url.push('/');
        }
        for (index, part) in self.query.iter().enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(&encode(&part.key));
            url.push('=');
            url.push_str(&encode(&value(&part.variable)));
        }
        url
    }
}

/// The template as a site file writes it.
impl fmt::Display for UriTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            f.write_str("/")?;
        }
        for segment in &self.segments {
            match segment {
                Segment::Literal(text) => write!(f, "/{}", utf8_percent_encode(text, SYNTAX))?,
                Segment::Variable(name) => write!(f, "/{{{name}}}")?,
            }
        }
        for (index, part) in self.query.iter().enumerate() {
            let mark = if index == 0 { '?' } else { '&' };
            write!(f, "{mark}{}={{{}}}", utf8_percent_encode(&part.key, SYNTAX), part.variable)?;
        }
        Ok(())
    }
}

fn segment(text: &str) -> Result<Segment, UriTemplateFault> {
    if text.is_empty() {
        return Err(UriTemplateFault::EmptySegment);
    }
    match variable_in(text) {
        Some(name) => variable(name).map(Segment::Variable),
        None if text.contains(['{', '}']) => Err(UriTemplateFault::Mixed(text.to_owned())),
        None => Ok(Segment::Literal(decode(text))),
    }
}

fn query_part(text: &str) -> Result<QueryPart, UriTemplateFault> {
    let fault = || UriTemplateFault::QueryPart(text.to_owned());
    let (key, value) = text.split_once('=').ok_or_else(fault)?;
    let inner = variable_in(value).ok_or_else(fault)?;
    if key.is_empty() || key.contains(['{', '}']) {
        return Err(fault());
    }
    let key = decode(key);
    if key.starts_with('_') || ["auth-key", "auth"].iter().any(|reserved| key.eq_ignore_ascii_case(reserved))
    {
        return Err(UriTemplateFault::ReservedQuery(key));
    }
    Ok(QueryPart { key, variable: variable(inner)? })
}

fn variable_in(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}').filter(|inner| !inner.contains(['{', '}']))
}

fn variable(text: &str) -> Result<Name, UriTemplateFault> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let name = text.chars().all(fits).then(|| Name::parse(text).ok()).flatten();
    name.ok_or_else(|| UriTemplateFault::VariableName(text.to_owned()))
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Everything but unreserved characters (RFC 3986) is escaped, so that a rendered value stays one segment.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What would read as syntax if a template's literal text were shown bare.
const SYNTAX: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'/')
    .add(b'=')
    .add(b'?')
    .add(b'\\')
    .add(b'{')
    .add(b'}');

/// A text as one segment or query value of a URL.
#[must_use]
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}
