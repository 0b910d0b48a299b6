//! `[[key]]`.

use std::collections::HashMap;

use super::faults::{Faults, quoted};
use super::place::{At, Span};
use super::weigh::Desk;
use super::{raw, words};
use crate::site::{
    ApiKey, Generation, KeySecret, KeyState, Moment, Permitted, RETIRED_MAX, SECRET_BYTES_MAX, SecretDigest,
    Slot, WorkflowIndex,
};

/// Who has a secret already.
type Owners = HashMap<SecretDigest, (usize, Slot)>;

/// Every key of the file.
pub(super) fn all(file: &raw::SiteFile, generation: Generation, desk: &mut Desk<'_>) -> Vec<ApiKey> {
    let mut owners = Owners::with_capacity(file.key.len() * 2);
    let mut keys = Vec::with_capacity(file.key.len());
    for (at, table) in file.key.iter().enumerate() {
        let secrets = secrets(table, &mut desk.faults);
        for (slot, digest, span) in &secrets {
            if let Some((owner, other)) = owners.insert(*digest, (at, *slot)) {
                let whose = match file.key.get(owner).and_then(|table| table.name.as_ref()) {
                    Some(_) if owner == at => "this key".to_owned(),
                    Some(name) => format!("the key {}", quoted(&name.value)),
                    None => "another key".to_owned(),
                };
                let message = format!("this is also the {other} secret of {whose}");
                desk.faults.add("shared-secret", span, message, "make a new one with `localgear key rotate`");
            }
        }
        let secrets = secrets.into_iter().map(|(slot, digest, _)| (slot, digest)).collect();
        keys.extend(one(table, secrets, generation, desk));
    }
    keys
}

fn one(
    table: &raw::KeyTable,
    secrets: Vec<(Slot, SecretDigest)>,
    generation: Generation,
    desk: &mut Desk<'_>,
) -> Option<ApiKey> {
    let name = table.name.as_ref().and_then(|name| words::name(name, &mut desk.faults));
    let state = state(table, &mut desk.faults);
    let environment = table.environment.as_ref();
    if environment.is_none() && generation == Generation::Modern {
        let message = "a key of the `modern` generation has an `environment`";
        desk.faults.add_of_whole("untargeted-key", &table.span, message, "add `environment = \"…\"`");
    }
    let environment = environment.and_then(|name| desk.names.environment(name, &mut desk.faults));
    let permitted = permitted(table, desk);
    let retired = retired(table, &mut desk.faults);
    Some(ApiKey { name: name?, state, environment, secrets, retired, permitted })
}

/// The live secrets by slot, each with its place.
fn secrets(table: &raw::KeyTable, faults: &mut Faults) -> Vec<(Slot, SecretDigest, Span)> {
    if table.primary.is_none() && table.secondary.is_none() {
        let advice = "add `primary = \"sha256:…\"`, or let `localgear key new` write the key";
        faults.add_of_whole(
            "missing-secret",
            &table.span,
            "the key has neither `primary` nor `secondary`",
            advice,
        );
    }
    let slots = [(Slot::Primary, &table.primary), (Slot::Secondary, &table.secondary)];
    let given = slots.into_iter().filter_map(|(slot, text)| Some((slot, text.as_ref()?)));
    given.filter_map(|(slot, text)| Some((slot, digest(text, slot, faults)?, text.span.clone()))).collect()
}

/// The digest that a slot holds, or that of the plain secret in it. Nothing said here repeats what is written.
fn digest(text: &At<String>, slot: Slot, faults: &mut Faults) -> Option<SecretDigest> {
    if starts_as_digest(text.as_str()) {
        if SecretDigest::parse(text.as_str()).is_none() {
            bad_digest(text, slot.as_str(), faults);
        }
        return SecretDigest::parse(text.as_str());
    }
    let secret = KeySecret::parse(text.as_str()).filter(KeySecret::fits_a_header);
    if secret.is_none() {
        let message = format!("the {slot} secret is none that a header can carry");
        let advice = format!(
            "it has 1 to {SECRET_BYTES_MAX} visible ASCII characters; make one with `localgear key rotate`"
        );
        faults.add("bad-secret", &text.span, message, &advice);
    }
    secret.map(|secret| secret.digest())
}

fn starts_as_digest(text: &str) -> bool {
    let prefix = SecretDigest::PREFIX;
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn bad_digest(text: &At<String>, field: &str, faults: &mut Faults) {
    let message = format!("`{field}` is no digest");
    faults.add("bad-digest", &text.span, message, "a digest is `sha256:` and 64 hexadecimal digits");
}

fn state(table: &raw::KeyTable, faults: &mut Faults) -> KeyState {
    let moment = table.disabled_at.as_ref().and_then(|text| {
        let moment = Moment::parse(text.as_str());
        if moment.is_none() {
            let message = format!("{} is no moment", quoted(&text.value));
            let advice = "write RFC 3339 with its offset, such as `2026-03-01T09:00:00Z`";
            faults.add("bad-moment", &text.span, message, advice);
        }
        moment
    });
    match (table.enabled.as_ref().is_none_or(|flag| flag.value), moment) {
        (true, _) => KeyState::Enabled,
        (false, Some(moment)) => KeyState::DisabledAt(moment),
        (false, None) => KeyState::Disabled,
    }
}

fn permitted(table: &raw::KeyTable, desk: &mut Desk<'_>) -> Permitted {
    let star = table.workflows.iter().find(|name| name.value == "*");
    if let Some(star) = star {
        if table.workflows.len() > 1 {
            let advice = "write `[\"*\"]` alone, or the names without it";
            desk.faults.add("star-among-names", &star.span, "`*` stands among other names", advice);
        }
        return Permitted::All;
    }
    let mut workflows: Vec<WorkflowIndex> = Vec::with_capacity(table.workflows.len());
    for name in &table.workflows {
        let Some((index, is_bound)) = desk.names.workflow(name, &mut desk.faults) else { continue };
        if !is_bound {
            let message =
                format!("the Workflow {} is not REST-bound, so no key can permit it", quoted(&name.value));
            let advice = "give the Workflow `method` and `path`, or take it out of the key";
            desk.faults.add_of_whole("not-rest-bound", &name.span, message, advice);
        }
        workflows.push(index);
    }
    workflows.sort_unstable();
    workflows.dedup();
    Permitted::Only(workflows)
}

fn retired(table: &raw::KeyTable, faults: &mut Faults) -> Vec<SecretDigest> {
    if let Some(extra) = table.retired.get(RETIRED_MAX) {
        let count = table.retired.len();
        let message = format!("there are {count} retired secrets, and {RETIRED_MAX} is the most");
        faults.add("too-many", &extra.span, message, "remove the oldest");
    }
    let read = |text: &At<String>| {
        let digest = SecretDigest::parse(text.as_str());
        if digest.is_none() {
            bad_digest(text, "retired", faults);
        }
        digest
    };
    table.retired.iter().take(RETIRED_MAX).filter_map(read).collect()
}
