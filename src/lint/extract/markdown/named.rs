//! What the word after a fence says that a block of code is.

use super::super::super::format::{Format, Language};
use super::Shown;

/// What a block of that name is.
pub(super) fn named(word: &str) -> Shown {
    if let Some(language) = language(word) {
        return Shown::Code(language);
    }
    match word.to_ascii_lowercase().as_str() {
        "json" | "jsonc" | "json5" => Shown::File(Format::Json),
        "yaml" | "yml" => Shown::File(Format::Yaml),
        "toml" | "ini" | "properties" | "dotenv" | "env" => Shown::File(Format::Settings),
        "diff" | "patch" | "udiff" => Shown::Changes,
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
pub(in super::super) fn language(word: &str) -> Option<Language> {
    let word = word.to_ascii_lowercase();
    Some(match word.as_str() {
        "sh" | "bash" | "shell" | "zsh" | "ksh" | "fish" | "console" | "shell-session" | "shellsession"
        | "shellscript" | "terminal" | "curl" | "httpie" => Language::Shell,
        "powershell" | "ps1" | "pwsh" | "ps" | "posh" => Language::PowerShell,
        "bat" | "batch" | "cmd" | "dosbatch" | "doscon" => Language::Batch,
        "js" | "javascript" | "ts" | "typescript" | "jsx" | "tsx" | "node" | "nodejs" | "mjs" | "cjs"
        | "vue" | "svelte" => Language::JavaScript,
        "py" | "python" | "python3" | "py3" | "ipython" | "ipython3" => Language::Python,
        "cs" | "csharp" | "c#" => Language::CSharp,
        "java" => Language::Java,
        "kotlin" | "kt" => Language::Kotlin,
        "go" | "golang" => Language::Go,
        "ruby" | "rb" => Language::Ruby,
        "php" => Language::Php,
        "rust" | "rs" => Language::Rust,
        "swift" => Language::Swift,
        "vb" | "vbnet" | "vb.net" | "vba" | "vbscript" => Language::VisualBasic,
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
