//! Where two JSON documents first differ.

use serde_json::{Map, Value};

use super::case::JsonMatch;

/// The first place where a document is not as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The place, as a JSON path.
    pub at: String,
    /// What should be there; `None` is nothing at all.
    pub expected: Option<String>,
    /// What is there; `None` is nothing at all.
    pub found: Option<String>,
}

/// Where a document first differs from what was expected; `None` where it does not.
#[must_use]
pub fn first_difference(expected: &Value, found: &Value, how: JsonMatch) -> Option<Difference> {
    differ(expected, found, how, &mut "$".to_owned())
}

/// Whether two values are the same; numbers are compared by what they are worth.
#[must_use]
pub fn same(one: &Value, other: &Value) -> bool {
    first_difference(one, other, JsonMatch::Exact).is_none()
}

fn differ(expected: &Value, found: &Value, how: JsonMatch, at: &mut String) -> Option<Difference> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => objects(expected, found, how, at),
        (Value::Array(expected), Value::Array(found)) => arrays(expected, found, how, at),
        (Value::Number(one), Value::Number(other)) if one == other || one.as_f64() == other.as_f64() => None,
        (expected, found) if expected == found => None,
        (expected, found) => Some(difference(at, Some(expected), Some(found))),
    }
}

fn objects(
    expected: &Map<String, Value>,
    found: &Map<String, Value>,
    how: JsonMatch,
    at: &mut String,
) -> Option<Difference> {
    let length = at.len();
    for (name, value) in expected {
        at.push_str(&member(name));
        let difference = match found.get(name) {
            Some(there) => differ(value, there, how, at),
            None => Some(difference(at, Some(value), None)),
        };
        at.truncate(length);
        if difference.is_some() {
            return difference;
        }
    }
    if how == JsonMatch::Subset {
        return None;
    }
    let (name, extra) = found.iter().find(|(name, _)| !expected.contains_key(*name))?;
    Some(difference(&format!("{at}{}", member(name)), None, Some(extra)))
}

fn arrays(expected: &[Value], found: &[Value], how: JsonMatch, at: &mut String) -> Option<Difference> {
    let length = at.len();
    for (index, (one, other)) in expected.iter().zip(found).enumerate() {
        at.push_str(&format!("[{index}]"));
        let difference = differ(one, other, how, at);
        at.truncate(length);
        if difference.is_some() {
            return difference;
        }
    }
    let shared = expected.len().min(found.len());
    (expected.len() != found.len())
        .then(|| difference(&format!("{at}[{shared}]"), expected.get(shared), found.get(shared)))
}

fn difference(at: &str, expected: Option<&Value>, found: Option<&Value>) -> Difference {
    let text = |value: &Value| value.to_string();
    Difference { at: at.to_owned(), expected: expected.map(text), found: found.map(text) }
}

/// A member's step of a path: bare where it may be.
pub(crate) fn member(name: &str) -> String {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return format!(".{name}");
    }
    let escaped = name.replace('\\', "\\\\").replace('\'', "\\'");
    format!("['{escaped}']")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{JsonMatch, first_difference};

    fn at(expected: &Value, found: &Value, how: JsonMatch) -> Option<String> {
        first_difference(expected, found, how).map(|difference| difference.at)
    }

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let exact = JsonMatch::Exact;
        assert_eq!(
            at(&json!({"a": [1, {"b": 2}]}), &json!({"a": [1, {"b": 3}]}), exact).unwrap(),
            "$.a[1].b"
        );
        assert_eq!(at(&json!({"a b": 1}), &json!({}), exact).unwrap(), "$['a b']");
        assert_eq!(at(&json!([1]), &json!([1, 2]), exact).unwrap(), "$[1]");
        assert_eq!(at(&json!(1), &json!("1"), exact).unwrap(), "$");
        assert_eq!(at(&json!({"n": 1}), &json!({"n": 1.0}), exact), None);
    }

    #[test]
    fn a_subset_may_have_more_members_but_no_more_elements() {
        let (expected, found) = (json!({"a": 1}), json!({"a": 1, "b": 2}));
        assert_eq!(at(&expected, &found, JsonMatch::Subset), None);
        assert_eq!(at(&expected, &found, JsonMatch::Exact).unwrap(), "$.b");
        assert_eq!(at(&json!([{"a": 1}]), &json!([{"a": 1, "b": 2}]), JsonMatch::Subset), None);
        assert_eq!(at(&json!([1]), &json!([1, 2]), JsonMatch::Subset).unwrap(), "$[1]");
    }
}
