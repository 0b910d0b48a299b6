//! Where a key stands in the text of a site file.

use std::ops::Range;

use toml_edit::{Document, Item, Table, Value};

use super::EditFault;
use super::splice::{Splices, line_start};

/// The text of a file and where one `[[key]]` table stands in it.
#[derive(Debug)]
pub(super) struct KeyPlace<'t> {
    text: &'t str,
    header: Range<usize>,
    fields: Vec<Field>,
}

/// One `name = value` of the table.
#[derive(Debug)]
struct Field {
    name: String,
    key: Range<usize>,
    value: Range<usize>,
    /// For an array, where its items stand.
    items: Option<Vec<Range<usize>>>,
}

impl<'t> KeyPlace<'t> {
    /// The table of the key of that name.
    pub(super) fn find(text: &'t str, name: &str) -> Result<Self, EditFault> {
        let document = Document::parse(text).map_err(|_| EditFault::Inline)?;
        let tables = document.as_table().get("key").and_then(Item::as_array_of_tables);
        let is_named = |table: &&Table| table.get("name").and_then(Item::as_str) == Some(name);
        let table = tables.ok_or(EditFault::Inline)?.iter().find(is_named).ok_or(EditFault::Inline)?;
        Self::of(text, table).ok_or(EditFault::Inline)
    }

    fn of(text: &'t str, table: &Table) -> Option<Self> {
        let field = |(name, item): (&str, &Item)| {
            let (key, _) = table.get_key_value(name)?;
            let items = |array: &toml_edit::Array| array.iter().filter_map(Value::span).collect();
            Some(Field {
                name: name.to_owned(),
                key: key.span()?,
                value: item.span()?,
                items: item.as_array().map(items),
            })
        };
        let mut fields: Vec<Field> = table.iter().map(field).collect::<Option<_>>()?;
        fields.sort_by_key(|field| field.key.start);
        Some(Self { text, header: table.span()?, fields })
    }

    /// Gives a field a value, in its old place or on a line after its relatives.
    pub(super) fn set(&self, name: &str, value: &str, splices: &mut Splices) {
        match self.field(name) {
            Some(field) => splices.replace(field.value.clone(), value),
            None => splices.add_line_after(self.end_of_relatives(name), &format!("{name} = {value}")),
        }
    }

    /// Adds a value to an array field; the oldest goes when there would be more than the limit.
    pub(super) fn append(&self, name: &str, value: &str, limit: usize, splices: &mut Splices) {
        let field = self.field(name);
        let items = field.and_then(|field| field.items.as_deref()).unwrap_or_default();
        match (field, items) {
            (None, _) => self.set(name, &format!("[{value}]"), splices),
            (Some(field), []) => splices.replace(field.value.clone(), &format!("[{value}]")),
            (Some(_), [.., last]) => {
                if let [first, second, ..] = items
                    && items.len() >= limit
                {
                    splices.cut(first.start..second.start);
                }
                splices.replace(last.end..last.end, &format!(", {value}"));
            }
        }
    }

    /// Leaves a field out; what else stands on its line stays.
    pub(super) fn remove(&self, name: &str, splices: &mut Splices) {
        let Some(field) = self.field(name) else { return };
        let start = line_start(self.text, field.key.start);
        let rest = self.text.get(field.value.end..).unwrap_or_default();
        let line = rest.split_inclusive('\n').next().unwrap_or_default();
        match line.trim() {
            "" => splices.cut(start..field.value.end + line.len()),
            _ => splices.cut(field.key.start..field.value.end + (line.len() - line.trim_start().len())),
        }
    }

    /// From the comment right above the heading to the last line of the table, and one empty line after it.
    pub(super) fn whole(&self) -> Range<usize> {
        let mut start = line_start(self.text, self.header.start);
        while start > 0 {
            let above = line_start(self.text, start - 1);
            let line = self.text.get(above..start).unwrap_or_default();
            if !line.trim_start().starts_with('#') {
                break;
            }
            start = above;
        }
        let mut end = self.end();
        let mut rest = self.text.get(end..).unwrap_or_default().split_inclusive('\n');
        end += rest.next().map_or(0, str::len);
        let next = rest.next().unwrap_or_default();
        if next.ends_with('\n') && next.trim().is_empty() {
            end += next.len();
        }
        start..end
    }

    /// Where the last value of the table ends.
    fn end(&self) -> usize {
        self.fields.iter().map(|field| field.value.end).chain([self.header.end]).max().unwrap_or_default()
    }

    /// Where a new field follows well: after those that it belongs to.
    fn end_of_relatives(&self, name: &str) -> usize {
        let relatives: &[&str] = match name {
            "enabled" => &["name"],
            "disabled-at" => &["enabled", "name"],
            "secondary" => &["primary"],
            "primary" => &["environment", "name"],
            "retired" => &["secondary", "primary"],
            _ => &[],
        };
        let found = relatives.iter().find_map(|name| self.field(name));
        found.map_or_else(|| self.end(), |field| field.value.end)
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// After which byte a new key belongs: the last key's end, or the end of a file that has none.
pub(super) fn end_of_keys(text: &str) -> Result<usize, EditFault> {
    let document = Document::parse(text).map_err(|_| EditFault::Inline)?;
    let Some(keys) = document.as_table().get("key") else { return Ok(text.len()) };
    let tables = keys.as_array_of_tables().ok_or(EditFault::Inline)?;
    let ends = tables.iter().filter_map(|table| KeyPlace::of(text, table)).map(|place| place.end());
    ends.max().ok_or(EditFault::Inline)
}
