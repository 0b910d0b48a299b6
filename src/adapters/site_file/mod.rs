//! The site file: TOML, read as a whole, every fault at once.
//!
//! parse → walk (fields and types) → weigh (values, names, templates) → a [`Site`]. What is wrong is collected on the
//! way and shown with its line; nothing that is shown holds a secret.

mod body_files;
pub(in crate::adapters) mod diagnostic;
mod environments;
pub(in crate::adapters) mod faults;
pub(in crate::adapters) mod fields;
mod keys;
mod names;
pub(in crate::adapters) mod place;
mod policies;
pub(in crate::adapters) mod raw;
pub(in crate::adapters) mod replies;
mod sample;
mod schema;
pub(in crate::adapters) mod scope;
mod veil;
pub(in crate::adapters) mod walk;
mod warnings;
mod weigh;
mod witness;
pub(in crate::adapters) mod words;
mod workflows;

use std::path::{Path, PathBuf};

use toml::de::DeTable;

use self::diagnostic::Source;
use self::faults::Faults;
use crate::adapters::bounded_file::{self, InputFault};
use crate::finding::Severity;
use crate::site::Site;

pub use body_files::{BODY_FILE_BYTES_MAX, BODY_FILES_BYTES_MAX};
pub use diagnostic::{DIAGNOSTICS_MAX, Diagnostic, DiagnosticView, Diagnostics};
pub use schema::schema;

/// Largest site file, in bytes.
pub const SITE_BYTES_MAX: u64 = 16 << 20;

/// A site file that was read and is sound.
pub struct Loaded {
    /// The site.
    pub site: Site,
    /// The site file and the body files it names, for whoever watches them.
    pub sources: Vec<PathBuf>,
    file: raw::SiteFile,
    source: Source,
}

impl Loaded {
    /// What the file may be told although it is sound. Looked for only when somebody asks: serving can do without.
    #[must_use]
    pub fn warnings(&self) -> Diagnostics {
        let (list, unsaid) = warnings::all(&self.file, &self.site, &self.source.text);
        Diagnostics::new(self.source.clone(), list, unsaid)
    }

    /// What turned out to be wrong with components that the file names, each fault at the `[[policy]]` it is about.
    #[must_use]
    pub fn faults_of_policies(&self, faults: &[PolicyFault]) -> Diagnostics {
        let list = faults.iter().map(|fault| {
            let is_named = |table: &&raw::PolicyTable| {
                table.name.as_ref().is_some_and(|name| name.value == fault.policy)
            };
            let table = self.file.policy.iter().find(is_named);
            let module = table.and_then(|table| table.module.as_ref());
            Diagnostic {
                code: "unusable-policy",
                severity: Severity::Error,
                span: module.map_or(0..0, |module| module.span.clone()),
                message: format!("the policy `{}` cannot be used: {}", fault.policy, fault.message),
                advice: Some(fault.advice.clone()),
            }
        });
        Diagnostics::new(self.source.clone(), list.collect(), 0)
    }
}

/// What is wrong with a component that a site file names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFault {
    /// The policy's name.
    pub policy: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub advice: String,
}

/// Why a site file gave no site.
#[derive(Debug, thiserror::Error)]
pub enum LoadFault {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// It was read and is wrong.
    #[error("{0}")]
    Faults(Diagnostics),
}

/// Where a text comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'o> {
    /// What diagnostics call it.
    pub name: &'o str,
    /// Where the files lie that it names; `None` where it can name none.
    pub folder: Option<&'o Path>,
}

/// The site that localgear serves when it is given none.
const DEMO: &str = include_str!("../../../fixtures/sites/demo.toml");

/// What diagnostics would call the demo site.
pub const DEMO_NAME: &str = "demo";

/// The embedded demo site. The secrets behind its digests were thrown away: who serves it mints others.
///
/// # Errors
/// None that a release could have: a test reads it.
pub fn demo() -> Result<Loaded, Diagnostics> {
    read(DEMO.to_owned(), Origin { name: DEMO_NAME, folder: None })
}

/// Reads the site file at a path.
///
/// # Errors
/// [`LoadFault`] says what is wrong with the file, or everything that is wrong in it.
pub fn load(path: &Path) -> Result<Loaded, LoadFault> {
    let text = bounded_file::read_text(path, SITE_BYTES_MAX)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.display().to_string();
    let mut loaded = read(text, Origin { name: &name, folder: Some(folder) }).map_err(LoadFault::Faults)?;
    loaded.sources.insert(0, path.to_owned());
    Ok(loaded)
}

/// Reads the text of a site file.
///
/// # Errors
/// Everything that is wrong in it.
pub fn read(text: String, origin: Origin<'_>) -> Result<Loaded, Diagnostics> {
    let (document, syntax) = DeTable::parse_recoverable(&text);
    let mut faults = Faults::new(!syntax.is_empty());
    for fault in &syntax {
        let span = fault.span().unwrap_or(0..0);
        let advice = "a text stands in quotation marks, a table's heading in brackets on a line of its own";
        faults.add("syntax", &span, format!("this is not TOML: {}", fault.message()), advice);
    }
    let file = walk::site_file(document.get_ref(), &mut faults);
    let weighed = weigh::site(&file, &text, origin.folder, faults);
    let faults = weighed.faults;
    drop(document);
    let source = Source {
        name: origin.name.to_owned(),
        text,
        parses: syntax.is_empty(),
        hidden: faults.hidden,
        secrets: faults.secrets,
    };
    match weighed.parts {
        Some(parts) if faults.list.is_empty() => {
            Ok(Loaded { site: Site::new(parts), sources: weighed.files, file, source })
        }
        Some(_) | None => Err(Diagnostics::new(source, faults.list, faults.unsaid)),
    }
}

#[cfg(test)]
mod tests {
    use super::demo;

    #[test]
    fn the_demo_site_is_sound() {
        let loaded = demo().unwrap_or_else(|faults| panic!("{faults}"));
        assert_eq!(loaded.site.workflows().len(), 7);
        assert_eq!(loaded.site.keys().keys().len(), 3);
        assert!(loaded.warnings().is_empty(), "{}", loaded.warnings());
    }
}
