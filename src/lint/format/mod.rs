//! Step 2: what kind of file is it? By name first, then by what it begins with.

mod content;
mod logged;

use self::content::{apex, by_content, json, xml, yaml};
pub(super) use self::logged::holds_records;
use self::logged::rows_are_data;
use super::crontab::is_crontab;
use super::text::Text;

/// What kind of file it is: which extractor reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A program or script in that language.
    Code(Language),
    /// `.http`, `.rest`: requests as text.
    HttpFile,
    /// A Postman collection or environment.
    Postman,
    /// An Insomnia export.
    Insomnia,
    /// A Bruno request.
    Bruno,
    /// A Hoppscotch collection.
    Hoppscotch,
    /// An HTTP archive.
    Har,
    /// An OpenAPI or Swagger description, JSON or YAML.
    OpenApi,
    /// A JMeter test plan.
    JMeter,
    /// Any other JSON.
    Json,
    /// Any other YAML.
    Yaml,
    /// XML, and what is written in it.
    Xml,
    /// A web page.
    Html,
    /// Markdown and other text for people with code in it.
    Markdown,
    /// A Jupyter notebook.
    Notebook,
    /// Terraform and other HCL.
    Hcl,
    /// Configuration of nginx, Apache, HAProxy.
    WebServer,
    /// `.env`, `.properties`, INI, TOML: names and values, one a line.
    Settings,
    /// Comma- or tab-separated values.
    Csv,
    /// SQL.
    Sql,
    /// An e-mail.
    Mail,
    /// An access or application log.
    Log,
    /// A source map.
    SourceMap,
    /// Anything else: text.
    Plain,
}

/// A language that programs and scripts are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is called what it is called")]
pub enum Language {
    Python,
    JavaScript,
    CSharp,
    Java,
    Kotlin,
    Scala,
    Groovy,
    Go,
    Ruby,
    Php,
    PowerShell,
    Shell,
    Batch,
    Rust,
    Swift,
    VisualBasic,
    Perl,
    Dart,
    C,
    R,
    Lua,
    Elixir,
    Pascal,
    Al,
    Abap,
    Apex,
    Julia,
    FSharp,
    /// One that is read by what most have in common: Haskell, Clojure, Erlang, OCaml, Tcl.
    Other,
}

impl Language {
    /// What a program of that name runs: `/usr/bin/python3.12`, `nodejs20.x`, `pwsh.exe`; a shell is none.
    pub(super) fn of_program(path: &str) -> Option<Self> {
        let name = path.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
        let name = name.strip_suffix(".exe").unwrap_or(&name);
        let version = |c: char| !c.is_ascii_alphabetic() && c != '-';
        match name.split(version).next().unwrap_or_default().trim_end_matches('-') {
            "python" | "pypy" => Some(Self::Python),
            "node" | "nodejs" | "deno" | "bun" | "cloudfront-js" => Some(Self::JavaScript),
            "ruby" => Some(Self::Ruby),
            "php" => Some(Self::Php),
            "perl" => Some(Self::Perl),
            "pwsh" | "powershell" | "pscore" | "ps" => Some(Self::PowerShell),
            "lua" | "luajit" => Some(Self::Lua),
            _ => None,
        }
    }
}

/// How much of a file's beginning tells what it is, in bytes.
pub(super) const BEGINNING_BYTES_MAX: usize = 4 * 1024;

/// Says what kind of file it is, from its name and its beginning; `.gz` at the name's end counts for nothing.
#[must_use]
pub fn detect_format(name: &str, beginning: &[u8]) -> Format {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let file = [
        ".gz", ".bak", ".orig", ".txt.gz", ".j2", ".jinja", ".jinja2", ".tpl", ".tmpl", ".dist", ".example",
        ".sample",
    ]
    .iter()
    .find_map(|end| file.strip_suffix(end))
    .unwrap_or(&file);
    let beginning = beginning.get(..BEGINNING_BYTES_MAX).unwrap_or(beginning);
    let text = Text::of_bytes(beginning, 0);
    let text = text.as_str().trim_start_matches('\u{feff}').trim_start();
    match by_name(file) {
        Some(Format::Json) => json(file, text).unwrap_or(Format::Json),
        Some(Format::Yaml) => yaml(text).unwrap_or(Format::Yaml),
        Some(Format::Xml) => xml(text).unwrap_or(Format::Xml),
        Some(Format::Plain) if file.ends_with(".patch") || file.ends_with(".diff") => Format::Plain,
        Some(Format::Plain) => {
            by_content(file, text).unwrap_or(if is_output(file, text) { Format::Log } else { Format::Plain })
        }
        Some(Format::Log) if file.ends_with("json") || file.ends_with("jsonl") => match rows_are_data(text) {
            true => Format::Json,
            false => Format::Log,
        },
        // ColdFusion, in tags or as a script.
        Some(Format::Html) if file.contains(".cf") && !text.starts_with('<') => {
            Format::Code(Language::JavaScript)
        }
        Some(Format::Code(Language::VisualBasic)) if file.ends_with(".cls") && apex(text) => {
            Format::Code(Language::Apex)
        }
        // MATLAB's, not Objective-C's.
        Some(Format::Code(Language::C)) if file.ends_with(".m") && text.starts_with(['%', 'f', 'c']) => {
            let matlab = ["%", "function ", "classdef ", "clear", "clc", "close all"];
            let matlab = matlab.iter().any(|beginning| text.starts_with(beginning));
            Format::Code(if matlab { Language::Python } else { Language::C })
        }
        Some(format) => format,
        None if is_crontab(name, text) => Format::Code(Language::Shell),
        None => by_content(file, text).unwrap_or(Format::Plain),
    }
}

/// Whether a file is what a program wrote while it ran; what was typed at a prompt is not.
fn is_output(file: &str, text: &str) -> bool {
    let is_output = [".out", ".err", ".stderr", ".stdout"].iter().any(|end| file.ends_with(end));
    is_output && !text.starts_with("$ ") && !text.starts_with("PS ")
}

fn by_name(file: &str) -> Option<Format> {
    let whole = match file {
        "dockerfile" | "containerfile" | "makefile" | "gnumakefile" | "justfile" | "procfile" | "crontab"
        | ".bashrc" | ".zshrc" | ".profile" | ".bash_history" | ".zsh_history" | ".envrc" => {
            Format::Code(Language::Shell)
        }
        "jenkinsfile" => Format::Code(Language::Groovy),
        "gemfile" | "rakefile" | "vagrantfile" | "podfile" | "fastfile" => Format::Code(Language::Ruby),
        "nginx.conf" | "httpd.conf" | "apache2.conf" | ".htaccess" | "haproxy.cfg" | "caddyfile" => {
            Format::WebServer
        }
        "web.config" | "app.config" => Format::Xml,
        "readme" | "changelog" | "notes" => Format::Markdown,
        ".env" | ".npmrc" | ".netrc" | ".curlrc" | ".gitconfig" | ".editorconfig" => Format::Settings,
        "access_log" | "error_log" | "syslog" | "messages" => Format::Log,
        _ => return by_extension(file),
    };
    Some(whole)
}

fn by_extension(file: &str) -> Option<Format> {
    if file.starts_with("dockerfile.") || file.starts_with("makefile.") {
        return Some(Format::Code(Language::Shell));
    }
    if file.starts_with(".env.") || file.ends_with(".env") {
        return Some(Format::Settings);
    }
    let (stem, extension) = file.rsplit_once('.')?;
    if extension.strip_prefix("log-").is_some_and(|day| day.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(Format::Log);
    }
    // `access.log.1`, `app.log.2026-11-24`: a log that was put away.
    if extension.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && (stem.ends_with(".log") || stem.contains(".log."))
    {
        return Some(Format::Log);
    }
    Some(match extension {
        "py" | "pyw" | "pyi" | "pyx" | "bzl" | "star" | "nim" | "gd" => Format::Code(Language::Python),
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "vue" | "svelte" | "gs" | "astro"
        | "qml" => Format::Code(Language::JavaScript),
        "cs" | "csx" | "cshtml" | "razor" => Format::Code(Language::CSharp),
        "java" | "hx" | "pde" => Format::Code(Language::Java),
        "kt" | "kts" => Format::Code(Language::Kotlin),
        "scala" | "sc" | "sbt" => Format::Code(Language::Scala),
        "groovy" | "gradle" => Format::Code(Language::Groovy),
        "go" => Format::Code(Language::Go),
        "rb" | "erb" | "rake" | "cr" | "coffee" | "ru" | "jbuilder" => Format::Code(Language::Ruby),
        "php" | "phtml" => Format::Code(Language::Php),
        "ps1" | "psm1" | "psd1" => Format::Code(Language::PowerShell),
        "sh" | "bash" | "zsh" | "ksh" | "fish" | "mk" | "mak" | "bats" | "just" => {
            Format::Code(Language::Shell)
        }
        "bat" | "cmd" => Format::Code(Language::Batch),
        "rs" => Format::Code(Language::Rust),
        "swift" => Format::Code(Language::Swift),
        "vb" | "vbs" | "vba" | "bas" | "cls" | "frm" | "au3" => Format::Code(Language::VisualBasic),
        "pl" | "pm" | "t" | "cgi" | "raku" => Format::Code(Language::Perl),
        "dart" => Format::Code(Language::Dart),
        "c" | "h" | "cc" | "cpp" | "cxx" | "hpp" | "m" | "mm" | "ino" | "zig" => Format::Code(Language::C),
        "r" => Format::Code(Language::R),
        "lua" => Format::Code(Language::Lua),
        "pas" | "dpr" | "dpk" | "lpr" => Format::Code(Language::Pascal),
        "al" => Format::Code(Language::Al),
        "abap" => Format::Code(Language::Abap),
        "apex" | "trigger" => Format::Code(Language::Apex),
        "jl" => Format::Code(Language::Julia),
        "fs" | "fsx" => Format::Code(Language::FSharp),
        "hs" | "elm" | "purs" | "clj" | "cljs" | "cljc" | "rkt" | "scm" | "lisp" | "el" | "erl" | "ml"
        | "mli" | "sml" | "tcl" | "sas" | "re" | "res" | "gleam" | "lfe" | "dwl" | "nu" | "lhs" => {
            Format::Code(Language::Other)
        }
        "ex" | "exs" => Format::Code(Language::Elixir),
        "http" | "rest" | "hurl" => Format::HttpFile,
        "har" => Format::Har,
        "bru" => Format::Bruno,
        "jmx" => Format::JMeter,
        "json"
        | "jsonc"
        | "json5"
        | "template"
        | "postman_collection"
        | "postman_environment"
        | "asl"
        | "bim"
        | "avsc"
        | "geojson"
        | "jsonld"
        | "tfstate"
        | "webmanifest"
        | "code-workspace" => Format::Json,
        "yaml" | "yml" | "raml" | "sls" => Format::Yaml,
        "xml" | "xsd" | "wsdl" | "xslt" | "xsl" | "config" | "csproj" | "props" | "targets" | "svg"
        | "plist" | "resx" | "xaml" | "jrxml" | "saz" => Format::Xml,
        "html" | "htm" | "xhtml" | "jsp" | "jspx" | "jspf" | "tag" | "tagx" | "gsp" | "asp" | "aspx"
        | "ascx" | "master" | "vbhtml" | "hbs" | "handlebars" | "ejs" | "mustache" | "ftl" | "ftlh"
        | "vm" | "twig" | "liquid" | "njk" | "gohtml" | "eex" | "heex" | "leex" | "cfm" | "cfc" => {
            Format::Html
        }
        "md" | "markdown" | "mdx" | "rst" | "adoc" | "asciidoc" | "textile" | "org" | "wiki" | "tex" => {
            Format::Markdown
        }
        "ipynb" => Format::Notebook,
        "tf" | "tfvars" | "hcl" | "nomad" | "hocon" => Format::Hcl,
        "properties" | "ini" | "toml" | "env" | "cnf" | "reg" | "url" | "desktop" | "service" => {
            Format::Settings
        }
        "conf" | "cfg" | "vhost" | "nginx" => Format::Plain,
        "csv" | "tsv" => Format::Csv,
        "sql" | "ddl" | "psql" => Format::Sql,
        "eml" | "mbox" | "msg" | "mht" | "mhtml" => Format::Mail,
        "log" => Format::Log,
        "jsonl" | "ndjson" => Format::Log,
        "bicep" | "jsonnet" | "libsonnet" => Format::Code(Language::JavaScript),
        "vcl" => Format::WebServer,
        "rss" | "atom" | "opml" | "wadl" => Format::Xml,
        "rmd" | "qmd" | "apib" => Format::Markdown,
        "map" => Format::SourceMap,
        "feature" | "txt" | "text" | "dump" | "out" | "err" | "stdout" | "stderr" | "patch" | "diff"
        | "rej" => Format::Plain,
        _ => return None,
    })
}
