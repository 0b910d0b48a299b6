//! Step 4: what do sightings come to? One rule a file, with its page beside it.

mod basic_auth_in_url;
mod case;
mod key_in_log;
mod key_in_query;
mod key_in_redirect;
mod key_in_referer;
mod key_literal;
mod key_over_http;
mod missing_profile;
mod spec_key_in_query;
mod stale_key;

use self::case::{Case, Said};
use super::aside::Filtered;
use super::knowledge::Knowledge;
use super::placeholder;
use super::sighting::{Manner, Sighting};
use crate::finding::{
    BASIC_AUTH_IN_URL, Finding, KEY_IN_LOG, KEY_IN_QUERY, KEY_IN_REDIRECT, KEY_IN_REFERER, KEY_LITERAL,
    KEY_OVER_HTTP, MISSING_PROFILE, Place, Rule, SPEC_KEY_IN_QUERY, STALE_KEY, UNUSED_IGNORE,
};

/// A sighting and where it is in its file: line, column and frame were read while the text was at hand.
#[derive(Debug, Clone)]
pub struct Located {
    /// What was seen.
    pub sighting: Sighting,
    /// Where.
    pub place: Place,
    /// Why its value alone sets it aside, if it does: [`why_aside`].
    pub aside: Option<&'static str>,
}

/// What the sightings of one file come to.
#[derive(Debug, Clone, Default)]
pub struct Judged {
    /// What rules saw, in the order of the file.
    pub findings: Vec<Finding>,
    /// What was set aside.
    pub filtered: Vec<Filtered>,
}

/// What a rule says of a sighting, if anything.
type Judge = for<'c> fn(&Case<'c>) -> Option<Said>;

/// A rule, what it says, and its page.
struct Entry {
    rule: &'static Rule,
    judge: Judge,
    page: &'static str,
}

/// Every rule that judges sightings, and the one that judges ignores. The first that says something has the fix.
const ENTRIES: &[Entry] = &[
    Entry { rule: &KEY_IN_QUERY, judge: key_in_query::judge, page: include_str!("key-in-query.md") },
    Entry { rule: &KEY_IN_LOG, judge: key_in_log::judge, page: include_str!("key-in-log.md") },
    Entry { rule: &KEY_IN_REFERER, judge: key_in_referer::judge, page: include_str!("key-in-referer.md") },
    Entry { rule: &KEY_IN_REDIRECT, judge: key_in_redirect::judge, page: include_str!("key-in-redirect.md") },
    Entry {
        rule: &SPEC_KEY_IN_QUERY,
        judge: spec_key_in_query::judge,
        page: include_str!("spec-key-in-query.md"),
    },
    Entry { rule: &KEY_LITERAL, judge: key_literal::judge, page: include_str!("key-literal.md") },
    Entry {
        rule: &BASIC_AUTH_IN_URL,
        judge: basic_auth_in_url::judge,
        page: include_str!("basic-auth-in-url.md"),
    },
    Entry { rule: &KEY_OVER_HTTP, judge: key_over_http::judge, page: include_str!("key-over-http.md") },
    Entry { rule: &MISSING_PROFILE, judge: missing_profile::judge, page: include_str!("missing-profile.md") },
    Entry { rule: &STALE_KEY, judge: stale_key::judge, page: include_str!("stale-key.md") },
    Entry { rule: &UNUSED_IGNORE, judge: |_| None, page: include_str!("unused-ignore.md") },
];

/// The page of a rule, in Markdown: what it is about, why, an example, how to mend it.
#[must_use]
pub fn page(rule: &str) -> Option<&'static str> {
    ENTRIES.iter().find(|entry| entry.rule.id == rule).map(|entry| entry.page)
}

/// Why a sighting will be set aside, if its value alone says so: nobody needs to know where it is then. A key that the site
/// knows never is.
#[must_use]
pub fn why_aside(sighting: &Sighting, knowledge: Option<&Knowledge>) -> Option<&'static str> {
    let why = placeholder::of_value(sighting)?;
    case::owner(sighting, knowledge).is_none().then_some(why)
}

/// Whether a sighting would be a finding if its value were a key; what is none is not set aside either. A header is one
/// only with a site.
#[must_use]
pub fn is_of_interest(sighting: &Sighting) -> bool {
    match sighting.manner {
        Manner::Header | Manner::UserInfo => false,
        Manner::Query | Manner::DeclaredInQuery | Manner::Referer | Manner::Redirect => true,
    }
}

/// Judges all sightings of one file, or of one window of it.
#[must_use]
pub fn judge(located: Vec<Located>, knowledge: Option<&Knowledge>) -> Judged {
    let mut judged = Judged::default();
    for Located { sighting, place, aside } in located {
        let case = Case::of(&sighting, &place, knowledge);
        if let Some(why) = aside.or_else(|| placeholder::of_expression(&sighting, case.marked())) {
            if is_of_interest(&sighting) {
                judged.filtered.push(Filtered { place, why });
            }
            continue;
        }
        let said = ENTRIES.iter().filter_map(|entry| (entry.judge)(&case).map(|said| (entry.rule, said)));
        let mut fix = sighting.fix.clone();
        judged.findings.extend(said.map(|(rule, said)| case.finding(rule, said, fix.take())));
    }
    judged
}

#[cfg(test)]
mod tests {
    use super::{ENTRIES, page};
    use crate::finding::RULES;

    #[test]
    fn every_rule_is_judged_and_has_its_page() {
        let rules: Vec<&str> = ENTRIES.iter().map(|entry| entry.rule.id).collect();
        assert_eq!(rules, RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
        for rule in RULES {
            let page = page(rule.id).unwrap();
            assert!(page.starts_with(&format!("# {}\n", rule.id)), "{}", rule.id);
            for part in ["## Why", "## Example", "## How to mend it"] {
                assert!(page.contains(part), "{}: {part}", rule.id);
            }
            if let Some(cwe) = rule.cwe {
                assert!(page.contains(&format!("CWE-{cwe}")), "{}", rule.id);
            }
        }
    }
}
