//! What was sent: HTTP archives, recordings, doubles of servers.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "site.har",
        r#"{ "log": { "version": "1.2", "creator": { "name": "x" }, "entries": [
  { "request": { "method": "GET", "url": "https://acme.flowgear.net/a?▸qauth-key=K3Y",
      "headers": [ { "name": ":path", "value": "/a?auth-key=K3Y" }, { "name": "Referer", "value": "https://x.example/p?▸rauth-key=K3Y" } ],
      "queryString": [ { "name": "auth-key", "value": "K3Y" } ] },
    "response": { "status": 302, "headers": [ { "name": "Location", "value": "https://acme.flowgear.net/b?▸dauth-key=K3Y" } ],
      "redirectURL": "https://acme.flowgear.net/b?auth-key=K3Y", "content": { "text": "" } } },
  { "request": { "method": "GET", "url": "https://acme.flowgear.net/a", "queryString": [ { "name": "▸qauth-key", "value": "K3Y" } ], "headers": [] } },
  { "request": { "method": "POST", "url": "https://acme.flowgear.net/t", "headers": [ { "name": "auth-key", "value": "K3Y" } ], "cookies": [ { "name": "auth-key", "value": "K3Y" } ],
      "postData": { "mimeType": "application/x-www-form-urlencoded", "params": [ { "name": "auth-key", "value": "K3Y" } ], "text": "auth-key=K3Y&b=1" } },
    "response": { "status": 200, "content": { "mimeType": "text/html", "text": "<a href=\"/x?▸qauth-key=K3Y&amp;y=1\">" } } },
  { "request": { "method": "POST", "url": "https://acme.flowgear.net/t", "postData": { "text": "{\"callback\":\"https://acme.flowgear.net/c?▸qauth-key=K3Y\"}" } } },
  { "request": { "method": "GET", "url": "https://acme.flowgear.net/r?auth-key=", "queryString": [ { "name": "auth-key", "value": "" } ] } } ] } }
"#,
    ),
    (
        "wiremock/mapping.json",
        r#"{ "request": { "method": "GET", "urlPath": "/a", "queryParameters": { "▸qauth-key": { "equalTo": "K3Y" }, "x": { "equalTo": "1" } } } }
"#,
    ),
    (
        "wiremock/absent.json",
        r#"{ "request": { "method": "GET", "urlPath": "/a", "queryParameters": { "auth-key": { "absent": true } } } }
"#,
    ),
    (
        "pact.json",
        r#"{ "interactions": [ { "request": { "method": "GET", "path": "/a", "query": { "▸qauth-key": [ "K3Y" ] } } },
  { "request": { "method": "GET", "path": "/a", "query": "x=1&▸qauth-key=K3Y" } } ] }
"#,
    ),
    (
        "cassette.yml",
        "http_interactions:\n- request:\n    method: get\n    uri: https://acme.flowgear.net/a?▸qauth-key=K3Y\n    body:\n      string: auth-key=K3Y\n  response:\n    headers:\n      Location:\n      - https://acme.flowgear.net/b?▸dauth-key=K3Y\n",
    ),
    (
        "recorded.yml",
        "http_interactions:\n- request:\n    uri: https://acme.flowgear.net/a?auth-key=<FLOWGEAR_KEY>\n- request:\n    uri: https://acme.flowgear.net/a?▸qauth-key=K3Y\n",
    ),
    (
        "event.json",
        r#"{ "resource": "/a", "httpMethod": "GET", "queryStringParameters": { "▸qauth-key": "K3Y" }, "headers": { "auth-key": "x", "Referer": "https://a.example/?▸rauth-key=K3Y" } }
"#,
    ),
    (
        "dump.txt",
        "> GET /a?▸qauth-key=K3Y HTTP/1.1\n> Referer: https://a.example/b?▸rauth-key=K3Y\n>\n< HTTP/1.1 302 Found\n< Location: https://acme.flowgear.net/c?▸dauth-key=K3Y\n",
    ),
];

#[test]
fn a_captured_request_is_one_finding_and_its_referer_and_redirect_are_others() {
    sees(SAMPLES);
}

/// Entries that hold nothing, with bodies that look like entries and end in an open bracket.
fn innocent_entries(bytes: usize) -> String {
    let body = r#"{\"request\":{\"url\":\"/x\",\"headers\":[{\"name\":\"a\",\"value\":\"b\"}]}},"#;
    let entry = format!(
        r#"{{ "request": {{ "method": "GET", "url": "https://acme.flowgear.net/a?page=1", "headers": [ {{ "name": "x-auth-key", "value": "1" }} ] }},
  "response": {{ "status": 200, "content": {{ "text": "[{}{{" }}, "redirectURL": "" }} }},
"#,
        body.repeat(40)
    );
    entry.repeat(bytes / entry.len() + 1)
}

#[test]
fn in_an_archive_of_megabytes_each_entry_is_read_as_in_a_small_one() {
    let (_, sample) = SAMPLES[0];
    let (head, rest) = sample.split_once("\"entries\": [").expect("entries");
    let (entries, tail) = rest.rsplit_once("] } }").expect("an end");
    for gap in [20_000, 300_000] {
        let gap = innocent_entries(gap);
        // What stands between two of the sample's entries moves them apart.
        let apart = entries.replace("} },\n  { \"request\"", &format!("}} }},\n{gap}  {{ \"request\""));
        let last = gap.trim_end().trim_end_matches(',');
        let archive = format!("{head}\"entries\": [{gap}{apart},\n{last}] }} }}{tail}");
        assert!(archive.matches(&gap).count() > 3, "the entries were moved apart");
        let archive: &'static str = Box::leak(archive.into_boxed_str());
        sees(&[("large.har", archive)]);
        sees(&[("large.har", Box::leak(archive.replace('\n', " ").into_boxed_str()))]);
    }
}
