//! The layers hold: a module names only what stands below it, and the outside world is touched in its home.

use std::fmt;
use std::path::{Path, PathBuf};

/// Each top-level module of `src` with its height; a module names lower ones or itself.
const LAYERS: [(&str, u8); 12] = [
    ("site", 0),
    ("finding", 1),
    ("traffic", 2),
    ("policy", 3),
    ("ports", 4),
    ("invoke", 5),
    ("lint", 5),
    ("contract", 5),
    ("report", 6),
    ("adapters", 6),
    ("cli", 7),
    ("testing", 7),
];

/// Where files, clocks, chance, the environment, and the frameworks of the outside are at home.
const OUTSIDE: [&str; 3] = ["adapters", "cli", "testing"];

/// What only the outside may name. `std::env!` and `option_env!` are read when the program is built.
const OUTSIDE_ONLY: [&str; 23] = [
    "axum::",
    "tokio::",
    "hyper::",
    "hyper_util::",
    "tower::",
    "reqwest::",
    "wasmtime::",
    "clap::",
    "notify::",
    "tempfile::",
    "rand::",
    "std::fs",
    "std::env",
    "std::net::Tcp",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "Instant::now",
    "SystemTime::now",
    "Timestamp::now",
    "Zoned::now",
    "Uuid::new_v4",
];

/// These panic when their reader has gone away; `cli::screen` does not.
const NEVER: [&str; 4] = ["println!", "print!", "eprintln!", "eprint!"];

/// Longest file, in lines.
const LINES_MAX: usize = 450;

/// What a source does that it may not.
#[derive(Debug, PartialEq, Eq)]
struct Breach {
    file: PathBuf,
    line: usize,
    what: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

fn height(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, height)| *height)
}

/// The top-level module that a file belongs to; `None` for `lib.rs` and `main.rs`.
fn home(file: &Path) -> Option<&str> {
    let first = file.components().next()?.as_os_str().to_str()?;
    let module = first.strip_suffix(".rs").unwrap_or(first);
    (!["lib", "main"].contains(&module)).then_some(module)
}

/// Every word right after `crate::`, braces looked into.
fn named_modules(line: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for (at, prefix) in line.match_indices("crate::") {
        let is_macro_crate = line[..at].ends_with('$');
        let is_longer_word = line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let rest = &line[at + prefix.len()..];
        if is_macro_crate || is_longer_word {
            continue;
        }
        match rest.strip_prefix('{') {
            None => found.push(word(rest)),
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (position, c) in list.char_indices() {
                    if start && depth == 0 && (c.is_alphanumeric() || c == '_') {
                        found.push(word(&list[position..]));
                        start = false;
                    }
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

/// The source with comments blanked and each `use` on the line where it begins, line numbers kept.
fn flattened(source: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in (1..).zip(source.lines()) {
        let code = line.split("//").next().unwrap_or_default();
        let begins = code.trim_start().starts_with("use ") || code.trim_start().starts_with("pub use ");
        match &mut open {
            Some((_, text)) => text.push_str(code.trim()),
            None if begins => open = Some((number, code.to_owned())),
            None => lines.push((number, code.to_owned())),
        }
        if let Some(whole) = open.take_if(|(_, text)| text.contains(';')) {
            lines.push(whole);
        }
    }
    lines
}

/// Whether the code names this, and not something that merely ends like it.
fn names(code: &str, what: &str) -> bool {
    code.match_indices(what).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + what.len()..].chars().next();
        let whole_before = before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let whole_after = what.ends_with("::")
            || what.ends_with("Tcp")
            || what.ends_with('!')
            || after.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == '!'));
        whole_before && whole_after
    })
}

/// What one file does that it may not.
fn breaches(file: &Path, source: &str) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let mut breach = |line, what| breaches.push(Breach { file: file.to_owned(), line, what });
    let length = source.lines().count();
    if length > LINES_MAX {
        breach(length, format!("the file has {length} lines, and {LINES_MAX} is the most"));
    }
    let Some(module) = home(file) else { return breaches };
    let Some(own) = height(module) else {
        breach(1, format!("`{module}` is no layer; say in this test where it stands"));
        return breaches;
    };
    for (line, code) in flattened(source) {
        for named in named_modules(&code) {
            match height(&named) {
                Some(other) if other >= own && named != module => {
                    breach(line, format!("`{module}` names `{named}`, which does not stand below it"));
                }
                Some(_) | None => {}
            }
        }
        for what in NEVER.iter().filter(|what| names(&code, what)) {
            breach(line, format!("`{what}` panics when nobody reads: say it with `cli::screen`"));
        }
        if !OUTSIDE.contains(&module) {
            for what in OUTSIDE_ONLY.iter().filter(|what| names(&code, what)) {
                breach(
                    line,
                    format!("`{module}` names `{what}`, which is for {} only", OUTSIDE.join(" and ")),
                );
            }
        }
    }
    breaches
}

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

#[test]
fn every_source_keeps_to_its_layer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 50, "the sources are found");
    let found = files.iter().flat_map(|file| {
        let source = std::fs::read_to_string(file).unwrap();
        breaches(file.strip_prefix(&root).unwrap(), &source)
    });
    let found: Vec<String> = found.map(|breach| breach.to_string()).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The lines that a small source breaks a rule on.
fn broken_lines(file: &str, source: &str) -> Vec<usize> {
    breaches(Path::new(file), source).into_iter().map(|breach| breach.line).collect()
}

#[test]
fn an_arrow_that_points_up_or_sideways_is_found_and_one_that_points_down_is_not() {
    let source = "use crate::site::Name;\nuse crate::invoke::Trace;\nfn f() { crate::cli::main(); }\nuse crate::traffic::{\n    Reply,\n};\nuse crate::{site, lint::Rule};\n";
    assert_eq!(broken_lines("traffic/reply.rs", source), [2, 3, 7]);
    assert_eq!(broken_lines("invoke/mod.rs", source), [3, 7]);
    assert_eq!(broken_lines("cli/serve.rs", source), Vec::<usize>::new());
    assert_eq!(broken_lines("lib.rs", source), Vec::<usize>::new());
    assert_eq!(broken_lines("report/json.rs", "use crate::adapters::walk;\n"), [1]);
}

#[test]
fn the_outside_world_is_found_away_from_its_home_and_not_in_words_like_it() {
    let source = "use tokio::net::TcpListener;\nlet now = std::time::Instant::now();\n// std::fs::read\nlet v = env!(\"X\");\nlet t = my_tokio::x();\nstd::env::var(\"X\").ok();\nlet a = adapters_axum::y;\nuse std::{fs, io};\n";
    let found = broken_lines("invoke/accept.rs", source);
    assert!([1, 2, 6].iter().all(|line| found.contains(line)), "{found:?}");
    assert!([3, 4, 5, 7].iter().all(|line| !found.contains(line)), "{found:?}");
    assert_eq!(broken_lines("adapters/clock.rs", source), Vec::<usize>::new());
}

#[test]
fn words_that_panic_when_nobody_reads_are_found_everywhere() {
    let source = "println!(\"x\");\nwriteln!(out, \"x\").ok();\nscreen::print(\"x\")?;\n eprint!(\"x\");\n";
    assert_eq!(broken_lines("cli/serve.rs", source), [1, 4]);
}

#[test]
fn a_module_that_is_no_layer_and_a_file_that_is_too_long_are_found() {
    assert_eq!(broken_lines("utils/mod.rs", "fn f() {}\n"), [1]);
    assert_eq!(broken_lines("site/long.rs", &"\n".repeat(LINES_MAX + 1)), [LINES_MAX + 1]);
    assert_eq!(broken_lines("site/long.rs", &"\n".repeat(LINES_MAX)), Vec::<usize>::new());
}
