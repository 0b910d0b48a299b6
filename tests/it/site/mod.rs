//! Laws of the nouns.

mod initialisation_xml;
mod live;
mod mask;
mod route_index;
mod uri_template;

use localgear::site::{Name, PathSegment};
use proptest::prelude::Strategy;

/// The text of a segment: letters of several scripts, syntax, blanks, escapes that are none.
fn text() -> impl Strategy<Value = String> {
    "[a-cA-C0-9é√ /%{}?&=+.~_-]{1,6}"
}

/// A call's path, decoded.
fn path(segments: &[String]) -> Vec<PathSegment> {
    segments.iter().cloned().map(PathSegment::new).collect()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}
