//! How a finding could be mended in the file it is in.

use super::span::Span;

/// How sure it is that a fix keeps the program what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// Provably the same request, with the key in the header.
    Safe,
    /// Probably; somebody should look.
    Unsafe,
}

/// A change of a file that mends a finding and touches nothing else.
#[derive(Clone, PartialEq, Eq)]
pub struct Fix {
    /// The change in a few words, without a secret.
    pub title: String,
    /// How sure it is.
    pub safety: Safety,
    /// What is replaced, in the order of the file, none overlapping another.
    pub edits: Vec<Edit>,
}

/// One replacement. What is put there may hold the secret that stood elsewhere in the file.
#[derive(Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Without what is written: a secret moves, and a debugger need not see it.
impl std::fmt::Debug for Fix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fix({}, {:?}, {:?})", self.title, self.safety, self.edits)
    }
}

/// Where, not what.
impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Edit({:?})", self.span)
    }
}
