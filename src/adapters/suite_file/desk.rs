//! What is needed while a suite file is read: its text, its templates, the names that they may use.

use std::collections::BTreeSet;
use std::path::{Component, Path};

use regex::{Regex, RegexBuilder};

use super::CASE_FILE_BYTES_MAX;
use crate::adapters::bounded_file;
use crate::adapters::site_file::faults::{Faults, listed, quoted};
use crate::adapters::site_file::place::{At, Span};
use crate::adapters::site_file::scope::name_span;
use crate::contract::suite::XmlPath;
use crate::site::{Insertion, TemplateId, Templates};

/// Memory that one compiled expression may take, in bytes.
const REGEX_BYTES_MAX: usize = 1 << 20;

/// Everything that reading a suite file needs.
pub(super) struct Desk<'f> {
    pub(super) text: &'f str,
    pub(super) folder: Option<&'f Path>,
    pub(super) templates: Templates,
    pub(super) faults: Faults,
    /// Names that the templates of the present case may use: its row's, and what earlier cases captured.
    pub(super) known: BTreeSet<String>,
    /// Names that the present case's templates do use.
    pub(super) used: BTreeSet<String>,
}

impl<'f> Desk<'f> {
    pub(super) fn new(text: &'f str, folder: Option<&'f Path>, faults: Faults) -> Self {
        let (known, used) = (BTreeSet::new(), BTreeSet::new());
        Self { text, folder, templates: Templates::default(), faults, known, used }
    }

    /// A template, its names checked.
    pub(super) fn template(&mut self, source: &str, span: &Span, insertion: Insertion) -> Option<TemplateId> {
        // The engine takes one line break from the end of a template; here every byte counts.
        let whole = if source.ends_with('\n') { format!("{source}{{{{ '' }}}}") } else { source.to_owned() };
        let id = match self.templates.add(&whole, insertion) {
            Ok(id) => id,
            Err(fault) => {
                let message = format!("the template cannot be read: {}", fault.message);
                self.faults.add("bad-template", span, message, "placeholders look like `{{ name }}`");
                return None;
            }
        };
        for name in self.templates.names_in(id) {
            let top = name.split('.').next().unwrap_or(&name).to_owned();
            if self.known.contains(&top) {
                self.used.insert(top);
                continue;
            }
            let known: Vec<String> = self.known.iter().cloned().collect();
            let known = || known.iter().map(String::as_str);
            let advice = match (self.faults.nearest(&top, known()), self.known.is_empty()) {
                (Some(near), _) => format!("did you mean `{near}`?"),
                (None, true) => {
                    "no earlier case captures anything, and this case has no `[[case.each]]`".to_owned()
                }
                (None, false) => format!("there is {}", listed(known())),
            };
            let place = name_span(self.text, span, &top);
            let message = format!("nothing that is known here is named {}", quoted(&top));
            self.faults.add_of_whole("unknown-name", &place, message, &advice);
        }
        Some(id)
    }

    /// A text as a template.
    pub(super) fn text(&mut self, text: &At<String>) -> Option<TemplateId> {
        self.template(text.as_str(), &text.span, Insertion::Verbatim)
    }

    pub(super) fn regex(&mut self, text: &At<String>) -> Option<Regex> {
        match RegexBuilder::new(text.as_str()).size_limit(REGEX_BYTES_MAX).build() {
            Ok(regex) => Some(regex),
            Err(fault) => {
                let why = fault.to_string();
                let why = why.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                let message = format!("the regular expression cannot be read: {why}");
                self.faults.add("bad-regex", &text.span, message, "escape characters with a meaning by `\\`");
                None
            }
        }
    }

    pub(super) fn json_path(&mut self, text: &At<String>) -> Option<serde_json_path::JsonPath> {
        match serde_json_path::JsonPath::parse(text.as_str()) {
            Ok(path) => Some(path),
            Err(fault) => {
                let message = format!("{} is no JSON path: {}", quoted(&text.value), fault.message());
                self.faults.add(
                    "bad-path",
                    &text.span,
                    message,
                    "a path looks like `$.items[0].id` (RFC 9535)",
                );
                None
            }
        }
    }

    pub(super) fn xml_path(&mut self, text: &At<String>) -> Option<XmlPath> {
        match XmlPath::parse(text.as_str()) {
            Ok(path) => Some(path),
            Err(fault) => {
                let message = format!("{} is no XML path: {fault}", quoted(&text.value));
                self.faults.add(
                    "bad-path",
                    &text.span,
                    message,
                    "a path looks like `/Initialisation/Username`",
                );
                None
            }
        }
    }

    /// The bytes of a file beside the suite or below it.
    pub(super) fn file(&mut self, path: &At<String>) -> Option<Vec<u8>> {
        let relative = Path::new(path.as_str());
        let stays =
            relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        let Some(folder) = self.folder.filter(|_| stays && !path.value.is_empty()) else {
            let message = format!("{} does not lie beside the suite", quoted(&path.value));
            self.faults.add("bad-file", &path.span, message, "name a file beside the suite or below it");
            return None;
        };
        match bounded_file::read(&folder.join(relative), CASE_FILE_BYTES_MAX) {
            Ok(bytes) => Some(bytes),
            Err(fault) => {
                self.faults.add("bad-file", &path.span, fault.to_string(), "");
                None
            }
        }
    }
}
