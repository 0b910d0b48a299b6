//! What a whole run under `exec` came to.

use super::coverage::Coverage;
use super::expectation::calls;
use super::ledger::Ledger;
use super::tally::{Group, Tally};
use super::usage::Usage;
use super::verify::{judge_coverage, verify};
use crate::site::LiveSite;

/// What a whole run came to.
#[derive(Debug, Clone)]
pub struct RunReport {
    /// The site's name.
    pub site: String,
    /// What was kept and broken.
    pub tally: Tally,
    /// Who called what.
    pub usage: Usage,
    /// How much of what the site permits was used.
    pub coverage: Coverage,
}

impl RunReport {
    /// Judges a run over the site that it ran against, with the coverage it must have, in percent.
    #[must_use]
    pub fn of(ledger: &Ledger, live: &LiveSite, percent_min: Option<u64>) -> Self {
        let site = live.site().name().to_string();
        let coverage = Coverage::of(live, ledger.usage());
        let mut tally = verify(ledger, &site, 0);
        if let Some(percent_min) = percent_min {
            let cases = vec![judge_coverage(&coverage, percent_min)];
            tally.groups.push(Group { name: "coverage".to_owned(), cases, properties: Vec::new() });
        }
        let say = |name: &str, value: String| (name.to_owned(), value);
        tally.properties = vec![
            say("calls", ledger.usage().calls.to_string()),
            say("refused", ledger.usage().refused_calls.to_string()),
            say("coverage", format!("{}", coverage.percent())),
        ];
        Self { site, tally, usage: ledger.usage().clone(), coverage }
    }

    /// Whether everything was kept.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.tally.is_kept()
    }

    /// The run in one line.
    #[must_use]
    pub fn headline(&self) -> String {
        let outcome = match self.tally.broken() {
            0 => "the contract was kept".to_owned(),
            1 => "the contract was broken in 1 point".to_owned(),
            many => format!("the contract was broken in {many} points"),
        };
        let refused = match self.usage.refused_calls {
            0 => String::new(),
            some => format!(", {some} refused"),
        };
        let Coverage { covered, permitted, .. } = self.coverage;
        format!(
            "{outcome}: {}{refused}; coverage {} % ({covered} of {permitted})",
            calls(self.usage.calls),
            self.coverage.percent()
        )
    }
}
