//! The labelled set: what the linter must find in it and where it must be silent, scored per rule.
//!
//! `LOCALGEAR_LABELS=DIR cargo test --test it labelled -- --nocapture` scores another folder with a `labels.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

/// The least share of what is labelled that must be found.
const RECALL_MIN: f64 = 0.95;

/// The least share of what is found that must be labelled.
const PRECISION_MIN: f64 = 0.97;

/// What a `labels.toml` says.
#[derive(Deserialize)]
struct Labels {
    #[serde(default)]
    expect: Vec<Expect>,
    #[serde(default)]
    later: Vec<Later>,
}

/// Further lines of what is one finding in a log: neither expected nor wrong.
#[derive(Deserialize)]
struct Later {
    file: String,
    lines: Vec<u64>,
}

#[derive(Deserialize)]
struct Expect {
    file: String,
    line: u64,
    rule: Rules,
    #[serde(default = "once")]
    count: usize,
    #[serde(default)]
    or: Vec<u64>,
    #[serde(default)]
    site: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Rules {
    One(String),
    Any(Vec<String>),
}

impl Rules {
    fn ids(&self) -> &[String] {
        match self {
            Self::One(id) => std::slice::from_ref(id),
            Self::Any(ids) => ids,
        }
    }
}

fn once() -> usize {
    1
}

/// What was found, as a report tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    file: String,
    line: u64,
    rule: String,
}

#[derive(Default, Clone, Copy)]
struct Score {
    hit: usize,
    missed: usize,
    wrong: usize,
}

impl Score {
    fn recall(self) -> f64 {
        share(self.hit, self.hit + self.missed)
    }

    fn precision(self) -> f64 {
        share(self.hit, self.hit + self.wrong)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

fn lint(folder: &Path, site: Option<&Path>) -> Vec<Found> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.current_dir(folder).args(["lint", ".", "--format", "json", "--exit-zero"]);
    if let Some(site) = site {
        command.arg("--site").arg(site);
    }
    let run = command.output().unwrap();
    let code = run.status.code();
    assert!(matches!(code, Some(0 | 3)), "{code:?} {}", String::from_utf8_lossy(&run.stderr));
    let report: Value = serde_json::from_slice(&run.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap().iter().map(|finding| Found {
        file: finding["path"].as_str().unwrap().to_owned(),
        line: finding["line"].as_u64().unwrap(),
        rule: finding["rule"].as_str().unwrap().to_owned(),
    });
    findings.filter(|found| found.file != "labels.toml").collect()
}

/// Scores findings against labels: totals per rule, and what to look at.
fn score(expected: &[&Expect], mut found: Vec<Found>) -> (BTreeMap<String, Score>, Vec<String>) {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut remarks = Vec::new();
    let mut late = Vec::new();
    for expect in expected {
        let ids = expect.rule.ids();
        let first = ids.first().cloned().unwrap_or_default();
        for _ in 0..expect.count {
            let fits = |line: &u64, found: &Found| {
                found.file == expect.file && found.line == *line && ids.contains(&found.rule)
            };
            let lines = std::iter::once(&expect.line).chain(&expect.or);
            let at = lines.filter_map(|line| found.iter().position(|found| fits(line, found))).next();
            match at {
                Some(at) => scores.entry(found.remove(at).rule).or_default().hit += 1,
                None => late.push((expect, first.clone())),
            }
        }
    }
    for (expect, rule) in late {
        scores.entry(rule.clone()).or_default().missed += 1;
        remarks.push(format!("missed  {}:{} {rule}", expect.file, expect.line));
    }
    for found in found {
        scores.entry(found.rule.clone()).or_default().wrong += 1;
        remarks.push(format!("wrong   {}:{} {}", found.file, found.line, found.rule));
    }
    remarks.sort();
    (scores, remarks)
}

fn table(scores: &BTreeMap<String, Score>) -> (String, Score) {
    let mut text = format!(
        "{:<20} {:>5} {:>6} {:>5} {:>7} {:>9}\n",
        "rule", "hit", "missed", "wrong", "recall", "precision"
    );
    let mut all = Score::default();
    let mut line = |rule: &str, score: Score| {
        text.push_str(&format!(
            "{rule:<20} {:>5} {:>6} {:>5} {:>7.3} {:>9.3}\n",
            score.hit,
            score.missed,
            score.wrong,
            score.recall(),
            score.precision()
        ));
    };
    for (rule, score) in scores {
        line(rule, *score);
        all.hit += score.hit;
        all.missed += score.missed;
        all.wrong += score.wrong;
    }
    line("all", all);
    (text, all)
}

/// The folders to score: the one that the environment names, else the project's own.
fn folders() -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a person says which folder to score")]
    if let Some(named) = std::env::var_os("LOCALGEAR_LABELS") {
        return vec![named.into()];
    }
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/lint");
    ["acme", "northwind", "orders", "tasman"].map(|set| own.join(set)).into()
}

#[test]
fn what_is_labelled_is_found_and_little_else() {
    for folder in folders() {
        let labels = std::fs::read_to_string(folder.join("labels.toml")).unwrap();
        let Labels { expect, later } = toml::from_str(&labels).unwrap();
        let is_label = |found: &Found, ids: &Expect| ids.file == found.file && ids.line == found.line;
        let is_later = |found: &Found| {
            !expect.iter().any(|ids| is_label(found, ids))
                && later.iter().any(|later| later.file == found.file && later.lines.contains(&found.line))
        };
        let (with_site, without): (Vec<&Expect>, Vec<&Expect>) = expect.iter().partition(|one| one.site);
        let found = lint(&folder, None).into_iter().filter(|found| !is_later(found)).collect();
        let (scores, remarks) = score(&without, found);
        let (text, all) = table(&scores);
        println!("{}\n{}\n\n{text}", folder.display(), remarks.join("\n"));
        let told: BTreeSet<String> = with_site.iter().flat_map(|one| one.rule.ids()).cloned().collect();
        let site = folder.join("site.toml");
        let found = if with_site.is_empty() { Vec::new() } else { lint(&folder, Some(&site)) };
        let found =
            found.into_iter().filter(|found| told.contains(&found.rule) && !is_later(found)).collect();
        let (proven, unlike) = score(&with_site, found);
        let (proven, known) = table(&proven);
        println!("with the site\n{}\n\n{proven}", unlike.join("\n"));
        assert!(all.recall() >= RECALL_MIN, "recall {:.3}\n{}\n{text}", all.recall(), remarks.join("\n"));
        let precision = all.precision();
        assert!(precision >= PRECISION_MIN, "precision {precision:.3}\n{}\n{text}", remarks.join("\n"));
        assert!(known.recall() >= RECALL_MIN, "with the site\n{}\n{proven}", unlike.join("\n"));
    }
}

#[test]
fn a_score_counts_what_was_found_missed_and_wrong_and_takes_other_lines_of_a_finding() {
    let labels: Labels = toml::from_str(
        r#"
        [[expect]]
        file = "a"
        line = 1
        rule = "key-in-query"
        or = [4]
        [[expect]]
        file = "a"
        line = 2
        rule = ["key-in-query", "key-in-redirect"]
        count = 2
        "#,
    )
    .unwrap();
    let found = |line, rule: &str| Found { file: "a".to_owned(), line, rule: rule.to_owned() };
    let all = vec![found(4, "key-in-query"), found(2, "key-in-redirect"), found(9, "key-in-log")];
    let (scores, remarks) = score(&labels.expect.iter().collect::<Vec<_>>(), all);
    assert_eq!(remarks, ["missed  a:2 key-in-query", "wrong   a:9 key-in-log"]);
    let (_, all) = table(&scores);
    assert_eq!((all.hit, all.missed, all.wrong), (2, 1, 1));
}
