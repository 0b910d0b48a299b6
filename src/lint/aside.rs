//! What was set aside as no key: never silently.

use std::collections::BTreeMap;

use crate::finding::Place;

/// A sighting that was set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filtered {
    /// Where.
    pub place: Place,
    /// Why, such as `placeholder`.
    pub why: &'static str,
}

/// All that was set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aside {
    /// How many for each reason.
    pub reasons: BTreeMap<&'static str, usize>,
    /// Where, as far as that is kept.
    pub places: Vec<Filtered>,
}

impl Aside {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.reasons.values().sum()
    }

    /// Counts one more.
    pub fn tell(&mut self, why: &'static str) {
        *self.reasons.entry(why).or_insert(0) += 1;
    }

    /// Adds what else was set aside, and of its places as many as make no more than `places_max`.
    pub fn add(&mut self, more: Self, places_max: usize) {
        for (why, count) in more.reasons {
            *self.reasons.entry(why).or_insert(0) += count;
        }
        let room = places_max.saturating_sub(self.places.len());
        self.places.extend(more.places.into_iter().take(room));
    }
}

/// Of the same things, in their order.
impl FromIterator<Filtered> for Aside {
    fn from_iter<T: IntoIterator<Item = Filtered>>(filtered: T) -> Self {
        let mut aside = Self::default();
        for one in filtered {
            aside.tell(one.why);
            aside.places.push(one);
        }
        aside
    }
}
