//! Where in a site file something stands.

use std::borrow::Cow;
use std::ops::Range;

use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Bytes of the file, from its start.
pub(in crate::adapters) type Span = Range<usize>;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adapters) struct At<T> {
    /// What is there.
    pub(in crate::adapters) value: T,
    /// Where.
    pub(in crate::adapters) span: Span,
}

impl<T> At<T> {
    /// Something else that stands in the same place.
    pub(in crate::adapters) fn with<U>(&self, value: U) -> At<U> {
        At { value, span: self.span.clone() }
    }
}

impl At<String> {
    /// The text.
    pub(in crate::adapters) fn as_str(&self) -> &str {
        &self.value
    }
}

/// To a reader of the schema, the value alone.
impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// Line and column of a byte, both counted from 1, the column in characters.
pub(in crate::adapters) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(byte)).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::line_and_column;

    #[test]
    fn columns_count_characters_and_lines_begin_at_one() {
        assert_eq!(line_and_column("", 0), (1, 1));
        assert_eq!(line_and_column("a\nné b", 6), (2, 4));
        assert_eq!(line_and_column("ab", 99), (1, 3));
    }
}
