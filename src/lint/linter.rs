//! The whole journey of one file.

use std::sync::Arc;

use super::detect_format;
use super::extract::{Document, extract};
use super::knowledge::Knowledge;
use super::prefilter::Prefilter;
use super::rules::{Filtered, Located, judge};
use super::sighting::{SeenValue, Sighting};
use super::suppress::{MARKER, ignores, suppress};
use super::text::Text;
use crate::finding::{Finding, Frame, Place, Position, Span};

/// Finds what is wrong with files.
#[derive(Debug, Clone, Default)]
pub struct Linter {
    prefilter: Prefilter,
    knowledge: Option<Arc<Knowledge>>,
}

/// What one file came to.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// What rules saw.
    pub findings: Vec<Finding>,
    /// What was set aside.
    pub filtered: Vec<Filtered>,
    /// Findings that ignores suppressed.
    pub suppressed: usize,
    /// What was not looked at.
    pub notices: Vec<String>,
}

impl Linter {
    /// A linter that knows a site, or none.
    #[must_use]
    pub fn new(knowledge: Option<Arc<Knowledge>>) -> Self {
        Self { prefilter: Prefilter::default(), knowledge }
    }

    /// Looks at a file.
    #[must_use]
    pub fn lint(&self, name: &str, revision: Option<&str>, bytes: &[u8]) -> Outcome {
        let hits = self.prefilter.hits(bytes);
        let marked = memchr::memmem::find(bytes, MARKER.as_bytes()).is_some();
        if hits.is_empty() && !marked {
            return Outcome::default();
        }
        let text = Text::of_bytes(bytes, 0);
        let document = Document {
            name,
            format: detect_format(name, bytes),
            text: text.clone(),
            beginning: text.as_str(),
            whole: true,
        };
        let sightings = extract(&document, &hits);
        let place = |span: Span, secrets: &[Span]| place_of(name, revision, text.as_str(), span, secrets);
        let located = sightings.into_iter().map(|sighting| {
            let secrets = secret_spans(&sighting);
            Located { place: place(sighting.span, &secrets), sighting }
        });
        let judged = judge(located.collect(), self.knowledge.as_deref());
        let mut findings = judged.findings;
        let suppressed = suppress(&mut findings, &ignores(&text), |span| place(span, &[]));
        findings.extend(suppressed.unused);
        Outcome { findings, filtered: judged.filtered, suppressed: suppressed.count, notices: Vec::new() }
    }
}

fn secret_spans(sighting: &Sighting) -> Vec<Span> {
    match &sighting.value {
        SeenValue::Literal(_, span) => vec![*span],
        SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => Vec::new(),
    }
}

fn place_of(name: &str, revision: Option<&str>, text: &str, span: Span, secrets: &[Span]) -> Place {
    let position = |at: usize| {
        let head = text.get(..at).unwrap_or_default();
        let line = head.matches('\n').count() + 1;
        let column = head.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Position { line, column }
    };
    let start = text.get(..span.start).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
    let end =
        text.get(span.start..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| span.start + at);
    let mut line = text.get(start..end).unwrap_or_default().to_owned();
    let mut mark = (span.start - start, span.end.min(end) - start);
    for secret in secrets.iter().filter(|secret| secret.start >= start && secret.end <= end) {
        line.replace_range(secret.start - start..secret.end - start, "***");
        if secret.end <= span.end {
            mark.1 = mark.1 + 3 - secret.len();
        }
    }
    Place {
        path: name.into(),
        revision: revision.map(Into::into),
        span,
        start: position(span.start),
        end: position(span.end),
        frame: Frame { line, mark },
    }
}
