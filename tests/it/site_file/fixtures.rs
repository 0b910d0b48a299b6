//! The sites in `fixtures/sites`.

use std::path::PathBuf;

use localgear::adapters::site_file::{self, LoadFault};

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/sites").join(name)
}

fn conforms(name: &str) -> bool {
    let text = std::fs::read_to_string(fixture(name)).unwrap();
    let site: serde_json::Value =
        serde_json::to_value(toml::from_str::<toml::Table>(&text).unwrap()).unwrap();
    jsonschema::validator_for(&site_file::schema()).unwrap().is_valid(&site)
}

#[test]
fn every_sound_fixture_conforms_to_the_schema_and_loads() {
    for name in ["demo.toml", "modern.toml", "clash.toml"] {
        assert!(conforms(name), "{name}");
        site_file::load(&fixture(name)).unwrap_or_else(|fault| panic!("{name}\n{fault}"));
    }
}

#[test]
fn the_schema_knows_a_field_that_is_none() {
    assert!(!conforms("broken.toml"));
}

#[test]
fn the_demo_and_the_modern_site_earn_no_warning() {
    for name in ["demo.toml", "modern.toml"] {
        let loaded = site_file::load(&fixture(name)).unwrap_or_else(|fault| panic!("{fault}"));
        assert!(loaded.warnings().is_empty(), "{name}\n{}", loaded.warnings());
    }
}

#[test]
fn the_clashing_site_is_sound_and_each_clash_has_its_witness() {
    let loaded = site_file::load(&fixture("clash.toml")).unwrap_or_else(|fault| panic!("{fault}"));
    let warnings = loaded.warnings();
    let clashes: Vec<_> = warnings.list().iter().filter(|warning| warning.code == "route-clash").collect();
    assert_eq!(clashes.len(), 3, "{warnings}");
    assert!(clashes.iter().any(|clash| clash.message.contains("in `Test` the call `GET /things/another`")));
}

#[test]
fn the_broken_site_shows_every_fault_at_once() {
    let Err(LoadFault::Faults(faults)) = site_file::load(&fixture("broken.toml")) else { panic!("it loads") };
    let mut codes: Vec<_> = faults.list().iter().map(|fault| fault.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(
        codes,
        [
            "bad-digest",
            "bad-duration",
            "bad-method",
            "bad-regex",
            "bad-size",
            "bad-status",
            "bad-template",
            "body-file",
            "duplicate-name",
            "half-binding",
            "missing-secret",
            "not-rest-bound",
            "reserved-path",
            "shared-secret",
            "two-bodies",
            "unknown-environment",
            "unknown-field",
            "unknown-input",
            "unknown-template-name",
            "unknown-word",
            "unknown-workflow",
            "wrong-type",
        ],
        "{faults}"
    );
    assert!(!faults.to_string().contains("not-a-real-secret"), "{faults}");
}
