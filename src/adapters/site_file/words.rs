//! Values that are written as text: sizes, GUIDs, host names, words out of a few.

use std::time::Duration;

use uuid::Uuid;

use super::faults::{Faults, listed, quoted};
use super::place::At;
use crate::site::{Name, parse_duration};

/// Longest host name, in bytes (RFC 1035).
const HOSTNAME_BYTES_MAX: usize = 253;

/// Units of a size, in bytes; one without a unit is in bytes.
const UNITS: [(&str, u64); 8] = [
    ("", 1),
    ("B", 1),
    ("KB", 1000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// A name that XML can hold.
pub(in crate::adapters) fn name(text: &At<String>, faults: &mut Faults) -> Option<Name> {
    let name = Name::parse(text.as_str());
    name.map_err(|fault| faults.add("bad-name", &text.span, fault.to_string(), "choose another name")).ok()
}

/// One of a few words.
pub(in crate::adapters) fn word<T: Copy>(
    text: &At<String>,
    words: &[(&'static str, T)],
    faults: &mut Faults,
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let known = || words.iter().map(|(word, _)| *word);
        let advice = match faults.nearest(text.as_str(), known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(known())),
        };
        faults.add("unknown-word", &text.span, format!("{} is not known here", quoted(&text.value)), &advice);
    }
    found.map(|(_, value)| *value)
}

/// A GUID.
pub(in crate::adapters) fn guid(text: &At<String>, faults: &mut Faults) -> Option<Uuid> {
    let guid = Uuid::try_parse(text.as_str());
    let message = || format!("{} is no GUID", quoted(&text.value));
    let advice = "write it like `123e4567-e89b-12d3-a456-426614174000`, or leave it out";
    guid.map_err(|_| faults.add("bad-guid", &text.span, message(), advice)).ok()
}

/// A stretch of time, no longer than the limit.
pub(in crate::adapters) fn duration(
    text: &At<String>,
    limit: Duration,
    faults: &mut Faults,
) -> Option<Duration> {
    match parse_duration(text.as_str()) {
        Ok(duration) if duration > limit => {
            let message = format!("{} is longer than {limit:?}, which is the most", quoted(&text.value));
            faults.add("bad-duration", &text.span, message, "");
            None
        }
        Ok(duration) => Some(duration),
        Err(message) => {
            faults.add("bad-duration", &text.span, message, "");
            None
        }
    }
}

/// A number of bytes such as `32MiB`, no more than the limit.
pub(in crate::adapters) fn size(text: &At<String>, limit: u64, faults: &mut Faults) -> Option<u64> {
    let trimmed = text.as_str().trim();
    let digits_end = trimmed.find(|c: char| !c.is_ascii_digit()).unwrap_or(trimmed.len());
    let (digits, unit) = trimmed.split_at(digits_end);
    let unit =
        UNITS.iter().find(|(known, _)| known.eq_ignore_ascii_case(unit.trim())).map(|(_, bytes)| *bytes);
    let bytes = digits.parse::<u64>().ok().zip(unit);
    let Some(bytes) = bytes.map(|(number, unit)| number.saturating_mul(unit)) else {
        let message = format!("{} is no size", quoted(&text.value));
        faults.add("bad-size", &text.span, message, "write a number and a unit, such as `32MiB` or `500KB`");
        return None;
    };
    if bytes > limit {
        let message = format!("{} is more than {limit} bytes, which is the most", quoted(&text.value));
        faults.add("bad-size", &text.span, message, "");
        return None;
    }
    Some(bytes)
}

/// A host name, in lower case and without a port.
pub(in crate::adapters) fn hostname(text: &At<String>, faults: &mut Faults) -> Option<String> {
    let fits = |label: &str| {
        let chars = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        chars && !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let host = text.value.to_lowercase();
    if host.len() <= HOSTNAME_BYTES_MAX && host.split('.').all(fits) {
        return Some(host);
    }
    let message = format!("{} is no host name", quoted(&text.value));
    faults.add(
        "bad-hostname",
        &text.span,
        message,
        "write it without scheme, port or path, such as `shop.localhost`",
    );
    None
}

/// A name as a part of a host name.
pub(in crate::adapters) fn host_label(name: &str, otherwise: &str) -> String {
    let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let label: String = name.chars().map(fold).collect();
    let label = label.trim_matches('-');
    let label = label.get(..label.len().min(60)).unwrap_or(label).trim_matches('-');
    if label.is_empty() { otherwise.to_owned() } else { label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{At, Faults, host_label, hostname, size};

    fn at(text: &str) -> At<String> {
        At { value: text.to_owned(), span: 0..text.len() }
    }

    #[test]
    fn a_size_has_a_unit_in_any_case_or_is_in_bytes() {
        let mut faults = Faults::default();
        let mut of = |text: &str| size(&at(text), 1 << 30, &mut faults);
        assert_eq!((of("32MiB"), of("500 kb"), of("7")), (Some(32 << 20), Some(500_000), Some(7)));
        assert_eq!((of("MiB"), of("1 parsec"), of("2GiB"), of("-1")), (None, None, None, None));
    }

    #[test]
    fn a_host_name_has_neither_scheme_nor_port() {
        let mut faults = Faults::default();
        assert_eq!(hostname(&at("Shop.localhost"), &mut faults).as_deref(), Some("shop.localhost"));
        assert!(faults.list.is_empty());
        for wrong in ["http://shop", "shop:80", "", "a..b", "-a"] {
            assert_eq!(hostname(&at(wrong), &mut faults), None, "{wrong}");
        }
        assert_eq!(host_label("My Company (Ltd)", "site"), "my-company--ltd");
        assert_eq!(host_label("日本", "site"), "site");
    }
}
