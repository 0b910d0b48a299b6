//! A named step of its own: which values are no key but stand in for one.
//!
//! What is set aside here is kept and can be shown, with the reason. A key that the site knows is never asked about.

mod words;

use std::borrow::Cow;

use self::words::{STANDING_IN, TAKEN_OUT, WORDS_CHARS_MAX, is_among, is_number, is_words, words};
use super::sighting::{Manner, SeenValue, Setting, Sighting};

/// Shortest text that could be a key, in characters.
pub const KEY_CHARS_MIN: usize = 12;

/// Fewest crosses in a row that cross something out.
const CROSSES_MIN: usize = 6;

/// Characters that cover what was there.
const COVERING: [char; 9] = ['*', '•', '●', '█', '∙', '·', '▪', '…', '×'];

/// Why the sighting is no finding, where its value says so itself, wherever it stands.
#[must_use]
pub fn of_value(sighting: &Sighting) -> Option<&'static str> {
    match (&sighting.value, sighting.manner) {
        (SeenValue::None | SeenValue::Dynamic(_), _) | (_, Manner::DeclaredInQuery) => None,
        (SeenValue::Empty, _) => Some("empty"),
        (SeenValue::Literal(secret, _), Manner::UserInfo) => of_password(secret.reveal()),
        (
            SeenValue::Literal(secret, _),
            Manner::Query | Manner::Referer | Manner::Redirect | Manner::Header,
        ) => of_literal(secret.reveal(), sighting.setting),
    }
}

/// The same, where a value that is put in later says so by where it stands. `marked` is what is underlined, name and value
/// as they stand there.
#[must_use]
pub fn of_expression(sighting: &Sighting, marked: &str) -> Option<&'static str> {
    if !matches!(sighting.value, SeenValue::Dynamic(_)) || sighting.manner == Manner::DeclaredInQuery {
        return None;
    }
    if stands_in_brackets(marked) {
        return Some("placeholder");
    }
    match (sighting.setting, sighting.manner) {
        (_, Manner::UserInfo) => Some("variable"),
        (Setting::Comment | Setting::Prose, _) => Some("placeholder"),
        (Setting::Log | Setting::Capture, _) => Some("redacted"),
        (Setting::Code | Setting::Collection | Setting::Description, _) => None,
    }
}

/// Whether the characters say themselves that something was taken out there.
#[must_use]
pub fn is_covered(text: &str) -> bool {
    let text = decoded(text);
    text.trim().is_empty() || is_redacted(text.trim())
}

/// Why a literal is no key.
#[must_use]
pub fn of_literal(text: &str, setting: Setting) -> Option<&'static str> {
    let text = decoded(text);
    let text = text.trim().trim_matches(['"', '\'', '`']);
    if is_template(text) {
        return match setting {
            Setting::Code | Setting::Collection | Setting::Description => None,
            Setting::Comment | Setting::Prose | Setting::Log | Setting::Capture => Some("placeholder"),
        };
    }
    stands_in(text).or_else(|| {
        let is_short = text.chars().count() < KEY_CHARS_MIN;
        is_short.then_some("too short for a key").or_else(|| is_words(text).then_some("words, not a key"))
    })
}

/// Why a password in a URL is none. A password may be short and a word.
fn of_password(text: &str) -> Option<&'static str> {
    let text = decoded(text);
    let text = text.trim();
    if is_template(text) { Some("variable") } else { stands_in(text) }
}

/// Why a text stands in for something, whatever its length.
fn stands_in(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("empty")
    } else if is_redacted(text) {
        Some("redacted")
    } else if is_bracketed(text) || is_of_stand_ins(text) || is_sequence(text) {
        Some("placeholder")
    } else {
        None
    }
}

fn decoded(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

/// Covered, crossed out, or saying that something was taken out.
fn is_redacted(text: &str) -> bool {
    let covers = |c: char| !c.is_ascii_alphanumeric() && COVERING.contains(&c);
    let fills = |c: char| matches!(c, 'x' | 'X' | '.' | '-' | '_' | '#' | '?' | '0') || covers(c);
    let crosses = |byte: &u8| matches!(byte, b'x' | b'X');
    let crossed_out =
        |at: usize| text.as_bytes().get(at..at + CROSSES_MIN).is_some_and(|some| some.iter().all(crosses));
    text.chars().all(fills)
        // Every key of every line comes by here; most are of characters that cover nothing.
        || !is_plain(text) && text.chars().filter(|c| covers(*c)).nth(2).is_some()
        || memchr::memchr2_iter(b'x', b'X', text.as_bytes()).any(crossed_out)
        || text.len() <= WORDS_CHARS_MAX && says_taken_out(text)
}

/// Whether all characters are such as generated keys are of.
fn is_plain(text: &str) -> bool {
    // All are looked at, many at once: every key of every line comes by here.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() | (byte == b'-') | (byte == b'_');
    text.bytes().fold(true, |all, byte| all & plain(byte))
}

fn says_taken_out(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_ascii_alphabetic()).any(|word| is_among(TAKEN_OUT, word))
}

/// `<key>`, `[key]`, `(key)`, `__KEY__`.
fn is_bracketed(text: &str) -> bool {
    let between = |open: &str, close: &str| {
        text.strip_prefix(open)
            .and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|inner| !inner.is_empty())
    };
    between("<", ">")
        || between("[", "]")
        || between("(", ")")
        || between("__", "__")
        || text.starts_with('<')
}

/// `auth-key=<your key>`, also as `&lt;key&gt;`: no language fills that in, unlike `<%= key %>`.
fn stands_in_brackets(marked: &str) -> bool {
    let Some((_, value)) = marked.split_once('=') else { return false };
    let value = value.replace("&lt;", "<").replace("&gt;", ">").replace("%3C", "<").replace("%3E", ">");
    let inner = value.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(inner, _)| inner);
    inner.is_some_and(|inner| {
        inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '\''))
    })
}

/// `{key}`, `{{key}}`, `${KEY}`, `$KEY`, `%KEY%`, `#{key}`, `@key`, `:key`, `%s`.
fn is_template(text: &str) -> bool {
    if is_plain(text) {
        return false;
    }
    let named = |rest: &str| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
    };
    text.contains("{{")
        || text.contains("${")
        || text.contains("#{")
        || text.contains("<%")
        || text.starts_with('{') && text.ends_with('}')
        || text.strip_prefix('$').is_some_and(|rest| named(rest) || rest.starts_with('('))
        || text.strip_prefix('@').is_some_and(named)
        || text.strip_prefix(':').is_some_and(named)
        || text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).is_some_and(named)
        || matches!(text, "%s" | "%v" | "%@" | "%d" | "?")
}

/// Words of documentation and nothing else: `your-auth-key`, `YOUR_KEY`, `insertKeyHere`, `test-key-123`.
fn is_of_stand_ins(text: &str) -> bool {
    if text.chars().count() > WORDS_CHARS_MAX {
        return false;
    }
    let stands_in = |word: &str| {
        let lower = word.to_lowercase();
        is_among(STANDING_IN, &lower)
            || lower.strip_suffix('s').is_some_and(|one| is_among(STANDING_IN, one))
            || lower.chars().all(|c| c == 'x')
    };
    let words = words(text);
    words.iter().any(|word| !is_number(word))
        && words.iter().all(|word| is_number(word) || stands_in(word))
        && words.iter().filter(|word| is_number(word)).all(|number| number.len() <= 8 || is_sequence(number))
}

/// Longest text that is looked at for a sequence, in letters and digits.
const SEQUENCE_CHARS_MAX: usize = 4 * WORDS_CHARS_MAX;

/// The alphabet, counting, one character again and again.
fn is_sequence(text: &str) -> bool {
    let mut kept = [0; SEQUENCE_CHARS_MAX];
    let mut len = 0;
    for byte in text.bytes().filter(u8::is_ascii_alphanumeric) {
        let Some(next) = kept.get_mut(len) else { return false };
        *next = byte.to_ascii_lowercase();
        len += 1;
    }
    let lower = kept.get(..len).unwrap_or_default();
    let Some(first) = lower.first().filter(|_| len >= 3) else { return false };
    let follows = |one: u8, next: u8| {
        next == one.wrapping_add(1)
            || next == one
            || matches!((one, next), (b'9', b'0' | b'a') | (b'f', b'0') | (b'z', b'0' | b'a'))
    };
    // A break or two: `abcdef123456`, `1234-5678-90ab-cdef`.
    let pairs = lower.iter().zip(lower.iter().skip(1));
    let breaks = pairs.filter(|(one, next)| !follows(**one, **next)).take(len / 6 + 1).count();
    let second = lower.iter().find(|byte| *byte != first);
    let repeats = |unit: usize| len >= 2 * unit && lower.get(unit..) == lower.get(..len - unit);
    (len >= 6 && breaks <= len / 6)
        || lower.iter().all(|byte| byte == first || Some(byte) == second)
        || (2..=8).any(repeats)
}

#[cfg(test)]
mod tests {
    use super::{Setting, of_literal, of_password, stands_in_brackets};

    #[test]
    fn what_stands_in_for_a_key_is_set_aside_in_every_setting() {
        for text in [
            "***",
            "REDACTED",
            "[FILTERED]",
            "xxxx",
            "%2A%2A%2A",
            "••••••••",
            "<redacted>",
            "your-auth-key",
            "YOUR_KEY",
            "<key>",
            "...",
            "abc123",
            "changeme",
            "example",
            "test",
            "dummy",
            "XXXXXXXX",
            "insert-key-here",
            "my-secret-key",
            "yourApiKeyHere",
            "test-key-123",
            "abcdef123456",
            "1234567890abcdef",
            "0123456789abcdef",
            "aaaaaaaaaaaaaaaa",
            "deadbeefdeadbeef",
            "abcd1234****",
            "correct-horse-battery",
            "REMOVIDO-PELA-SEGURANCA-XXXX",
            "short1",
            "<your key>",
            "PUT_YOUR_KEY_HERE",
            "replace-me",
            "YOUR-FLOWGEAR-API-KEY",
            "supersecret123",
            "xxxxxxxx-xxxx-xxxx-xxxxxxxxxxxx",
        ] {
            for setting in [Setting::Code, Setting::Log, Setting::Prose] {
                assert!(of_literal(text, setting).is_some(), "{text}");
            }
        }
    }

    #[test]
    fn what_could_be_a_key_is_not() {
        for text in [
            "9f86d081884c7d659a2feaa0c55ad015",
            "q7Hs92LmPz0aRt",
            "Zm9vYmFyYmF6cXV4MTIz",
            "k3y5h0pT3st01Qw",
            "u3JkQ9vT2xLmN8pR4sW6yZ1aB3cD5eF7gH9iJ0kL2mN4oP6qR8sT0uV2wX4yZ6aB8cD0eF2gH4iJ6kL8mN0oP",
            "A81B-77F0-22CD-9E03",
            "xKcdQwRtpLmn",
            "c0ffee15900db0a7",
        ] {
            assert_eq!(of_literal(text, Setting::Code), None, "{text}");
        }
    }

    #[test]
    fn a_template_is_set_aside_where_people_read_and_not_where_it_will_be_sent() {
        for text in ["{{key}}", "${KEY}", "$KEY", "{key}", "%KEY%", "#{key}"] {
            assert_eq!(of_literal(text, Setting::Prose), Some("placeholder"), "{text}");
            assert_eq!(of_literal(text, Setting::Collection), None, "{text}");
        }
    }

    #[test]
    fn a_name_in_angle_brackets_is_never_filled_in_and_a_template_is() {
        for text in
            ["auth-key=<key>", "auth-key=<your key>", "auth-key=&lt;key&gt;", "auth-key=<FLOWGEAR_KEY>"]
        {
            assert!(stands_in_brackets(text), "{text}");
        }
        for text in
            ["auth-key=<%= key %>", "auth-key=<?= $key ?>", "auth-key={key}", "auth-key=</b>", "auth-key"]
        {
            assert!(!stands_in_brackets(text), "{text}");
        }
    }

    #[test]
    fn a_password_may_be_short() {
        assert_eq!(of_password("hunter2"), None);
        assert_eq!(of_password("${PASSWORD}"), Some("variable"));
        assert_eq!(of_password("password"), Some("placeholder"));
        assert_eq!(of_password("***"), Some("redacted"));
    }
}
