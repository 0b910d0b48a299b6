//! No secret stands in a suite file: it is shared, printed and pasted.

use crate::adapters::site_file::faults::Faults;
use crate::adapters::site_file::place::Span;
use crate::site::{KeySecret, SECRET_CHARS};

/// Every text of the shape of a generated secret, wherever it stands, comments included.
pub(super) fn look_for_keys(text: &str, faults: &mut Faults) {
    for span in runs(text).filter(|run| run.len() == SECRET_CHARS) {
        faults.secrets.extend(text.get(span.clone()).and_then(KeySecret::parse));
        faults.hide(&span);
        let advice = "name the key with `key = \"…\"`, and keep its secret in an environment variable";
        faults.add("secret-in-suite", &span, "this has the shape of an API Key's secret", advice);
    }
}

/// Runs of the characters that keys are made of.
fn runs(text: &str) -> impl Iterator<Item = Span> {
    let mut start = None;
    let ends = text.char_indices().chain([(text.len(), ' ')]);
    ends.filter_map(move |(at, c)| {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') {
            start.get_or_insert(at);
            return None;
        }
        start.take().map(|start| start..at)
    })
}
