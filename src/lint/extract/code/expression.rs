//! Expressions that make a text: where one begins and ends, and what its operands are.

use std::ops::Range;

use super::dialect::Prefixes;
use super::program::{NONE, Program};
use super::token::Kind;
use crate::lint::format::Language;

/// Signs within an operand.
const WITHIN: &[&str] =
    &[".", "?.", "::", "->", "&.", "!", "!!", "*", "-", "/", "%", "&", "@", "$", "\\", "^"];
/// Words that stand before an expression and are no part of it.
const LEADING: &[&str] = &["new", "New", "await", "try", "mut", "ref", "typeof", "my", "our", "co_await"];
/// Most tokens after a bracket that nothing closes.
const UNCLOSED_TOKENS_MAX: usize = 256;
/// Most arguments of one call that are told apart.
const ARGUMENTS_MAX: usize = 256;
/// Most tokens of an expression to either side of where it is asked for.
const TOKENS_MAX: usize = 4096;

impl Program<'_> {
    /// Whether a sign puts strings together.
    pub(super) fn is_join(&self, at: usize) -> bool {
        self.kind(at) == Some(Kind::Sign) && self.dialect.joins.contains(&self.word(at))
    }

    fn is_within(&self, at: usize) -> bool {
        if self.language == Language::Abap && matches!(self.word(at), "." | "->") {
            // A point ends a statement, an arrow names a member.
            return self.word(at) == "->";
        }
        if self.language == Language::Other && self.word(at) == "$" {
            // Haskell's, that a whole expression follows.
            return false;
        }
        let arrow = self.word(at) == "->" && !(self.dialect.joins == ["."] || self.language == Language::C);
        self.is_join(at) || (WITHIN.contains(&self.word(at)) && !arrow)
    }

    /// Whether an expression ends between an element's last token and the next one's first.
    fn parts(&self, left: usize, right: usize) -> bool {
        let (Some(left_kind), Some(right_kind)) = (self.kind(left), self.kind(right)) else { return true };
        let left_sign = left_kind == Kind::Sign;
        let right_sign = right_kind == Kind::Sign;
        if (left_sign && !self.is_within(left)) || (right_sign && !self.is_within(right)) {
            return true;
        }
        let around = self.parent(right);
        let in_round = around != NONE && (self.is_open(around, "(") || self.is_open(around, "["));
        if self.leads(right) && self.dialect.lines_end && !in_round && !left_sign {
            let carries = right_sign
                && (self.is_join(right) && self.word(right) != "-"
                    || matches!(self.word(right), "." | "?." | "&." | "->"));
            if !carries {
                return true;
            }
        }
        if left_sign || right_sign {
            return false;
        }
        let literal =
            |kind: Kind| matches!(kind, Kind::Text { .. } | Kind::TemplateOpen | Kind::TemplateClose);
        match (left_kind, right_kind) {
            (left, right) if literal(left) && literal(right) => !self.dialect.adjacent,
            (Kind::Word, right) if literal(right) => true,
            (Kind::Word, Kind::Word) => !LEADING.contains(&self.word(left)),
            (Kind::Word | Kind::Close, Kind::Open) => self.word(right) == "{",
            // A cast before a value.
            (Kind::Close, Kind::Word | Kind::Number) => self.word(left) != ")",
            _ => true,
        }
    }

    /// The expression that the element beginning there belongs to, as a run of tokens.
    pub(super) fn expression(&self, element: usize) -> Range<usize> {
        let element = match self.kind(element) {
            Some(Kind::Chunk { .. }) => self.parent(element).min(element),
            _ => element,
        };
        let mut start = element;
        while let Some(previous) = self.before(start) {
            if element - previous > TOKENS_MAX || self.parts(start.saturating_sub(1), start) {
                break;
            }
            start = previous;
        }
        let mut end = self.after(element);
        while end < self.tokens.len() && end - element < TOKENS_MAX {
            if self.kind(end).is_some_and(Kind::closes) || self.parts(end.saturating_sub(1), end) {
                break;
            }
            end = self.after(end);
        }
        start..end.min(self.tokens.len())
    }

    /// The operands of an expression.
    pub(super) fn operands(&self, expression: Range<usize>) -> Vec<Range<usize>> {
        let mut operands = Vec::new();
        let mut from = expression.start;
        let mut at = expression.start;
        while at < expression.end {
            if self.is_join(at) && at > from {
                operands.push(from..at);
                from = at + 1;
                at += 1;
            } else if self.is_join(at) && at == from {
                from = at + 1;
                at += 1;
            } else {
                at = self.after(at);
            }
        }
        if from < expression.end {
            operands.push(from..expression.end);
        }
        operands
    }

    /// The elements between an opening bracket and its close, parted by commas; in a block by semicolons and lines.
    pub(super) fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        let end = match self.mate(open) {
            NONE => self.tokens.len().min(open + UNCLOSED_TOKENS_MAX),
            mate => mate,
        };
        let mut arguments = Vec::new();
        let mut from = open + 1;
        let mut at = from;
        while at < end && arguments.len() < ARGUMENTS_MAX {
            if self.is_sign(at, ",") {
                arguments.push(from..at);
                from = at + 1;
            }
            at = self.after(at);
        }
        if from < end {
            arguments.push(from..end);
        }
        arguments
    }

    /// The words of the callee or type before an opening bracket, such as `url.searchParams.append`, as a run of tokens.
    pub(super) fn callee(&self, open: usize) -> Range<usize> {
        let mut start = open;
        let php = self.dialect.joins == ["."];
        while let Some(previous) = self.before(start) {
            let last = start - 1;
            let member = |at: usize| {
                self.kind(at) == Some(Kind::Sign)
                    && (matches!(self.word(at), "?." | "::" | "->" | "&." | "!" | "!!")
                        || (self.word(at) == "." && !php))
            };
            let joined = member(last) || (start < open && member(start));
            let fits = match self.kind(last) {
                Some(Kind::Word) => {
                    start == open || joined || (self.is_open(start, "(") && !self.leads(start))
                }
                Some(Kind::Sign) => {
                    member(last) || (self.is_sign(last, ":") && self.language == Language::Lua)
                }
                Some(Kind::Close) => {
                    let bracket = self.word(previous);
                    (start == open && bracket != "{") || joined
                }
                Some(Kind::TemplateClose | Kind::Text { .. }) => start < open && joined,
                _ => false,
            };
            // A line's end before a name ends what was there, unless a member follows.
            let broken = self.leads(start) && self.dialect.lines_end && start < open && !joined;
            if !fits || broken || open - previous > TOKENS_MAX {
                break;
            }
            start = previous;
        }
        // `Vec<String>(` and `url.Values` keep their names only.
        start..open
    }

    /// The last word of a callee, without generics.
    pub(super) fn callee_name(&self, open: usize) -> &str {
        let mut at = open;
        // `<…>` between the name and the bracket.
        if at > 0 && self.is_sign(at - 1, ">") {
            let mut back = at - 1;
            let mut depth = 0usize;
            while back > 0 && at - back < 24 {
                if self.is_sign(back, ">") {
                    depth += 1;
                } else if self.is_sign(back, "<") {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                back -= 1;
            }
            at = back;
        }
        if at > 0 && self.is_sign(at - 1, "!") && self.dialect.prefixes == Prefixes::Rust {
            at -= 1;
        }
        if at > 0 && self.is_sign(at - 1, "?.") {
            at -= 1;
        }
        match at.checked_sub(1) {
            Some(last) if self.is_word(last) => self.word(last),
            _ => "",
        }
    }

    /// The first token of the line or statement that the token is in.
    pub(super) fn statement_start(&self, at: usize) -> usize {
        let mut start = at;
        while let Some(previous) = self.before(start) {
            let ends = self.is_sign(start - 1, ";")
                || (self.leads(start) && self.dialect.lines_end && !self.carried(start));
            if ends || at - previous > 512 {
                break;
            }
            start = previous;
        }
        start
    }

    /// One past the last token of the line or statement that the token is in.
    pub(super) fn statement_end(&self, at: usize) -> usize {
        let mut end = self.after(at);
        while end < self.tokens.len() && end - at < 512 {
            let ends = self.is_sign(end, ";")
                || self.kind(end).is_some_and(Kind::closes)
                || (self.leads(end) && self.dialect.lines_end && !self.carried(end));
            if ends {
                break;
            }
            end = self.after(end);
        }
        end.min(self.tokens.len())
    }

    /// Whether the line before that token ends with a mark that carries it on.
    fn carried(&self, at: usize) -> bool {
        let between = at.checked_sub(1).map(|before| self.span(before).end..self.span(at).start);
        let gap = between.and_then(|gap| self.source().get(gap)).unwrap_or_default();
        gap.trim_start().starts_with(['`', '\\']) || matches!(self.word(at), "." | "?." | "&." | "|>")
    }
}
