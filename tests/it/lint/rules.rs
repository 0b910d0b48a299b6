//! What each rule says, and where it is silent, of sightings made by hand.

use std::sync::Arc;

use localgear::adapters::site_file::{self, Origin};
use localgear::finding::{Finding, Fingerprint, Frame, Place, Position, Severity, Span};
use localgear::lint::rules::{Judged, Located, judge, why_aside};
use localgear::lint::{Knowledge, Logged, Manner, SeenUrl, SeenValue, Setting, Sighting};
use localgear::site::{KeySecret, SecretDigest};

/// A secret for a name: realistic, and the same in each run.
pub(crate) fn secret(of: &str) -> String {
    let digest = SecretDigest::of(of.as_bytes()).to_string();
    digest.trim_start_matches("sha256:").chars().take(40).collect()
}

fn digest(of: &str) -> String {
    SecretDigest::of(secret(of).as_bytes()).to_string()
}

/// A site with a key that writes in Production, one that reads in Test, a disabled one, and one that was rotated.
pub(crate) fn site_text() -> String {
    format!(
        r#"
[site]
name = "mycompany"

[[workflow]]
name = "Get customer"
method = "GET"
path = "/customers/{{id}}"

[[workflow]]
name = "Create order"
method = "POST"
path = "/orders"

[[key]]
name = "orders-prod"
environment = "Production"
primary = "{}"
retired = ["{}"]
workflows = ["Get customer", "Create order"]

[[key]]
name = "reader"
environment = "Test"
primary = "{}"
workflows = ["Get customer"]

[[key]]
name = "former"
environment = "Production"
enabled = false
primary = "{}"
workflows = ["*"]
"#,
        digest("orders"),
        digest("old orders"),
        digest("reader"),
        digest("former"),
    )
}

pub(crate) fn knowledge() -> Knowledge {
    let read = site_file::read(site_text(), Origin { name: "site.toml", folder: None });
    Knowledge::new(Arc::new(read.unwrap_or_else(|faults| panic!("{faults}")).site))
}

fn literal(value: &str) -> SeenValue {
    SeenValue::Literal(KeySecret::parse(value).unwrap(), Span::new(10, 10 + value.len()))
}

fn url(text: &str) -> SeenUrl {
    let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    SeenUrl {
        scheme: Some(scheme.to_owned()),
        host: Some(host.to_owned()),
        path: Some(format!("/{path}")),
        profile: query.strip_prefix("_profile=").map(|name| Some(name.to_owned())),
        span: Some(Span::new(0, text.len())),
    }
}

fn sighting(manner: Manner, setting: Setting, value: SeenValue) -> Sighting {
    let mut sighting = Sighting::in_query(setting, Span::new(1, 20), Span::new(1, 9), value);
    sighting.manner = manner;
    sighting.url = url("https://mycompany.flowgear.net/customers/1");
    sighting
}

fn place() -> Place {
    let start = Position { line: 3, column: 5 };
    let frame = Frame { line: "x = f('?auth-key={key}')".to_owned(), mark: (8, 22) };
    Place { path: "src/a.py".into(), revision: None, span: Span::new(1, 20), start, end: start, frame }
}

fn judged(sighting: Sighting, knowledge: Option<&Knowledge>) -> Judged {
    let aside = why_aside(&sighting, knowledge);
    judge(vec![Located { sighting, place: place(), aside }], knowledge)
}

fn rules(judged: &Judged) -> Vec<&str> {
    judged.findings.iter().map(|finding| &*finding.rule).collect()
}

fn without_site(manner: Manner, setting: Setting, value: SeenValue) -> Vec<String> {
    rules(&judged(sighting(manner, setting, value), None)).into_iter().map(str::to_owned).collect()
}

/// What the site makes of a key in a URL of code.
fn in_code(key: &str, at: &str) -> Vec<Finding> {
    let mut seen = sighting(Manner::Query, Setting::Code, literal(&secret(key)));
    seen.url = url(at);
    judged(seen, Some(&knowledge())).findings
}

fn said(findings: &[Finding], rule: &str) -> String {
    let found = findings.iter().find(|finding| finding.rule == rule);
    found.map(|finding| finding.message.clone()).unwrap_or_else(|| panic!("no `{rule}` in {findings:?}"))
}

#[test]
fn how_and_where_a_key_was_seen_decides_the_rule() {
    let key = || literal(&secret("somebody's"));
    let variable = || SeenValue::Dynamic(Span::new(1, 2));
    for (manner, setting, value, rule) in [
        (Manner::Query, Setting::Code, key(), "key-in-query"),
        (Manner::Query, Setting::Code, variable(), "key-in-query"),
        (Manner::Query, Setting::Prose, key(), "key-in-query"),
        (Manner::Query, Setting::Comment, key(), "key-in-query"),
        (Manner::Query, Setting::Collection, variable(), "key-in-query"),
        (Manner::Query, Setting::Capture, key(), "key-in-query"),
        (Manner::Query, Setting::Log, key(), "key-in-log"),
        (Manner::Referer, Setting::Log, key(), "key-in-referer"),
        (Manner::Referer, Setting::Capture, key(), "key-in-referer"),
        (Manner::Redirect, Setting::Code, variable(), "key-in-redirect"),
        (Manner::Redirect, Setting::Log, key(), "key-in-redirect"),
        (Manner::DeclaredInQuery, Setting::Description, SeenValue::None, "spec-key-in-query"),
        (Manner::UserInfo, Setting::Code, literal("hunter2!"), "basic-auth-in-url"),
    ] {
        assert_eq!(without_site(manner, setting, value), [rule], "{manner:?} {setting:?}");
    }
}

#[test]
fn a_variable_is_no_key_where_people_read_nor_where_it_was_already_sent() {
    for setting in [Setting::Prose, Setting::Comment, Setting::Log, Setting::Capture] {
        let judged = judged(sighting(Manner::Query, setting, SeenValue::Dynamic(Span::new(1, 2))), None);
        assert_eq!((judged.findings.len(), judged.filtered.len()), (0, 1), "{setting:?}");
    }
}

#[test]
fn an_empty_value_and_a_placeholder_are_set_aside_with_the_reason() {
    let empty = judged(sighting(Manner::Query, Setting::Code, SeenValue::Empty), None);
    assert_eq!((empty.findings.len(), empty.filtered[0].why), (0, "empty"));
    let redacted = judged(sighting(Manner::Query, Setting::Log, literal("REDACTED")), None);
    assert_eq!((redacted.findings.len(), redacted.filtered[0].why), (0, "redacted"));
}

#[test]
fn a_key_in_a_header_is_right_and_only_a_site_can_tell_that_a_literal_is_its_own() {
    let header = |of: &str| sighting(Manner::Header, Setting::Code, literal(&secret(of)));
    let without = judged(header("orders"), None);
    assert_eq!((without.findings.len(), without.filtered.len()), (0, 0));
    let foreign = judged(header("somebody's"), Some(&knowledge()));
    assert_eq!(rules(&foreign), Vec::<&str>::new());
    let own = judged(header("orders"), Some(&knowledge()));
    assert_eq!(rules(&own), ["key-literal"]);
    assert_eq!(own.findings[0].message, "key `orders-prod` (primary, Production) stands in the file");
}

#[test]
fn plain_http_is_a_finding_of_its_own_unless_it_stays_on_the_machine() {
    let at = |text: &str| {
        let mut seen = sighting(Manner::Query, Setting::Code, SeenValue::Dynamic(Span::new(1, 2)));
        seen.url = url(text);
        rules(&judged(seen, None)).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for plain in ["http://mycompany.flowgear.net/x", "http://{}.flowgear.net/x"] {
        assert_eq!(at(plain), ["key-in-query", "key-over-http"], "{plain}");
    }
    for silent in [
        "https://mycompany.flowgear.net/x",
        "https://{}.flowgear.net/x",
        "http://{}.localhost/x",
        "http://localhost/x",
        "http://127.0.0.1/x",
        "http://[::1]/x",
    ] {
        assert_eq!(at(silent), ["key-in-query"], "{silent}");
    }
}

#[test]
fn user_and_password_count_for_hosts_of_the_platform_only_and_when_they_are_written_out() {
    let at = |host: &str, value: SeenValue| {
        let mut seen = sighting(Manner::UserInfo, Setting::Code, value);
        seen.url = url(host);
        judged(seen, None).findings.len()
    };
    assert_eq!(at("https://mycompany.flowgear.net/x", literal("hunter2!")), 1);
    assert_eq!(at("https://mycompany.flowgear.io/x", literal("hunter2!")), 1);
    for (host, value) in [
        ("https://example.com/x", "hunter2!"),
        ("https://flowgear.net.example.com/x", "hunter2!"),
        ("https://mycompany.flowgear.net/x", "${PASSWORD}"),
        ("https://mycompany.flowgear.net/x", "***"),
        ("https://mycompany.flowgear.net/x", "password"),
    ] {
        assert_eq!(at(host, literal(value)), 0, "{host} {value}");
    }
}

#[test]
fn a_site_tells_whose_key_it_is_what_it_opens_and_what_the_url_calls() {
    let findings = in_code("orders", "https://mycompany.flowgear.net/customers/1");
    assert_eq!(
        said(&findings, "key-in-query"),
        "key `orders-prod` (primary, Production) in a querystring: may call 2 Workflows, 1 of which writes; \
         the URL calls `Get customer`"
    );
    let found = &findings[0];
    assert_eq!(found.severity, Severity::Error);
    assert_eq!(
        (found.properties.text("key"), found.properties.text("slot")),
        (Some("orders-prod"), Some("primary"))
    );
    assert_eq!(found.properties.text("workflow"), Some("Get customer"));
    assert_eq!(findings.iter().map(|one| &*one.rule).collect::<Vec<_>>(), ["key-in-query"]);
}

#[test]
fn what_a_key_opens_decides_how_much_it_matters() {
    let reader = in_code("reader", "https://mycompany.flowgear.net/customers/1?_profile=Test");
    assert_eq!(reader[0].severity, Severity::Warning);
    assert!(said(&reader, "key-in-query").contains("may call 1 Workflow, which only reads"));
    let former = in_code("former", "https://mycompany.flowgear.net/customers/1");
    assert_eq!(former[0].severity, Severity::Warning);
}

#[test]
fn a_url_that_the_key_does_not_open_or_that_nothing_answers_is_told() {
    let known = knowledge();
    let mut seen = sighting(Manner::Query, Setting::Code, literal(&secret("reader")));
    seen.url = url("https://mycompany.flowgear.net/orders?_profile=Test");
    seen.method = Some("POST".to_owned());
    let message = said(&judged(seen, Some(&known)).findings, "key-in-query");
    assert!(message.ends_with("the URL calls `Create order`, which the key does not permit"), "{message}");
    let nowhere = said(&in_code("orders", "https://mycompany.flowgear.net/costumers/1"), "key-in-query");
    assert!(nowhere.ends_with("no Workflow has the URL's path"), "{nowhere}");
    let elsewhere = said(&in_code("orders", "https://example.com/costumers/1"), "key-in-query");
    assert!(elsewhere.ends_with("1 of which writes"), "another site's paths say nothing: {elsewhere}");
}

#[test]
fn a_key_that_is_not_for_production_wants_its_environment_in_the_url() {
    let base = "https://mycompany.flowgear.net/customers/1";
    let missing = in_code("reader", base);
    assert!(said(&missing, "missing-profile").contains("names no `_profile`"));
    let wrong = in_code("reader", &format!("{base}?_profile=Production"));
    assert!(said(&wrong, "missing-profile").contains("says `_profile=Production`"));
    let strange = in_code("orders", &format!("{base}?_profile=Staging"));
    assert!(said(&strange, "missing-profile").contains("no environment of the site"));
    for silent in [in_code("reader", &format!("{base}?_profile=test")), in_code("orders", base)] {
        assert!(silent.iter().all(|finding| finding.rule != "missing-profile"), "{silent:?}");
    }
    let mut later = sighting(Manner::Query, Setting::Code, literal(&secret("reader")));
    later.url.profile = Some(None);
    assert!(
        judged(later, Some(&knowledge())).findings.iter().all(|finding| finding.rule != "missing-profile")
    );
}

#[test]
fn a_disabled_or_rotated_out_key_is_stale_and_still_in_the_query() {
    let base = "https://mycompany.flowgear.net/customers/1";
    let former = in_code("former", base);
    assert!(said(&former, "stale-key").contains("key `former` (primary, Production, disabled) is disabled"));
    let retired = in_code("old orders", base);
    assert!(
        said(&retired, "stale-key").contains("key `orders-prod` (rotated out, Production) was rotated out")
    );
    assert!(retired.iter().any(|finding| finding.rule == "key-in-query"));
    assert!(in_code("orders", base).iter().all(|finding| finding.rule != "stale-key"));
}

#[test]
fn a_known_key_beats_every_reason_to_set_it_aside() {
    let text = site_text().replace(&digest("reader"), &SecretDigest::of(b"changeme").to_string());
    let read = site_file::read(text, Origin { name: "site.toml", folder: None });
    let known = Knowledge::new(Arc::new(read.unwrap_or_else(|faults| panic!("{faults}")).site));
    let seen = || sighting(Manner::Query, Setting::Prose, literal("changeme"));
    assert_eq!(judged(seen(), None).findings.len(), 0);
    assert!(rules(&judged(seen(), Some(&known))).contains(&"key-in-query"));
}

#[test]
fn a_percent_encoded_key_is_recognised() {
    let text = site_text().replace(&digest("reader"), &SecretDigest::of(b"q7Hs92+mPz0/Rt==").to_string());
    let read = site_file::read(text, Origin { name: "site.toml", folder: None });
    let known = Knowledge::new(Arc::new(read.unwrap_or_else(|faults| panic!("{faults}")).site));
    let seen = sighting(Manner::Query, Setting::Code, literal("q7Hs92%2BmPz0%2FRt%3D%3D"));
    assert!(judged(seen, Some(&known)).findings[0].message.contains("key `reader`"));
}

#[test]
fn a_fingerprint_is_of_rule_value_and_path_and_not_of_the_file() {
    let seen = || sighting(Manner::Query, Setting::Code, literal(&secret("x")));
    let one = judged(seen(), None).findings.remove(0);
    assert_eq!(one.fingerprint, Fingerprint::of("key-in-query", secret("x").as_bytes(), "/customers/1"));
    let moved =
        Located { sighting: seen(), place: Place { path: "other.py".into(), ..place() }, aside: None };
    assert_eq!(judge(vec![moved], None).findings[0].fingerprint, one.fingerprint);
    let variable = || sighting(Manner::Query, Setting::Code, SeenValue::Dynamic(Span::new(1, 2)));
    let in_words = judged(variable(), None).findings.remove(0);
    assert_eq!(in_words.fingerprint, Fingerprint::of("key-in-query", b"auth-key={key}", "/customers/1"));
}

#[test]
fn a_log_line_tells_client_and_time() {
    let mut seen = sighting(Manner::Query, Setting::Log, literal(&secret("x")));
    seen.logged = Some(Logged { client: Some("203.0.113.7".to_owned()), at: Some("01/Mar/2026".to_owned()) });
    let finding = judged(seen, None).findings.remove(0);
    assert_eq!(finding.properties.text("client"), Some("203.0.113.7"));
    assert_eq!(finding.properties.text("firstSeen"), Some("01/Mar/2026"));
}

#[test]
fn no_finding_says_the_secret() {
    for key in ["orders", "old orders", "reader", "former"] {
        let findings = in_code(key, "http://mycompany.flowgear.net/customers/1");
        assert!(!format!("{findings:?}").contains(&secret(key)));
    }
}
