//! `.http` and `.rest` files: requests as text, as VS Code and JetBrains send them.

use super::assemble::names;
use super::mend;
use super::sight::running;
use crate::finding::{Fix, Span};
use crate::lint::extract::meaning::hits_in;
use crate::lint::extract::url::{query_pair, seen_value};
use crate::lint::format::Language;
use crate::lint::{Manner, SeenValue, Setting, Sighting, Text};

/// Where in a request a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Before the request's line.
    Before,
    /// After it, while its URL may go on.
    Target,
    Headers,
    Body,
    /// Hurl's `[Query]`: a parameter a line.
    Query,
    /// A script between `{%` and `%}`, from that offset on.
    Script(usize),
}

/// A request that is being read.
#[derive(Debug, Default)]
struct Request {
    method: Option<String>,
    /// The pieces of its URL, line by line.
    target: Vec<Span>,
    /// One past the last byte of its line and the lines that carry it on.
    line_end: usize,
    authorized: bool,
    form: bool,
}

/// Adds what is seen in a file of requests.
pub fn extract_http_file(text: &Text<'_>, seen: &mut Vec<Sighting>) {
    let source = text.as_str();
    let mut request = Request::default();
    let mut pending: Vec<Sighting> = Vec::new();
    let mut stage = Stage::Before;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let trimmed = content.trim();
        let span = Span::new(start, start + content.len());
        let part = text.part(span);
        if let Stage::Script(from) = stage {
            if trimmed.ends_with("%}") {
                script(text, Span::new(from, start), seen);
                stage = Stage::Body;
            }
            continue;
        }
        if trimmed.starts_with("###") {
            finish(text, &mut request, &mut pending, seen);
            stage = Stage::Before;
            running(&part, Setting::Comment, seen);
            continue;
        }
        let comment = trimmed.starts_with('#') || trimmed.starts_with("//");
        if comment && stage != Stage::Body {
            running(&part, Setting::Comment, seen);
            continue;
        }
        if (trimmed.starts_with("> {%") || trimmed.starts_with("< {%")) && !trimmed.ends_with("%}") {
            stage = Stage::Script(start + content.len());
            continue;
        }
        if let Some(next) = hurl_section(trimmed, stage) {
            stage = next;
            continue;
        }
        if stage == Stage::Body && is_hurl(source) && begins_request(trimmed) {
            finish(text, &mut request, &mut pending, seen);
            stage = Stage::Before;
        }
        stage = match stage {
            Stage::Query if trimmed.is_empty() => Stage::Body,
            Stage::Query if !trimmed.starts_with("HTTP") => {
                pending.extend(parameter(&part, &request));
                Stage::Query
            }
            Stage::Query => Stage::Body,
            Stage::Before if trimmed.is_empty() => Stage::Before,
            Stage::Before if trimmed.starts_with('@') => {
                running(&part, Setting::Collection, seen);
                Stage::Before
            }
            Stage::Before => {
                begin(&mut request, source, span);
                Stage::Target
            }
            Stage::Target
                if !trimmed.is_empty()
                    && (content.starts_with([' ', '\t']) || trimmed.starts_with(['?', '&'])) =>
            {
                let indent = content.len() - content.trim_start().len();
                request.target.push(Span::new(start + indent, start + indent + trimmed.len()));
                request.line_end = span.end;
                Stage::Target
            }
            Stage::Target | Stage::Headers if trimmed.is_empty() => Stage::Body,
            Stage::Target | Stage::Headers => {
                header(text, span, &mut request, &mut pending);
                Stage::Headers
            }
            Stage::Body => {
                body(&part, &request, &mut pending);
                Stage::Body
            }
            Stage::Script(from) => Stage::Script(from),
        };
    }
    finish(text, &mut request, &mut pending, seen);
}

/// A section of Hurl, and what its lines are.
fn hurl_section(line: &str, stage: Stage) -> Option<Stage> {
    let name = line.strip_prefix('[')?.strip_suffix(']')?;
    let is_request = matches!(stage, Stage::Target | Stage::Headers | Stage::Body | Stage::Query);
    match name {
        "QueryStringParams" | "Query" if is_request => Some(Stage::Query),
        "FormParams" | "Form" | "MultipartFormData" | "Multipart" | "Cookies" | "Options" | "BasicAuth"
        | "Captures" | "Asserts"
            if is_request =>
        {
            Some(Stage::Headers)
        }
        _ => None,
    }
}

/// Whether the requests follow each other without `###`: Hurl has what is answered between them.
fn is_hurl(source: &str) -> bool {
    source.lines().any(|line| line.starts_with("HTTP ") || line.starts_with("HTTP/"))
}

/// `GET https://…`.
fn begins_request(line: &str) -> bool {
    let Some((method, target)) = line.split_once(' ') else { return false };
    let is_method = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].contains(&method);
    is_method && (target.trim_start().starts_with("http") || target.trim_start().starts_with("{{"))
}

/// `auth-key: {{key}}` in the section of the query.
fn parameter(line: &Text<'_>, request: &Request) -> Option<Sighting> {
    let source = line.as_str();
    let (name, value) = source.split_once(':')?;
    let start = name.len() - name.trim_start().len();
    let own = names(source)
        .into_iter()
        .next()
        .filter(|own| own.start == start && source.get(own.range()) == Some(name.trim()))?;
    let at = source.len() - value.trim_start().len();
    let span = Span::new(at, at + value.trim().len());
    let value = seen_value(&line.part(span), Setting::Collection);
    let whole = line.origin(own.with(span));
    let mut sighting = Sighting::in_query(Setting::Collection, whole, line.origin(own), value);
    sighting.method = request.method.clone();
    Some(sighting)
}

fn script(text: &Text<'_>, span: Span, seen: &mut Vec<Sighting>) {
    let part = text.part(span);
    super::extract_code(&part, Language::JavaScript, &hits_in(part.as_str()), seen);
}

/// Reads the line that begins a request.
fn begin(request: &mut Request, source: &str, span: Span) {
    *request = Request::default();
    let line = source.get(span.range()).unwrap_or_default();
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let word = trimmed.split_whitespace().next().unwrap_or_default();
    let method = word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut start = indent;
    if method {
        request.method = Some(word.to_owned());
        let after = trimmed.get(word.len()..).unwrap_or_default();
        start += word.len() + (after.len() - after.trim_start().len());
    }
    let rest = line.get(start..).unwrap_or_default().trim_end();
    let target = rest.rfind(" HTTP/").map_or(rest, |at| rest.get(..at).unwrap_or_default()).trim_end();
    request.target.push(Span::new(span.start + start, span.start + start + target.len()));
    request.line_end = span.end;
}

fn header(text: &Text<'_>, span: Span, request: &mut Request, pending: &mut Vec<Sighting>) {
    let part = text.part(span);
    let Some((name, _)) = part.as_str().split_once(':') else { return };
    let name = name.trim().to_ascii_lowercase();
    request.authorized |= name == "authorization";
    let lower = part.as_str().to_ascii_lowercase();
    request.form |= name == "content-type" && lower.contains("urlencoded");
    let manner = match name.as_str() {
        "referer" => Manner::Referer,
        "location" => Manner::Redirect,
        "cookie" | "set-cookie" => return,
        _ => Manner::Query,
    };
    for found in names(part.as_str()) {
        if let Some(mut sighting) = query_pair(&part, found, Setting::Collection)
            && sighting.value != SeenValue::Empty
        {
            sighting.manner = manner;
            pending.push(sighting);
        }
    }
}

/// A line of a body; of a form only URLs in it.
fn body(part: &Text<'_>, request: &Request, pending: &mut Vec<Sighting>) {
    for found in names(part.as_str()) {
        let before = part.as_str().get(..found.start).unwrap_or_default();
        let url = before.contains('?') || before.contains("%3F") || before.contains("%3f");
        if request.form && !url {
            continue;
        }
        if let Some(mut sighting) = query_pair(part, found, Setting::Collection)
            && sighting.value != SeenValue::Empty
        {
            let lower = before.trim_start().to_ascii_lowercase();
            if lower.starts_with("location:") {
                sighting.manner = Manner::Redirect;
            }
            pending.push(sighting);
        }
    }
}

/// A line of a URL that goes whole takes its line end along: an empty line would end the request's head.
fn whole_lines(text: &Text<'_>, mut fix: Fix) -> Fix {
    let offset = text.origin(Span::new(0, 0)).start;
    let source = text.as_str();
    for edit in fix.edits.iter_mut().filter(|edit| edit.text.is_empty()) {
        let start = edit.span.start.saturating_sub(offset);
        let before = source.get(..start).unwrap_or_default();
        let line = before.trim_end_matches([' ', '\t']);
        let rest = source.get(edit.span.end.saturating_sub(offset)..).unwrap_or_default();
        let ends = rest.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || rest.is_empty();
        if let Some(kept) = line.strip_suffix('\n').filter(|_| ends) {
            let kept = kept.strip_suffix('\r').unwrap_or(kept);
            edit.span = Span::new(offset + kept.len(), edit.span.end);
        }
    }
    fix
}

/// What the request's own URL holds, then what the rest of it does.
fn finish(text: &Text<'_>, request: &mut Request, pending: &mut Vec<Sighting>, seen: &mut Vec<Sighting>) {
    let parts: Vec<Text<'_>> = request.target.iter().map(|span| text.part(*span)).collect();
    let target = Text::joined(&parts);
    for name in names(target.as_str()) {
        let Some(mut sighting) = query_pair(&target, name, Setting::Collection) else { continue };
        if sighting.value == SeenValue::Empty {
            continue;
        }
        sighting.method = request.method.clone();
        let after = text.origin(Span::new(request.line_end, request.line_end)).start;
        let fix = if request.authorized { None } else { mend::request_line(&target, name, &sighting, after) };
        sighting.fix = fix.map(|fix| whole_lines(text, fix));
        seen.push(sighting);
    }
    seen.append(pending);
    *request = Request::default();
}
