//! Guests from `tests/guests`, and what it takes to ask them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use localgear::adapters::wasm::{LoadFault, PolicySet, Sandbox, component_of};
use localgear::policy::{AskedRequest, Exchange, Field, Phase, Source, Target, Verdict};
use localgear::ports::Policies;
use localgear::site::{Name, OnFailure, PolicyBinding, PolicyMode, WorkflowIndex};
use serde_json::json;
use tempfile::TempDir;

pub(crate) const ANY_WORKFLOW: WorkflowIndex = WorkflowIndex(0);

const FRAME: [&str; 5] = ["memory", "cabi_realloc", "describe", "validate", "evaluate"];

/// The component of a guest: its own text, and from the frame whatever it does not export itself.
pub(crate) fn component(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/guests");
    let whole = folder.join(format!("{name}.component.wat"));
    if whole.exists() {
        return component_of(&fs::read(whole).unwrap()).unwrap();
    }
    component_of(text(&folder, name).as_bytes()).unwrap()
}

/// The core module's text of a guest.
pub(crate) fn text(folder: &Path, name: &str) -> String {
    let own = fs::read_to_string(folder.join(format!("{name}.wat"))).unwrap();
    let missing = FRAME.iter().filter(|part| !own.contains(&format!("(export \"{part}\")")));
    let frame: String =
        missing.map(|part| fs::read_to_string(folder.join(format!("frame/{part}.wat"))).unwrap()).collect();
    format!("(module\n{own}\n{frame})")
}

/// One sandbox for all tests of the process, as in a server; it keeps no compiled code.
pub(crate) fn sandbox() -> &'static Arc<Sandbox> {
    static SANDBOX: OnceLock<Arc<Sandbox>> = OnceLock::new();
    SANDBOX.get_or_init(|| Sandbox::new(None).unwrap())
}

/// A policy of a site, its component in a file.
pub(crate) struct Bound {
    pub(crate) binding: PolicyBinding,
    folder: TempDir,
}

/// The guest as a site's policy: enforced, asked about every Workflow.
pub(crate) fn bound(guest: &str) -> Bound {
    bound_bytes(guest, &component(guest))
}

/// As [`bound`], of any bytes.
pub(crate) fn bound_bytes(name: &str, bytes: &[u8]) -> Bound {
    let folder = tempfile::tempdir().unwrap();
    let module = folder.path().join("policy.wasm");
    fs::write(&module, bytes).unwrap();
    let binding = PolicyBinding {
        name: Name::parse(name).unwrap(),
        module,
        mode: PolicyMode::Enforce,
        settings: json!({}),
        timeout: Duration::from_millis(50),
        workflows: Vec::new(),
        on_failure: OnFailure::Deny,
    };
    Bound { binding, folder }
}

impl Bound {
    pub(crate) fn monitored(mut self) -> Self {
        self.binding.mode = PolicyMode::Monitor;
        self
    }

    pub(crate) fn letting_failures_pass(mut self) -> Self {
        self.binding.on_failure = OnFailure::Allow;
        self
    }

    pub(crate) fn with_settings(mut self, settings: serde_json::Value) -> Self {
        self.binding.settings = settings;
        self
    }

    pub(crate) fn module(&self) -> PathBuf {
        self.folder.path().join("policy.wasm")
    }

    pub(crate) fn load(&self) -> Result<PolicySet, Vec<LoadFault>> {
        sandbox().load(std::slice::from_ref(&self.binding), &|_| ())
    }

    /// What becomes of a call, when this is the site's only policy.
    pub(crate) fn verdict_on(&self, method: &str) -> Verdict {
        let policies = self.load().unwrap_or_else(|faults| panic!("{}", faults[0]));
        let mut verdicts = policies.ask_here(ANY_WORKFLOW, exchange(method));
        verdicts.pop().unwrap()
    }

    /// The sentence with which the policy is refused.
    pub(crate) fn fault(&self) -> String {
        self.load().err().map(|faults| faults[0].to_string()).unwrap_or_default()
    }
}

/// A call as policies see it.
pub(crate) fn exchange(method: &str) -> Exchange {
    Exchange {
        id: "6f9619ff-8b86-d011-b42d-00cf4fc964ff".to_owned(),
        phase: Phase::Request,
        source: Source::Live,
        received_ms: Some(1_763_800_000_000),
        client: Some("127.0.0.1".to_owned()),
        target: Target {
            site: "mycompany".to_owned(),
            environment: "Test".to_owned(),
            workflow: Some("Get customer".to_owned()),
            template: Some("/customers/{id}".to_owned()),
        },
        key: None,
        request: AskedRequest {
            method: method.to_owned(),
            scheme: "http".to_owned(),
            authority: "localhost".to_owned(),
            path: "/customers/123".to_owned(),
            query: vec![Field::plain("_profile", "Test")],
            headers: vec![Field::plain("accept", "application/json"), Field::secret("authorization")],
            body: None,
        },
        response: None,
        extra: Vec::new(),
    }
}
