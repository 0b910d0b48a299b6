//! The JSON Schema of the site file, for editors.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::raw;

/// The JSON Schema (2020-12) of the site file. It knows the same fields as the reader: both are the same structs.
#[must_use]
pub fn schema() -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = Value::from(generator.into_root_schema_for::<raw::SiteFile>());
    without_null(&mut schema);
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "localgear site file".into());
    }
    schema
}

/// TOML has no null: a field that may be absent is never there without a value.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Array(types)) = fields.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    fields.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(choices)) = fields.get_mut("anyOf") {
                choices.retain(|choice| choice.get("type").is_none_or(|name| name != "null"));
                if let [Value::Object(only)] = choices.as_slice() {
                    let only = only.clone();
                    fields.remove("anyOf");
                    fields.extend(only);
                }
            }
            if let Some(Value::Array(words)) = fields.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            fields.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{raw, schema};

    #[test]
    fn the_reader_and_the_schema_know_the_same_fields() {
        let schema = schema();
        let definition = |name: &str| match name {
            "the site file" => schema.clone(),
            // Used once only, so it stands where it is used.
            "SiteTable" => schema["properties"]["site"].clone(),
            other => schema["$defs"][other].clone(),
        };
        let of_schema = [
            "the site file",
            "SiteTable",
            "EnvironmentTable",
            "WorkflowTable",
            "InputTable",
            "OutputTable",
            "ReplyTable",
            "WhenTable",
            "RegexTable",
            "KeyTable",
            "PolicyTable",
        ];
        for (name, (heading, fields)) in of_schema.into_iter().zip(raw::EVERY_FIELD) {
            let definition = definition(name);
            let properties = definition["properties"].as_object().unwrap_or_else(|| panic!("{name}"));
            let known: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
            assert_eq!(known, fields.iter().copied().collect(), "{heading}");
            assert_eq!(definition["additionalProperties"], Value::Bool(false), "{heading}");
        }
    }

    #[test]
    fn every_field_is_described_and_none_may_be_null() {
        let text = schema().to_string();
        assert!(!text.contains("\"null\""), "{text}");
        for (name, definition) in schema()["$defs"].as_object().unwrap() {
            for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
                assert!(schema["description"].is_string(), "{name}.{field}");
            }
        }
    }
}
