//! Markdown, reStructuredText, AsciiDoc: text for people, with code in it.

use std::sync::LazyLock;

use super::super::format::{Format, Language};
use super::super::prefilter::Hit;
use super::super::search::Search;
use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{read_file, script, text_in};
use super::tree::has_hit;
use crate::finding::Span;

/// What a stretch of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Text for people.
    Words,
    /// Code in that language.
    Code(Language),
    /// A file of that format, or a piece of one.
    File(Format),
}

/// A stretch of a document.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    span: Span,
    shown: Shown,
}

/// Where a block of code is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over<'s> {
    /// At the line that repeats the mark it began with.
    Mark(&'s str),
    /// At a line that is not indented: reStructuredText.
    Dedent,
    /// At `#+END_SRC`: Org.
    EndSource,
}

/// Sees what a document for people shows: in its text, and in its code.
pub(super) fn read_markdown(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    for stretch in stretches(source).into_iter().filter(|stretch| has_hit(hits, stretch.span)) {
        let part = text.part(stretch.span);
        match stretch.shown {
            Shown::Code(language) => script(&part, language, Setting::Prose, out),
            Shown::Words => text_in(&part, Setting::Prose, Manner::Query, out),
            Shown::File(format) => read_example(&part, format, out),
        }
    }
}

/// An example of a file: what its format says, and what is a URL's anyway. It declares nothing: it is shown.
fn read_example(text: &Text<'_>, format: Format, out: &mut Vec<Sighting>) {
    let mut seen = Vec::new();
    read_file(text, format, Setting::Prose, 1, &mut seen);
    seen.retain(|sighting| sighting.manner != Manner::DeclaredInQuery);
    for sighting in &mut seen {
        sighting.fix = None;
        if sighting.setting != Setting::Comment {
            sighting.setting = Setting::Prose;
        }
    }
    let mut running = Vec::new();
    text_in(text, Setting::Prose, Manner::Query, &mut running);
    running.retain(|sighting| !seen.iter().any(|other| other.name == sighting.name));
    out.append(&mut seen);
    out.append(&mut running);
}

/// What a document without code has none of; to look for them costs less than to go through its lines.
static CODE_MARKS: LazyLock<Search> =
    LazyLock::new(|| Search::new(&["```", "~~~", "[source", ".. code", "#+begin_src", "#+BEGIN_SRC"]));

/// The document in pieces: text, and blocks of code.
fn stretches(source: &str) -> Vec<Stretch> {
    if !CODE_MARKS.is_in(source.as_bytes()) {
        return vec![Stretch { span: Span::new(0, source.len()), shown: Shown::Words }];
    }
    let mut stretches = Vec::new();
    let mut open: Option<(Over<'_>, Shown)> = None;
    let mut announced: Option<(Shown, Over<'_>)> = None;
    let (mut from, mut at) = (0, 0);
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_start_matches('\u{feff}');
        let trimmed = line.trim();
        if let Some((over, shown)) = open {
            if !is_over(over, line) {
                continue;
            }
            stretches.push(Stretch { span: Span::new(from, start), shown });
            open = None;
            from = if over == Over::Dedent { start } else { at };
            if over != Over::Dedent {
                continue;
            }
        }
        if let Some((over, shown)) = opening(line, announced) {
            stretches.push(Stretch { span: Span::new(from, start), shown: Shown::Words });
            from = if over == Over::Dedent { start } else { at };
            open = Some((over, shown));
        }
        announced = match announcement(trimmed) {
            Some(announced) => Some(announced),
            None if trimmed.is_empty() => announced,
            None => None,
        };
    }
    let shown = open.map_or(Shown::Words, |(_, shown)| shown);
    stretches.push(Stretch { span: Span::new(from, source.len()), shown });
    stretches
}

/// Whether a line ends the block.
fn is_over(over: Over<'_>, line: &str) -> bool {
    let trimmed = line.trim();
    match over {
        Over::Mark(mark) => {
            trimmed.starts_with(mark) && trimmed.trim_start_matches(['`', '~', '-', '.', '=']).is_empty()
        }
        Over::Dedent => !trimmed.is_empty() && !line.starts_with([' ', '\t']),
        Over::EndSource => trimmed.eq_ignore_ascii_case("#+end_src"),
    }
}

/// A line that opens a block of code, and what it names.
fn opening<'s>(line: &'s str, announced: Option<(Shown, Over<'s>)>) -> Option<(Over<'s>, Shown)> {
    let trimmed = line.trim();
    for mark in ["```", "~~~"] {
        if let Some(rest) = trimmed.strip_prefix(mark) {
            let marks = trimmed.len() - trimmed.trim_start_matches(['`', '~']).len();
            let word = rest
                .trim_start_matches(['`', '~'])
                .trim()
                .split([' ', ',', '{', ':'])
                .next()
                .unwrap_or_default();
            return Some((Over::Mark(trimmed.get(..marks).unwrap_or(mark)), named(word)));
        }
    }
    let head = trimmed.get(.."#+begin_src".len()).filter(|head| head.eq_ignore_ascii_case("#+begin_src"));
    if let Some(head) = head {
        let word = trimmed.get(head.len()..).and_then(|rest| rest.split_whitespace().next());
        return Some((Over::EndSource, named(word.unwrap_or_default())));
    }
    let (shown, over) = announced?;
    let opens = match over {
        // AsciiDoc, after `[source,bash]`.
        Over::Mark(_) => trimmed.starts_with("----") && trimmed.trim_matches('-').is_empty(),
        Over::Dedent => !trimmed.is_empty() && line.starts_with([' ', '\t']),
        Over::EndSource => false,
    };
    opens.then_some((over, shown))
}

/// `[source,bash]`, `.. code-block:: bash`.
fn announcement(line: &str) -> Option<(Shown, Over<'static>)> {
    if let Some(rest) = line.strip_prefix("[source") {
        let word = rest.trim_matches([',', ']', ' ', '%']).split([',', ']']).next()?;
        return Some((named(word), Over::Mark("----")));
    }
    let word = line.strip_prefix(".. code-block::").or_else(|| line.strip_prefix(".. code::"))?.trim();
    Some((named(word), Over::Dedent))
}

/// What a block of that name is.
fn named(word: &str) -> Shown {
    if let Some(language) = language(word) {
        return Shown::Code(language);
    }
    match word.to_ascii_lowercase().as_str() {
        "json" | "jsonc" | "json5" => Shown::File(Format::Json),
        "yaml" | "yml" => Shown::File(Format::Yaml),
        "toml" | "ini" | "properties" | "dotenv" | "env" => Shown::File(Format::Settings),
        "xml" => Shown::File(Format::Xml),
        "html" => Shown::File(Format::Html),
        "hcl" | "terraform" | "tf" => Shown::File(Format::Hcl),
        "nginx" | "apache" | "apacheconf" | "caddyfile" | "caddy" | "haproxy" | "vcl" => {
            Shown::File(Format::WebServer)
        }
        _ => Shown::Words,
    }
}

/// The language that a block of code, or a sample's `lang`, names.
pub(super) fn language(word: &str) -> Option<Language> {
    let word = word.to_ascii_lowercase();
    Some(match word.as_str() {
        "sh" | "bash" | "shell" | "zsh" | "console" | "shell-session" | "curl" => Language::Shell,
        "powershell" | "ps1" | "pwsh" | "ps" => Language::PowerShell,
        "bat" | "batch" | "cmd" => Language::Batch,
        "js" | "javascript" | "ts" | "typescript" | "jsx" | "tsx" | "node" | "mjs" => Language::JavaScript,
        "py" | "python" | "python3" => Language::Python,
        "cs" | "csharp" | "c#" => Language::CSharp,
        "java" => Language::Java,
        "kotlin" | "kt" => Language::Kotlin,
        "go" | "golang" => Language::Go,
        "ruby" | "rb" => Language::Ruby,
        "php" => Language::Php,
        "rust" | "rs" => Language::Rust,
        "swift" => Language::Swift,
        "vb" | "vbnet" | "vba" => Language::VisualBasic,
        "r" => Language::R,
        "groovy" => Language::Groovy,
        "scala" => Language::Scala,
        "perl" => Language::Perl,
        "dart" => Language::Dart,
        "lua" => Language::Lua,
        "pascal" | "delphi" => Language::Pascal,
        "al" => Language::Al,
        "abap" => Language::Abap,
        "apex" => Language::Apex,
        "elixir" => Language::Elixir,
        "julia" | "jl" => Language::Julia,
        "fsharp" | "f#" | "fs" => Language::FSharp,
        "haskell" | "hs" | "clojure" | "clj" | "erlang" | "ocaml" => Language::Other,
        _ => return None,
    })
}
