//! Files in files: a ConfigMap's `nginx.conf`, a Secret's `app.properties`, `write_files` of cloud-init.

use super::super::super::format::{Format, detect_format};
use super::super::super::sighting::{Setting, Sighting};
use super::super::super::text::Text;
use super::super::tree::NodeId;
use super::super::tree::hcl::read_hcl;
use super::super::tree::json::read_json;
use super::super::tree::markup::{Markup, read_markup};
use super::super::tree::settings::read_settings;
use super::super::tree::yaml::read_yaml;
use super::super::web_server::read_web_server;
use super::reading::{hits_in, script};
use super::words::folded;
use super::{Kept, Pages, Walk, read_tree};

/// Keys that say where a file will lie whose content stands beside.
const PATHS: [&str; 5] = ["path", "filename", "file_name", "dest", "target"];

/// How many files may stand in each other.
const WITHIN_MAX: usize = 3;

impl Walk<'_, '_> {
    /// Reads a scalar as the file that its key names. Whether it was one.
    pub(super) fn file_within(&mut self, id: NodeId, text: &Text<'_>) -> bool {
        let tree = self.tree;
        let source = text.as_str();
        let own = tree.key(id).unwrap_or_default();
        let name = match own.as_ref() {
            "content" | "contents" => {
                let holder = self.holder();
                let path = PATHS.iter().find_map(|key| tree.member_word(holder?, key));
                path.or_else(|| tree.key(holder?)).unwrap_or_default()
            }
            _ => own,
        };
        let is_file = name.contains('.') && !name.contains(char::is_whitespace) && source.contains('\n');
        if !is_file || self.kept.within >= WITHIN_MAX {
            return false;
        }
        let format = detect_format(&name, source.as_bytes());
        read_file(text, format, self.kept.setting, self.kept.within + 1, self.out)
    }
}

impl Walk<'_, '_> {
    /// Reads a scalar that is a document of its own: XML of a policy, the definition of a state machine. Whether it was one.
    pub(super) fn document_within(&mut self, id: NodeId, text: &Text<'_>) -> bool {
        let source = text.as_str().trim();
        let is_configured = self.kept.setting == Setting::Code && self.kept.within < WITHIN_MAX;
        let is_definition = self.tree.key(id).is_some_and(|key| {
            matches!(folded(&key).as_str(), "definition" | "definitionstring" | "statemachinedefinition")
        });
        let format = if source.starts_with('<')
            && source.ends_with('>')
            && (source.contains("</") || source.contains("/>"))
        {
            detect_format("", source.as_bytes())
        } else if is_definition && source.starts_with('{') {
            Format::Json
        } else {
            return false;
        };
        let is_known = matches!(format, Format::Xml | Format::Html | Format::Json);
        is_configured
            && is_known
            && read_file(text, format, self.kept.setting, self.kept.within + 1, self.out)
    }
}

/// Reads a text as a file of that format. Whether there is a reader for it.
pub(in super::super) fn read_file(
    text: &Text<'_>,
    format: Format,
    setting: Setting,
    within: usize,
    out: &mut Vec<Sighting>,
) -> bool {
    let hits = hits_in(text.as_str());
    let kept = Kept { within, ..Kept::new(setting) };
    if let Format::Code(language) = format {
        script(text, language, setting, out);
    } else if format == Format::WebServer {
        read_web_server(text, &hits, out);
    } else if format == Format::Settings {
        read_tree(&read_settings(text, &hits), &hits, kept, out);
    } else if format == Format::Json {
        read_tree(&read_json(text, &hits), &hits, kept, out);
    } else if format == Format::Yaml {
        read_tree(&read_yaml(text, &hits), &hits, kept, out);
    } else if format == Format::Hcl {
        read_tree(&read_hcl(text, &hits), &hits, Kept { has_expressions: true, ..kept }, out);
    } else if format == Format::Xml {
        let kept = Kept { pages: Some(Pages::Xml), ..kept };
        read_tree(&read_markup(text, &hits, Markup::Xml), &hits, kept, out);
    } else if format == Format::Html {
        let kept = Kept { pages: Some(Pages::Html), ..kept };
        read_tree(&read_markup(text, &hits, Markup::Html), &hits, kept, out);
    } else {
        return false;
    }
    true
}
