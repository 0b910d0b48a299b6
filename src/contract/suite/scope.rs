//! What the templates of a case may name: the row of its table, and what earlier cases captured.

use std::collections::BTreeMap;

use minijinja::value::Value;

use crate::site::{TemplateId, Templates, encode};

/// Values by name, and the templates that use them.
pub(super) struct Scope<'t> {
    templates: &'t Templates,
    values: Value,
    encoded: Value,
}

impl<'t> Scope<'t> {
    pub(super) fn new(templates: &'t Templates, values: &BTreeMap<&str, &str>) -> Self {
        let owned = |value: &dyn Fn(&str) -> String| -> BTreeMap<String, String> {
            values.iter().map(|(name, text)| ((*name).to_owned(), value(text))).collect()
        };
        let (plain, encoded) = (owned(&|text| text.to_owned()), owned(&|text| encode(text)));
        Self { templates, values: Value::from(plain), encoded: Value::from(encoded) }
    }

    /// A template filled.
    pub(super) fn text(&self, template: TemplateId) -> Result<String, String> {
        self.templates.render(template, &self.values).map_err(|fault| fault.to_string())
    }

    /// A template filled with values as a URL holds them.
    pub(super) fn url(&self, template: TemplateId) -> Result<String, String> {
        self.templates.render(template, &self.encoded).map_err(|fault| fault.to_string())
    }

    /// A template filled and read as JSON.
    pub(super) fn json(&self, template: TemplateId) -> Result<serde_json::Value, String> {
        let text = self.text(template)?;
        serde_json::from_str(&text).map_err(|fault| format!("what the suite expects is not JSON: {fault}"))
    }
}
