//! The permission matrix: an oracle of its own that agrees with the emulator, and with nothing else.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use localgear::adapters::local_target::LocalTarget;
use localgear::adapters::suite_file;
use localgear::contract::generate::generate;
use localgear::contract::matrix::{
    Asker, CellOutcome, Kept, Mark, Outcome, Part, Way, Writes, derive, grids, run,
};
use localgear::contract::reached::Reached;
use localgear::contract::suite::Verdict;
use localgear::ports::Target;
use localgear::site::{KeySecret, Site};
use localgear::traffic::{Addressed, Change, Heard, PlannedCall, Refusal, Unanswered};
use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};

use super::generated::{site, site_text};
use super::{broken, told_of, told_to};
use crate::harness::{TestSite, secret};

fn fixture(name: &str) -> Site {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/sites").join(name);
    localgear::adapters::site_file::load(&path)
        .map(|loaded| loaded.site)
        .unwrap_or_else(|fault| panic!("{fault}"))
}

fn asked(site: Site) -> (Arc<Site>, Vec<CellOutcome>) {
    let site = Arc::new(site);
    let target = LocalTarget::new(Arc::clone(&site), None).unwrap();
    let cells = derive(&site, target.now(), &Part::default()).unwrap();
    let outcomes = run(&site, cells, &target, Writes::LeftOut);
    (site, outcomes)
}

fn first_broken(outcomes: &[CellOutcome]) -> Option<String> {
    let odd = outcomes.iter().find(|outcome| outcome.kept != Kept::Yes)?;
    Some(format!("{:?} {} {}: {:?}", odd.cell.asker, odd.cell.call.method, odd.cell.call.target, odd.kept))
}

#[test]
fn the_sites_of_the_fixtures_keep_their_own_rules() {
    for name in ["demo.toml", "modern.toml", "clash.toml"] {
        let (site, outcomes) = asked(fixture(name));
        assert!(!outcomes.is_empty());
        assert_eq!(first_broken(&outcomes), None, "{name}");
        // The clashing site has no key, and a table without columns says nothing.
        assert_eq!(grids(&site, &outcomes).is_empty(), site.keys().keys().is_empty());
    }
    assert_eq!(first_broken(&asked(TestSite::draft().site()).1), None);
}

#[test]
fn the_matrix_holds_every_way_of_calling() {
    let (_, outcomes) = asked(TestSite::draft().site());
    let seen = |wanted: &dyn Fn(&Asker) -> bool| outcomes.iter().any(|outcome| wanted(&outcome.cell.asker));
    assert!(seen(&|asker| *asker == Asker::Nobody) && seen(&|asker| *asker == Asker::Stranger));
    assert!(seen(&|asker| *asker == Asker::Garbled));
    assert!(seen(&|asker| matches!(asker, Asker::Key(_, Way::BeforeLag(_)))));
    assert!(seen(&|asker| matches!(asker, Asker::Key(_, Way::AfterLag(_)))));
    let plain = outcomes.iter().filter(|outcome| matches!(outcome.cell.asker, Asker::Key(_, Way::Slot(..))));
    // Two keys, four Workflows, two environments, two slots, three carriers.
    assert_eq!(plain.count(), 2 * 4 * 2 * 2 * 3);
}

#[test]
fn a_matrix_that_nobody_would_wait_for_is_refused_and_a_part_of_it_is_not() {
    let mut text = String::from("[site]\nname = 'large'\n");
    for at in 0..300 {
        text.push_str(&format!("[[workflow]]\nname = 'w{at}'\nmethod = 'GET'\npath = '/w{at}'\n"));
        let digest = KeySecret::parse(&secret(&format!("k{at}"), "primary")).unwrap().digest();
        text.push_str(&format!("[[key]]\nname = 'k{at}'\nprimary = '{digest}'\nworkflows = ['*']\n"));
    }
    let site = site(&text);
    let now = localgear::adapters::system_clock::now();
    assert!(derive(&site, now, &Part::default()).is_err());
    let part = Part { text: Some("w299".to_owned()) };
    assert_eq!(derive(&site, now, &part).unwrap().len(), 2 * (3 + 300 * 5));
}

#[test]
fn the_table_shows_what_each_key_may_do() {
    let (site, outcomes) = asked(TestSite::draft().site());
    let grids = grids(&site, &outcomes);
    assert_eq!(grids[0].environment, "Production");
    let marks = |grid: usize, name: &str| {
        grids[grid].rows.iter().find(|row| row.workflow == name).unwrap().marks.clone()
    };
    assert_eq!(marks(0, "Echo"), [Mark::Permitted, Mark::Refused(Refusal::WrongEnvironment)]);
    assert_eq!(marks(0, "Only in Test"), [Mark::Refused(Refusal::WrongMethod); 2]);
    assert_eq!(marks(1, "Only in Test"), [Mark::Refused(Refusal::WrongEnvironment), Mark::Permitted]);
    assert_eq!(
        marks(0, "Forbidden"),
        [Mark::Refused(Refusal::NotPermitted), Mark::Refused(Refusal::WrongEnvironment)]
    );
}

/// Answers one call of all otherwise.
struct Mutant {
    inner: LocalTarget,
    calls: AtomicUsize,
    victim: usize,
    lie: Lie,
}

#[derive(Debug, Clone, Copy)]
enum Lie {
    Status(u16),
    Reason(Refusal),
}

impl Target for Mutant {
    fn send(&self, call: &PlannedCall) -> Result<Heard, Unanswered> {
        let mut heard = self.inner.send(call)?;
        if self.calls.fetch_add(1, Ordering::Relaxed) == self.victim {
            match self.lie {
                Lie::Status(add) => {
                    heard.status =
                        if heard.status + add < 600 { heard.status + add } else { heard.status - add }
                }
                Lie::Reason(other) => {
                    let same = heard.reason.as_deref() == Some(other.slug());
                    heard.reason = (!same).then(|| other.slug().to_owned());
                }
            }
        }
        Ok(heard)
    }

    fn tells_reasons(&self) -> bool {
        true
    }

    fn change(&self, change: &Change) -> bool {
        self.inner.change(change)
    }

    fn addressed(&self, call: &PlannedCall) -> Addressed {
        self.inner.addressed(call)
    }

    fn address(&self) -> String {
        "mutant".to_owned()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_site_keeps_its_own_rules(text in site_text()) {
        let (_, outcomes) = asked(site(&text));
        prop_assert_eq!(first_broken(&outcomes), None, "{}", text);
    }

    #[test]
    fn no_single_lie_goes_unnoticed(
        text in site_text(),
        victim in any::<prop::sample::Index>(),
        add in 1_u16..200,
        other in prop::sample::select(Refusal::ALL.to_vec()),
        lies_about_status in any::<bool>(),
    ) {
        let site = Arc::new(site(&text));
        let inner = LocalTarget::new(Arc::clone(&site), None).unwrap();
        let cells = derive(&site, inner.now(), &Part::default()).unwrap();
        // Where another Workflow answers at the place, only running its stub can tell the status.
        let untold = |cell: &localgear::contract::matrix::Cell| cell.expected == Outcome::Answered(None);
        let cells: Vec<_> = cells.into_iter().filter(|cell| !untold(cell)).collect();
        let victim = victim.index(cells.len());
        let lie = if lies_about_status { Lie::Status(add) } else { Lie::Reason(other) };
        let mutant = Mutant { inner, calls: AtomicUsize::new(0), victim, lie };
        let outcomes = run(&site, cells, &mutant, Writes::LeftOut);
        let broken = outcomes.iter().filter(|outcome| outcome.kept != Kept::Yes).count();
        prop_assert!(broken == 1, "{} broken by {:?}\n{}", broken, lie, text);
    }

    #[test]
    fn a_generated_suite_passes_against_its_own_site(text in site_text()) {
        let made = site(&text);
        let target = LocalTarget::new(Arc::new(site(&text)), None).unwrap();
        let drafts = generate(&made, target.now(), &Part::default()).unwrap();
        let suite = suite_file::suite_text("made", None, &drafts);
        if drafts.is_empty() {
            return Ok(());
        }
        let suite = suite_file::read(suite.clone(), "made.toml", None)
            .unwrap_or_else(|faults| panic!("{faults}\n{suite}"));
        for case in &told_to(&target, &suite, 0).cases {
            prop_assert_eq!(&case.verdict, &Verdict::Passed, "{}: {:?}\n{}", case.name, broken(case), text);
        }
    }
}

#[test]
fn a_generated_suite_reaches_all_that_a_site_permits_and_shows_its_refusals() {
    for name in ["demo.toml", "modern.toml"] {
        let drafts =
            generate(&fixture(name), localgear::adapters::system_clock::now(), &Part::default()).unwrap();
        let text = suite_file::suite_text("first", None, &drafts);
        let body = text.split_once("name = \"first\"\n").unwrap().1;
        let outcome = told_of(fixture(name), body);
        super::all_pass(&outcome.cases);
        let mut reached = Reached::default();
        reached.count(&fixture(name), &[outcome]);
        assert_eq!(reached.coverage(&fixture(name)).ways.percent(), 100, "{name}");
        for slug in [
            "no-credential",
            "malformed-credential",
            "unknown-key",
            "key-disabled",
            "no-route",
            "wrong-method",
        ] {
            assert!(text.contains(&format!("reason = \"{slug}\"")), "{name} lacks {slug}");
        }
    }
}

#[test]
fn coverage_counts_what_was_reached_and_names_what_was_not() {
    let site = || TestSite::draft().site();
    let outcome = told_of(
        site(),
        "[[case]]\nname = 'a'\nrequest = { path = '/customers/1', key = 'crm' }\n[[case]]\nname = 'refused'\nrequest = { path = '/forbidden', key = 'crm' }\n",
    );
    let mut reached = Reached::default();
    reached.count(&site(), &[outcome]);
    let coverage = reached.coverage(&site());
    assert_eq!((coverage.ways.reached, coverage.ways.all), (1, 5));
    assert_eq!(coverage.missing[0], "`Get customer` by `crm-test` in Test");
    assert_eq!((coverage.workflows.reached, coverage.workflows.all), (1, 3));
}
