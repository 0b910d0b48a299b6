//! Nouns: what a rule saw. Shared by live traffic, policies and the linter.

mod severity;

pub use severity::Severity;
