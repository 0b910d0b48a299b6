//! Reads the fields of one table: each by name and type, what is wrong goes to the faults.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{Faults, listed, quoted};
use super::place::{At, Span};

/// Longest unknown field name that a message repeats, in characters.
const FIELD_CHARS_MAX: usize = 40;

/// One table of the file.
#[derive(Clone)]
pub(in crate::adapters) struct Fields<'t, 'i> {
    table: &'t DeTable<'i>,
    /// Where the table stands.
    pub(in crate::adapters) span: Span,
    what: &'static str,
}

impl<'t, 'i> Fields<'t, 'i> {
    /// A table in which only the known fields may stand.
    pub(in crate::adapters) fn new(
        table: &'t DeTable<'i>,
        span: Span,
        (what, known): (&'static str, &[&'static str]),
        faults: &mut Faults,
    ) -> Self {
        for (name, value) in table {
            if !known.contains(&name.get_ref().as_ref()) {
                unknown(name, value, what, known, faults);
            }
        }
        Self { table, span, what }
    }

    /// The text of a field.
    pub(in crate::adapters) fn text(&self, name: &str, faults: &mut Faults) -> Option<At<String>> {
        text(self.table.get(name)?, name, faults)
    }

    /// The text of a field that must be there.
    pub(in crate::adapters) fn required_text(&self, name: &str, faults: &mut Faults) -> Option<At<String>> {
        if self.table.get(name).is_none() {
            let message = format!("{} has no `{name}`", self.what);
            faults.add_of_whole("missing-field", &self.span, message, &format!("add `{name} = \"…\"`"));
        }
        self.text(name, faults)
    }

    /// A field that is true or false.
    pub(in crate::adapters) fn boolean(&self, name: &str, faults: &mut Faults) -> Option<At<bool>> {
        let value = self.table.get(name)?;
        let found = value.get_ref().as_bool();
        if found.is_none() {
            wrong_type(value, name, "`true` or `false`", faults);
        }
        Some(At { value: found?, span: value.span() })
    }

    /// A field that is a whole number.
    pub(in crate::adapters) fn integer(&self, name: &str, faults: &mut Faults) -> Option<At<i64>> {
        let value = self.table.get(name)?;
        let number = value.get_ref().as_integer();
        let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        if number.is_none() {
            wrong_type(value, name, "a whole number", faults);
        }
        Some(At { value: number?, span: value.span() })
    }

    /// A field that is a moment: RFC 3339 as text, or a date-time of TOML itself.
    pub(in crate::adapters) fn moment(&self, name: &str, faults: &mut Faults) -> Option<At<String>> {
        let value = self.table.get(name)?;
        match value.get_ref().as_datetime() {
            Some(moment) => Some(At { value: moment.to_string(), span: value.span() }),
            None => text(value, name, faults),
        }
    }

    /// A field that is an array of texts; `None` when it is not there.
    pub(in crate::adapters) fn texts(&self, name: &str, faults: &mut Faults) -> Option<Vec<At<String>>> {
        let value = self.table.get(name)?;
        let Some(array) = value.get_ref().as_array() else {
            wrong_type(value, name, "an array of texts", faults);
            return Some(Vec::new());
        };
        Some(array.iter().filter_map(|item| text(item, name, faults)).collect())
    }

    /// A field that is a table.
    pub(in crate::adapters) fn table(
        &self,
        name: &str,
        faults: &mut Faults,
    ) -> Option<(&'t DeTable<'i>, Span)> {
        let value = self.table.get(name)?;
        as_table(value, name, faults)
    }

    /// The entries of a field that is a table of names people chose, in the file's order.
    pub(in crate::adapters) fn entries(
        &self,
        name: &str,
        faults: &mut Faults,
    ) -> Vec<(At<String>, &'t Spanned<DeValue<'i>>)> {
        let Some((table, _)) = self.table(name, faults) else { return Vec::new() };
        let entry = |(name, value): (&'t Spanned<_>, _)| {
            let text: &std::borrow::Cow<'_, str> = name.get_ref();
            (At { value: text.to_string(), span: name.span() }, value)
        };
        let mut entries: Vec<(At<String>, &Spanned<DeValue<'_>>)> = table.iter().map(entry).collect();
        entries.sort_by_key(|(name, _)| name.span.start);
        entries
    }

    /// A field that is an array of tables.
    pub(in crate::adapters) fn tables(
        &self,
        name: &str,
        faults: &mut Faults,
    ) -> Vec<(&'t DeTable<'i>, Span)> {
        let Some(value) = self.table.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            wrong_type(value, name, "an array of tables", faults);
            hide_all(value, faults);
            return Vec::new();
        };
        array.iter().filter_map(|item| as_table(item, name, faults)).collect()
    }

    /// A field as JSON; moments become texts.
    pub(in crate::adapters) fn json(&self, name: &str, faults: &mut Faults) -> Option<serde_json::Value> {
        let value = self.table.get(name)?;
        hide_all(value, faults);
        as_table(value, name, faults)?;
        Some(to_json(value.get_ref()))
    }

    /// A field as it is written, whatever its type.
    pub(in crate::adapters) fn value(&self, name: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table.get(name)
    }

    /// Whether the field is there at all.
    pub(in crate::adapters) fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Covers a field's value, whatever it is, wherever the line is shown.
    pub(in crate::adapters) fn hide(&self, name: &str, faults: &mut Faults) {
        if let Some(value) = self.table.get(name) {
            hide_all(value, faults);
        }
    }
}

/// The text of a value.
pub(in crate::adapters) fn text(
    value: &Spanned<DeValue<'_>>,
    name: &str,
    faults: &mut Faults,
) -> Option<At<String>> {
    let found = value.get_ref().as_str();
    if found.is_none() {
        wrong_type(value, name, "text", faults);
    }
    Some(At { value: found?.to_owned(), span: value.span() })
}

/// The table that a value is.
pub(in crate::adapters) fn as_table<'t, 'i>(
    value: &'t Spanned<DeValue<'i>>,
    name: &str,
    faults: &mut Faults,
) -> Option<(&'t DeTable<'i>, Span)> {
    let found = value.get_ref().as_table();
    if found.is_none() {
        wrong_type(value, name, "a table", faults);
        hide_all(value, faults);
    }
    Some((found?, value.span()))
}

/// The value is of another type than its field needs.
pub(in crate::adapters) fn wrong_type(
    value: &Spanned<DeValue<'_>>,
    name: &str,
    expected: &str,
    faults: &mut Faults,
) {
    let advice = match (value.get_ref(), expected) {
        (DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_), "text") => {
            "put it in quotation marks"
        }
        (DeValue::String(_), "`true` or `false`" | "a whole number") => "write it without quotation marks",
        (DeValue::String(_), "an array of texts") => "put it in square brackets",
        (DeValue::Table(_), "an array of tables") => "write its heading in double square brackets",
        _ => "",
    };
    let found = value.get_ref().type_str();
    let message = format!("`{name}` is {expected}, and this is of type {found}");
    faults.add("wrong-type", &value.span(), message, advice);
}

/// Covers every text in a value.
pub(in crate::adapters) fn hide_all(value: &Spanned<DeValue<'_>>, faults: &mut Faults) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (_, value) in table {
                hide_all(value, faults);
            }
        }
        DeValue::Array(array) => {
            for value in array.iter() {
                hide_all(value, faults);
            }
        }
        DeValue::Boolean(_) => {}
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
            faults.hide(&value.span());
        }
    }
}

/// A field that nobody knows; its value may be a secret whose name was mistyped.
fn unknown(
    name: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    what: &str,
    known: &[&'static str],
    faults: &mut Faults,
) {
    hide_all(value, faults);
    let typed = name.get_ref();
    let near = faults.nearest(typed, known.iter().copied());
    let advice = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("it has {}", listed(known.iter().copied())),
    };
    let may_be_value = near.is_none() && faults.is_partial;
    let field = match may_be_value || typed.chars().count() > FIELD_CHARS_MAX {
        true => "this field".to_owned(),
        false => format!("the field {}", quoted(typed)),
    };
    if field == "this field" {
        faults.hide(&name.span());
    }
    faults.add("unknown-field", &name.span(), format!("{what} does not know {field}"), &advice);
}

/// A value as JSON; moments become texts.
pub(in crate::adapters) fn to_json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(serde_json::Value::Null, Into::into)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(serde_json::Value::Null, Into::into),
        DeValue::Boolean(boolean) => (*boolean).into(),
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Array(array) => array.iter().map(|item| to_json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let mut fields: Vec<_> = table.iter().collect();
            fields.sort_by_key(|(name, _)| name.span().start);
            let field = |(name, value): (&Spanned<std::borrow::Cow<'_, str>>, &Spanned<DeValue<'_>>)| {
                (name.get_ref().to_string(), to_json(value.get_ref()))
            };
            fields.into_iter().map(field).collect::<serde_json::Map<_, _>>().into()
        }
    }
}
