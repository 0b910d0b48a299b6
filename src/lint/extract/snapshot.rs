//! Snapshots of tests: values as they are printed, each between backquotes.

use std::collections::HashSet;

use super::super::sighting::{Setting, Sighting};
use super::super::text::Text;
use super::meaning::{Kept, hits_in, read_tree};
use super::tree::json::read_json;
use crate::finding::Span;

/// Adds what the values of a snapshot say that is not seen yet: `"params": Object { "auth-key": … }`.
pub(super) fn read_snapshot(text: &Text<'_>, out: &mut Vec<Sighting>) {
    let mut seen = Vec::new();
    let mut at = 0;
    for value in text.as_str().split('`') {
        let part = text.part(Span::new(at, at + value.len()));
        let hits = hits_in(value);
        if !hits.is_empty() && value.trim_end().ends_with(['}', ']']) {
            read_tree(&read_json(&part, &hits), &hits, Kept::new(Setting::Code), &mut seen);
        }
        at += value.len() + 1;
    }
    let known: HashSet<Span> = out.iter().map(|other| other.name).collect();
    seen.retain(|sighting| !known.contains(&sighting.name));
    out.append(&mut seen);
}
