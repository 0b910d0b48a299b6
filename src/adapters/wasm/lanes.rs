//! Quick answers at once, slow ones out of everybody's way.
//!
//! Nearly every answer takes microseconds, and is given on the thread that serves the call: handing it over would
//! cost more than the answer. A policy that is not done after a beat or two of the ticker is stopped there and asked
//! again, from the start, on a thread of its own; as it has no memory and no outside, asking twice is the same as
//! asking once. It stays in the slow lane for a while. Each policy has few places there, so that one that never ends
//! can neither fill the machine nor hold up another.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::asking::{self, Patience};
use super::bindings::localgear::policy::types as wit;
use super::loading::LoadedPolicy;
use super::sandbox::Sandbox;
use super::translate;
use crate::policy::{Answer, Exchange, Failure, Phase, Verdict};
use crate::ports::Policies;
use crate::site::{SecretDigest, WorkflowIndex};

/// Slow answers of one policy that are worked on at once.
pub(super) const SLOW_PER_POLICY_MAX: usize = 2;

/// Questions for which a policy is taken to be slow after one that was.
const KNOWN_SLOW: u32 = 1000;

/// How many times its own timeout a question may wait for its turn.
const TURNS_MAX: u32 = 4;

/// The shortest such wait, for policies with hardly any timeout.
const TURN_MIN: Duration = Duration::from_millis(250);

/// The policies of a site, in the order of asking.
pub struct PolicySet {
    sandbox: Arc<Sandbox>,
    policies: Vec<Arc<LoadedPolicy>>,
}

/// A question as the policies take it: made once, whatever their number.
struct Asked {
    whole: Arc<wit::Exchange>,
    bare: OnceLock<Arc<wit::Exchange>>,
}

impl Asked {
    fn new(exchange: Exchange) -> Self {
        Self { whole: Arc::new(translate::exchange(exchange)), bare: OnceLock::new() }
    }

    /// What this policy is shown: bodies only if it wants them.
    fn shown_to(&self, policy: &LoadedPolicy) -> &Arc<wit::Exchange> {
        let has_body = self.whole.request.body.is_some()
            || self.whole.response.as_ref().is_some_and(|response| response.body.is_some());
        if policy.compiled.info().wants_body || !has_body {
            return &self.whole;
        }
        self.bare.get_or_init(|| {
            let mut bare = wit::Exchange::clone(&self.whole);
            bare.request.body = None;
            bare.response.iter_mut().for_each(|response| response.body = None);
            Arc::new(bare)
        })
    }
}

impl PolicySet {
    pub(super) fn new(sandbox: Arc<Sandbox>, policies: Vec<Arc<LoadedPolicy>>) -> Self {
        Self { sandbox, policies }
    }

    /// The policies.
    #[must_use]
    pub fn policies(&self) -> &[Arc<LoadedPolicy>] {
        &self.policies
    }

    fn about(&self, workflow: WorkflowIndex) -> impl Iterator<Item = &Arc<LoadedPolicy>> {
        self.policies.iter().filter(move |policy| policy.is_about(workflow))
    }
}

impl LoadedPolicy {
    fn is_about(&self, workflow: WorkflowIndex) -> bool {
        let workflows = &self.binding.workflows;
        self.compiled.info().phases.contains(&Phase::Request)
            && (workflows.is_empty() || workflows.contains(&workflow))
    }

    fn put(&self, sandbox: &Sandbox, patience: Patience, shown: &wit::Exchange) -> Answer {
        let (said, _) = asking::evaluate(sandbox, &self.compiled.pre, patience, shown, &self.settings);
        asking::answer(said, self.binding.name.as_str(), self.compiled.info())
    }

    /// The answer, if it is quick.
    fn put_quickly(&self, sandbox: &Sandbox, asked: &Asked) -> Option<Answer> {
        if self.known_slow.load(Ordering::Relaxed) > 0 {
            self.known_slow.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        match self.put(sandbox, Patience::Quick, self.shown(asked)) {
            Err(Failure::Overrun(_)) => {
                self.known_slow.store(KNOWN_SLOW, Ordering::Relaxed);
                None
            }
            answer => Some(answer),
        }
    }

    async fn put_slowly(self: &Arc<Self>, sandbox: &Arc<Sandbox>, asked: &Asked) -> Answer {
        let turn = (self.binding.timeout * TURNS_MAX).max(TURN_MIN);
        let place = match tokio::time::timeout(turn, Arc::clone(&self.lane).acquire_owned()).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) | Err(_) => return Err(Failure::Busy),
        };
        let (policy, sandbox) = (Arc::clone(self), Arc::clone(sandbox));
        let shown = Arc::clone(self.shown(asked));
        let patience = Patience::UpTo(self.binding.timeout);
        // The place is given back when the policy is done, not when the caller has gone away.
        let work = move || {
            let answer = policy.put(&sandbox, patience, &shown);
            drop(place);
            answer
        };
        let stopped = |_| Failure::Trapped("its thread ended".to_owned());
        tokio::task::spawn_blocking(work).await.map_err(stopped)?
    }

    fn shown<'a>(&self, asked: &'a Asked) -> &'a Arc<wit::Exchange> {
        asked.shown_to(self)
    }

    fn verdict(&self, answer: Answer) -> Verdict {
        let binding = &self.binding;
        Verdict::of(binding.name.as_str(), binding.mode, binding.on_failure, answer)
    }
}

impl Policies for PolicySet {
    fn any_about(&self, workflow: WorkflowIndex) -> bool {
        self.about(workflow).next().is_some()
    }

    fn want_body(&self, workflow: WorkflowIndex) -> bool {
        self.about(workflow).any(|policy| policy.compiled.info().wants_body)
    }

    fn fingerprint(&self, digest: &SecretDigest) -> String {
        self.sandbox.fingerprints().of(digest)
    }

    fn ask_here(&self, workflow: WorkflowIndex, exchange: Exchange) -> Vec<Verdict> {
        let asked = Asked::new(exchange);
        let put = |policy: &Arc<LoadedPolicy>| {
            let patience = Patience::UpTo(policy.binding.timeout);
            policy.verdict(policy.put(&self.sandbox, patience, policy.shown(&asked)))
        };
        self.about(workflow).map(put).collect()
    }

    fn ask<'a>(
        &'a self,
        workflow: WorkflowIndex,
        exchange: Exchange,
    ) -> Pin<Box<dyn Future<Output = Vec<Verdict>> + Send + 'a>> {
        Box::pin(async move {
            let asked = Asked::new(exchange);
            let mut verdicts = Vec::new();
            for policy in self.about(workflow) {
                let answer = match policy.put_quickly(&self.sandbox, &asked) {
                    Some(answer) => answer,
                    None => policy.put_slowly(&self.sandbox, &asked).await,
                };
                verdicts.push(policy.verdict(answer));
            }
            verdicts
        })
    }
}
