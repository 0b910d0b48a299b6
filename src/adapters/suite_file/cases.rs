//! `[[case]]`, and a case for each row of its table.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::desk::Desk;
use super::{expect, request, values};
use crate::adapters::site_file::faults::quoted;
use crate::adapters::site_file::fields::{Fields, as_table};
use crate::adapters::site_file::place::{At, Span, line_and_column};
use crate::adapters::site_file::words;
use crate::contract::suite::{CASES_MAX, Case};
use crate::site::{DURATION_MAX, Slot};
use crate::traffic::Change;

const CASE: [&str; 9] =
    ["name", "request", "expect", "capture", "each", "advance", "disable-key", "enable-key", "rotate"];
const ROTATE: [&str; 2] = ["key", "slot"];

/// Longest value of a row that a case's name shows, in characters.
const ROW_CHARS_MAX: usize = 40;

/// Every case of the file, tables written out.
pub(super) fn all(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut names = BTreeMap::new();
    let mut captured = BTreeSet::new();
    for (table, span) in fields.tables("case", &mut desk.faults) {
        if cases.len() >= CASES_MAX {
            let message = format!("the suite has more than {CASES_MAX} cases, which is the most");
            desk.faults.add("too-many", &span, message, "split it into several files");
            break;
        }
        let fields = Fields::new(table, span.clone(), ("`[[case]]`", &CASE), &mut desk.faults);
        let name = fields.required_text("name", &mut desk.faults);
        if let Some(name) = &name
            && names.insert(name.value.clone(), ()).is_some()
        {
            let message = format!("there are two cases named {}", quoted(&name.value));
            desk.faults.add_of_whole("duplicate-name", &name.span, message, "rename or remove one");
        }
        let rows = rows(&fields, desk);
        for row in &rows {
            desk.known = captured.iter().cloned().chain(row.iter().map(|(name, _)| name.clone())).collect();
            let case = one(&fields, name.as_ref(), &span, row, desk);
            cases.extend(case);
        }
        for (name, _) in fields.entries("capture", &mut desk.faults) {
            captured.insert(name.value);
        }
    }
    cases
}

fn one(
    fields: &Fields<'_, '_>,
    name: Option<&At<String>>,
    span: &Span,
    row: &[(String, String)],
    desk: &mut Desk<'_>,
) -> Option<Case> {
    desk.used.clear();
    let request = fields.table("request", &mut desk.faults);
    if request.is_none() && !fields.has("request") {
        let advice = "add `[case.request]` with `path = \"/…\"`";
        desk.faults.add_of_whole("missing-field", span, "`[[case]]` has no `request`", advice);
    }
    let request = request.and_then(|(table, span)| request::request(table, span, desk));
    let expect = fields.table("expect", &mut desk.faults);
    let expect = expect.map(|(table, span)| expect::expected(table, span, desk)).unwrap_or_default();
    let captures = expect::captures(fields, desk);
    let before = before(fields, desk);
    let place = name.map_or(span.start, |name| name.span.start);
    Some(Case {
        name: in_full(&name?.value, row),
        line: line_and_column(desk.text, place).0,
        before,
        request: request?,
        expect,
        captures,
        row: row.to_vec(),
        uses: desk.used.iter().cloned().collect(),
    })
}

/// The name with the row that tells it from its siblings.
fn in_full(name: &str, row: &[(String, String)]) -> String {
    if row.is_empty() {
        return name.to_owned();
    }
    let shown = |(name, value): &(String, String)| {
        format!("{name}={}", value.chars().take(ROW_CHARS_MAX).collect::<String>())
    };
    format!("{name} [{}]", row.iter().map(shown).collect::<Vec<_>>().join(", "))
}

/// The rows of the case's table; one without values where it has none.
fn rows(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Vec<Vec<(String, String)>> {
    if !fields.has("each") {
        return vec![Vec::new()];
    }
    let tables = fields.tables("each", &mut desk.faults);
    tables.into_iter().take(CASES_MAX).map(|(table, _)| row(table, desk)).collect()
}

fn row(table: &DeTable<'_>, desk: &mut Desk<'_>) -> Vec<(String, String)> {
    let mut entries: Vec<(&Spanned<_>, &Spanned<DeValue<'_>>)> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let value = |(name, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
        let text = values::scalar(value, name.get_ref(), &mut desk.faults)?;
        Some((name.get_ref().to_string(), text))
    };
    entries.into_iter().filter_map(value).collect()
}

/// What happens to the site before the case, in this order: keys first, then the clock.
fn before(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    if let Some(key) = fields.text("disable-key", &mut desk.faults) {
        changes.push(Change::Disable(key.value));
    }
    if let Some(key) = fields.text("enable-key", &mut desk.faults) {
        changes.push(Change::Enable(key.value));
    }
    if let Some(value) = fields.value("rotate") {
        changes.extend(rotate(value, desk));
    }
    if let Some(text) = fields.text("advance", &mut desk.faults)
        && let Some(by) = words::duration(&text, DURATION_MAX, &mut desk.faults)
    {
        changes.push(Change::Advance(by));
    }
    changes
}

/// `"crm"` or `{ key = "crm", slot = "secondary" }`.
fn rotate(value: &Spanned<DeValue<'_>>, desk: &mut Desk<'_>) -> Option<Change> {
    if let DeValue::String(key) = value.get_ref() {
        return Some(Change::Rotate(key.to_string(), Slot::Primary));
    }
    let (table, span) = as_table(value, "rotate", &mut desk.faults)?;
    let fields = Fields::new(table, span, ("`rotate`", &ROTATE), &mut desk.faults);
    let key = fields.required_text("key", &mut desk.faults);
    let slots = [("primary", Slot::Primary), ("secondary", Slot::Secondary)];
    let slot = fields.text("slot", &mut desk.faults);
    let slot = slot.and_then(|slot| words::word(&slot, &slots, &mut desk.faults));
    Some(Change::Rotate(key?.value, slot.unwrap_or(Slot::Primary)))
}
