//! Files in files: a ConfigMap's `nginx.conf`, a Secret's `app.properties`, `write_files` of cloud-init.

use super::super::super::format::{Format, detect_format};
use super::super::super::text::Text;
use super::super::tree::NodeId;
use super::super::tree::json::read_json;
use super::super::tree::markup::{Markup, read_markup};
use super::super::tree::settings::read_settings;
use super::super::tree::yaml::read_yaml;
use super::super::web_server::read_web_server;
use super::reading::{hits_in, script};
use super::{Kept, Pages, Walk, read_tree};

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
                let path = self.holder().and_then(|holder| tree.member_word(holder, "path"));
                path.unwrap_or_default()
            }
            _ => own,
        };
        let is_file = name.contains('.') && !name.contains(char::is_whitespace) && source.contains('\n');
        if !is_file || self.kept.within >= WITHIN_MAX {
            return false;
        }
        let hits = hits_in(source);
        let kept = Kept { within: self.kept.within + 1, ..Kept::new(self.kept.setting) };
        let format = detect_format(&name, source.as_bytes());
        if let Format::Code(language) = format {
            script(text, language, self.kept.setting, self.out);
        } else if format == Format::WebServer {
            read_web_server(text, &hits, self.out);
        } else if format == Format::Settings {
            read_tree(&read_settings(text, &hits), &hits, kept, self.out);
        } else if format == Format::Json {
            read_tree(&read_json(text, &hits), &hits, kept, self.out);
        } else if format == Format::Yaml {
            read_tree(&read_yaml(text, &hits), &hits, kept, self.out);
        } else if format == Format::Xml {
            let kept = Kept { pages: Some(Pages::Xml), ..kept };
            read_tree(&read_markup(text, &hits, Markup::Xml), &hits, kept, self.out);
        } else if format == Format::Html {
            let kept = Kept { pages: Some(Pages::Html), ..kept };
            read_tree(&read_markup(text, &hits, Markup::Html), &hits, kept, self.out);
        } else {
            return false;
        }
        true
    }
}
