//! What the words of a line say: who called, when, how, and what a URL in it is.

use std::sync::LazyLock;

use crate::lint::Manner;
use crate::lint::search::Search;

const METHODS: [&str; 9] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "CONNECT", "TRACE"];

/// Names of columns and properties that hold a querystring.
const QUERIES: [&str; 18] = [
    "query",
    "querystring",
    "query_string",
    "querystringparameters",
    "query_params",
    "queryparams",
    "args",
    "qs",
    "params",
    "search",
    "cs-uri-query",
    "cs_uri_query",
    "uri_query",
    "url_query",
    "request_query",
    "requestquery",
    "multivaluequerystringparameters",
    "query_parameters",
];

/// Words of a line that are looked at for a client and a time.
const WORDS_MAX: usize = 12;

pub(super) fn is_method(word: &str) -> bool {
    METHODS.contains(&word)
}

/// Whether a field of that name holds a querystring.
pub(super) fn is_query(field: &str) -> bool {
    let field = field.rsplit(['.', ' ']).next().unwrap_or_default();
    let field = field.trim_matches(['$', '"', '\'', '{', ',']);
    QUERIES.iter().any(|known| known.eq_ignore_ascii_case(field))
}

/// The last word of a text, as names of fields are written.
pub(super) fn last(text: &str) -> &str {
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = text.char_indices().rev().take_while(|(_, c)| in_word(*c)).last();
    start.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// What the URL that an offset is in is: the one that was asked for, a Referer, the target of a redirect.
pub(super) fn manner(line: &str, at: usize) -> Manner {
    let before = line.get(..at).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '(' | '[' | '|' | ',');
    let start = before.rfind(ends).map_or(0, |found| found + 1);
    let url = before.get(start..).unwrap_or_default();
    // `referer=https://…` is one word.
    let in_label = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '$');
    let label = url.split(['=', ':']).next().filter(|label| label.chars().all(in_label)).unwrap_or_default();
    let head = line.get(..start).unwrap_or_default();
    let word = last(head.trim_end_matches([' ', '"', '\'', ':', '=', '<', '(', '[', '\\']));
    let said = [label, word].map(super::manner_of).into_iter().find(|manner| *manner != Manner::Query);
    if let Some(manner) = said {
        return manner;
    }
    let word = word.to_ascii_lowercase();
    if matches!(word.as_str(), "to" | "->" | "=>") {
        let words = head.to_ascii_lowercase();
        let recent = words.rsplit(' ').take(6).any(|word| word.starts_with("redirect"));
        if recent {
            return Manner::Redirect;
        }
    }
    // HAProxy's captured headers: `{portal.example|https://portal.example/a}`.
    if line.contains("haproxy[") && url.contains("://") && head.ends_with(['|', '{']) {
        return Manner::Referer;
    }
    // What is labelled, such as nginx's `upstream: "…"`, is not told by its column.
    match head.trim_end_matches('"').trim_end().ends_with([':', '=']) {
        true => Manner::Query,
        // A column with the querystring of the request before it.
        false if url.starts_with('?') => Manner::Query,
        false => by_quotes(head),
    }
}

/// In a combined log and its kin the request is quoted first and the Referer after it; a load balancer's log has the
/// redirect's target there.
fn by_quotes(head: &str) -> Manner {
    if !head.ends_with('"') {
        return Manner::Query;
    }
    let quotes = head.matches('"').count();
    let request =
        head.split('"').nth(1).and_then(|request| request.split_once(' ')).map(|(method, _)| method);
    // Fastly quotes the method alone, and the path after it.
    let method = head.split('"').nth(1).filter(|method| is_method(method) && head.contains("\"/"));
    let request = request.or(method);
    let first = head.split(' ').next().unwrap_or_default();
    let balancer = ["http", "https", "h2", "grpcs", "ws", "wss"].contains(&first);
    match (quotes, request.is_some_and(is_method)) {
        (0..=2, _) | (_, false) => Manner::Query,
        (_, true) if balancer => Manner::Redirect,
        (_, true) => Manner::Referer,
    }
}

/// The method before the URL that an offset is in.
pub(super) fn method(line: &str, at: usize) -> Option<String> {
    let before = line.get(..at)?;
    let words = before.rsplit([' ', '\t', '"', '|', '=', ':', '[', '>']);
    words.skip(1).take(6).find(|word| is_method(word)).map(str::to_owned)
}

/// Who called: what is labelled so, or the first address in the line.
pub(super) fn client(line: &str) -> Option<String> {
    let labelled = label(line)
        .and_then(|after| line.get(after..)?.split([' ', ',', '"', ';']).find(|word| !word.is_empty()));
    let address = labelled.and_then(address).or_else(|| {
        let words = line.split([' ', '\t', '|', '"', ',', '[', ']']).filter(|word| !word.is_empty());
        words.take(WORDS_MAX).find_map(address).or_else(|| {
            // Envoy has the address of the client after the request.
            line.rsplit('"').skip(1).step_by(2).filter_map(address).last()
        })
    });
    address.map(str::to_owned)
}

/// What stands before whoever called, the surest first.
const LABELS: [&str; 8] =
    ["client: ", "client=", "client_ip=", "remote_addr=", "remote=", "src=", "ip=", "fwd=\""];

static LABELLED: LazyLock<Search> = LazyLock::new(|| Search::new(&LABELS));

/// Where the surest label of a line ends, at its first place.
fn label(line: &str) -> Option<usize> {
    let mut surest: Option<(usize, usize)> = None;
    LABELLED.each(line.as_bytes(), |at| {
        let rest = line.get(at..).unwrap_or_default();
        let label = LABELS.iter().enumerate().find(|(_, label)| rest.starts_with(**label));
        let found = label.map(|(rank, label)| (rank, at + label.len()));
        surest = [surest, found].into_iter().flatten().min();
    });
    surest.map(|(_, after)| after)
}

/// An address without its port.
fn address(word: &str) -> Option<&str> {
    let parses = |text: &str| text.parse::<std::net::IpAddr>().is_ok();
    if parses(word) {
        return Some(word);
    }
    let word = word.trim_matches(['[', ']', '(', ')']);
    let host = word.rsplit_once(':').map_or(word, |(host, _)| host.trim_matches(['[', ']']));
    parses(host).then_some(host)
}

/// When: a time in brackets, a date, or a syslog's month, day and time.
pub(super) fn time(line: &str) -> Option<String> {
    let open = line.get(..line.len().min(200)).or(Some(line))?.find('[');
    if let Some(open) = open
        && let Some(end) = line.get(open..)?.find(']')
        && let Some(within) = line.get(open + 1..open + end)
        && within.contains(':')
        && within.bytes().filter(u8::is_ascii_digit).count() >= 6
    {
        return Some(within.to_owned());
    }
    let words: Vec<&str> = line.split([' ', '\t']).take(WORDS_MAX).collect();
    let is_date = |word: &str| {
        let mut parts = word.trim_start_matches('<').split(['-', '/', '.', 'T']);
        let digits = |part: Option<&str>| {
            part.is_some_and(|part| part.len() >= 2 && part.bytes().all(|b| b.is_ascii_digit()))
        };
        word.len() >= 8 && digits(parts.next()) && digits(parts.next()) && digits(parts.next())
    };
    let is_month = |word: &str| {
        let name = word.rsplit('>').next().unwrap_or_default();
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].contains(&name)
    };
    let is_time =
        |word: &str| word.matches(':').count() == 2 && word.starts_with(|c: char| c.is_ascii_digit());
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or_default();
        if is_date(word) && address(word).is_none() {
            return Some(if is_time(next) { format!("{word} {next}") } else { (*word).to_owned() });
        }
        let third = words.iter().skip(at + 1).find(|word| is_time(word)).copied();
        if let Some(third) = third.filter(|_| is_month(word)) {
            let month = word.rsplit('>').next().unwrap_or_default();
            return Some(format!("{month} {next} {third}"));
        }
    }
    None
}
