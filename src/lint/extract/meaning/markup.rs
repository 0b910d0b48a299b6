//! What elements and attributes mean: links, forms, scripts; JMeter's samplers, SoapUI's parameters.

use std::borrow::Cow;

use super::super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::super::text::Text;
use super::super::markdown::language;
use super::super::power_query::{is_power_query, read_power_query};
use super::super::tree::{Kind, NodeId};
use super::super::url::is_name;
use super::super::web_server::read_web_server;
use super::reading::{hits_in, names_in, prose, query_in, redirect_in, script, text_in};
use super::within::read_file;
use super::words::{self, Role, Table, folded, names_a_query_parameter, names_a_row};
use super::{Walk, value_of};
use crate::finding::Span;
use crate::lint::{Format, Language};

/// Which markup is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Pages {
    /// A web page, or a template of one.
    Html,
    /// Any other.
    Xml,
}

impl Walk<'_, '_> {
    /// Reads a scalar of markup: an attribute's value, or an element's text.
    pub(super) fn marked_up(&mut self, id: NodeId, text: &Text<'_>, pages: Pages) {
        if is_name(text.as_str().trim()) {
            self.name_in_markup(id, pages);
            return;
        }
        if self.dotted_value(id, text)
            || self.base64(text, self.tree.piece(id).map_or(Span::new(0, 0), |piece| piece.span))
        {
            return;
        }
        match self.tree.key(id) {
            Some(attribute) => self.attribute(&attribute, text, pages),
            None => self.element_text(text, pages),
        }
    }

    /// An element's name, without its namespace's prefix.
    pub(super) fn element(&self, id: NodeId) -> Cow<'_, str> {
        let name = self.tree.key(id).unwrap_or_default();
        match name.rsplit_once(':') {
            Some((_, local)) => Cow::Owned(local.to_owned()),
            None => name,
        }
    }

    fn attribute(&mut self, attribute: &str, text: &Text<'_>, pages: Pages) {
        let setting = self.kept.setting;
        let name = attribute.to_ascii_lowercase();
        let element =
            self.holder().map(|holder| self.element(holder).to_ascii_lowercase()).unwrap_or_default();
        let is_refresh = element == "meta"
            && self
                .holder()
                .and_then(|meta| self.tree.member_word(meta, "http-equiv"))
                .is_some_and(|word| word.eq_ignore_ascii_case("refresh"));
        let is_script = pages == Pages::Html
            && (name.starts_with("on")
                || name.starts_with('@')
                || name.starts_with("v-on")
                || name.starts_with("(")
                || name == "x-data");
        if is_refresh {
            text_in(text, setting, Manner::Redirect, self.out);
        } else if pages == Pages::Html && self.parameters_in_attribute(&name, text) {
            // Said.
        } else if is_script || pages == Pages::Html && name.starts_with([':', '[']) {
            script(text, Language::JavaScript, setting, self.out);
        } else if matches!(
            name.as_str(),
            "title" | "alt" | "placeholder" | "aria-label" | "description" | "comment" | "summary"
        ) {
            text_in(text, Setting::Prose, Manner::Query, self.out);
        } else if matches!(words::role(attribute), Some(Role::Pattern))
            && pages == Pages::Xml
            && !matches!(name.as_str(), "search")
        {
            // A rule that looks for keys.
        } else if pages == Pages::Xml && matches!(words::role(attribute), Some(Role::Query)) {
            query_in(text, setting, self.out);
        } else {
            let manner = if self.is_redirect(&element, &name) { Manner::Redirect } else { Manner::Query };
            text_in(text, setting, manner, self.out);
        }
    }

    /// IIS: `<action type="Redirect" url="…"/>`, `<httpRedirect destination="…"/>`.
    /// JSTL's `<c:redirect url="…"/>`, ColdFusion's `<cflocation url="…">`.
    fn is_redirect(&self, element: &str, attribute: &str) -> bool {
        let kind = self.holder().and_then(|holder| self.tree.member_word(holder, "type"));
        element == "httpredirect"
            || attribute == "url" && matches!(element, "redirect" | "cflocation")
            || element == "action" && kind.is_some_and(|kind| kind.eq_ignore_ascii_case("redirect"))
    }

    fn element_text(&mut self, text: &Text<'_>, pages: Pages) {
        let setting = self.kept.setting;
        if is_power_query(text.as_str()) {
            read_power_query(text, self.out);
            return;
        }
        let Some(holder) = self.holder() else {
            text_in(text, setting, Manner::Query, self.out);
            return;
        };
        let element = self.element(holder).to_ascii_lowercase();
        match pages {
            Pages::Html => match element.as_str() {
                "script" => {
                    let kind = self.tree.member_word(holder, "type");
                    if kind.as_deref().is_some_and(|kind| kind.contains("json")) {
                        read_file(text, Format::Json, setting, self.kept.within + 1, self.out);
                    } else if kind.is_some_and(|kind| kind.contains("template")) {
                        text_in(text, setting, Manner::Query, self.out);
                    } else {
                        script(text, Language::JavaScript, setting, self.out);
                    }
                }
                "style" => text_in(text, setting, Manner::Query, self.out),
                "code" | "pre" if self.shown_language(holder).is_some() => {
                    if let Some(language) = self.shown_language(holder) {
                        script(text, language, setting, self.out);
                    }
                }
                "code" | "pre" | "kbd" | "samp" | "tt" => {
                    text_in(text, Setting::Prose, Manner::Query, self.out);
                }
                _ => text_in(text, Setting::Prose, Manner::Query, self.out),
            },
            // Text of a document or slide.
            Pages::Xml if element == "t" && self.tree.key(holder).is_some_and(|key| key.contains(':')) => {
                text_in(text, Setting::Prose, Manner::Query, self.out);
            }
            Pages::Xml if words::table(&element) == Some(Table::Query) => self.table_text(text),
            Pages::Xml => {
                let property = self.tree.member_word(holder, "name").unwrap_or_default();
                let word = property
                    .rsplit('.')
                    .next()
                    .filter(|_| folded(&element).ends_with("prop"))
                    .unwrap_or(&element);
                let named = self.tree.member_word(self.holders().nth(1).unwrap_or(holder), "name");
                // `<header><name>Referer</name><value>…`
                let titled = self.holders().nth(1).filter(|_| element == "value");
                let titled = titled.and_then(|row| self.text_of(row, "name"));
                match words::role(word) {
                    Some(Role::Prose) => prose(text, self.out),
                    Some(Role::Pattern) => {}
                    Some(Role::Query) => query_in(text, setting, self.out),
                    Some(Role::Redirect) if element != "location" => redirect_in(text, setting, self.out),
                    Some(Role::WebServer) => read_web_server(text, &hits_in(text.as_str()), self.out),
                    Some(Role::Referer) => text_in(text, setting, Manner::Referer, self.out),
                    Some(Role::Shell) if self.is_jmeter() => {
                        script(text, Language::Groovy, setting, self.out)
                    }
                    Some(Role::JavaScript) => script(text, Language::JavaScript, setting, self.out),
                    Some(Role::PowerShell) => script(text, Language::PowerShell, setting, self.out),
                    Some(Role::Shell | Role::Groovy) => script(text, Language::Shell, setting, self.out),
                    Some(Role::Text | Role::Redirect | Role::Program(_)) | None => {
                        match named.or(titled).as_deref() {
                            Some("Referer") => text_in(text, setting, Manner::Referer, self.out),
                            Some("Location") => text_in(text, setting, Manner::Redirect, self.out),
                            Some("CamelHttpQuery") => query_in(text, setting, self.out),
                            Some(_) | None => text_in(text, setting, Manner::Query, self.out),
                        }
                    }
                }
            }
        }
    }

    /// `<code class="language-bash">`, `<pre lang="python">`.
    fn shown_language(&self, holder: NodeId) -> Option<Language> {
        let named =
            ["class", "lang", "data-lang"].iter().find_map(|key| self.tree.member_word(holder, key))?;
        named.split_whitespace().find_map(|word| {
            let word =
                ["language-", "lang-", "highlight-source-"].iter().find_map(|mark| word.strip_prefix(mark));
            word.and_then(language)
        })
    }

    /// A table as an expression: Mule's `#[{"auth-key": p("key")}]`.
    pub(super) fn table_text(&mut self, text: &Text<'_>) {
        let source = text.as_str();
        let setting = self.kept.setting;
        query_in(text, setting, self.out);
        for name in names_in(source) {
            let quoted = source.get(..name.start).is_some_and(|before| before.ends_with(['"', '\'']));
            let after = source.get(name.end..).and_then(|rest| rest.strip_prefix(['"', '\'']));
            let value = after.map(str::trim_start).and_then(|rest| rest.strip_prefix([':', '=']));
            if let (true, Some(value)) = (quoted, value) {
                let value = Span::new(source.len() - value.trim_start().len(), source.len());
                let rest = source.get(value.range()).unwrap_or_default();
                let quoted = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''));
                let end = match quoted {
                    Some(quote) => rest.get(1..).and_then(|rest| rest.find(quote)).map(|end| end + 2),
                    None => rest.find([',', '}', '\n']),
                };
                let value = Span::new(value.start, end.map_or(value.end, |end| value.start + end));
                let seen = match text.part(value).as_str().trim().strip_prefix(['"', '\'']) {
                    Some(literal) => {
                        let start = value.start + 1;
                        let length = literal.trim_end_matches(['"', '\'', ' ', '\r']).len();
                        value_of(&text.part(Span::new(start, start + length)), setting)
                    }
                    None => SeenValue::Dynamic(text.origin(value)),
                };
                self.out.push(Sighting::in_query(
                    setting,
                    text.origin(name.with(value)),
                    text.origin(name),
                    seen,
                ));
            }
        }
    }

    fn is_jmeter(&self) -> bool {
        self.path.first().is_some_and(|root| self.element(*root).eq_ignore_ascii_case("jmeterTestPlan"))
            || self.holders().any(|id| folded(&self.element(id)) == "hashtree")
    }

    /// An attribute or an element's text that is the name and nothing else.
    fn name_in_markup(&mut self, id: NodeId, pages: Pages) {
        let Some(holder) = self.holder() else { return };
        let is_attribute = self.tree.key(id).is_some();
        if self.jmeter_argument(id, holder, is_attribute) {
            return;
        }
        let (row, key) = match self.tree.key(id) {
            Some(attribute) => (holder, attribute.into_owned()),
            None => match self.holders().nth(1) {
                Some(row) => (row, self.element(holder).into_owned()),
                None => return,
            },
        };
        let element = self.element(row).to_ascii_lowercase();
        if pages == Pages::Html && matches!(element.as_str(), "input" | "select" | "textarea" | "button") {
            self.form_field(id, row, &key);
            return;
        }
        if key == "key" && element == "dict" {
            self.property_list(id, row, holder);
            return;
        }
        if names_a_row(&key) && self.tag_parameter(id, row) {
            return;
        }
        if names_a_query_parameter(&key) {
            self.declare(id, self.tree.piece(id).map(|piece| piece.span));
            return;
        }
        if !names_a_row(&key) {
            return;
        }
        let place =
            ["in", "style", "location", "type", "paramType"].iter().find_map(|word| self.text_of(row, word));
        if place.is_some_and(|place| words::is_query_place(&place) && folded(&place).starts_with("query")) {
            self.declare(id, self.tree.piece(id).map(|piece| piece.span));
            return;
        }
        let steps = if is_attribute { 0 } else { 1 };
        let tables: Vec<Option<Table>> =
            self.holders().skip(steps).take(2).map(|id| words::table(&folded(&self.element(id)))).collect();
        if tables.into_iter().flatten().next() == Some(Table::Query) && !self.is_taken_away(row) {
            self.pair_in_markup(id, row);
        }
    }

    /// Apigee's `<Remove>` and `<ExtractVariables>`, API Management's `exists-action="delete"`.
    fn is_taken_away(&self, row: NodeId) -> bool {
        let by_action = self.tree.member_word(row, "exists-action").is_some_and(|action| action == "delete");
        by_action
            || self.holders().take(4).any(|id| {
                let word = folded(&self.element(id));
                words::silences(&word) || word.starts_with("extract")
            })
    }

    /// A member's text, whether it is an attribute or an element.
    fn text_of(&self, row: NodeId, name: &str) -> Option<Cow<'_, str>> {
        let tree = self.tree;
        let child = tree.children(row).find(|child| self.element(*child).eq_ignore_ascii_case(name))?;
        self.inner(child).and_then(|scalar| tree.word(scalar))
    }

    /// An attribute's value, or an element's text.
    pub(super) fn inner(&self, child: NodeId) -> Option<NodeId> {
        let tree = self.tree;
        match tree.kind(child)? {
            Kind::Scalar => Some(child),
            Kind::Map | Kind::List => tree
                .children(child)
                .find(|inner| tree.kind(*inner) == Some(Kind::Scalar) && tree.key(*inner).is_none()),
        }
    }

    fn pair_in_markup(&mut self, id: NodeId, row: NodeId) {
        let value = self.tree.children(row).find(|child| folded(&self.element(*child)) == "value");
        let value = value.or(Some(row)).and_then(|value| self.inner(value)).filter(|value| *value != id);
        self.pair(id, value);
    }

    /// A name here, and a value there.
    pub(super) fn pair(&mut self, id: NodeId, value: Option<NodeId>) {
        let text = self.tree.text();
        let Some(name) = self.tree.piece(id).map(|piece| piece.span) else { return };
        let setting = self.kept.setting;
        let seen = value.and_then(|value| self.tree.scalar(value)).map(|value| value_of(&value, setting));
        let seen = seen.unwrap_or(SeenValue::Dynamic(text.origin(name)));
        let whole = value.map_or(name, |value| name.with(self.tree.span(value)));
        self.out.push(Sighting::in_query(setting, text.origin(whole), text.origin(name), seen));
    }

    /// JMeter's arguments: a query where the sampler's method has no body. Whether it was one.
    fn jmeter_argument(&mut self, id: NodeId, holder: NodeId, is_attribute: bool) -> bool {
        let tree = self.tree;
        let argument = match is_attribute {
            true => holder,
            false => match self.holders().nth(1) {
                Some(argument) => argument,
                None => return false,
            },
        };
        let kind = tree.member_word(argument, "elementType");
        let Some(kind) = kind.filter(|kind| kind.ends_with("Argument") || kind.as_ref() == "Header") else {
            return false;
        };
        if is_attribute
            || kind != "HTTPArgument"
            || tree.member_word(holder, "name").is_none_or(|name| name != "Argument.name")
        {
            // The element repeats the name that its `Argument.name` holds.
            let is_alone =
                is_attribute && !self.properties(argument).any(|(name, _)| name == "Argument.name");
            if !is_alone || kind != "HTTPArgument" {
                return true;
            }
        }
        let sampler = self.holders().find(|id| {
            let element = self.element(*id);
            // HTTP Request Defaults: what every sampler sends.
            element.starts_with("HTTPSampler") || element == "ConfigTestElement"
        });
        let method = sampler
            .and_then(|sampler| self.properties(sampler).find(|(name, _)| name == "HTTPSampler.method"));
        let method =
            method.and_then(|(_, value)| tree.word(value)).map(|method| method.trim().to_ascii_uppercase());
        let sends_query =
            method.as_deref().is_none_or(|method| matches!(method, "GET" | "HEAD" | "OPTIONS" | "DELETE"));
        if sampler.is_some() && sends_query {
            let value =
                self.properties(argument).find(|(name, _)| name == "Argument.value").map(|(_, value)| value);
            self.pair(id, value);
            if let (Some(last), Some(sampler)) = (self.out.last_mut(), sampler) {
                let parts: Vec<(String, NodeId)> = properties_of(tree, sampler).collect();
                let part = |name: &str| {
                    let found = parts.iter().find(|(known, _)| known == name)?;
                    tree.word(found.1).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
                };
                last.method = method;
                last.url.scheme = part("HTTPSampler.protocol").map(|scheme| scheme.to_ascii_lowercase());
                last.url.host = part("HTTPSampler.domain")
                    .filter(|host| !host.contains('$'))
                    .map(|host| host.to_ascii_lowercase());
                last.url.path = part("HTTPSampler.path").filter(|path| !path.contains(['$', '?']));
            }
        }
        true
    }

    /// The `stringProp`s of an element: their names, and their texts.
    fn properties(&self, element: NodeId) -> impl Iterator<Item = (String, NodeId)> + '_ {
        properties_of(self.tree, element)
    }
}

fn properties_of<'t>(
    tree: &'t super::Tree<'_>,
    element: NodeId,
) -> impl Iterator<Item = (String, NodeId)> + 't {
    tree.children(element).filter_map(|child| {
        let name = tree.member_word(child, "name")?.into_owned();
        let text = tree
            .children(child)
            .find(|inner| tree.kind(*inner) == Some(Kind::Scalar) && tree.key(*inner).is_none())?;
        Some((name, text))
    })
}
