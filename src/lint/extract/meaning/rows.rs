//! Rows that a tool has words of its own for, and rows that send nothing.

use super::super::super::sighting::{SeenValue, Setting, Sighting};
use super::super::super::text::Text;
use super::super::tree::{Kind, NodeId};
use super::Walk;
use super::words::{self, folded};
use crate::finding::Span;

/// Most members of a map that are looked at for one of its kind.
const MEMBERS_MAX: usize = 64;

/// How far out a rule's conditions are looked for, in keys.
const MATCH_STEPS_MAX: usize = 4;

impl Walk<'_, '_> {
    /// Postman's `auth.apikey`: rows that say `key`, `value` and `in`.
    pub(super) fn apikey_row(&mut self, id: NodeId, key: &str, span: Option<Span>) -> bool {
        let Some(row) = self.holder() else { return false };
        let is_value = key.eq_ignore_ascii_case("value");
        let is_key_row = self.tree.member_word(row, "key").is_some_and(|word| word == "key");
        let list = self
            .holders()
            .nth(1)
            .filter(|list| self.tree.key(*list).is_some_and(|key| folded(&key) == "apikey"));
        let (true, true, Some(list)) = (is_value, is_key_row, list) else { return false };
        let place = self.tree.children(list).find_map(|other| {
            let is_place = self.tree.member_word(other, "key").is_some_and(|word| word == "in");
            is_place.then(|| self.tree.member_word(other, "value")).flatten()
        });
        if place.is_some_and(|place| words::is_query_place(&place)) {
            self.declare(id, span);
        }
        true
    }

    /// KEDA's `keyParamName` beside `method: query`, Power Platform's template `setqueryparameter`. Whether it was such a row.
    pub(super) fn row_of_tool(&mut self, id: NodeId, key: &str, span: Option<Span>) -> bool {
        let tree = self.tree;
        let Some(row) = self.holder() else { return false };
        let says = |holder: NodeId, key: &str, wanted: &str| {
            tree.member_word(holder, key).is_some_and(|word| word.trim().eq_ignore_ascii_case(wanted))
        };
        if folded(key) == "keyparamname" {
            if says(row, "method", "query") {
                self.declare(id, span);
            }
            return true;
        }
        let Some(parameter) = key.strip_suffix("TemplateParameter.name") else { return false };
        let template = self.holders().nth(1);
        let is_query = template.is_some_and(|template| says(template, "templateId", "setqueryparameter"));
        let is_taken_away = says(row, &format!("{parameter}TemplateParameter.existsAction"), "delete");
        if let (true, Some(name)) = (is_query && !is_taken_away, span) {
            let value = tree.member(row, &format!("{parameter}TemplateParameter.value"));
            let seen = self.value_at(value, name);
            let text = tree.text();
            let whole = value.map_or(name, |value| name.with(tree.span(value)));
            self.out.push(Sighting::in_query(Setting::Code, text.origin(whole), text.origin(name), seen));
        }
        true
    }

    /// `set: { target: url.params.auth-key, value: … }` of Filebeat; `delete` sends nothing.
    pub(super) fn set_by_target(&mut self, id: NodeId, text: &Text<'_>, length: usize) {
        let tree = self.tree;
        let does = self.holder_keys().next().map(|key| folded(&key)).unwrap_or_default();
        let is_target = tree.key(id).is_some_and(|key| key.eq_ignore_ascii_case("target"));
        let Some(row) = self.holder().filter(|_| is_target && matches!(does.as_str(), "set" | "append"))
        else {
            return;
        };
        let end = text.as_str().trim_end().len();
        let name = text.origin(Span::new(end.saturating_sub(length), end));
        let value = tree.member(row, "value").or_else(|| tree.member(row, "default"));
        let seen =
            value.map_or(SeenValue::Dynamic(name), |value| self.value_at(Some(value), tree.span(value)));
        let whole = value.map_or(name, |value| name.with(tree.text().origin(tree.span(value))));
        self.out.push(Sighting::in_query(self.kept.setting, whole, name, seen));
    }

    /// Under a condition of a gateway's route, which sends nothing: Envoy's `match`, Kubernetes' `matches`.
    pub(super) fn is_matched(&self) -> bool {
        self.holder_keys()
            .take(MATCH_STEPS_MAX)
            .any(|key| matches!(folded(&key).as_str(), "match" | "matches" | "matchers" | "predicates"))
    }

    /// In a list of what is not forwarded: CloudFront's `allExcept`.
    pub(super) fn is_left_out(&self) -> bool {
        let tree = self.tree;
        // Next's and Vercel's rules that hold where a call has something, or not.
        if self.holder_keys().take(2).any(|key| matches!(key.as_ref(), "has" | "missing")) {
            return true;
        }
        self.holders().take(3).filter(|id| tree.kind(*id) == Some(Kind::Map)).any(|holder| {
            tree.children(holder).take(MEMBERS_MAX).any(|member| {
                tree.key(member).is_some_and(|key| folded(&key).ends_with("behavior"))
                    && tree.word(member).is_some_and(|word| matches!(word.as_ref(), "allExcept" | "none"))
            })
        })
    }

    /// A parameter of the path.
    pub(super) fn is_in_path(&self, row: NodeId) -> bool {
        self.word_in(row, &["isPath"]).is_some_and(|word| word == "true")
            || self
                .word_in(row, &["type"])
                .is_some_and(|word| word == "path" || word == "header" || word == "body")
    }

    pub(super) fn is_disabled(&self, row: NodeId) -> bool {
        let says =
            |keys: &[&str], wanted: &str| self.word_in(row, keys).is_some_and(|word| word.trim() == wanted);
        ["disabled", "isDisabled"].iter().any(|key| says(&[key], "true"))
            || ["enabled", "active", "checked", "isActive", "authActive"]
                .iter()
                .any(|key| says(&[key], "false"))
    }
}
