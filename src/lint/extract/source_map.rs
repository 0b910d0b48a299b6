//! Source maps: the programs that a bundle was made of, each a string in a list.

use super::super::format::{Format, Language, detect_format};
use super::super::prefilter::Hit;
use super::super::sighting::{Setting, Sighting};
use super::super::text::Text;
use super::meaning::script;
use super::tree::json::read_json;
use super::tree::{NodeId, Tree, has_hit};

/// Sees what the programs in a source map do.
pub(super) fn read_source_map(text: &Text<'_>, hits: &[Hit], out: &mut Vec<Sighting>) {
    let tree = read_json(text, hits);
    let list = |key: &str| (1..tree.len()).find(|id| tree.key(*id).is_some_and(|found| found == key));
    let names: Vec<NodeId> = list("sources").map(|id| tree.children(id).collect()).unwrap_or_default();
    let Some(contents) = list("sourcesContent") else { return };
    for (index, program) in tree.children(contents).enumerate() {
        if has_hit(hits, tree.span(program))
            && let Some(source) = tree.scalar(program)
        {
            script(&source, language(&tree, names.get(index).copied()), Setting::Code, out);
        }
    }
}

fn language(tree: &Tree<'_>, name: Option<NodeId>) -> Language {
    let name = name.and_then(|name| tree.word(name)).unwrap_or_default();
    let file = name.split('?').next().unwrap_or_default();
    if let Format::Code(language) = detect_format(file, b"") { language } else { Language::JavaScript }
}
