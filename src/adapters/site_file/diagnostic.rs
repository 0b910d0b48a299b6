//! What is said about a site file: a code, a place, a sentence, and what to do.

use std::fmt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::place::{Span, line_and_column};
use super::veil::Veil;
use crate::finding::Severity;
use crate::site::{KeyRing, KeySecret, Mask};

/// Most diagnostics that are kept of one file; how many more there were is said.
pub const DIAGNOSTICS_MAX: usize = 1000;

/// Longest message or advice, in characters; the rest is cut.
const MESSAGE_CHARS_MAX: usize = 400;

/// Longest line of the file that is shown, in bytes; of a longer one only the place is.
const LINE_BYTES_MAX: usize = 400;

/// Shortest plain secret that is looked for in messages; a shorter one would be found in words.
const SECRET_BYTES_MIN: usize = 5;

/// One thing that is said about a site file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: &'static str,
    /// A fault is an error, anything else a warning.
    pub severity: Severity,
    /// The bytes of the file it is about.
    pub span: std::ops::Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}

/// A diagnostic as JSON shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiagnosticView {
    /// Its stable name.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: Severity,
    /// The site file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1 in characters.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}

/// The text that diagnostics are about, and what of it must not be seen.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct Source {
    pub(in crate::adapters) name: String,
    pub(in crate::adapters) text: String,
    /// Whether the text is TOML at all; of one that is not, only what is known to be harmless is shown.
    pub(in crate::adapters) parses: bool,
    /// Values that may be secret.
    pub(in crate::adapters) hidden: Vec<Span>,
    /// Secrets that the file holds in plain text.
    pub(in crate::adapters) secrets: Vec<KeySecret>,
}

/// Everything that is said about one site file, in the order of its lines.
///
/// No secret is in what it shows: values that may be one are covered in every line that is shown, and secrets that
/// are known are replaced in every message.
pub struct Diagnostics {
    source: Box<Source>,
    list: Vec<Diagnostic>,
    unsaid: usize,
}

impl Diagnostics {
    pub(in crate::adapters) fn new(mut source: Source, mut list: Vec<Diagnostic>, unsaid: usize) -> Self {
        let long_enough = |secret: &KeySecret| secret.reveal().len() >= SECRET_BYTES_MIN;
        source.secrets.retain(long_enough);
        if !list.is_empty() {
            let mask = Mask::new(&KeyRing::default(), &source.secrets);
            for diagnostic in &mut list {
                diagnostic.message = presentable(&diagnostic.message, &mask);
                diagnostic.advice = diagnostic.advice.take().map(|advice| presentable(&advice, &mask));
            }
        }
        list.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
        list.dedup();
        Self { source: Box::new(source), list, unsaid }
    }

    /// The diagnostics.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many there are, those beyond [`DIAGNOSTICS_MAX`] included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.list.len() + self.unsaid
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The diagnostics as JSON shows them.
    #[must_use]
    pub fn views(&self) -> Vec<DiagnosticView> {
        let view = |diagnostic: &Diagnostic| {
            let (line, column) = line_and_column(&self.source.text, diagnostic.span.start);
            DiagnosticView {
                code: diagnostic.code,
                severity: diagnostic.severity,
                file: self.source.name.clone(),
                line,
                column,
                message: diagnostic.message.clone(),
                advice: diagnostic.advice.clone(),
            }
        };
        self.list.iter().map(view).collect()
    }

    /// The diagnostics for a person, each with the line it is about.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        if self.list.is_empty() {
            return String::new();
        }
        let veil = Veil::new(&self.source);
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let renderer = renderer.decor_style(DecorStyle::Ascii);
        let mut text = String::new();
        for diagnostic in &self.list {
            text.push_str(&self.render_one(diagnostic, &veil, &renderer));
            text.push_str("\n\n");
        }
        if self.unsaid > 0 {
            text.push_str(&format!("… and {} more\n\n", self.unsaid));
        }
        text
    }

    fn render_one(&self, diagnostic: &Diagnostic, veil: &Veil, renderer: &Renderer) -> String {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code);
        let text = &self.source.text;
        let (line, column) = line_and_column(text, diagnostic.span.start);
        let name = self.source.name.as_str();
        let mut group = Group::with_title(title);
        let bytes = line_bytes(text, diagnostic.span.start);
        if bytes.len() > LINE_BYTES_MAX {
            group = group.element(Origin::path(name).line(line).char_column(column));
        } else {
            let end = diagnostic.span.end.clamp(diagnostic.span.start, bytes.end);
            let (shown, span) = veil.line(text, &bytes, &(diagnostic.span.start..end));
            let snippet = Snippet::source(shown).line_start(line).path(name).fold(false);
            group = group.element(snippet.annotation(AnnotationKind::Primary.span(span)));
        }
        if let Some(advice) = &diagnostic.advice {
            group = group.element(Level::HELP.message(advice.as_str()));
        }
        renderer.render(&[group])
    }
}

/// As a person reads it, without colour.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(false).trim_end())
    }
}

/// What is said, never the text it is said about.
impl fmt::Debug for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

/// The bytes of the line that a byte stands in, without its end.
fn line_bytes(text: &str, byte: usize) -> Span {
    let byte = text.floor_char_boundary(byte);
    let (before, after) = text.split_at(byte);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let end = after.find('\n').map_or(text.len(), |newline| byte + newline);
    let end = if text.get(start..end).is_some_and(|line| line.ends_with('\r')) { end - 1 } else { end };
    start..end.max(start)
}

/// A sentence without secrets, control characters or endless quotations.
fn presentable(text: &str, mask: &Mask) -> String {
    let hidden = mask.hide(text, None);
    let visible = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    let mut shown: String = hidden.chars().map(visible).take(MESSAGE_CHARS_MAX).collect();
    if hidden.chars().nth(MESSAGE_CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}
