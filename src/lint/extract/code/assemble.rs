//! What a text expression says: its literals decoded and put together, a placeholder for everything else.

use std::ops::Range;

use super::constants::{Constants, holds_name};
use super::dialect::Prefixes;
use super::encoder;
use super::mark::{MARK, either_mark};
use super::program::Program;
use super::token::{Kind, Raw};
use crate::finding::Span;
use crate::lint::decode;
use crate::lint::extract::url::name_at;
use crate::lint::{Decoded, Text};

/// What an expression is written as that is no literal.
pub(super) const HOLE: &str = "{_}";
/// Most constants that are looked up in one another.
const CONSTANTS_DEEP_MAX: usize = 4;
/// Most operands of one text.
const OPERANDS_MAX: usize = 256;

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
    if deep < CONSTANTS_DEEP_MAX
        && let Some(argument) = encoder::argument(program, operand.clone())
    {
        add_expression(program, constants, argument, deep + 1, parts);
        return;
    }
    if operand.len() == 1 && constants.is_mark(program, program.word(at)) {
        parts.push(Text::standing_for(MARK.to_owned(), program.origin(operand.start, operand.end)));
        return;
    }
    let named = operand.len() <= 5
        && operand
            .clone()
            .all(|at| program.is_word(at) || matches!(program.word(at), "." | "::" | "->" | "$"));
    let mut last = operand.end.saturating_sub(1);
    if operand.len() > 2 && matches!(program.word(last), "value" | "rawValue") {
        // `Param.KEY.value` of an enumeration.
        last -= 2;
    }
    let constant = || match constants.member(program, operand.clone()) {
        None if named && program.is_word(last) => constants.get(program, program.word(last)),
        member => member,
    };
    if deep < CONSTANTS_DEEP_MAX
        && let Some(value) = constant()
        && !value.contains(&last)
    {
        let text = {
            let mut inner = Vec::new();
            add_expression(program, constants, value, deep + 1, &mut inner);
            Text::joined(&inner).as_str().to_owned()
        };
        // A pair that the constant tells of itself is not told again where it is used. What follows the name is no name:
        // another thing is called like the constant.
        let valued = parts.last().is_some_and(|before| ends_with_name(before.as_str()));
        let told = if holds_name(&text) { valued } else { !names(&text).is_empty() };
        let text = if told { HOLE.to_owned() } else { text };
        parts.push(Text::standing_for(text, program.origin(operand.start, operand.end)));
        return;
    }
    parts.push(Text::standing_for(HOLE.to_owned(), program.origin(operand.start, operand.end)));
}

/// Whether a text ends with the name and its sign.
pub(super) fn ends_with_name(text: &str) -> bool {
    let end = text.len().checked_sub("auth-key=".len()).and_then(|from| text.get(from..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("auth-key="))
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
    let plain = inner.clone().all(|at| program.is_word(at) || matches!(program.word(at), "." | "::" | "->"));
    let written = encoder::argument(program, inner.clone()).is_some();
    if plain || written || constants.member(program, inner.clone()).is_some() {
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
        Raw::Yes => Text::joined(std::slice::from_ref(&part)),
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
    if memchr::memmem::find(decoded.as_str().as_bytes(), b"{}").is_some() {
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
    let may_begin = |byte: &u8| matches!(byte, b'a' | b'A' | b'%' | b'\\' | b'&');
    while let Some(next) = bytes.get(at..).and_then(|rest| rest.iter().position(may_begin)) {
        at += next;
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
