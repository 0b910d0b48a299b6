//! Laws of keys that change while a site runs.

use std::sync::Arc;

use localgear::site::{KeyChange, KeySecret, LiveSite, SecretDigest, Slot, WorksUntil};
use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::harness::{TestSite, moment, secret};

fn digest(text: &str) -> SecretDigest {
    KeySecret::parse(text).unwrap().digest()
}

fn live() -> LiveSite {
    LiveSite::new(Arc::new(TestSite::draft().site()))
}

fn change() -> impl Strategy<Value = KeyChange> {
    let when = (0..100_i64).prop_map(|minute| {
        KeyChange::Disable(localgear::site::Moment::from_unix_micros(minute * 60_000_000))
    });
    let slot = prop_oneof![Just(Slot::Primary), Just(Slot::Secondary), Just(Slot::Minted)];
    let rotate =
        (slot, 0..50_u32).prop_map(|(slot, n)| KeyChange::Rotate(slot, digest(&format!("new {n} {slot}"))));
    let mint = (0..50_u32).prop_map(|n| KeyChange::Mint(digest(&format!("minted {n}"))));
    prop_oneof![when, Just(KeyChange::Enable), rotate, mint]
}

proptest! {
    #[test]
    fn each_live_secret_finds_its_key_and_a_reset_gives_the_file_back(
        changes in prop::collection::vec((prop::sample::select(vec!["crm", "crm-test"]), change()), 0..12),
    ) {
        let before = live();
        let mut after = before.clone();
        for (name, change) in &changes {
            after = after.changed(name, change).unwrap();
        }
        for key in after.keys().keys() {
            for (slot, digest) in &key.secrets {
                let (found, _, of) = after.keys().find(digest).unwrap();
                if found.name == key.name {
                    prop_assert_eq!(of, *slot);
                }
            }
            let mut slots: Vec<_> = key.secrets.iter().map(|(slot, _)| *slot).collect();
            let count = slots.len();
            slots.dedup();
            prop_assert_eq!(slots.len(), count, "a slot holds one secret");
        }
        let reset = after.reset();
        for (key, original) in reset.keys().keys().iter().zip(before.keys().keys()) {
            prop_assert_eq!(key.state, original.state);
            let filed: Vec<_> = key.secrets.iter().filter(|(slot, _)| *slot != Slot::Minted).collect();
            prop_assert_eq!(filed, original.secrets.iter().collect::<Vec<_>>());
        }
        for key in before.keys().keys() {
            prop_assert!(before.keys().named(key.name.as_str()).is_some(), "the site before is as it was");
        }
    }
}

#[test]
fn a_change_of_an_unknown_key_is_none() {
    assert!(live().changed("nobody", &KeyChange::Enable).is_none());
}

#[test]
fn a_rotated_secret_is_retired_and_recognised() {
    let old = digest(&secret("crm", "primary"));
    let after = live().changed("crm", &KeyChange::Rotate(Slot::Primary, digest("fresh"))).unwrap();
    assert!(after.keys().find(&old).is_none());
    assert_eq!(after.keys().find_retired(&old).unwrap().name.as_str(), "crm");
}

#[test]
fn changes_survive_a_reload_that_does_not_touch_the_key_and_no_other() {
    let disabled = live().changed("crm", &KeyChange::Disable(moment("2026-03-01T09:00:00Z"))).unwrap();
    let lag = std::time::Duration::from_secs(300);
    let state = |live: &LiveSite| live.keys().named("crm").unwrap().1.state.works_until(lag);
    let untouched =
        TestSite::draft().settings("reason-header = false").more("[[workflow]]\nname = 'new'").site();
    let reloaded = disabled.reloaded(Arc::new(untouched));
    assert!(matches!(state(&reloaded), WorksUntil::Moment(_)));
    let text = TestSite::draft().text().replacen(
        "workflows = ['Get customer', 'Echo', 'Only in Test']",
        "workflows = ['Echo']",
        1,
    );
    let origin = localgear::adapters::site_file::Origin { name: "site.toml", folder: None };
    let touched =
        localgear::adapters::site_file::read(text, origin).unwrap_or_else(|faults| panic!("{faults}")).site;
    assert_eq!(state(&disabled.reloaded(Arc::new(touched))), WorksUntil::Forever);
}

#[test]
fn a_minted_secret_lives_as_long_as_its_key() {
    let minted = live().changed("crm", &KeyChange::Mint(digest("for this run"))).unwrap();
    let found = |live: &LiveSite| live.keys().find(&digest("for this run")).map(|(_, _, slot)| slot);
    assert_eq!(found(&minted.reset()), Some(Slot::Minted));
    assert_eq!(found(&minted.reloaded(Arc::new(TestSite::draft().site()))), Some(Slot::Minted));
    assert_eq!(found(&minted.reloaded(Arc::new(TestSite::bare().site()))), None);
}
