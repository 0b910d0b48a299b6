//! Configuration of web servers and proxies: nginx, Apache, HAProxy, Caddy, Varnish. A directive says what its URL is.

use super::super::prefilter::Hit;
use super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::text::{Decoded, Text};
use super::meaning::{comments, names_in, sighting_of_pair, text_in};
use super::tree::has_hit;
use super::url::query_text_pair;
use crate::finding::Span;

/// Longest directive over several lines, in lines.
const LINES_MAX: usize = 64;

/// Sees what a web server's configuration sends, and where it leads callers.
pub(super) fn read_web_server(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let mut at = 0;
    // Caddy's `uri query {`: each line is a parameter.
    let mut in_query = false;
    while at < source.len() {
        let (code, comment, next) = directive(source, at);
        let line = source.get(code.range()).unwrap_or_default().trim();
        in_query =
            line.starts_with("uri ") && line.ends_with(" query {") || in_query && !line.starts_with('}');
        if has_hit(hits, Span::new(at, next)) {
            if has_hit(hits, code) && in_query {
                query_directive(text, code, out);
            } else if has_hit(hits, code) {
                read_directive(text, code, out);
            }
            comments(text, comment.as_slice(), hits, out);
        }
        at = next.max(at + 1);
    }
}

/// A line, with those that a `\` at its end joins to it: its code, its comment, and where the next starts.
fn directive(source: &str, start: usize) -> (Span, Option<Span>, usize) {
    let mut end = start;
    for _ in 0..LINES_MAX {
        let rest = source.get(end..).unwrap_or_default();
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let line = rest.get(..length).unwrap_or_default();
        end += length;
        if !line.trim_end().ends_with('\\') || length == 0 {
            break;
        }
    }
    let line = source.get(start..end).unwrap_or_default();
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (None, '#') if before.is_whitespace() || before == ';' || before == '{' => {
                let comment = Span::new(start + at + 1, start + line.trim_end().len());
                return (Span::new(start, start + at), Some(comment), end);
            }
            (None, '"' | '\'') if before.is_whitespace() => quote = Some(c),
            (Some(open), _) if open == c && before != '\\' => quote = None,
            _ => {}
        }
        before = c;
    }
    (Span::new(start, end), None, end)
}

fn read_directive(text: &Text<'_>, code: Span, out: &mut Vec<Sighting>) {
    let line = text.as_str().get(code.range()).unwrap_or_default();
    let trimmed = line.trim();
    let lower = trimmed.to_ascii_lowercase();
    let mut words = lower.split_whitespace();
    let mut first = words.next().unwrap_or_default();
    if first == "location" || first == "if" || first == "handle" || first == "}" {
        // `location = /x { return 302 …; }` on one line.
        if let Some((_, inner)) = lower.split_once('{') {
            words = inner.split_whitespace();
            first = words.next().unwrap_or_default();
        } else {
            return;
        }
    }
    let rest: Vec<&str> = words.collect();
    let part = text.part(code);
    if looks_for(first, &rest, trimmed) {
        return;
    }
    if first == "uri" && rest.iter().take(2).any(|word| *word == "query")
        || first == "http-request" && rest.first() == Some(&"set-query")
    {
        query_directive(text, code, out);
        return;
    }
    let is_args =
        first == "set" && matches!(rest.first(), Some(&("$args" | "$query_string" | "req.querystring")));
    if is_args || first == "proxy_set_query" {
        for name in names_in(part.as_str()) {
            let start = part
                .as_str()
                .get(..name.start)
                .and_then(|before| before.rfind(['"', '\'', ' ', '\t']))
                .map_or(0, |at| at + 1);
            let inner = part.part(Span::new(start, part.as_str().len()));
            out.extend(query_text_pair(
                &inner,
                Span::new(name.start - start, name.end - start),
                Setting::Code,
            ));
        }
        return;
    }
    let tells_referer = matches!(first, "proxy_set_header" | "requestheader" | "header_up")
        && rest.iter().take(2).any(|word| *word == "referer");
    let manner = match redirects(first, &rest, &lower) {
        true => Manner::Redirect,
        false if tells_referer => Manner::Referer,
        false => Manner::Query,
    };
    // HAProxy and shells glue what is in quotes to what is before: `uri /health?auth-key="${KEY}"`.
    let glued = part.decoded(|text, at| {
        let before = text.get(..at)?.ends_with('=');
        (before && text.get(at..)?.starts_with(['"', '\''])).then_some((Decoded::Nothing, 1))
    });
    text_in(&glued, Setting::Code, manner, out);
}

/// Directives that match, log or take away.
fn looks_for(first: &str, rest: &[&str], line: &str) -> bool {
    match first {
        "rewritecond" | "setenvif" | "setenvifnocase" | "logformat" | "log_format" | "customlog" | "acl"
        | "query_delete" | "rewritelog" | "<if" | "<elseif" | "delete" | "replace" | "use_backend" => true,
        "http-request" | "http-response" => {
            matches!(
                rest.first(),
                Some(
                    &("replace-uri"
                        | "replace-path"
                        | "del-header"
                        | "replace-value"
                        | "replace-header"
                        | "replace-pathq"
                        | "capture"
                        | "deny")
                )
            )
        }
        _ => {
            line.starts_with("\"~")
                || line.starts_with('~')
                || line.starts_with("'~")
                || line.contains("regsub")
        }
    }
}

/// Directives whose URL is a redirect's target.
fn redirects(first: &str, rest: &[&str], line: &str) -> bool {
    let has = |wanted: &str| rest.contains(&wanted);
    // Varnish.
    if line.contains("synth(30") || line.contains("set resp.http.location") {
        return true;
    }
    match first {
        "return" => rest.first().is_some_and(|code| {
            code.starts_with("30") || code.starts_with("http") || code.starts_with("\"http")
        }),
        "rewrite" => {
            let last = rest.last().map(|word| word.trim_end_matches([';', '}'])).unwrap_or_default();
            let target = rest.get(1).map(|target| target.trim_matches(['"', '\''])).unwrap_or_default();
            let is_internal = matches!(last, "break" | "last");
            matches!(last, "redirect" | "permanent")
                || !is_internal && (target.starts_with("http://") || target.starts_with("https://"))
        }
        "redirect" | "redirectmatch" | "redirectpermanent" | "redirecttemp" | "redir" => true,
        "rewriterule" => flags(line).is_some_and(|flags| {
            flags
                .split(',')
                .map(str::trim)
                .any(|flag| flag == "r" || flag.starts_with("r=") || flag.starts_with("redirect"))
        }),
        "http-request" => rest.first() == Some(&"redirect"),
        "http-response" | "header" | "add_header" | "more_set_headers" => {
            line.contains("location") || rest.first() == Some(&"refresh")
        }
        // Apache sends a client on to a document that is elsewhere, Squid to the URL behind a status.
        "errordocument" => rest.get(1).is_some_and(|to| to.trim_start_matches('"').starts_with("http")),
        "deny_info" => rest.first().is_some_and(|to| to.starts_with("30")),
        "error_page" => has("=302") || has("=301") || line.contains("=30") || line.contains("http"),
        _ => false,
    }
}

/// `[R=302,L]` at the end.
fn flags(line: &str) -> Option<&str> {
    let inside = line.trim_end().strip_suffix(']')?;
    inside.rfind('[').and_then(|at| inside.get(at + 1..))
}

/// `uri query auth-key {env.KEY}` of Caddy, `http-request set-query auth-key=…` of HAProxy.
fn query_directive(text: &Text<'_>, code: Span, out: &mut Vec<Sighting>) {
    let part = text.part(code);
    for name in names_in(part.as_str()) {
        let start = part
            .as_str()
            .get(..name.start)
            .and_then(|before| before.rfind([' ', '\t', '"', '+', '>', '?']))
            .map_or(0, |at| at + 1);
        let inner = part.part(Span::new(start, part.as_str().len()));
        let within = Span::new(name.start - start, name.end - start);
        if let Some(sighting) = query_text_pair(&inner, within, Setting::Code) {
            out.push(sighting);
            continue;
        }
        let after = part.as_str().get(name.end..).unwrap_or_default();
        // `token>auth-key`: Caddy gives a parameter that name.
        if name.start == start && part.as_str().get(..start).is_some_and(|before| before.ends_with('>')) {
            let name = part.origin(name);
            out.push(Sighting::in_query(Setting::Code, name, name, SeenValue::Dynamic(name)));
            continue;
        }
        if name.start == start && after.starts_with([' ', '\t']) {
            let value = after.trim_start();
            let value_at = part.as_str().len() - value.len();
            let length = value.find(char::is_whitespace).unwrap_or(value.len());
            let span = Span::new(value_at, value_at + length);
            let value = part.part(span);
            out.push(sighting_of_pair(
                Setting::Code,
                part.origin(name),
                Some(&value),
                part.origin(name.with(span)),
            ));
        }
    }
}
