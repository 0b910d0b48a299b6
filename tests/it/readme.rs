//! What the README promises, run as it stands there.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use localgear::adapters::expect_file;
use localgear::adapters::local_target::LocalTarget;
use localgear::adapters::site_file::{self, Origin};
use localgear::adapters::suite_file;
use localgear::contract::suite;
use localgear::site::Refusals;
use localgear::traffic::Refusal;

use crate::harness::Binary;

fn readme() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap()
}

/// Every fenced block of a language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let fence = format!("```{language}\n");
    let blocks = readme.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned());
    blocks.collect()
}

/// Runs a line in a shell where curl fails on a refusal and the README's address is that of a site that serves.
fn shell(line: &str, served: &Binary, key: &str) -> (bool, String) {
    let address = served.address.to_string();
    let line = line.replace("127.0.0.1:4280", &address).replace("localhost:4280", &address);
    let script = format!("curl() {{ command curl --silent --show-error --fail-with-body \"$@\"; }}\n{line}");
    let run = Command::new("bash").args(["-c", &script]).env("KEY", key).env("NO_PROXY", "*").output();
    let run = run.unwrap();
    let text = [run.stdout, b"\n".to_vec(), run.stderr].concat();
    (run.status.success(), String::from_utf8_lossy(&text).into_owned())
}

#[test]
fn every_curl_line_works_as_it_stands() {
    let mut served = Binary::serve::<&str>([]);
    let key = served.next_line().strip_prefix("key web-shop ").expect("the first key").to_owned();
    let blocks = blocks("sh");
    let lines: Vec<_> =
        blocks.iter().flat_map(|block| block.lines()).filter(|line| line.starts_with("curl ")).collect();
    assert!(lines.len() > 5, "{lines:?}");
    for line in lines {
        let (works, said) = shell(line, &served, &key);
        assert!(works, "{line}\n{said}");
    }
}

#[test]
fn the_refused_call_looks_as_it_is_shown() {
    let served = Binary::serve::<&str>([]);
    for block in blocks("console") {
        let (line, shown) = block.strip_prefix("$ ").unwrap().split_once('\n').unwrap();
        let (_, said) = shell(line, &served, "");
        for part in shown.lines().filter(|part| !part.is_empty()) {
            assert!(said.lines().any(|line| line.trim_end() == part), "{part}\n{said}");
        }
    }
}

#[test]
fn the_site_by_example_is_sound() {
    let others = |block: &&String| !block.contains("[[call]]") && !block.contains("[[case]]");
    for block in blocks("toml").iter().filter(others) {
        // A block without a site is a part of one.
        let head = if block.contains("[site]") { "" } else { "[site]\nname = \"readme\"\n" };
        let read = site_file::read(format!("{head}{block}"), Origin { name: "README.md", folder: None });
        assert!(read.is_ok(), "{}", read.err().unwrap());
    }
}

#[test]
fn the_suite_by_example_is_kept_by_the_demo_site() {
    let demo = site_file::demo().unwrap_or_else(|faults| panic!("{faults}"));
    let target = LocalTarget::new(Arc::new(demo.site), None).unwrap();
    let block = blocks("toml").into_iter().find(|block| block.contains("[[case]]")).expect("a suite");
    let suite = suite_file::read(block, "README.md", None).unwrap_or_else(|faults| panic!("{faults}"));
    let outcome = suite::run(&suite, &target, &suite::choose(&suite, None), 0);
    assert!(outcome.cases.iter().all(|case| case.verdict == suite::Verdict::Passed), "{outcome:#?}");
}

#[test]
fn the_contract_by_example_is_sound_for_the_demo_site() {
    let demo = site_file::demo().unwrap_or_else(|faults| panic!("{faults}"));
    let contracts: Vec<String> =
        blocks("toml").into_iter().filter(|block| block.contains("[[call]]")).collect();
    assert!(!contracts.is_empty());
    for block in contracts {
        let read = expect_file::read(block, "README.md", &demo.site);
        assert!(read.is_ok(), "{}", read.err().unwrap());
    }
}

#[test]
fn the_table_of_reasons_has_every_refusal_with_its_statuses() {
    let readme = readme();
    for refusal in Refusal::ALL {
        if refusal.slug().starts_with("policy-") && !readme.contains("policy-denied") {
            continue;
        }
        let row =
            readme.lines().find(|line| line.starts_with("| `") && line.contains(&format!("`{refusal}`")));
        let row = row.unwrap_or_else(|| panic!("`{refusal}` is not in the table"));
        let [platform, distinct] =
            [Refusals::Platform, Refusals::Distinct].map(|style| refusal.status(style));
        assert!(row.contains(&format!("| {platform}")) && row.contains(&format!("| {distinct}")), "{row}");
    }
}

#[test]
fn every_subcommand_is_in_the_table_of_commands() {
    let help = super::cli::help();
    let readme = readme();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let commands = commands.take_while(|line| line.starts_with("  "));
    let names = commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let missing: Vec<_> = names.filter(|name| !readme.contains(&format!("`localgear {name}"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
