//! `auth-key: …` as a member, and `name: auth-key` as a row.

use std::borrow::Cow;

use super::super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::super::text::{Text, line_before};
use super::super::mend::{mend_declared, mend_request};
use super::super::tree::{Kind, NodeId, Style};
use super::super::url::{is_name, name_at};
use super::words::{self, Table, folded, names_a_query_parameter, names_a_row, says_where};
use super::{Walk, value_of};
use crate::finding::Span;

/// How far out a table's name is looked for, in containers.
const TABLE_STEPS_MAX: usize = 3;

/// Most containers around a place that a fix looks at.
const HOLDERS_MAX: usize = 32;

/// How far out something that makes requests is looked for, in containers.
const REQUEST_STEPS_MAX: usize = 5;

/// Most items of a list of arguments that are looked at.
const ITEMS_MAX: usize = 64;
/// Most members beside a table whose names may say that it is a request's.
const SIBLINGS_MAX: usize = 512;

impl Walk<'_, '_> {
    /// `auth-key: value` in a map.
    pub(super) fn member(&mut self, id: NodeId) {
        let keys = self.table_keys();
        let Some(holder) = keys.first().filter(|_| !self.is_matched()) else { return };
        if self.kept.is_raml || self.is_described(id) {
            let table = if folded(holder) == "properties" { keys.get(1) } else { keys.first() };
            if table.is_some_and(|table| folded(table).starts_with("query")) {
                self.declare(id, self.tree.key_piece(id).map(|key| key.span));
            }
            return;
        }
        let request = self.request();
        let is_query = match words::table(holder) {
            Some(Table::Query) => !self.is_procedure(&keys) && !words::is_body(keys.get(1)),
            Some(Table::Params) => {
                self.is_like_request() && !self.is_procedure(&keys) && !words::is_body(keys.get(1))
            }
            Some(Table::QueryOfRequest) => request.is_some_and(|(_, url)| url.is_some()),
            Some(Table::Other) => false,
            None => self.is_joined_member(),
        };
        if !is_query || self.is_silenced() || self.is_expected_absent(id) {
            return;
        }
        let Some(key) = self.tree.key_piece(id) else { return };
        let text = self.tree.text();
        let value = match self.tree.key(id).is_some_and(|key| key.ends_with(".$")) {
            true => SeenValue::Dynamic(text.origin(self.tree.span(id))),
            false => self.value_at(self.first_scalar(id), self.tree.span(id)),
        };
        let span = text.origin(self.tree.member_span(id));
        let mut sighting = Sighting::in_query(self.kept.setting, span, text.origin(key.span), value);
        if self.is_told(request) {
            return;
        }
        self.complete(request, &mut sighting);
        self.mend(&mut sighting);
        self.out.push(sighting);
    }

    /// Says how a request of a collection could be mended.
    pub(super) fn mend(&self, sighting: &mut Sighting) {
        let is_json = self.tree.text().as_str().trim_start().starts_with(['{', '[']);
        if self.kept.setting == Setting::Collection && sighting.manner == Manner::Query && is_json {
            let holders: Vec<NodeId> = self.holders().take(HOLDERS_MAX).collect();
            sighting.fix = mend_request(self.tree, &holders);
        }
    }

    /// The keys of what holds the node, as far as they may name its table.
    fn table_keys(&self) -> Vec<String> {
        self.holder_keys().take(TABLE_STEPS_MAX).map(Cow::into_owned).collect()
    }

    /// Whether something around looks like a request, or like what makes requests.
    fn is_like_request(&self) -> bool {
        const WORDS: [&str; 10] = [
            "url",
            "uri",
            "endpoint",
            "method",
            "host",
            "path",
            "target",
            "address",
            "staticconfigs",
            "href",
        ];
        let tree = self.tree;
        let tells = |key: Cow<'_, str>| {
            let word = folded(&key);
            // Home Assistant's `resource` is a URL.
            word == "resource"
                || WORDS.iter().any(|wanted| word.ends_with(wanted) || word.starts_with(wanted))
        };
        self.holders().take(REQUEST_STEPS_MAX).any(|id| match tree.kind(id) {
            Some(Kind::Map) => {
                let is_url = |child| tree.word(child).is_some_and(|word| word.contains("://"));
                tree.children(id).take(SIBLINGS_MAX).filter_map(|child| tree.key(child)).any(tells)
                    || tree.children(id).take(ITEMS_MAX).any(is_url)
            }
            // Salt gives each argument in a map of its own.
            Some(Kind::List) => {
                let items = tree.children(id).take(ITEMS_MAX).filter(|item| tree.end(*item) == item + 2);
                items.filter_map(|item| tree.key(item + 1)).any(tells)
            }
            Some(Kind::Scalar) | None => false,
        })
    }

    /// A double of a server that wants the parameter not to be there.
    fn is_expected_absent(&self, id: NodeId) -> bool {
        ["absent", "matches", "doesNotMatch", "regex", "exact", "prefix"]
            .iter()
            .any(|key| self.tree.member(id, key).is_some())
    }

    /// `integration.request.querystring.auth-key` as a key.
    pub(super) fn dotted(&mut self, id: NodeId, key: &str) {
        let Some((rest, name)) = key.rsplit_once(['.', '/', ':']) else { return };
        let Some(piece) = self.tree.key_piece(id) else { return };
        let place = rest.rsplit(['.', '/', ':']).next().unwrap_or_default();
        // Kong's logs: what a field is to be, mostly nothing.
        if self.holder_keys().next().is_some_and(|key| folded(&key) == "customfieldsbylua") {
            return;
        }
        if !is_name(name)
            || !matches!(
                folded(place).as_str(),
                "querystring" | "query" | "queryparams" | "queryparam" | "queryparameters" | "params"
            )
        {
            return;
        }
        if words::silences(&folded(rest)) || folded(place) == "params" && !folded(rest).contains("query") {
            return;
        }
        let end = piece.span.end;
        self.declare(id, Some(Span::new(end.saturating_sub(name.len()), end)));
    }

    /// `identitySource: method.request.querystring.auth-key`: a value that names where the key is taken from.
    pub(super) fn dotted_value(&mut self, id: NodeId, text: &Text<'_>) -> bool {
        let source = text.as_str().trim();
        let Some((rest, name)) = source.rsplit_once('.') else { return false };
        if rest == "url.params" && is_name(name) {
            self.set_by_target(id, text, name.len());
            return true;
        }
        // `req.query.auth-key` is a server's own program.
        let is_place = is_name(name)
            && !rest.starts_with("req.")
            && !rest.contains(".req.")
            && !rest.contains(char::is_whitespace)
            && ["querystring", "queryparam", "queryparams", "query", "query_params"]
                .iter()
                .any(|place| rest.rsplit('.').next().is_some_and(|last| last.eq_ignore_ascii_case(place)));
        if !is_place {
            return false;
        }
        let names_it_already =
            self.tree.key(id).is_some_and(|key| key.to_ascii_lowercase().contains("auth-key"));
        if !names_it_already {
            let end = text.as_str().trim_end().len();
            let name = text.origin(Span::new(end - name.len(), end));
            self.declare_at(text.origin(Span::new(0, text.as_str().len())), name);
        }
        true
    }

    /// A scalar that is the name and nothing else.
    pub(super) fn named(&mut self, id: NodeId) {
        if self.is_silenced() || self.is_matched() {
            return;
        }
        let span = self.tree.piece(id).map(|piece| piece.span);
        let Some(key) = self.tree.key(id) else {
            self.listed(id, span);
            return;
        };
        let Some(row) = self.holder() else { return };
        if self.apikey_row(id, &key, span) || self.row_of_tool(id, &key, span) {
            return;
        }
        if names_a_query_parameter(&key) || folded(&key) == "query" {
            self.declare(id, span);
            return;
        }
        if folded(&key) == "paramname"
            && self.tree.member_word(row, "use_param").is_some_and(|uses| uses == "true")
        {
            self.declare(id, span);
            return;
        }
        let place =
            self.tree.children(row).find(|member| self.tree.key(*member).is_some_and(|key| says_where(&key)));
        if let Some(place) = place.and_then(|place| self.tree.word(place)) {
            if words::is_query_place(&place) && names_a_row(&key) && !self.is_disabled(row) {
                self.declare(id, span);
            }
            return;
        }
        if names_a_row(&key) {
            self.row(id, row, span);
        }
    }

    /// `{ name: auth-key, value: … }` in a table.
    fn row(&mut self, id: NodeId, row: NodeId, span: Option<Span>) {
        let mut keys = self.table_keys();
        if let Some(own) = self.tree.key(row).filter(|own| words::table(own).is_some()) {
            keys.insert(0, own.into_owned());
        }
        let mut tables = keys.iter().filter_map(|key| words::table(key));
        let first = tables.next();
        let table = match first {
            // `queryParameters: { parameters: [ … ] }`
            Some(Table::QueryOfRequest | Table::Params) if tables.next() == Some(Table::Query) => {
                Some(Table::Query)
            }
            first => first,
        };
        let request = self.request();
        let in_body = keys.iter().any(|key| words::is_body(Some(key)))
            || keys.iter().take(2).any(|key| words::is_other_parameters(key));
        let is_query = match table {
            Some(Table::Query) => !in_body,
            Some(Table::Params) => {
                !self.is_procedure(&keys) && !in_body && self.is_like_request() && !self.is_in_path(row)
            }
            Some(Table::QueryOfRequest) => request.is_some_and(|(_, url)| url.is_some()) && !in_body,
            Some(Table::Other) => false,
            None => self.is_query_auth(row),
        };
        if !is_query || self.is_disabled(row) {
            return;
        }
        let (Some(name), text) = (span, self.tree.text()) else { return };
        let value_node = self.value_in(row);
        if value_node.is_none() && self.is_left_out() {
            return;
        }
        if value_node.is_none() && self.is_required(row) {
            self.declare(id, span);
            return;
        }
        let value = self.value_at(value_node, name);
        let whole = match value_node {
            Some(value) => self.tree.member_span(id).with(self.tree.member_span(value)),
            None => self.tree.member_span(id),
        };
        let mut sighting =
            Sighting::in_query(self.kept.setting, text.origin(whole), text.origin(name), value);
        if self.is_told(request) {
            return;
        }
        self.complete(request, &mut sighting);
        self.mend(&mut sighting);
        self.out.push(sighting);
    }

    /// The name as an item of a list: `key_names: [auth-key]`.
    fn listed(&mut self, id: NodeId, span: Option<Span>) {
        let Some(list) = self.holder() else { return };
        let Some(key) = self.tree.key(list) else {
            self.paired(id, list, span);
            return;
        };
        let word = folded(&key);
        let declares = match word.as_str() {
            "keynames" => {
                let config = self.holders().nth(1);
                let in_query = config.and_then(|config| self.tree.member_word(config, "key_in_query"));
                in_query.is_none_or(|value| !matches!(value.trim(), "false" | "no" | "off"))
            }
            "items" => self.holder_keys().nth(1).is_some_and(|key| names_a_query_parameter(&key)),
            // What tells copies in a cache apart.
            _ => {
                let is_cached =
                    self.holder_keys().take(TABLE_STEPS_MAX).any(|key| folded(&key).contains("cache"));
                names_a_query_parameter(&key) && !is_cached
            }
        };
        if declares && !self.is_left_out() {
            self.declare(id, span);
        }
    }

    /// `query_string: [["auth-key", "…"]]`: a pair as a list of two.
    fn paired(&mut self, id: NodeId, list: NodeId, span: Option<Span>) {
        let tree = self.tree;
        let mut items = tree.children(list);
        let (first, value, rest) = (items.next(), items.next(), items.next());
        let table = self.holder_keys().next().and_then(|key| words::table(&key));
        let (true, Some(value), None, Some(name)) = (first == Some(id), value, rest, span) else { return };
        if table != Some(Table::Query) {
            return;
        }
        let seen = self.value_at(Some(value), name);
        let text = tree.text();
        let whole = text.origin(name.with(tree.span(value)));
        self.out.push(Sighting::in_query(self.kept.setting, whole, text.origin(name), seen));
    }

    /// A declaration, by its name.
    pub(super) fn declare(&mut self, id: NodeId, name: Option<Span>) {
        let Some(name) = name.filter(|name| !name.is_empty()) else { return };
        let text = self.tree.text();
        self.declare_at(text.origin(self.tree.member_span(id)), text.origin(name));
    }

    pub(super) fn declare_at(&mut self, span: Span, name: Span) {
        let is_collection = self.kept.setting == Setting::Collection;
        let setting = if is_collection { Setting::Collection } else { Setting::Description };
        let mut sighting = Sighting::in_query(setting, span, name, SeenValue::None);
        sighting.manner = Manner::DeclaredInQuery;
        let holders: Vec<NodeId> = self.holders().take(HOLDERS_MAX).collect();
        sighting.fix = mend_declared(self.tree, &holders, self.kept.setting);
        self.out.push(sighting);
    }

    /// The first scalar of what is visited: a table's value may be a list.
    fn first_scalar(&self, id: NodeId) -> Option<NodeId> {
        match self.tree.kind(id)? {
            Kind::Scalar => Some(id),
            Kind::List => {
                self.tree.children(id).next().filter(|child| self.tree.kind(*child) == Some(Kind::Scalar))
            }
            Kind::Map => ["value", "default", "equalTo", "equalToIgnoreCase", "example"]
                .iter()
                .find_map(|key| self.tree.member(id, key)),
        }
    }

    /// Whether a member is described (`type`, `required`) rather than given.
    fn is_described(&self, id: NodeId) -> bool {
        self.tree.kind(id) == Some(Kind::Map)
            && ["type", "required", "schema", "description", "displayName"]
                .iter()
                .any(|key| self.tree.member(id, key).is_some())
    }

    /// A row without a value that says what the parameter is to be.
    fn is_required(&self, row: NodeId) -> bool {
        let in_query = self.tree.key(row).is_some_and(|key| folded(&key) == "query");
        in_query
            || ["type", "required", "schema", "mode"].iter().any(|key| self.tree.member(row, key).is_some())
    }

    /// What a value is; without one, something that is not known stands for it.
    pub(super) fn value_at(&self, node: Option<NodeId>, otherwise: Span) -> SeenValue {
        let text = self.tree.text();
        let piece = node.and_then(|node| self.tree.piece(node));
        let Some(piece) = piece else { return SeenValue::Dynamic(text.origin(otherwise)) };
        let is_expression = self.kept.has_expressions && piece.style == Style::Bare;
        match is_expression || is_referred(text.as_str(), piece.span.start) {
            true => SeenValue::Dynamic(text.origin(piece.span)),
            false => value_of(&self.tree.decode(piece), self.kept.setting),
        }
    }

    /// `querystring: ["auth-key:…"]`: a gateway adds it.
    pub(super) fn listed_pair(&mut self, id: NodeId, text: &Text<'_>) -> bool {
        let tree = self.tree;
        let source = text.as_str();
        if name_at(source, 0).is_none() {
            return false;
        }
        let is_table = tree.key(id).is_none()
            && self.holder_keys().next().is_some_and(|key| words::table(&key) == Some(Table::Query))
            || self.is_joined_item(id);
        let Some(name) = name_at(source, 0).filter(|name| is_table && name.start == 0) else { return false };
        let Some(rest) = source.get(name.end..).and_then(|rest| rest.strip_prefix([':', '='])) else {
            return false;
        };
        let value = Span::new(source.len() - rest.len(), source.len());
        let seen = value_of(&text.part(value), self.kept.setting);
        let whole = text.origin(Span::new(0, source.len()));
        self.out.push(Sighting::in_query(self.kept.setting, whole, text.origin(name), seen));
        true
    }

    /// A call of a procedure, whose `params` are no query.
    fn is_procedure(&self, keys: &[String]) -> bool {
        let holder = keys.first().map(|key| folded(key));
        holder.as_deref() == Some("params")
            && self.holders().take(3).any(|id| self.tree.member(id, "jsonrpc").is_some())
    }

    /// A credential that is sent as a query: n8n's `httpQueryAuth`.
    fn is_query_auth(&self, row: NodeId) -> bool {
        std::iter::once(row).chain(self.holders().skip(1).take(1)).any(|id| {
            ["type", "authType", "auth_type", "genericAuthType"]
                .iter()
                .filter_map(|key| self.tree.member_word(id, key))
                .any(|kind| folded(&kind).contains("query"))
        })
    }
}

/// Whether a tag of CloudFormation or Ansible stands before a value: `!Ref`, `!vault`.
fn is_referred(source: &str, at: usize) -> bool {
    let line = line_before(source, at).unwrap_or_default();
    let tag =
        line.trim_end_matches(['"', '\'']).trim_end().rsplit([' ', '[', ',']).next().unwrap_or_default();
    tag.starts_with('!') && !tag.starts_with("!!") && tag != "!Sub"
}
