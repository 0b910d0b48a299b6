//! Step 5: what was said to be ignored, with a reason, on the line or the line above.

mod comment;

use std::borrow::Cow;

use memchr::memmem;

use self::comment::Comment;
use super::text::Text;
use crate::finding::{Edit, Finding, Fingerprint, Fix, Place, Properties, Safety, Span, UNUSED_IGNORE, rule};

/// What an inline ignore begins with; the prefilter looks for it too.
pub const MARKER: &str = "localgear: ignore";

/// Most ignores of one file, or of one window of it, that are read.
pub const IGNORES_MAX: usize = 10_000;

/// An inline ignore: `localgear: ignore[rule-id] reason`, in whatever comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// The comment, in the file.
    pub span: Span,
    /// The rules that it names.
    pub rules: Vec<String>,
    /// Why, in the words of whoever wrote it; empty where nothing is said.
    pub reason: String,
    /// The lines that it is for, in the file.
    pub reach: Span,
    /// What to take out to be rid of it; `None` where that would take something else with it.
    removal: Option<Span>,
}

/// What became of ignores and findings.
#[derive(Debug, Clone, Default)]
pub struct Suppressed {
    /// How many findings were suppressed.
    pub count: usize,
    /// What there is to say about ignores that suppressed nothing.
    pub unused: Vec<Finding>,
}

/// Every ignore in a text, in its order.
#[must_use]
pub fn ignores(text: &Text<'_>) -> Vec<Ignore> {
    let source = text.as_str();
    let found = memmem::find_iter(source.as_bytes(), MARKER);
    let read = found.filter_map(|at| {
        let comment = comment::around(source, at)?;
        let said = source.get(at + MARKER.len()..comment.text_end)?;
        let (rules, reason) = read(said)?;
        let reach = comment::reach(source, comment, |line| line.contains(MARKER));
        let removal = comment.whole.then(|| text.origin(comment::removal(source, comment)));
        let Comment { span, .. } = comment;
        Some(Ignore { span: text.origin(span), rules, reason, reach: text.origin(reach), removal })
    });
    read.take(IGNORES_MAX).collect()
}

/// `[rule-id, other] reason`, after the marker.
fn read(said: &str) -> Option<(Vec<String>, String)> {
    let Some(list) = said.trim_start().strip_prefix('[') else {
        // `localgear: ignored` is a word of somebody's sentence.
        let is_word = said.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        return (!is_word).then(|| (Vec::new(), String::new()));
    };
    let (list, reason) = list.split_once(']')?;
    let rules = list.split(',').map(|id| id.trim().to_owned()).filter(|id| !id.is_empty());
    let reason = reason.trim().trim_start_matches([':', '-', '–', '—']).trim();
    Some((rules.collect(), reason.to_owned()))
}

/// Takes out of `findings` what an ignore is for, and says which ignores are for nothing. `place` finds lines and columns.
pub fn suppress(
    findings: &mut Vec<Finding>,
    ignores: &[Ignore],
    place: impl Fn(Span) -> Place,
) -> Suppressed {
    let mut used: Vec<Vec<bool>> = ignores.iter().map(|ignore| vec![false; ignore.rules.len()]).collect();
    let before = findings.len();
    findings.retain(|finding| {
        let at = finding.place.span.start;
        let mut kept = true;
        for (ignore, used) in ignores.iter().zip(&mut used) {
            let reaches = (ignore.reach.start..=ignore.reach.end).contains(&at) && !ignore.reason.is_empty();
            for (_, used) in ignore.rules.iter().zip(used).filter(|(id, _)| reaches && **id == finding.rule) {
                *used = true;
                kept = false;
            }
        }
        kept
    });
    let count = before - findings.len();
    let unused = ignores.iter().zip(&used).filter_map(|(ignore, used)| ignore.unused(used, &place));
    Suppressed { count, unused: unused.collect() }
}

impl Ignore {
    /// What there is to say about it, if anything.
    fn unused(&self, used: &[bool], place: &impl Fn(Span) -> Place) -> Option<Finding> {
        let named = self.rules.iter().zip(used);
        let idle: Vec<&str> = named.filter(|(_, used)| !**used).map(|(id, _)| id.as_str()).collect();
        let strange = idle.iter().find(|id| rule(id).is_none() && !id.starts_with("policy/"));
        let (message, help) = match (self.rules.is_empty(), strange) {
            (true, _) => ("this ignore names no rule", "write `localgear: ignore[rule-id] reason`"),
            (false, Some(_)) => (
                "this ignore names a rule that there is not",
                "`localgear lint --help` says where the rules are listed",
            ),
            (false, None) if self.reason.is_empty() => {
                ("this ignore gives no reason, so it does not count", "write the reason after the bracket")
            }
            (false, None) if idle.is_empty() => return None,
            (false, None) => ("this ignore suppresses nothing", UNUSED_IGNORE.help),
        };
        let message = match idle.first() {
            Some(id) if !self.reason.is_empty() || strange.is_some() => {
                format!("{message}: `{}`", strange.unwrap_or(id).chars().take(60).collect::<String>())
            }
            Some(_) | None => message.to_owned(),
        };
        // A mistake is to be mended by hand; what is for nothing can go.
        let for_nothing = !self.reason.is_empty() && strange.is_none() && idle.len() == self.rules.len();
        let fix = self.removal.filter(|_| for_nothing && !idle.is_empty()).map(|span| Fix {
            title: "remove the ignore".to_owned(),
            safety: Safety::Safe,
            edits: vec![Edit { span, text: String::new() }],
        });
        Some(Finding {
            rule: Cow::Borrowed(UNUSED_IGNORE.id),
            severity: UNUSED_IGNORE.severity,
            message,
            help: help.into(),
            place: place(self.span),
            related: Vec::new(),
            fingerprint: Fingerprint::of(
                UNUSED_IGNORE.id,
                format!("{:?} {}", self.rules, self.reason).as_bytes(),
                "",
            ),
            properties: Properties::default(),
            fix,
        })
    }
}

#[cfg(test)]
mod tests;
