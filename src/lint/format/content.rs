//! What a file's beginning says that its name does not.

use super::{Format, Language, logged};

pub(super) fn json(file: &str, text: &str) -> Option<Format> {
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
    let is_rows = first.starts_with('{') && first.trim_end().ends_with('}') && second.starts_with('{');
    (is_rows && !logged::rows_are_data(text)).then_some(Format::Log)
}

pub(super) fn yaml(text: &str) -> Option<Format> {
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
pub(super) fn apex(text: &str) -> bool {
    let basic = ["VERSION ", "Attribute VB_", "Option Explicit", "End Sub", "End Function", "End Property"];
    text.contains('{') && !basic.iter().any(|word| text.contains(word))
}

pub(super) fn xml(text: &str) -> Option<Format> {
    text.contains("<jmeterTestPlan").then_some(Format::JMeter)
}

pub(super) fn by_content(file: &str, text: &str) -> Option<Format> {
    if let Some(line) = text.strip_prefix("#!") {
        return Some(Format::Code(interpreter(line.lines().next().unwrap_or_default())));
    }
    if text.starts_with('{') || text.starts_with('[') {
        let rows_of_log = text.starts_with('[') && text.lines().next().is_some_and(logged::looks_logged);
        return if rows_of_log { Some(Format::Log) } else { json(file, text).or(looks_json(text)) };
    }
    if text.starts_with("<?php") {
        return Some(Format::Code(Language::Php));
    }
    if is_patch(text) {
        return Some(Format::Plain);
    }
    if is_logstash(text) {
        return Some(Format::Code(Language::Ruby));
    }
    // HOCON, whose blocks are like those of HCL.
    if file.ends_with(".conf")
        && (text.contains("${?") || text.contains("include \"") && text.contains(" {\n"))
    {
        return Some(Format::Hcl);
    }
    let is_configuration = [".conf", ".cfg", ".vhost"].iter().any(|end| file.ends_with(end));
    if is_configuration && web_server(text) {
        return Some(Format::WebServer);
    }
    if text.starts_with('<') && !text.lines().next().is_some_and(logged::looks_logged) {
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
    if logged::is_log(text) {
        return Some(Format::Log);
    }
    web_server(text).then_some(Format::WebServer).or_else(|| {
        [".conf", ".cfg", ".vhost", ".nginx"]
            .iter()
            .any(|end| file.ends_with(end))
            .then_some(Format::Settings)
    })
}

/// Logstash's pipelines, whose maps are Ruby's.
fn is_logstash(text: &str) -> bool {
    let stages = ["input {", "filter {", "output {"];
    text.contains(" => ") && text.lines().any(|line| stages.iter().any(|stage| line.starts_with(stage)))
}

/// Whether a text begins with what a comparison of files begins with.
fn is_patch(text: &str) -> bool {
    text.starts_with("diff -")
        || text.starts_with("Index: ")
        || text.starts_with("--- ") && text.contains("\n+++ ") && text.contains("\n@@ ")
}

fn looks_json(text: &str) -> Option<Format> {
    let second = text.get(1..)?.trim_start();
    second.starts_with(['"', '{', '[', '}', ']']).then_some(Format::Json)
}

pub(super) fn interpreter(line: &str) -> Language {
    let program = line.split_whitespace().find(|word| !matches!(*word, "-S") && !word.ends_with("/env"));
    program.and_then(Language::of_program).unwrap_or(Language::Shell)
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
