//! Every place in a program where a key goes into a URL.

use std::collections::HashSet;
use std::ops::Range;

use super::assemble::{Constants, assemble, names};
use super::entry::Entry;
use super::place::Reader;
use super::program::{NONE, Program};
use super::token::Kind;
use super::words::{Place, place_of_name};
use crate::finding::Span;
use crate::lint::decode;
use crate::lint::extract::url::{is_name, query_pair};
use crate::lint::{SeenValue, Setting, Sighting, Text};

/// Most tokens of an expression that are looked at for a constant.
const EXPRESSION_TOKENS_MAX: usize = 256;
/// Shortest base64 that could hold the name and a key, in bytes.
const BASE64_BYTES_MIN: usize = 24;
/// Most pairs that are read in one text.
const PAIRS_MAX: usize = 512;

/// Adds what is seen in a program.
pub(super) fn sight(program: &Program<'_>, seen: &mut Vec<Sighting>) {
    for comment in &program.comments {
        running(&program.text.part(*comment), Setting::Comment, seen);
    }
    let constants = Constants::of(program);
    let named = constants.naming(program);
    let reader = Reader::new(program, &constants);
    let mut sights =
        Sights { reader: &reader, constants: &constants, done: HashSet::new(), placed: HashSet::new(), seen };
    let defined: Vec<Range<usize>> = named.iter().map(|(_, value)| value.clone()).collect();
    let mut used: Vec<usize> = Vec::new();
    for at in 0..program.tokens.len() {
        match program.kind(at) {
            Some(Kind::Text { inner, .. }) if is_base64(program, at, inner) => {
                let decoded = decode::base64(&program.text.part(inner), 0);
                running(&decoded, Setting::Code, sights.seen);
            }
            Some(Kind::Text { .. } | Kind::TemplateOpen)
                if telling(program, at) && !defined.iter().any(|value| value.contains(&at)) =>
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

/// Whether that word is where the constant is defined.
fn is_definition(program: &Program<'_>, at: usize, value: &Range<usize>) -> bool {
    at < value.start && value.start - at <= 12 && !program.leads(value.start.min(at + 1))
}

/// Whether a literal could hold the name or a part of it.
fn telling(program: &Program<'_>, at: usize) -> bool {
    let end = match program.kind(at) {
        Some(Kind::TemplateOpen) => {
            program.span(program.end_of(at).min(program.tokens.len().saturating_sub(1))).end
        }
        _ => program.span(at).end,
    };
    let text = program.source().get(program.span(at).start..end).unwrap_or_default();
    let bytes = text.as_bytes();
    bytes.windows(3).any(|three| {
        three.eq_ignore_ascii_case(b"aut")
            || three.eq_ignore_ascii_case(b"key")
            || three.eq_ignore_ascii_case(b"%61")
            || three.starts_with(b"\\u0")
            || three.starts_with(b"\\x6")
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
    covered.extend(
        program
            .tokens
            .iter()
            .filter(|token| {
                matches!(
                    token.kind,
                    Kind::Text { .. } | Kind::Chunk { .. } | Kind::Regex | Kind::TemplateOpen
                )
            })
            .map(|token| token.span),
    );
    covered.sort();
    for name in names(source) {
        let before = covered.partition_point(|span| span.start <= name.start);
        let inside =
            before.checked_sub(1).and_then(|at| covered.get(at)).is_some_and(|span| span.end > name.start);
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
        for name in names(text.as_str()).into_iter().take(PAIRS_MAX) {
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
        if !(list || call || glued) {
            return None;
        }
        let parts: Vec<Text<'static>> = program
            .arguments(around)
            .into_iter()
            .take(64)
            .map(|part| assemble(program, self.constants, part))
            .collect();
        Some((around..after, Text::joined(&parts)))
    }

    /// A name that stands alone.
    fn entry(&mut self, expression: Range<usize>, text: &Text<'_>) -> bool {
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

/// Whether a text is the name and nothing else.
fn is_name_text(text: &Text<'_>) -> bool {
    let source = text.as_str();
    let all = names(source);
    is_name(source) || matches!(all.as_slice(), [one] if one.len() == source.len())
}
