//! Which calls are meant, and what keeps another from being one of them.

use http::Uri;
use serde_json::Value;

use super::tally::SeenCall;
use crate::site::{Pattern, eq_ignore_case};
use crate::traffic::{JournalEntry, Refusal, query};

/// Which calls are meant; everything that is said must hold. Unless it speaks of a reason or a status, only a call
/// that was answered counts: one that was turned away reached no Workflow.
#[derive(Debug, Clone, Default)]
pub struct CallPattern {
    /// The Workflow's name.
    pub workflow: Option<String>,
    /// The calling key's name.
    pub key: Option<String>,
    /// The environment's name.
    pub environment: Option<String>,
    /// Inputs by name.
    pub inputs: Vec<(String, Pattern)>,
    /// Query values by name; the first of a repeated name counts.
    pub query: Vec<(String, Pattern)>,
    /// Headers by name, without regard to case.
    pub header: Vec<(String, Pattern)>,
    /// The status it was answered with.
    pub status: Option<u16>,
    /// Why it was refused.
    pub reason: Option<Refusal>,
}

impl CallPattern {
    /// Every answered call of a Workflow.
    #[must_use]
    pub fn of_workflow(name: impl Into<String>) -> Self {
        Self { workflow: Some(name.into()), ..Self::default() }
    }

    /// Whether it speaks of calls that were not answered as usual.
    #[must_use]
    pub fn expects_refusal(&self) -> bool {
        self.reason.is_some() || self.status.is_some()
    }

    /// Whether the call is one of those that are meant.
    #[must_use]
    pub fn fits(&self, entry: &JournalEntry) -> bool {
        self.checks(entry).next().is_none()
    }

    /// What keeps the call from being one of those that are meant.
    #[must_use]
    pub fn differences(&self, entry: &JournalEntry) -> Vec<String> {
        self.checks(entry).collect()
    }

    /// Each difference, found when it is asked for, the weightiest first.
    fn checks<'a>(&'a self, entry: &'a JournalEntry) -> impl Iterator<Item = String> + 'a {
        let key = entry.key.as_ref().map(|key| key.name.as_str());
        let workflow = differs("workflow", self.workflow.as_deref(), entry.workflow.as_deref());
        let reason = match (self.reason, self.status, entry.reason) {
            (Some(expected), _, found) if found != Some(expected) => {
                let found =
                    found.map_or("the call was answered".to_owned(), |found| format!("found `{found}`"));
                Some(format!("reason: expected `{expected}`, {found}"))
            }
            (None, None, Some(found)) => Some(format!("the call was refused: {found}")),
            (Some(_) | None, ..) => None,
        };
        let status = self.status.filter(|status| *status != entry.status);
        let status = status.map(|status| format!("status: expected {status}, found {}", entry.status));
        let environment = match (self.environment.as_deref(), entry.environment.as_deref()) {
            (Some(expected), Some(found)) if eq_ignore_case(expected, found) => None,
            (expected, found) => differs("environment", expected, found),
        };
        let weighty = [workflow, reason, status, differs("key", self.key.as_deref(), key), environment];
        let inputs = self.inputs.iter().filter_map(|(name, pattern)| {
            // As for a reply's `when`: an input that nobody filled is the empty text.
            let found = input(entry, name).unwrap_or_default();
            mismatch("inputs", name, pattern, Some(found))
        });
        let query = self.query.iter().filter_map(|(name, pattern)| {
            let found = query_value(&entry.url, name);
            mismatch("query", name, pattern, found.as_deref())
        });
        let header = self.header.iter().filter_map(|(name, pattern)| {
            let found = entry.headers.iter().find(|(known, _)| known.as_str().eq_ignore_ascii_case(name));
            mismatch("header", name, pattern, found.map(|(_, value)| value.as_str()))
        });
        weighty.into_iter().flatten().chain(inputs).chain(query).chain(header)
    }
}

/// In words: what a report says of a call that is meant.
impl std::fmt::Display for CallPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.workflow {
            Some(workflow) => write!(f, "`{workflow}`")?,
            None => f.write_str("any call")?,
        }
        if let Some(key) = &self.key {
            write!(f, " by `{key}`")?;
        }
        if let Some(environment) = &self.environment {
            write!(f, " in `{environment}`")?;
        }
        let conditions =
            [("inputs", &self.inputs), ("query", &self.query), ("header", &self.header)].into_iter();
        let conditions = conditions.flat_map(|(what, list)| list.iter().map(move |pair| (what, pair)));
        for (at, (what, (name, pattern))) in conditions.enumerate() {
            let word = if at == 0 { " where" } else { " and" };
            write!(f, "{word} {what}.{name} {}", in_words(pattern))?;
        }
        if let Some(reason) = self.reason {
            write!(f, ", refused as `{reason}`")?;
        }
        if let Some(status) = self.status {
            write!(f, ", answered {status}")?;
        }
        Ok(())
    }
}

fn in_words(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Exact(text) => format!("is `{}`", shortened(text)),
        Pattern::Regex(regex) => format!("looks like `{}`", shortened(regex.as_str())),
    }
}

fn differs(what: &str, expected: Option<&str>, found: Option<&str>) -> Option<String> {
    let expected = expected.filter(|expected| Some(*expected) != found)?;
    Some(format!("{what}: expected `{}`, {}", shortened(expected), found_text(found)))
}

fn mismatch(what: &str, name: &str, pattern: &Pattern, found: Option<&str>) -> Option<String> {
    let fits = found.is_some_and(|found| pattern.fits(found));
    (!fits).then(|| format!("{what}.{name}: expected that it {}, {}", in_words(pattern), found_text(found)))
}

fn found_text(found: Option<&str>) -> String {
    found.map_or("found none".to_owned(), |found| format!("found `{}`", shortened(found)))
}

/// A text short enough for a line.
fn shortened(text: &str) -> String {
    const CHARS_MAX: usize = 120;
    let visible = |c: char| if c.is_control() { '\u{FFFD}' } else { c };
    let mut shown: String = text.chars().map(visible).take(CHARS_MAX).collect();
    if text.chars().nth(CHARS_MAX).is_some() {
        shown.push('…');
    }
    shown
}

fn input<'e>(entry: &'e JournalEntry, name: &str) -> Option<&'e str> {
    let exact = entry.inputs.get(name);
    let alike = || entry.inputs.iter().find(|(known, _)| eq_ignore_case(known, name)).map(|(_, value)| value);
    exact.or_else(alike).and_then(Value::as_str)
}

fn query_value(url: &str, name: &str) -> Option<String> {
    let uri: Option<Uri> = url.parse().ok();
    let asked = match &uri {
        Some(uri) => uri.query(),
        None => url.split_once('?').map(|(_, query)| query),
    };
    query::pairs(asked?).find(|pair| pair.name() == name).map(|pair| pair.value().into_owned())
}

impl SeenCall {
    /// What a mismatch tells of a call, and what keeps it from being what was expected.
    #[must_use]
    pub fn of(entry: &JournalEntry, differs: Vec<String>) -> Self {
        Self {
            at: entry.at.to_string(),
            method: shortened(&entry.method),
            url: shortened(&entry.url),
            status: entry.status,
            reason: entry.reason.map(Refusal::slug),
            workflow: entry.workflow.clone(),
            environment: entry.environment.clone(),
            key: entry.key.as_ref().map(|key| key.name.clone()),
            differs,
        }
    }
}
