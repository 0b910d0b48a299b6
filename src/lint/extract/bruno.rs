//! Bruno's requests: blocks of `name { … }`, one a part of the request.

use super::super::format::Language;
use super::super::prefilter::Hit;
use super::super::sighting::{Manner, SeenUrl, SeenValue, Setting, Sighting};
use super::super::text::Text;
use super::meaning::{names_in, prose, script, sighting_of_pair, text_in};
use super::mend::{BrunoRequest, mend_bruno};
use super::tree::has_hit;
use super::url::{is_name, read_url};
use crate::finding::{Fix, Span};

/// A block, by its lines.
#[derive(Debug)]
struct Block<'t> {
    name: &'t str,
    inside: Span,
}

/// Sees what a request in Bruno's language sends.
pub(super) fn read_bruno(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let blocks = blocks(source);
    let method = blocks.iter().map(|block| block.name).find(|name| is_method(name));
    let url =
        blocks.iter().filter(|block| is_method(block.name)).find_map(|block| member(source, block, "url"));
    let in_url = url.is_some_and(|url| !pairs_in(text, url).is_empty());
    let mended = mend(text, &blocks, url);
    for block in blocks.iter().filter(|block| has_hit(hits, block.inside)) {
        let part = text.part(block.inside);
        match block.name {
            "params:query" | "query" => {
                if !in_url {
                    table(text, block, url, method, out);
                    if let (Some(last), Some(_)) = (out.last_mut(), &mended) {
                        last.fix.clone_from(&mended);
                    }
                }
            }
            "auth:apikey" => declaration(text, block, out),
            "docs" => prose(&part, out),
            "tests" => script(&part, Language::JavaScript, Setting::Collection, out),
            name if name.starts_with("script") => {
                script(&part, Language::JavaScript, Setting::Collection, out);
            }
            name if name.starts_with("assert") => {}
            name if is_method(name) => {
                let first = out.len();
                text_in(&part, Setting::Collection, Manner::Query, out);
                for sighting in out.iter_mut().skip(first) {
                    sighting.method = Some(name.to_ascii_uppercase());
                    sighting.fix.clone_from(&mended);
                }
            }
            _ => text_in(&part, Setting::Collection, Manner::Query, out),
        }
    }
}

/// The fix of the request that the file is.
fn mend(text: &Text<'_>, blocks: &[Block<'_>], url: Option<Span>) -> Option<Fix> {
    let source = text.as_str();
    let url = url?;
    let method = blocks.iter().find(|block| is_method(block.name))?;
    let names = names_in(source.get(url.range())?);
    let mut rows =
        blocks.iter().filter(|block| matches!(block.name, "params:query" | "query")).flat_map(|block| {
            let is_key = |(name, _): &(Span, Span)| {
                source.get(name.range()).is_some_and(|name| is_name(unquoted(name)))
            };
            members(source, block).into_iter().filter(is_key).collect::<Vec<_>>()
        });
    let row = rows.next();
    if names.len() > 1 || rows.next().is_some() {
        return None;
    }
    let request = BrunoRequest {
        url,
        method: method.inside,
        in_url: names.first().map(|name| name.shifted(url.start)),
        in_table: row.map(|(_, value)| value),
        headers: blocks.iter().find(|block| block.name == "headers").map(|block| block.inside),
        auth: member(source, method, "auth").and_then(|auth| source.get(auth.range())),
    };
    mend_bruno(text, request)
}

fn is_method(name: &str) -> bool {
    ["get", "post", "put", "patch", "delete", "head", "options", "trace", "connect"].contains(&name)
}

fn pairs_in(text: &Text<'_>, span: Span) -> Vec<Sighting> {
    let mut seen = Vec::new();
    if !names_in(text.part(span).as_str()).is_empty() {
        text_in(&text.part(span), Setting::Collection, Manner::Query, &mut seen);
    }
    seen
}

/// Blocks: a name and `{` at a line's start, up to `}` at one.
fn blocks(source: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let trimmed = line.trim_end();
        match open {
            None => {
                if let Some(name) =
                    trimmed.strip_suffix(['{', '[']).map(str::trim).filter(|name| !name.is_empty())
                {
                    open = Some((name, at + line.len()));
                }
            }
            Some((name, start)) if trimmed == "}" || trimmed == "]" => {
                blocks.push(Block { name, inside: Span::new(start, at) });
                open = None;
            }
            Some(_) => {}
        }
        at += line.len();
    }
    if let Some((name, start)) = open {
        blocks.push(Block { name, inside: Span::new(start, source.len()) });
    }
    blocks
}

/// The members of a block: name and value, each with its place; one that is switched off has a `~`.
fn members(source: &str, block: &Block<'_>) -> Vec<(Span, Span)> {
    let mut members = Vec::new();
    let mut at = block.inside.start;
    for line in source.get(block.inside.range()).unwrap_or_default().split_inclusive('\n') {
        if let Some(colon) = line.find(':') {
            let name = line.get(..colon).unwrap_or_default();
            let value = line.get(colon + 1..).unwrap_or_default();
            let name_at = at + (name.len() - name.trim_start().len());
            let value_at = at + colon + 1 + (value.len() - value.trim_start().len());
            members.push((
                Span::new(name_at, name_at + name.trim().len()),
                Span::new(
                    value_at.min(at + line.trim_end().len().max(colon + 1)),
                    at + line.trim_end().len(),
                ),
            ));
        }
        at += line.len();
    }
    members
}

fn member(source: &str, block: &Block<'_>, wanted: &str) -> Option<Span> {
    let found =
        members(source, block).into_iter().find(|(name, _)| source.get(name.range()) == Some(wanted))?;
    Some(found.1)
}

fn unquoted(name: &str) -> &str {
    name.trim_matches('"')
}

fn table(
    text: &Text<'_>,
    block: &Block<'_>,
    url: Option<Span>,
    method: Option<&str>,
    out: &mut Vec<Sighting>,
) {
    let source = text.as_str();
    for (name, value) in members(source, block) {
        let written = source.get(name.range()).unwrap_or_default();
        if !is_name(unquoted(written)) {
            text_in(&text.part(value), Setting::Collection, Manner::Query, out);
            continue;
        }
        let value_text = text.part(value);
        let whole = text.origin(name.with(value));
        let mut sighting = sighting_of_pair(Setting::Collection, text.origin(name), Some(&value_text), whole);
        sighting.url = url.map_or_else(SeenUrl::default, |url| read_url(&text.part(url)));
        sighting.method = method.map(str::to_ascii_uppercase);
        out.push(sighting);
    }
}

fn declaration(text: &Text<'_>, block: &Block<'_>, out: &mut Vec<Sighting>) {
    let source = text.as_str();
    let is_query = member(source, block, "placement")
        .and_then(|place| source.get(place.range()))
        .is_some_and(|place| place.to_ascii_lowercase().starts_with("query"));
    let key = member(source, block, "key").filter(|key| source.get(key.range()).is_some_and(is_name));
    if let (true, Some(key)) = (is_query, key) {
        let name = text.origin(key);
        let mut sighting = Sighting::in_query(Setting::Collection, name, name, SeenValue::None);
        sighting.manner = Manner::DeclaredInQuery;
        out.push(sighting);
    }
}
