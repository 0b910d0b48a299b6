//! HTTP archives: megabytes of entries, of which few matter.

use super::super::prefilter::Hit;
use super::super::text::Text;
use crate::finding::Span;

/// Largest archive that is read as a whole, in bytes.
const WHOLE_BYTES_MAX: usize = 128 * 1024;
/// How much is read on each side of a hit, in bytes, up to where an object begins: more than what an entry says beside
/// bodies, so that a request, its headers and its redirect are read together.
const AROUND_BYTES: usize = 16 * 1024;

/// The stretches of an archive around its hits. Each begins and ends where an object does, never in a string.
pub(super) fn stretches(text: &Text<'_>, hits: &[Hit]) -> Vec<Span> {
    let bytes = text.as_str().as_bytes();
    if bytes.len() <= WHOLE_BYTES_MAX {
        return vec![Span::new(0, bytes.len())];
    }
    let mut stretches: Vec<Span> = Vec::new();
    for hit in hits {
        if stretches.last().is_some_and(|last| last.end >= hit.at + AROUND_BYTES) {
            continue;
        }
        let start = object_before(bytes, hit.at.saturating_sub(AROUND_BYTES));
        let span = Span::new(start, object_after(bytes, hit.at + AROUND_BYTES));
        span.add_to(&mut stretches);
    }
    stretches
}

fn object_before(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default();
    memchr::memrchr_iter(b'{', before).find(|open| is_object(bytes, *open)).unwrap_or(0)
}

fn object_after(bytes: &[u8], at: usize) -> usize {
    let after = bytes.get(at..).unwrap_or_default();
    let object = memchr::memchr_iter(b'{', after).find(|open| is_object(bytes, at + open));
    object.map_or(bytes.len(), |open| at + open)
}

/// Whether an object begins there. Within a string its first quote would be escaped; after a string comes no name.
fn is_object(bytes: &[u8], open: usize) -> bool {
    let rest = bytes.get(open + 1..).unwrap_or_default();
    let gap = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let name = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_';
    rest.get(gap) == Some(&b'"') && rest.get(gap + 1).is_some_and(name)
}
