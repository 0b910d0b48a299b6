//! Annotations for GitHub Actions: one workflow command for each broken case.

use super::mismatch_lines;
use crate::contract::Tally;

/// A tally as workflow commands; nothing where everything was kept.
#[must_use]
pub fn github(tally: &Tally) -> String {
    let mut text = String::new();
    for case in tally.cases().filter(|case| case.is_broken()) {
        let place = case.place.as_ref();
        let place =
            place.map(|at| format!("file={},line={},", property(&at.file), at.line)).unwrap_or_default();
        let lines: Vec<String> = case
            .mismatches()
            .iter()
            .flat_map(mismatch_lines)
            .map(|(label, line)| format!("{label:<9} {line}"))
            .collect();
        let title = property(&format!("contract broken: {}", case.name));
        text.push_str(&format!("::error {place}title={title}::{}\n", message(&lines.join("\n"))));
    }
    text
}

/// Escaped as the runner reads the text of a command.
fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escaped as the runner reads a property of a command.
fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{message, property};

    #[test]
    fn what_would_end_a_command_or_a_property_is_escaped() {
        assert_eq!(message("100 %\nnext: a, b"), "100 %25%0Anext: a, b");
        assert_eq!(property("a: b, c"), "a%3A b%2C c");
    }
}
