//! E-mails: headers, and parts in quoted-printable, base64 or plain, as text or as a page.

use super::super::decode::{BASE64_BYTES_MAX, base64, quoted_printable};
use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{Kept, Pages, hits_in, read_tree, text_in};
use super::patch::{is_patch, read_patch};
use super::tree::markup::{Markup, read_markup};
use crate::finding::Span;

/// How deep parts may lie in parts.
const PARTS_DEPTH_MAX: usize = 6;

/// Most parts of one mail.
const PARTS_MAX: usize = 1_000;

/// Lines of base64 that two chunks share.
const OVERLAP_LINES: usize = 40;

/// Sees keys in the URLs of a mail, and of a patch that was sent as one.
pub(super) fn read_mail(text: &Text<'_>, out: &mut Vec<Sighting>) {
    if is_patch(text.as_str()) {
        read_patch(text, out);
        return;
    }
    let source = text.as_str();
    if !source.starts_with("From ") {
        part(text, Span::new(0, source.len()), 0, out);
        return;
    }
    // A box of mails: each begins with a line that no header looks like.
    let mut starts: Vec<usize> =
        source.match_indices("\nFrom ").map(|(at, _)| at + 1).take(PARTS_MAX).collect();
    starts.insert(0, 0);
    starts.push(source.len());
    for pair in starts.windows(2) {
        if let [start, end] = pair {
            part(text, Span::new(*start, *end), 0, out);
        }
    }
}

/// What the headers of a part say.
#[derive(Debug, Default)]
struct Headers {
    kind: String,
    encoding: String,
    boundary: Option<String>,
}

fn part(text: &Text<'_>, span: Span, depth: usize, out: &mut Vec<Sighting>) {
    let source = text.as_str().get(span.range()).unwrap_or_default();
    let head_len =
        ["\r\n\r\n", "\n\n"].iter().filter_map(|gap| source.find(gap).map(|at| at + gap.len())).min();
    let has_headers = source.lines().next().is_some_and(|line| line.trim().is_empty() || line.contains(':'));
    let head_len = head_len.filter(|_| has_headers).unwrap_or(if has_headers { source.len() } else { 0 });
    let head = Span::new(span.start, span.start + head_len);
    let body = Span::new(head.end, span.end);
    let headers = headers(text.as_str().get(head.range()).unwrap_or_default());
    text_in(&text.part(head), Setting::Prose, Manner::Query, out);
    match headers.boundary {
        Some(boundary) if depth < PARTS_DEPTH_MAX => {
            for inner in parts(text.as_str(), body, &boundary) {
                part(text, inner, depth + 1, out);
            }
        }
        Some(_) | None => content(&text.part(body), &headers, out),
    }
}

/// Where the parts are that a boundary separates.
fn parts(source: &str, body: Span, boundary: &str) -> Vec<Span> {
    let mark = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut open = None;
    let mut at = body.start;
    for line in source.get(body.range()).unwrap_or_default().split_inclusive('\n') {
        if line.starts_with(&mark) {
            if let Some(start) = open {
                parts.push(Span::new(start, at));
            }
            open = (!line.trim_end().ends_with("--") || line.trim_end() == mark).then_some(at + line.len());
        }
        at += line.len();
        if parts.len() >= PARTS_MAX {
            break;
        }
    }
    if let Some(start) = open {
        parts.push(Span::new(start, body.end));
    }
    parts
}

fn content(body: &Text<'_>, headers: &Headers, out: &mut Vec<Sighting>) {
    match headers.encoding.as_str() {
        "quoted-printable" => decoded(&quoted_printable(body), headers, out),
        "base64" if !headers.kind.is_empty() && !headers.kind.starts_with("text/") => {}
        "base64" => {
            let mut at = 0;
            while at < body.as_str().len() {
                let (chunk, next) = chunk(body.as_str(), at);
                decoded(&base64(&body.part(chunk), 0), headers, out);
                at = next;
            }
        }
        _ => decoded(body, headers, out),
    }
}

/// Lines of base64 that are decoded at once, and where the next chunk starts: some lines before its end, so that a URL on
/// the edge is whole in one of them.
fn chunk(source: &str, start: usize) -> (Span, usize) {
    let mut lines = source.get(start..).unwrap_or_default().split_inclusive('\n');
    let mut starts = Vec::new();
    let mut end = start;
    for line in lines.by_ref() {
        if end > start && end + line.len() - start > BASE64_BYTES_MAX {
            break;
        }
        starts.push(end);
        end += line.len();
    }
    let is_last = end >= source.len();
    let next = starts.len().checked_sub(OVERLAP_LINES).and_then(|index| starts.get(index)).copied();
    (
        Span::new(start, end),
        if is_last { source.len() } else { next.filter(|next| *next > start).unwrap_or(end) },
    )
}

fn decoded(text: &Text<'_>, headers: &Headers, out: &mut Vec<Sighting>) {
    if headers.kind.contains("html") {
        let hits = hits_in(text.as_str());
        let tree = read_markup(text, &hits, Markup::Html);
        let kept = Kept { pages: Some(Pages::Html), ..Kept::new(Setting::Prose) };
        read_tree(&tree, &hits, kept, out);
    } else {
        text_in(text, Setting::Prose, Manner::Query, out);
    }
}

fn headers(head: &str) -> Headers {
    let mut headers = Headers::default();
    let unfolded = head.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    for line in unfolded.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => {
                headers.kind = value.to_ascii_lowercase();
                headers.boundary = boundary(value);
            }
            "content-transfer-encoding" => headers.encoding = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    headers
}

fn boundary(value: &str) -> Option<String> {
    let at = value.to_ascii_lowercase().find("boundary=")?;
    let rest = value.get(at + "boundary=".len()..)?;
    let boundary = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([';', ' ']).next()?,
    };
    (!boundary.is_empty()).then(|| boundary.to_owned())
}
