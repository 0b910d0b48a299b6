//! Step 2: what kind of file is it? By name first, then by what it begins with.

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

/// How much of a file's beginning tells what it is, in bytes.
pub(super) const BEGINNING_BYTES_MAX: usize = 4 * 1024;

/// Says what kind of file it is, from its name and its beginning; `.gz` at the name's end counts for nothing.
#[must_use]
pub fn detect_format(name: &str, beginning: &[u8]) -> Format {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default().to_ascii_lowercase();
    let file = [".gz", ".bak", ".orig", ".txt.gz", ".j2", ".tpl", ".tmpl", ".dist", ".example", ".sample"]
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
        Some(Format::Plain) => by_content(file, text).unwrap_or(Format::Plain),
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
        "py" | "pyw" | "pyi" | "nim" => Format::Code(Language::Python),
        "js" | "mjs" | "cjs" | "jsx" | "ts" | "mts" | "cts" | "tsx" | "vue" | "svelte" | "gs" => {
            Format::Code(Language::JavaScript)
        }
        "cs" | "csx" | "cshtml" | "razor" => Format::Code(Language::CSharp),
        "java" => Format::Code(Language::Java),
        "kt" | "kts" => Format::Code(Language::Kotlin),
        "scala" | "sc" => Format::Code(Language::Scala),
        "groovy" | "gradle" => Format::Code(Language::Groovy),
        "go" => Format::Code(Language::Go),
        "rb" | "erb" | "rake" | "cr" => Format::Code(Language::Ruby),
        "php" | "phtml" => Format::Code(Language::Php),
        "ps1" | "psm1" | "psd1" => Format::Code(Language::PowerShell),
        "sh" | "bash" | "zsh" | "ksh" | "fish" | "mk" => Format::Code(Language::Shell),
        "bat" | "cmd" => Format::Code(Language::Batch),
        "rs" => Format::Code(Language::Rust),
        "swift" => Format::Code(Language::Swift),
        "vb" | "vbs" | "bas" | "cls" | "frm" => Format::Code(Language::VisualBasic),
        "pl" | "pm" => Format::Code(Language::Perl),
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
        | "tcl" | "sas" => Format::Code(Language::Other),
        "ex" | "exs" => Format::Code(Language::Elixir),
        "http" | "rest" | "hurl" => Format::HttpFile,
        "har" => Format::Har,
        "bru" => Format::Bruno,
        "jmx" => Format::JMeter,
        "json" | "jsonc" | "json5" | "template" | "postman_collection" | "postman_environment" => {
            Format::Json
        }
        "yaml" | "yml" | "raml" => Format::Yaml,
        "xml" | "xsd" | "wsdl" | "xslt" | "xsl" | "config" | "csproj" | "props" | "targets" | "svg"
        | "plist" | "resx" | "xaml" | "jrxml" | "saz" => Format::Xml,
        "html" | "htm" | "xhtml" | "jsp" | "asp" | "aspx" | "hbs" | "ejs" | "mustache" => Format::Html,
        "md" | "markdown" | "mdx" | "rst" | "adoc" | "asciidoc" | "textile" | "org" | "wiki" | "tex" => {
            Format::Markdown
        }
        "ipynb" => Format::Notebook,
        "tf" | "tfvars" | "hcl" | "nomad" => Format::Hcl,
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
        "feature" | "txt" | "text" | "out" | "dump" => Format::Plain,
        _ => return None,
    })
}

fn json(file: &str, text: &str) -> Option<Format> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    if file.ends_with(".postman_collection.json") || file.ends_with(".postman_environment.json") {
        return Some(Format::Postman);
    }
    let has = |word: &str| text.contains(word);
    if has("schema.getpostman.com") || has("\"_postman_id\"") || has("\"_postman_variable_scope\"") {
        return Some(Format::Postman);
    }
    if has("\"__export_format\"") || has("\"_type\":\"export\"") || has("\"_type\": \"export\"") {
        return Some(Format::Insomnia);
    }
    if has("\"log\"") && (has("\"entries\"") || (has("\"creator\"") && has("\"version\""))) {
        return Some(Format::Har);
    }
    if has("\"openapi\"") || has("\"swagger\"") || has("\"asyncapi\"") {
        return Some(Format::OpenApi);
    }
    if has("\"endpoint\"") && has("\"method\"") && (has("\"v\"") || has("\"preRequestScript\"")) {
        return Some(Format::Hoppscotch);
    }
    if has("\"nbformat\"") || (has("\"cells\"") && has("\"cell_type\"")) {
        return Some(Format::Notebook);
    }
    if has("\"mappings\"") && has("\"sources\"") && has("\"version\"") {
        return Some(Format::SourceMap);
    }
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next()?;
    let second = lines.next()?;
    (first.starts_with('{') && first.trim_end().ends_with('}') && second.starts_with('{'))
        .then_some(Format::Log)
}

fn yaml(text: &str) -> Option<Format> {
    let begins = |word: &str| text.lines().any(|line| line.starts_with(word));
    if begins("openapi:") || begins("swagger:") || begins("asyncapi:") {
        return Some(Format::OpenApi);
    }
    if begins("__export_format:") || text.contains("type: collection.insomnia.rest/") {
        return Some(Format::Insomnia);
    }
    None
}

/// Whether a class is one of Salesforce's, not of Visual Basic's.
fn apex(text: &str) -> bool {
    let basic = ["VERSION ", "Attribute VB_", "Option Explicit", "End Sub", "End Function", "End Property"];
    text.contains('{') && !basic.iter().any(|word| text.contains(word))
}

fn xml(text: &str) -> Option<Format> {
    text.contains("<jmeterTestPlan").then_some(Format::JMeter)
}

fn by_content(file: &str, text: &str) -> Option<Format> {
    if let Some(line) = text.strip_prefix("#!") {
        return Some(Format::Code(interpreter(line.lines().next().unwrap_or_default())));
    }
    if text.starts_with('{') || text.starts_with('[') {
        let rows_of_log = text.starts_with('[') && text.lines().next().is_some_and(log::looks_logged);
        return if rows_of_log { Some(Format::Log) } else { json(file, text).or(looks_json(text)) };
    }
    if text.starts_with("<?php") {
        return Some(Format::Code(Language::Php));
    }
    let is_configuration = [".conf", ".cfg", ".vhost"].iter().any(|end| file.ends_with(end));
    if is_configuration && web_server(text) {
        return Some(Format::WebServer);
    }
    if text.starts_with('<') && !text.lines().next().is_some_and(log::looks_logged) {
        let lower = text.get(..text.len().min(1024)).unwrap_or(text).to_ascii_lowercase();
        return Some(match xml(text) {
            Some(format) => format,
            None if lower.contains("<html") || lower.contains("<!doctype html") => Format::Html,
            None => Format::Xml,
        });
    }
    if let Some(format) = yaml(text) {
        return Some(format);
    }
    if mail(text) {
        return Some(Format::Mail);
    }
    if log::is_log(text) {
        return Some(Format::Log);
    }
    web_server(text).then_some(Format::WebServer).or_else(|| {
        [".conf", ".cfg", ".vhost", ".nginx"]
            .iter()
            .any(|end| file.ends_with(end))
            .then_some(Format::Settings)
    })
}

fn looks_json(text: &str) -> Option<Format> {
    let second = text.get(1..)?.trim_start();
    second.starts_with(['"', '{', '[', '}', ']']).then_some(Format::Json)
}

fn interpreter(line: &str) -> Language {
    let program = line.split_whitespace().flat_map(|word| word.rsplit('/').next());
    let program = program.filter(|word| !matches!(*word, "env" | "-S")).map(str::to_ascii_lowercase).next();
    let program = program.unwrap_or_default();
    let known: [(&str, Language); 9] = [
        ("python", Language::Python),
        ("node", Language::JavaScript),
        ("deno", Language::JavaScript),
        ("bun", Language::JavaScript),
        ("ruby", Language::Ruby),
        ("php", Language::Php),
        ("perl", Language::Perl),
        ("pwsh", Language::PowerShell),
        ("lua", Language::Lua),
    ];
    known
        .iter()
        .find(|(name, _)| program.starts_with(name))
        .map_or(Language::Shell, |(_, language)| *language)
}

/// Headers of a message, at least two of those that every message has.
fn mail(text: &str) -> bool {
    let names =
        ["from:", "to:", "subject:", "date:", "received:", "message-id:", "mime-version:", "return-path:"];
    let head = text.lines().take(30).take_while(|line| !line.is_empty());
    let known = |line: &str| {
        let lower = line.get(..line.len().min(16)).unwrap_or_default().to_ascii_lowercase();
        names.iter().any(|name| lower.starts_with(name))
    };
    let mut head = head.peekable();
    let first = head.peek().is_some_and(|line| line.starts_with("From ") || known(line));
    first && head.filter(|line| known(line)).count() >= 2
}

fn web_server(text: &str) -> bool {
    let words = [
        "server {",
        "location ",
        "proxy_pass ",
        "upstream ",
        "<VirtualHost",
        "RewriteRule ",
        "Redirect ",
        "RewriteCond ",
        "ProxyPass ",
        "server_name ",
        "http-request ",
        "return 30",
        "<Location",
        "rewrite ^",
        "frontend ",
        "backend ",
        "http_access ",
        "cache_peer ",
    ];
    words.iter().filter(|word| text.contains(**word)).count() >= 2
}

/// What logs look like.
mod log {
    /// Whether the text is one: a header that says so, or most of its first lines.
    pub(super) fn is_log(text: &str) -> bool {
        let header = ["#Software:", "#Version:", "#Fields:", "#Date:"];
        if header.iter().any(|word| text.starts_with(word)) {
            return true;
        }
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).take(8).collect();
        let logged = lines.iter().filter(|line| looks_logged(line)).count();
        logged > 0 && logged * 2 >= lines.len()
    }

    /// Whether a line begins with a time, a client and a time, or a syslog's priority.
    pub(super) fn looks_logged(line: &str) -> bool {
        let head: String = line.chars().take(200).collect();
        let words: Vec<&str> = head.split_whitespace().take(4).collect();
        let first = words.first().copied().unwrap_or_default().trim_start_matches(['[', '"']);
        let kind = ["http", "https", "h2", "grpcs", "ws", "wss"].contains(&first);
        let second = words.get(1).copied().unwrap_or_default();
        is_date(first)
            || is_month(first) && second.bytes().all(|byte| byte.is_ascii_digit())
            || kind && is_date(second)
            || head.starts_with('<') && head.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
            || head.contains(" [") && head.contains("] \"") && head.contains(':')
    }

    /// `2026-11-24…`, `2026/11/24…`.
    fn is_date(word: &str) -> bool {
        let mut parts = word.splitn(3, ['-', '/']);
        let digits = |part: Option<&str>, len: usize| {
            part.is_some_and(|part| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        digits(parts.next(), 4) && digits(parts.next(), 2) && parts.next().is_some_and(|day| day.len() >= 2)
    }

    fn is_month(word: &str) -> bool {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].contains(&word)
    }
}
