//! What a file's structure means for a key: is this member a parameter of a querystring, a header, a form's field?
//!
//! Said once for JSON, YAML, TOML, HCL and markup, because their authors use the same words for the same things.

mod forms;
mod joining;
mod markup;
mod member;
mod programs;
mod reading;
mod request;
mod rows;
mod within;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::prefilter::Hit;
use super::super::sighting::{Setting, Sighting};
use super::markdown::language;
use super::tree::{Kind, NodeId, Tree, has_hit};
use super::url::is_name;
use crate::finding::Span;
pub(super) use forms::forms_in;
pub(super) use markup::Pages;
use words::Role;

pub(super) use within::read_file;

pub(super) use reading::{
    comments, hits_in, manner_of_line, names_in, passwords_in, prose, script, sighting_of_pair, text_at,
    text_in, value_of,
};

/// What is known of a file before it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    /// What kind of text its scalars are.
    pub(super) setting: Setting,
    /// Whether `queryParameters` declare: RAML.
    pub(super) is_raml: bool,
    /// Markup: keys are elements and attributes.
    pub(super) pages: Option<Pages>,
    /// Whether what stands without quotes is an expression: HCL.
    pub(super) has_expressions: bool,
    /// How many files it stands in: a map of Kubernetes may hold whole ones.
    pub(super) within: usize,
}

impl Kept {
    /// A file whose scalars are that kind of text.
    pub(super) fn new(setting: Setting) -> Self {
        Self { setting, is_raml: false, pages: None, has_expressions: false, within: 0 }
    }
}

/// Sees what a tree says, around the hits.
pub(super) fn read_tree(tree: &Tree<'_>, hits: &[Hit], kept: Kept, out: &mut Vec<Sighting>) {
    let mut walk = Walk { tree, hits, kept, path: Vec::new(), seen: HashSet::new(), out };
    let mut id = 1;
    while id < tree.len() {
        while walk.path.last().is_some_and(|open| tree.end(*open) <= id) {
            walk.path.pop();
        }
        if !has_hit(hits, tree.member_span(id)) {
            id = tree.end(id);
            continue;
        }
        walk.path.push(id);
        id = match walk.visit(id) {
            After::Into => id + 1,
            After::Past => tree.end(id),
        };
    }
    comments(tree.text(), tree.comments(), hits, out);
}

/// Where the walk goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum After {
    /// With the members.
    Into,
    /// With what comes after.
    Past,
}

/// A walk through a tree, in the order of the file.
struct Walk<'w, 't> {
    tree: &'w Tree<'t>,
    hits: &'w [Hit],
    kept: Kept,
    /// The node that is visited, and what holds it, outermost first.
    path: Vec<NodeId>,
    /// Requests of which one place was seen.
    seen: HashSet<NodeId>,
    out: &'w mut Vec<Sighting>,
}

impl<'w> Walk<'w, '_> {
    fn visit(&mut self, id: NodeId) -> After {
        if let Some(key) = self.tree.key(id) {
            // RAML's optional `auth-key?`, and `auth-key.$` of AWS's state machines.
            let key = if self.kept.is_raml { key.trim().trim_end_matches('?') } else { key.trim() };
            let key = key.strip_suffix(".$").unwrap_or(key);
            if is_name(key) && self.kept.pages.is_none() {
                self.member(id);
                return if self.tree.kind(id) == Some(Kind::Scalar) { After::Past } else { After::Into };
            }
            if key.len() > super::url::NAME.len() {
                self.dotted(id, key);
            }
        }
        if self.tree.kind(id) == Some(Kind::List) && self.script_list(id) {
            return After::Past;
        }
        if self.tree.kind(id) == Some(Kind::Scalar) {
            self.scalar(id);
        }
        After::Into
    }

    /// What holds the node that is visited, innermost first.
    fn holders(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.path.iter().rev().skip(1).copied()
    }

    /// What holds it.
    fn holder(&self) -> Option<NodeId> {
        self.holders().next()
    }

    /// The keys of what holds it, innermost first; lists' members have none.
    fn holder_keys(&self) -> impl Iterator<Item = Cow<'w, str>> + '_ {
        let tree = self.tree;
        self.path.iter().rev().skip(1).filter_map(move |id| tree.key(*id))
    }

    fn scalar(&mut self, id: NodeId) {
        let Some(text) = self.tree.scalar(id) else { return };
        if let Some(pages) = self.kept.pages {
            self.marked_up(id, &text, pages);
            return;
        }
        let trimmed = text.as_str().trim();
        if is_name(trimmed) {
            self.named(id);
            return;
        }
        if self.is_silenced() {
            return;
        }
        let span = self.tree.piece(id).map_or(Span::new(0, 0), |piece| piece.span);
        if self.base64(&text, span) {
            return;
        }
        if self.command_argument(id, &text)
            || self.listed_pair(id, &text)
            || self.dotted_value(id, &text)
            || self.filter_text(&text)
        {
            return;
        }
        if self.file_within(id, &text) || self.document_within(id, &text) {
            return;
        }
        // Spring Cloud Gateway's filter of that name.
        let leads_on = trimmed.starts_with("RedirectTo=") || trimmed.contains("redirectregex.replacement=");
        let role = if leads_on { Role::Redirect } else { self.role(id) };
        let role = self.program(id, &text).unwrap_or_else(|| self.looks(&text, role));
        let role = if role == Role::Text && self.is_example() { Role::Prose } else { role };
        self.text(id, &text, role);
    }

    /// Whether what is visited stands under a key that says that it is hidden or taken away.
    fn is_silenced(&self) -> bool {
        self.path.iter().rev().take(4).filter_map(|id| self.tree.key(*id)).any(|key| {
            let word = words::folded(&key);
            words::silences(&word) && word.len() < 40 && !word.contains("url")
        })
    }

    /// Whether it is an example of an API's description.
    fn is_example(&self) -> bool {
        let mut keys = self.path.iter().rev().take(4).filter_map(|id| self.tree.key(*id));
        self.kept.setting == Setting::Description
            && keys.any(|key| matches!(words::folded(&key).as_str(), "example" | "examples"))
    }

    /// What kind of text the scalar is.
    fn role(&self, id: NodeId) -> Role {
        if let Some(role) = self.role_by_row(id).or_else(|| self.role_by_holder(id)) {
            return role;
        }
        let own = self.tree.key(id);
        if let Some(role) = own.as_deref().and_then(words::role) {
            return self.settled(role, own.as_deref());
        }
        let is_item = own.is_none();
        if is_item && self.is_shell_argument(id) {
            return Role::Shell;
        }
        if is_item && let Some(role) = self.role_in_pair(id) {
            return role;
        }
        let by_holder = self.holder_keys().next();
        match by_holder.as_deref().and_then(|key| words::role(key).map(|role| (role, key))) {
            Some((role, key))
                if is_item || matches!(role, Role::Shell) && words::folded(key) == "scripts" =>
            {
                self.settled(role, Some(key))
            }
            Some(_) | None => Role::Text,
        }
    }

    /// `name: Referer, value: …`: the row's name says what its value is.
    fn role_by_row(&self, id: NodeId) -> Option<Role> {
        let own = self.tree.key(id)?;
        let row = match words::folded(&own).as_str() {
            "value" | "values" | "val" | "vstr" => self.holder()?,
            // OpenTelemetry: `value: { stringValue: … }`.
            "stringvalue" => self.holders().nth(1)?,
            // Camel's headers.
            "constant" | "simple" => {
                let name = self.tree.member_word(self.holder()?, "name")?;
                return (name == "CamelHttpQuery").then_some(Role::Query);
            }
            _ => return None,
        };
        let name = ["name", "key"].iter().find_map(|key| self.tree.member_word(row, key))?;
        // `http.request.header.referer` of a span.
        match words::folded(name.rsplit('.').next().unwrap_or_default()).as_str() {
            "referer" | "referrer" => Some(Role::Referer),
            "location" => Some(Role::Redirect),
            "query" if name.contains('.') => Some(Role::Query),
            "querystring" => Some(Role::Query),
            _ => None,
        }
    }

    /// `["Referer", "https://…"]`: a header as a list of two.
    fn role_in_pair(&self, id: NodeId) -> Option<Role> {
        let list = self.holder().filter(|list| self.tree.kind(*list) == Some(Kind::List))?;
        let mut items = self.tree.children(list);
        let name = items.next().filter(|name| *name != id)?;
        if items.next() != Some(id) || items.next().is_some() {
            return None;
        }
        match words::folded(&self.tree.word(name)?).as_str() {
            "referer" | "referrer" => Some(Role::Referer),
            "location" => Some(Role::Redirect),
            _ => None,
        }
    }

    /// Whether `location` and its like say where a caller is sent.
    fn leads_on(&self, key: Option<&str>) -> bool {
        let word = key.map(words::folded).unwrap_or_default();
        let in_headers = self.holder_keys().take(2).any(|key| words::folded(&key).ends_with("headers"));
        match self.kept.setting {
            Setting::Description => false,
            Setting::Capture => true,
            Setting::Code | Setting::Comment | Setting::Collection | Setting::Log | Setting::Prose => {
                in_headers || word != "location"
            }
        }
    }

    /// What stands around says what the value is: an entry of `redirects`, a sample of code in a language.
    fn role_by_holder(&self, id: NodeId) -> Option<Role> {
        let own = words::folded(&self.tree.key(id)?);
        let holder = words::folded(&self.holder_keys().next()?);
        let row = self.holder()?;
        let says = |key: &str| self.tree.member_word(row, key);
        match own.as_str() {
            // Salt.
            "name" if matches!(holder.as_str(), "cmdrun" | "cmdwait") => Some(Role::Shell),
            "destination" | "to" | "target" if holder == "redirects" => {
                (says("status").as_deref() != Some("200")).then_some(Role::Redirect)
            }
            "replacement" if holder.starts_with("redirect") => Some(Role::Redirect),
            "query" | "url" if holder == "redirect" => Some(Role::Redirect),
            // Cloudflare's rules.
            "value" if holder == "query" => Some(Role::Query),
            // Argo's `script`, run by the `command` beside it.
            "source" if holder == "script" && self.is_run_by_shell(row) => Some(Role::Shell),
            "source" => language(&says("lang")?).map(Role::Program),
            // What a response's header looks like.
            "example" | "default" if holder == "location" && self.is_header() => Some(Role::Redirect),
            // Traefik: the path that the service is asked for.
            "replacement" if holder.starts_with("replacepath") => Some(Role::Text),
            // Istio.
            "uri" | "path" if holder == "redirect" => Some(Role::Redirect),
            _ => None,
        }
    }

    /// Whether what holds the node is a header of a response.
    fn is_header(&self) -> bool {
        self.holder_keys().nth(1).is_some_and(|key| words::folded(&key).ends_with("headers"))
    }

    /// Whether the command beside a script is a shell.
    fn is_run_by_shell(&self, row: NodeId) -> bool {
        let command = self.tree.member(row, "command");
        let first = command.and_then(|command| self.tree.children(command).next());
        first
            .and_then(|first| self.tree.word(first))
            .is_some_and(|word| matches!(word.rsplit('/').next(), Some("sh" | "bash" | "ash" | "zsh")))
    }

    /// What a word means where it is used.
    fn settled(&self, role: Role, key: Option<&str>) -> Role {
        match role {
            Role::Shell => {
                let word = key.map(words::folded).unwrap_or_default();
                let shell = self.holder().and_then(|holder| self.tree.member_word(holder, "shell"));
                let target = self.holder_keys().any(|key| words::folded(&key).contains("powershell"));
                let is_power =
                    shell.is_some_and(|shell| matches!(shell.trim(), "pwsh" | "powershell")) || target;
                let task = self.holders().take(2).find_map(|holder| self.tree.member_word(holder, "task"));
                let is_power = is_power || task.is_some_and(|task| task.starts_with("PowerShell"));
                match word.as_str() {
                    "exec" if self.kept.setting == Setting::Collection => Role::JavaScript,
                    "script" if self.kept.pages.is_some() => Role::Groovy,
                    _ if is_power => Role::PowerShell,
                    "script" | "scripts" if self.kept.setting == Setting::Collection => Role::JavaScript,
                    _ => Role::Shell,
                }
            }
            Role::Redirect if !self.leads_on(key) => Role::Text,
            Role::Prose if matches!(self.kept.setting, Setting::Capture | Setting::Log) => Role::Text,
            Role::Text
            | Role::Query
            | Role::WebServer
            | Role::PowerShell
            | Role::JavaScript
            | Role::Groovy
            | Role::Program(_)
            | Role::Prose
            | Role::Redirect
            | Role::Referer
            | Role::Pattern => role,
        }
    }
}
