//! A credential that is declared: its place becomes the header, its name `Authorization`, its value `Key=…`.

use super::super::tree::{Kind, NodeId, Piece, Tree};
use super::super::url::is_name;
use super::fix;
use crate::finding::{Fix, Safety};
use crate::lint::Setting;

/// The fix of a declaration whose scalars one of `holders`, innermost first, holds.
pub(in super::super) fn mend_declared(tree: &Tree<'_>, holders: &[NodeId], setting: Setting) -> Option<Fix> {
    let (name, place, value) = holders.iter().take(2).find_map(|id| match tree.kind(*id)? {
        Kind::Map => members(tree, *id),
        Kind::List => rows(tree, *id),
        Kind::Scalar => None,
    })?;
    let header = match tree.read(place).as_ref() {
        "QUERY_PARAMS" => "HEADERS",
        _ => "header",
    };
    let mut edits = vec![(name.span, "Authorization".to_owned()), (place.span, header.to_owned())];
    match (setting, value) {
        (Setting::Collection, Some(value)) => {
            let start = crate::finding::Span::new(value.span.start, value.span.start);
            edits.push((start, "Key=".to_owned()));
            fix(tree.text(), "send the key as `Authorization: Key=…`", Safety::Safe, edits)
        }
        (Setting::Description, None) => {
            fix(tree.text(), "declare the key in the header `Authorization`", Safety::Unsafe, edits)
        }
        _ => None,
    }
}

type Parts = (Piece, Piece, Option<Piece>);

/// `{ key: auth-key, value: …, addTo: queryParams }`, `{ type: apiKey, name: auth-key, in: query }`.
fn members(tree: &Tree<'_>, id: NodeId) -> Option<Parts> {
    let piece =
        |keys: &[&str]| keys.iter().find_map(|key| tree.member(id, key)).and_then(|found| tree.piece(found));
    let name = piece(&["key", "name"]).filter(|name| is_name(&tree.read(*name)))?;
    let place = piece(&["in", "addTo", "placement"])?;
    let value = piece(&["value"]);
    let is_scheme =
        tree.member_word(id, "type").is_some_and(|kind| kind.to_ascii_lowercase().ends_with("apikey"));
    (is_scheme || value.is_some()).then_some((name, place, value))
}

/// Postman's rows of `key`, `value` and `in`.
fn rows(tree: &Tree<'_>, id: NodeId) -> Option<Parts> {
    let piece = |key: &str| {
        let row =
            tree.children(id).find(|row| tree.member_word(*row, "key").is_some_and(|word| word == key))?;
        tree.member(row, "value").and_then(|value| tree.piece(value))
    };
    let name = piece("key").filter(|name| is_name(&tree.read(*name)))?;
    Some((name, piece("in")?, Some(piece("value")?)))
}
