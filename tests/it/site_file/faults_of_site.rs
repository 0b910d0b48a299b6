//! `[site]`, `[[environment]]`, `[[policy]]` and the file as such.

use super::{SITE, faults, fires, sound};

#[test]
fn a_text_that_is_no_toml_is_said_to_be_none() {
    fires("syntax", "[site]\nname = §shop\n");
    sound("[site]\nname = 'shop'\n");
}

#[test]
fn several_syntax_errors_are_found_at_once() {
    let found = faults("[site]\nname = shop\nid = x\n");
    assert_eq!(found.iter().filter(|fault| fault.code == "syntax").count(), 2, "{found:#?}");
}

#[test]
fn a_file_needs_a_site_and_a_site_a_name() {
    fires("missing-field", "§# nothing");
    fires("missing-field", "§[site]\n");
    sound(SITE);
}

#[test]
fn an_unknown_field_comes_with_the_nearest_known_one() {
    let fault = fires("unknown-field", "[site]\nname = 'shop'\n§disable-lagg = '1s'\n");
    assert_eq!(fault.advice.as_deref(), Some("did you mean `disable-lag`?"));
    let fault = fires("unknown-field", "[site]\nname = 'shop'\n[[§enviroment]]\nname = 'Test'\n");
    assert_eq!(fault.advice.as_deref(), Some("did you mean `environment`?"));
    sound("[site]\nname = 'shop'\ndisable-lag = '1s'\n");
}

#[test]
fn a_value_of_another_type_is_refused_with_how_to_write_it() {
    let fault = fires("wrong-type", "[site]\nname = 'shop'\nreason-header = §'no'\n");
    assert_eq!(fault.advice.as_deref(), Some("write it without quotation marks"));
    let fault = fires("wrong-type", "[site]\nname = §7\n");
    assert_eq!(fault.advice.as_deref(), Some("put it in quotation marks"));
    fires("wrong-type", &format!("{SITE}§[environment]\nname = 'Test'\n"));
    sound("[site]\nname = '7'\nreason-header = false\n");
}

#[test]
fn names_that_xml_cannot_hold_are_refused_and_signs_that_it_escapes_are_not() {
    fires("bad-name", "[site]\nname = §\"a\\u0001b\"\n");
    fires("bad-name", "[site]\nname = §' a'\n");
    sound("[site]\nname = 'a <b> & \"c\" é 日本'\n");
}

#[test]
fn a_word_out_of_a_few_is_one_of_them() {
    let fault = fires("unknown-word", "[site]\nname = 's'\ngeneration = §'clasic'\n");
    assert_eq!(fault.advice.as_deref(), Some("did you mean `classic`?"));
    fires("unknown-word", "[site]\nname = 's'\nrefusals = §'other'\n");
    sound("[site]\nname = 's'\ngeneration = 'classic'\nrefusals = 'distinct'\n");
}

#[test]
fn durations_sizes_and_guids_are_read_or_refused() {
    fires("bad-duration", "[site]\nname = 's'\ndisable-lag = §'5 parsecs'\n");
    fires("bad-duration", "[site]\nname = 's'\ndisable-lag = §'9000h'\n");
    fires("bad-size", "[site]\nname = 's'\nbody-limit = §'32 bananas'\n");
    fires("bad-size", "[site]\nname = 's'\nbody-limit = §'2GiB'\n");
    fires("bad-guid", "[site]\nname = 's'\nid = §'123'\n");
    let site = "[site]\nname = 's'\ndisable-lag = '0s'\nbody-limit = '1GiB'\n";
    let loaded = sound(&format!("{site}id = '123e4567-e89b-12d3-a456-426614174000'\n"));
    assert_eq!(loaded.site.parts().body_limit, 1 << 30);
    assert_eq!(loaded.site.parts().id.to_string(), "123e4567-e89b-12d3-a456-426614174000");
}

#[test]
fn environment_names_are_unique_without_regard_to_case() {
    let one = "[[environment]]\nname = 'Test'\n";
    fires("duplicate-name", &format!("{SITE}{one}[[environment]]\nname = §'tEST'\n"));
    sound(&format!("{SITE}{one}[[environment]]\nname = 'Test2'\n"));
}

#[test]
fn an_allowed_origin_is_a_host_without_a_scheme() {
    let environment = "[[environment]]\nname = 'Production'\n";
    fires("bad-origin", &format!("{SITE}{environment}allowed-origins = [§'https://a.example', '*']\n"));
    sound(&format!("{SITE}{environment}allowed-origins = ['a.example', '*', '*.b.example:8080']\n"));
}

#[test]
fn a_host_name_is_one_and_in_modern_chooses_one_environment() {
    let of = |first: &str, second: &str| {
        let site = "[site]\nname = 'shop'\ngeneration = 'modern'\n";
        let one = format!("[[environment]]\nname = 'Production'\nhostname = {first}\n");
        format!("{site}{one}[[environment]]\nname = 'Test'\nhostname = {second}\n")
    };
    fires("bad-hostname", &of("§'http://a'", "'b'"));
    fires("duplicate-hostname", &of("'a.localhost'", "§'A.localhost'"));
    sound(&of("'a.localhost'", "'b.localhost'"));
}

#[test]
fn modern_hosts_are_derived_from_the_names() {
    let loaded = sound("[site]\nname = 'My Shop'\ngeneration = 'modern'\n");
    let hosts: Vec<_> = loaded.site.environments().iter().map(|one| one.hostname.as_str()).collect();
    assert_eq!(hosts, ["my-shop.localhost", "my-shop-test.localhost"]);
}

#[test]
fn identities_are_derived_from_names_and_stay_the_same() {
    let text = format!("{SITE}[[workflow]]\nname = 'Get'\n");
    let (one, other) = (sound(&text), sound(&text));
    assert_eq!(one.site.parts().id, other.site.parts().id);
    assert_eq!(one.site.workflows()[0].id, other.site.workflows()[0].id);
    let renamed = sound(&text.replace("Get", "Got"));
    assert_ne!(one.site.workflows()[0].id, renamed.site.workflows()[0].id);
    assert_eq!(one.site.parts().id.get_version_num(), 5);
}

#[test]
fn a_policy_names_a_module_and_workflows_that_are_there() {
    let policy = |more: &str| format!("{SITE}[[workflow]]\nname = 'W'\n[[policy]]\nname = 'p'\n{more}");
    fires("missing-field", &format!("{SITE}§[[policy]]\nname = 'p'\n"));
    fires("unknown-workflow", &policy("module = 'p.wasm'\nworkflows = [§'V']\n"));
    fires("bad-duration", &policy("module = 'p.wasm'\ntimeout = §'1h'\n"));
    fires("bad-duration", &policy("module = 'p.wasm'\ntimeout = §'0s'\n"));
    fires("unknown-word", &policy("module = 'p.wasm'\nmode = §'enforced'\n"));
    let loaded = sound(&policy("module = 'p.wasm'\nworkflows = ['W']\nsettings = { b = 1, a = ['x'] }\n"));
    let policies = &loaded.site.parts().policies;
    assert_eq!(policies[0].settings.to_string(), r#"{"b":1,"a":["x"]}"#);
    fires("duplicate-name", &policy("module = 'p.wasm'\n[[policy]]\nname = §'p'\nmodule = 'q.wasm'\n"));
}

#[test]
fn more_of_something_than_its_limit_is_refused_where_it_begins() {
    let environments = |count: usize| -> String {
        (0..count).map(|at| format!("[[environment]]\nname = 'e{at}'\n")).collect()
    };
    fires("too-many", &format!("{SITE}{}§[[environment]]\nname = 'more'\n", environments(64)));
    sound(&format!("{SITE}{}", environments(64)));
}
