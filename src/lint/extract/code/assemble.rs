//! What a text expression says: its literals decoded and put together, a placeholder for everything else.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::dialect::Prefixes;
use super::mark::{MARK, bare, either_mark, marks};
use super::program::{NONE, Program};
use super::token::{Kind, Raw};
use crate::finding::Span;
use crate::lint::decode;
use crate::lint::extract::url::name_at;
use crate::lint::format::Language;
use crate::lint::{Decoded, Text};

/// What an expression is written as that is no literal.
pub(super) const HOLE: &str = "{_}";
/// Most constants that are looked up in one another.
const CONSTANTS_DEEP_MAX: usize = 4;
/// Most tokens between a name and the sign that gives it a text.
const SIGN_TOKENS_MAX: usize = 12;
/// Most constants of one program that hold the name.
const NAMING_MAX: usize = 64;
/// Most operands of one text.
const OPERANDS_MAX: usize = 256;

/// Names that a program gives to texts, and what it gives them. Each is looked for when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Constants {
    texts: RefCell<HashMap<String, Option<Range<usize>>>>,
    marks: OnceCell<HashSet<String>>,
}

impl Constants {
    /// What a name stands for, if that is sure.
    fn get(&self, program: &Program<'_>, name: &str) -> Option<Range<usize>> {
        program.rest.ask_given(name);
        if let Some(known) = self.texts.borrow().get(name) {
            return known.clone();
        }
        let found = only_definition(program, name);
        self.texts.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    /// Whether a name stands for `?` or `&`, whichever fits.
    fn is_mark(&self, program: &Program<'_>, name: &str) -> bool {
        program.rest.ask_given(bare(name));
        self.marks.get_or_init(|| marks(program)).contains(bare(name))
    }

    /// The names whose text is or holds the parameter's name; `telling` says which literals may.
    pub(super) fn naming(
        &self,
        program: &Program<'_>,
        telling: impl Fn(usize) -> bool,
    ) -> Vec<(String, Range<usize>)> {
        let mut found: Vec<(String, Range<usize>)> = Vec::new();
        let telling = (0..program.tokens.len()).filter(|at| program.is_literal(*at) && telling(*at));
        for value in telling.map(|at| program.expression(at)) {
            // The sign or the word right before it, or PHP's bracket three tokens before.
            let mut before = [1, 3].into_iter().filter_map(|back| value.start.checked_sub(back));
            let Some((name, _)) =
                before.find_map(|at| defined(program, at).filter(|(_, start)| *start == value.start))
            else {
                continue;
            };
            let known = found.iter().any(|(known, _)| known == name);
            if !known
                && !is_pair(program, &value)
                && holds_name(assemble(program, self, value.clone()).as_str())
            {
                found.push((name.to_owned(), value));
            }
            if found.len() >= NAMING_MAX {
                break;
            }
        }
        found.sort_by_key(|(_, value)| value.start);
        found
    }
}

/// The text in the `NAME = "text"` of a program that has one such definition of the name.
fn only_definition(program: &Program<'_>, name: &str) -> Option<Range<usize>> {
    let mut only = None;
    let mut add = |at: usize| {
        let defined = defined(program, at).filter(|(defined, _)| *defined == name);
        // Two uses may be near enough to come upon the same sign.
        let value = defined.map(|(_, value)| value).filter(|value| only != Some(*value));
        let second = value.is_some() && only.is_some();
        only = value.or(only);
        !second
    };
    // PHP's `define('NAME', 'text')` has its sign after another word.
    let php = program.uses("define").iter().all(|at| add(at + 1));
    let sure = php && program.uses(name).iter().all(|at| add(*at) && signs_after(program, *at).all(&mut add));
    only.filter(|_| sure).map(|value| program.expression(value))
}

/// Where a sign or a word stands after a name that may give it something: those from which [`defined`] goes back to it.
fn signs_after(program: &Program<'_>, name: usize) -> impl Iterator<Item = usize> {
    let mut next = Some(name + 1);
    std::iter::from_fn(move || {
        while let Some(at) = next.filter(|at| at - name <= SIGN_TOKENS_MAX) {
            next = Some(program.after(at));
            match program.kind(at) {
                Some(Kind::Word) if matches!(program.language, Language::Al | Language::Abap) => {
                    return Some(at);
                }
                Some(Kind::Word | Kind::Open) => {}
                Some(Kind::Sign) => match program.word(at) {
                    "=" | ":=" | ":" | "=>" => return Some(at),
                    "<" | ">" | "?" | "&" | "*" | "'" => {}
                    _ => next = None,
                },
                _ => next = None,
            }
        }
        None
    })
}

/// Whether a text surely has a value after the name: it ends with a name or a call, and all of the parameter's name stands
/// in a literal before.
fn is_pair(program: &Program<'_>, value: &Range<usize>) -> bool {
    let last = value.end.saturating_sub(1);
    let told = |at: usize| match program.kind(at) {
        Some(Kind::Text { inner, .. }) => program.source().get(inner.range()).is_some_and(|text| {
            text.get(text.len().saturating_sub("auth-key=".len())..)
                .is_some_and(|end| end.eq_ignore_ascii_case("auth-key="))
        }),
        _ => false,
    };
    matches!(program.kind(last), Some(Kind::Word | Kind::Close)) && value.clone().any(told)
}

/// Whether a text is the name, or a part of a URL that ends with the name.
fn holds_name(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let bare = lower.trim_start_matches(['?', '&']).trim_end_matches('=');
    bare == "auth-key" || lower.ends_with("?auth-key=") || lower.ends_with("&auth-key=")
}

/// The name and where its text begins, if a definition's sign stands there.
fn defined<'p>(program: &'p Program<'_>, at: usize) -> Option<(&'p str, usize)> {
    let value = at + 1;
    if program.is_word(at) {
        // `#define NAME "text"`, `@name "text"`.
        let word = program.word(at);
        if word == "Label" && program.language == Language::Al && at >= 2 {
            // `Url: Label 'text', Locked = true;`.
            let named = program.is_sign(at - 1, ":") && program.is_literal(value);
            return named.then(|| (program.word(at - 2), value));
        }
        if word.eq_ignore_ascii_case("value") && program.language == Language::Abap && at >= 3 {
            // `CONSTANTS name TYPE string VALUE 'text'.`
            let named = program.is_literal(value) && program.word(at - 2).eq_ignore_ascii_case("type");
            return named.then(|| (program.word(at - 3), value));
        }
        let defined = program.is_literal(value)
            && !program.leads(value)
            && (word.starts_with('@')
                || at.checked_sub(1).is_some_and(|before| program.word(before) == "#define"));
        return defined.then_some((word, value));
    }
    if program.kind(at) != Some(Kind::Sign) {
        // PHP's `define('NAME', 'text')`.
        let php = program.is_open(at, "(") && at > 0 && program.word(at - 1) == "define";
        if let (true, Some(Kind::Text { inner, .. })) = (php, program.kind(value)) {
            let text = program.is_sign(value + 1, ",") && program.is_literal(value + 2);
            return text
                .then(|| program.source().get(inner.range()).unwrap_or_default())
                .map(|name| (name, value + 2));
        }
        return None;
    }
    let sign = program.word(at);
    if sign == "=>" && at >= 2 && program.word(at - 2) == "constant" && program.is_word(at - 1) {
        // Perl's `use constant NAME => 'text'`.
        return program.is_literal(value).then(|| (program.word(at - 1), value));
    }
    if sign == ":" && at > 0 && program.is_word(at - 1) && program.is_literal(value) {
        // A property whose name says that it holds a parameter's name.
        let name = program.word(at - 1);
        let lower = name.to_ascii_lowercase();
        let telling = lower.contains("param")
            || lower.contains("auth")
            || name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        return telling.then_some((name, value));
    }
    let around = program.parent(at);
    let in_block = around == NONE
        || program.is_open(around, "{")
        || around.checked_sub(1).is_some_and(|before| matches!(program.word(before), "const" | "var"));
    if !matches!(sign, "=" | ":=") || !in_block {
        return None;
    }
    let text = program.is_literal(value) || (program.is_word(value) && joined_name(program, value));
    if !text {
        return None;
    }
    let mut name = None;
    let mut back = at;
    while let Some(previous) = program.before(back) {
        if at - previous > SIGN_TOKENS_MAX || (program.leads(back) && back < at) {
            break;
        }
        let kind = program.kind(previous)?;
        match kind {
            Kind::Word if program.word(previous).eq_ignore_ascii_case("as") => name = None,
            Kind::Word => {
                if name.is_none() {
                    name = Some(program.word(previous));
                }
            }
            Kind::Sign if program.word(previous) == ":" => name = None,
            Kind::Sign if matches!(program.word(previous), "<" | ">" | "?" | "&" | "*" | "'") => {}
            Kind::Sign if matches!(program.word(previous), "." | "->" | "::") && name.is_some() => break,
            Kind::Open => {}
            Kind::Sign
            | Kind::Text { .. }
            | Kind::TemplateOpen
            | Kind::Chunk { .. }
            | Kind::HoleOpen
            | Kind::HoleClose
            | Kind::TemplateClose
            | Kind::Close
            | Kind::Number
            | Kind::Regex
            | Kind::Markup => break,
        }
        back = previous;
    }
    name.map(|name| (name, value))
}

/// Whether a name is followed by what puts it before a literal.
fn joined_name(program: &Program<'_>, at: usize) -> bool {
    program.expression(at).any(|at| program.is_literal(at))
        && program.expression(at).any(|at| program.is_join(at))
}

/// What an expression says.
pub(super) fn assemble(
    program: &Program<'_>,
    constants: &Constants,
    expression: Range<usize>,
) -> Text<'static> {
    let mut parts = Vec::new();
    add_expression(program, constants, expression, 0, &mut parts);
    Text::joined(&parts)
}

fn add_expression(
    program: &Program<'_>,
    constants: &Constants,
    expression: Range<usize>,
    deep: usize,
    parts: &mut Vec<Text<'static>>,
) {
    for operand in program.operands(expression) {
        if parts.len() >= OPERANDS_MAX {
            return;
        }
        add_operand(program, constants, operand, deep, parts);
    }
}

fn add_operand(
    program: &Program<'_>,
    constants: &Constants,
    operand: Range<usize>,
    deep: usize,
    parts: &mut Vec<Text<'static>>,
) {
    let mut at = operand.start;
    if program.is_literal(at) {
        while at < operand.end && program.is_literal(at) {
            add_literal(program, constants, at, deep, parts);
            at = program.after(at);
        }
        return;
    }
    if program.is_open(at, "(") && program.after(at) >= operand.end {
        let inner = at + 1..program.end_of(at);
        let single = inner.is_empty() || program.expression(at + 1) == inner;
        if single && deep < CONSTANTS_DEEP_MAX {
            add_expression(program, constants, inner, deep + 1, parts);
            return;
        }
        if either_mark(program, inner) {
            parts.push(Text::standing_for(MARK.to_owned(), program.origin(operand.start, operand.end)));
            return;
        }
    }
    if operand.len() == 1 && constants.is_mark(program, program.word(at)) {
        parts.push(Text::standing_for(MARK.to_owned(), program.origin(operand.start, operand.end)));
        return;
    }
    let named = operand.len() <= 5
        && operand
            .clone()
            .all(|at| program.is_word(at) || matches!(program.word(at), "." | "::" | "->" | "$"));
    let last = operand.end.saturating_sub(1);
    if named
        && program.is_word(last)
        && deep < CONSTANTS_DEEP_MAX
        && let Some(value) = constants.get(program, program.word(last))
        && !value.contains(&last)
    {
        let text = {
            let mut inner = Vec::new();
            add_expression(program, constants, value, deep + 1, &mut inner);
            Text::joined(&inner).as_str().to_owned()
        };
        // A pair that the constant tells of itself is not told again where it is used.
        let told = !holds_name(&text) && !names(&text).is_empty();
        let text = if told { HOLE.to_owned() } else { text };
        parts.push(Text::standing_for(text, program.origin(operand.start, operand.end)));
        return;
    }
    parts.push(Text::standing_for(HOLE.to_owned(), program.origin(operand.start, operand.end)));
}

/// The literal that begins there, as what it says.
pub(super) fn literal(program: &Program<'_>, constants: &Constants, at: usize) -> Text<'static> {
    let mut parts = Vec::new();
    add_literal(program, constants, at, 0, &mut parts);
    Text::joined(&parts)
}

fn add_literal(
    program: &Program<'_>,
    constants: &Constants,
    at: usize,
    deep: usize,
    parts: &mut Vec<Text<'static>>,
) {
    match program.kind(at) {
        Some(Kind::Text { inner, raw }) => parts.push(characters(program, constants, inner, raw)),
        Some(Kind::TemplateOpen) => {
            let end = program.end_of(at);
            let mut within = at + 1;
            while within < end {
                match program.kind(within) {
                    Some(Kind::Chunk { raw }) => {
                        parts.push(characters(program, constants, program.span(within), raw))
                    }
                    Some(Kind::HoleOpen) => {
                        let inner = within + 1..program.end_of(within);
                        if !inner.is_empty() && program.expression(inner.start) == inner {
                            add_operand_or_hole(program, constants, inner, deep, parts);
                        } else {
                            let mark = if either_mark(program, inner.clone()) { MARK } else { HOLE };
                            parts.push(Text::standing_for(
                                mark.to_owned(),
                                program.origin(within, inner.end + 1),
                            ));
                        }
                    }
                    _ => {}
                }
                within = program.after(within);
            }
        }
        _ => {}
    }
}

/// What stands in a template: a constant's text, or a placeholder.
fn add_operand_or_hole(
    program: &Program<'_>,
    constants: &Constants,
    inner: Range<usize>,
    deep: usize,
    parts: &mut Vec<Text<'static>>,
) {
    if inner.clone().all(|at| program.is_word(at) || matches!(program.word(at), "." | "::" | "->")) {
        add_operand(program, constants, inner, deep + 1, parts);
    } else {
        parts.push(Text::standing_for(HOLE.to_owned(), program.origin(inner.start, inner.end)));
    }
}

/// Characters of a literal, decoded.
fn characters(program: &Program<'_>, constants: &Constants, span: Span, raw: Raw) -> Text<'static> {
    let part = program.text.part(span);
    let decoded = match raw {
        Raw::Backslash => decode::string_escapes(&part),
        Raw::Yes => part.decoded(|_, _| None),
        Raw::Doubled(quote) => part.decoded(|text, at| {
            let pair = text.as_bytes().get(at..at + 2)?;
            (pair == [quote, quote]).then_some((Decoded::Char(char::from(quote)), 2))
        }),
        Raw::Backtick => part.decoded(|text, at| {
            let escaped = text.get(at..)?.strip_prefix('`')?.chars().next()?;
            Some((Decoded::Char(escaped), 1 + escaped.len_utf8()))
        }),
    };
    if program.dialect.prefixes == Prefixes::Rust && decoded.as_str().contains("}auth-key") {
        // `format!("{url}{sep}auth-key={key}")`.
        return decoded.decoded(|text, at| {
            let (name, rest) = text.get(at..)?.strip_prefix('{')?.split_once('}')?;
            (rest.starts_with("auth-key") && constants.is_mark(program, name))
                .then(|| (Decoded::Text(MARK.to_owned()), name.len() + 2))
        });
    }
    if decoded.as_str().contains("{}") {
        return decoded.decoded(|text, at| {
            text.get(at..)?.starts_with("{}").then(|| (Decoded::Text(HOLE.to_owned()), 2))
        });
    }
    decoded
}

/// Every place where the parameter's name stands in a text.
pub(super) fn names(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let may = match bytes.get(at) {
            Some(b'a' | b'A') => {
                bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'u' | b'U' | b'%' | b'\\' | b'&' | b'='))
            }
            Some(b'%') => bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'6' | b'4' | b'2')),
            Some(b'\\') => bytes.get(at + 1).is_some_and(|byte| matches!(byte, b'u' | b'x' | b'\\')),
            Some(b'&') => bytes.get(at + 1) == Some(&b'#'),
            _ => false,
        };
        if may
            && text.is_char_boundary(at)
            && let Some(name) = name_at(text, at)
            && name.start == at
        {
            found.push(name);
            at = name.end;
        } else {
            at += 1;
        }
    }
    found
}

/// The same, where hits say where to look.
pub(super) fn names_at(text: &str, hits: &[usize]) -> Vec<Span> {
    let mut found: Vec<Span> = hits.iter().filter_map(|at| name_at(text, *at)).collect();
    found.sort();
    found.dedup();
    found
}
