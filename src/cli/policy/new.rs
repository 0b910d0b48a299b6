//! `policy new`: a policy that builds, to begin from.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use clap::ValueEnum;

use crate::cli::{Exit, screen};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The language
    lang: Lang,

    /// A folder that does not exist yet, or is empty; its name becomes the policy's
    dir: PathBuf,
}

/// Languages with a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Lang {
    Rust,
    C,
    Js,
    Python,
    Wat,
}

const WIT: (&str, &str) = ("wit/policy.wit", include_str!("../../../plugins/wit/policy.wit"));
const CASES: (&str, &str) = ("cases.toml", include_str!("templates/cases.toml"));
const IGNORED: (&str, &str) = (".gitignore", include_str!("templates/gitignore"));

const RUST: &[(&str, &str)] = &[
    WIT,
    CASES,
    IGNORED,
    ("Cargo.toml", include_str!("templates/rust/Cargo.toml.in")),
    ("src/lib.rs", include_str!("templates/rust/lib.rs.in")),
    ("src/memory.rs", include_str!("../../../plugins/memory/src/memory.rs")),
    ("build.sh", include_str!("templates/rust/build.sh")),
    ("README.md", include_str!("templates/rust/README.md")),
];

const C: &[(&str, &str)] = &[
    CASES,
    IGNORED,
    ("localgear_policy.h", include_str!("../../../plugins/c/localgear_policy.h")),
    ("localgear_policy.c", include_str!("../../../plugins/c/localgear_policy.c")),
    ("policy.c", include_str!("templates/c/policy.c")),
    ("build.sh", include_str!("templates/c/build.sh")),
    ("README.md", include_str!("templates/c/README.md")),
];

const JS: &[(&str, &str)] = &[
    WIT,
    CASES,
    IGNORED,
    ("policy.js", include_str!("templates/js/policy.js")),
    ("package.json", include_str!("templates/js/package.json")),
    ("build.sh", include_str!("templates/js/build.sh")),
    ("README.md", include_str!("templates/js/README.md")),
];

const PYTHON: &[(&str, &str)] = &[
    WIT,
    CASES,
    IGNORED,
    ("app.py", include_str!("templates/python/app.py")),
    ("requirements.txt", include_str!("templates/python/requirements.txt")),
    ("build.sh", include_str!("templates/python/build.sh")),
    ("README.md", include_str!("templates/python/README.md")),
];

const WAT: &[(&str, &str)] = &[
    CASES,
    IGNORED,
    ("policy.wat", include_str!("templates/wat/policy.wat")),
    ("build.sh", include_str!("templates/wat/build.sh")),
    ("README.md", include_str!("templates/wat/README.md")),
];

/// What a template says instead of the policy's name.
const NAME: &str = "my-policy";

impl Lang {
    fn template(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Rust => RUST,
            Self::C => C,
            Self::Js => JS,
            Self::Python => PYTHON,
            Self::Wat => WAT,
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let shown = args.dir.display();
    let empty = match std::fs::read_dir(&args.dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => {
            ensure!(error.kind() == std::io::ErrorKind::NotFound, "`{shown}`: {error}");
            true
        }
    };
    ensure!(empty, "`{shown}` is not empty: name a folder that does not exist yet");
    let name = policy_name(&args.dir)?;
    for (path, text) in args.lang.template() {
        // A text of fixed length is laid out by hand in WebAssembly text.
        let text = if args.lang == Lang::Wat { (*text).to_owned() } else { text.replace(NAME, &name) };
        write(&args.dir.join(path), &text).with_context(|| format!("`{shown}/{path}`"))?;
    }
    screen::print(&format!("`{shown}` is ready: `cd {shown} && sh build.sh && localgear policy test .`\n"))?;
    Ok(Exit::Fine)
}

/// The folder's name, as a crate, a package and a rule could be called.
fn policy_name(dir: &Path) -> anyhow::Result<String> {
    let name = dir.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    ensure!(fits, "the folder's name becomes the policy's: letters, digits and hyphens, such as `{NAME}`");
    Ok(name)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::write(path, text)
}
