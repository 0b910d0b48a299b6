//! Variables of scripts that hold a querystring, or a piece of one.

use std::collections::HashSet;

use super::super::words::{Place, place_of_name};
use super::client::Part;
use super::words::Word;
use crate::finding::Span;
use crate::lint::extract::url::query_text_pair;
use crate::lint::text::tail;
use crate::lint::{SeenValue, Setting, Sighting, Text};

/// How far before a name the array is looked for that it stands in, in bytes.
const ARRAY_BYTES_MAX: usize = 1024;

/// Most functions of one script that are looked at.
const FUNCTIONS_MAX: usize = 1024;
/// Longest function that is looked at, in bytes.
const FUNCTION_BYTES_MAX: usize = 2 * 1024;

/// What a script's variables and functions are for, by their names.
#[derive(Debug, Default)]
pub(super) struct Variables<'s> {
    /// Those that it puts into a querystring.
    pub(super) queries: HashSet<&'s str>,
    /// Arrays of what curl is given with a GET.
    pub(super) getting: HashSet<&'s str>,
    /// Arrays whose elements are joined by `&`.
    pub(super) joined: HashSet<&'s str>,
    /// Functions that make a pair of a URL of a name and a value.
    pub(super) pairing: HashSet<&'s str>,
}

impl<'s> Variables<'s> {
    /// Those of a script.
    pub(super) fn of(source: &'s str) -> Self {
        Self {
            queries: queries(source),
            getting: getting(source),
            joined: joined(source),
            pairing: pairing(source),
        }
    }
}

/// The variable of `name="auth-key=…"`, and where its text begins.
pub(super) fn assigns(word: &str) -> Option<(&str, usize)> {
    let (name, value) = word.split_once('=')?;
    let name = name.trim_end_matches('+');
    let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let text = value.trim_start_matches(['"', '\'', '$']).to_ascii_lowercase();
    (named && (text.starts_with("auth-key=") || text.contains(['?', '&']) && text.contains("auth-key=")))
        .then_some((name, word.len() - value.len()))
}

/// `QS="auth-key=$KEY"`, if `?$QS` stands somewhere.
pub(super) fn assigned(source: &str, words: &[Word], queries: &HashSet<&str>) -> Vec<(Span, Part)> {
    let found = words.iter().filter_map(|word| {
        let (name, at) = assigns(source.get(word.span.range())?)?;
        let written = source.get(word.span.range())?;
        let part = match () {
            () if queries.contains(name) || adds_to_itself(written, name, at) => Part::Query,
            () if holds_url(name, written.get(at..)?) => Part::Url,
            () => Part::Other,
        };
        Some((Span::new(word.span.start + at, word.span.end), part))
    });
    found.collect()
}

/// `URL="$BASE/x?a=1&auth-key=$KEY"`: a whole URL, or what is called one.
fn holds_url(name: &str, value: &str) -> bool {
    let value = value.trim_start_matches(['"', '\'']);
    let lower = value.to_ascii_lowercase();
    let before = lower.find("auth-key=").and_then(|at| lower.get(..at)).unwrap_or_default();
    let asks = before.contains('?') || before.contains("://");
    asks && !before.contains(' ')
        || ["url", "uri"].iter().any(|word| name.to_ascii_lowercase().contains(word))
            && value.starts_with(['$', '%'])
}

/// `QS := a=1&auth-key=$(KEY)`: a variable of a makefile that `?$(QS)` puts into a URL.
pub(super) fn made(text: &Text<'_>, name: Span, queries: &HashSet<&str>) -> Option<Sighting> {
    let source = text.as_str();
    let (target, before) = super::near(source, name).split_once('=')?;
    let target = target.strip_prefix("export ").unwrap_or(target);
    let variable = target.trim_end_matches([' ', '\t', ':', '?', '+']);
    let spaced = variable.len() < target.len() || before.starts_with([' ', '\t']);
    let begins = before.trim_start().is_empty() || before.ends_with('&');
    if !spaced || !begins || before.contains('?') || !queries.contains(variable.trim_start()) {
        return None;
    }
    let rest = text.part(Span::new(name.start, source.len()));
    query_text_pair(&rest, Span::new(0, name.len()), Setting::Code)
        .filter(|sighting| sighting.value != SeenValue::Empty)
}

/// The variables of a script that stand for a parameter's name: `?$PARAM=`, `query="${PARAM}=…"`.
pub(super) fn parameters<'s>(source: &'s str, queries: &HashSet<&str>) -> HashSet<&'s str> {
    let mut found = HashSet::new();
    for (at, _) in source.match_indices('$') {
        let name = source.get(at + 1..).unwrap_or_default().trim_start_matches('{');
        let name = first_word(name);
        let after = source.get(at + 1..).unwrap_or_default().trim_start_matches('{').get(name.len()..);
        if name.is_empty() || !after.unwrap_or_default().trim_start_matches('}').starts_with('=') {
            continue;
        }
        let before = source.get(..at).unwrap_or_default();
        let target = before.trim_end_matches(['"', '\'']).strip_suffix('=').unwrap_or_default();
        let target = last_word(target.trim_end_matches('+'));
        let begins = queries.contains(target) || target.to_ascii_lowercase().contains("query");
        if before.ends_with(['?', '&']) || begins {
            found.insert(name);
        }
    }
    found
}

/// `PARAM=auth-key`, if that variable stands for a parameter's name.
pub(super) fn named(text: &Text<'_>, name: Span, parameters: &HashSet<&str>) -> Option<Sighting> {
    let source = text.as_str();
    let ends = source.get(name.end..)?.trim_start_matches(['"', '\'']);
    let target = super::near(source, name).trim_end_matches(['"', '\'']).strip_suffix('=')?;
    let whole = ends.is_empty() || ends.starts_with(char::is_whitespace);
    let stands = text.origin(name);
    (whole && parameters.contains(last_word(target)))
        .then(|| Sighting::in_query(Setting::Code, stands, stands, SeenValue::Dynamic(stands)))
}

/// `query[auth-key]=$KEY`, `params=([auth-key]=$KEY)`, zsh's `query=(auth-key $key)`: an array that is called like what it
/// becomes.
pub(super) fn element(text: &Text<'_>, name: Span) -> Option<Sighting> {
    let source = text.as_str();
    let before = source.get(..name.start)?;
    let after = source.get(name.end..)?;
    let indexed = before.trim_end_matches(['"', '\'']).strip_suffix('[');
    let value = match indexed {
        Some(_) => after.trim_start_matches(['"', '\'']).strip_prefix("]=")?,
        None if before.ends_with([' ', '(', '\n', '\t']) => after.strip_prefix([' ', '\t'])?,
        None => return None,
    };
    let given = value.trim_start_matches(['"', '\'']).starts_with('$');
    let array = indexed.map(last_word).filter(|array| !array.is_empty()).or_else(|| {
        let (array, elements) = tail(before, ARRAY_BYTES_MAX).rsplit_once("=(")?;
        (!elements.contains(')')).then(|| last_word(array.trim_end_matches('+')))
    })?;
    let stands = text.origin(name);
    (given && place_of_name(array) == Place::Query)
        .then(|| Sighting::in_query(Setting::Code, stands, stands, SeenValue::Dynamic(stands)))
}

/// The arrays by whose elements, or beside which, curl is asked for a GET: `args=(-sG "$url")`, `curl --get "${args[@]}"`.
fn getting(source: &str) -> HashSet<&str> {
    let asks = |text: &str| {
        text.split_whitespace().any(|word| {
            let letters = word.strip_prefix('-').unwrap_or_default();
            word == "--get" || letters.contains('G') && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
    };
    let mut found = HashSet::new();
    for (at, opener) in source.match_indices("=(") {
        let elements = source.get(at + opener.len()..).unwrap_or_default();
        let end = elements.bytes().take(ARRAY_BYTES_MAX).position(|byte| byte == b')').unwrap_or_default();
        if elements.get(..end).is_some_and(asks) {
            found.insert(last_word(source.get(..at).unwrap_or_default().trim_end_matches('+')));
        }
    }
    for (at, _) in source.match_indices("[@]").chain(source.match_indices("[*]")) {
        let before = tail(source.get(..at).unwrap_or_default(), ARRAY_BYTES_MAX);
        let line = before.rsplit('\n').next().unwrap_or_default();
        if line.contains("curl") && asks(line) {
            found.insert(last_word(before));
        }
    }
    found
}

/// The arrays whose elements `&` parts when they are written: `IFS='&'; echo "${pairs[*]}"`.
fn joined(source: &str) -> HashSet<&str> {
    if !["IFS='&'", "IFS=\"&\"", "IFS=\\&", "IFS=$'&'"].iter().any(|sets| source.contains(sets)) {
        return HashSet::new();
    }
    source.match_indices("[*]").map(|(at, _)| last_word(source.get(..at).unwrap_or_default())).collect()
}

/// Functions whose body writes a pair of what it is given after `?` or `&`: `printf '%s?%s=%s'`, `$2=$3`.
fn pairing(source: &str) -> HashSet<&str> {
    const PAIRS: [&str; 8] =
        ["=%s", "$1=$2", "$2=$3", "${1}=${2}", "${2}=${3}", "$name=", "${name}=", "$key=$value"];
    let definitions = source.match_indices("()").take(FUNCTIONS_MAX).filter_map(|(at, _)| {
        let name = last_word(source.get(..at)?.trim_end());
        let body = source.get(at..source.floor_char_boundary(at + FUNCTION_BYTES_MAX))?;
        let body = body.get(..body.find("\n}").unwrap_or(body.len()))?;
        let body = body.lines().next().filter(|line| line.ends_with('}')).unwrap_or(body);
        let pairs = PAIRS.iter().any(|pair| body.contains(pair)) && body.contains(['?', '&']);
        (pairs && !name.is_empty()).then_some(name)
    });
    definitions.collect()
}

/// `with_param "$url" auth-key "$KEY"`: what such a function is given.
pub(super) fn given(text: &Text<'_>, name: Span, pairing: &HashSet<&str>) -> Option<Sighting> {
    let source = text.as_str();
    let value = source.get(name.end..)?.trim_start_matches(['"', '\'']).strip_prefix([' ', '\t'])?;
    let before = super::near(source, name);
    let called = before.split([' ', '\t', '(', ';', '`', '"']).any(|word| pairing.contains(word));
    let whole = before.trim_end_matches(['"', '\'']).ends_with([' ', '\t']);
    let stands = text.origin(name);
    (called && whole && value.trim_start_matches(['"', '\'']).starts_with('$'))
        .then(|| Sighting::in_query(Setting::Code, stands, stands, SeenValue::Dynamic(stands)))
}

/// The name of a variable that a text begins with.
fn first_word(text: &str) -> &str {
    let len = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    text.get(..len).unwrap_or_default()
}

/// The name of a variable that a text ends with.
fn last_word(text: &str) -> &str {
    let len = text.bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    text.get(text.len() - len..).unwrap_or_default()
}

/// `URL+="&auth-key=$KEY"`, `URL="${URL}&auth-key=$KEY"`: one more pair of what was a URL before.
fn adds_to_itself(written: &str, name: &str, at: usize) -> bool {
    let value = written.get(at..).unwrap_or_default().trim_start_matches(['"', '\'']);
    let appends = written.get(..at).is_some_and(|target| target.ends_with("+="));
    let itself = value.trim_start_matches(['$', '{', '%']);
    let repeats = itself.len() < value.len()
        && itself
            .strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(['}', '%']).starts_with(['&', '?']));
    appends && value.starts_with(['&', '?']) || repeats
}

/// The variables that a script puts into a querystring: `?$QS`, `-G -d "$QS"`.
fn queries(source: &str) -> HashSet<&str> {
    let mut found = HashSet::new();
    for (at, _) in source.match_indices(['$', '%', '!']) {
        let before = source.get(..at).unwrap_or_default();
        let option = before.trim_end_matches(['"', '\'']);
        let given = ["-G -d ", "--get -d ", "-Gd ", "--data-urlencode ", "--url-query ", "-sG -d "]
            .iter()
            .any(|end| option.ends_with(end));
        if !(before.ends_with(['?', '&']) || given) {
            continue;
        }
        found.insert(first_word(source.get(at + 1..).unwrap_or_default().trim_start_matches(['{', '('])));
    }
    // `printf '%s?%s' "$URL" "$QS"`.
    let printed = source.lines().filter(|line| line.contains("printf "));
    for line in printed.filter(|line| line.contains("?%") || line.contains("&%")) {
        let written = line.match_indices('$').filter_map(|(at, _)| line.get(at + 1..));
        found.extend(written.map(|name| first_word(name.trim_start_matches('{'))));
    }
    found
}
