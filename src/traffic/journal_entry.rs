//! What the journal keeps of a call. Everything in it was masked before it was stored.

use serde::{Serialize, Serializer};
use serde_json::Map;
use uuid::Uuid;

use super::presented_key::Carrier;
use super::refusal::Refusal;
use crate::finding::{Fingerprint, Severity};
use crate::site::{Moment, Slot};

/// Longest input value that an entry keeps, in bytes; the rest is cut and marked.
pub const VALUE_BYTES_MAX: usize = 4 * 1024;

/// One call, whatever became of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct JournalEntry {
    /// The GUID of the run, or of the call where none ran.
    pub id: Uuid,
    /// When it arrived, on the site's clock.
    pub at: Moment,
    /// The method.
    pub method: String,
    /// Path and query, masked.
    pub url: String,
    /// The status it was answered with.
    pub status: u16,
    /// Why it was refused, if it was.
    pub reason: Option<Refusal>,
    /// The Workflow's name, once one was matched.
    pub workflow: Option<String>,
    /// The environment's name, once one was found.
    pub environment: Option<String>,
    /// Who called, once a key was recognised.
    pub key: Option<KeyUse>,
    /// The Variable Bar inputs of the run, masked and cut at [`VALUE_BYTES_MAX`].
    pub inputs: Map<String, serde_json::Value>,
    /// The run's InitialisationXml; absent where nothing ran.
    pub initialisation_xml: Option<String>,
    /// What rules saw.
    pub findings: Vec<Observation>,
    /// Things worth knowing that are no finding: a literal in other case, an input nobody declared.
    pub notes: Vec<String>,
    /// For a refused call: what would have been near.
    pub closest: Vec<NearRoute>,
    /// How long localgear took to answer.
    pub duration_micros: u64,
}

/// Which key a call used, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyUse {
    /// The key's name.
    pub name: String,
    /// Which of its secrets.
    pub slot: Slot,
    /// How it travelled.
    pub carrier: Carrier,
}

/// What a rule saw in a live call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Observation {
    /// The rule's id, the same as the linter's.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was seen, without any secret.
    pub message: String,
    /// Where in the call, if the rule says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// How to mend it, if the rule says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// The same as the linter's, for the line that makes such a call.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_text")]
    pub fingerprint: Option<Fingerprint>,
}

/// A fingerprint as its digits.
#[expect(clippy::ref_option, reason = "the signature that serde calls")]
fn as_text<S: Serializer>(fingerprint: &Option<Fingerprint>, serializer: S) -> Result<S::Ok, S::Error> {
    match fingerprint {
        Some(fingerprint) => serializer.collect_str(fingerprint),
        None => serializer.serialize_none(),
    }
}

/// A route that a refused call was near to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NearRoute {
    /// The Workflow's name.
    pub workflow: String,
    /// Its method.
    pub method: String,
    /// Its URI template.
    pub path: String,
    /// What kept the call from it.
    pub differs: Difference,
}

/// What kept a call from a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Difference {
    /// Another method is bound.
    Method {
        /// The one that is.
        expected: String,
    },
    /// One segment is another.
    Segment {
        /// Its position, counted from 1.
        position: usize,
        /// What the template has there.
        expected: String,
        /// What the call had there; empty where it had nothing.
        found: String,
    },
    /// The Workflow is published elsewhere.
    Environment {
        /// Where.
        expected: String,
    },
}

impl JournalEntry {
    /// About how much memory the entry holds, in bytes.
    #[must_use]
    pub fn weight(&self) -> usize {
        let inputs =
            self.inputs.iter().map(|(name, value)| 64 + name.len() + value.as_str().map_or(0, str::len));
        let observations = self.findings.iter().map(|seen| {
            let more = [&seen.at, &seen.help].into_iter().flatten().map(String::len).sum::<usize>();
            144 + seen.rule.len() + seen.message.len() + more
        });
        let near = self.closest.iter().map(|near| 160 + near.workflow.len() + near.path.len());
        let texts = self.notes.iter().map(|note| 24 + note.len());
        size_of::<Self>()
            + self.url.len()
            + self.workflow.as_ref().map_or(0, String::len)
            + self.environment.as_ref().map_or(0, String::len)
            + self.initialisation_xml.as_ref().map_or(0, String::len)
            + inputs.chain(observations).chain(near).chain(texts).sum::<usize>()
    }
}
