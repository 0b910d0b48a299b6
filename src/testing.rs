//! A site inside your own Rust tests: it answers on a free port, its keys have secrets made for the test, its clock is
//! yours, and when it is dropped it says what of the contract was broken.
//!
//! ```
//! use std::time::Duration;
//!
//! use localgear::testing::LocalSite;
//!
//! # rustls::crypto::ring::default_provider().install_default().ok();
//! let site = LocalSite::start(
//!     r#"
//!     [site]
//!     name = "mycompany"
//!
//!     [[workflow]]
//!     name = "Get customer"
//!     method = "GET"
//!     path = "/customers/{id}"
//!
//!     [[workflow.reply]]
//!     json = '{"id": "{{ inputs.id }}"}'
//!
//!     [[key]]
//!     name = "crm"
//!     environment = "Production"
//!     primary = "sha256:d3a34be15d7e2d4f2423a614518b90400565a9c750b16db4d05887a7b41af973"
//!     workflows = ["Get customer"]
//!     "#,
//! )
//! .expecting(
//!     r#"
//!     [[call]]
//!     workflow = "Get customer"
//!     exactly = 2
//!     when = { inputs.id = "7" }
//!     "#,
//! );
//!
//! let http = reqwest::blocking::Client::builder().no_proxy().build()?;
//! let get = |path: &str| http.get(site.url(path)).header("Authorization", site.authorization("crm")).send();
//! assert_eq!(get("/customers/7")?.text()?, r#"{"id": "7"}"#);
//!
//! // A disabled key works on for up to five minutes, and the clock is yours.
//! site.disable_key("crm");
//! site.advance(Duration::from_secs(4 * 60));
//! assert_eq!(get("/customers/7")?.status(), 200);
//!
//! // Here the site is dropped: had a call been missing, been refused or carried its key in the URL, it would panic.
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! What goes without saying is the same as under `localgear exec`: no call is refused, every call reaches a Workflow, no
//! finding at or above warning, no input that its Workflow does not declare. [`LocalSite::allowing`] allows one of them.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::adapters::expect_file::{self, Allowance};
use crate::adapters::running_site::RunningSite;
use crate::adapters::site_file::{self, Loaded, Origin};
use crate::adapters::wasm::Sandbox;
use crate::contract::{Expectations, Ledger, RunReport};
use crate::ports::{Clock as _, Policies};
use crate::report::contract::run_human;
use crate::site::{KeyChange, Moment};
use crate::traffic::JournalEntry;

/// A site that answers until it is dropped, and then says what of the contract was broken.
///
/// It has threads of its own, so that it serves synchronous tests as well as those of any async runtime.
#[derive(Debug)]
pub struct LocalSite {
    running: RunningSite,
    expectations: Expectations,
    tells_when_dropped: bool,
}

/// What of the contract was broken.
#[derive(Clone)]
pub struct Broken(Box<RunReport>);

impl LocalSite {
    /// A site that answers from now on, from the text of a site file.
    ///
    /// # Panics
    /// Where the text is no sound site, with everything that is wrong in it; where the system gives no port.
    #[must_use]
    pub fn start(text: &str) -> Self {
        match site_file::read(text.to_owned(), Origin { name: "site", folder: None }) {
            Ok(loaded) => Self::serve(loaded),
            Err(faults) => panic!("the site is broken\n{faults}"),
        }
    }

    /// The same from a site file.
    ///
    /// # Panics
    /// As [`LocalSite::start`], and where the file cannot be read.
    #[must_use]
    pub fn load(path: impl AsRef<Path>) -> Self {
        match site_file::load(path.as_ref()) {
            Ok(loaded) => Self::serve(loaded),
            Err(fault) => panic!("the site cannot be served\n{fault}"),
        }
    }

    fn serve(loaded: Loaded) -> Self {
        let policies = policies(&loaded);
        let running = RunningSite::start(loaded.site, policies, Expectations::default());
        let running = running.unwrap_or_else(|fault| panic!("the site cannot be served: {fault}"));
        Self { running, expectations: Expectations::default(), tells_when_dropped: true }
    }

    /// Expects this of the calls from now on: what `localgear exec --expect` takes. Calls made so far are forgotten.
    ///
    /// # Panics
    /// Where the text is broken, with everything that is wrong in it.
    #[must_use]
    pub fn expecting(mut self, text: &str) -> Self {
        let live = self.running.emulator().live();
        match expect_file::read(text.to_owned(), "expectations", live.site()) {
            Ok(expectations) => {
                let allowed = std::mem::take(&mut self.expectations.allowed);
                self.expectations = expectations;
                self.expectations.allowed.habits.extend(allowed.habits);
                self.expectations.allowed.rules.extend(allowed.rules);
            }
            Err(faults) => panic!("the expectations are broken\n{faults}"),
        }
        self.expect_anew();
        self
    }

    /// Allows what otherwise goes without saying that it does not happen: `refused-calls`, `unmatched-calls`,
    /// `findings`, `undeclared-inputs`, or the findings of one rule by its id. Calls made so far are forgotten.
    ///
    /// # Panics
    /// Where nothing has that name.
    #[must_use]
    pub fn allowing(mut self, what: &str) -> Self {
        match expect_file::allowance(what) {
            Some(Allowance::Habit(habit)) => self.expectations.allowed.habits.push(habit),
            Some(Allowance::Rule(rule)) => self.expectations.allowed.rules.push(rule),
            None => panic!("there is nothing named `{what}` to allow"),
        }
        self.expect_anew();
        self
    }

    fn expect_anew(&self) {
        self.running.ledger().replace(Ledger::new(self.expectations.clone()));
    }

    /// The URL of a path, which begins with `/`.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.running.url())
    }

    /// The secret of a key, made for this site.
    ///
    /// # Panics
    /// Where the site has no such key.
    #[must_use]
    pub fn key(&self, name: &str) -> &str {
        let known = self.running.minted().iter().find(|(known, _)| known == name);
        known.map_or_else(|| panic!("the site has no key `{name}`"), |(_, secret)| secret.reveal())
    }

    /// The same as the value of an `Authorization` header.
    ///
    /// # Panics
    /// Where the site has no such key.
    #[must_use]
    pub fn authorization(&self, name: &str) -> String {
        format!("Key={}", self.key(name))
    }

    /// What time it is on the site's clock.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.running.emulator().clock().now()
    }

    /// Stops the site's clock at a moment.
    pub fn freeze(&self, at: Moment) {
        self.running.emulator().clock().freeze(at);
    }

    /// Moves the site's clock on.
    pub fn advance(&self, by: Duration) {
        self.running.emulator().clock().advance(by);
    }

    /// Disables a key, as of now on the site's clock; it works on for the site's `disable-lag`.
    ///
    /// # Panics
    /// Where the site has no such key.
    pub fn disable_key(&self, name: &str) {
        self.change_key(name, &KeyChange::Disable(self.now()));
    }

    /// Enables a key, at once.
    ///
    /// # Panics
    /// Where the site has no such key.
    pub fn enable_key(&self, name: &str) {
        self.change_key(name, &KeyChange::Enable);
    }

    fn change_key(&self, name: &str, change: &KeyChange) {
        let changed = self.running.emulator().change_key(name, change);
        changed.unwrap_or_else(|fault| panic!("{fault}"));
    }

    /// The calls so far, the newest last; of very many the oldest have made room.
    #[must_use]
    pub fn journal(&self) -> Vec<Arc<JournalEntry>> {
        self.running.emulator().journal().kept().entries
    }

    /// Whether everything was kept so far. What was broken is then the caller's to tell: the site no longer says it when
    /// it is dropped.
    ///
    /// # Errors
    /// What was broken.
    pub fn verify(&mut self) -> Result<(), Broken> {
        self.tells_when_dropped = false;
        let report = self.running.ledger().report(&self.running.emulator().live(), None);
        if report.is_kept() { Ok(()) } else { Err(Broken(Box::new(report))) }
    }
}

fn policies(loaded: &Loaded) -> Option<Arc<dyn Policies>> {
    let bindings = &loaded.site.parts().policies;
    if bindings.is_empty() {
        return None;
    }
    let sandbox = Sandbox::new(None).unwrap_or_else(|fault| panic!("no policy can be run: {fault}"));
    match sandbox.load(bindings, &|_| ()) {
        Ok(policies) => Some(Arc::new(policies)),
        Err(faults) => {
            let faults: Vec<_> =
                faults.iter().map(|fault| format!("`{}`: {}", fault.policy, fault.why)).collect();
            panic!("the site's policies cannot be used: {}", faults.join("; "))
        }
    }
}

/// Says what was broken, unless the test fails already or has asked.
impl Drop for LocalSite {
    fn drop(&mut self) {
        self.running.finish();
        if !self.tells_when_dropped || std::thread::panicking() {
            return;
        }
        if let Err(broken) = self.verify() {
            panic!("{broken}");
        }
    }
}

impl Broken {
    /// Everything that is known of the run.
    #[must_use]
    pub fn report(&self) -> &RunReport {
        &self.0
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(run_human(&self.0, false).trim_end())
    }
}

/// As for a person: a failed `unwrap` shows it.
impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for Broken {}
