//! The names that people give to things.

use std::fmt;

/// Longest name of a site, environment, Workflow, key or property, in characters.
pub const NAME_CHARS_MAX: usize = 200;

/// A name that InitialisationXml can hold: not empty, no surrounding blanks, no character that XML 1.0 forbids.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Box<str>);

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Nothing in it.
    #[error("a name is needed, and this one is empty")]
    Empty,
    /// Blanks that nobody sees on a screen.
    #[error("the name begins or ends with a blank")]
    Blank,
    /// Too long for any screen.
    #[error("the name has {0} characters, and {NAME_CHARS_MAX} is the most")]
    Long(usize),
    /// A character that no XML document can hold, escaped or not.
    #[error("the name holds the character U+{0:04X}, which XML cannot hold")]
    NotXml(u32),
}

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// [`NameFault`] says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        if text.is_empty() {
            return Err(NameFault::Empty);
        }
        if let Some(odd) = text.chars().find(|&c| !is_xml_char(c)) {
            return Err(NameFault::NotXml(odd as u32));
        }
        if text.trim() != text {
            return Err(NameFault::Blank);
        }
        match text.chars().count() {
            chars if chars > NAME_CHARS_MAX => Err(NameFault::Long(chars)),
            _ => Ok(Self(text.into())),
        }
    }

    /// The name's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether XML 1.0 can hold the character at all (its production `Char`).
///
/// A line break would survive in an element but not in a header, a log line or on a screen, so a name has none.
#[must_use]
fn is_xml_char(c: char) -> bool {
    matches!(c, '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
        && !c.is_control()
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// The known name that is most like a mistyped one, if any is near enough to be meant.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&typed, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}
