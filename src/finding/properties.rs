//! What else is known of a finding, by name.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// What else is known of a finding, in the order of the names. There are a handful at most, of a hundred thousand findings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Properties(Vec<(&'static str, Property)>);

/// One thing that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Property {
    /// A name, a time, an address.
    Text(String),
    /// How many.
    Count(usize),
}

impl Properties {
    /// What is known under that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The same, if it is a text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Property::Text(text) => Some(text),
            Property::Count(_) => None,
        }
    }

    /// Puts something in, in place of what was known under that name.
    pub fn insert(&mut self, name: &'static str, value: impl Into<Property>) {
        let value = value.into();
        match self.0.binary_search_by(|(known, _)| (*known).cmp(name)) {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at) {
                    known.1 = value;
                }
            }
            Err(at) => self.0.insert(at, (name, value)),
        }
    }

    /// Takes something out.
    pub fn remove(&mut self, name: &str) -> Option<Property> {
        let at = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.remove(at).1)
    }

    /// All of it, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Property)> {
        self.0.iter().map(|(name, value)| (*name, value))
    }
}

impl<const N: usize> From<[(&'static str, Property); N]> for Properties {
    fn from(known: [(&'static str, Property); N]) -> Self {
        let mut properties = Self::default();
        known.into_iter().for_each(|(name, value)| properties.insert(name, value));
        properties
    }
}

/// As an object.
impl Serialize for Properties {
    fn serialize<Into: Serializer>(&self, into: Into) -> Result<Into::Ok, Into::Error> {
        into.collect_map(self.iter())
    }
}

impl From<&str> for Property {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Property {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<&Property> for Value {
    fn from(property: &Property) -> Self {
        match property {
            Property::Text(text) => text.as_str().into(),
            Property::Count(count) => (*count).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Properties, Property};

    #[test]
    fn properties_are_told_in_the_order_of_their_names_and_one_name_stands_for_one_thing() {
        let mut properties = Properties::default();
        for (name, value) in [("key", "orders"), ("client", "10.0.0.1"), ("key", "customers")] {
            properties.insert(name, value);
        }
        properties.insert("count", 2);
        let told = serde_json::to_string(&properties).unwrap();
        assert_eq!(told, r#"{"client":"10.0.0.1","count":2,"key":"customers"}"#);
        assert_eq!((properties.text("count"), properties.text("client")), (None, Some("10.0.0.1")));
        assert_eq!(properties.remove("count"), Some(Property::Count(2)));
        assert_eq!(properties.get("count"), None);
    }
}
