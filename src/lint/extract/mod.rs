//! Step 3: what does the file say there? One extractor a format; each parses from the hits outward, and none gives up on
//! a file that is cut off or broken.

use super::format::Format;
use super::prefilter::Hit;
use super::sighting::Sighting;
use super::text::Text;

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
}

/// Everything that is seen in a document around its hits, in the order of the file, each place once.
#[must_use]
pub fn extract(document: &Document<'_>, hits: &[Hit]) -> Vec<Sighting> {
    let _ = (document, hits);
    Vec::new()
}
