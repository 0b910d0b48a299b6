//! Any text: a name that stands in a querystring, whatever is around it. The fallback of every other extractor.

use super::Document;
use super::meaning::manner_of_line;
use super::url::{name_at, query_pair, user_info};
use crate::lint::{Format, Hit, Setting, Sighting};

/// Sees every pair in a querystring and every user in a URL at the hits.
pub fn plain(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let setting = setting_of(document.format);
    for hit in hits {
        let at = document.offset_of(*hit);
        let source = document.text.as_str();
        if source.as_bytes().get(at) == Some(&b'@') {
            seen.extend(user_info(&document.text, at, setting));
        } else if let Some(name) = name_at(source, at) {
            seen.extend(query_pair(&document.text, name, setting).map(|mut sighting| {
                sighting.manner = manner_of_line(source, name.start);
                sighting
            }));
        }
    }
}

/// In what kind of text a pair stands that only the text around it tells of.
pub(super) fn setting_of(format: Format) -> Setting {
    match format {
        Format::Code(_)
        | Format::Json
        | Format::Yaml
        | Format::Xml
        | Format::Hcl
        | Format::WebServer
        | Format::Settings
        | Format::Sql
        | Format::SourceMap => Setting::Code,
        Format::HttpFile
        | Format::Postman
        | Format::Insomnia
        | Format::Bruno
        | Format::Hoppscotch
        | Format::JMeter => Setting::Collection,
        Format::OpenApi => Setting::Description,
        Format::Har => Setting::Capture,
        Format::Log => Setting::Log,
        Format::Html | Format::Markdown | Format::Notebook | Format::Csv | Format::Mail | Format::Plain => {
            Setting::Prose
        }
    }
}
