//! From what is written to what it means: values are read, names are looked up, templates compiled. Nothing stops at
//! the first fault.

use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::body_files::BodyFiles;
use super::faults::{Faults, quoted};
use super::names::Names;
use super::place::{At, Span};
use super::{environments, keys, policies, raw, scope, words, workflows};
use crate::site::{
    BODY_BYTES_DEFAULT, BODY_BYTES_MAX, DISABLE_LAG_DEFAULT, DURATION_MAX, Generation, Insertion, Name,
    Refusals, SiteParts, TemplateId, Templates,
};

/// What is needed while a file is weighed.
pub(super) struct Desk<'r> {
    pub(super) text: &'r str,
    pub(super) names: Names<'r>,
    pub(super) templates: Templates,
    pub(super) files: BodyFiles<'r>,
    pub(super) faults: Faults,
}

/// What came of it.
pub(super) struct Weighed {
    /// What the site is made of; worth something only where there are no faults.
    pub(super) parts: Option<SiteParts>,
    /// The body files that were read.
    pub(super) files: Vec<PathBuf>,
    /// What is wrong.
    pub(super) faults: Faults,
}

/// Weighs a whole file.
pub(super) fn site(file: &raw::SiteFile, text: &str, folder: Option<&Path>, mut faults: Faults) -> Weighed {
    let names = Names::new(file, &mut faults);
    let files = BodyFiles::new(folder);
    let mut desk = Desk { text, names, templates: Templates::default(), files, faults };
    let parts = file.site.as_ref().and_then(|table| parts(file, table, folder, &mut desk));
    Weighed { parts, files: desk.files.into_paths(), faults: desk.faults }
}

fn parts(
    file: &raw::SiteFile,
    table: &raw::SiteTable,
    folder: Option<&Path>,
    desk: &mut Desk<'_>,
) -> Option<SiteParts> {
    let faults = &mut desk.faults;
    let name = table.name.as_ref().and_then(|name| words::name(name, faults));
    let id = table.id.as_ref().and_then(|id| words::guid(id, faults));
    let generations = [("classic", Generation::Classic), ("modern", Generation::Modern)];
    let generation = table.generation.as_ref().and_then(|text| words::word(text, &generations, faults));
    let generation = generation.unwrap_or_default();
    let lag = table.disable_lag.as_ref().and_then(|text| words::duration(text, DURATION_MAX, faults));
    let styles = [("platform", Refusals::Platform), ("distinct", Refusals::Distinct)];
    let refusals = table.refusals.as_ref().and_then(|text| words::word(text, &styles, faults));
    let body_limit = table.body_limit.as_ref().and_then(|text| words::size(text, BODY_BYTES_MAX, faults));
    let site_name = name.as_ref().map_or("", Name::as_str);
    let id = id.unwrap_or_else(|| derived_site_id(site_name));
    let environments = environments::all(file, site_name, generation, faults);
    let workflows = workflows::all(file, id, desk);
    let keys = keys::all(file, generation, desk);
    let policies = policies::all(file, folder, desk);
    Some(SiteParts {
        name: name?,
        id,
        generation,
        disable_lag: lag.unwrap_or(DISABLE_LAG_DEFAULT),
        refusals: refusals.unwrap_or_default(),
        reason_header: table.reason_header.as_ref().is_none_or(|flag| flag.value),
        body_limit: body_limit.unwrap_or(BODY_BYTES_DEFAULT),
        environments,
        workflows,
        keys,
        plain_secrets: desk.faults.secrets.clone(),
        policies,
        templates: std::mem::take(&mut desk.templates),
    })
}

/// The GUID of a site that says none.
fn derived_site_id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("localgear:site:{name}").as_bytes())
}

impl Desk<'_> {
    /// Compiles a template and looks at the names in it. A name of an input that nobody declared is a fault unless
    /// it is tolerated (then it is a warning, which another pass gives).
    pub(super) fn template(
        &mut self,
        source: &At<String>,
        insertion: Insertion,
        inputs: &[&str],
        tolerates_inputs: bool,
    ) -> Option<TemplateId> {
        let id = match self.templates.add(source.as_str(), insertion) {
            Ok(id) => id,
            Err(fault) => {
                let span = scope::line_span(self.text, &source.span, fault.line.unwrap_or(1));
                let message = format!("the template cannot be read: {}", fault.message);
                let advice = "placeholders are written `{{ inputs.name }}`, statements `{% … %}`";
                self.faults.add("bad-template", &span, message, advice);
                return None;
            }
        };
        if !scope::has_names(source.as_str()) {
            return Some(id);
        }
        for name in self.templates.names_in(id) {
            let Some(unknown) = scope::unknown(&name, inputs, &mut self.faults) else { continue };
            if unknown.is_input && tolerates_inputs {
                continue;
            }
            let span: Span = scope::name_span(self.text, &source.span, &name);
            let message = format!("the template uses {}, which is not known here", quoted(&name));
            self.faults.add_of_whole("unknown-template-name", &span, message, &unknown.advice);
        }
        Some(id)
    }
}
