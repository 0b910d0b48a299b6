//! `[[workflow]]` without its replies.

use super::{SITE, fires, sound};

fn workflow(more: &str) -> String {
    format!("{SITE}[[workflow]]\nname = 'Get'\n{more}\n")
}

#[test]
fn workflow_names_are_unique() {
    fires("duplicate-name", &format!("{}[[workflow]]\nname = §'Get'\n", workflow("")));
    sound(&format!("{}[[workflow]]\nname = 'get'\n", workflow("")));
}

#[test]
fn method_and_path_stand_together_or_not_at_all() {
    fires("half-binding", &workflow("method = §'GET'"));
    fires("half-binding", &workflow("path = §'/a'"));
    sound(&workflow("method = 'GET'\npath = '/a'"));
    sound(&workflow(""));
}

#[test]
fn a_method_is_one_that_http_has_in_any_case() {
    let fault = fires("bad-method", &workflow("method = §'PSOT'\npath = '/a'"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `POST`?"));
    fires("bad-method", &workflow("method = §'CONNECT'\npath = '/a'"));
    sound(&workflow("method = 'patch'\npath = '/a'"));
}

#[test]
fn a_path_is_a_uri_template() {
    for wrong in ["a", "/a//b", "/a{b}", "/{a}/{a}", "/a?b", "/a b"] {
        fires("bad-path", &workflow(&format!("method = 'GET'\npath = §'{wrong}'")));
    }
    sound(&workflow("method = 'GET'\npath = '/a/{b}?c={d}'"));
}

#[test]
fn paths_of_the_platform_are_reserved_and_their_neighbours_are_not() {
    for reserved in ["/mcp", "/openapi.yml", "/__localgear/x", "/a?_profile={p}", "/a?auth-key={k}"] {
        fires("reserved-path", &workflow(&format!("method = 'GET'\npath = §'{reserved}'")));
    }
    sound(&workflow("method = 'GET'\npath = '/mcps/openapi.yml?profile={p}'"));
}

#[test]
fn template_variables_are_inputs_even_when_they_are_not_listed() {
    let loaded =
        sound(&workflow("method = 'GET'\npath = '/a/{id}?x={page}'\n[workflow.inputs.id]\nexample = '1'"));
    let names: Vec<_> = loaded.site.workflows()[0].inputs.iter().map(|input| input.name.as_str()).collect();
    assert_eq!(names, ["id", "page"]);
}

#[test]
fn inputs_and_outputs_keep_the_order_of_the_file() {
    let loaded = sound(&workflow("[workflow.outputs]\nz = {}\na = {}\nm = { value = 'x' }"));
    let names: Vec<_> =
        loaded.site.workflows()[0].outputs.iter().map(|output| output.name.as_str()).collect();
    assert_eq!(names, ["z", "a", "m"]);
}

#[test]
fn a_property_has_a_type_that_the_platform_has() {
    let fault = fires("unknown-word", &workflow("[workflow.inputs.a]\ntype = §'strin'"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `string`?"));
    sound(&workflow("[workflow.inputs.a]\ntype = 'multiline'"));
}

#[test]
fn a_workflow_is_published_in_environments_that_are_there() {
    let fault = fires("unknown-environment", &workflow("environments = ['Production', §'Tset']"));
    assert_eq!(fault.advice.as_deref(), Some("did you mean `Test`?"));
    fires("unpublished", &format!("{SITE}§[[workflow]]\nname = 'Get'\nenvironments = []\n"));
    sound(&workflow("environments = ['test']"));
}

#[test]
fn an_output_may_use_any_input_but_no_name_that_no_template_sees() {
    fires("unknown-template-name", &workflow("[workflow.outputs.a]\nvalue = 'x {{ §customer }}'"));
    fires("bad-template", &workflow("[workflow.outputs.a]\nvalue = §'{{ inputs.a'"));
    sound(&workflow("[workflow.outputs.a]\nvalue = '{{ inputs.nobody }}{{ now }}{{ key.slot }}'"));
}
