//! An XML body's inputs: the child elements of its root (assumed; real clients send XML, no source shows the mapping).

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Deepest nesting that is read.
const XML_DEPTH_MAX: usize = 128;

/// Name and text of each child of the root; a child with elements of its own keeps its inner XML.
pub(super) fn properties(body: &[u8]) -> Result<Vec<(String, Arc<str>)>, String> {
    let text =
        std::str::from_utf8(body).map_err(|_| "the body is not valid XML: it is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    let source = text.trim_start_matches('\u{FEFF}');
    let mut properties = Vec::new();
    let mut open: Vec<Child> = Vec::new();
    let mut roots = 0;
    let malformed = |fault: &dyn std::fmt::Display| format!("the body is not valid XML: {fault}");
    loop {
        let before = position(&reader);
        match reader.read_event().map_err(|fault| malformed(&fault))? {
            Event::Start(start) => {
                roots += usize::from(open.is_empty());
                let name = start.local_name().as_ref().to_owned();
                open.push(Child { name, start: position(&reader), nested: false, text: String::new() });
                if open.len() > XML_DEPTH_MAX {
                    return Err(format!("the body is nested deeper than {XML_DEPTH_MAX} elements"));
                }
                mark_nested(&mut open);
            }
            Event::Empty(empty) => {
                roots += usize::from(open.is_empty());
                if open.len() == 1 {
                    properties.push((empty.local_name().as_ref().to_owned(), Arc::from("")));
                } else if let Some(child) = open.get_mut(1) {
                    child.nested = true;
                }
            }
            Event::End(_) => {
                let closed = open.pop();
                if let (1, Some(child)) = (open.len(), closed) {
                    let inner = source.get(child.start..before).unwrap_or_default();
                    let text = if child.nested { inner.trim().to_owned() } else { child.text };
                    properties.push((child.name, text.into()));
                }
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                match open.last_mut() {
                    Some(child) => child.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(malformed(&"there is text outside its root element")),
                }
            }
            Event::CData(data) => {
                if let Some(child) = open.last_mut() {
                    child.text.push_str(&data.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved =
                    quick_xml::escape::unescape(&format!("&{name};")).map(std::borrow::Cow::into_owned);
                let resolved = resolved.map_err(|fault| malformed(&fault))?;
                if let Some(child) = open.last_mut() {
                    child.text.push_str(&resolved);
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match (roots, open.len()) {
        (1, 0) => Ok(properties),
        (0, _) => Err(malformed(&"it has no root element")),
        (_, 0) => Err(malformed(&"it has more than one root element")),
        (_, _) => Err(malformed(&"an element is not closed")),
    }
}

/// An element that is still open.
struct Child {
    name: String,
    start: usize,
    nested: bool,
    text: String,
}

fn mark_nested(open: &mut [Child]) {
    if open.len() > 2
        && let Some(child) = open.get_mut(1)
    {
        child.nested = true;
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}
