//! Querystrings that an expression of a template makes: of a map that it encodes, of pairs that it joins.

use std::borrow::Cow;

use super::super::super::sighting::{SeenValue, Setting, Sighting};
use super::super::super::text::{Text, tail};
use super::super::tree::{Kind, NodeId};
use super::super::url::query_text_pair;
use super::Walk;
use super::words::{folded, is_body};
use crate::finding::Span;

/// Filters of Jinja, Twig and their kin that make a querystring of a map.
const ENCODERS: [&str; 3] = ["urlencode", "url_encode", "to_query"];

/// Longest expression around a name that is looked at, on each side, in bytes.
const EXPRESSION_BYTES_MAX: usize = 1024;

impl Walk<'_, '_> {
    /// An item of `["a=b", "auth-key=…"]` that is joined by `"&"`.
    pub(super) fn is_joined_item(&self, id: NodeId) -> bool {
        self.tree.key(id).is_none() && self.is_joined(0)
    }

    /// A member of `[for k, v in { "auth-key" = … } : "${k}=${v}"]` that is joined by `"&"`.
    pub(super) fn is_joined_member(&self) -> bool {
        self.is_joined(1)
    }

    /// Whether what holds the node, so many containers out, is a list after the `"&"` which joins it: HCL's `join`,
    /// CloudFormation's `Fn::Join`. A body is joined so as well.
    fn is_joined(&self, steps: usize) -> bool {
        let tree = self.tree;
        let mut holders = self.holders().skip(steps);
        let Some(list) = holders.next().filter(|list| tree.kind(*list) == Some(Kind::List)) else {
            return false;
        };
        let separator = list.checked_sub(1).and_then(|before| tree.word(before));
        if separator.is_none_or(|word| word != "&") {
            return false;
        }
        let keys: Vec<String> =
            tree.key(list).into_iter().chain(self.holder_keys()).take(3).map(Cow::into_owned).collect();
        let is_form = |key: &String| {
            let word = folded(key);
            is_body(Some(key)) || word.ends_with("body") || word.contains("form") || word.ends_with("payload")
        };
        !keys.iter().any(is_form)
    }
}

/// `?{{ {'room': 'all', 'auth-key': key} | urlencode }}`.
pub(super) fn encoded_map(text: &Text<'_>, name: Span, setting: Setting) -> Option<Sighting> {
    let source = text.as_str();
    let before = tail(source.get(..name.start)?, EXPRESSION_BYTES_MAX).strip_suffix(['\'', '"'])?;
    let open = before.rfind("{{")?;
    // `{{{'a': b}`: the expression begins at the first two.
    let open = before.get(..open)?.strip_suffix('{').map_or(open, str::len);
    let is_query = before.get(..open)?.trim_end().ends_with(['?', '&']);
    let after = source.get(name.end..)?.strip_prefix(['\'', '"'])?.trim_start().strip_prefix(':')?;
    let expression = after.get(..after.floor_char_boundary(EXPRESSION_BYTES_MAX))?;
    let expression = expression.get(..expression.find("}}")?)?;
    let is_encoded = ENCODERS.iter().any(|encoder| expression.contains(encoder));
    if !is_query || !is_encoded || before.get(open..)?.contains("}}") {
        return None;
    }
    let value = after.trim_start();
    let at = source.len() - value.len();
    let value = Span::new(at, at + value.find([',', '}'])?);
    let seen = SeenValue::Dynamic(text.origin(value));
    Some(Sighting::in_query(setting, text.origin(name.with(value)), text.origin(name), seen))
}

/// `${local.base}?${join("&", ["a=b", "auth-key=${var.key}"])}`.
pub(super) fn joined_by_ampersand(text: &Text<'_>, name: Span, setting: Setting) -> Option<Sighting> {
    let source = text.as_str();
    let before = tail(source.get(..name.start)?, EXPRESSION_BYTES_MAX).strip_suffix(['\'', '"'])?;
    let call = ["join(\"&\"", "join('&'"].iter().filter_map(|call| before.rfind(call)).max()?;
    let is_query = before.get(..call)?.trim_end_matches(['$', '{', ' ']).ends_with(['?', '&']);
    let is_inside = !before.get(call..)?.contains(')');
    let inner = text.part(Span::new(name.start, source.len()));
    let own = Span::new(0, name.end - name.start);
    (is_query && is_inside).then(|| query_text_pair(&inner, own, setting)).flatten()
}
