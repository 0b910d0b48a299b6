//! Fixes of collections and descriptions: the key goes to the header, and nothing else in the file changes.

use localgear::finding::{Fix, Safety};

use super::{KEY, all_samples, is_spoken_of, seen, unmarked};

/// The file with the fix of its first sighting that has one.
fn mended(name: &str, text: &str) -> Option<(Safety, String)> {
    let fix = seen(name, text, true)
        .into_iter()
        .filter(|seen| is_spoken_of(text, seen))
        .find_map(|sighting| sighting.fix)?;
    Some((fix.safety, with(text, &fix)))
}

fn with(text: &str, fix: &Fix) -> String {
    let mut mended = text.to_owned();
    for edit in fix.edits.iter().rev() {
        mended.replace_range(edit.span.range(), &edit.text);
    }
    mended
}

/// Mends what is left and right of `⇒`, and sees nothing in what comes out.
#[track_caller]
fn mends(name: &str, safety: Safety, before: &str, after: &str) {
    let (before, after) = (before.replace("K3Y", KEY), after.replace("K3Y", KEY));
    let (found, text) = mended(name, &before).unwrap_or_else(|| panic!("no fix in {before}"));
    assert_eq!(text, after);
    assert_eq!(found, safety);
    let left: Vec<_> = seen(name, &text, true).into_iter().filter(|seen| is_spoken_of(&text, seen)).collect();
    assert!(left.is_empty(), "{left:?} in {text}");
    if name.ends_with(".json") {
        serde_json::from_str::<serde_json::Value>(&text).expect("JSON");
    }
}

#[test]
fn a_postman_request_sends_the_key_in_a_header_and_keeps_its_other_parameters_and_its_layout() {
    mends(
        "a.postman_collection.json",
        Safety::Safe,
        "{\n\t\"info\": { \"_postman_id\": \"1\" },\n\t\"item\": [\n\t\t{\n\t\t\t\"request\": {\n\t\t\t\t\"method\": \"GET\",\n\t\t\t\t\"header\": [],\n\t\t\t\t\"url\": {\n\t\t\t\t\t\"raw\": \"{{b}}/o?auth-key={{key}}&_profile=Test\",\n\t\t\t\t\t\"query\": [\n\t\t\t\t\t\t{\n\t\t\t\t\t\t\t\"key\": \"auth-key\",\n\t\t\t\t\t\t\t\"value\": \"{{key}}\"\n\t\t\t\t\t\t},\n\t\t\t\t\t\t{\n\t\t\t\t\t\t\t\"key\": \"_profile\",\n\t\t\t\t\t\t\t\"value\": \"Test\"\n\t\t\t\t\t\t}\n\t\t\t\t\t]\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t]\n}\n",
        "{\n\t\"info\": { \"_postman_id\": \"1\" },\n\t\"item\": [\n\t\t{\n\t\t\t\"request\": {\n\t\t\t\t\"method\": \"GET\",\n\t\t\t\t\"header\": [\n\t\t\t\t\t{\n\t\t\t\t\t\t\"key\": \"Authorization\",\n\t\t\t\t\t\t\"value\": \"Key={{key}}\"\n\t\t\t\t\t}\n\t\t\t\t],\n\t\t\t\t\"url\": {\n\t\t\t\t\t\"raw\": \"{{b}}/o?_profile=Test\",\n\t\t\t\t\t\"query\": [\n\t\t\t\t\t\t{\n\t\t\t\t\t\t\t\"key\": \"_profile\",\n\t\t\t\t\t\t\t\"value\": \"Test\"\n\t\t\t\t\t\t}\n\t\t\t\t\t]\n\t\t\t\t}\n\t\t\t}\n\t\t}\n\t]\n}\n",
    );
    mends(
        "b.postman_collection.json",
        Safety::Safe,
        "{\"info\":{\"_postman_id\":\"1\"},\"item\":[{\"request\":{\"method\":\"GET\",\"header\":[{\"key\":\"a\",\"value\":\"b\"}],\"url\":{\"raw\":\"https://acme.flowgear.net/o?x=1&auth-key=K3Y\",\"query\":[{\"key\":\"x\",\"value\":\"1\"},{\"key\":\"auth-key\",\"value\":\"K3Y\"}]}}}]}",
        "{\"info\":{\"_postman_id\":\"1\"},\"item\":[{\"request\":{\"method\":\"GET\",\"header\":[{\"key\":\"a\",\"value\":\"b\"},{\"key\":\"Authorization\",\"value\":\"Key=K3Y\"}],\"url\":{\"raw\":\"https://acme.flowgear.net/o?x=1\",\"query\":[{\"key\":\"x\",\"value\":\"1\"}]}}}]}",
    );
    mends(
        "c.postman_collection.json",
        Safety::Safe,
        "{\r\n  \"info\": { \"_postman_id\": \"1\" },\r\n  \"item\": [ { \"request\": {\r\n    \"header\": [\r\n      { \"key\": \"a\", \"value\": \"b\" }\r\n    ],\r\n    \"url\": \"{{b}}/o?auth-key={{key}}\"\r\n  } } ]\r\n}\r\n",
        "{\r\n  \"info\": { \"_postman_id\": \"1\" },\r\n  \"item\": [ { \"request\": {\r\n    \"header\": [\r\n      { \"key\": \"a\", \"value\": \"b\" },\r\n      { \"key\": \"Authorization\", \"value\": \"Key={{key}}\" }\r\n    ],\r\n    \"url\": \"{{b}}/o\"\r\n  } } ]\r\n}\r\n",
    );
}

#[test]
fn a_request_whose_header_is_taken_or_whose_value_is_written_in_two_ways_is_left_alone() {
    for text in [
        "{ \"info\": { \"_postman_id\": \"1\" }, \"request\": { \"header\": [ { \"key\": \"Authorization\", \"value\": \"x\" } ], \"url\": \"{{b}}/o?auth-key={{key}}\" } }",
        "{ \"info\": { \"_postman_id\": \"1\" }, \"request\": { \"header\": [], \"auth\": { \"type\": \"bearer\" }, \"url\": \"{{b}}/o?auth-key={{key}}\" } }",
        "{ \"info\": { \"_postman_id\": \"1\" }, \"request\": { \"header\": [], \"url\": { \"raw\": \"{{b}}/o?auth-key={{key}}\", \"query\": [ { \"key\": \"auth-key\", \"value\": \"other\" } ] } } }",
        "{ \"info\": { \"_postman_id\": \"1\" }, \"request\": { \"header\": [], \"url\": \"{{b}}/o?auth-key=a%2Bbcdefghijklmn\" } }",
        "{ \"info\": { \"_postman_id\": \"1\" }, \"request\": { \"header\": [], \"url\": \"{{b}}/o?auth-key={{a}}&auth-key={{b}}\" } }",
    ] {
        assert_eq!(mended("a.postman_collection.json", text), None, "{text}");
    }
}

#[test]
fn insomnia_and_hoppscotch_send_the_key_in_a_header() {
    mends(
        "i.json",
        Safety::Safe,
        "{ \"_type\": \"export\", \"__export_format\": 4, \"resources\": [ { \"url\": \"{{ _.b }}/o\", \"method\": \"GET\", \"parameters\": [ { \"name\": \"auth-key\", \"value\": \"{{ _.key }}\" } ], \"headers\": [], \"authentication\": {} } ] }",
        "{ \"_type\": \"export\", \"__export_format\": 4, \"resources\": [ { \"url\": \"{{ _.b }}/o\", \"method\": \"GET\", \"parameters\": [], \"headers\": [{ \"name\": \"Authorization\", \"value\": \"Key={{ _.key }}\" }], \"authentication\": {} } ] }",
    );
    mends(
        "h.json",
        Safety::Safe,
        "{ \"v\": 2, \"requests\": [ { \"endpoint\": \"<<b>>/o?auth-key=<<key>>\", \"method\": \"GET\", \"params\": [], \"headers\": [ { \"key\": \"a\", \"value\": \"b\", \"active\": true } ], \"auth\": { \"authType\": \"none\" } } ] }",
        "{ \"v\": 2, \"requests\": [ { \"endpoint\": \"<<b>>/o\", \"method\": \"GET\", \"params\": [], \"headers\": [ { \"key\": \"a\", \"value\": \"b\", \"active\": true }, { \"key\": \"Authorization\", \"value\": \"Key=<<key>>\", \"active\": true } ], \"auth\": { \"authType\": \"none\" } } ] }",
    );
}

#[test]
fn a_declared_credential_moves_to_the_header() {
    mends(
        "p.postman_collection.json",
        Safety::Safe,
        "{ \"info\": { \"_postman_id\": \"1\" }, \"auth\": { \"type\": \"apikey\", \"apikey\": [ { \"key\": \"value\", \"value\": \"{{k}}\" }, { \"key\": \"key\", \"value\": \"auth-key\" }, { \"key\": \"in\", \"value\": \"query\" } ] } }",
        "{ \"info\": { \"_postman_id\": \"1\" }, \"auth\": { \"type\": \"apikey\", \"apikey\": [ { \"key\": \"value\", \"value\": \"Key={{k}}\" }, { \"key\": \"key\", \"value\": \"Authorization\" }, { \"key\": \"in\", \"value\": \"header\" } ] } }",
    );
    mends(
        "openapi.yaml",
        Safety::Unsafe,
        "openapi: 3.1.0\ncomponents:\n  securitySchemes:\n    key: # the key\n      type: apiKey\n      in: 'query'\n      name: auth-key\n",
        "openapi: 3.1.0\ncomponents:\n  securitySchemes:\n    key: # the key\n      type: apiKey\n      in: 'header'\n      name: Authorization\n",
    );
}

#[test]
fn a_bruno_request_sends_the_key_in_a_header() {
    mends(
        "a.bru",
        Safety::Safe,
        "get {\n  url: {{b}}/o?x=1&auth-key={{key}}\n  auth: none\n}\n\nparams:query {\n  x: 1\n  auth-key: {{key}}\n}\n\nheaders {\n  accept: */*\n}\n",
        "get {\n  url: {{b}}/o?x=1\n  auth: none\n}\n\nparams:query {\n  x: 1\n}\n\nheaders {\n  accept: */*\n  Authorization: Key={{key}}\n}\n",
    );
    mends(
        "b.bru",
        Safety::Safe,
        "get {\n  url: {{b}}/o?auth-key={{key}}\n  auth: none\n}\n\ndocs {\n}\n",
        "get {\n  url: {{b}}/o\n  auth: none\n}\n\nheaders {\n  Authorization: Key={{key}}\n}\n\ndocs {\n}\n",
    );
}

#[test]
fn every_fix_removes_its_finding_brings_no_other_and_leaves_what_it_does_not_touch() {
    let mut count = 0;
    for (name, sample) in all_samples() {
        let (text, _) = unmarked(&sample.replace("K3Y", KEY));
        let before: Vec<_> =
            seen(name, &text, true).into_iter().filter(|seen| is_spoken_of(&text, seen)).collect();
        for fix in before.iter().filter_map(|sighting| sighting.fix.as_ref()) {
            let mended = with(&text, fix);
            let after =
                seen(name, &mended, true).into_iter().filter(|seen| is_spoken_of(&mended, seen)).count();
            assert_eq!(after + 1, before.len(), "{name}: {mended}");
            count += 1;
        }
    }
    assert!(count > 10, "{count} fixes");
}
