//! What pages send in a querystring without a URL that shows it: forms, tags' parameters, htmx's values.

use std::collections::HashSet;

use super::super::super::prefilter::Hit;
use super::super::super::sighting::{Manner, SeenValue, Setting, Sighting};
use super::super::super::text::{Text, tail};
use super::super::tree::NodeId;
use super::super::tree::markup::{Markup, read_markup};
use super::markup::Pages;
use super::reading::names_in;
use super::words::{self, Table};
use super::{Kept, Walk, read_tree, value_of};
use crate::finding::Span;

/// Tags whose parameters become the querystring of a URL: of JSTL, Spring, Struts, JSF.
const LINKS: [&str; 7] = ["url", "import", "outputlink", "link", "button", "a", "graphicimage"];

/// Beginnings of attributes that say that a script or a framework sends the form.
const SENDERS: [&str; 9] = ["asp-", "hx-", "data-hx-", "th:", "on", "@", "v-on", "wire:", "data-remote"];

/// Most attributes of one element that are looked at.
const ATTRIBUTES_MAX: usize = 64;

/// How much of a tag before a name is looked at, in bytes.
const TAG_BYTES_MAX: usize = 16 * 1024;

/// How much of an address is looked at on each side of a name, in bytes.
const ADDRESS_BYTES_MAX: usize = 4 * 1024;

impl Walk<'_, '_> {
    /// A field of a form that is sent as a querystring.
    pub(super) fn form_field(&mut self, id: NodeId, field: NodeId, key: &str) {
        let tree = self.tree;
        let form = self.holders().find(|id| self.element(*id).eq_ignore_ascii_case("form"));
        let Some(form) = form.filter(|_| key.eq_ignore_ascii_case("name")) else { return };
        let is_get = match tree.member(form, "method").and_then(|method| tree.word(method)) {
            Some(method) => method.trim().eq_ignore_ascii_case("get"),
            // What a form does that does not say; a field that somebody fills in is not the key.
            None => {
                let kind = tree.member(field, "type").and_then(|kind| tree.word(kind));
                let is_hidden = kind.is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
                let mut attributes = tree.children(form).take(ATTRIBUTES_MAX);
                let is_sent_otherwise = attributes.any(|member| {
                    let key = tree.key(member).map(|key| key.to_ascii_lowercase()).unwrap_or_default();
                    SENDERS.iter().any(|sender| key.starts_with(sender))
                });
                is_hidden && tree.member(form, "action").is_some() && !is_sent_otherwise
            }
        };
        if is_get {
            let value = tree.member(field, "value");
            self.pair(id, value);
        }
    }

    /// `<c:param name="auth-key" …>` in `<c:url>`, `<cfhttpparam type="url" name="auth-key" …>`. Whether it is such a tag.
    pub(super) fn tag_parameter(&mut self, id: NodeId, row: NodeId) -> bool {
        let tree = self.tree;
        let element = self.element(row).to_ascii_lowercase();
        if element == "cfhttpparam" {
            let kind = tree.member(row, "type").and_then(|kind| tree.word(kind));
            if kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("url")) {
                let value = tree.member(row, "value");
                self.pair(id, value);
            }
            return true;
        }
        let has_prefix = tree.key(row).is_some_and(|key| key.contains(':'));
        if element != "param" || !has_prefix {
            return false;
        }
        let holder = self.holders().find(|holder| *holder != row);
        let holder = holder.map(|holder| self.element(holder).to_ascii_lowercase()).unwrap_or_default();
        let is_redirect = holder == "redirect";
        if !is_redirect && !LINKS.contains(&holder.as_str()) {
            return false;
        }
        let first = self.out.len();
        self.pair(id, tree.member(row, "value"));
        if is_redirect {
            self.out.iter_mut().skip(first).for_each(|sighting| sighting.manner = Manner::Redirect);
        }
        true
    }

    /// `<key>QueryItems</key><dict><key>auth-key</key><string>…</string></dict>` of Apple's property lists.
    pub(super) fn property_list(&mut self, id: NodeId, dict: NodeId, key: NodeId) {
        let tree = self.tree;
        // The text of the `<key>` right before the map.
        let table = dict.checked_sub(1).and_then(|before| tree.word(before));
        if table.is_some_and(|table| words::table(&table) == Some(Table::Query)) {
            let value = Some(tree.end(key)).filter(|value| *value < tree.end(dict));
            self.pair(id, value.and_then(|value| self.inner(value)));
        }
    }

    /// Attributes of htmx and Thymeleaf that hold parameters. Whether it was one.
    pub(super) fn parameters_in_attribute(&mut self, name: &str, text: &Text<'_>) -> bool {
        let name = name.strip_prefix("data-").unwrap_or(name);
        if name == "hx-vals" || name == "hx-vars" {
            let tree = self.tree;
            let gets =
                |holder| ["hx-get", "data-hx-get"].iter().any(|verb| tree.member(holder, verb).is_some());
            if self.holder().is_some_and(gets) {
                self.table_text(text);
            }
            return true;
        }
        let before = self.out.len();
        if name.starts_with("th:") || name.starts_with("th-") {
            for name in names_in(text.as_str()) {
                self.out.extend(parenthesised(text, name, self.kept.setting));
            }
        }
        self.out.len() > before
    }
}

/// `@{https://acme.flowgear.net/orders(page=1,auth-key=${key})}` of Thymeleaf.
fn parenthesised(text: &Text<'_>, name: Span, setting: Setting) -> Option<Sighting> {
    let source = text.as_str();
    let before = tail(source.get(..name.start)?, ADDRESS_BYTES_MAX);
    let open = before.rfind("@{")?;
    let inside = before.get(open..)?;
    let list = inside.rfind('(')?;
    let begins = inside.get(list + 1..)?.trim_end();
    if inside.contains('?') || !(begins.is_empty() || begins.ends_with(',')) {
        return None;
    }
    let after = source.get(name.end..)?;
    let after = after.get(..after.floor_char_boundary(ADDRESS_BYTES_MAX))?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let at = name.end + after.len() - value.len();
    let nested = if value.starts_with("${") { value.find('}')? + 1 } else { 0 };
    let length = nested + value.get(nested..)?.find([',', ')'])?;
    let value = Span::new(at, at + length);
    let seen =
        match source.get(value.range())?.trim().strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(literal) => value_of(&text.part(Span::new(at + 1, at + 1 + literal.len())), setting),
            None => SeenValue::Dynamic(text.origin(value)),
        };
    Some(Sighting::in_query(setting, text.origin(name.with(value)), text.origin(name), seen))
}

/// Adds what the forms and tags of a page say that is a program otherwise: PHP, Razor, JSX. Other markup in it is read as
/// the program's.
pub(in super::super) fn forms_in(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let source = text.as_str();
    if !source.contains("<form") && !source.contains("hx-get") {
        return;
    }
    let kept = Kept { pages: Some(Pages::Html), ..Kept::new(Setting::Code) };
    let mut seen = Vec::new();
    read_tree(&read_markup(text, hits, Markup::Html), hits, kept, &mut seen);
    let base = text.origin(Span::new(0, 0)).start;
    let known: HashSet<Span> = out.iter().map(|other| other.name).collect();
    seen.retain(|sighting| {
        let before =
            sighting.name.start.checked_sub(base).and_then(|at| source.get(..at)).unwrap_or_default();
        let before = tail(before, TAG_BYTES_MAX);
        let tag = before.get(before.rfind('<').unwrap_or(0)..).unwrap_or_default();
        let is_named = tag.trim_end_matches(['"', '\'']).ends_with("name=") || tag.contains("hx-vals=");
        is_named && !known.contains(&sighting.name)
    });
    out.append(&mut seen);
}
