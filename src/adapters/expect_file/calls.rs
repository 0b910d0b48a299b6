//! `[[call]]` and `[[order]]`.

use std::collections::HashSet;

use http::HeaderName;
use toml::de::DeTable;

use super::spelling::Spelling;
use super::who::{Who, unknown};
use crate::adapters::site_file::faults::{Faults, listed, quoted};
use crate::adapters::site_file::fields::Fields;
use crate::adapters::site_file::place::{At, Span};
use crate::adapters::site_file::{raw, replies, walk};
use crate::contract::{CallExpectation, CallPattern, Order, STEPS_MAX, Step, Times};
use crate::site::{PropertyType, Workflow, eq_ignore_case};
use crate::traffic::{Refusal, is_query_secret, query};

/// Statuses that an answer can have.
const STATUSES: std::ops::RangeInclusive<i64> = 100..=599;

/// A `[[call]]` whose predecessor is not yet looked up.
pub(super) struct Written {
    expectation: CallExpectation,
    name: Option<At<String>>,
    after: Option<At<String>>,
}

/// One `[[call]]`; `None` where it has a fault that leaves nothing of it.
pub(super) fn call(
    (table, span): (&DeTable<'_>, Span),
    who: &Who<'_>,
    spelling: &'static Spelling,
    line: &impl Fn(usize) -> usize,
    faults: &mut Faults,
) -> Option<Written> {
    let heading = (spelling.call_heading, spelling.call);
    let fields = Fields::new(table, span, heading, faults);
    let name = fields.text("name", faults);
    let workflow_name = fields.text("workflow", faults);
    let workflow = workflow_name.as_ref().map(|name| who.workflow(name, faults));
    let reason = fields.text("reason", faults).and_then(|word| refusal(&word, faults));
    let status = fields.integer("status", faults).and_then(|status| self::status(&status, faults));
    if workflow_name.is_none() && reason.is_none() && status.is_none() {
        let message = format!("{} has no `workflow`", spelling.call_heading);
        let advice = "add `workflow = \"…\"`, or a `reason` for calls that reach none";
        faults.add_of_whole("missing-field", &fields.span, message, advice);
    }
    let mut pattern = CallPattern {
        workflow: workflow_name.as_ref().map(|name| name.value.clone()),
        status,
        reason,
        ..CallPattern::default()
    };
    let when = fields.table("when", faults).map(|(table, span)| walk::when(table, span, faults));
    let (key, environment) = (fields.text("key", faults), fields.text("environment", faults));
    let when = when.unwrap_or_default();
    pattern.key = one_of("key", key, &when.key, faults).and_then(|key| who.key(&key, faults));
    pattern.environment = one_of("environment", environment, &when.environment, faults)
        .and_then(|environment| who.environment(&environment, faults));
    conditions(&when, workflow.flatten(), &mut pattern, faults);
    let times = times(&fields, spelling, faults)?;
    let after = fields.text("after", faults);
    let line = Some(line(fields.span.start));
    let own = name.as_ref().map(|name| name.value.clone());
    let expectation = CallExpectation { name: own, call: pattern, times, after: None, line };
    Some(Written { expectation, name, after })
}

/// The calls with what must come before them, once every name is known.
pub(super) fn with_predecessors(
    written: &[Written],
    who: &Who<'_>,
    faults: &mut Faults,
) -> Vec<CallExpectation> {
    let look_up = |call: &Written| {
        let after = call.after.as_ref().and_then(|name| step(name, written, who, faults));
        CallExpectation { after, ..call.expectation.clone() }
    };
    written.iter().map(look_up).collect()
}

/// One `[[order]]`.
pub(super) fn order(
    (table, span): (&DeTable<'_>, Span),
    written: &[Written],
    who: &Who<'_>,
    spelling: &'static Spelling,
    line: &impl Fn(usize) -> usize,
    faults: &mut Faults,
) -> Option<Order> {
    let fields = Fields::new(table, span, (spelling.order_heading, spelling.order), faults);
    let names = fields.texts("calls", faults).unwrap_or_default();
    if names.len() < 2 || names.len() > STEPS_MAX {
        let message = format!("an order has 2 to {STEPS_MAX} `calls`, and this has {}", names.len());
        faults.add_of_whole("bad-order", &fields.span, message, "add `calls = [\"…\", \"…\"]`");
        return None;
    }
    let steps: Vec<Step> = names.iter().filter_map(|name| step(name, written, who, faults)).collect();
    Some(Order { steps, line: Some(line(fields.span.start)) })
}

/// Names that are given twice: nobody could say which is meant.
pub(super) fn look_for_twins(written: &[Written], faults: &mut Faults) {
    let mut known = HashSet::new();
    for name in written.iter().filter_map(|call| call.name.as_ref()) {
        if !known.insert(name.as_str()) {
            let message = format!("there are two calls named {}", quoted(&name.value));
            faults.add_of_whole("duplicate-name", &name.span, message, "rename or remove one");
        }
    }
}

/// What a name means: a `[[call]]` to which it was given, or else every answered call of the Workflow that has it.
fn step(name: &At<String>, written: &[Written], who: &Who<'_>, faults: &mut Faults) -> Option<Step> {
    let known = written.iter().find(|call| call.expectation.name.as_ref() == Some(&name.value));
    let call = match known {
        Some(call) => call.expectation.call.clone(),
        None if who.site.workflow_named(name.as_str()).is_some() => {
            who.workflow(name, faults)?;
            CallPattern::of_workflow(name.value.clone())
        }
        None => {
            let names = written.iter().filter_map(|call| call.expectation.name.as_deref());
            let workflows = who.site.workflows().iter().map(|workflow| workflow.name.as_str());
            unknown("unknown-call", "call or Workflow", name, names.chain(workflows), faults);
            return None;
        }
    };
    Some(Step { name: name.value.clone(), call })
}

/// How many are right; at least one unless something is said.
fn times(fields: &Fields<'_, '_>, spelling: &'static Spelling, faults: &mut Faults) -> Option<Times> {
    let mut number = |name: &str| {
        let number = fields.integer(name, faults)?;
        if number.value < 0 {
            let message = format!("`{name}` is {}, and no call happens less than never", number.value);
            faults.add("bad-count", &number.span, message, "write 0 or more");
        }
        Some(number.with(u64::try_from(number.value).unwrap_or_default()))
    };
    let exactly = number("exactly");
    let (least, most) = (number(spelling.at_least), number(spelling.at_most));
    if let (Some(exactly), Some(_)) = (&exactly, least.as_ref().or(most.as_ref())) {
        let advice = format!("leave out `exactly`, or `{}` and `{}`", spelling.at_least, spelling.at_most);
        faults.add("two-counts", &exactly.span, "`exactly` stands beside another count", &advice);
    }
    if let (Some(least), Some(most)) = (&least, &most)
        && least.value > most.value
    {
        let message = format!("at least {} and at most {} cannot both be", least.value, most.value);
        faults.add("two-counts", &least.span, message, "exchange the two");
    }
    Some(match (exactly, least, most) {
        (Some(exactly), ..) => Times::exactly(exactly.value),
        (None, None, None) => Times::AT_LEAST_ONCE,
        (None, least, most) => {
            Times { at_least: least.map_or(0, |least| least.value), at_most: most.map(|most| most.value) }
        }
    })
}

/// A name that may stand in either of two places.
fn one_of(
    what: &str,
    own: Option<At<String>>,
    in_when: &Option<At<String>>,
    faults: &mut Faults,
) -> Option<At<String>> {
    match (own, in_when) {
        (Some(own), Some(other)) => {
            let message = format!("`{what}` is said twice, here and in `when`");
            faults.add("said-twice", &other.span, message, "leave one of them out");
            Some(own)
        }
        (own, in_when) => own.or_else(|| in_when.clone()),
    }
}

/// What a call must look like: as for a reply, and only what the journal knows.
fn conditions(
    when: &raw::WhenTable,
    workflow: Option<&Workflow>,
    pattern: &mut CallPattern,
    faults: &mut Faults,
) {
    if let (Some((name, _)), Some(_)) = (when.inputs.first(), pattern.reason) {
        let message = "the inputs of a refused call are not known";
        faults.add("unknown-input", &name.span, message, "use `query` or `header`, or leave out `reason`");
    }
    for (name, _) in &when.inputs {
        let inputs = || workflow.into_iter().flat_map(|workflow| &workflow.inputs);
        let found = inputs().find(|input| eq_ignore_case(input.name.as_str(), name.as_str()));
        match found {
            Some(input) if input.kind == PropertyType::Secret => {
                let message =
                    format!("{} is a secret, of which the journal keeps nothing", quoted(&name.value));
                faults.add("secret-input", &name.span, message, "leave it out");
            }
            Some(_) => {}
            None if workflow.is_none() => {}
            None => {
                let names = || inputs().map(|input| input.name.as_str());
                let advice = match faults.nearest(name.as_str(), names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if names().next().is_none() => "the Workflow has no inputs".to_owned(),
                    None => format!("there is {}", listed(names())),
                };
                let message = format!("the Workflow has no input named {}", quoted(&name.value));
                faults.add_of_whole("unknown-input", &name.span, message, &advice);
            }
        }
    }
    for (name, value) in &when.query {
        let written = format!("{}=", name.value);
        if query::pairs(&written).any(|pair| is_query_secret(&pair)) {
            never_kept(&name.span, value, faults);
        }
    }
    for (name, value) in &when.header {
        if HeaderName::try_from(name.as_str()).is_err() {
            let message = format!("{} is no name of a header", quoted(&name.value));
            faults.add("bad-header", &name.span, message, "names have letters, digits and `-`");
        }
        if name.value.eq_ignore_ascii_case(http::header::AUTHORIZATION.as_str()) {
            never_kept(&name.span, value, faults);
        }
    }
    pattern.inputs = replies::patterns(&when.inputs, faults);
    pattern.query = replies::patterns(&when.query, faults);
    pattern.header = replies::patterns(&when.header, faults);
}

/// A key's value is kept nowhere, so nothing can be expected of it, and it must not be shown.
fn never_kept(span: &Span, value: &raw::PatternValue, faults: &mut Faults) {
    let hidden = match value {
        raw::PatternValue::Exact(text) => &text.span,
        raw::PatternValue::Regex(table) => &table.regex.span,
    };
    faults.hide(hidden);
    faults.add("key-value", span, "the value of a key is kept nowhere", "say `key = \"NAME\"` instead");
}

fn refusal(word: &At<String>, faults: &mut Faults) -> Option<Refusal> {
    let found = Refusal::from_slug(word.as_str());
    if found.is_none() {
        let advice = match faults.nearest(word.as_str(), Refusal::ALL.map(Refusal::slug)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the reasons are {}", Refusal::ALL.map(Refusal::slug).join(", ")),
        };
        faults.add("unknown-word", &word.span, format!("{} is no reason", quoted(&word.value)), &advice);
    }
    found
}

fn status(status: &At<i64>, faults: &mut Faults) -> Option<u16> {
    if !STATUSES.contains(&status.value) {
        let message = format!("{} is no status of an answer", status.value);
        let advice = format!("statuses are {} to {}", STATUSES.start(), STATUSES.end());
        faults.add("bad-status", &status.span, message, &advice);
    }
    u16::try_from(status.value).ok()
}
