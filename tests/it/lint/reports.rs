//! What reports look like, and what they may never hold.

use std::path::Path;

use localgear::finding::{Finding, Fingerprint, Frame, Place, Position, RULES, Severity, Span};
use localgear::lint::Filtered;
use localgear::report::findings::{
    PolicyRule, RESULTS_MAX, Report, Skipped, github, human, json, json_in_parts, junit, sarif,
};
use quick_xml::events::Event;
use serde_json::{Value, json};

fn finding(path: &str, line: usize, severity: Severity) -> Finding {
    let start = Position { line, column: 5 };
    let end = Position { line, column: 17 };
    let frame = Frame { line: "\tget('/x?auth-key=***')".to_owned(), mark: (9, 21) };
    let place = Place { path: path.into(), revision: None, span: Span::new(0, 12), start, end, frame };
    Finding {
        rule: "key-in-query".into(),
        severity,
        message: "an API Key in a querystring, 100% sure: x".to_owned(),
        help: "send it as `Authorization: Key=…`".into(),
        place: place.clone(),
        related: vec![Place { start: Position { line: line + 1, column: 5 }, ..place }],
        fingerprint: Fingerprint::of("key-in-query", b"x", path),
        properties: [("count", 2.into())].into(),
        fix: None,
    }
}

fn report() -> Report {
    let mut report = Report {
        findings: vec![finding("src/b c.py", 7, Severity::Warning), finding("src/a.py", 3, Severity::Error)],
        aside: [Filtered { place: finding("src/a.py", 9, Severity::Note).place, why: "placeholder" }]
            .into_iter()
            .collect(),
        skipped: vec![Skipped { path: "big.bin".to_owned(), why: "too large".to_owned(), failed: true }],
        notices: vec!["something to know".to_owned()],
        policy_rules: vec![PolicyRule {
            id: "policy/mine/rule".to_owned(),
            title: "a rule".to_owned(),
            help: "do this".to_owned(),
            severity: Severity::Note,
        }],
        ..Report::default()
    };
    report.tally.files = 12;
    report.sort();
    report
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[track_caller]
fn assert_valid_sarif(text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/lint/sarif-2.1.0.json");
    // The schema as it was published; one of its patterns has a bracket that no other engine takes.
    let schema = std::fs::read_to_string(file).unwrap().replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema = parsed(&schema);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(&parsed(text))
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .take(5)
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sarif_is_valid_with_findings_and_without() {
    assert_valid_sarif(&sarif(&report()));
    assert_valid_sarif(&sarif(&Report::default()));
}

#[test]
fn sarif_lists_every_rule_with_its_page_and_weakness() {
    let sarif = parsed(&sarif(&Report::default()));
    let rules = sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), RULES.len());
    for (rule, told) in RULES.iter().zip(rules) {
        assert_eq!(told["id"], rule.id);
        assert!(told["help"]["markdown"].as_str().unwrap().contains("## Why"));
        match rule.cwe {
            Some(cwe) => {
                let target = &told["relationships"][0]["target"];
                assert_eq!(
                    (&target["id"], &target["toolComponent"]["name"]),
                    (&json!(cwe.to_string()), &json!("CWE"))
                );
                let taxa = sarif["runs"][0]["taxonomies"][0]["taxa"].as_array().unwrap();
                assert!(taxa.iter().any(|taxon| taxon["id"] == json!(cwe.to_string())));
            }
            None => assert!(told.get("relationships").is_none()),
        }
    }
}

#[test]
fn a_sarif_result_has_a_relative_uri_a_region_a_fingerprint_and_its_other_places() {
    let sarif = parsed(&sarif(&report()));
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let result = results.iter().find(|result| result["level"] == "warning").unwrap();
    let physical = &result["locations"][0]["physicalLocation"];
    assert_eq!(physical["artifactLocation"], json!({ "uri": "src/b%20c.py", "uriBaseId": "%SRCROOT%" }));
    assert_eq!(
        physical["region"],
        json!({ "startLine": 7, "startColumn": 5, "endLine": 7, "endColumn": 17 })
    );
    assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"], 8);
    let print = Fingerprint::of("key-in-query", b"x", "src/b c.py").to_string();
    assert_eq!(result["partialFingerprints"], json!({ "localgear/v1": print }));
    assert_eq!(result["ruleIndex"], 0);
    let notes = &sarif["runs"][0]["invocations"][0];
    assert_eq!(notes["executionSuccessful"], false);
    assert_eq!(notes["toolExecutionNotifications"][0]["message"]["text"], "skipped: too large");
}

#[test]
fn sarif_keeps_the_heaviest_results_and_counts_the_rest() {
    let many = (0..RESULTS_MAX).map(|line| finding("many.log", line + 1, Severity::Note));
    let mut report = Report { findings: many.collect(), ..Report::default() };
    report.findings.push(finding("z.py", 1, Severity::Error));
    report.sort();
    let text = sarif(&report);
    assert_valid_sarif(&text);
    let sarif = parsed(&text);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!((results.len(), &results[0]["level"]), (RESULTS_MAX, &json!("error")));
    let notice = &sarif["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(notice.as_str().unwrap().starts_with("1 more results"), "{notice}");
}

#[test]
fn json_has_its_promised_shape() {
    let json = parsed(&json(&report(), true));
    let first = &json["findings"][0];
    let expected = json!({
        "rule": "key-in-query",
        "severity": "error",
        "message": "an API Key in a querystring, 100% sure: x",
        "help": "send it as `Authorization: Key=…`",
        "path": "src/a.py",
        "line": 3,
        "column": 5,
        "endLine": 3,
        "endColumn": 17,
        "revision": null,
        "fingerprint": Fingerprint::of("key-in-query", b"x", "src/a.py").to_string(),
        "properties": { "count": 2 },
        "related": [{ "path": "src/a.py", "line": 4, "column": 5, "endLine": 3, "endColumn": 17 }],
        "fixable": false,
    });
    assert_eq!(*first, expected);
    assert_eq!(json["skipped"], json!([{ "path": "big.bin", "reason": "too large", "failed": true }]));
    assert_eq!(
        (&json["filtered"]["count"], &json["filtered"]["reasons"]),
        (&json!(1), &json!({ "placeholder": 1 }))
    );
    assert_eq!(json["filtered"]["places"][0]["line"], 9);
    assert_eq!(json["notices"], json!(["something to know"]));
    assert_eq!(json["summary"]["errors"], 1);
}

#[test]
fn github_annotations_escape_what_would_end_them() {
    let text = github(&report());
    let first = text.lines().next().unwrap();
    assert_eq!(
        first,
        "::error file=src/a.py,line=3,endLine=3,col=5,endColumn=17,title=key-in-query::an API Key in a querystring, \
         100%25 sure: x; send it as `Authorization: Key=…`"
    );
    let mut odd = report();
    odd.findings[0].place.path = "a,b:c\n.py".into();
    assert!(github(&odd).starts_with("::error file=a%2Cb%3Ac%0A.py,line=3"));
}

#[test]
fn junit_has_a_case_for_each_finding_and_one_for_the_rest() {
    let text = junit(&report());
    let mut reader = quick_xml::Reader::from_str(&text);
    let mut names = Vec::new();
    loop {
        let event = reader.read_event().unwrap();
        if let Event::Start(tag) | Event::Empty(tag) = &event {
            names.push(tag.name().as_ref().to_owned());
        }
        if matches!(event, Event::Eof) {
            break;
        }
    }
    let [cases, failures] =
        ["testcase", "failure"].map(|name| names.iter().filter(|one| *one == name).count());
    assert_eq!((cases, failures), (4, 2), "{text}");
}

#[test]
fn a_person_reads_place_line_carets_help_and_a_summary() {
    let text = human(&report(), false, false);
    let expected = "error[key-in-query]: an API Key in a querystring, 100% sure: x\n \
                    --> src/a.py:3:5\n  |\n3 |     get('/x?auth-key=***')\n  |             ^^^^^^^^^^^^\n  \
                    = also: src/a.py:4:5\n  = help: send it as `Authorization: Key=…`\n";
    assert!(text.starts_with(expected), "{text}");
    let last = text.lines().last().unwrap();
    assert_eq!(last, "2 findings (1 error, 1 warning) in 2 of 12 files; 1 set aside; 1 skipped");
    assert!(human(&report(), false, true).contains("set aside: placeholder"));
    assert!(!text.contains('\u{1b}') && human(&report(), true, false).contains('\u{1b}'));
}

#[test]
fn nothing_in_a_path_or_a_line_steers_the_terminal() {
    let mut odd = report();
    odd.findings[0].place.path = "a\u{1b}[2J.py".into();
    odd.findings[0].place.frame.line = "x\u{1b}[31m".to_owned();
    assert!(!human(&odd, false, false).contains('\u{1b}'));
}

#[test]
fn json_of_any_number_of_findings_is_one_document_with_all_of_them_in_their_order() {
    for (count, part) in [(0, 1), (1, 1), (1, 2), (2, 1), (5, 2), (6, 2), (600, 7), (600, 1_000)] {
        let findings = (0..count).map(|line| finding("src/a.py", line, Severity::Error)).collect();
        let report = Report { findings, ..report() };
        let text = json_in_parts(&report, true, |all, write| all.chunks(part).map(write).collect()).concat();
        assert_eq!(text, json(&report, true), "{count} findings, {part} at once");
        let document = parsed(&text);
        assert_eq!(text, serde_json::to_string_pretty(&document).unwrap() + "\n", "{count} findings");
        let lines = document["findings"].as_array().unwrap().iter().map(|one| one["line"].as_u64().unwrap());
        assert!(lines.eq(0..u64::try_from(count).unwrap()), "{count} findings");
    }
}

#[test]
fn the_order_in_which_files_were_read_changes_no_byte() {
    let mut turned = report();
    turned.findings.reverse();
    turned.sort();
    for form in [
        |report: &Report| human(report, true, true),
        |report: &Report| json(report, true),
        sarif,
        junit,
        github,
    ] {
        assert_eq!(form(&turned), form(&report()));
    }
}
