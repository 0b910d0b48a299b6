//! Every place in a program where a key goes into a URL.

use std::collections::HashSet;
use std::ops::Range;

use super::assemble::{Constants, HOLE, assemble, names};
use super::entry::Entry;
use super::place::Reader;
use super::program::{NONE, Program};
use super::token::Kind;
use super::words::{Place, place_of_name};
use crate::finding::Span;
use crate::lint::extract::url::{is_name, query_pair, query_text_pair, read_url};
use crate::lint::format::Language;
use crate::lint::{Manner, SeenUrl, SeenValue, Setting, Sighting, Text};

/// Most tokens of an expression that are looked at for a constant.
const EXPRESSION_TOKENS_MAX: usize = 256;
/// How much of a text before a pair says whether it is a sentence, in bytes.
const SENTENCE_BYTES_MAX: usize = 512;
/// Most brackets outwards in which a request's URL is looked for.
const URL_DEEP_MAX: usize = 4;

/// Adds what is seen in a program.
pub(super) fn sight(program: &Program<'_>, seen: &mut Vec<Sighting>) {
    for comment in &program.comments {
        running(&program.text.part(*comment), Setting::Comment, seen);
    }
    let constants = Constants::of(program);
    let named = constants.naming(program);
    let reader = Reader::new(program, &constants);
    let mut sights = Sights { reader: &reader, constants: &constants, done: HashSet::new(), placed: HashSet::new(), seen };
    let defined: Vec<Range<usize>> = named.iter().map(|(_, value)| value.clone()).collect();
    let mut used: Vec<usize> = Vec::new();
    for at in 0..program.tokens.len() {
        match program.kind(at) {
            Some(Kind::Text { .. } | Kind::TemplateOpen) => {
                if telling(program, at) && !defined.iter().any(|value| value.contains(&at)) {
                    let expression = program.expression(at);
                    let constant = expression.take(EXPRESSION_TOKENS_MAX).find_map(|word| {
                        let (_, value) = named.iter().find(|(name, _)| program.is_word(word) && name == program.word(word))?;
                        Some((word, value))
                    });
                    match constant {
                        Some((word, value)) if sights.constant_use(at, word, value) => used.push(value.start),
                        Some(_) | None => {
                            sights.expression(at);
                        }
                    }
                }
            }
            Some(Kind::Word) => {
                let word = program.word(at);
                let constant = named.iter().find(|(name, value)| name == word && !value.contains(&at));
                if let Some((_, value)) = constant
                    && !is_definition(program, at, value)
                    && sights.constant_use(at, at, value)
                {
                    used.push(value.start);
                }
            }
            _ => {}
        }
    }
    for (name, value) in &named {
        if !used.contains(&value.start) {
            sights.constant(name, value.clone());
        }
    }
    loose(program, sights.seen);
}

/// Whether that word is where the constant is defined.
fn is_definition(program: &Program<'_>, at: usize, value: &Range<usize>) -> bool {
    at < value.start && value.start - at <= 12 && !program.leads(value.start.min(at + 1))
}

/// Whether a literal could hold the name or a part of it.
fn telling(program: &Program<'_>, at: usize) -> bool {
    let end = match program.kind(at) {
        Some(Kind::TemplateOpen) => program.span(program.end_of(at).min(program.tokens.len().saturating_sub(1))).end,
        _ => program.span(at).end,
    };
    let text = program.source().get(program.span(at).start..end).unwrap_or_default();
    let bytes = text.as_bytes();
    bytes.windows(3).any(|three| {
        three.eq_ignore_ascii_case(b"aut") || three.eq_ignore_ascii_case(b"key") || three.eq_ignore_ascii_case(b"%61") || three.starts_with(b"\\u0") || three.starts_with(b"\\x6")
    })
}

/// Pairs in running text.
pub(super) fn running(text: &Text<'_>, setting: Setting, seen: &mut Vec<Sighting>) {
    for name in names(text.as_str()) {
        if let Some(sighting) = query_pair(text, name, setting)
            && sighting.value != SeenValue::Empty
        {
            seen.push(sighting);
        }
    }
}

/// Pairs that stand in no literal: an argument of a command, text in a page that is written in the program.
fn loose(program: &Program<'_>, seen: &mut Vec<Sighting>) {
    let source = program.source();
    let mut covered: Vec<Span> = program.comments.clone();
    covered.extend(program.tokens.iter().filter(|token| {
        matches!(token.kind, Kind::Text { .. } | Kind::Chunk { .. } | Kind::Regex | Kind::TemplateOpen)
    }).map(|token| token.span));
    covered.sort();
    for name in names(source) {
        let before = covered.partition_point(|span| span.start <= name.start);
        let inside = before.checked_sub(1).and_then(|at| covered.get(at)).is_some_and(|span| span.end > name.start);
        if !inside
            && let Some(mut sighting) = query_pair(program.text, name, Setting::Code)
            && sighting.value != SeenValue::Empty
        {
            // `<?= $key ?>` is what the program writes there.
            if let SeenValue::Literal(secret, span) = &sighting.value
                && secret.reveal().starts_with("<?")
            {
                sighting.value = SeenValue::Dynamic(*span);
            }
            seen.push(sighting);
        }
    }
}

struct Sights<'r, 'p, 't, 's> {
    reader: &'r Reader<'p, 't>,
    constants: &'r Constants,
    /// Where expressions start that were read.
    done: HashSet<usize>,
    /// Names that were seen, by where they stand in the file.
    placed: HashSet<Span>,
    seen: &'s mut Vec<Sighting>,
}

impl Sights<'_, '_, '_, '_> {
    /// Reads the expression around a literal or a constant; says whether something was seen in it.
    fn expression(&mut self, at: usize) -> bool {
        let program = self.reader.program;
        let mut expression = program.expression(at);
        let mut text = assemble(program, self.constants, expression.clone());
        if self.done.contains(&expression.start) {
            return false;
        }
        if let Some((list, joined)) = self.joined(expression.start) {
            expression = list;
            text = joined;
        }
        if !self.done.insert(expression.start) {
            return false;
        }
        if let Some(seen) = self.command(&expression, &text) {
            return seen;
        }
        if is_name_text(&text) {
            return self.entry(expression, &text);
        }
        let before = self.seen.len();
        for name in names(text.as_str()) {
            if self.placed.insert(text.origin(name)) {
                self.pair(&expression, &text, name);
            }
        }
        self.seen.len() > before
    }

    /// Reads where a constant is used that holds the name. The place to report is where the name stands.
    fn constant_use(&mut self, at: usize, word: usize, value: &Range<usize>) -> bool {
        let before = self.seen.len();
        if !self.expression(at) {
            return false;
        }
        let text = assemble(self.reader.program, self.constants, value.clone());
        let Some(stands) = names(text.as_str()).first().map(|span| text.origin(*span)) else { return true };
        let program = self.reader.program;
        let used = program.origin(word, word + 1);
        let mut index = before;
        while let Some(sighting) = self.seen.get_mut(index) {
            if !used.overlaps(sighting.name) {
                index += 1;
            } else if self.placed.insert(stands) {
                sighting.name = stands;
                sighting.span = stands;
                index += 1;
            } else {
                self.seen.remove(index);
            }
        }
        true
    }

    /// `[a, '?auth-key=', key].join('')`, `paste0(a, "?auth-key=", key)`: a text in pieces.
    fn joined(&self, at: usize) -> Option<(Range<usize>, Text<'static>)> {
        let program = self.reader.program;
        let around = program.parent(at);
        if around == NONE {
            return None;
        }
        let after = program.end_of(around) + 1;
        let empty = |at: usize| matches!(program.kind(at), Some(Kind::Text { inner, .. }) if inner.is_empty());
        let list = program.is_open(around, "[")
            && program.is_sign(after, ".")
            && program.word(after + 1) == "join"
            && (empty(after + 3) || program.word(after + 3) == ")");
        let call = program.is_open(around, "(")
            && matches!(program.callee_name(around).to_ascii_lowercase().as_str(), "paste0" | "concat" | "str_c" | "strcat" | "stringconcat" | "concatenate");
        let glued = program.is_open(around, "[")
            && around >= 2
            && program.word(around - 1) == "("
            && program.callee_name(around - 1) == "join"
            && around >= 4
            && empty(around - 4);
        if !(list || call || glued) {
            return None;
        }
        let parts: Vec<Text<'static>> =
            program.arguments(around).into_iter().take(64).map(|part| assemble(program, self.constants, part)).collect();
        Some((around..after, Text::joined(&parts)))
    }

    /// A command line in a text, or an argument of one in a list; `None` if it is neither.
    fn command(&mut self, expression: &Range<usize>, text: &Text<'_>) -> Option<bool> {
        let program = self.reader.program;
        let source = text.as_str();
        if ["curl ", "wget ", "curl.exe ", "http ", "xh "].iter().any(|client| source.contains(client)) {
            let clients = super::shell::clients(text);
            let mut any = false;
            for (name, sighting) in clients {
                if self.placed.insert(name)
                    && let Some(sighting) = sighting
                {
                    self.seen.push(sighting);
                    any = true;
                }
            }
            return any.then_some(true);
        }
        let around = program.parent(expression.start);
        if around == NONE || !source.trim_start_matches(['"', '\'']).get(..8).is_some_and(|start| start.eq_ignore_ascii_case("auth-key")) {
            return None;
        }
        let arguments = program.arguments(around);
        let words: Vec<String> = arguments
            .iter()
            .take(64)
            .map(|argument| assemble(program, self.constants, argument.clone()).as_str().to_owned())
            .collect();
        let at = arguments.iter().position(|argument| argument.start == expression.start)?;
        let curl = words.iter().take(at).any(|word| word == "curl" || word.ends_with("/curl"));
        let option = words.get(at.checked_sub(1)?)?;
        if !curl || !option.starts_with('-') {
            return None;
        }
        let get = words.iter().any(|word| matches!(word.as_str(), "-G" | "--get" | "-sG" | "-sSG"));
        let query = option == "--url-query" || (get && (option == "-d" || option.starts_with("--data")));
        let name = names(source).into_iter().next()?;
        if !query {
            self.placed.insert(text.origin(name));
            return Some(false);
        }
        let rest = text.part(Span::new(name.start, source.len()));
        let sighting = query_text_pair(&rest, Span::new(0, name.len()), Setting::Code)?;
        if self.placed.insert(sighting.name) {
            self.seen.push(sighting);
        }
        Some(true)
    }

    /// A name that stands alone.
    fn entry(&mut self, expression: Range<usize>, text: &Text<'_>) -> bool {
        let program = self.reader.program;
        let Some(Entry { value, tokens }) = self.reader.entry(expression.clone()) else { return false };
        let name = text.origin(Span::new(0, text.as_str().len()));
        if !self.placed.insert(name) {
            return false;
        }
        let span = match &value {
            SeenValue::Literal(_, span) | SeenValue::Dynamic(span) => name.with(*span),
            SeenValue::Empty | SeenValue::None => name,
        };
        let mut sighting = Sighting::in_query(Setting::Code, span, name, value);
        sighting.url = self.url_near(expression.start);
        sighting.fix = super::mend::entry(self.reader, &expression, tokens.as_ref(), &sighting);
        self.seen.push(sighting);
        true
    }

    /// A constant that nothing in the file uses, if its name says what it is for.
    fn constant(&mut self, name: &str, value: Range<usize>) {
        let text = assemble(self.reader.program, self.constants, value);
        let Some(span) = names(text.as_str()).first().map(|span| text.origin(*span)) else { return };
        let bare = text.as_str().trim();
        let url = bare.starts_with(['?', '&']) || bare.contains("://") || bare.contains('/');
        let parameter = place_of_name(name) == Place::Query && is_name(bare);
        if (url || parameter) && self.placed.insert(span) {
            self.seen.push(Sighting::in_query(Setting::Code, span, span, SeenValue::Dynamic(span)));
        }
    }

    /// A name in a text that says more.
    fn pair(&mut self, expression: &Range<usize>, text: &Text<'_>, name: Span) {
        let program = self.reader.program;
        let source = text.as_str();
        let setting = self.setting(expression, source, name);
        let place = |sights: &Self| sights.reader.place(expression.start, expression.end);
        let sighting = match query_pair(text, name, setting) {
            Some(sighting) => Some(sighting),
            None if self.is_bare(source, name) => match place(self) {
                Place::Query => query_text_pair(&text.part(Span::new(name.start, source.len())), Span::new(0, name.len()), setting),
                Place::Unknown if !self.is_said(expression) && setting == Setting::Code && self.reader.program.language != Language::PowerShell => {
                    query_text_pair(&text.part(Span::new(name.start, source.len())), Span::new(0, name.len()), setting)
                        .filter(|sighting| matches!(sighting.value, SeenValue::Dynamic(_) | SeenValue::Empty))
                        .filter(|_| whole_query(source))
                }
                Place::Unknown | Place::Elsewhere => None,
            },
            None => None,
        };
        let Some(mut sighting) = sighting else { return };
        let dangling = sighting.value == SeenValue::Empty && source.get(name.end..).is_some_and(|rest| matches!(rest.len(), 1 | 3));
        if dangling {
            if self.is_checked(expression) || (self.is_bare(source, name) && !self.is_appended(expression)) {
                return;
            }
            sighting.value = SeenValue::Dynamic(sighting.span);
        }
        match &sighting.value {
            SeenValue::Empty | SeenValue::None => return,
            SeenValue::Dynamic(span) => {
                let rest = source.get(name.end..).unwrap_or_default();
                if masked(rest) {
                    return;
                }
                let direct = !rest.contains(HOLE) || dangling;
                if (self.is_checked(expression) && direct && self.is_bare(source, name)) || self.is_hidden(*span) {
                    return;
                }
            }
            SeenValue::Literal(..) => {}
        }
        if setting == Setting::Code && self.is_redirect(expression, source) {
            sighting.manner = Manner::Redirect;
        } else if setting == Setting::Code && self.is_referer(expression) {
            sighting.manner = Manner::Referer;
        }
        if sighting.fix.is_none() {
            sighting.fix = super::mend::pair(self.reader, expression, text, name, &sighting);
        }
        self.seen.push(sighting);
    }

    /// Whether nothing that belongs to a querystring stands before the name.
    fn is_bare(&self, text: &str, name: Span) -> bool {
        let before = text.get(..name.start).unwrap_or_default();
        let pairs = before.strip_suffix('&').is_some_and(|pairs| pairs.contains('=') && whole_query(pairs));
        before.is_empty() || before.ends_with(char::is_whitespace) || before.ends_with(HOLE) || pairs
    }

    /// Whether the value that stands there in the file is what is left of a secret.
    fn is_hidden(&self, span: Span) -> bool {
        let program = self.reader.program;
        let offset = program.text.origin(Span::new(0, 0)).start;
        let from = program.tokens.partition_point(|token| token.span.end + offset <= span.start);
        let to = program.tokens.partition_point(|token| token.span.start + offset < span.end);
        self.reader.hides(&(from..to.max(from)))
    }

    /// In what kind of text a pair stands: a literal on its own is a comment, a sentence is for people.
    fn setting(&self, expression: &Range<usize>, text: &str, name: Span) -> Setting {
        let program = self.reader.program;
        let alone = program.leads(expression.start)
            && (expression.end >= program.tokens.len() || program.leads(expression.end))
            && program.parent(expression.start) == NONE
            && program.dialect.lines_end
            && matches!(program.language, Language::Python)
            && !expression.clone().any(|at| program.is_join(at));
        let documented = program.language == Language::Elixir
            && expression.start > 0
            && matches!(program.word(expression.start - 1), "@doc" | "@moduledoc" | "@typedoc");
        if alone || documented {
            return Setting::Comment;
        }
        let before = tail(text.get(..name.start).unwrap_or_default());
        let sentence = before.split_whitespace().filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic)).count() >= 2;
        let command = ["curl", "wget", "http", "GET", "POST", "Invoke", "PUT"].iter().any(|word| before.contains(word));
        if sentence && (!command || self.is_said(expression)) { Setting::Prose } else { Setting::Code }
    }

    /// Whether the text is shown to people: an argument of `print`, `log.warn`, `raise`.
    fn is_said(&self, expression: &Range<usize>) -> bool {
        const SAYS: &[&str] = &[
            "print", "println", "printf", "echo", "puts", "warn", "info", "debug", "error", "log", "warning", "trace",
            "fatal", "raise", "throw", "exception", "write", "writeline", "say", "die", "describe", "it", "fail", "panic",
            "write-host", "write-output", "write-verbose", "write-warning", "msgbox", "help", "usage", "add_argument",
            "loginformation", "logwarning", "logerror", "logdebug", "eprintln", "nslog", "cat", "abort", "assert",
        ];
        let program = self.reader.program;
        let around = program.parent(expression.start);
        let logs = around != NONE
            && program.is_open(around, "(")
            && program.callee(around).any(|at| matches!(program.word(at).to_ascii_lowercase().as_str(), "log" | "logger" | "_log" | "_logger" | "logging" | "console" | "slog" | "klog"));
        logs || self.called(expression).is_some_and(|name| {
            let lower = name.to_ascii_lowercase();
            SAYS.contains(&lower.trim_end_matches('!')) || lower.ends_with("exception") || lower.ends_with("error")
        })
    }

    /// Whether the text is looked for or replaced in another, not sent.
    fn is_checked(&self, expression: &Range<usize>) -> bool {
        const CHECKS: &[&str] = &[
            "includes", "contains", "indexof", "startswith", "endswith", "split", "replace", "replaceall", "match", "matches",
            "search", "test", "sub", "gsub", "strpos", "stripos", "str_contains", "hasprefix", "hassuffix", "index", "find",
            "assertnotin", "assertin", "tocontain", "tomatch", "include", "not_to", "preg_replace", "preg_match", "compile",
            "regex", "regexp", "starts_with", "ends_with", "include?", "start_with?", "explode", "str_replace", "instr",
            "substringafter", "substringbefore", "isequalto", "assertfalse", "doesnotcontain", "lastindexof", "cut",
            "replacingoccurrences", "range", "string.find", "contains?", "replacefirst", "grepl", "scan", "count", "rindex",
            "toregex", "refute", "strstr", "partition", "rpartition", "trimprefix", "trimstart", "removeprefix",
        ];
        let program = self.reader.program;
        let compares = |at: usize| {
            matches!(
                program.word(at).to_ascii_lowercase().as_str(),
                "==" | "!=" | "===" | "!==" | "in" | "=~" | "-match" | "-notmatch" | "-like" | "-notlike" | "-replace" | "-split" | "case" | "when" | "not"
            )
        };
        if expression.start.checked_sub(1).is_some_and(compares) || compares(expression.end) {
            return true;
        }
        self.called(expression).is_some_and(|name| CHECKS.contains(&name.to_ascii_lowercase().as_str()))
    }

    /// Whether the text is put at the end of another one.
    fn is_appended(&self, expression: &Range<usize>) -> bool {
        let program = self.reader.program;
        let called = self.called(expression).map(str::to_ascii_lowercase).unwrap_or_default();
        matches!(called.as_str(), "append" | "write" | "push_str" | "writestring" | "appendformat" | "concat")
            || expression.start.checked_sub(1).is_some_and(|at| matches!(program.word(at), "+=" | ".=" | "<<"))
    }

    /// What is called with the expression as an argument.
    fn called(&self, expression: &Range<usize>) -> Option<&str> {
        let program = self.reader.program;
        let around = program.parent(expression.start);
        if let Some(before) = program.before(expression.start)
            && program.is_word(before)
            && !program.leads(expression.start)
        {
            return Some(program.word(before));
        }
        if around != NONE && program.is_open(around, "(") {
            let name = program.callee_name(around);
            return (!name.is_empty()).then_some(name);
        }
        None
    }

    fn is_redirect(&self, expression: &Range<usize>, text: &str) -> bool {
        let located = text.trim_start().get(..9).is_some_and(|start| start.eq_ignore_ascii_case("location:"));
        located || self.called(expression).is_some_and(|name| name.to_ascii_lowercase().contains("redirect"))
    }

    /// Whether the text is the value of a header `Referer`.
    fn is_referer(&self, expression: &Range<usize>) -> bool {
        let program = self.reader.program;
        let at = expression.start;
        let named = |at: usize| matches!(program.word(at).trim_matches(['"', '\'', '`']).to_ascii_lowercase().as_str(), "referer" | "referrer");
        at >= 2 && matches!(program.word(at - 1), ":" | "=" | "=>" | ",") && named(at - 2)
            || at >= 3 && program.word(at - 1) == "=" && program.word(at - 2) == "]" && named(at - 3)
    }

    /// The URL of the request that the name belongs to, if it stands in one of the calls around it.
    fn url_near(&self, at: usize) -> SeenUrl {
        let program = self.reader.program;
        let mut around = program.parent(at);
        for _ in 0..URL_DEEP_MAX {
            if around == NONE {
                break;
            }
            for argument in program.arguments(around).into_iter().take(8) {
                if argument.contains(&at) {
                    continue;
                }
                let value = match program.word(argument.start + 1) {
                    ":" | "=" => argument.start + 2,
                    _ => argument.start,
                };
                let text = assemble(program, self.constants, program.expression(value.min(program.tokens.len().saturating_sub(1))));
                if text.as_str().contains("://") {
                    return read_url(&text);
                }
            }
            around = program.parent(around);
        }
        SeenUrl::default()
    }
}

/// Whether a text is the name and nothing else.
fn is_name_text(text: &Text<'_>) -> bool {
    let source = text.as_str();
    let all = names(source);
    is_name(source) || matches!(all.as_slice(), [one] if one.len() == source.len())
}

/// Whether what follows the name is a mask with something after it.
fn masked(rest: &str) -> bool {
    let value: String = rest.trim_start_matches("%3D").trim_start_matches('=').chars().take(16).collect();
    let value = value.to_ascii_lowercase();
    ["*", "redact", "xxx", "[redact", "<redact", "hidden", "mask", "filtered", "[filtered", "%2a", "..."].iter().any(|mask| value.starts_with(mask))
}

/// The end of a text.
fn tail(text: &str) -> &str {
    let mut from = text.len().saturating_sub(SENTENCE_BYTES_MAX);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..).unwrap_or_default()
}

/// Whether a text is pairs joined by `&` and nothing else.
fn whole_query(text: &str) -> bool {
    let text = if text.len() > SENTENCE_BYTES_MAX { tail(text) } else { text };
    !text.contains(char::is_whitespace) && text.split('&').all(|pair| pair.contains('=') || pair.is_empty() || pair == HOLE)
}
