//! Looks for a few short words at once, as quickly as the processor can.

use aho_corasick::{AhoCorasick, MatchKind, packed};

/// Finds a few short words.
#[derive(Debug, Clone)]
pub(super) struct Search(How);

#[derive(Debug, Clone)]
enum How {
    Packed(Box<packed::Searcher>),
    /// On processors without the instructions.
    Plain(AhoCorasick),
}

impl Search {
    /// For those words.
    pub(super) fn new(words: &[&str]) -> Self {
        let mut packed = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder();
        packed.extend(words);
        Self(match packed.build() {
            Some(search) => How::Packed(Box::new(search)),
            None => {
                let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
                How::Plain(search.expect("a few short words"))
            }
        })
    }

    /// Calls with the place of each word.
    pub(super) fn each(&self, bytes: &[u8], mut found: impl FnMut(usize)) {
        match &self.0 {
            How::Packed(search) => search.find_iter(bytes).for_each(|word| found(word.start())),
            How::Plain(search) => search.find_iter(bytes).for_each(|word| found(word.start())),
        }
    }

    /// The place of the first word.
    pub(super) fn first(&self, bytes: &[u8]) -> Option<usize> {
        match &self.0 {
            How::Packed(search) => search.find(bytes).map(|word| word.start()),
            How::Plain(search) => search.find(bytes).map(|word| word.start()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{How, Search};

    #[test]
    fn every_processor_finds_the_same() {
        let words = ["-k", "wg", "[source"];
        let plain = aho_corasick::AhoCorasick::new(words).unwrap();
        let searches = [Search::new(&words), Search(How::Plain(plain))];
        for text in ["", "-k", "a-k-kwg [source,x]", "- k w g [sourc", &"x".repeat(100), &"-kx".repeat(40)] {
            let found = searches.each_ref().map(|search| {
                let mut found = Vec::new();
                search.each(text.as_bytes(), |at| found.push(at));
                assert_eq!(search.first(text.as_bytes()), found.first().copied());
                found
            });
            assert_eq!(found[0], found[1], "{text}");
        }
    }
}
