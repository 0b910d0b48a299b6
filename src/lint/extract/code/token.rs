//! What a program is made of, as far as the linter cares.

use crate::finding::Span;

/// One token and where it stands. A program has one for every few bytes, so it takes no more room than it must: places are
/// those of a window of a file, which are far below 4 GiB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    start: u32,
    end: u32,
    tag: Tag,
    raw: Raw,
    /// How many bytes of a literal stand before what is between its quotes, and after.
    quotes: (u16, u8),
    /// Whether it is the first of its line.
    pub(super) leads: bool,
}

/// A [`Kind`] without what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Text,
    TemplateOpen,
    Chunk,
    HoleOpen,
    HoleClose,
    TemplateClose,
    Open,
    Close,
    Word,
    Number,
    Sign,
    Regex,
    Markup,
}

impl Token {
    /// A token of that kind there.
    #[inline]
    pub(super) fn new(kind: Kind, span: Span, leads: bool) -> Self {
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (tag, raw, quotes) = match kind {
            Kind::Text { inner, raw } => {
                let open = u16::try_from(inner.start.saturating_sub(span.start)).unwrap_or(u16::MAX);
                let close = u8::try_from(span.end.saturating_sub(inner.end)).unwrap_or(u8::MAX);
                (Tag::Text, raw, (open, close))
            }
            Kind::Chunk { raw } => (Tag::Chunk, raw, (0, 0)),
            Kind::TemplateOpen => (Tag::TemplateOpen, Raw::Yes, (0, 0)),
            Kind::HoleOpen => (Tag::HoleOpen, Raw::Yes, (0, 0)),
            Kind::HoleClose => (Tag::HoleClose, Raw::Yes, (0, 0)),
            Kind::TemplateClose => (Tag::TemplateClose, Raw::Yes, (0, 0)),
            Kind::Open => (Tag::Open, Raw::Yes, (0, 0)),
            Kind::Close => (Tag::Close, Raw::Yes, (0, 0)),
            Kind::Word => (Tag::Word, Raw::Yes, (0, 0)),
            Kind::Number => (Tag::Number, Raw::Yes, (0, 0)),
            Kind::Sign => (Tag::Sign, Raw::Yes, (0, 0)),
            Kind::Regex => (Tag::Regex, Raw::Yes, (0, 0)),
            Kind::Markup => (Tag::Markup, Raw::Yes, (0, 0)),
        };
        Self { start: short(span.start), end: short(span.end), tag, raw, quotes, leads }
    }

    /// Where it stands.
    pub(super) fn span(&self) -> Span {
        let long = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        Span::new(long(self.start), long(self.end))
    }

    /// What it is.
    pub(super) fn kind(&self) -> Kind {
        match self.tag {
            Tag::Text => {
                let (span, (open, close)) = (self.span(), self.quotes);
                let end = span.end.saturating_sub(usize::from(close));
                Kind::Text { inner: Span::new((span.start + usize::from(open)).min(end), end), raw: self.raw }
            }
            Tag::Chunk => Kind::Chunk { raw: self.raw },
            Tag::TemplateOpen => Kind::TemplateOpen,
            Tag::HoleOpen => Kind::HoleOpen,
            Tag::HoleClose => Kind::HoleClose,
            Tag::TemplateClose => Kind::TemplateClose,
            Tag::Open => Kind::Open,
            Tag::Close => Kind::Close,
            Tag::Word => Kind::Word,
            Tag::Number => Kind::Number,
            Tag::Sign => Kind::Sign,
            Tag::Regex => Kind::Regex,
            Tag::Markup => Kind::Markup,
        }
    }
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
