//! Secrets leave an exchange before a policy sees it, and a finding before anybody else does.

use std::borrow::Cow;

use super::{BODY_BYTES_MAX, Body, Edit, Field, Location, PolicyFinding};
use crate::site::{KeySecret, MASKED, Mask, SECRET_BYTES_MAX};

impl Field {
    /// A field that a policy may read.
    #[must_use]
    pub fn plain(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), secret: false }
    }

    /// A field that carries a secret: a policy sees that it is there.
    #[must_use]
    pub fn secret(name: impl Into<String>) -> Self {
        Self { name: name.into(), value: MASKED.to_owned(), secret: true }
    }
}

impl Body {
    /// The beginning of a body, without secrets.
    #[must_use]
    pub fn shown(media_type: &str, whole: &[u8], mask: &Mask, presented: Option<&KeySecret>) -> Self {
        // A secret that begins within what is shown is seen whole, so that no piece of it stays.
        let seen = &whole[..whole.len().min(BODY_BYTES_MAX + SECRET_BYTES_MAX)];
        let mut bytes = match mask.hide(&String::from_utf8_lossy(seen), presented) {
            Cow::Owned(hidden) if hidden.as_bytes() != seen && hidden.contains(MASKED) => hidden.into_bytes(),
            Cow::Owned(_) | Cow::Borrowed(_) => seen.to_vec(),
        };
        if seen.len() < whole.len() {
            bytes.truncate(BODY_BYTES_MAX.min(bytes.len().saturating_sub(SECRET_BYTES_MAX)));
        } else {
            bytes.truncate(BODY_BYTES_MAX);
        }
        let truncated = whole.len() > BODY_BYTES_MAX;
        Self { media_type: media_type.to_owned(), size: whole.len() as u64, truncated, bytes }
    }
}

impl PolicyFinding {
    /// Hides every secret that the mask knows. A policy is shown none, so this finds nothing unless it was lucky.
    pub fn hide(&mut self, mask: &Mask, presented: Option<&KeySecret>) {
        let hide = |text: &mut String| replace(text, mask, presented);
        hide(&mut self.message);
        self.help.iter_mut().for_each(hide);
        self.at.text_mut().into_iter().for_each(hide);
        if let Some(fix) = &mut self.fix {
            hide(&mut fix.title);
            fix.at.text_mut().into_iter().for_each(hide);
            match &mut fix.edit {
                Edit::SetValue(text) | Edit::Rename(text) => hide(text),
                Edit::Add(name, value) => [name, value].into_iter().for_each(hide),
                Edit::Remove => {}
            }
        }
    }
}

impl Location {
    fn text_mut(&mut self) -> Option<&mut String> {
        match self {
            Self::Query(text)
            | Self::Header(text)
            | Self::RequestBody(text)
            | Self::ResponseHeader(text)
            | Self::ResponseBody(text) => Some(text),
            Self::Whole | Self::Method | Self::Path | Self::Status => None,
        }
    }
}

fn replace(text: &mut String, mask: &Mask, presented: Option<&KeySecret>) {
    if let Cow::Owned(hidden) = mask.hide_encoded(text, presented) {
        *text = hidden;
    }
}
