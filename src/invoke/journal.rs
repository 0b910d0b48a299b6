//! The last step, of every call: what is kept of it, masked before it is stored.

use http::header::AUTHORIZATION;
use http::{HeaderName, StatusCode};
use serde_json::{Map, Value};

use super::advice::Advice;
use super::record::Record;
use super::trace::Step;
use crate::site::{KeySecret, LiveSite, MASKED, PropertyType};
use crate::traffic::{
    Difference, HEADERS_BYTES_MAX, JournalEntry, KeyUse, RawCall, Refusal, VALUE_BYTES_MAX, shown_header,
};

/// Longest URL that an entry keeps, in bytes.
const URL_BYTES_MAX: usize = 4 * 1024;

/// How far beyond a cut a secret could reach into what is kept.
const OVERLAP_BYTES: usize = 1024;

/// Makes the entry of a call.
pub(super) fn entry(
    live: &LiveSite,
    raw: &RawCall,
    status: StatusCode,
    reason: Option<Refusal>,
    record: Record,
) -> (JournalEntry, Vec<Step>) {
    let presentation = raw.presentation();
    let presented = presentation.secret();
    let hide = |text: &str| live.mask().hide_encoded(text, presented).into_owned();
    let site = live.site();
    let inputs = inputs(live, &record, presented);
    let key = record.key.and_then(|(index, slot, carrier)| {
        live.keys().get(index).map(|key| KeyUse { name: key.name.to_string(), slot, carrier })
    });
    let mut findings = record.findings;
    for seen in &mut findings {
        seen.message = hide(&seen.message);
    }
    let mut closest = record.closest;
    for near in &mut closest {
        if let Difference::Segment { found, .. } = &mut near.differs {
            *found = cut(&live.mask().hide_encoded(found, presented), VALUE_BYTES_MAX);
        }
    }
    let entry = JournalEntry {
        id: raw.instance_id,
        at: raw.received,
        method: hide(raw.method.as_str()),
        url: cut(&raw.shown_url(live.mask(), presented), URL_BYTES_MAX),
        headers: headers(live, raw, presented),
        status: status.as_u16(),
        reason,
        workflow: record.workflow.and_then(|at| site.workflow(at)).map(|workflow| workflow.name.to_string()),
        environment: record
            .environment
            .and_then(|at| site.environment(at))
            .map(|found| found.name.to_string()),
        key,
        inputs,
        initialisation_xml: record.initialisation_xml.map(|xml| xml.to_string()),
        findings,
        notes: record.notes.iter().map(|note| hide(note)).collect(),
        closest,
        duration_micros: 0,
    };
    (entry, record.trace.into_steps())
}

/// The headers that conditions may look at. What is a key's is none of theirs.
fn headers(live: &LiveSite, raw: &RawCall, presented: Option<&KeySecret>) -> Vec<(HeaderName, String)> {
    let mut left = HEADERS_BYTES_MAX;
    let mut kept = Vec::with_capacity(raw.headers.len());
    for (name, value) in raw.headers.iter().filter(|(name, _)| **name != AUTHORIZATION) {
        if let Some(rest) = left.checked_sub(name.as_str().len() + value.len()) {
            left = rest;
            kept.push((name.clone(), shown_header(name.as_str(), value, live.mask(), presented)));
        }
    }
    kept
}

/// Masks what `explain` tells: steps and hints quote what a caller sent.
pub(super) fn hide_in_story(live: &LiveSite, raw: &RawCall, steps: &mut [Step], advice: Option<&mut Advice>) {
    let presentation = raw.presentation();
    let hide = |text: &mut String| *text = live.mask().hide_encoded(text, presentation.secret()).into_owned();
    for step in steps {
        hide(&mut step.decision);
        hide(&mut step.why);
    }
    if let Some(advice) = advice {
        hide(&mut advice.hint);
    }
}

fn inputs(live: &LiveSite, record: &Record, presented: Option<&KeySecret>) -> Map<String, Value> {
    let workflow = record.workflow.and_then(|at| live.site().workflow(at));
    let inputs = workflow.into_iter().flat_map(|workflow| &workflow.inputs).zip(&record.inputs);
    let shown = inputs.map(|(input, value)| {
        let value = match value {
            None => Value::Null,
            Some(_) if input.kind == PropertyType::Secret => MASKED.into(),
            Some(text) => {
                let reach = floor_boundary(text, VALUE_BYTES_MAX + OVERLAP_BYTES);
                let kept = text.get(..reach).unwrap_or_default();
                let beyond = text.len() - kept.len();
                cut_before(&live.mask().hide_encoded(kept, presented), VALUE_BYTES_MAX, beyond).into()
            }
        };
        (input.name.to_string(), value)
    });
    shown.collect()
}

/// The text, or as much of it as fits, with a mark where the rest was.
fn cut(text: &str, bytes_max: usize) -> String {
    cut_before(text, bytes_max, 0)
}

/// The same of a text that goes on for so many bytes beyond what is at hand.
fn cut_before(text: &str, bytes_max: usize, beyond: usize) -> String {
    if text.len() <= bytes_max && beyond == 0 {
        return text.to_owned();
    }
    let kept = text.get(..floor_boundary(text, bytes_max)).unwrap_or_default();
    format!("{kept}… ({} bytes more)", text.len() - kept.len() + beyond)
}

fn floor_boundary(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}
