//! A program as the linter reads it: tokens with their brackets, comments apart.

use std::cell::OnceCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::dialect::Dialect;
use super::lexer::{self, Lexed};
use super::part::Rest;
use super::token::{Kind, Token};
use crate::finding::Span;
use crate::lint::Text;
use crate::lint::format::Language;

/// Most brackets that may be open between one and its close when some are missing.
const UNCLOSED_MAX: usize = 12;
/// No token.
pub(super) const NONE: usize = usize::MAX;

/// Names, and where each stands. A hasher that is quicker than the standard one, and as random.
type Uses<'t> = HashMap<&'t str, Vec<usize>, RandomState>;

/// A program, or what is kept of it.
pub(super) struct Program<'t> {
    pub(super) text: &'t Text<'t>,
    pub(super) language: Language,
    pub(super) dialect: &'static Dialect,
    pub(super) tokens: Vec<Token>,
    pub(super) comments: Vec<Span>,
    /// What was not read, where it is read in part.
    pub(super) rest: Rest<'t>,
    uses: OnceCell<Uses<'t>>,
    mates: Vec<u32>,
    parents: Vec<u32>,
}

impl<'t> Program<'t> {
    /// Reads what stands in the windows.
    pub(super) fn read(text: &'t Text<'t>, language: Language, windows: &[Span]) -> Self {
        let source = text.as_str();
        let Lexed { mut tokens, comments } = lexer::tokens(source, language, windows);
        if language == Language::VisualBasic {
            carry_on(source, &mut tokens);
        }
        let (mates, parents) = brackets(source, &tokens);
        let (rest, uses) = (Rest::default(), OnceCell::new());
        Self { text, language, dialect: Dialect::of(language), tokens, comments, rest, uses, mates, parents }
    }

    /// Reads a part of a program; the rest is asked only whether it has to be read too.
    pub(super) fn read_part(text: &'t Text<'t>, language: Language, rest: Rest<'t>) -> Self {
        let all = [Span::new(0, text.as_str().len())];
        Self { rest, ..Self::read(text, language, &all) }
    }

    pub(super) fn source(&self) -> &str {
        self.text.as_str()
    }

    /// Where a name stands.
    pub(super) fn uses(&self, name: &str) -> &[usize] {
        self.uses.get_or_init(|| uses(self.text.as_str(), &self.tokens)).get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind())
    }

    pub(super) fn span(&self, at: usize) -> Span {
        self.tokens.get(at).map_or(Span::new(0, 0), |token| token.span())
    }

    /// What stands there; nothing beyond either end.
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).and_then(|token| self.source().get(token.span().range())).unwrap_or_default()
    }

    pub(super) fn leads(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.leads)
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Word)
    }

    pub(super) fn is_sign(&self, at: usize, sign: &str) -> bool {
        self.kind(at) == Some(Kind::Sign) && self.word(at) == sign
    }

    pub(super) fn is_open(&self, at: usize, bracket: &str) -> bool {
        self.kind(at) == Some(Kind::Open) && self.word(at) == bracket
    }

    /// Whether a literal begins there.
    pub(super) fn is_literal(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Text { .. } | Kind::TemplateOpen))
    }

    /// The bracket that belongs to the one there; [`NONE`] if it is missing.
    pub(super) fn mate(&self, at: usize) -> usize {
        long(self.mates.get(at))
    }

    /// The bracket around that token; [`NONE`] at the top.
    pub(super) fn parent(&self, at: usize) -> usize {
        long(self.parents.get(at))
    }

    /// The innermost bracket of that kind around a token.
    pub(super) fn around(&self, at: usize, bracket: &str) -> Option<usize> {
        let mut around = self.parent(at);
        while around != NONE && !self.is_open(around, bracket) {
            around = self.parent(around);
        }
        (around != NONE).then_some(around)
    }

    /// The first token after the element that begins there: after its close, if it opens something.
    pub(super) fn after(&self, at: usize) -> usize {
        match self.kind(at) {
            Some(kind) if kind.opens() && self.mate(at) != NONE => self.mate(at) + 1,
            _ => at + 1,
        }
    }

    /// Where the element before that token begins, within the same brackets.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        let previous = at.checked_sub(1)?;
        match self.kind(previous)? {
            kind if kind.opens() => None,
            kind if kind.closes() && self.mate(previous) != NONE => Some(self.mate(previous)),
            _ => Some(previous),
        }
    }

    /// Where what a bracket opens ends: its close, or the end.
    pub(super) fn end_of(&self, open: usize) -> usize {
        match self.mate(open) {
            NONE => self.tokens.len(),
            mate => mate,
        }
    }

    /// The place in the file of a run of tokens.
    pub(super) fn origin(&self, from: usize, to: usize) -> Span {
        let last = self.span(to.saturating_sub(1).max(from));
        self.text.origin(self.span(from).with(last))
    }
}

/// Every name, and where it stands.
fn uses<'t>(source: &'t str, tokens: &[Token]) -> Uses<'t> {
    let mut uses = Uses::default();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind() == Kind::Word) {
        uses.entry(source.get(token.span().range()).unwrap_or_default()).or_default().push(at);
    }
    uses
}

/// Takes out the `_` that carry a line on; what follows one begins no line.
fn carry_on(source: &str, tokens: &mut Vec<Token>) {
    let mut carried = false;
    tokens.retain_mut(|token| {
        let carries = source.get(token.span().range()) == Some("_");
        token.leads &= !carried;
        carried = carries;
        !carries
    });
}

/// [`NONE`] as tokens are numbered where every byte counts.
const SHORT_NONE: u32 = u32::MAX;

fn short(token: usize) -> u32 {
    u32::try_from(token).unwrap_or(SHORT_NONE)
}

fn long(token: Option<&u32>) -> usize {
    token.filter(|token| **token != SHORT_NONE).map_or(NONE, |token| usize::try_from(*token).unwrap_or(NONE))
}

/// For each token its mate and the bracket around it.
fn brackets(source: &str, tokens: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut mates = vec![SHORT_NONE; tokens.len()];
    let mut parents = vec![SHORT_NONE; tokens.len()];
    let mut open: Vec<usize> = Vec::new();
    let first = |at: usize| {
        tokens
            .get(at)
            .and_then(|token| source.as_bytes().get(token.span().start))
            .copied()
            .unwrap_or_default()
    };
    let fits = |opener: usize, closer: usize| {
        let kinds =
            (tokens.get(opener).map(|token| token.kind()), tokens.get(closer).map(|token| token.kind()));
        match kinds {
            (Some(Kind::Open), Some(Kind::Close)) => {
                matches!((first(opener), first(closer)), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
            }
            (Some(Kind::TemplateOpen), Some(Kind::TemplateClose)) => true,
            (Some(Kind::HoleOpen), Some(Kind::HoleClose)) => true,
            _ => false,
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        if token.kind().closes() {
            let deep = if token.kind() == Kind::Close { UNCLOSED_MAX } else { usize::MAX };
            let found = open.iter().rev().take(deep).position(|opener| fits(*opener, at));
            if let Some(found) = found {
                let depth = open.len() - 1 - found;
                if let Some(opener) = open.get(depth).copied() {
                    open.truncate(depth);
                    if let (Some(mine), Some(_)) = (mates.get_mut(at), tokens.get(opener)) {
                        *mine = short(opener);
                    }
                    if let Some(theirs) = mates.get_mut(opener) {
                        *theirs = short(at);
                    }
                }
            }
        }
        if let Some(parent) = parents.get_mut(at) {
            *parent = open.last().map_or(SHORT_NONE, |open| short(*open));
        }
        if token.kind().opens() {
            open.push(at);
        }
    }
    (mates, parents)
}
