//! The story of one call, told only where somebody listens.

use serde::Serialize;

use crate::traffic::Provenance;

/// Whether the steps of a journey are written down.
#[derive(Debug, Default)]
pub struct Trace(Option<Vec<Step>>);

/// One step of a journey: what it decided, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Which step.
    pub step: StepName,
    /// What it decided.
    pub decision: String,
    /// Why.
    pub why: String,
    /// Where that behaviour comes from.
    pub provenance: Provenance,
}

/// The steps of a request's journey, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// Which environment is called.
    Environment,
    /// What is presented as a key.
    Credential,
    /// A browser's question before the call.
    Preflight,
    /// Which Workflow answers.
    MatchWorkflow,
    /// Whether the key may.
    Authenticate,
    /// What the policies say.
    AskPolicies,
    /// What goes into the Workflow.
    BindInputs,
    /// What stands in for its steps.
    RunStub,
}

impl StepName {
    /// The name in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Environment => "environment",
            Self::Credential => "credential",
            Self::Preflight => "preflight",
            Self::MatchWorkflow => "match-workflow",
            Self::Authenticate => "authenticate",
            Self::AskPolicies => "ask-policies",
            Self::BindInputs => "bind-inputs",
            Self::RunStub => "run-stub",
        }
    }
}

impl Trace {
    /// A trace that writes nothing down; serving uses it.
    #[must_use]
    pub fn silent() -> Self {
        Self(None)
    }

    /// A trace that keeps every step; `explain` uses it.
    #[must_use]
    pub fn told() -> Self {
        Self(Some(Vec::new()))
    }

    /// Whether steps are kept.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.0.is_some()
    }

    /// Keeps a step; what it says is made only where somebody listens.
    pub fn step(&mut self, step: StepName, provenance: Provenance, tell: impl FnOnce() -> (String, String)) {
        if let Some(steps) = &mut self.0 {
            let (decision, why) = tell();
            steps.push(Step { step, decision, why, provenance });
        }
    }

    /// The steps that were kept.
    #[must_use]
    pub fn into_steps(self) -> Vec<Step> {
        self.0.unwrap_or_default()
    }
}
