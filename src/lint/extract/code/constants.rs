//! Names that a program gives to texts once, and what it gives them.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::assemble::{assemble, ends_with_name};
use super::mark::{bare, marks};
use super::member::Member;
use super::program::{NONE, Program};
use super::token::Kind;
use crate::lint::format::Language;

/// Most tokens between a name and the sign that gives it a text.
const SIGN_TOKENS_MAX: usize = 12;
/// Most constants of one program that hold the name.
const NAMING_MAX: usize = 64;

/// Names that a program gives to texts, and what it gives them. Each is looked for when it is asked for.
#[derive(Debug, Default)]
pub(super) struct Constants {
    texts: RefCell<HashMap<String, Option<Range<usize>>>>,
    members: RefCell<Vec<Member>>,
    marks: OnceCell<HashSet<String>>,
}

impl Constants {
    /// What a name stands for, if that is sure.
    pub(super) fn get(&self, program: &Program<'_>, name: &str) -> Option<Range<usize>> {
        program.rest.ask_given(name);
        if let Some(known) = self.texts.borrow().get(name) {
            return known.clone();
        }
        let found = only_definition(program, name);
        self.texts.borrow_mut().insert(name.to_owned(), found.clone());
        found
    }

    /// What a member of a table stands for that is all of an operand.
    pub(super) fn member(&self, program: &Program<'_>, operand: Range<usize>) -> Option<Range<usize>> {
        let members = self.members.borrow();
        let member = members.iter().find(|one| one.used(program, operand.start) == Some(operand.end))?;
        Some(member.value.clone())
    }

    /// The members of tables whose text is or holds the parameter's name, as far as [`Self::naming`] came by them.
    pub(super) fn members(&self) -> Vec<Member> {
        self.members.borrow().clone()
    }

    /// Whether a name stands for `?` or `&`, whichever fits.
    pub(super) fn is_mark(&self, program: &Program<'_>, name: &str) -> bool {
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
                self.add_member(program, value);
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

    fn add_member(&self, program: &Program<'_>, value: Range<usize>) {
        let room = self.members.borrow().len() < NAMING_MAX;
        let Some(member) = Member::of(program, value.clone()).filter(|_| room) else { return };
        if holds_name(assemble(program, self, value).as_str()) {
            self.members.borrow_mut().push(member);
        }
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
        Some(Kind::Text { inner, .. }) => program.source().get(inner.range()).is_some_and(ends_with_name),
        _ => false,
    };
    matches!(program.kind(last), Some(Kind::Word | Kind::Close)) && value.clone().any(told)
}

/// Whether a text is the name, or a part of a URL that ends with the name.
pub(super) fn holds_name(text: &str) -> bool {
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
    assigned(program, at).map(|name| (name, value))
}

/// The name that is given something by a sign.
pub(super) fn assigned<'p>(program: &'p Program<'_>, at: usize) -> Option<&'p str> {
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
    name
}

/// Whether a name is followed by what puts it before a literal.
fn joined_name(program: &Program<'_>, at: usize) -> bool {
    let mut expression = program.expression(at);
    expression.clone().any(|at| program.is_literal(at)) && expression.any(|at| program.is_join(at))
}
