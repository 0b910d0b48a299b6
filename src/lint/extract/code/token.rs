//! What a program is made of, as far as the linter cares.

use crate::finding::Span;

/// One token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// Whether it is the first of its line.
    pub(super) leads: bool,
}

/// What a token is. A literal with expressions in it is a bracket of its own: `TemplateOpen`, then `Chunk`s and what
/// stands between `HoleOpen` and `HoleClose`, then `TemplateClose`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole literal; `inner` is what stands between its quotes.
    Text {
        inner: Span,
        raw: Raw,
    },
    TemplateOpen,
    /// A run of characters of a template.
    Chunk {
        raw: Raw,
    },
    HoleOpen,
    HoleClose,
    TemplateClose,
    Open,
    Close,
    Word,
    Number,
    Sign,
    Regex,
    /// What stands outside of `<?php … ?>`.
    Markup,
}

/// How the characters of a literal are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Raw {
    /// As they stand.
    Yes,
    /// A backslash escapes.
    Backslash,
    /// A quote is written twice, as in that character.
    Doubled(u8),
    /// A backtick escapes.
    Backtick,
}

impl Kind {
    /// Whether it opens something that another token closes.
    pub(super) fn opens(self) -> bool {
        matches!(self, Self::Open | Self::TemplateOpen | Self::HoleOpen)
    }

    /// Whether it closes what another token opened.
    pub(super) fn closes(self) -> bool {
        matches!(self, Self::Close | Self::TemplateClose | Self::HoleClose)
    }
}
