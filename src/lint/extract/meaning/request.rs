//! The request that a table, a header or a body belongs to: its URL, its method, and one finding for all of it.

use std::borrow::Cow;

use super::super::super::decode::{BASE64_BYTES_MAX, base64};
use super::super::super::sighting::{Manner, SeenUrl, SeenValue, Setting, Sighting};
use super::super::super::text::Text;
use super::super::power_query::{is_power_query, read_power_query};
use super::super::tree::{Kind, NodeId};
use super::super::url::{name_at, query_text_pair, read_url};
use super::super::web_server::read_web_server;
use super::Walk;
use super::reading::{hits_in, names_in, prose, query_in, redirect_in, script, sighting_of_pair, text_in};
use super::words::{Role, folded};
use crate::finding::Span;
use crate::lint::Language;

/// How far out the request of a pair is looked for, in containers.
const REQUEST_STEPS_MAX: usize = 5;

/// Most arguments of a command in a list.
const ARGUMENTS_MAX: usize = 64;

/// Shortest text that may be base64 of a URL with a key, in bytes.
const BASE64_BYTES_MIN: usize = 24;

/// Members that hold a request's URL.
const URL_KEYS: [&str; 7] = ["url", "raw", "endpoint", "uri", "href", "full_url", "endpoint_url"];

impl Walk<'_, '_> {
    /// The innermost map around what is visited that looks like a request, with its URL if that can be told.
    pub(super) fn request(&self) -> Option<(NodeId, Option<NodeId>)> {
        let tree = self.tree;
        for id in self.holders().take(REQUEST_STEPS_MAX) {
            if tree.kind(id) != Some(Kind::Map) {
                continue;
            }
            let url = URL_KEYS.iter().find_map(|key| tree.member(id, key));
            let url = url.map(|url| match tree.kind(url) {
                Some(Kind::Map) => tree.member(url, "raw").unwrap_or(url),
                Some(_) | None => url,
            });
            let is_request = url.is_some() || tree.member(id, "method").is_some();
            let holds_raw_only =
                url.is_some_and(|url| tree.key(url).is_some_and(|key| key.eq_ignore_ascii_case("raw")));
            if is_request && holds_raw_only {
                // Postman: the URL is a map of its own inside the request.
                return Some((id, url));
            }
            if is_request {
                return Some((id, url));
            }
        }
        None
    }

    /// Whether the request's own URL shows a key already, or another of its tables did.
    pub(super) fn is_told(&mut self, request: Option<(NodeId, Option<NodeId>)>) -> bool {
        let Some((request, url)) = request else { return false };
        let in_url = url.and_then(|url| self.tree.word(url)).is_some_and(|url| {
            let query = url.find('?').unwrap_or(url.len());
            names_in(&url).iter().any(|name| name.start > query)
        });
        in_url || !self.seen.insert(request)
    }

    /// What is known of the request's URL and method.
    pub(super) fn complete(&self, request: Option<(NodeId, Option<NodeId>)>, sighting: &mut Sighting) {
        let Some((request, url)) = request else { return };
        if sighting.url == SeenUrl::default()
            && let Some(text) = url.and_then(|url| self.tree.scalar(url))
        {
            sighting.url = read_url(&text);
        }
        sighting.method = sighting.method.take().or_else(|| self.method(request));
    }

    fn method(&self, request: NodeId) -> Option<String> {
        let holders = std::iter::once(request).chain(self.holders());
        let method = holders.take(REQUEST_STEPS_MAX).find_map(|id| self.tree.member_word(id, "method"))?;
        let method = method.trim();
        let is_word =
            !method.is_empty() && method.len() < 20 && method.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_word.then(|| method.to_ascii_uppercase())
    }

    /// Reads a scalar's text by its role.
    pub(super) fn text(&mut self, id: NodeId, text: &Text<'_>, role: Role) {
        let setting = self.kept.setting;
        let mut seen = Vec::new();
        match role {
            Role::Text | Role::Pattern if is_power_query(text.as_str()) => read_power_query(text, &mut seen),
            Role::Text => text_in(text, setting, Manner::Query, &mut seen),
            Role::Query => query_in(text, setting, &mut seen),
            Role::Redirect => {
                let setting = if self.is_example() { Setting::Prose } else { setting };
                redirect_in(text, setting, &mut seen);
            }
            Role::Referer => text_in(text, setting, Manner::Referer, &mut seen),
            Role::Prose => prose(text, &mut seen),
            Role::Shell => script(text, Language::Shell, setting, &mut seen),
            Role::PowerShell => script(text, Language::PowerShell, setting, &mut seen),
            Role::JavaScript => script(text, Language::JavaScript, setting, &mut seen),
            Role::Groovy => script(text, Language::Groovy, setting, &mut seen),
            Role::Program(language) => script(text, language, setting, &mut seen),
            Role::WebServer => read_web_server(text, &hits_in(text.as_str()), &mut seen),
            Role::Pattern => {}
        }
        self.join_next(id, text, &mut seen);
        if seen.is_empty() || role == Role::Redirect && self.is_second_redirect() {
            return;
        }
        let is_url =
            self.tree.key(id).is_some_and(|key| URL_KEYS.iter().any(|url| key.eq_ignore_ascii_case(url)));
        let in_table = self.is_in_query_table() || self.is_pseudo_path(id);
        let request = (is_url || in_table).then(|| self.request()).flatten();
        if !is_url && in_table && self.is_told(request) {
            return;
        }
        for mut sighting in seen {
            if is_url || in_table {
                self.complete(request, &mut sighting);
                self.mend(&mut sighting);
            }
            self.out.push(sighting);
        }
    }

    /// Whether the scalar stands in a table that repeats what the URL says.
    fn is_in_query_table(&self) -> bool {
        let is_told_twice = matches!(self.kept.setting, Setting::Capture | Setting::Collection);
        is_told_twice
            && self.holder_keys().take(1).any(|key| {
                matches!(
                    folded(&key).as_str(),
                    "querystring" | "query" | "params" | "parameters" | "queryparams"
                )
            })
    }

    /// HTTP/2's `:path`, which is the request's URL once more.
    fn is_pseudo_path(&self, id: NodeId) -> bool {
        let is_value = self.tree.key(id).is_some_and(|key| key.eq_ignore_ascii_case("value"));
        let name = self.holder().and_then(|row| self.tree.member_word(row, "name"));
        is_value && name.is_some_and(|name| name == ":path")
    }

    /// `AddRequestParameter=auth-key, …`: a filter of Spring's gateway. Whether the scalar was one.
    pub(super) fn filter_text(&mut self, text: &Text<'_>) -> bool {
        let source = text.as_str();
        // A route that is taken where the parameter is there: Spring's `Query=`, Traefik's ``Query(`…`)``.
        let asked = ["Query=", "Query(`"].iter().find_map(|word| source.find(word).map(|at| at + word.len()));
        if asked.is_some_and(|at| name_at(source, at).is_some_and(|name| name.start == at)) {
            return true;
        }
        let Some(rest) = source.trim_start().strip_prefix("AddRequestParameter=") else { return false };
        let start = source.len() - rest.trim_start().len();
        let Some(name) = name_at(source, start).filter(|name| name.start == start) else { return false };
        let Some(value) = source.get(name.end..).and_then(|rest| rest.trim_start().strip_prefix(',')) else {
            return false;
        };
        let at = source.len() - value.trim_start().len();
        let value = text.part(Span::new(at, source.len()));
        let whole = text.origin(name.with(Span::new(at, source.len())));
        self.out.push(sighting_of_pair(self.kept.setting, text.origin(name), Some(&value), whole));
        true
    }

    /// A list of lines that are one script: Postman's `exec`.
    pub(super) fn script_list(&mut self, id: NodeId) -> bool {
        let is_script = self.tree.key(id).is_some_and(|key| folded(&key) == "exec");
        if !is_script || self.kept.setting != Setting::Collection {
            return false;
        }
        let span = self.tree.span(id);
        let inside = Span::new(span.start + 1, span.end.saturating_sub(1));
        let text = self.tree.text().part(inside).decoded(super::super::tree::lines_of_strings);
        script(&text, Language::JavaScript, self.kept.setting, self.out);
        true
    }

    /// `command: ["curl", "-G", "https://…", "-d", "auth-key=…"]`: an argument that a list gives to curl.
    pub(super) fn command_argument(&mut self, id: NodeId, text: &Text<'_>) -> bool {
        let tree = self.tree;
        let name = name_at(text.as_str(), 0).filter(|name| name.start == 0 && tree.key(id).is_none());
        let (Some(name), Some(list)) = (name, self.holder()) else { return false };
        let is_curl = |word: &str| word == "curl" || word.ends_with("/curl");
        let (mut called, mut gets, mut option) = (false, false, None);
        let mut before = None;
        for item in tree.children(list).take(ARGUMENTS_MAX) {
            let word = tree.word(item).unwrap_or_default();
            if item == id {
                option = before.take();
            }
            called |= is_curl(&word);
            gets |= matches!(word.as_ref(), "-G" | "--get" | "-sG" | "-sSG" | "-fsSG");
            before = Some(word);
        }
        // Kubernetes gives `args` to a `command` beside it.
        let beside = self.holders().nth(1).and_then(|holder| tree.member(holder, "command"));
        let first =
            beside.filter(|command| *command != list).and_then(|command| tree.children(command).next());
        called |= first.and_then(|first| tree.word(first)).is_some_and(|word| is_curl(&word));
        // An image whose entrypoint it is: `curlimages/curl:8.5.0`.
        let image = self
            .holders()
            .nth(1)
            .and_then(|holder| ["image", "name"].iter().find_map(|key| tree.member_word(holder, key)));
        called |= image.is_some_and(|image| is_curl(image.split(':').next().unwrap_or_default()));
        let option = option.unwrap_or_default();
        let asks = option == "--url-query" || gets && (option == "-d" || option.starts_with("--data"));
        if !called || !asks {
            return false;
        }
        self.out.extend(query_text_pair(text, name, self.kept.setting));
        true
    }

    /// `args: ["-c", "curl …"]`: whether the scalar is what a shell is told to do.
    pub(super) fn is_shell_argument(&self, id: NodeId) -> bool {
        let tree = self.tree;
        let Some(list) = self.holder().filter(|list| tree.kind(*list) == Some(Kind::List)) else {
            return false;
        };
        let items = tree.children(list).take(ARGUMENTS_MAX);
        let before = items.take_while(|item| *item != id).last().and_then(|item| tree.word(item));
        before.is_some_and(|word| matches!(word.as_ref(), "-c" | "-ec" | "-lc" | "-euc" | "-xc" | "-exc"))
    }

    /// A response that says twice where it leads: `Location` and `redirectURL`.
    fn is_second_redirect(&mut self) -> bool {
        let tree = self.tree;
        let response = self.holders().take(REQUEST_STEPS_MAX).find(|id| {
            tree.kind(*id) == Some(Kind::Map)
                && (tree.member(*id, "redirectURL").is_some() || tree.member(*id, "status").is_some())
        });
        response.is_some_and(|response| !self.seen.insert(response))
    }

    /// `["…?auth-key=", !Ref Key]`: what a list joins to a text that ends there.
    fn join_next(&self, id: NodeId, text: &Text<'_>, seen: &mut [Sighting]) {
        let Some(last) = seen.last_mut().filter(|last| last.value == SeenValue::Empty) else { return };
        let tree = self.tree;
        let next = tree.end(id);
        let is_joined = text.as_str().trim_end().ends_with('=')
            && tree.key(id).is_none()
            && self.holder().is_some_and(|list| tree.kind(list) == Some(Kind::List) && next < tree.end(list));
        if is_joined {
            last.value = SeenValue::Dynamic(tree.text().origin(tree.span(next)));
        }
    }

    /// Base64 of text, as Kubernetes' secrets and captured bodies hold it. Whether the scalar was that.
    pub(super) fn base64(&mut self, text: &Text<'_>, span: Span) -> bool {
        let source = text.as_str().trim();
        let is_base64 = source.len() >= BASE64_BYTES_MIN
            && source
                .trim_end_matches('=')
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"+/-_\r\n ".contains(&byte));
        if !is_base64 {
            return false;
        }
        let first = self.hits.partition_point(|hit| hit.at < span.start);
        let mut done = None;
        for hit in self.hits.iter().skip(first).take_while(|hit| hit.at < span.end) {
            let around = (hit.at - span.start).min(text.as_str().len());
            if done.is_some_and(|done| around < done) {
                continue;
            }
            done = Some(around + BASE64_BYTES_MAX / 2);
            // A multiple of four characters is a whole number of bytes.
            let low = around.saturating_sub(BASE64_BYTES_MAX) / 4 * 4;
            let high = (around + BASE64_BYTES_MAX).min(text.as_str().len());
            let part = text.part(Span::new(low, high));
            let decoded = base64(&part, around.saturating_sub(low));
            if !names_in(decoded.as_str()).is_empty() {
                text_in(&decoded, self.kept.setting, Manner::Query, self.out);
            }
        }
        true
    }

    /// The value of a scalar's member, for a pair.
    pub(super) fn value_in(&self, row: NodeId) -> Option<NodeId> {
        ["value", "values", "val", "default", "v", "text"].iter().find_map(|key| self.tree.member(row, key))
    }

    /// A member's text, for comparing.
    pub(super) fn word_in(&self, id: NodeId, keys: &[&str]) -> Option<Cow<'_, str>> {
        keys.iter().find_map(|key| self.tree.member_word(id, key))
    }
}
