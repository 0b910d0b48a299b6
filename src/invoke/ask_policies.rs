//! Step 4: what the site's policies say of a permitted call.
//!
//! The step has two halves, because policies are strangers' code that may take its time: [`question`] is what they
//! are to be asked, [`heed`] is what their verdicts come to. In between whoever drives the journey asks them, in its
//! own way: `serve` without holding up other calls, `explain` on the spot.

use super::authenticate::Permit;
use super::record::{Record, TurnedAway};
use super::trace::StepName;
use super::{Admitted, Standing};
use crate::policy::{
    AskedRequest, Effect, Exchange, KeyCarrier, KeyIdentity, KeySlot, Phase, Source, Target, Verdict,
};
use crate::ports::Policies;
use crate::site::{ApiKey, KeyState, LiveSite, Permitted, Slot, WorkflowIndex};
use crate::traffic::{Carrier, Observation, Provenance, RawCall, Refusal};

/// Permitted Workflows that a policy is told of, by name.
const PERMITTED_TOLD_MAX: usize = 100;

/// What the policies are to be asked about the call; nothing when it has no permit or its Workflow no policy.
///
/// Made once for all of them, and only then: a site without policies pays nothing.
#[must_use]
pub fn question(
    live: &LiveSite,
    raw: &RawCall,
    admitted: &Admitted,
    policies: &dyn Policies,
) -> Option<(WorkflowIndex, Exchange)> {
    let Ok(Standing::Permitted(permit)) = &admitted.standing else { return None };
    let workflow = permit.bound().workflow;
    if !policies.any_about(workflow) {
        return None;
    }
    let site = live.site();
    let environment = site.environment(permit.bound().call.environment);
    let called = site.workflow(workflow);
    let exchange = Exchange {
        id: raw.instance_id.to_string(),
        phase: Phase::Request,
        source: Source::Live,
        received_ms: u64::try_from(raw.received.unix_micros() / 1000).ok(),
        client: raw.peer.map(|peer| peer.to_string()),
        target: Target {
            site: site.name().to_string(),
            environment: environment.map(|found| found.name.to_string()).unwrap_or_default(),
            workflow: called.map(|workflow| workflow.name.to_string()),
            template: called
                .and_then(|workflow| workflow.binding.as_ref())
                .map(|binding| binding.template.to_string()),
        },
        key: live.keys().get(permit.key()).map(|key| identity(live, raw, key, permit, policies)),
        request: AskedRequest::of(raw, live.mask(), policies.want_body(workflow)),
        response: None,
        extra: Vec::new(),
    };
    Some((workflow, exchange))
}

fn identity(
    live: &LiveSite,
    raw: &RawCall,
    key: &ApiKey,
    permit: &Permit,
    policies: &dyn Policies,
) -> KeyIdentity {
    let site = live.site();
    let presentation = raw.presentation();
    let name_of = |index: &WorkflowIndex| site.workflow(*index).map(|workflow| workflow.name.to_string());
    let permitted_workflows = match &key.permitted {
        Permitted::All => vec!["*".to_owned()],
        Permitted::Only(workflows) => workflows.iter().take(PERMITTED_TOLD_MAX).filter_map(name_of).collect(),
    };
    KeyIdentity {
        name: key.name.to_string(),
        slot: match permit.slot() {
            Slot::Primary => KeySlot::Primary,
            Slot::Secondary => KeySlot::Secondary,
            Slot::Minted => KeySlot::Minted,
        },
        carrier: match permit.carrier() {
            Carrier::HeaderKey => KeyCarrier::HeaderKey,
            Carrier::HeaderBearer => KeyCarrier::HeaderBearer,
            Carrier::Query => KeyCarrier::Query,
        },
        fingerprint: presentation
            .secret()
            .map(|secret| policies.fingerprint(&secret.digest()))
            .unwrap_or_default(),
        enabled: matches!(key.state, KeyState::Enabled),
        target_environment: key
            .environment
            .and_then(|at| site.environment(at))
            .map(|found| found.name.to_string()),
        permitted_workflows,
    }
}

/// What the verdicts come to: all findings are kept, and the first refusal in the site's order counts.
#[must_use]
pub fn heed(live: &LiveSite, raw: &RawCall, admitted: Admitted, verdicts: Vec<Verdict>) -> Admitted {
    let Admitted { mut record, mut standing } = admitted;
    let presentation = raw.presentation();
    for mut verdict in verdicts {
        verdict.findings.iter_mut().for_each(|seen| seen.hide(live.mask(), presentation.secret()));
        tell(&verdict, &mut record);
        if let (Some(turned_away), Ok(_)) = (refusal(&verdict), &standing) {
            standing = Err(turned_away);
        }
        for seen in verdict.findings {
            let at = Some(seen.at.to_string());
            let (rule, severity, message, help) = (seen.rule, seen.severity, seen.message, seen.help);
            record.keep(Observation { rule, severity, message, at, help, fingerprint: None });
        }
    }
    Admitted { record, standing }
}

fn refusal(verdict: &Verdict) -> Option<TurnedAway> {
    let policy = &verdict.policy;
    let first = verdict.findings.first().map(|seen| seen.message.as_str());
    match &verdict.effect {
        Effect::Pass => None,
        Effect::Deny(status) => {
            let message =
                format!("the policy `{policy}` refused the call: {}", first.unwrap_or("it does not say why"));
            Some(TurnedAway { status: Some(*status), ..TurnedAway::telling(Refusal::PolicyDenied, message) })
        }
        Effect::Fail(failure) => {
            let detail = format!("the policy `{policy}` gave no decision: {failure}; {}", failure.advice());
            Some(TurnedAway::new(Refusal::PolicyFailed, detail))
        }
    }
}

fn tell(verdict: &Verdict, record: &mut Record) {
    let Verdict { policy, word, effect, findings } = verdict;
    record.trace.step(StepName::AskPolicies, Provenance::Assumed("policies are localgear's own"), || {
        let said = word.map_or("gave no decision", |word| word.as_str());
        let outcome = match effect {
            Effect::Pass => "the call goes on".to_owned(),
            Effect::Deny(status) => format!("refused with {status}: {}", Refusal::PolicyDenied),
            Effect::Fail(_) => format!("refused: {}", Refusal::PolicyFailed),
        };
        let seen: Vec<String> = findings
            .iter()
            .map(|seen| {
                let help = seen.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
                format!("{}: {} ({}){help}", seen.rule, seen.message, seen.at)
            })
            .collect();
        let why = if seen.is_empty() { "nothing to report".to_owned() } else { seen.join(" · ") };
        (format!("`{policy}`: {said}; {outcome}"), why)
    });
}
