//! Where an inline ignore stands: in which comment, and which lines it is for.

use crate::finding::Span;

/// What begins a comment in one language or another; longer ones first.
const OPENERS: [&str; 17] = [
    "{{!--", "<!---", "<!--", "<%--", "{{!", "{-", "(*", "/*", "--", "//", "#", ";", "%", "'", "!", "*",
    "REM",
];

/// What ends one.
const CLOSERS: [&str; 8] = ["--}}", "--->", "-->", "--%>", "*/", "-}", "*)", "}}"];

/// Most lines of a block that an ignore at its start is for.
const BLOCK_LINES_MAX: usize = 40;

/// A comment that holds an ignore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comment {
    /// All of it, or what it is in where it is no comment of its own.
    pub(super) span: Span,
    /// Where its text ends: before what closes it.
    pub(super) text_end: usize,
    /// Whether nothing else is on its line.
    pub(super) alone: bool,
    /// Whether it could be taken out without a trace: it is a comment, and holds nothing but the ignore.
    pub(super) whole: bool,
}

/// The comment that a marker at `at` stands in; `None` where it is merely spoken of.
pub(super) fn around(text: &str, at: usize) -> Option<Comment> {
    let line = line_around(text, at);
    let before = text.get(line.start..at)?;
    let after = text.get(at..line.end)?;
    let (text_end, end) =
        match CLOSERS.iter().filter_map(|closer| Some((after.find(closer)?, closer.len()))).min() {
            Some((found, length)) => (at + found, at + found + length),
            None => (line.end, line.end),
        };
    let rest_blank = text.get(end..line.end)?.trim().is_empty();
    let bare = before.trim_end();
    if bare.is_empty() {
        return Some(Comment { span: Span::new(at, line.end), text_end, alone: true, whole: false });
    }
    // In JSON, which has no comments, a property says it.
    if bare.ends_with('"') {
        let is_value = bare.trim_end_matches('"').trim_end().ends_with(':');
        let text_end = after.find('"').map_or(line.end, |quote| at + quote);
        return is_value.then_some(Comment {
            span: Span::new(at, text_end),
            text_end,
            alone: true,
            whole: false,
        });
    }
    if let Some(opener) = OPENERS.iter().find(|opener| ends_with_word(bare, opener)) {
        let mut start = bare.len() - opener.len();
        // `///`, `##`, `;;` and the like are one opener.
        while bare.get(..start).is_some_and(|head| head.ends_with(['/', '#', ';', '!'])) {
            start -= 1;
        }
        let head = bare.get(..start)?;
        let opens = head.is_empty()
            || head.ends_with(char::is_whitespace)
            || head.ends_with([';', ',', '{', '}', ')', '"']);
        return opens.then(|| Comment {
            span: Span::new(line.start + start, end),
            text_end,
            alone: head.trim().is_empty() && rest_blank,
            whole: *opener != "*",
        });
    }
    // Further on in a comment that says other things too.
    let spoken_of = bare.ends_with(['`', '\'', '«', '“', '\\']);
    let opener = OPENERS.iter().filter_map(|opener| {
        let found = bare.find(opener)?;
        let head = bare.get(..found)?;
        (head.is_empty() || head.ends_with(char::is_whitespace)).then_some(found)
    });
    let start = opener.filter(|_| !spoken_of).min()?;
    let alone = bare.get(..start)?.trim().is_empty() && rest_blank;
    Some(Comment { span: Span::new(line.start + start, end), text_end, alone, whole: false })
}

/// What to take out, so that no blank line or trailing blank is left.
pub(super) fn removal(text: &str, comment: Comment) -> Span {
    let line = line_around(text, comment.span.start);
    if comment.alone {
        let end = text.get(line.end..).map_or(line.end, |rest| {
            line.end + if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) }
        });
        return Span::new(line.start, end);
    }
    let head = text.get(line.start..comment.span.start).unwrap_or_default();
    Span::new(line.start + head.trim_end().len(), comment.span.end)
}

/// The lines that an ignore is for, as offsets: its own, and where it stands alone what begins below it.
pub(super) fn reach(text: &str, comment: Comment, is_ignore: impl Fn(&str) -> bool) -> Span {
    let own = line_around(text, comment.span.start);
    let mut last = own;
    if comment.alone {
        let mut at = own.end;
        for _ in 0..BLOCK_LINES_MAX {
            let Some(next) = next_line(text, at) else { return own };
            last = next;
            at = next.end;
            let line = text.get(next.range()).unwrap_or_default();
            if !line.trim().is_empty() && !is_ignore(line) {
                break;
            }
        }
    }
    let mut depth = depth_of(text.get(last.range()).unwrap_or_default());
    for _ in 0..BLOCK_LINES_MAX {
        let line = text.get(last.range()).unwrap_or_default().trim_end();
        let goes_on = depth > 0
            || line.ends_with(['\\', '|', '>', '=', '+', ',', '(', '[', '`'])
            || line.ends_with("\"\"\"");
        let Some(next) = next_line(text, last.end).filter(|_| goes_on) else { break };
        last = next;
        depth += depth_of(text.get(next.range()).unwrap_or_default());
    }
    own.with(last)
}

/// How many brackets a line opens and leaves open.
fn depth_of(line: &str) -> i32 {
    line.bytes().fold(0, |depth, byte| match byte {
        b'(' | b'[' | b'{' => depth + 1,
        b')' | b']' | b'}' => depth - 1,
        _ => depth,
    })
}

/// Whether a text ends with an opener that is no part of a longer word.
fn ends_with_word(text: &str, opener: &str) -> bool {
    let Some(start) = text.len().checked_sub(opener.len()) else { return false };
    let same = text.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(opener));
    let is_word = opener.starts_with(|c: char| c.is_ascii_alphabetic());
    same && (!is_word || text.get(..start).is_some_and(|head| head.trim().is_empty()))
}

/// The line that holds an offset, without its line break.
pub(super) fn line_around(text: &str, at: usize) -> Span {
    let start = text.get(..at).and_then(|head| head.rfind('\n')).map_or(0, |found| found + 1);
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |found| at + found);
    let end = if text.get(start..end).is_some_and(|line| line.ends_with('\r')) { end - 1 } else { end };
    Span::new(start, end)
}

/// The line after the one that ends at an offset.
fn next_line(text: &str, end: usize) -> Option<Span> {
    let start = end + text.get(end..)?.find('\n')? + 1;
    (start < text.len()).then(|| line_around(text, start))
}
