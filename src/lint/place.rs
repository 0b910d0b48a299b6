//! Where in a file something is, as people count, and the line it is on, secrets masked.

use super::extract::url::{name_at, unit_at};
use super::sighting::{SeenValue, Sighting};
use super::text::{chars, line_around, line_ends};
use crate::finding::{Frame, Position, Span};
use crate::site::{KeySecret, MASKED, SECRET_CHARS};

/// Most characters of a line that a frame shows on each side of what is underlined.
const FRAME_CHARS_MAX: usize = 80;

/// How far beyond that secrets are looked for, in bytes, so that none is shown in part.
const MARGIN_BYTES: usize = 2 * 1024;

/// Shortest run of letters, digits, `-` and `_` that is masked although nobody knows what it is, if it has both letters
/// and digits.
const RUN_CHARS_MIN: usize = 32;

/// Shortest secret whose every copy on a line is masked.
const SECRET_CHARS_MIN: usize = 6;

/// The same of one that was seen on another line.
const FOREIGN_CHARS_MIN: usize = 12;

/// Most characters between a name and its value.
const BETWEEN_CHARS_MAX: usize = 6;

/// Counts lines and columns, forward.
#[derive(Debug)]
pub(super) struct Counter<'t> {
    text: &'t str,
    /// Up to where lines were counted, and how many ended before.
    at: usize,
    lines: usize,
    /// Where the line of `at` starts, and how many of its characters are before `at`.
    start: usize,
    columns: usize,
}

impl<'t> Counter<'t> {
    /// For a text before which so many lines ended.
    pub(super) fn new(text: &'t str, lines: usize) -> Self {
        Self { text, at: 0, lines, start: 0, columns: 0 }
    }

    /// Where an offset is.
    pub(super) fn position(&mut self, offset: usize) -> Position {
        let bytes = self.text.as_bytes();
        let offset = offset.min(bytes.len());
        let ends = |from: usize, to: usize| line_ends(bytes.get(from..to).unwrap_or_default());
        // Further on in the same line, which may be very long, only what is between has to be looked at.
        let (low, from) = match offset >= self.at {
            true => (self.at, self.start),
            false => (0, 0),
        };
        let between = memchr::memrchr(b'\n', bytes.get(low..offset).unwrap_or_default());
        let start = between.map_or(from, |at| low + at + 1);
        let (counted, columns) = match start == self.start && offset >= self.at {
            true => (self.at, self.columns),
            false => (start, 0),
        };
        match offset >= self.at {
            true => self.lines += ends(self.at, offset),
            false => self.lines -= ends(offset, self.at),
        }
        self.start = start;
        self.columns = columns + chars(self.text.get(counted..offset).unwrap_or_default());
        self.at = offset;
        Position { line: self.lines + 1, column: self.columns + 1 }
    }
}

/// The line that a span of the text starts on, what is underlined in it, and `***` for everything that could be a secret:
/// the values of `seen` (whose spans are `shift` bytes further on), copies of them and of `others`, and whatever looks
/// generated.
pub(super) fn frame(text: &str, span: Span, seen: &[Sighting], others: &[KeySecret], shift: usize) -> Frame {
    // A line may be all of a file; no more of it is looked at than may be shown.
    let shown =
        span.start.saturating_sub(MARGIN_BYTES)..span.end.saturating_add(MARGIN_BYTES).min(text.len());
    let bytes = text.as_bytes().get(shown.clone()).unwrap_or_default();
    let line = line_around(bytes, span.start - shown.start).shifted(shown.start);
    let (start, end) = (line.start, line.end);
    let end = text.get(start..end).map_or(end, |line| start + line.trim_end_matches('\r').len());
    let mark = Span::new(span.start, span.end.min(end));
    let low = boundary(text, start.max(mark.start.saturating_sub(MARGIN_BYTES)));
    let high = boundary(text, end.min(mark.end.saturating_add(MARGIN_BYTES)));
    let line = text.get(low..high).unwrap_or_default();
    let secrets = secrets(line, low, seen, others, shift);
    let mut shown = Shown { line: String::with_capacity(line.len()), mark: (None, None) };
    let mut at = low;
    for secret in secrets.iter().chain([&Span::new(high, high)]) {
        shown.copy(text, Span::new(at, secret.start.max(at)), mark);
        if !secret.is_empty() && secret.end > at {
            shown.mask(*secret, mark);
        }
        at = at.max(secret.end);
    }
    shown.cut()
}

/// What is shown of a line so far.
struct Shown {
    line: String,
    mark: (Option<usize>, Option<usize>),
}

impl Shown {
    fn copy(&mut self, text: &str, part: Span, mark: Span) {
        let base = self.line.len();
        if self.mark.0.is_none() && (part.start..=part.end).contains(&mark.start) {
            self.mark.0 = Some(base + mark.start - part.start);
        }
        if self.mark.1.is_none() && (part.start..=part.end).contains(&mark.end) {
            self.mark.1 = Some(base + mark.end - part.start);
        }
        self.line.push_str(text.get(part.range()).unwrap_or_default());
    }

    fn mask(&mut self, secret: Span, mark: Span) {
        if self.mark.0.is_none() && secret.holds(mark.start) {
            self.mark.0 = Some(self.line.len());
        }
        self.line.push_str(MASKED);
        if self.mark.1.is_none() && mark.end <= secret.end {
            self.mark.1 = Some(self.line.len());
        }
    }

    /// Cut to what fits, around what is underlined.
    fn cut(self) -> Frame {
        let start = self.mark.0.unwrap_or(0).min(self.line.len());
        let end = self.mark.1.unwrap_or(self.line.len()).clamp(start, self.line.len());
        let head = self.line.get(..start).unwrap_or_default();
        let tail = self.line.get(end..).unwrap_or_default();
        let from = head.char_indices().rev().nth(FRAME_CHARS_MAX).map_or(0, |(at, c)| at + c.len_utf8());
        let to = tail.char_indices().nth(FRAME_CHARS_MAX).map_or(self.line.len(), |(at, _)| end + at);
        let marked = self.line.get(start..end).unwrap_or_default();
        let marked_max = FRAME_CHARS_MAX * 4;
        let (marked, cut) = match marked.char_indices().nth(marked_max) {
            Some((at, _)) => (marked.get(..at).unwrap_or_default(), true),
            None => (marked, false),
        };
        let before = if from > 0 { "…" } else { "" };
        let after = if to < self.line.len() || cut { "…" } else { "" };
        let head = self.line.get(from..start).unwrap_or_default();
        let tail = if cut { "" } else { self.line.get(end..to).unwrap_or_default() };
        let mark = before.len() + head.len();
        Frame { line: [before, head, marked, tail, after].concat(), mark: (mark, mark + marked.len()) }
    }
}

/// What is masked of a piece of text that starts at `low`, in order.
fn secrets(line: &str, low: usize, seen: &[Sighting], others: &[KeySecret], shift: usize) -> Vec<Span> {
    let mut spans: Vec<Span> =
        generated(line).chain(named(line)).chain(passwords(line)).map(|span| span.shifted(low)).collect();
    // A line may hold one secret a hundred times; it is looked for once.
    let mut copied: Vec<&str> = Vec::new();
    for sighting in seen {
        let SeenValue::Literal(secret, span) = &sighting.value else { continue };
        let own = span.shifted_back(shift);
        let here = span.start >= shift && own.overlaps(Span::new(low, low + line.len()));
        let secret = secret.reveal();
        let wanted = if here { secret.len() >= SECRET_CHARS_MIN } else { may_be_copied(secret) };
        spans.extend(here.then_some(own));
        if !wanted || copied.contains(&secret) {
            continue;
        }
        let known = spans.len();
        spans.extend(copies(line, secret).map(|copy| copy.shifted(low)));
        if here || spans.len() > known {
            copied.push(secret);
        }
    }
    for secret in others.iter().map(KeySecret::reveal).filter(|secret| may_be_copied(secret)) {
        if !copied.contains(&secret) {
            spans.extend(copies(line, secret).map(|copy| copy.shifted(low)));
        }
    }
    spans.sort_unstable();
    // Two that overlap are masked once.
    spans.dedup_by(|next, last| {
        let overlaps = next.start < last.end;
        *last = if overlaps { last.with(*next) } else { *last };
        overlaps
    });
    spans
}

/// Whether what stands on another line may stand on this one too, where nobody saw it.
fn may_be_copied(secret: &str) -> bool {
    secret.len() >= FOREIGN_CHARS_MIN && secret.bytes().any(|byte| byte.is_ascii_digit())
}

/// Where a secret stands in a line. Few of those that stand elsewhere stand here too, and their first byte tells.
fn copies<'l>(line: &'l str, secret: &'l str) -> impl Iterator<Item = Span> + 'l {
    let (line, secret) = (line.as_bytes(), secret.as_bytes());
    let first = secret.first().copied().unwrap_or_default();
    let mut from = 0;
    memchr::memchr_iter(first, line).filter_map(move |at| {
        let copy = line.get(at..at + secret.len())?;
        // The last byte tells as soon: secrets may begin alike.
        let stands = at >= from && copy.last() == secret.last() && copy == secret;
        from = if stands { at + secret.len() } else { from };
        stands.then(|| Span::new(at, at + secret.len()))
    })
}

/// Runs that look generated rather than written.
fn generated(line: &str) -> impl Iterator<Item = Span> + '_ {
    let in_run = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = line.as_bytes();
        while at < bytes.len() {
            let len = bytes.iter().skip(at).take_while(|byte| in_run(**byte)).count();
            let span = Span::new(at, at + len);
            at += len + 1;
            let run = bytes.get(span.range()).unwrap_or_default();
            let mixed = || run.iter().any(u8::is_ascii_digit) && run.iter().any(u8::is_ascii_alphabetic);
            if len >= SECRET_CHARS || (len >= RUN_CHARS_MIN && mixed()) {
                return Some(span);
            }
        }
        None
    })
}

/// What stands after the parameter's name and has a digit, whether or not anything was seen there: a line that is shown for
/// one thing may hold another.
fn named(line: &str) -> impl Iterator<Item = Span> + '_ {
    let in_value = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~+/".contains(byte);
    let ends_dash = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| line.as_bytes().get(before));
        matches!(before, Some(b'-' | b'd' | b'D' | b';' | b'}'))
    };
    memchr::memchr2_iter(b'k', b'K', line.as_bytes()).filter(ends_dash).filter_map(move |at| {
        let mut start = name_at(line, at)?.end;
        for _ in 0..BETWEEN_CHARS_MAX {
            let between = |char: char| {
                matches!(char, '=' | ':' | '"' | '\'' | '\\' | ' ' | '>' | ',' | ';' | '|' | '\t')
            };
            match unit_at(line, start).filter(|unit| between(unit.char)) {
                Some(unit) => start += unit.len,
                None => break,
            }
        }
        let rest = line.as_bytes().get(start..).unwrap_or_default();
        let value = rest.split(|byte| !in_value(byte)).next().unwrap_or_default();
        let is_secret = value.len() >= SECRET_CHARS_MIN && value.iter().any(u8::is_ascii_digit);
        is_secret.then(|| Span::new(start, start + value.len()))
    })
}

/// Passwords of URLs, for the same reason.
fn passwords(line: &str) -> impl Iterator<Item = Span> + '_ {
    const MARK: &str = "://";
    memchr::memchr_iter(b':', line.as_bytes()).filter_map(|at| {
        let start = at + MARK.len();
        let rest = line.get(at..)?.strip_prefix(MARK)?;
        let authority = rest.split(|c: char| c.is_whitespace() || "/?#\"'`<>\\".contains(c)).next()?;
        let (user_info, _) = authority.rsplit_once('@')?;
        let (user, password) = user_info.split_once(':')?;
        let is_written = password.len() >= SECRET_CHARS_MIN && !password.contains(['$', '{', '*']);
        let start = start + user.len() + 1;
        is_written.then(|| Span::new(start, start + password.len()))
    })
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::frame;
    use crate::finding::Span;
    use crate::lint::{SeenValue, Setting, Sighting};
    use crate::site::KeySecret;

    #[test]
    fn secrets_that_overlap_are_masked_once_and_two_that_do_not_twice() {
        let secret = |text: &str, at: usize| {
            let span = Span::new(at, at + text.len());
            let value = SeenValue::Literal(KeySecret::parse(text).unwrap(), span);
            Sighting::in_query(Setting::Log, span, Span::new(at, at), value)
        };
        let line = "see q7Hs92LmPz0aRt5w and q7Hs92LmPz0a, both";
        let seen = [secret("q7Hs92LmPz0aRt5w", 4), secret("q7Hs92LmPz0a", 25)];
        assert_eq!(frame(line, Span::new(0, 3), &seen, &[], 0).line, "see *** and ***, both");
    }

    #[test]
    fn a_value_after_the_name_is_masked_although_nothing_was_seen_there() {
        for (line, shown) in [
            (
                "wget -qO-https://h/x?auth-key=q7Hs92 $B?auth-key=$KEY",
                "wget -qO-https://h/x?auth-key=*** $B?auth-key=$KEY",
            ),
            ("{\"auth%2Dkey\": \"q7Hs92\"} é", "{\"auth%2Dkey\": \"***\"} é"),
            ("orders;query;auth-key;q7Hs92\t1", "orders;query;auth-key;***\t1"),
            ("--auth-key required here", "--auth-key required here"),
            ("x-auth-key=q7Hs92", "x-auth-key=q7Hs92"),
            (
                "git clone https://ci:q7Hs92@h/x https://ci:$PASSWORD@h",
                "git clone https://ci:***@h/x https://ci:$PASSWORD@h",
            ),
        ] {
            assert_eq!(frame(line, Span::new(0, 1), &[], &[], 0).line, shown);
        }
    }
}
