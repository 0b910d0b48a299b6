//! Collects everything that is wrong with a file, so that a person mends it in one go.

use std::fmt::Display;

use super::diagnostic::{DIAGNOSTICS_MAX, Diagnostic};
use super::place::Span;
use crate::finding::Severity;
use crate::site::{KeySecret, NAME_CHARS_MAX, nearest};

/// Names that may be compared in search of the nearest one, over the whole file: a file in which every name is wrong
/// is not worth more.
const COMPARISONS_MAX: usize = 200_000;

/// Longest text that a message quotes, in characters.
const QUOTE_CHARS_MAX: usize = 80;

/// What is wrong with a file so far.
#[derive(Debug, Default)]
pub(in crate::adapters) struct Faults {
    pub(in crate::adapters) list: Vec<Diagnostic>,
    /// How many more there were than are kept.
    pub(in crate::adapters) unsaid: usize,
    /// Values that may be secret and must not be shown.
    pub(in crate::adapters) hidden: Vec<Span>,
    /// Secrets that the file holds in plain text.
    pub(in crate::adapters) secrets: Vec<KeySecret>,
    /// Whether the text is no TOML, so that what is missing from it may just not have been understood.
    pub(in crate::adapters) is_partial: bool,
    comparisons: usize,
}

impl Faults {
    /// Nothing is wrong yet, unless the text is no TOML.
    pub(in crate::adapters) fn new(is_partial: bool) -> Self {
        Self { is_partial, ..Self::default() }
    }

    /// Something is wrong at a place.
    pub(in crate::adapters) fn add(
        &mut self,
        code: &'static str,
        span: &Span,
        message: impl Into<String>,
        advice: &str,
    ) {
        if self.list.len() == DIAGNOSTICS_MAX {
            self.unsaid += 1;
            return;
        }
        let advice = (!advice.is_empty()).then(|| advice.to_owned());
        let severity = Severity::Error;
        self.list.push(Diagnostic { code, severity, span: span.clone(), message: message.into(), advice });
    }

    /// Something is wrong that rests on the whole file; of a file that is no TOML it might not be true.
    pub(in crate::adapters) fn add_of_whole(
        &mut self,
        code: &'static str,
        span: &Span,
        message: impl Into<String>,
        advice: &str,
    ) {
        if !self.is_partial {
            self.add(code, span, message, advice);
        }
    }

    /// The value may be a secret.
    pub(in crate::adapters) fn hide(&mut self, span: &Span) {
        self.hidden.push(span.clone());
    }

    /// The known name that was probably meant.
    pub(in crate::adapters) fn nearest<'k>(
        &mut self,
        typed: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'k str> {
        let chars = typed.chars().count();
        if chars > NAME_CHARS_MAX {
            return None;
        }
        let left = COMPARISONS_MAX.saturating_sub(self.comparisons);
        let is_alike = |name: &&str| name.len().abs_diff(typed.len()) <= 4 + chars / 2;
        let known: Vec<&str> = known.into_iter().take(left).collect();
        self.comparisons += known.len();
        nearest(typed, known.into_iter().filter(is_alike))
    }
}

/// A text as a message quotes it.
pub(in crate::adapters) fn quoted(text: impl Display) -> String {
    let text = text.to_string();
    let mut shown: String = text.chars().take(QUOTE_CHARS_MAX).collect();
    if text.chars().nth(QUOTE_CHARS_MAX).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// `a`, `b` and `c`.
pub(in crate::adapters) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const SHOWN_MAX: usize = 12;
    let names: Vec<String> = names.into_iter().take(SHOWN_MAX + 1).map(quoted).collect();
    match names.split_last() {
        None => "none".to_owned(),
        Some((only, [])) => only.clone(),
        Some((_, first)) if names.len() > SHOWN_MAX => format!("{} and others", first.join(", ")),
        Some((last, first)) => format!("{} and {last}", first.join(", ")),
    }
}
