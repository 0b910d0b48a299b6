//! `[[key]]`.

use localgear::site::{KeySecret, KeyState};

use super::{SITE, fires, sound};

const WORKFLOWS: &str =
    "[[workflow]]\nname = 'Get'\nmethod = 'GET'\npath = '/get'\n[[workflow]]\nname = 'Nightly'\n";

fn key(more: &str) -> String {
    format!("{SITE}{WORKFLOWS}[[key]]\nname = 'k'\n{more}\n")
}

#[test]
fn a_key_has_a_secret() {
    fires("missing-secret", &format!("{SITE}§[[key]]\nname = 'k'\n"));
    sound(&key("secondary = 'plain'"));
}

#[test]
fn a_digest_is_one_to_the_last_digit() {
    let digest = KeySecret::parse("plain").unwrap().digest().to_string();
    let short = digest.get(..digest.len() - 1).unwrap();
    fires("bad-digest", &key(&format!("primary = §'{short}'")));
    fires("bad-digest", &key(&format!("primary = §'{}'", digest.replace("sha", "SHA"))));
    fires("bad-digest", &key("primary = 'plain'\nretired = [§'other']"));
    let older = KeySecret::parse("older").unwrap().digest();
    sound(&key(&format!("primary = '{digest}'\nretired = ['{older}']")));
}

#[test]
fn a_secret_is_one_that_a_header_can_carry() {
    fires("bad-secret", &key("primary = §''"));
    fires("bad-secret", &key("primary = §'two words'"));
    fires("bad-secret", &key(&format!("primary = §'{}'", "k".repeat(1025))));
    sound(&key(&format!("primary = '{}'", "k".repeat(1024))));
}

#[test]
fn a_secret_opens_one_key_in_one_slot() {
    let digest = KeySecret::parse("plain").unwrap().digest();
    fires("shared-secret", &key("primary = 'plain'\nsecondary = §'plain'"));
    let other = format!("[[key]]\nname = 'l'\nprimary = §'{digest}'\n");
    fires("shared-secret", &format!("{}{other}", key("primary = 'plain'")));
    sound(&key("primary = 'plain'\nsecondary = 'Plain'"));
}

#[test]
fn key_names_are_unique() {
    let two = |second: &str| format!("{}[[key]]\nname = {second}\nprimary = 'b'\n", key("primary = 'a'"));
    fires("duplicate-name", &two("§'k'"));
    sound(&two("'l'"));
}

#[test]
fn a_key_names_workflows_that_are_there_and_rest_bound() {
    let fault = fires("unknown-workflow", &key("primary = 'a'\nworkflows = ['Get', §'Gett']"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `Get`?"));
    fires("not-rest-bound", &key("primary = 'a'\nworkflows = [§'Nightly']"));
    fires("star-among-names", &key("primary = 'a'\nworkflows = ['Get', §'*']"));
    sound(&key("primary = 'a'\nworkflows = ['Get']"));
    sound(&key("primary = 'a'\nworkflows = ['*']"));
}

#[test]
fn a_key_of_the_modern_generation_has_an_environment() {
    let modern = "[site]\nname = 's'\ngeneration = 'modern'\n";
    fires("untargeted-key", &format!("{modern}§[[key]]\nname = 'k'\nprimary = 'a'\n"));
    sound(&format!("{modern}[[key]]\nname = 'k'\nprimary = 'a'\nenvironment = 'test'\n"));
    fires("unknown-environment", &key("primary = 'a'\nenvironment = §'Stage'"));
}

#[test]
fn the_moment_of_disabling_is_text_or_a_date_time_of_toml_with_its_offset() {
    fires("bad-moment", &key("primary = 'a'\nenabled = false\ndisabled-at = §'yesterday'"));
    fires("bad-moment", &key("primary = 'a'\nenabled = false\ndisabled-at = §2026-03-01T09:00:00"));
    for moment in ["'2026-03-01T09:00:00Z'", "2026-03-01T09:00:00Z", "2026-03-01 11:00:00+02:00"] {
        let loaded = sound(&key(&format!("primary = 'a'\nenabled = false\ndisabled-at = {moment}")));
        let KeyState::DisabledAt(at) = loaded.site.keys().keys()[0].state else { panic!("{moment}") };
        assert_eq!(at.to_string(), "2026-03-01T09:00:00Z");
    }
    let loaded = sound(&key("primary = 'a'\nenabled = false"));
    assert_eq!(loaded.site.keys().keys()[0].state, KeyState::Disabled);
}

#[test]
fn no_more_retired_secrets_are_kept_than_the_limit() {
    let retired = |count: usize| -> String {
        (0..count).map(|at| format!("'{}', ", KeySecret::parse(&at.to_string()).unwrap().digest())).collect()
    };
    let extra = KeySecret::parse("extra").unwrap().digest();
    fires("too-many", &key(&format!("primary = 'a'\nretired = [{}§'{extra}']", retired(100))));
    sound(&key(&format!("primary = 'a'\nretired = [{}]", retired(100))));
}
