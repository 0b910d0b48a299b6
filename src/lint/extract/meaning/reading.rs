//! Reading a piece of text by what it is: running text, prose, a script, a comment.

use std::sync::LazyLock;

use super::super::super::format::Language;
use super::super::super::prefilter::{Hit, Prefilter};
use super::super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::super::text::{Decoded, Text, line_before};
use super::super::code::extract_code;
use super::super::markdown::read_markdown;
use super::super::url::{name_at, query_pair, query_text_pair, seen_value, user_info};
use super::joining::{encoded_map, joined_by_ampersand};
use crate::finding::Span;

static PREFILTER: LazyLock<Prefilter> = LazyLock::new(Prefilter::default);

/// Where a text is worth a look.
pub(in super::super) fn hits_in(text: &str) -> Vec<Hit> {
    PREFILTER.hits(text.as_bytes())
}

/// Every place where the name stands in a text, in order, each once.
pub(in super::super) fn names_in(text: &str) -> Vec<Span> {
    names_at(text, &hits_in(text))
}

/// The same, where it is known where the text is worth a look.
fn names_at(text: &str, hits: &[Hit]) -> Vec<Span> {
    let mut names: Vec<Span> = hits.iter().filter_map(|hit| name_at(text, hit.at)).collect();
    names.sort_by_key(|name| (name.start, name.end));
    names.dedup();
    names
}

/// Sees pairs and passwords of URLs in running text.
pub(in super::super) fn text_in(text: &Text<'_>, setting: Setting, manner: Manner, out: &mut Vec<Sighting>) {
    text_at(text, &hits_in(text.as_str()), setting, manner, out);
}

/// The same, where it is known where the text is worth a look.
pub(in super::super) fn text_at(
    text: &Text<'_>,
    hits: &[Hit],
    setting: Setting,
    manner: Manner,
    out: &mut Vec<Sighting>,
) {
    let source = text.as_str();
    for name in names_at(source, hits) {
        if is_expanded(source, name) {
            out.push(expansion(text, name, setting));
        } else if let Some(mut sighting) = query_pair(text, name, setting) {
            if sighting.manner == Manner::Query {
                sighting.manner =
                    if manner == Manner::Query { manner_of_line(source, name.start) } else { manner };
            }
            out.push(sighting);
        } else {
            let joined =
                encoded_map(text, name, setting).or_else(|| joined_by_ampersand(text, name, setting));
            out.extend(joined);
        }
    }
    passwords_in(text, setting, out);
}

/// `/orders{?auth-key,_profile}`: a URI template that puts the parameter into the querystring.
fn is_expanded(source: &str, name: Span) -> bool {
    let in_list = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ',' | '*' | '.');
    let before = source.get(..name.start).unwrap_or_default().trim_end_matches(in_list);
    let after = source.get(name.end..).unwrap_or_default();
    let ends = after.starts_with(['}', ',', '*']) && after.trim_start_matches(in_list).starts_with('}');
    ends && (before.ends_with("{?") || before.ends_with("{&"))
}

fn expansion(text: &Text<'_>, name: Span, setting: Setting) -> Sighting {
    let name = text.origin(name);
    let mut sighting = Sighting::in_query(setting, name, name, SeenValue::Dynamic(name));
    if matches!(setting, Setting::Prose | Setting::Description) {
        sighting.manner = Manner::DeclaredInQuery;
        sighting.value = SeenValue::None;
    }
    sighting
}

/// How a pair travels by the line it stands on: `Location: …` and `Referer: …` of a dump.
pub(in super::super) fn manner_of_line(source: &str, at: usize) -> Manner {
    let line = line_before(source, at).unwrap_or_default();
    // `-   RespHeader     Location: https://…` of Varnish: the header's name is the word before the URL.
    let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let last = line.get(..start).unwrap_or_default().trim_end().strip_suffix(':');
    let last = last.and_then(|head| head.rsplit(char::is_whitespace).next());
    let first = line.trim_start_matches(['<', '>', '*', '|', ' ', '\t']).split_once(':');
    let first = first.map(|(name, _)| name.trim_end());
    let names = [first, last];
    let is = |wanted: &str| names.iter().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
    // `LOCATION:` of a calendar is where people meet.
    let is_place = names.iter().flatten().any(|name| *name == "LOCATION");
    if is("location") && !is_place {
        Manner::Redirect
    } else if is("referer") {
        Manner::Referer
    } else {
        Manner::Query
    }
}

/// Sees pairs in a querystring that may stand without its `?`.
pub(in super::super) fn query_in(text: &Text<'_>, setting: Setting, out: &mut Vec<Sighting>) {
    let source = text.as_str();
    for name in names_in(source) {
        out.extend(query_pair(text, name, setting).or_else(|| query_text_pair(text, name, setting)));
    }
    passwords_in(text, setting, out);
}

/// Sees pairs in where a redirect leads, which may be a querystring alone.
pub(in super::super) fn redirect_in(text: &Text<'_>, setting: Setting, out: &mut Vec<Sighting>) {
    let first = out.len();
    query_in(text, setting, out);
    for sighting in out.iter_mut().skip(first).filter(|sighting| sighting.manner == Manner::Query) {
        sighting.manner = Manner::Redirect;
    }
}

/// Sees `https://user:password@host` in running text.
pub(in super::super) fn passwords_in(text: &Text<'_>, setting: Setting, out: &mut Vec<Sighting>) {
    let source = text.as_str();
    if source.contains("://") {
        out.extend(
            memchr::memchr_iter(b'@', source.as_bytes()).filter_map(|at| user_info(text, at, setting)),
        );
    }
}

/// Sees what a text for people shows.
pub(in super::super) fn prose(text: &Text<'_>, out: &mut Vec<Sighting>) {
    read_markdown(text, &hits_in(text.as_str()), out);
}

/// Sees what a script inside something else does.
pub(in super::super) fn script(
    text: &Text<'_>,
    language: Language,
    setting: Setting,
    out: &mut Vec<Sighting>,
) {
    let source = text.as_str();
    let is_word = !source.trim().contains(char::is_whitespace);
    if is_word && matches!(language, Language::Shell | Language::PowerShell) {
        // An argument of a command, not a command.
        text_in(text, setting, Manner::Query, out);
        return;
    }
    let tight = (language == Language::Shell && source.contains("{{ ")).then(|| text.decoded(tight));
    let text = tight.as_ref().unwrap_or(text);
    let first = out.len();
    extract_code(text, language, &hits_in(text.as_str()), out);
    for sighting in out.iter_mut().skip(first).filter(|sighting| sighting.setting == Setting::Code) {
        sighting.setting = setting;
    }
    passwords_in(text, setting, out);
}

/// How far back the `{{` of a template is looked for, in bytes.
const TEMPLATE_BYTES_MAX: usize = 256;

/// `{{ key }}` without its spaces: a shell's word ends at one, and what runs the script has filled it in by then.
fn tight(text: &str, at: usize) -> Option<(Decoded, usize)> {
    if text.as_bytes().get(at) != Some(&b' ') {
        return None;
    }
    let before = text.as_bytes().get(at.saturating_sub(TEMPLATE_BYTES_MAX)..at)?;
    let open = before.windows(2).rposition(|two| two == b"{{")?;
    let is_inside = before.get(open..)?.windows(2).all(|two| two != b"}}");
    let line = before.get(open..)?.contains(&b'\n');
    (is_inside && !line && text.get(at..)?.contains("}}")).then_some((Decoded::Nothing, 1))
}

/// Sees what comments say.
pub(in super::super) fn comments(text: &Text<'_>, spans: &[Span], hits: &[Hit], out: &mut Vec<Sighting>) {
    for span in spans.iter().filter(|span| super::has_hit(hits, **span)) {
        text_in(&text.part(*span), Setting::Comment, Manner::Query, out);
    }
}

/// What a value is that stands alone, without quotes around it.
pub(in super::super) fn value_of(text: &Text<'_>, setting: Setting) -> SeenValue {
    seen_value(text, setting)
}

/// A name and a value that stand apart, in a table that becomes the querystring.
pub(in super::super) fn sighting_of_pair(
    setting: Setting,
    name: Span,
    value: Option<&Text<'_>>,
    whole: Span,
) -> Sighting {
    let value = value.map_or(SeenValue::Dynamic(name), |value| value_of(value, setting));
    Sighting::in_query(setting, whole, name, value)
}
