//! Markdown, reStructuredText, AsciiDoc: text for people, with code in it.

use super::super::format::Language;
use super::super::prefilter::Hit;
use super::super::sighting::{Manner, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{script, text_in};
use super::tree::has_hit;
use crate::finding::Span;

/// A stretch of a document.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    span: Span,
    /// The language it says it is in; `None`: text.
    language: Option<Language>,
}

/// Sees what a document for people shows: in its text, and in its code.
pub(super) fn read_markdown(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    for stretch in stretches(source).into_iter().filter(|stretch| has_hit(hits, stretch.span)) {
        let part = text.part(stretch.span);
        match stretch.language {
            Some(language) => script(&part, language, Setting::Prose, out),
            None => text_in(&part, Setting::Prose, Manner::Query, out),
        }
    }
}

/// What a document without code has none of; to look for them costs less than to go through its lines.
const CODE_MARKS: [&str; 4] = ["```", "~~~", "[source", ".. code"];

/// The document in pieces: text, and blocks of code.
fn stretches(source: &str) -> Vec<Stretch> {
    let marked = |mark: &&str| memchr::memmem::find(source.as_bytes(), mark.as_bytes()).is_some();
    if !CODE_MARKS.iter().any(marked) {
        return vec![Stretch { span: Span::new(0, source.len()), language: None }];
    }
    let mut stretches = Vec::new();
    let mut fence: Option<(&str, Option<Language>)> = None;
    let mut announced: Option<Language> = None;
    let (mut from, mut at) = (0, 0);
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim();
        let next = at + line.len();
        match fence {
            Some((mark, language)) => {
                if trimmed.starts_with(mark)
                    && trimmed.trim_start_matches(['`', '~', '-', '.', '=']).is_empty()
                {
                    stretches.push(Stretch { span: Span::new(from, at), language });
                    from = next;
                    fence = None;
                }
            }
            None => {
                let opened = opening(trimmed, announced);
                if let Some((mark, language)) = opened {
                    stretches.push(Stretch { span: Span::new(from, at), language: None });
                    from = next;
                    fence = Some((mark, language));
                }
                announced = match announcement(trimmed) {
                    Some(language) => Some(language),
                    None if trimmed.is_empty() => announced,
                    None => None,
                };
            }
        }
        at = next;
    }
    let language = fence.and_then(|(_, language)| language);
    stretches.push(Stretch { span: Span::new(from, source.len()), language });
    stretches
}

/// A line that opens a block of code, and the language it names.
fn opening(line: &str, announced: Option<Language>) -> Option<(&str, Option<Language>)> {
    for mark in ["```", "~~~"] {
        if let Some(rest) = line.strip_prefix(mark) {
            let marks = line.len() - line.trim_start_matches(['`', '~']).len();
            let word = rest
                .trim_start_matches(['`', '~'])
                .trim()
                .split([' ', ',', '{', ':'])
                .next()
                .unwrap_or_default();
            return Some((line.get(..marks).unwrap_or(mark), language(word)));
        }
    }
    // AsciiDoc, after `[source,bash]`.
    (announced.is_some() && line.starts_with("----") && line.trim_matches('-').is_empty())
        .then_some(("----", announced))
}

/// `[source,bash]`, `.. code-block:: bash`.
fn announcement(line: &str) -> Option<Language> {
    let word = match line.strip_prefix("[source") {
        Some(rest) => rest.trim_matches([',', ']', ' ', '%']).split([',', ']']).next()?,
        None => line.strip_prefix(".. code-block::").or_else(|| line.strip_prefix(".. code::"))?.trim(),
    };
    language(word)
}

fn language(word: &str) -> Option<Language> {
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
