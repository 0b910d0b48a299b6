//! The extractors of formats that have a structure: each reads it into a tree, and says what kind of text its scalars are.

use super::super::format::{Format, holds_records};
use super::super::prefilter::Hit;
use super::super::sighting::{Setting, Sighting};
use super::meaning::{Kept, Pages, hits_in, read_tree};
use super::tree::hcl::read_hcl;
use super::tree::json::read_json;
use super::tree::markup::{Markup, read_markup};
use super::tree::settings::read_settings;
use super::tree::yaml::read_yaml;
use super::{Document, archive, bruno, csv, mail, markdown, notebook, source_map, sql, web_server};
use crate::finding::Span;

/// Where the hits lie in the document's text.
fn here(document: &Document<'_>, hits: &[Hit]) -> Vec<Hit> {
    let length = document.text.as_str().len();
    let is_straight = document.text.origin(Span::new(0, length)).len() == length;
    match is_straight {
        true => hits.iter().map(|hit| Hit { at: document.offset_of(*hit) }).collect(),
        false => hits_in(document.text.as_str()),
    }
}

fn setting(format: Format) -> Setting {
    match format {
        Format::Har => Setting::Capture,
        Format::Postman
        | Format::Insomnia
        | Format::Hoppscotch
        | Format::Bruno
        | Format::JMeter
        | Format::HttpFile => Setting::Collection,
        Format::OpenApi => Setting::Description,
        Format::Code(_)
        | Format::Json
        | Format::Yaml
        | Format::Xml
        | Format::Html
        | Format::Markdown
        | Format::Notebook
        | Format::Hcl
        | Format::WebServer
        | Format::Settings
        | Format::Csv
        | Format::Sql
        | Format::Mail
        | Format::Log
        | Format::SourceMap
        | Format::Plain => Setting::Code,
    }
}

/// In what kind of text the document's scalars stand. Recordings of calls are captures.
fn setting_of(document: &Document<'_>) -> Setting {
    let is_recording = ["http_interactions", "recorded_with", "recorded_at"]
        .iter()
        .any(|word| document.beginning.contains(word));
    if is_recording {
        Setting::Capture
    } else if document.format == Format::Json && holds_records(document.beginning) {
        Setting::Log
    } else {
        setting(document.format)
    }
}

/// JSON or YAML, whichever it is: collections, descriptions and archives come in both.
pub(super) fn json_or_yaml(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    let source = document.text.as_str();
    let kept = Kept {
        is_raml: document.beginning.trim_start_matches('\u{feff}').starts_with("#%RAML"),
        ..Kept::new(setting_of(document))
    };
    let beginning = if document.beginning.is_empty() { source } else { document.beginning };
    let opens = beginning.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    let is_json = matches!(document.format, Format::Json | Format::Har)
        || opens
        || document.name.to_ascii_lowercase().ends_with(".json");
    let is_yaml = document.format == Format::Yaml || !is_json;
    let tree = if is_yaml { read_yaml(&document.text, &hits) } else { read_json(&document.text, &hits) };
    read_tree(&tree, &hits, kept, seen);
}

/// HTTP archives.
pub(super) fn archive(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    for stretch in archive::stretches(&document.text, &hits) {
        let text = document.text.part(stretch);
        let own: Vec<Hit> = hits
            .iter()
            .filter(|hit| stretch.range().contains(&hit.at))
            .map(|hit| Hit { at: hit.at - stretch.start })
            .collect();
        read_tree(&read_json(&text, &own), &own, Kept::new(setting_of(document)), seen);
    }
}

/// HCL.
pub(super) fn hcl(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    read_tree(
        &read_hcl(&document.text, &hits),
        &hits,
        Kept { has_expressions: true, ..Kept::new(Setting::Code) },
        seen,
    );
}

/// Names and values.
pub(super) fn settings(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    read_tree(&read_settings(&document.text, &hits), &hits, Kept::new(Setting::Code), seen);
}

/// XML, JMeter's plans among it.
pub(super) fn xml(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    let kept = Kept { pages: Some(Pages::Xml), ..Kept::new(setting(document.format)) };
    read_tree(&read_markup(&document.text, &hits, Markup::Xml), &hits, kept, seen);
}

/// Web pages.
pub(super) fn html(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    let hits = here(document, hits);
    let kept = Kept { pages: Some(Pages::Html), ..Kept::new(Setting::Code) };
    read_tree(&read_markup(&document.text, &hits, Markup::Html), &hits, kept, seen);
}

/// Bruno's requests.
pub(super) fn bruno(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    bruno::read_bruno(&document.text, &here(document, hits), seen);
}

/// Web servers' configuration.
pub(super) fn web_server(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    web_server::read_web_server(&document.text, &here(document, hits), seen);
}

/// Tables.
pub(super) fn csv(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    csv::read_csv(document.name, &document.text, &here(document, hits), seen);
}

/// SQL.
pub(super) fn sql(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    sql::read_sql(&document.text, &here(document, hits), seen);
}

/// Notebooks.
pub(super) fn notebook(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    notebook::read_notebook(&document.text, &here(document, hits), seen);
}

/// Source maps.
pub(super) fn source_map(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    source_map::read_source_map(&document.text, &here(document, hits), seen);
}

/// Documents for people.
pub(super) fn markdown(document: &Document<'_>, hits: &[Hit], seen: &mut Vec<Sighting>) {
    markdown::read_markdown(&document.text, &here(document, hits), seen);
}

/// E-mails.
pub(super) fn mail(document: &Document<'_>, _hits: &[Hit], seen: &mut Vec<Sighting>) {
    mail::read_mail(&document.text, seen);
}
