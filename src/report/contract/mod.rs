//! What suites and runs under `exec` came to, in the forms that people and CI systems read.

mod github;
mod junit;
mod matrix_human;
mod run_human;
mod run_json;
mod run_markdown;
mod suite_github;
mod suite_human;
mod suite_json;
mod suite_junit;
mod suite_markdown;

pub use github::github;
pub use junit::junit;
pub use matrix_human::matrix_human;
pub use run_human::run_human;
pub use run_json::run_json;
pub use run_markdown::run_markdown;
pub use suite_github::suite_github;
pub use suite_human::suite_human;
pub use suite_json::suite_json;
pub use suite_junit::suite_junit;
pub use suite_markdown::suite_markdown;

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
