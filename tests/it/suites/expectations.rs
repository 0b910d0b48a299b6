//! Each expectation holds for the right answer and fails for its nearest neighbour.

use localgear::contract::suite::Verdict;

use super::{broken, told};

/// One case that expects the right thing, one its nearest neighbour, of `GET /customers/123`.
#[track_caller]
fn tells_apart(right: &str, wrong: &str, complaint: &str) {
    of_request("path = '/customers/123'\nkey = 'crm'", right, wrong, complaint);
}

#[track_caller]
fn of_request(request: &str, right: &str, wrong: &str, complaint: &str) {
    let case = |name: &str, expect: &str| {
        format!("[[case]]\nname = '{name}'\n[case.request]\n{request}\n[case.expect]\n{expect}\n")
    };
    let cases = told(&format!("{}{}", case("right", right), case("wrong", wrong)));
    assert_eq!(cases[0].verdict, Verdict::Passed, "{:?}", broken(&cases[0]));
    assert_eq!(cases[1].verdict, Verdict::Failed, "{wrong}");
    let said = broken(&cases[1]).join("\n");
    assert!(said.contains(complaint), "{said}");
}

#[test]
fn status_and_reason() {
    tells_apart("status = 200", "status = 201", "status: expected 201, found 200");
    tells_apart("reason = 'none'", "reason = 'not-permitted'", "reason: expected not-permitted, found none");
    of_request(
        "path = '/forbidden'\nkey = 'crm'",
        "status = 404\nreason = 'not-permitted'",
        "status = 404\nreason = 'no-route'",
        "expected no-route, found not-permitted",
    );
}

#[test]
fn headers_by_text_by_form_and_by_absence() {
    tells_apart(
        "headers = { Content-Type = 'application/json; charset=utf-8' }",
        "headers = { Content-Type = 'application/json' }",
        "header Content-Type: expected \"application/json\"",
    );
    tells_apart(
        "headers = { content-type = { regex = '^application/json' } }",
        "headers = { content-type = { regex = '^json' } }",
        "fits `^json`",
    );
    tells_apart(
        "headers = { X-None = { exists = false } }",
        "headers = { X-None = { exists = true } }",
        "nothing there",
    );
}

#[test]
fn the_whole_body_and_a_part_of_it() {
    tells_apart(
        r#"body = '{"id": "123", "in": "Production"}'"#,
        r#"body = '{"id": "123", "in": "Production"} '"#,
        "body: expected",
    );
    tells_apart(
        "body = '{\"id\": \"123\", \"in\": \"Production\"}'",
        "body = \"\"\"\n{\\\"id\\\": \\\"123\\\", \\\"in\\\": \\\"Production\\\"}\n\"\"\"",
        "body: expected",
    );
    tells_apart(r#"body-regex = '"id": "\d+"'"#, r#"body-regex = '"id": "\D+"'"#, "something that fits");
}

#[test]
fn json_as_a_subset_and_to_the_letter() {
    tells_apart("json = { id = '123' }", "json = { id = 123 }", "json at $.id: expected 123, found \"123\"");
    let exact = r#"json-match = "exact""#;
    tells_apart(
        &format!("{exact}\njson = '{{\"in\": \"Production\", \"id\": \"123\"}}'"),
        &format!("{exact}\njson = '{{\"id\": \"123\"}}'"),
        "json at $.in: expected nothing there",
    );
}

#[test]
fn json_paths_by_value_form_presence_and_count() {
    tells_apart(
        "json-path = { '$.id' = '123' }",
        "json-path = { '$.id' = '12' }",
        "expected \"12\", found \"123\"",
    );
    tells_apart(
        "json-path = { '$.id' = { regex = '^1' } }",
        "json-path = { '$.id' = { regex = '^2' } }",
        "fits `^2`",
    );
    tells_apart(
        "json-path = { '$.no' = { exists = false } }",
        "json-path = { '$.id' = { exists = false } }",
        "\"123\"",
    );
    tells_apart(
        "json-path = { '$.*' = { count = 2 } }",
        "json-path = { '$.*' = { count = 3 } }",
        "expected 3 there, found 2 there",
    );
}

#[test]
fn json_schemas_inline() {
    tells_apart(
        "json-schema = { type = 'object', required = ['id'] }",
        "json-schema = { type = 'object', required = ['name'] }",
        "json-schema at $",
    );
}

#[test]
fn xml_paths_of_the_initialisation_xml_in_an_envelope() {
    of_request(
        "method = 'POST'\npath = '/echo'\nkey = 'crm-test'\nenvironment = 'Test'\njson = { a = '1' }",
        "xml-path = { '/Initialisation/Username' = 'Key: crm-test', '/Initialisation/Profile' = 'Test' }",
        "xml-path = { '/Initialisation/Username' = 'Key: crm' }",
        "xml-path /Initialisation/Username: expected \"Key: crm\", found \"Key: crm-test\"",
    );
}

#[test]
fn a_case_that_expects_nothing_expects_no_failure() {
    let cases = told(
        "[[case]]\nname = 'good'\nrequest = { path = '/customers/1', key = 'crm' }\n\
         [[case]]\nname = 'bad'\nrequest = { path = '/customers/1' }\n",
    );
    assert_eq!(cases[0].verdict, Verdict::Passed);
    assert_eq!(
        broken(&cases[1]),
        ["status: expected below 400, as nothing else is expected, found 404 (no-credential)"]
    );
}

#[test]
fn everything_that_differs_is_said_and_not_the_first_alone() {
    let cases = told(
        "[[case]]\nname = 'all'\nrequest = { path = '/customers/1', key = 'crm' }\n\
         expect = { status = 201, reason = 'no-route', json = { id = '2' }, headers = { X-A = 'b' } }\n",
    );
    assert_eq!(broken(&cases[0]).len(), 4);
}
