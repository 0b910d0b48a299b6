//! `/Initialisation/Username`: a small language for places in an XML document.
//!
//! Steps are element names without their prefix, or `*`; `[n]` takes the n-th of those siblings, counted from 1; the
//! last step may be `@name` for an attribute.

use std::collections::HashMap;
use std::fmt;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting that is read.
const XML_DEPTH_MAX: usize = 128;

/// Most places that one path finds in a document.
const FOUND_MAX: usize = 10_000;

/// A place, or several, in an XML document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XmlPath {
    steps: Vec<Step>,
    attribute: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    name: String,
    position: Option<usize>,
}

/// Why a text is no path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlPathFault {
    /// It does not begin at the root.
    #[error("a path begins with `/`, such as `/Initialisation/Username`")]
    NoSlash,
    /// A step that is no name.
    #[error("the step `{0}` is neither a name, `*`, `name[2]` nor `@name`")]
    Step(String),
    /// An attribute that is not last.
    #[error("`@{0}` must be the last step, after an element")]
    Attribute(String),
}

impl XmlPath {
    /// Reads a path.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, XmlPathFault> {
        let rest = text.strip_prefix('/').ok_or(XmlPathFault::NoSlash)?;
        let (mut steps, mut attribute) = (Vec::new(), None);
        for part in rest.split('/') {
            if let Some(name) = &attribute {
                return Err(XmlPathFault::Attribute(String::clone(name)));
            }
            match part.strip_prefix('@') {
                Some(name) if is_name(name) && !steps.is_empty() => attribute = Some(name.to_owned()),
                Some(name) if is_name(name) => return Err(XmlPathFault::Attribute(name.to_owned())),
                Some(_) => return Err(XmlPathFault::Step(part.to_owned())),
                None => steps.push(step(part).ok_or_else(|| XmlPathFault::Step(part.to_owned()))?),
            }
        }
        Ok(Self { steps, attribute })
    }

    /// The text at each place that the path finds, its blanks at both ends left out.
    ///
    /// # Errors
    /// A sentence, where the document is no XML.
    pub fn find(&self, document: &str) -> Result<Vec<String>, String> {
        let mut reader = Reader::from_str(document.trim_start_matches('\u{FEFF}'));
        let mut search =
            Search { path: self, open: Vec::new(), seen: vec![HashMap::new()], found: Vec::new() };
        let malformed = |fault: &dyn fmt::Display| format!("the body is not valid XML: {fault}");
        let mut roots = 0;
        loop {
            match reader.read_event().map_err(|fault| malformed(&fault))? {
                Event::Start(start) => {
                    roots += usize::from(search.open.is_empty());
                    search.enter(&start);
                    if search.open.len() > XML_DEPTH_MAX {
                        return Err(format!("the body is nested deeper than {XML_DEPTH_MAX} elements"));
                    }
                }
                Event::Empty(empty) => {
                    roots += usize::from(search.open.is_empty());
                    search.enter(&empty);
                    search.leave();
                }
                Event::End(_) => search.leave(),
                Event::Text(text) => search.text(&text.xml10_content()),
                Event::CData(data) => search.text(&data.xml10_content()),
                Event::GeneralRef(reference) => {
                    let resolved = quick_xml::escape::unescape(&format!("&{};", reference.xml10_content()))
                        .map(std::borrow::Cow::into_owned);
                    search.text(&resolved.map_err(|fault| malformed(&fault))?);
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        match (roots, search.open.len()) {
            (1, 0) => Ok(search.found),
            (0, _) => Err(malformed(&"it has no root element")),
            (_, 0) => Err(malformed(&"it has more than one root element")),
            (_, _) => Err(malformed(&"an element is not closed")),
        }
    }
}

/// As a suite writes it.
impl fmt::Display for XmlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            write!(f, "/{}", step.name)?;
            if let Some(position) = step.position {
                write!(f, "[{position}]")?;
            }
        }
        self.attribute.iter().try_for_each(|name| write!(f, "/@{name}"))
    }
}

fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    !text.is_empty() && text.chars().all(fits)
}

fn step(text: &str) -> Option<Step> {
    let (name, position) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
        Some((name, position)) => (name, Some(position.parse().ok().filter(|position| *position > 0)?)),
        None => (text, None),
    };
    (name == "*" || is_name(name)).then(|| Step { name: name.to_owned(), position })
}

/// A walk through a document.
struct Search<'p> {
    path: &'p XmlPath,
    open: Vec<Open>,
    /// For each depth, how many siblings of each name there were.
    seen: Vec<HashMap<String, usize>>,
    found: Vec<String>,
}

/// An element that is not closed yet.
struct Open {
    /// Whether it and all above it are as the path says.
    fits: bool,
    text: String,
}

impl Search<'_> {
    fn enter(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().as_ref().to_owned();
        let depth = self.open.len();
        let count = self.seen.last_mut().map_or(1, |siblings| {
            let count = siblings.entry(name.clone()).or_default();
            *count += 1;
            *count
        });
        let above = self.open.last().is_none_or(|open| open.fits);
        let step = self.path.steps.get(depth);
        let fits = above
            && step.is_some_and(|step| {
                (step.name == "*" || step.name == name || step.name == start.name().as_ref())
                    && step.position.is_none_or(|position| position == count)
            });
        if fits && depth + 1 == self.path.steps.len() {
            self.attribute(start);
        }
        self.open.push(Open { fits, text: String::new() });
        self.seen.push(HashMap::new());
    }

    fn attribute(&mut self, start: &BytesStart<'_>) {
        let Some(wanted) = &self.path.attribute else { return };
        for attribute in start.attributes().flatten() {
            let is_it = attribute.key.as_ref() == wanted.as_str()
                || attribute.key.local_name().as_ref() == wanted.as_str();
            if is_it && let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) {
                self.keep(value.into_owned());
            }
        }
    }

    fn leave(&mut self) {
        self.seen.pop();
        let Some(closed) = self.open.pop() else { return };
        let is_last = self.open.len() + 1 == self.path.steps.len();
        if closed.fits && is_last && self.path.attribute.is_none() {
            self.keep(closed.text.trim().to_owned());
        }
        if let Some(parent) = self.open.last_mut() {
            parent.text.push_str(&closed.text);
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.text.push_str(text);
        }
    }

    fn keep(&mut self, text: String) {
        if self.found.len() < FOUND_MAX {
            self.found.push(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{XmlPath, XmlPathFault};

    const ORDER: &str = r#"<?xml version="1.0"?><o:Order xmlns:o="x" id="7"><Line no="1">first &amp; best</Line><Line no="2"><![CDATA[<two>]]></Line><Total/></o:Order>"#;

    fn found(path: &str) -> Vec<String> {
        XmlPath::parse(path).unwrap().find(ORDER).unwrap()
    }

    #[test]
    fn elements_positions_and_attributes_are_found() {
        assert_eq!(found("/Order/Line"), ["first & best", "<two>"]);
        assert_eq!(found("/Order/Line[2]"), ["<two>"]);
        assert_eq!(found("/Order/Line[2]/@no"), ["2"]);
        assert_eq!(found("/Order/@id"), ["7"]);
        assert_eq!(found("/Order/Total"), [""]);
        assert_eq!(found("/*/Line[1]"), ["first & best"]);
        assert_eq!(found("/Order/Lin"), [""; 0]);
        assert_eq!(found("/Line"), [""; 0]);
    }

    #[test]
    fn what_is_no_path_is_refused_and_a_path_reads_back_as_it_was_written() {
        for wrong in ["", "Order", "/", "//a", "/a[0]", "/a[x]", "/a b", "/@id", "/a/@id/b", "/a/@"] {
            assert!(XmlPath::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(XmlPath::parse("/@id"), Err(XmlPathFault::Attribute("id".to_owned())));
        for right in ["/a", "/a/b[2]/@c", "/*/x:y"] {
            assert_eq!(XmlPath::parse(right).unwrap().to_string(), right);
        }
    }

    #[test]
    fn what_is_no_document_is_told_and_a_deep_one_is_not_followed() {
        let path = XmlPath::parse("/a").unwrap();
        assert!(path.find("{}").unwrap_err().contains("not valid XML"));
        assert!(path.find("<a>").unwrap_err().contains("not closed"));
        assert!(path.find("<a/><b/>").unwrap_err().contains("more than one root"));
        assert!(path.find(&"<a>".repeat(1000)).unwrap_err().contains("deeper"));
    }
}
