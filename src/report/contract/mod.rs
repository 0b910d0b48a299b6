//! What suites and runs under `exec` came to, in the forms that people and CI systems read.

mod github;
mod junit;
mod run_human;
mod run_json;
mod run_markdown;

pub use github::github;
pub use junit::junit;
pub use run_human::run_human;
pub use run_json::run_json;
pub use run_markdown::run_markdown;

use crate::contract::{Mismatch, SeenCall};

/// A mismatch in lines, each with its label: what a person reads wherever colour and layout are not at hand.
#[must_use]
pub fn mismatch_lines(mismatch: &Mismatch) -> Vec<(&'static str, String)> {
    let mut lines = vec![("expected", mismatch.expected.clone()), ("found", mismatch.found.clone())];
    if mismatch.nearest.is_empty() {
        lines.extend(mismatch.differs.iter().map(|differs| ("differs", differs.clone())));
    }
    for call in &mismatch.nearest {
        lines.push(("call", call_line(call)));
        lines.extend(call.differs.iter().map(|differs| ("", format!("  {differs}"))));
    }
    lines
}

/// A call in one line.
#[must_use]
pub fn call_line(call: &SeenCall) -> String {
    let reason = call.reason.map(|reason| format!(" {reason}")).unwrap_or_default();
    let key = call.key.as_ref().map(|key| format!(" by `{key}`")).unwrap_or_default();
    let environment = call.environment.as_ref().map(|name| format!(" in `{name}`")).unwrap_or_default();
    format!("{} {} → {}{reason}{key}{environment}", call.method, call.url, call.status)
}
