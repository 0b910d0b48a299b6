//! The suite file: TOML, read as a whole, every fault at once, as the site file is.
//!
//! No secret belongs in it: keys are named, and what stands behind a name is looked up when the suite runs.

mod cases;
mod desk;
mod expect;
mod request;
mod secrets;
mod values;
mod write;

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use self::desk::Desk;
use super::bounded_file::{self, InputFault};
use super::site_file::Diagnostics;
use super::site_file::diagnostic::Source;
use super::site_file::faults::Faults;
use super::site_file::fields::{Fields, as_table};
use crate::contract::suite::Suite;

pub use write::{reply_text, suite_text};

/// Largest suite file, in bytes.
pub const SUITE_BYTES_MAX: u64 = 4 << 20;

/// Largest file that a case may name, in bytes.
pub const CASE_FILE_BYTES_MAX: u64 = 16 << 20;

const SUITE_FILE: [&str; 3] = ["suite", "secrets", "case"];
const SUITE: [&str; 3] = ["name", "site", "target"];
const SECRET: [&str; 1] = ["env"];

/// Why a suite file gave no suite.
#[derive(Debug, thiserror::Error)]
pub enum SuiteFault {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// It was read and is wrong.
    #[error("{0}")]
    Faults(Diagnostics),
}

/// Reads the suite file at a path.
///
/// # Errors
/// [`SuiteFault`] says what is wrong with the file, or everything that is wrong in it.
pub fn load(path: &Path) -> Result<Suite, SuiteFault> {
    let text = bounded_file::read_text(path, SUITE_BYTES_MAX)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    read(text, &path.display().to_string(), Some(folder)).map_err(SuiteFault::Faults)
}

/// Reads the text of a suite file. Without a folder it can name no other file.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read(text: String, name: &str, folder: Option<&Path>) -> Result<Suite, Diagnostics> {
    let (document, syntax) = DeTable::parse_recoverable(&text);
    let mut faults = Faults::new(!syntax.is_empty());
    for fault in &syntax {
        let span = fault.span().unwrap_or(0..0);
        let advice = "a text stands in quotation marks, a table's heading in brackets on a line of its own";
        faults.add("syntax", &span, format!("this is not TOML: {}", fault.message()), advice);
    }
    secrets::look_for_keys(&text, &mut faults);
    let mut desk = Desk::new(&text, folder, faults);
    let suite = suite(document.get_ref(), name, &mut desk);
    let faults = desk.faults;
    drop(document);
    match suite {
        Some(suite) if faults.list.is_empty() => Ok(suite),
        Some(_) | None => {
            let source = Source {
                name: name.to_owned(),
                text,
                parses: syntax.is_empty(),
                hidden: faults.hidden,
                secrets: faults.secrets,
            };
            Err(Diagnostics::new(source, faults.list, faults.unsaid))
        }
    }
}

fn suite(root: &DeTable<'_>, file: &str, desk: &mut Desk<'_>) -> Option<Suite> {
    let fields = Fields::new(root, 0..0, ("the suite file", &SUITE_FILE), &mut desk.faults);
    let head = fields.table("suite", &mut desk.faults);
    if head.is_none() {
        let advice = "begin it with `[suite]` and `name = \"…\"`";
        desk.faults.add_of_whole("missing-field", &(0..0), "the file has no `[suite]`", advice);
    }
    let head = head.map(|(table, span)| Fields::new(table, span, ("`[suite]`", &SUITE), &mut desk.faults));
    let name = head.as_ref().and_then(|head| head.required_text("name", &mut desk.faults));
    let site = head.as_ref().and_then(|head| head.text("site", &mut desk.faults));
    let target = head.as_ref().and_then(|head| head.text("target", &mut desk.faults));
    if let Some(target) = &target
        && let Err(why) = super::http_target::parse_url(target.as_str())
    {
        let advice = "write it like `https://mycompany.flowgear.net`";
        desk.faults.add("bad-target", &target.span, why, advice);
    }
    let secrets = secrets(&fields, desk);
    let cases = cases::all(&fields, desk);
    if cases.is_empty() && !fields.has("case") {
        let advice = "add `[[case]]` with `name`, `[case.request]` and `[case.expect]`";
        desk.faults.add_of_whole("missing-field", &(0..0), "the suite has no case", advice);
    }
    let folder = desk.folder.unwrap_or(Path::new("."));
    Some(Suite {
        name: name?.value,
        file: file.to_owned(),
        site: site.map(|site| beside(folder, site.as_str())),
        target: target.map(|target| target.value),
        secrets,
        cases,
        templates: std::mem::take(&mut desk.templates),
    })
}

fn beside(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(path) } else { folder.join(path) }
}

/// `crm = { env = "FLOWGEAR_KEY_CRM" }`: where a key's secret is found, never the secret itself.
fn secrets(fields: &Fields<'_, '_>, desk: &mut Desk<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (key, value) in fields.entries("secrets", &mut desk.faults) {
        let Some((table, span)) = as_table(value, key.as_str(), &mut desk.faults) else { continue };
        let fields = Fields::new(table, span, ("a secret", &SECRET), &mut desk.faults);
        let Some(variable) = fields.required_text("env", &mut desk.faults) else { continue };
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if variable.value.is_empty() || !variable.value.chars().all(fits) {
            desk.faults.hide(&variable.span);
            let message = format!("`env` of `{}` is no name of an environment variable", key.value);
            desk.faults.add(
                "bad-variable",
                &variable.span,
                message,
                "name the variable, such as `FLOWGEAR_KEY_CRM`",
            );
            continue;
        }
        found.push((key.value, variable.value));
    }
    found
}
