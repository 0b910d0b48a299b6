//! `[[workflow.reply]]` and its `when`.

use super::{fires, sound, with_workflow};

fn reply(more: &str) -> String {
    with_workflow(&format!("[[workflow.reply]]\n{more}"))
}

#[test]
fn a_status_is_a_final_one() {
    fires("bad-status", &reply("status = §100"));
    fires("bad-status", &reply("status = §600"));
    fires("wrong-type", &reply("status = §'200'"));
    sound(&reply("status = 200"));
    sound(&reply("status = 599"));
}

#[test]
fn a_reply_has_one_body() {
    let fault = fires("two-bodies", &reply("body = 'a'\njson = §'{}'"));
    assert!(fault.message.contains("`body` and `json`"), "{}", fault.message);
    sound(&reply("json = '{}'"));
}

#[test]
fn a_body_file_of_a_site_without_a_folder_is_refused() {
    fires("body-file", &reply("body-file = §'a.xml'"));
}

#[test]
fn a_template_that_cannot_be_read_is_shown_at_its_line() {
    fires("bad-template", &reply("body = §'{{ inputs.id'"));
    fires("bad-template", &reply("json = '''\n{\n  §\"a\": \"{{ inputs. }}\"\n}'''"));
    sound(&reply("json = '''\n{\n  \"a\": \"{{ inputs.id }}\"\n}'''"));
}

#[test]
fn a_name_that_no_template_sees_is_shown_where_it_is_used() {
    let fault = fires("unknown-template-name", &reply("json = '''\n{ \"a\": \"{{ §inputs.idd }}\" }'''"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `inputs.id`?"));
    fires("unknown-template-name", &reply("body = '{{ §request.header }}'"));
    fires("unknown-template-name", &reply("headers = { X-A = '{{ §enviroment }}' }"));
    sound(&reply("body = '{{ request.headers.whatever }}{{ request.query.any }}{{ inputs.ID }}'"));
    sound(&reply("body = '{% for n in inputs %}{{ n }}{% endfor %}{% set x = 1 %}{{ x }}'"));
}

#[test]
fn a_header_has_a_name_and_one_line() {
    fires("bad-header", &reply("headers = { §'X A' = 'b' }"));
    fires("bad-header", &reply("headers = { X-A = §\"b\\nc\" }"));
    fires("bad-header", &reply("content-type = §\"a\\nb\""));
    sound(&reply("headers = { X-A = '{{ inputs.id }}' }\ncontent-type = 'text/xml'"));
}

#[test]
fn a_condition_names_inputs_keys_and_environments_that_are_there() {
    let fault = fires("unknown-input", &reply("when = { inputs.§ib = '1' }"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `id`?"));
    fires("unknown-key-name", &reply("when = { key = §'K' }"));
    fires("unknown-environment", &reply("when = { environment = §'Stage' }"));
    sound(&reply(
        "when = { inputs.id = '1', key = 'k', environment = 'TEST', query.any = 'x', header.X-Any = 'y' }",
    ));
}

#[test]
fn a_condition_is_a_text_or_a_regular_expression() {
    fires("wrong-type", &reply("when = { inputs.id = §404 }"));
    fires("bad-regex", &reply("when = { inputs.id = { regex = §'(' } }"));
    fires("bad-regex", &reply("when = { inputs.id = { regex = §'a{1000}{1000}' } }"));
    fires("unknown-field", &reply("when = { inputs.id = { regex = 'a', §flags = 'i' } }"));
    fires("missing-field", &reply("when = { inputs.id = §{ } }"));
    sound(&reply("when = { inputs.id = { regex = '^4\\d+$' } }"));
}
