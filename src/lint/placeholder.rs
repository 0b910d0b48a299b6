//! A named step of its own: which values are no key but stand in for one.
//!
//! What is set aside here is kept and can be shown, with the reason. A key that the site knows is never asked about.

use super::sighting::{Manner, SeenValue, Setting, Sighting};

/// Shortest text that could be a key, in characters.
pub const KEY_CHARS_MIN: usize = 12;

/// Longest text in which words are looked for; whatever is longer was generated.
const WORDS_CHARS_MAX: usize = 64;

/// Words that stand for a key in documentation, tests and templates.
const STANDING_IN: [&str; 96] = [
    "a",
    "abc",
    "abcd",
    "abcdef",
    "access",
    "account",
    "actual",
    "aaa",
    "an",
    "any",
    "api",
    "apikey",
    "asdf",
    "auth",
    "authkey",
    "bar",
    "baz",
    "bbb",
    "bogus",
    "change",
    "changeit",
    "changeme",
    "client",
    "code",
    "cred",
    "credential",
    "credentials",
    "def",
    "default",
    "demo",
    "dev",
    "development",
    "doc",
    "docs",
    "dummy",
    "example",
    "fake",
    "fill",
    "fixme",
    "flowgear",
    "foo",
    "foobar",
    "for",
    "from",
    "goes",
    "ghi",
    "hello",
    "here",
    "in",
    "insert",
    "invalid",
    "is",
    "it",
    "key",
    "local",
    "me",
    "mock",
    "my",
    "mykey",
    "new",
    "no",
    "none",
    "not",
    "null",
    "old",
    "our",
    "password",
    "paste",
    "placeholder",
    "production",
    "put",
    "qwerty",
    "random",
    "real",
    "replace",
    "sample",
    "secret",
    "site",
    "some",
    "string",
    "stub",
    "supersecret",
    "test",
    "testing",
    "that",
    "the",
    "this",
    "to",
    "todo",
    "token",
    "undefined",
    "user",
    "value",
    "with",
    "xyz",
    "your",
];

/// Words that say that something was taken out.
const TAKEN_OUT: [&str; 14] = [
    "redacted",
    "filtered",
    "masked",
    "hidden",
    "removed",
    "scrubbed",
    "sanitized",
    "sanitised",
    "omitted",
    "snip",
    "snipped",
    "obfuscated",
    "censored",
    "secured",
];

/// Characters that cover what was there.
const COVERING: [char; 9] = ['*', '•', '●', '█', '∙', '·', '▪', '…', '×'];

/// Why the sighting is no finding, if it is none.
#[must_use]
pub fn why_aside(sighting: &Sighting) -> Option<&'static str> {
    if sighting.manner == Manner::DeclaredInQuery {
        return None;
    }
    match &sighting.value {
        SeenValue::None => None,
        SeenValue::Empty => Some("empty"),
        SeenValue::Dynamic(_) => match (sighting.setting, sighting.manner) {
            (_, Manner::UserInfo) => Some("variable"),
            (Setting::Comment | Setting::Prose, _) => Some("placeholder"),
            (Setting::Log | Setting::Capture, _) => Some("redacted"),
            (Setting::Code | Setting::Collection | Setting::Description, _) => None,
        },
        SeenValue::Literal(secret, _) => match sighting.manner {
            Manner::UserInfo => of_password(secret.reveal()),
            Manner::Query | Manner::Referer | Manner::Redirect | Manner::Header | Manner::DeclaredInQuery => {
                of_literal(secret.reveal(), sighting.setting)
            }
        },
    }
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

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Covered, crossed out, or saying that something was taken out.
fn is_redacted(text: &str) -> bool {
    let covers = |c: char| COVERING.contains(&c);
    let fills = |c: char| covers(c) || matches!(c, 'x' | 'X' | '.' | '-' | '_' | '#' | '?' | '0');
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_ascii_alphabetic());
    text.chars().all(fills)
        || text.contains("***")
        || text.matches(covers).count() >= 3
        || lower.contains("xxxxxx")
        || words().any(|word| TAKEN_OUT.contains(&word)) && text.len() <= WORDS_CHARS_MAX
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

/// `{key}`, `{{key}}`, `${KEY}`, `$KEY`, `%KEY%`, `#{key}`, `@key`, `:key`, `%s`.
fn is_template(text: &str) -> bool {
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
        STANDING_IN.contains(&lower.as_str())
            || lower.strip_suffix('s').is_some_and(|one| STANDING_IN.contains(&one))
            || lower.chars().all(|c| c == 'x')
    };
    let words = words(text);
    words.iter().any(|word| !is_number(word))
        && words.iter().all(|word| is_number(word) || stands_in(word))
        && words.iter().filter(|word| is_number(word)).all(|number| number.len() <= 8 || is_sequence(number))
}

fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// The alphabet, counting, one character again and again.
fn is_sequence(text: &str) -> bool {
    let lower: Vec<u8> =
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect();
    if lower.len() < 3 || lower.len() > 4 * WORDS_CHARS_MAX {
        return false;
    }
    let follows = |pair: &[u8]| match pair {
        [one, next] => {
            *next == one.wrapping_add(1)
                || next == one
                || matches!((one, next), (b'9', b'0' | b'a') | (b'f', b'0') | (b'z', b'0' | b'a'))
        }
        _ => false,
    };
    let steps = lower.windows(2).filter(|pair| follows(pair)).count();
    let mut distinct = lower.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let repeats =
        |unit: usize| lower.len() >= 2 * unit && lower.chunks(unit).all(|part| lower.starts_with(part));
    // A break or two: `abcdef123456`, `1234-5678-90ab-cdef`.
    (lower.len() >= 6 && steps + 1 + lower.len() / 6 >= lower.len())
        || distinct.len() <= 2
        || (2..=8).any(repeats)
}

/// Words of a language and a short number at most: somebody wrote it, nothing generated it.
fn is_words(text: &str) -> bool {
    if text.chars().count() > WORDS_CHARS_MAX {
        return false;
    }
    let words = words(text);
    let (numbers, letters): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| is_number(word));
    let digits: usize = numbers.iter().map(|number| number.len()).sum();
    let long = letters.iter().filter(|word| word.len() >= 3).count();
    let is_upper = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase());
    let shouted = letters.iter().any(|word| is_upper(word)) && letters.iter().any(|word| !is_upper(word));
    long >= 1
        && digits <= 4
        && numbers.len() <= 1
        && !shouted
        && long * 2 > letters.len()
        && letters.iter().all(|word| is_pronounced(word))
}

/// Whether a word could be said: vowels, and no long run without one.
fn is_pronounced(word: &str) -> bool {
    let vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let run = word.split(vowel).map(str::len).max().unwrap_or(0);
    let least = word.chars().filter(|c| vowel(*c)).count();
    (word.len() <= 3 && least > 0)
        || word.is_ascii() && word.len() <= 16 && run <= 4 && least * 5 >= word.len()
}

/// Cut at punctuation, between letters and digits, and before a capital after a small letter.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut last: Option<char> = None;
    for (at, c) in text.char_indices() {
        let joins = match (last, c) {
            (Some(last), c) => {
                !(last.is_ascii_digit() != c.is_ascii_digit() || last.is_lowercase() && c.is_uppercase())
            }
            (None, _) => true,
        };
        if !c.is_alphanumeric() {
            words.extend(start.take().and_then(|from| text.get(from..at)));
            last = None;
            continue;
        }
        if !joins {
            words.extend(start.take().and_then(|from| text.get(from..at)));
        }
        start.get_or_insert(at);
        last = Some(c);
    }
    words.extend(start.and_then(|from| text.get(from..)));
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{Setting, of_literal, of_password};

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
    fn a_password_may_be_short() {
        assert_eq!(of_password("hunter2"), None);
        assert_eq!(of_password("${PASSWORD}"), Some("variable"));
        assert_eq!(of_password("password"), Some("placeholder"));
        assert_eq!(of_password("***"), Some("redacted"));
    }
}
