//! A request of a collection in JSON: Postman, Insomnia, Hoppscotch and their like.

use super::super::meaning::names_in;
use super::super::tree::{Kind, NodeId, Piece, Style, Tree};
use super::super::url::is_name;
use super::layout::{add_row, cut_element};
use super::{fix, pair_in_url};
use crate::finding::{Fix, Safety, Span};

/// The fix of a request that one of `holders`, innermost first, is.
pub(in super::super) fn mend_request(tree: &Tree<'_>, holders: &[NodeId]) -> Option<Fix> {
    let request = holders.iter().copied().find(|id| {
        let has = |key: &str| tree.member(*id, key).is_some();
        tree.kind(*id) == Some(Kind::Map)
            && (has("url") || has("endpoint"))
            && (has("header") || has("headers") || has("method"))
    })?;
    let headers = tree.member(request, "header").or_else(|| tree.member(request, "headers"))?;
    let is_free = tree.kind(headers) == Some(Kind::List)
        && !tree
            .children(headers)
            .any(|row| name_of(tree, row).is_some_and(|name| name.eq_ignore_ascii_case("authorization")));
    let safety = safety(tree, request, holders)?;
    if !is_free {
        return None;
    }
    let (url, table) = url_and_table(tree, request)?;
    let mut edits = Vec::new();
    let in_url = in_url(tree, url).ok()?;
    let row = table.map_or(Ok(None), |table| row_of(tree, table)).ok()?;
    let by_row = row.map(|(_, value)| tree.read(value));
    let by_url = in_url.map(|(_, value)| tree.text().as_str().get(value.range()).unwrap_or_default());
    let value = match (&by_row, by_url) {
        (Some(row), Some(url)) if row.as_ref() != url => return None,
        (Some(_), _) => row.and_then(|(_, value)| tree.text().as_str().get(value.span.range()))?,
        (None, Some(url)) => url,
        (None, None) => return None,
    };
    if value.is_empty() {
        return None;
    }
    if let Some((cut, _)) = in_url {
        edits.push((cut, String::new()));
    }
    if let (Some(table), Some((row, _))) = (table, row) {
        edits.push((cut_element(tree, table, row), String::new()));
    }
    let quoted = format!("\"Key={value}\"");
    let name = |key| (key, "\"Authorization\"".to_owned());
    let members = match tree.member(request, "endpoint") {
        Some(_) => vec![name("key"), ("value", quoted), ("active", "true".to_owned())],
        None if tree.member(request, "header").is_some() => vec![name("key"), ("value", quoted)],
        None => vec![name("name"), ("value", quoted)],
    };
    edits.push(add_row(tree, headers, &members));
    fix(tree.text(), "send the key as `Authorization: Key=…`", safety, edits)
}

fn name_of<'t>(tree: &'t Tree<'_>, row: NodeId) -> Option<std::borrow::Cow<'t, str>> {
    tree.member_word(row, "key").or_else(|| tree.member_word(row, "name"))
}

/// How sure it is, by how else the request authenticates itself; `None` if the header is taken.
fn safety(tree: &Tree<'_>, request: NodeId, holders: &[NodeId]) -> Option<Safety> {
    let own = tree.member(request, "auth").or_else(|| tree.member(request, "authentication"));
    match own.map(|auth| kind_of(tree, auth)) {
        Some(Auth::Nothing) => Some(Safety::Safe),
        Some(Auth::Something) => None,
        Some(Auth::Inherited) | None => {
            let from_above = holders.iter().filter(|id| **id != request).any(|id| {
                tree.member(*id, "auth").is_some_and(|auth| matches!(kind_of(tree, auth), Auth::Something))
            });
            Some(if from_above { Safety::Unsafe } else { Safety::Safe })
        }
    }
}

enum Auth {
    Nothing,
    Inherited,
    Something,
}

fn kind_of(tree: &Tree<'_>, auth: NodeId) -> Auth {
    if tree.kind(auth) != Some(Kind::Map) {
        return Auth::Nothing;
    }
    let kind = ["type", "authType", "mode"].iter().find_map(|key| tree.member_word(auth, key));
    match kind.as_deref() {
        None | Some("none" | "noauth" | "") => Auth::Nothing,
        Some("inherit") => Auth::Inherited,
        Some(_) => Auth::Something,
    }
}

/// The URL's scalar, and the list that repeats its query.
fn url_and_table(tree: &Tree<'_>, request: NodeId) -> Option<(NodeId, Option<NodeId>)> {
    let url = tree.member(request, "url").or_else(|| tree.member(request, "endpoint"))?;
    let (scalar, table) = match tree.kind(url)? {
        Kind::Map => (tree.member(url, "raw")?, tree.member(url, "query")),
        Kind::Scalar => {
            let table = ["parameters", "params", "queryParams", "urlParameters"]
                .iter()
                .find_map(|key| tree.member(request, key));
            (url, table)
        }
        Kind::List => return None,
    };
    Some((scalar, table.filter(|table| tree.kind(*table) == Some(Kind::List))))
}

/// A place that cannot be cut out without a risk.
struct Untouchable;

/// The pair in the URL, in spans of the file's text.
fn in_url(tree: &Tree<'_>, url: NodeId) -> Result<Option<(Span, Span)>, Untouchable> {
    let piece = tree.piece(url).filter(|piece| piece.style == Style::Escaped).ok_or(Untouchable)?;
    let source = tree.text().as_str().get(piece.span.range()).unwrap_or_default();
    let names = names_in(source);
    if names.len() != names_in(&tree.read(piece)).len() {
        return Err(Untouchable);
    }
    match names.as_slice() {
        [] => Ok(None),
        [name] => {
            let (cut, value) = pair_in_url(source, *name).ok_or(Untouchable)?;
            Ok(Some((cut.shifted(piece.span.start), value.shifted(piece.span.start))))
        }
        _ => Err(Untouchable),
    }
}

/// The row of the table, and its value.
fn row_of(tree: &Tree<'_>, table: NodeId) -> Result<Option<(NodeId, Piece)>, Untouchable> {
    let mut rows = tree.children(table).filter(|row| name_of(tree, *row).is_some_and(|name| is_name(&name)));
    let Some(row) = rows.next() else { return Ok(None) };
    let says = |key: &str, wanted: &str| tree.member_word(row, key).is_some_and(|word| word == wanted);
    let is_off = says("disabled", "true")
        || says("isDisabled", "true")
        || says("active", "false")
        || says("enabled", "false");
    let value = tree.member(row, "value").and_then(|value| tree.piece(value));
    match value.filter(|value| value.style == Style::Escaped) {
        Some(value) if rows.next().is_none() && !is_off => Ok(Some((row, value))),
        Some(_) | None => Err(Untouchable),
    }
}
