//! How much of a program has to be read: nothing, the lines around each hit, or all of it.
//!
//! Most programs that name the parameter say what they do with it where they do it: a whole URL in one literal, with the
//! pair in it. Of such a one the lines around it tell as much as the whole program would. So may those of any other hit;
//! whether they do is seen when they are read.

use super::mentions::Mentions;
use super::told::is_told;
use crate::finding::Span;
use crate::lint::extract::url::name_at;
use crate::lint::format::Language;
use crate::lint::text::line_around;

/// Largest program that is read as a whole in any case, in bytes: it costs less than asking.
const SMALL_BYTES_MAX: usize = 4 * 1024;

/// What says that a program of C# has requests that can be mended; how depends on all that it does with its client.
const LEANING: [&str; 2] = ["HttpClient", "HttpRequestMessage"];

/// Lines around hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) span: Span,
    /// Whether each hit in them is surely told; else that is to be seen.
    pub(super) told: bool,
}

/// What a hit comes to by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hit {
    /// Another name, such as `x-auth-key`: nothing.
    Other,
    /// A pair in a literal that is a whole URL.
    Told,
    /// The name, of which the lines around it may tell enough.
    Named,
    /// What it means stands elsewhere.
    Open,
}

/// The lines that may tell all of the hits in them, in their order, with so many bytes to each side of one that is told and
/// of another one; nothing if all of the program has to be read.
pub(super) fn lines(
    mentions: &Mentions<'_>,
    language: Language,
    hits: &[usize],
    [told_around, named_around]: [usize; 2],
) -> Option<Vec<Lines>> {
    let bytes = mentions.source().as_bytes();
    if bytes.len() <= SMALL_BYTES_MAX || language == Language::CSharp && leans(bytes) {
        return None;
    }
    let marks = marks(language)?;
    let mut blocks = Blocks::new(bytes, marks);
    let mut lines: Vec<Lines> = Vec::new();
    for at in hits.iter().copied() {
        let told = match hit(mentions, language, at) {
            Hit::Other => continue,
            Hit::Open => return None,
            Hit::Told => true,
            Hit::Named => false,
        };
        let around = if told { told_around } else { named_around };
        if let Some(last) = lines.last_mut().filter(|last| last.span.end >= at + around) {
            last.told &= told;
            continue;
        }
        let start = line_around(bytes, at.saturating_sub(around)).start;
        if blocks.holds(start) {
            return None;
        }
        let span = Span::new(start, line_around(bytes, at + around).end);
        match lines.last_mut().filter(|last| last.span.end >= span.start) {
            Some(last) => *last = Lines { span: last.span.with(span), told: last.told && told },
            None => lines.push(Lines { span, told }),
        }
    }
    Some(lines)
}

/// Whether a program of C# has requests that can be mended.
fn leans(bytes: &[u8]) -> bool {
    // A capital `H` is rare, and found in one look at each byte.
    memchr::memchr_iter(b'H', bytes).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        LEANING.iter().any(|word| rest.starts_with(word.as_bytes()))
    })
}

fn hit(mentions: &Mentions<'_>, language: Language, at: usize) -> Hit {
    const NAME: &[u8] = b"auth-key";
    let source = mentions.source();
    let bytes = source.as_bytes();
    if bytes.get(at) == Some(&b'@') {
        return Hit::Other;
    }
    let end = at + NAME.len();
    if !bytes.get(at..end).is_some_and(|name| name.eq_ignore_ascii_case(NAME)) {
        return Hit::Open;
    }
    // What a backslash begins is another character once it is read.
    let escaped = at.checked_sub(2).is_some_and(|before| bytes.get(before) == Some(&b'\\'));
    if name_at(source, at).is_none() && !escaped {
        return Hit::Other;
    }
    if is_told(mentions, language, at, end) == Some(true) { Hit::Told } else { Hit::Named }
}

/// What opens and closes texts that run over lines.
type Marks = &'static [(&'static str, &'static str)];

/// The marks of languages where few of them exist; in others any quote is one.
fn marks(language: Language) -> Option<Marks> {
    const STARS: (&str, &str) = ("/*", "*/");
    const DOUBLE: (&str, &str) = ("\"\"\"", "\"\"\"");
    const SINGLE: (&str, &str) = ("'''", "'''");
    const TICK: (&str, &str) = ("`", "`");
    match language {
        Language::Python => Some(&[DOUBLE, SINGLE]),
        Language::JavaScript | Language::Go => Some(&[STARS, TICK]),
        Language::CSharp => Some(&[STARS, DOUBLE, ("@\"", "\"")]),
        Language::Java | Language::Kotlin | Language::Scala => Some(&[STARS, DOUBLE]),
        Language::Apex => Some(&[STARS]),
        Language::C => Some(&[STARS, ("R\"", ")")]),
        Language::Groovy | Language::Dart => Some(&[STARS, DOUBLE, SINGLE]),
        Language::Julia
        | Language::FSharp
        | Language::Other
        | Language::Ruby
        | Language::Php
        | Language::PowerShell
        | Language::Rust
        | Language::Swift
        | Language::VisualBasic
        | Language::Perl
        | Language::R
        | Language::Lua
        | Language::Elixir
        | Language::Pascal
        | Language::Al
        | Language::Abap
        | Language::Shell
        | Language::Batch => None,
    }
}

/// Walks from one text that runs over lines to the next.
struct Blocks<'b> {
    bytes: &'b [u8],
    marks: Vec<Mark>,
    /// Up to where was walked.
    at: usize,
    /// The text that was passed last.
    last: Span,
}

/// What opens such a text, and what is known of where it stands next.
struct Mark {
    open: &'static str,
    close: &'static str,
    next: Next,
}

/// Where a mark stands first. Of most marks one byte is rare where texts of their kind are not open.
fn first(mark: &str, bytes: &[u8]) -> Option<usize> {
    let rare = match mark {
        "`" | "@\"" => 0,
        "/*" => 1,
        whole => return memchr::memmem::find(bytes, whole.as_bytes()),
    };
    memchr::memchr_iter(*mark.as_bytes().get(rare)?, bytes).find_map(|at| {
        let start = at.checked_sub(rare)?;
        bytes.get(start..)?.starts_with(mark.as_bytes()).then_some(start)
    })
}

/// Where a mark stands next.
#[derive(Clone, Copy)]
enum Next {
    /// There.
    At(usize),
    /// Not before that.
    From(usize),
}

impl Mark {
    /// Where it stands first between two places. What was searched is not searched again.
    fn within(&mut self, bytes: &[u8], at: usize, until: usize) -> Option<usize> {
        let from = match self.next {
            Next::At(next) if next >= at => return Some(next).filter(|next| *next < until),
            Next::At(_) => at,
            Next::From(from) => from.max(at),
        };
        let end = (until + self.open.len() - 1).min(bytes.len());
        let found = first(self.open, bytes.get(from..end).unwrap_or_default());
        self.next = found.map_or(Next::From(until.max(from)), |found| Next::At(from + found));
        found.map(|found| from + found)
    }
}

impl<'b> Blocks<'b> {
    fn new(bytes: &'b [u8], marks: Marks) -> Self {
        let mark = |(open, close): &(&'static str, &'static str)| Mark { open, close, next: Next::From(0) };
        Self { bytes, marks: marks.iter().map(mark).collect(), at: 0, last: Span::new(0, 0) }
    }

    /// Whether that place is in such a text. Places are asked for in their order.
    fn holds(&mut self, place: usize) -> bool {
        while self.at < place {
            let (bytes, at) = (self.bytes, self.at);
            let opens = self.marks.iter_mut().filter_map(|mark| {
                let open = mark.within(bytes, at, place)?;
                Some((open, open + mark.open.len(), mark.close))
            });
            let Some((open, inner, close)) = opens.min_by_key(|(open, ..)| *open) else {
                self.at = place;
                break;
            };
            let end = memchr::memmem::find(bytes.get(inner..).unwrap_or_default(), close.as_bytes());
            self.at = end.map_or(bytes.len(), |end| inner + end + close.len());
            self.last = Span::new(open, self.at);
        }
        self.last.start < place && place < self.last.end
    }
}
