//! The programs that send requests, and which of their arguments become a querystring.

use super::super::assemble::names;
use super::Client;
use super::variables::{Variables, assigned, assigns};
use super::words::Command;
use super::words::Word;
use crate::finding::Span;
use crate::lint::crontab::{CRON_FIELDS, cron_fields};
use crate::lint::extract::url::{query_pair, query_text_pair, read_url};
use crate::lint::{Decoded, SeenUrl, SeenValue, Setting, Sighting, Text};

/// Words that may stand before a command's name.
const BEFORE: &[&str] = &[
    "sudo",
    "time",
    "exec",
    "command",
    "env",
    "nohup",
    "if",
    "then",
    "else",
    "do",
    "while",
    "until",
    "!",
    "-",
    "xargs",
    "call",
    "start",
    "&",
    "run",
    "watch",
    "timeout",
    "nice",
    "RUN",
    "CMD",
    "HEALTHCHECK",
    "sh",
    "bash",
    "eval",
    "{",
    "-c",
];
/// curl's options that take a value, one letter.
const CURL_SHORT: &str = "AbcCdDeEFhHKmoPQrTuUwxXyYz";

/// What an argument becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Url,
    Data,
    Query,
    Referer,
    Other,
}

/// Adds what the words of a client's command come to that hold the name.
pub(super) fn read(
    text: &Text<'_>,
    command: &Command,
    variables: &Variables<'_>,
    mends: bool,
    clients: &mut Vec<Client>,
) {
    let source = text.as_str();
    let plain = |word: &Word| unquoted(source, word.span);
    let mut program = None;
    let timed = timed(command.words.iter().map(plain));
    for (at, word) in command.words.iter().enumerate().skip(timed) {
        let name = plain(word);
        let base =
            name.rsplit(['/', '\\']).next().unwrap_or_default().trim_end_matches(".exe").to_ascii_lowercase();
        match base.as_str() {
            "curl" => program = Some((at, Kind::Curl)),
            "wget" => program = Some((at, Kind::Wget)),
            "http" | "https" | "xh" | "xhs" | "httpie" => program = Some((at, Kind::Httpie)),
            _ if BEFORE.contains(&name)
                || name.contains('=')
                || name.starts_with('-')
                || name.bytes().all(|b| b.is_ascii_digit()) =>
            {
                continue;
            }
            // Whose command it is, in a crontab of the system.
            _ if timed > 0 && at == timed => continue,
            _ => {}
        }
        break;
    }
    let first = command.words.first().map(plain).unwrap_or_default();
    let array = first.strip_suffix('=').map(|array| array.trim_end_matches('+'));
    let is_joined = array.is_some_and(|array| variables.joined.contains(array));
    let program = program.or_else(|| match () {
        // `args=(--get --data-urlencode "auth-key=$KEY")`, `args+=(…)`.
        () if first.ends_with('=') => Some((0, if is_joined { Kind::Joined } else { Kind::Curl })),
        () if first == "printf" => Some((0, Kind::Printf)),
        () if assigns(first).is_some() => Some((usize::MAX, Kind::Assigned)),
        () => command
            .words
            .iter()
            .position(|word| assigns(plain(word)).is_some())
            .map(|_| (usize::MAX, Kind::Assigned)),
    });
    let Some((at, kind)) = program else { return };
    let arguments = command.words.get(at.wrapping_add(1)..).unwrap_or_default();
    let parts = match kind {
        Kind::Curl => {
            let gets = array.is_some_and(|array| variables.getting.contains(array));
            curl(source, arguments, gets)
        }
        Kind::Wget => wget(source, arguments),
        Kind::Httpie => httpie(source, arguments),
        Kind::Printf => printf(source, arguments),
        Kind::Joined => arguments.iter().map(|word| (word.span, Part::Query)).collect(),
        Kind::Assigned => assigned(source, arguments, &variables.queries),
    };
    let url =
        parts.iter().find(|(_, part)| *part == Part::Url).map(|(span, _)| text.part(trimmed(source, *span)));
    let url = url.map(|url| read_url(&url)).unwrap_or_default();
    for (span, part) in parts {
        let word = given(text, span);
        for name in names(word.as_str()) {
            let origin = word.origin(name);
            let mut sighting = seen(&word, name, part, kind, &url);
            if let Some(sighting) = sighting
                .as_mut()
                .filter(|_| kind == Kind::Curl && matches!(part, Part::Url | Part::Query) && mends)
            {
                let raw = source.get(span.range()).unwrap_or_default();
                let only = names(raw);
                if let [only] = only.as_slice() {
                    sighting.fix = super::mend::curl(text, arguments, span, only.shifted(span.start));
                }
            }
            clients.push(Client { name: origin, sighting });
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Curl,
    Wget,
    Httpie,
    /// A text that is put together with `printf`.
    Printf,
    /// An array whose elements become a querystring.
    Joined,
    /// A variable that holds a querystring.
    Assigned,
}

/// How many words say when a line of a crontab is run.
fn timed<'w>(mut words: impl Iterator<Item = &'w str> + Clone) -> usize {
    if cron_fields(words.clone()) == CRON_FIELDS {
        return CRON_FIELDS;
    }
    let first = words.next().unwrap_or_default();
    let nickname =
        first.len() > 1 && first.starts_with('@') && first.bytes().skip(1).all(|b| b.is_ascii_lowercase());
    usize::from(nickname)
}

/// `printf '%s?%s' "$URL" "auth-key=$KEY"`.
fn printf(source: &str, arguments: &[Word]) -> Vec<(Span, Part)> {
    let format = arguments.first().map(|word| unquoted(source, word.span)).unwrap_or_default();
    let asks = format.contains("?%") || format.contains("&%");
    arguments
        .iter()
        .enumerate()
        .map(|(at, word)| {
            let bare = unquoted(source, word.span).to_ascii_lowercase().starts_with("auth-key=");
            let part = match (at, bare) {
                (_, true) if asks => Part::Query,
                (_, true) => Part::Other,
                (_, false) => Part::Url,
            };
            (word.span, part)
        })
        .collect()
}

/// A word as the program is given it: without the quotes around it and in it.
fn given(text: &Text<'_>, span: Span) -> Text<'static> {
    let mut single = false;
    let mut double = false;
    let source = text.as_str().get(span.range()).unwrap_or_default();
    let mut quotes = Vec::new();
    let mut escaped = false;
    for (at, c) in source.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if !single => escaped = true,
            '\'' if !double => {
                single = !single;
                quotes.push(at);
            }
            '"' if !single => {
                double = !double;
                quotes.push(at);
            }
            _ => {}
        }
    }
    text.part(span).decoded(|_, at| quotes.binary_search(&at).is_ok().then_some((Decoded::Nothing, 1)))
}

/// The sighting of a name in an argument.
fn seen(word: &Text<'_>, name: Span, part: Part, kind: Kind, url: &SeenUrl) -> Option<Sighting> {
    match part {
        Part::Url => {
            query_pair(word, name, Setting::Code).filter(|sighting| sighting.value != SeenValue::Empty)
        }
        Part::Other => None,
        Part::Referer => {
            let mut sighting = query_pair(word, name, Setting::Code)?;
            sighting.manner = crate::lint::Manner::Referer;
            Some(sighting)
        }
        Part::Query if kind == Kind::Httpie => {
            // `auth-key==$KEY`: one `=` fewer reads as a pair.
            let source = word.as_str();
            if !source.get(name.end..)?.starts_with("==") {
                return None;
            }
            let single = word.decoded(|_, at| (at == name.end).then_some((Decoded::Nothing, 1)));
            pair(&single, Span::new(name.start, name.end), url)
        }
        // `--data-urlencode auth-key@/run/secrets/key`: what is in that file.
        Part::Query if kind == Kind::Curl && word.as_str().get(name.end..)?.starts_with('@') => {
            let span = word.origin(Span::new(name.start, word.as_str().len()));
            let mut sighting =
                Sighting::in_query(Setting::Code, span, word.origin(name), SeenValue::Dynamic(span));
            sighting.url = url.clone();
            (name.start == 0 && word.as_str().len() > name.end + 1).then_some(sighting)
        }
        Part::Query | Part::Data => {
            let before = word.as_str().get(..name.start)?;
            let begins = before.trim_start_matches(['"', '\'', '$']).is_empty();
            if begins {
                pair(word, name, url)
            } else {
                query_pair(word, name, Setting::Code)
                    .filter(|_| part == Part::Query)
                    .or_else(|| pair(word, name, url))
            }
        }
    }
}

/// A pair that begins a querystring, or stands after `&` in it.
fn pair(word: &Text<'_>, name: Span, url: &SeenUrl) -> Option<Sighting> {
    let rest = word.part(Span::new(name.start, word.as_str().len()));
    let mut sighting = query_text_pair(&rest, Span::new(0, name.len()), Setting::Code)?;
    sighting.url = SeenUrl { profile: sighting.url.profile, ..url.clone() };
    (sighting.value != SeenValue::Empty).then_some(sighting)
}

/// What stands between a word's quotes, if they are around all of it.
pub(super) fn trimmed(source: &str, span: Span) -> Span {
    let word = source.get(span.range()).unwrap_or_default();
    let quoted =
        word.len() >= 2 && ['"', '\''].iter().any(|quote| word.starts_with(*quote) && word.ends_with(*quote));
    if quoted { Span::new(span.start + 1, span.end - 1) } else { span }
}

pub(super) fn unquoted(source: &str, span: Span) -> &str {
    source.get(trimmed(source, span).range()).unwrap_or_default()
}

/// What curl is given; `get` where it is asked elsewhere to put data into the querystring.
fn curl(source: &str, arguments: &[Word], mut get: bool) -> Vec<(Span, Part)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        at += 1;
        let text = unquoted(source, word.span);
        if let Some(long) = text.strip_prefix("--").filter(|_| text.len() > 2) {
            let (name, value) = match long.split_once('=') {
                Some((name, _)) => (name, Some(word.span)),
                None => (long, arguments.get(at).map(|next| next.span)),
            };
            let part = match name {
                "get" => {
                    get = true;
                    continue;
                }
                "data" | "data-urlencode" | "data-raw" | "data-ascii" | "data-binary" => Part::Data,
                "url" => Part::Url,
                "url-query" => Part::Query,
                "referer" => Part::Referer,
                "header" | "form" | "form-string" | "json" | "cookie" | "user" | "output" | "request"
                | "user-agent" | "max-time" | "connect-timeout" | "retry" | "retry-delay" | "write-out"
                | "proxy" | "cacert" | "cert" | "key" | "resolve" | "config" | "dump-header"
                | "cookie-jar" | "upload-file" | "variable" | "expand-header" | "retry-max-time" => {
                    Part::Other
                }
                "expand-url" => Part::Url,
                "expand-data" => Part::Data,
                _ => continue,
            };
            if !long.contains('=') {
                at += 1;
            }
            parts.extend(value.map(|span| (span, part)));
            continue;
        }
        if let Some(short) = text.strip_prefix('-').filter(|short| !short.is_empty()) {
            get |= short
                .chars()
                .take_while(|letter| letter.is_ascii_alphabetic())
                .take_while(|letter| !CURL_SHORT.contains(*letter))
                .any(|letter| letter == 'G');
            let Some((index, letter)) = short.char_indices().find(|(_, letter)| CURL_SHORT.contains(*letter))
            else {
                continue;
            };
            let part = match letter {
                'd' => Part::Data,
                'e' => Part::Referer,
                _ => Part::Other,
            };
            if index + 1 < short.len() {
                let start = word.span.start
                    + (word.span.len()
                        - source
                            .get(word.span.range())
                            .unwrap_or_default()
                            .trim_start_matches(['"', '\''])
                            .len())
                    + index
                    + 2;
                parts.push((Span::new(start.min(word.span.end), word.span.end), part));
            } else if let Some(next) = arguments.get(at) {
                parts.push((next.span, part));
                at += 1;
            }
            continue;
        }
        parts.push((word.span, Part::Url));
    }
    for (_, part) in parts.iter_mut().filter(|(_, part)| *part == Part::Data) {
        *part = if get { Part::Query } else { Part::Other };
    }
    parts
}

fn wget(source: &str, arguments: &[Word]) -> Vec<(Span, Part)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        at += 1;
        let text = unquoted(source, word.span);
        let part = match text {
            _ if text.starts_with("--referer") => Part::Referer,
            _ if text.starts_with('-') => Part::Other,
            _ => Part::Url,
        };
        let valued = matches!(
            text,
            "--header"
                | "--post-data"
                | "--body-data"
                | "-O"
                | "-o"
                | "--user"
                | "--password"
                | "-U"
                | "-P"
                | "-T"
                | "-t"
                | "--method"
        );
        parts.push((word.span, part));
        if valued || text == "--referer" {
            parts.extend(arguments.get(at).map(|next| (next.span, part)));
            at += 1;
        }
    }
    parts
}

/// httpie and xh: `name==value` is a query's, `name:value` a header, `name=value` the body's.
fn httpie(source: &str, arguments: &[Word]) -> Vec<(Span, Part)> {
    let part = |word: &Word| {
        let text = unquoted(source, word.span);
        let item = text.find(['=', ':']).map(|at| text.get(at..).unwrap_or_default()).unwrap_or_default();
        let first = text.starts_with("http:")
            || text.starts_with("https:")
            || text.contains("://")
            || text.starts_with([':', '/', '$', '{'])
            || text.contains('?');
        let first_quoted = text.find('?').is_some_and(|at| text.find('=').is_none_or(|sign| at < sign));
        match () {
            () if text.starts_with('-') => Part::Other,
            () if item.starts_with("==") && !first_quoted => Part::Query,
            () if first => Part::Url,
            () => Part::Other,
        }
    };
    arguments.iter().map(|word| (word.span, part(word))).collect()
}

/// Commands within a word: in `$(…)`, in backticks, in quotes after `-c`.
pub(super) fn nested(source: &str, word: Span) -> Vec<Span> {
    let mut found = Vec::new();
    let text = source.get(word.range()).unwrap_or_default();
    if !text.contains("auth") && !text.contains("AUTH") && !text.contains("Auth") {
        return found;
    }
    let inner = trimmed(source, word);
    let within = source.get(inner.range()).unwrap_or_default();
    if inner != word
        && ["curl ", "wget ", "http ", "https ", "xh "].iter().any(|client| within.contains(client))
    {
        found.push(inner);
    }
    for (at, _) in text.match_indices("$(").take(16) {
        let start = word.start + at + 2;
        found.push(Span::new(start, word.end.max(start)));
    }
    if let Some(open) = text.find('`')
        && let Some(close) = text.get(open + 1..).and_then(|rest| rest.find('`'))
    {
        found.push(Span::new(word.start + open + 1, word.start + open + 1 + close));
    }
    found
}
