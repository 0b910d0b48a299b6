//! A site that answers on a port of its own, with a clock that a test moves.

use std::net::SocketAddr;
use std::sync::Arc;

use localgear::adapters::emulator::Emulator;
use localgear::adapters::http_server::{self, ControlAccess, ControlToken, Edge, Limits};
use localgear::adapters::site_file::{self, Origin};
use localgear::site::{KeySecret, Moment, SECRET_BYTES, Site, parse_duration};
use serde_json::Value;
use sha2::{Digest as _, Sha512};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use super::wire::{Call, HttpReply, Wire};

/// When every test site begins.
const BEGINNING: &str = "2026-03-01T09:00:00Z";

/// Environments, Workflows and keys that a story needs unless it is about them.
const ORDINARY: &str = r#"
[[environment]]
name = "Production"
allowed-origins = ["app.example.com"]

[[environment]]
name = "Test"
allowed-origins = ["*"]

[[workflow]]
name = "Get customer"
method = "GET"
path = "/customers/{id}"
[workflow.inputs.id]
example = "123"
[[workflow.reply]]
json = '{"id": "{{ inputs.id }}", "in": "{{ environment }}"}'

[[workflow]]
name = "Echo"
method = "POST"
path = "/echo"
[workflow.inputs.a]
[workflow.inputs.b]
default = "B"

[[workflow]]
name = "Only in Test"
method = "PUT"
path = "/customers/{id}"
environments = ["Test"]

[[workflow]]
name = "Forbidden"
method = "GET"
path = "/forbidden"
"#;

/// What a story changes of the ordinary site.
pub(crate) struct Draft {
    settings: String,
    ordinary: bool,
    more: String,
    limits: Limits,
    token: Option<ControlToken>,
}

/// The site, running until it is dropped.
pub(crate) struct TestSite {
    pub(crate) address: SocketAddr,
    pub(crate) emulator: Arc<Emulator>,
    stop: Option<oneshot::Sender<()>>,
    served: Option<tokio::task::JoinHandle<std::io::Result<bool>>>,
    runtime: Option<Runtime>,
}

/// The secret in a slot of a key: of the platform's shape, the same in every run.
pub(crate) fn secret(key: &str, slot: &str) -> String {
    let bytes: [u8; SECRET_BYTES] = Sha512::digest(format!("{key} {slot}")).into();
    KeySecret::from_random(&bytes).reveal().to_owned()
}

pub(crate) fn moment(text: &str) -> Moment {
    Moment::parse(text).unwrap()
}

/// The text of a `[[key]]` with both its digests.
fn key_table(name: &str, fields: &str) -> String {
    let digest = |slot| KeySecret::parse(&secret(name, slot)).unwrap().digest();
    let (primary, secondary) = (digest("primary"), digest("secondary"));
    format!("[[key]]\nname = '{name}'\nprimary = '{primary}'\nsecondary = '{secondary}'\n{fields}\n")
}

impl Draft {
    /// Lines of `[site]`.
    pub(crate) fn settings(mut self, lines: &str) -> Self {
        self.settings.push_str(lines);
        self.settings.push('\n');
        self
    }

    /// More tables.
    pub(crate) fn more(mut self, tables: &str) -> Self {
        self.more.push_str(tables);
        self.more.push('\n');
        self
    }

    /// One more key, both slots filled with [`secret`].
    pub(crate) fn key(self, name: &str, fields: &str) -> Self {
        let table = key_table(name, fields);
        self.more(&table)
    }

    pub(crate) fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    pub(crate) fn token(mut self, token: &str) -> Self {
        self.token = ControlToken::parse(token);
        self
    }

    /// The site file.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("[site]\nname = \"shop\"\n{}", self.settings);
        if self.ordinary {
            text.push_str(ORDINARY);
            text.push_str(&key_table(
                "crm",
                "environment = 'Production'\nworkflows = ['Get customer', 'Echo', 'Only in Test']",
            ));
            text.push_str(&key_table(
                "crm-test",
                "environment = 'Test'\nworkflows = ['Get customer', 'Echo', 'Only in Test']",
            ));
        }
        text.push_str(&self.more);
        text
    }

    pub(crate) fn site(&self) -> Site {
        let text = self.text();
        let origin = Origin { name: "site.toml", folder: None };
        let read = site_file::read(text.clone(), origin).map(|loaded| loaded.site);
        read.unwrap_or_else(|faults| panic!("{text}\n{faults}"))
    }

    pub(crate) fn start(self) -> TestSite {
        let emulator = Arc::new(Emulator::new(self.site(), None, Vec::new()));
        emulator.clock().freeze(moment(BEGINNING));
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let access = ControlAccess::for_address(address.ip(), self.token);
        let edge = Arc::new(Edge::new(Arc::clone(&emulator), access, self.limits));
        let (stop, stopped) = oneshot::channel();
        let served = runtime.spawn(http_server::serve(listener, edge, None, self.limits, async {
            stopped.await.ok();
        }));
        TestSite { address, emulator, stop: Some(stop), served: Some(served), runtime: Some(runtime) }
    }
}

impl TestSite {
    /// The ordinary site, to be changed before it starts.
    pub(crate) fn draft() -> Draft {
        let limits = Limits::default();
        Draft { settings: String::new(), ordinary: true, more: String::new(), limits, token: None }
    }

    /// A site with nothing but a name, to be filled before it starts.
    pub(crate) fn bare() -> Draft {
        Draft { ordinary: false, ..Self::draft() }
    }

    /// The ordinary site.
    pub(crate) fn start() -> Self {
        Self::draft().start()
    }

    pub(crate) fn call(&self, method: &str, target: &str) -> Call {
        Call::new(self.address, method, target)
    }

    pub(crate) fn get(&self, target: &str) -> Call {
        self.call("GET", target)
    }

    pub(crate) fn post(&self, target: &str) -> Call {
        self.call("POST", target)
    }

    pub(crate) fn wire(&self) -> Wire {
        Wire::to(self.address)
    }

    /// A call to a control endpoint.
    pub(crate) fn control(&self, method: &str, endpoint: &str) -> Call {
        self.call(method, &format!("/__localgear/{endpoint}"))
    }

    pub(crate) fn control_json(&self, method: &str, endpoint: &str, body: &Value) -> HttpReply {
        self.control(method, endpoint).json(body).send()
    }

    /// The journal's entries, newest last.
    pub(crate) fn journal(&self) -> Vec<Value> {
        let kept = self.control("GET", "journal").send().json();
        kept["entries"].as_array().unwrap().clone()
    }

    pub(crate) fn last_entry(&self) -> Value {
        self.journal().pop().expect("an entry")
    }

    pub(crate) fn advance(&self, by: &str) {
        self.emulator.clock().advance(parse_duration(by).unwrap());
    }

    /// Tells the server to stop, without waiting for it.
    pub(crate) fn ask_to_stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
    }

    /// Waits until the server has stopped: whether every running call finished.
    pub(crate) fn stopped(&mut self) -> bool {
        let (runtime, served) = (self.runtime.as_ref().unwrap(), self.served.take().unwrap());
        runtime.block_on(served).unwrap().unwrap()
    }
}

impl Drop for TestSite {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
