//! Annotations that say where a client puts a parameter: `@Query("auth-key")`, `[AliasAs("auth-key")]`.

use super::entry::Entry;
use super::place::Reader;
use super::program::NONE;
use super::words::{Place, place_of_name};
use crate::finding::Span;
use crate::lint::SeenValue;
use crate::lint::format::Language;

/// Annotations that say that a client's parameter goes into the query.
const CLIENT_ANNOTATIONS: &[&str] =
    &["@Query", "@AliasAs", "AliasAs", "@QueryName", "@EncodedQuery", "@ClientQueryParam", "Query"];
/// Annotations that say so where the file is a client's, and what says that it is.
const EITHER_ANNOTATIONS: &[&str] = &["@RequestParam", "@QueryParam", "@QueryValue", "@RestQuery", "@Param"];
const CLIENT_MARKS: &[&str] = &[
    "@FeignClient",
    "@RegisterRestClient",
    "@HttpExchange",
    "@GetExchange",
    "@PostExchange",
    "@Client",
    "@RequestLine",
];
/// Most tokens between a type's word and its block.
const TYPE_TOKENS_MAX: usize = 12;
/// Most tokens of a method's or a type's head that are looked at.
const HEAD_TOKENS_MAX: usize = 128;

/// Whether an annotation is a client's wherever it stands.
pub(super) fn is_annotation(name: &str) -> bool {
    CLIENT_ANNOTATIONS.contains(&name)
}

impl Reader<'_, '_> {
    /// Whether the method or type around an annotation's bracket is marked as a client's.
    fn is_in_client(&self, open: usize) -> bool {
        let program = self.program;
        let mut around = open;
        while around != NONE {
            let mut at = around;
            while let Some(before) = program.before(at) {
                if around - before > HEAD_TOKENS_MAX
                    || program.is_sign(before, ";")
                    || program.is_open(before, "{")
                {
                    break;
                }
                if CLIENT_MARKS.contains(&program.word(before)) {
                    return true;
                }
                at = before;
            }
            around = program.parent(around);
        }
        program.rest.lean();
        false
    }

    /// Whether the type around an attribute is called a form, or another body: Refit sends it as one.
    fn is_of_form(&self, open: usize) -> bool {
        let program = self.program;
        let Some(block) = program.around(open, "{") else { return false };
        let head = (block.saturating_sub(TYPE_TOKENS_MAX)..block).rev();
        let class = head.take_while(|at| !matches!(program.word(*at), ";" | "}" | ")"));
        let class = class.into_iter().find(|at| matches!(program.word(*at), "class" | "record"));
        class.is_some_and(|class| place_of_name(program.word(class + 1)) == Place::Elsewhere)
    }

    pub(super) fn annotated(&self, callee: &str, open: usize) -> Option<Entry> {
        let program = self.program;
        let java = matches!(
            program.language,
            Language::Java
                | Language::Kotlin
                | Language::Scala
                | Language::Groovy
                | Language::CSharp
                | Language::Dart
        );
        let client = CLIENT_ANNOTATIONS.contains(&callee)
            || EITHER_ANNOTATIONS.contains(&callee) && self.is_in_client(open);
        if !java || !client || self.is_of_form(open) {
            return None;
        }
        let span: Span = program.origin(open, program.end_of(open) + 1);
        Some(Entry { value: SeenValue::Dynamic(span), tokens: None })
    }
}
