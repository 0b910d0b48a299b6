//! A policy's settings against the schema that it gives for them.

use jsonschema::PatternOptions;
use serde_json::Value;

use super::load_fault::WhyNot;
use crate::policy::Problem;

/// Faults told at once.
const PROBLEMS_MAX: usize = 20;

/// How deep a schema may nest, so that checking it never runs out of stack.
const SCHEMA_DEPTH_MAX: usize = 64;

/// Checks settings against a schema's text; an empty one takes anything.
pub(super) fn check(schema: &str, settings: &Value) -> Result<(), WhyNot> {
    if schema.trim().is_empty() {
        return Ok(());
    }
    let not_usable =
        |why: String| WhyNot::BadDescription(format!("its schema for settings is not usable: {why}"));
    let schema: Value = serde_json::from_str(schema).map_err(|error| not_usable(error.to_string()))?;
    if depth(&schema) > SCHEMA_DEPTH_MAX {
        return Err(not_usable(format!("it nests deeper than {SCHEMA_DEPTH_MAX}")));
    }
    if refers(&schema) {
        // A reference may lead back to itself, or to a file.
        return Err(not_usable("it uses `$ref`, and settings are checked without".to_owned()));
    }
    // The plain engine takes time in proportion to the text; the schema is the policy's, so it is not trusted.
    let options = jsonschema::options().with_pattern_options(PatternOptions::regex());
    let validator = options.build(&schema).map_err(|error| not_usable(error.to_string()))?;
    let problems: Vec<Problem> = validator
        .iter_errors(settings)
        .take(PROBLEMS_MAX)
        .map(|error| Problem {
            pointer: error.instance_path().to_string(),
            message: error.masked().to_string(),
        })
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(WhyNot::BadSettings(problems)) }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn refers(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().any(refers),
        Value::Object(members) => {
            members.keys().any(|name| matches!(name.as_str(), "$ref" | "$dynamicRef" | "$recursiveRef"))
                || members.values().any(refers)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
