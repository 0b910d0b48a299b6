//! A URL: where it begins and ends in running text, and what can be read of it.

use percent_encoding::percent_decode_str;

use super::coded::{Coding, unit_at};
use super::dynamic::template_len;
use crate::finding::Span;
use crate::lint::{Decoded, SeenUrl, Text};

/// Longest URL that is read around a pair, in bytes on each side: servers take 8 KiB.
const URL_BYTES_MAX: usize = 8 * 1024;

/// What is not known of a path.
const UNKNOWN: &str = "{}";

/// A pair in running text.
pub(super) struct Run {
    /// Where the `?` or `&` before the name starts, and what it is.
    pub(super) separator: usize,
    pub(super) mark: char,
    pub(super) value_end: usize,
}

/// The URL around a pair; `None` where the pair is in no querystring.
pub(super) fn read_run(text: &Text<'_>, run: &Run, coding: Coding) -> Option<SeenUrl> {
    let source = text.as_str();
    let start = begin(source, run.separator);
    let end = finish(source, run.value_end);
    let layers = match coding {
        Coding::Percent(layers) => layers,
        Coding::Plain | Coding::Entity | Coding::Escape => 0,
    };
    let before_part = text.part(Span::new(start, run.separator));
    let decoded = decode(&before_part, layers);
    let before = decoded.as_ref().map_or(before_part.as_str(), Text::as_str);
    let (skipped, url) = beginning_of_url(before, run.mark, layers > 0);
    if in_fragment(url) || !in_query(before, url, run.mark) {
        return None;
    }
    let mut seen = parse(url);
    let own_start = match &decoded {
        None => start + skipped,
        Some(_) => start + raw_offset(source.get(start..run.separator).unwrap_or_default(), layers, skipped),
    };
    seen.span = Some(text.origin(Span::new(own_start, end)));
    if seen.profile.is_none() {
        let after_part = text.part(Span::new(run.value_end, end));
        let after = decode(&after_part, layers);
        seen.profile = profile_of(after.as_ref().map_or(after_part.as_str(), Text::as_str));
    }
    Some(seen)
}

/// What can be read of a URL that stands alone, in plain writing; its span is all of the text.
#[must_use]
pub fn read_url(text: &Text<'_>) -> SeenUrl {
    let source = text.as_str();
    let before = source.split('#').next().unwrap_or_default();
    let mut seen = parse(if source.contains("#{") { source } else { before });
    seen.span = Some(text.origin(Span::new(0, source.len())));
    seen
}

/// The value of `_profile` in a querystring or the rest of one: `Some(None)` where a placeholder stands for it.
pub(super) fn profile_of(query: &str) -> Option<Option<String>> {
    let query = query.split('#').next().unwrap_or_default();
    let pairs = query.split(['?', '&', ';']).filter_map(|pair| pair.split_once('='));
    let value =
        pairs.filter(|(name, _)| name.eq_ignore_ascii_case("_profile")).map(|(_, value)| value).next()?;
    let known = !value.is_empty() && template_len(value, 0).is_none() && !value.contains(['{', '$']);
    Some(known.then(|| percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned()))
}

/// Entities and escapes always, percent-encoding as deep as the pair itself is encoded.
fn decode(text: &Text<'_>, layers: u8) -> Option<Text<'static>> {
    let bytes = text.as_str().as_bytes();
    let coded =
        memchr::memchr2(b'&', b'\\', bytes).is_some() || layers > 0 && memchr::memchr(b'%', bytes).is_some();
    coded.then(|| text.decoded(|text, at| step(text, at, layers)))
}

fn step(text: &str, at: usize, layers: u8) -> Option<(Decoded, usize)> {
    let unit = unit_at(text, at)?;
    match unit.coding {
        Coding::Plain => None,
        Coding::Percent(deep) if deep > layers || layers == 0 => None,
        Coding::Percent(_) | Coding::Entity | Coding::Escape => Some((Decoded::Char(unit.char), unit.len)),
    }
}

/// Where in the raw text so many decoded bytes are over.
fn raw_offset(raw: &str, layers: u8, decoded: usize) -> usize {
    let (mut at, mut done) = (0, 0);
    while done < decoded {
        let Some(unit) = unit_at(raw, at) else { break };
        match step(raw, at, layers) {
            Some(_) => {
                done += unit.char.len_utf8();
                at += unit.len;
            }
            None => {
                let len = raw.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                done += len;
                at += len;
            }
        }
    }
    at
}

/// Characters that no URL in running text holds.
fn ends_run(byte: u8) -> bool {
    byte <= b' ' || matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b'|' | b'^')
}

/// Back from a pair to where its URL may begin; a placeholder in brackets is part of it.
fn begin(source: &str, from: usize) -> usize {
    let bytes = source.as_bytes();
    let low = from.saturating_sub(URL_BYTES_MAX);
    let mut at = from;
    while at > low {
        let Some(byte) = bytes.get(at - 1) else { break };
        if *byte == b'>'
            && let Some(open) =
                bytes.get(low..at).and_then(|part| part.iter().rposition(|byte| *byte == b'<'))
            && template_len(source, low + open) == Some(at - low - open)
        {
            at = low + open;
            continue;
        }
        // ``…?host=`hostname`&…``: a command's output.
        if *byte == b'`'
            && let Some(open) = bytes.get(low..at - 1).and_then(|part| memchr::memrchr(b'`', part))
            && let Some(command) = bytes.get(low + open + 1..at - 1)
            && !command.is_empty()
            && command.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/'))
            && bytes.get(low + open - usize::from(open > 0)).is_some_and(|byte| matches!(byte, b'=' | b'/'))
        {
            at = low + open;
            continue;
        }
        if ends_run(*byte) {
            break;
        }
        at -= 1;
    }
    while !source.is_char_boundary(at) {
        at += 1;
    }
    let run = source.get(at..from).unwrap_or_default();
    at + run.rmatch_indices('\\').find_map(|(slash, _)| ends_a_run(run, slash)).unwrap_or(0)
}

/// How long a run is up to and with an escaped character that no URL holds.
fn ends_a_run(run: &str, slash: usize) -> Option<usize> {
    let unit = unit_at(run, slash)?;
    let ends = unit.coding == Coding::Escape && u8::try_from(unit.char).is_ok_and(ends_run);
    ends.then_some(slash + unit.len)
}

/// On from a pair to where its URL ends.
fn finish(source: &str, from: usize) -> usize {
    let bytes = source.as_bytes().iter().skip(from).take(URL_BYTES_MAX);
    let len = bytes.take_while(|byte| !ends_run(**byte) && !matches!(byte, b')' | b']' | b'\\')).count();
    let mut end = from + len;
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The part of a run that is the pair's URL, and how much was before it. A pair that is encoded belongs to the last URL,
/// another to the one whose querystring came first.
fn beginning_of_url(run: &str, mark: char, nested: bool) -> (usize, &str) {
    let question = if nested { run.rfind('?') } else { run.find('?') };
    let query = if mark == '?' { run.len() } else { question.unwrap_or(run.len()) };
    let scheme = schemes(run).rev().find(|at| *at < query).and_then(|at| {
        let letters = run.get(..at)?.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        (letters > 0).then_some(at - letters)
    });
    let start = scheme.unwrap_or_else(|| {
        let before = run.get(..query).unwrap_or_default();
        let bracket = before.rfind(['(', '[', ',', ']']).filter(|at| !inside_template(before, *at));
        let assigned = before.rfind('=');
        bracket.max(assigned).map_or(0, |at| at + 1)
    });
    (start, run.get(start..).unwrap_or_default())
}

/// Where a scheme ends in a text.
fn schemes(text: &str) -> impl DoubleEndedIterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes)
        .filter(|at| bytes.get(*at..).is_some_and(|rest| rest.starts_with(b"://")))
}

/// Whether a bracket there belongs to a placeholder that is not closed before it.
fn inside_template(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with('$') || before.rfind('{') > before.rfind('}')
}

fn in_fragment(url: &str) -> bool {
    // `#` may stand inside a placeholder: `${#Project#base}`.
    let mut at = 0;
    while let Some(found) = url.get(at..).and_then(|rest| rest.find(['#', '$', '{'])) {
        at += found;
        match template_len(url, at) {
            Some(len) => at += len,
            None if url.as_bytes().get(at) == Some(&b'#')
                && !url.get(..at).is_some_and(|b| b.ends_with('&')) =>
            {
                return true;
            }
            None => at += 1,
        }
    }
    false
}

/// Whether what stands before a pair makes it part of a querystring.
fn in_query(run: &str, url: &str, mark: char) -> bool {
    if mark == '?' || run.contains('?') || mark == '&' && schemes(url).next().is_some() {
        return true;
    }
    // Nothing but a placeholder, or nothing at all, before `&`: the end of a URL that is put together.
    let ends = ends_with_template(run) && !begins_with_pair(run);
    mark == '&' && (run.is_empty() || ends || run.starts_with('&') || !run.contains('='))
}

/// `id={id}` and the like at the beginning: pairs, and no URL, unless the name is a variable's that holds one.
fn begins_with_pair(run: &str) -> bool {
    let Some((name, _)) = run.split_once('=') else { return false };
    let lower = name.to_ascii_lowercase();
    let holds_url =
        ["url", "uri", "base", "host", "endpoint", "address", "href"].iter().any(|w| lower.contains(w));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    !name.is_empty() && name.chars().all(plain) && !holds_url
}

fn ends_with_template(run: &str) -> bool {
    run.char_indices().any(|(at, _)| template_len(run, at).is_some_and(|len| at + len == run.len()))
}

fn parse(url: &str) -> SeenUrl {
    let (place, query) = match url.split_once('?') {
        Some((place, query)) => (place, Some(query)),
        None => (url, None),
    };
    let mut seen = SeenUrl { profile: query.and_then(profile_of), ..SeenUrl::default() };
    let parted =
        schemes(place).next().and_then(|at| Some((place.get(..at)?, place.get(at + "://".len()..)?)));
    let (authority, path) = match parted {
        Some((scheme, rest)) => {
            let scheme = scheme.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            seen.scheme = (!scheme.is_empty()).then(|| scheme.to_ascii_lowercase());
            (
                Some(rest.get(..path_at(rest)).unwrap_or_default()),
                rest.get(path_at(rest)..).unwrap_or_default(),
            )
        }
        None if place.starts_with("//") => {
            let rest = place.get(2..).unwrap_or_default();
            (
                Some(rest.get(..path_at(rest)).unwrap_or_default()),
                rest.get(path_at(rest)..).unwrap_or_default(),
            )
        }
        None if place.starts_with('/') => (None, place),
        None => (
            Some(place.get(..path_at(place)).unwrap_or_default()),
            place.get(path_at(place)..).unwrap_or_default(),
        ),
    };
    let sure = seen.scheme.is_some();
    seen.host = authority.and_then(|authority| host(authority, sure));
    seen.path = (!path.is_empty()).then(|| known_path(path));
    seen
}

/// Where the path begins: at the first `/` that is in no placeholder.
fn path_at(text: &str) -> usize {
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        match byte {
            b'/' => return at,
            b'{' | b'$' | b'#' | b'<' | b'%' | b'\\' => at += template_len(text, at).unwrap_or(1),
            _ => at += 1,
        }
    }
    at
}

/// The host of an authority, if it is known; `sure` where a scheme stood before it.
fn host(authority: &str, sure: bool) -> Option<String> {
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(literal) => literal.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let plain =
        !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'));
    let likely = sure || host == "localhost" || (host.contains('.') && !host.starts_with('.'));
    if plain && likely { Some(host.to_ascii_lowercase()) } else { partly_known(host).filter(|_| sure) }
}

/// `${SITE}.flowgear.net` as `{}.flowgear.net`: a placeholder for the first label, the rest is known.
fn partly_known(host: &str) -> Option<String> {
    let rest = host.get(template_len(host, 0)?..)?;
    let (_, top) = rest.rsplit_once('.')?;
    let plain = rest.starts_with('.') && rest.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'));
    (plain && top.len() >= 2 && top.chars().all(char::is_alphabetic))
        .then(|| format!("{UNKNOWN}{}", rest.to_ascii_lowercase()))
}

/// A path, decoded, with [`UNKNOWN`] for each placeholder.
fn known_path(path: &str) -> String {
    if !path.bytes().any(|byte| b"{$#<\\%:".contains(&byte)) {
        return path.to_owned();
    }
    let mut known = String::with_capacity(path.len());
    let mut at = 0;
    let mut plain = 0;
    let flush = |known: &mut String, from: usize, to: usize| {
        known.push_str(&percent_decode_str(path.get(from..to).unwrap_or_default()).decode_utf8_lossy());
    };
    while let Some(byte) = path.as_bytes().get(at) {
        let opens = match byte {
            b'{' | b'$' | b'#' | b'<' | b'\\' | b'%' => true,
            b':' => path.get(..at).is_some_and(|before| before.ends_with('/')),
            _ => false,
        };
        match opens.then(|| template_len(path, at)).flatten() {
            Some(len) => {
                flush(&mut known, plain, at);
                known.push_str(UNKNOWN);
                at += len;
                plain = at;
            }
            None => at += 1,
        }
    }
    flush(&mut known, plain, path.len());
    known
}
