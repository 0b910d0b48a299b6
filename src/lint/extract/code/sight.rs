//! Every place in a program where a key goes into a URL.

use std::collections::HashSet;
use std::ops::Range;

use super::assemble::{assemble, names, names_at};
use super::constants::Constants;
use super::encoder;
use super::entry::Entry;
use super::place::Reader;
use super::program::{NONE, Program};
use super::token::Kind;
use super::words::{Place, place_of_name};
use crate::finding::Span;
use crate::lint::decode;
use crate::lint::extract::meaning::script;
use crate::lint::extract::url::{NAME, is_name, query_pair};
use crate::lint::format::Language;
use crate::lint::{Manner, SeenValue, Setting, Sighting, Text};

/// Most tokens of an expression that are looked at for a constant.
const EXPRESSION_TOKENS_MAX: usize = 256;
/// Shortest part of the name at the end of a literal that another one may complete, in bytes.
const HALF_BYTES_MIN: usize = 4;
/// Shortest base64 that could hold the name and a key, in bytes.
const BASE64_BYTES_MIN: usize = 24;
/// Most pairs that are read in one text.
const PAIRS_MAX: usize = 512;

/// Adds what is seen in a program; hits are places in its text, in their order.
pub(super) fn sight(program: &Program<'_>, hits: &[usize], seen: &mut Vec<Sighting>) {
    for comment in program.comments.iter().filter(|comment| holds_hit(hits, **comment)) {
        let text = program.text.part(*comment);
        // A notebook of Databricks, written as a program.
        let setting = if text.as_str().starts_with("# MAGIC") { Setting::Code } else { Setting::Comment };
        running(&text, setting, seen);
    }
    let constants = Constants::default();
    let reader = Reader::new(program, &constants);
    let mut named = constants.naming(program, |at| telling(program, hits, at));
    named.retain(|(_, value)| !reader.is_declared(value.start));
    named.iter().for_each(|(name, _)| program.rest.ask_uses(name));
    let members = constants.members();
    members.iter().for_each(|member| program.rest.ask_uses(&member.table));
    let mut sights =
        Sights { reader: &reader, constants: &constants, done: HashSet::new(), placed: HashSet::new(), seen };
    let defined: Vec<Range<usize>> = named.iter().map(|(_, value)| value.clone()).collect();
    let mut used: Vec<usize> = Vec::new();
    for at in 0..program.tokens.len() {
        match program.kind(at) {
            Some(Kind::Text { inner, .. }) if holds_hit(hits, inner) && is_base64(program, at, inner) => {
                let decoded = decode::base64(&program.text.part(inner), 0);
                running(&decoded, Setting::Code, sights.seen);
            }
            Some(Kind::Text { inner, .. }) if holds_hit(hits, inner) && is_evaluated(program, at) => {
                let source = decode::string_escapes(&program.text.part(inner));
                let first = sights.seen.len();
                script(&source, Language::JavaScript, Setting::Code, sights.seen);
                // What a fix writes would have to be escaped.
                sights.seen.iter_mut().skip(first).for_each(|sighting| sighting.fix = None);
            }
            Some(Kind::Text { .. } | Kind::TemplateOpen)
                if telling(program, hits, at) && !defined.iter().any(|value| value.contains(&at)) =>
            {
                let expression = program.expression(at);
                let constant = expression.take(EXPRESSION_TOKENS_MAX).find_map(|word| {
                    let (_, value) =
                        named.iter().find(|(name, _)| program.is_word(word) && name == program.word(word))?;
                    Some((word, value))
                });
                match constant {
                    Some((word, value)) if sights.constant_use(at, word, value) => used.push(value.start),
                    Some(_) | None => {
                        sights.expression(at);
                    }
                }
            }
            Some(Kind::Word) if !named.is_empty() || !members.is_empty() => {
                if let Some(member) = members.iter().find(|member| member.used(program, at).is_some()) {
                    sights.constant_use(at, at, &member.value);
                    continue;
                }
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
        if !used.contains(&value.start) && !reader.is_read(name) {
            sights.constant(name, value.clone());
        }
    }
    sights.loose(hits);
}

/// Whether a literal is base64 that the program decodes right there.
fn is_base64(program: &Program<'_>, at: usize, inner: Span) -> bool {
    const DECODERS: [&str; 8] = [
        "atob",
        "b64decode",
        "frombase64string",
        "base64_decode",
        "decode64",
        "strict_decode64",
        "decodestring",
        "base64decode",
    ];
    let around = program.parent(at);
    if inner.len() < BASE64_BYTES_MIN || around == NONE || !program.is_open(around, "(") {
        return false;
    }
    DECODERS.contains(&program.callee_name(around).to_ascii_lowercase().as_str())
}

/// Whether a literal is a program that is run right there: `eval("…")`, as bundlers write it.
fn is_evaluated(program: &Program<'_>, at: usize) -> bool {
    let around = program.parent(at);
    around != NONE && program.language == Language::JavaScript && program.callee_name(around) == "eval"
}

/// Whether that word is where the constant is defined.
fn is_definition(program: &Program<'_>, at: usize, value: &Range<usize>) -> bool {
    at < value.start && value.start - at <= 12 && !program.leads(value.start.min(at + 1))
}

/// Whether a hit stands there.
fn holds_hit(hits: &[usize], span: Span) -> bool {
    let first = hits.partition_point(|at| *at < span.start);
    hits.get(first).is_some_and(|at| *at < span.end)
}

/// Whether a literal could hold the name, or a part of it that another one completes.
fn telling(program: &Program<'_>, hits: &[usize], at: usize) -> bool {
    let inner = match program.kind(at) {
        Some(Kind::TemplateOpen) => {
            let last = program.end_of(at).min(program.tokens.len().saturating_sub(1));
            Span::new(program.span(at).end, program.span(last).start)
        }
        Some(Kind::Text { inner, .. }) => inner,
        _ => return false,
    };
    let text = program.source().get(inner.range()).unwrap_or_default().as_bytes();
    let half = text.iter().rev().take(7).position(|byte| byte.eq_ignore_ascii_case(&b'a'));
    let half =
        half.and_then(|back| text.get(text.len() - back - 1..)).filter(|half| half.len() >= HALF_BYTES_MIN);
    half.is_some_and(|half| {
        NAME.as_bytes().get(..half.len()).is_some_and(|name| half.eq_ignore_ascii_case(name))
    }) || holds_hit(hits, program.span(at).with(inner))
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

pub(super) struct Sights<'r, 'p, 't, 's> {
    pub(super) reader: &'r Reader<'p, 't>,
    pub(super) constants: &'r Constants,
    /// Where expressions start that were read.
    done: HashSet<usize>,
    /// Names that were seen, by where they stand in the file.
    pub(super) placed: HashSet<Span>,
    pub(super) seen: &'s mut Vec<Sighting>,
}

impl Sights<'_, '_, '_, '_> {
    /// Names that stand in no literal: in an argument of a command, in text of a page that is written in the program, as a
    /// word of a table.
    fn loose(&mut self, hits: &[usize]) {
        let program = self.reader.program;
        let names = names_at(program.source(), hits);
        if names.is_empty() {
            return;
        }
        let mut covered: Vec<Span> = program.comments.clone();
        let literal = |kind: Kind| {
            matches!(kind, Kind::Text { .. } | Kind::Chunk { .. } | Kind::Regex | Kind::TemplateOpen)
        };
        let literals = program.tokens.iter().filter(|token| literal(token.kind()));
        covered.extend(literals.map(|token| token.span()));
        covered.sort();
        let inside = |name: Span| {
            let before = covered.partition_point(|span| span.start <= name.start);
            before.checked_sub(1).and_then(|at| covered.get(at)).is_some_and(|span| span.end > name.start)
        };
        for name in names.into_iter().filter(|name| !inside(*name)) {
            let Some(mut sighting) = query_pair(program.text, name, Setting::Code) else {
                self.seen.extend(self.reader.word(name));
                continue;
            };
            // `<?= $key ?>` is what the program writes there.
            if let SeenValue::Literal(secret, span) = &sighting.value
                && secret.reveal().starts_with("<?")
            {
                sighting.value = SeenValue::Dynamic(*span);
            }
            if sighting.value != SeenValue::Empty {
                self.seen.push(sighting);
            }
        }
    }

    /// Reads the expression around a literal or a constant; says whether something was seen in it.
    fn expression(&mut self, at: usize) -> bool {
        let program = self.reader.program;
        let at = encoder::call_around(program, at).map_or(at, |call| around_holes(program, call));
        let mut expression = program.expression(at);
        // A text may have a name put into it a thousand times.
        if self.done.contains(&expression.start) {
            return false;
        }
        let mut text = assemble(program, self.constants, expression.clone());
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
        let found = names(text.as_str());
        if is_name_text(text.as_str(), &found) {
            return self.entry(expression, &text);
        }
        let before = self.seen.len();
        for name in found.into_iter().take(PAIRS_MAX) {
            if is_mapped(text.as_str(), name)
                || program.language == Language::Go && is_tag(text.as_str(), name)
            {
                let stands = text.origin(name);
                let sighting = Sighting::in_query(Setting::Code, stands, stands, SeenValue::Dynamic(stands));
                let new = self.placed.insert(stands);
                self.seen.extend(new.then_some(sighting));
                continue;
            }
            if self.placed.insert(text.origin(name)) {
                self.pair(&expression, &text, name);
            }
        }
        self.seen.len() > before
    }

    /// Reads where a constant is used that holds the name. The place to report is where the name stands.
    fn constant_use(&mut self, at: usize, word: usize, value: &Range<usize>) -> bool {
        let before = self.seen.len();
        let program = self.reader.program;
        if !self.expression(around_holes(program, at)) {
            return false;
        }
        let text = assemble(program, self.constants, value.clone());
        let Some(stands) = names(text.as_str()).first().map(|span| text.origin(*span)) else { return true };
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
        let empty =
            |at: usize| matches!(program.kind(at), Some(Kind::Text { inner, .. }) if inner.is_empty());
        let list = program.is_open(around, "[")
            && program.is_sign(after, ".")
            && program.word(after + 1) == "join"
            && (empty(after + 3) || program.word(after + 3) == ")");
        let call = program.is_open(around, "(")
            && matches!(
                program.callee_name(around).to_ascii_lowercase().as_str(),
                "paste0" | "concat" | "str_c" | "strcat" | "stringconcat" | "concatenate"
            );
        let glued = program.is_open(around, "[")
            && around >= 2
            && program.word(around - 1) == "("
            && program.callee_name(around - 1) == "join"
            && around >= 4
            && empty(around - 4);
        // `String.join("", a, "?auth-key=", key)`, `implode('', [a, '?auth-key=', $key])`.
        let separates = |open: usize| {
            open != NONE
                && program.is_open(open, "(")
                && matches!(program.callee_name(open), "join" | "Join" | "implode")
                && empty(open + 1)
                && program.is_sign(open + 2, ",")
        };
        let separated = separates(around);
        if !(list || call || glued || separated || separates(program.parent(around))) {
            return None;
        }
        let parts: Vec<Text<'static>> = program
            .arguments(around)
            .into_iter()
            .skip(usize::from(separated))
            .take(64)
            .map(|part| assemble(program, self.constants, part))
            .collect();
        Some((around..after, Text::joined(&parts)))
    }

    /// A name that stands alone.
    fn entry(&mut self, expression: Range<usize>, text: &Text<'_>) -> bool {
        if self.reader.is_declared(expression.start) {
            let name = text.origin(Span::new(0, text.as_str().len()));
            let mut sighting = Sighting::in_query(Setting::Description, name, name, SeenValue::None);
            sighting.manner = Manner::DeclaredInQuery;
            let new = self.placed.insert(name);
            self.seen.extend(new.then_some(sighting));
            return new;
        }
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
        sighting.url = self.url_near(expression.start, tokens.as_ref());
        sighting.fix = tokens.and_then(|tokens| super::mend::entry(self.reader, expression.start, &tokens));
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
}

/// The text that an operand is put into: `${NAME}` of a template, or the operand itself.
fn around_holes(program: &Program<'_>, mut at: usize) -> usize {
    while program.kind(program.parent(at)) == Some(Kind::HoleOpen) {
        let template = program.parent(program.parent(at));
        if program.kind(template) != Some(Kind::TemplateOpen) {
            break;
        }
        at = template;
    }
    at
}

/// Whether the name stands in a field's tag from which a querystring is written: `url:"auth-key"`.
fn is_tag(text: &str, name: Span) -> bool {
    let before = text.get(..name.start).unwrap_or_default();
    let after = text.get(name.end..).unwrap_or_default();
    before == "url:\"" || before.ends_with(" url:\"") && after.starts_with(['"', ','])
}

/// Whether a text is a parameter that API Gateway puts into the querystring of what it calls.
fn is_mapped(text: &str, name: Span) -> bool {
    text.get(..name.start) == Some("integration.request.querystring.") && name.end == text.len()
}

/// Whether a text is the name and nothing else.
fn is_name_text(text: &str, found: &[Span]) -> bool {
    is_name(text) || matches!(found, [one] if one.len() == text.len())
}
