//! Step 3: who calls, and may they. Only this step makes a [`Permit`].

use super::match_workflow::Bound;
use super::record::{Record, TurnedAway};
use super::trace::StepName;
use crate::site::{ApiKey, KeyIndex, KeyState, LiveSite, Slot, WorksUntil};
use crate::traffic::{Carrier, Presentation, Provenance, RawCall, Refusal, page};

/// The right to run one stub once, for one call. There is no other way to get one than to authenticate.
#[derive(Debug)]
pub struct Permit {
    bound: Bound,
    key: KeyIndex,
    slot: Slot,
    carrier: Carrier,
}

impl Permit {
    /// The call and its Workflow.
    #[must_use]
    pub fn bound(&self) -> &Bound {
        &self.bound
    }

    /// The key that earned it.
    #[must_use]
    pub fn key(&self) -> KeyIndex {
        self.key
    }

    /// Which of the key's secrets.
    #[must_use]
    pub fn slot(&self) -> Slot {
        self.slot
    }

    /// How the key travelled.
    #[must_use]
    pub fn carrier(&self) -> Carrier {
        self.carrier
    }
}

/// Earns a permit, or says why not.
///
/// # Errors
/// The refusal, in this order: no credential, a malformed one, an unknown key, a disabled one whose lag has passed, a
/// key for another environment, a Workflow that is not permitted. (The order among the last three is assumed.)
pub fn authenticate(
    live: &LiveSite,
    raw: &RawCall,
    bound: Bound,
    record: &mut Record,
) -> Result<Permit, TurnedAway> {
    let judged = judge(live, raw, &bound, record);
    match judged {
        Ok((key, slot, carrier)) => Ok(Permit { bound, key, slot, carrier }),
        Err(turned_away) => {
            let (refusal, detail) = (turned_away.refusal, &turned_away.detail);
            record.trace.step(StepName::Authenticate, refusal.provenance(), || {
                (format!("refused: {refusal}"), detail.clone())
            });
            Err(turned_away)
        }
    }
}

fn judge(
    live: &LiveSite,
    raw: &RawCall,
    bound: &Bound,
    record: &mut Record,
) -> Result<(KeyIndex, Slot, Carrier), TurnedAway> {
    let presented = match &bound.call.presentation {
        Presentation::Key(presented) => presented,
        Presentation::Absent => {
            return Err(TurnedAway::new(Refusal::NoCredential, "the call presents no key"));
        }
        Presentation::Malformed(malformed) => {
            return Err(TurnedAway::new(Refusal::MalformedCredential, malformed.explanation()));
        }
    };
    let digest = presented.secret.digest();
    let Some((key, index, slot)) = live.keys().find(&digest) else {
        let detail = match live.keys().find_retired(&digest) {
            Some(key) => format!("the secret was rotated out of the key `{}`", key.name),
            None => "no key of the site has this secret".to_owned(),
        };
        return Err(TurnedAway::new(Refusal::UnknownKey, detail));
    };
    record.key = Some((index, slot, presented.carrier));
    let name = &key.name;
    let works_until = key.state.works_until(live.site().parts().disable_lag);
    if !works_until.includes(raw.received) {
        return Err(TurnedAway::new(Refusal::KeyDisabled, disabled(key, works_until)));
    }
    let called = live.site().environment(bound.call.environment);
    if key.environment.is_some_and(|target| target != bound.call.environment) {
        let target = key.environment.and_then(|target| live.site().environment(target));
        let [target, called] =
            [target, called].map(|found| found.map(|known| known.name.as_str()).unwrap_or_default());
        let detail = format!("the key `{name}` is for `{target}`, and the call is for `{called}`");
        return Err(TurnedAway::new(Refusal::WrongEnvironment, detail));
    }
    let workflow =
        live.site().workflow(bound.workflow).map(|workflow| workflow.name.as_str()).unwrap_or_default();
    if !key.permitted.includes(bound.workflow) {
        let detail = format!("`{workflow}` is not among the permitted Workflows of the key `{name}`");
        return Err(TurnedAway::new(Refusal::NotPermitted, detail));
    }
    if let (KeyState::DisabledAt(_), WorksUntil::Moment(end)) = (key.state, works_until) {
        record.note(format!("the key `{name}` is disabled and works until {end} only"));
    }
    record.trace.step(StepName::Authenticate, Provenance::Documented(page::TOKEN_AUTHENTICATION), || {
        let lag = match works_until {
            WorksUntil::Moment(end) => format!(", although it is disabled: that takes effect at {end}"),
            WorksUntil::Forever | WorksUntil::Over => String::new(),
        };
        (format!("permitted: key `{name}`, {slot}"), format!("the key may invoke `{workflow}`{lag}"))
    });
    Ok((index, slot, presented.carrier))
}

fn disabled(key: &ApiKey, works_until: WorksUntil) -> String {
    match works_until {
        WorksUntil::Moment(end) => format!("the key `{}` is disabled and has worked until {end}", key.name),
        WorksUntil::Forever | WorksUntil::Over => format!("the key `{}` is disabled", key.name),
    }
}
