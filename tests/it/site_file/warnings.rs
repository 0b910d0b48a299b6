//! What a sound file is told.

use super::{SITE, never_warns, sound, warns, with_workflow};

const KEY: &str =
    "[[key]]\nname = 'k'\nenvironment = 'Production'\nprimary = 'plain-secret-1'\nworkflows = ['*']\n";

fn two_paths(one: &str, other: &str) -> String {
    let workflow = |name: &str, path: &str| {
        format!(
            "[[workflow]]\nname = '{name}'\nmethod = 'GET'\npath = {path}\nenvironments = ['Production']\n"
        )
    };
    format!("{SITE}{}{}{KEY}", workflow("One", one), workflow("Other", other))
}

#[test]
fn a_plain_secret_is_reported_without_being_shown() {
    let warning = warns("plain-secret", &with_workflow("").replace("primary = ", "primary = §"));
    assert!(!warning.message.contains("plain-secret-1"), "{}", warning.message);
    let digest = localgear::site::KeySecret::parse("plain-secret-1").unwrap().digest().to_string();
    never_warns("plain-secret", &with_workflow("").replace("plain-secret-1", &digest));
}

#[test]
fn a_key_that_permits_everything_is_reported() {
    warns("permits-all", &two_paths("'/a'", "'/b'").replace("'*'", "§'*'"));
    never_warns("permits-all", &with_workflow(""));
}

#[test]
fn a_key_for_every_environment_is_reported() {
    warns("untargeted-key", &format!("{SITE}§[[key]]\nname = 'k'\nprimary = 'plain-secret-1'\n"));
    never_warns("untargeted-key", &with_workflow(""));
}

#[test]
fn a_workflow_that_no_key_may_call_where_it_is_published_is_reported() {
    warns("nobody-may-call", &format!("{SITE}§[[workflow]]\nname = 'a'\nmethod = 'GET'\npath = '/a'\n"));
    let elsewhere = with_workflow("").replace("path = ", "environments = ['Production']\npath = ");
    warns("nobody-may-call", &elsewhere.replace("[[workflow]]", "§[[workflow]]"));
    never_warns("nobody-may-call", &with_workflow(""));
    never_warns("nobody-may-call", &format!("{SITE}[[workflow]]\nname = 'not bound'\n"));
}

#[test]
fn an_output_that_uses_an_input_nobody_declared_is_reported_where_it_does() {
    let output = |value: &str| with_workflow(&format!("[workflow.outputs.a]\nvalue = '{value}'"));
    let warning = warns("unknown-name", &output("x {{ §inputs.idd }}"));
    assert_eq!(warning.advice.as_deref(), Some("did you mean `inputs.id`?"));
    never_warns("unknown-name", &output("x {{ inputs.id }}"));
}

#[test]
fn an_output_that_looks_special_and_is_not_is_reported() {
    let output = |name: &str| with_workflow(&format!("[workflow.outputs.{name}]\nvalue = 'x'"));
    let warning = warns("unknown-special", &output("§FgResponseBdy"));
    assert_eq!(warning.advice.as_deref(), Some("did you mean `FgResponseBody`?"));
    never_warns("unknown-special", &output("FgResponseBody"));
}

#[test]
fn a_clash_comes_with_a_call_that_both_answer_to() {
    let warning = warns("route-clash", &two_paths("'/thing/{id}'", "§'/thing/another'"));
    assert!(warning.message.contains("`GET /thing/another`"), "{}", warning.message);
    assert!(warning.message.contains("`One` and `Other`"), "{}", warning.message);
    let warning = warns("route-clash", &two_paths("'/{a}/x/{c}'", "§'/Y/{b}/{c}'"));
    assert!(warning.message.contains("`GET /Y/x/1`"), "{}", warning.message);
    warns("route-clash", &two_paths("'/a%20b'", "§'/A%20B/'"));
    never_warns("route-clash", &two_paths("'/thing/{id}'", "'/thing'"));
}

#[test]
fn routes_in_different_environments_do_not_clash() {
    let apart = two_paths("'/a'", "'/a'").replacen("['Production']", "['Test']", 1);
    never_warns("route-clash", &apart);
}

#[test]
fn a_clash_is_reported_for_each_environment() {
    let both = two_paths("'/a'", "'/a'").replace("environments = ['Production']\n", "");
    let loaded = sound(&both);
    let warnings = loaded.warnings();
    assert_eq!(warnings.list().iter().filter(|warning| warning.code == "route-clash").count(), 2);
}

#[test]
fn a_classic_site_without_production_is_reported_and_a_modern_one_is_not() {
    warns("no-production", &format!("{SITE}[[environment]]\nname = §'Test'\n"));
    never_warns("no-production", &format!("{SITE}[[environment]]\nname = 'PRODUCTION'\n"));
    never_warns("no-production", &format!("{SITE}generation = 'modern'\n[[environment]]\nname = 'Test'\n"));
}

#[test]
fn a_json_reply_that_is_none_once_filled_is_reported_at_its_line() {
    let reply = |json: &str| with_workflow(&format!("[[workflow.reply]]\njson = '''\n{json}'''"));
    warns("not-json", &reply("{\n  §\"a\": {{ inputs.id }} x\n}"));
    never_warns("not-json", &reply("{\"a\": {{ inputs.id }}, \"b\": \"{{ now }}\"}"));
}

#[test]
fn an_input_that_holds_quotation_marks_does_not_make_a_reply_suspicious() {
    let inputs = "[workflow.inputs.id]\nexample = 'a \"b\"'\n";
    never_warns(
        "not-json",
        &with_workflow(&format!("{inputs}[[workflow.reply]]\njson = '{{\"a\": \"{{{{ inputs.id }}}}\"}}'")),
    );
}
