//! Templates: compiled when the site loads, so that none can fail to parse while a call waits.

use std::collections::{BTreeSet, HashMap};

use minijinja::value::{Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior};

/// Work that one rendering may do: about a million steps, or 64 MB of text made.
pub const TEMPLATE_FUEL_MAX: u64 = 1_000_000;

/// Depth of nested calls inside a template.
const TEMPLATE_DEPTH_MAX: usize = 64;

/// Every template of a site.
#[derive(Debug)]
pub struct Templates {
    engine: Environment<'static>,
    names: Vec<String>,
    known: HashMap<(Insertion, Box<str>), TemplateId>,
}

/// One of a site's [`Templates`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateId(usize);

/// How a placeholder's text enters what surrounds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Insertion {
    /// As it is.
    Verbatim,
    /// Escaped for the inside of a JSON string; lists and maps become JSON.
    Json,
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TemplateFault {
    /// What the engine says of it.
    pub message: String,
    /// The line inside the template, counted from 1.
    pub line: Option<usize>,
}

/// Why a rendering gave nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the template failed while rendering: {0}")]
pub struct RenderFault(pub String);

impl Default for Templates {
    fn default() -> Self {
        let mut engine = Environment::new();
        engine.set_fuel(Some(TEMPLATE_FUEL_MAX));
        engine.set_recursion_limit(TEMPLATE_DEPTH_MAX);
        engine.set_undefined_behavior(UndefinedBehavior::Chainable);
        engine.set_auto_escape_callback(|name| match name.as_bytes().first() {
            Some(b'j') => AutoEscape::Custom("json-text".into()),
            Some(_) | None => AutoEscape::None,
        });
        engine.set_formatter(insert);
        Self { engine, names: Vec::new(), known: HashMap::new() }
    }
}

impl Templates {
    /// Compiles a template.
    ///
    /// # Errors
    /// What the engine says of it, with the line.
    pub fn add(&mut self, source: &str, insertion: Insertion) -> Result<TemplateId, TemplateFault> {
        // Generated sites say the same thing many times; it is compiled once.
        if let Some(id) = self.known.get(&(insertion, source.into())) {
            return Ok(*id);
        }
        let id = TemplateId(self.names.len());
        let letter = match insertion {
            Insertion::Verbatim => 't',
            Insertion::Json => 'j',
        };
        let name = format!("{letter}{}", id.0);
        let added = self.engine.add_template_owned(name.clone(), source.to_owned());
        added.map_err(|fault| TemplateFault { message: sentence(&fault), line: fault.line() })?;
        self.names.push(name);
        self.known.insert((insertion, source.into()), id);
        Ok(id)
    }

    /// The names that the template looks up outside itself, such as `inputs.id` or `now`, sorted.
    #[must_use]
    pub fn names_in(&self, id: TemplateId) -> BTreeSet<String> {
        let template = self.engine.get_template(self.name(id));
        let names = template.map(|template| template.undeclared_variables(true)).unwrap_or_default();
        let is_function = |name: &String| self.engine.globals().any(|(global, _)| global == name);
        names.into_iter().filter(|name| !is_function(name)).collect()
    }

    /// The engine knows a template by name; the first letter says how it inserts.
    fn name(&self, id: TemplateId) -> &str {
        self.names.get(id.0).map(String::as_str).unwrap_or_default()
    }

    /// Fills the template from a scope.
    ///
    /// # Errors
    /// When an expression fails or the rendering goes over [`TEMPLATE_FUEL_MAX`].
    pub fn render(&self, id: TemplateId, scope: &Value) -> Result<String, RenderFault> {
        let template = self.engine.get_template(self.name(id));
        template.and_then(|template| template.render(scope)).map_err(|fault| RenderFault(sentence(&fault)))
    }
}

/// The engine's message without the internal template name.
fn sentence(fault: &Error) -> String {
    match fault.detail() {
        Some(detail) => format!("{}: {detail}", fault.kind()),
        None => fault.kind().to_string(),
    }
}

/// Writes a placeholder's value: verbatim, or as the inside of a JSON string.
fn insert(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_undefined() || value.is_none() {
        return Ok(());
    }
    let json = matches!(state.auto_escape(), AutoEscape::Custom(_)) && !value.is_safe();
    if !json {
        return write!(out, "{value}").map_err(Error::from);
    }
    match (value.as_str(), value.kind()) {
        (Some(text), _) => out.write_str(&json_text(text)).map_err(Error::from),
        (None, ValueKind::Map | ValueKind::Seq | ValueKind::Iterable) => {
            let json = serde_json::to_string(value)
                .map_err(|fault| Error::new(minijinja::ErrorKind::BadSerialization, fault.to_string()))?;
            out.write_str(&json).map_err(Error::from)
        }
        (None, _) => out.write_str(&json_text(&value.to_string())).map_err(Error::from),
    }
}

/// A text as it stands between the quotes of a JSON string.
fn json_text(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}
