//! Step 2: which Workflow answers. Method and path decide, in the environment that was called, and nothing else.

use super::accept::Call;
use super::near;
use super::record::{Record, TurnedAway};
use super::trace::StepName;
use crate::site::{LiveSite, PathSegment, Segment, Site, UriTemplate, Workflow, WorkflowIndex};
use crate::traffic::{Provenance, RawCall, Refusal, page};

/// A call matched to the one Workflow that answers it.
#[derive(Debug)]
pub struct Bound {
    /// The call.
    pub call: Call,
    /// Its Workflow.
    pub workflow: WorkflowIndex,
}

/// Matches a call to its Workflow.
pub(super) fn match_workflow(
    live: &LiveSite,
    raw: &RawCall,
    call: Call,
    record: &mut Record,
) -> Result<Bound, TurnedAway> {
    let site = live.site();
    let on_path = site.matching(call.environment, &call.path);
    let mut matching =
        on_path.iter().filter(|(method, _)| *method == raw.method).map(|(_, workflow)| *workflow);
    let turned_away = match (matching.next(), matching.next()) {
        (Some(workflow), None) => {
            record.workflow = Some(workflow);
            note_case(site, workflow, &call.path, record);
            tell_match(site, workflow, record);
            return Ok(Bound { call, workflow });
        }
        (Some(first), Some(second)) => {
            let names = [first, second].into_iter().chain(matching).map(|index| name_of(site, index));
            let names = names.collect::<Vec<_>>().join("`, `");
            TurnedAway::new(Refusal::RouteClash, format!("`{names}` answer the same method and path"))
        }
        (None, _) if !on_path.is_empty() => {
            let names =
                on_path.iter().map(|(method, index)| format!("{method} (`{}`)", name_of(site, *index)));
            let detail = format!("the path is bound to {}", names.collect::<Vec<_>>().join(", "));
            TurnedAway::new(Refusal::WrongMethod, detail)
        }
        (None, _) => TurnedAway::new(Refusal::NoRoute, "no Workflow has this path in this environment"),
    };
    if turned_away.refusal != Refusal::RouteClash {
        record.closest = near::closest(live, &raw.method, call.environment, &call.path);
    }
    let (refusal, detail) = (turned_away.refusal, &turned_away.detail);
    record.trace.step(StepName::MatchWorkflow, refusal.provenance(), || {
        (format!("refused: {refusal}"), detail.clone())
    });
    Err(turned_away)
}

fn name_of(site: &Site, index: WorkflowIndex) -> String {
    site.workflow(index).map(|workflow| workflow.name.to_string()).unwrap_or_default()
}

fn template_of(site: &Site, index: WorkflowIndex) -> Option<&UriTemplate> {
    site.workflow(index)?.binding.as_ref().map(|binding| &binding.template)
}

fn tell_match(site: &Site, index: WorkflowIndex, record: &mut Record) {
    let binding = site.workflow(index).and_then(|workflow: &Workflow| workflow.binding.as_ref());
    record.trace.step(StepName::MatchWorkflow, Provenance::Documented(page::API), || {
        let route = binding.map(|binding| format!("`{} {}` matches", binding.method, binding.template));
        (name_of(site, index), route.unwrap_or_default())
    });
}

/// That literals match in any case is assumed, so whoever relies on it should know.
fn note_case(site: &Site, index: WorkflowIndex, path: &[PathSegment], record: &mut Record) {
    let Some(template) = template_of(site, index) else { return };
    for (expected, found) in template.segments().iter().zip(path) {
        if let Segment::Literal(literal) = expected
            && *literal != found.text
        {
            let found = &found.text;
            record.note(format!(
                "`{found}` matched `{literal}` without regard to case, which the platform does not promise"
            ));
        }
    }
}
