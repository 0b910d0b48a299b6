//! Step 3: what does the file say there? One extractor a format; each parses from the hits outward, and none gives up on
//! a file that is cut off or broken.

mod archive;
mod bruno;
mod calendar;
mod code;
mod csv;
mod gherkin;
pub mod known;
mod log;
mod mail;
mod markdown;
mod meaning;
mod mend;
mod notebook;
mod other;
mod patch;
mod plain;
mod power_query;
mod robot;
mod snapshot;
mod source_map;
mod sql;
mod structured;
mod transcript;
mod tree;
pub mod url;
mod web_server;

use super::format::Format;
use super::prefilter::Hit;
use super::sighting::{Setting, Sighting};
use super::text::Text;

pub use code::{extract_code, extract_http_file};
pub use log::{LogReader, log};
pub use plain::plain;

/// A file, or a window of a large one, as extractors see it.
#[derive(Debug)]
pub struct Document<'t> {
    /// Its name: the path as it is reported.
    pub name: &'t str,
    /// What kind of file it is.
    pub format: Format,
    /// The text. Its spans lead back to the file.
    pub text: Text<'t>,
    /// Whether it is all of the file; an extractor must do with less.
    pub whole: bool,
    /// How the file begins, also where the text is a later window of it: a log's list of columns.
    pub beginning: &'t str,
}

impl Document<'_> {
    /// Where a hit, which is a place in the file, lies in the text.
    #[must_use]
    pub fn offset_of(&self, hit: Hit) -> usize {
        hit.at.saturating_sub(self.text.origin(crate::finding::Span::new(0, 0)).start)
    }
}

/// Reads a format: adds what is seen at the hits of a document.
pub type Extractor = fn(&Document<'_>, &[Hit], &mut Vec<Sighting>);

/// The extractor of each format; [`plain`] for those that need no other.
fn extractor(format: Format) -> Extractor {
    match format {
        Format::Postman
        | Format::Insomnia
        | Format::Hoppscotch
        | Format::OpenApi
        | Format::Json
        | Format::Yaml => structured::json_or_yaml,
        Format::Har => structured::archive,
        Format::Bruno => structured::bruno,
        Format::JMeter | Format::Xml => structured::xml,
        Format::Html => structured::html,
        Format::Markdown => structured::markdown,
        Format::Notebook => structured::notebook,
        Format::Hcl => structured::hcl,
        Format::WebServer => structured::web_server,
        Format::Settings => structured::settings,
        Format::Csv => structured::csv,
        Format::Sql => structured::sql,
        Format::Mail => structured::mail,
        Format::SourceMap => structured::source_map,
        Format::Plain => other::other,
        Format::Code(_) => program,
        Format::HttpFile => http_file,
        Format::Log => log,
    }
}

/// Programs that are pages as well.
const PAGES: [&str; 9] = [".cshtml", ".razor", ".php", ".phtml", ".erb", ".vue", ".svelte", ".jsx", ".tsx"];

/// A program or script; passwords in URLs are seen wherever they stand in it.
fn program(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    if let Format::Code(language) = document.format {
        let hits: Vec<Hit> = hits.iter().map(|hit| Hit { at: document.offset_of(*hit) }).collect();
        extract_code(&document.text, language, &hits, seen);
        let bytes = document.text.as_str().as_bytes();
        let in_urls = hits.iter().map(|hit| hit.at).filter(|at| bytes.get(*at) == Some(&b'@'));
        seen.extend(in_urls.filter_map(|at| url::user_info(&document.text, at, Setting::Code)));
        let name = document.name.to_ascii_lowercase();
        if PAGES.iter().any(|end| name.ends_with(end)) {
            meaning::forms_in(&document.text, &hits, seen);
        }
    }
}

/// Requests as text.
fn http_file(document: &Document<'_>, _hits: &[Hit], seen: &mut Vec<Sighting>) {
    extract_http_file(&document.text, seen);
}

/// Everything that is seen in a document around its hits, in the order of the file, each place once.
#[must_use]
pub fn extract(document: &Document<'_>, hits: &[Hit]) -> Vec<Sighting> {
    let mut seen = Vec::new();
    extractor(document.format)(document, hits, &mut seen);
    in_order(seen)
}

/// The same of one line of a log.
#[must_use]
pub fn extract_line(reader: &LogReader, line: &Text<'_>, hits: &[Hit]) -> Vec<Sighting> {
    let mut seen = Vec::new();
    reader.read(line, hits, &mut seen);
    in_order(seen)
}

fn in_order(mut seen: Vec<Sighting>) -> Vec<Sighting> {
    seen.iter_mut().for_each(keep_what_mends);
    seen.sort_by_key(|sighting| (sighting.name, sighting.manner, sighting.span));
    seen.dedup_by_key(|sighting| sighting.name);
    seen
}

/// Forgets a fix that would leave the name where it was seen: in a broken file it belongs to something else.
fn keep_what_mends(sighting: &mut Sighting) {
    let name = sighting.name;
    let leaves = |fix: &crate::finding::Fix| !fix.edits.iter().any(|edit| edit.span.overlaps(name));
    sighting.fix.take_if(|fix| leaves(fix));
}
