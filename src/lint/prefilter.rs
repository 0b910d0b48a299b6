//! Step 1: where in a file could a key be sent at all? One pass at nearly the speed of reading; everything else costs
//! nothing more.
//!
//! The name is looked for by its rarer half: a dash in any writing, then `key`. One vectorised pass over what is in the
//! nearest cache finds pairs of bytes that are rare in any text; what is around each is looked at closer here.

use super::search::Search;

/// Where a name of interest may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// A byte of what was found; for user and password in a URL, the `@` after them.
    pub at: usize,
}

/// Finds spellings of the name and of what goes with it.
#[derive(Debug, Clone)]
pub struct Prefilter {
    pairs: Search,
}

/// What is looked for.
///
/// Most are the end of a dash, in any writing, and what may follow it in a spelling of the name: of `auth-key`; of
/// `auth%2Dkey`, `auth\u002dkey`, `auth=2Dkey`, `auth&#45;key`, `auth&hyphen;key`, `auth\u{2d}key`; of `auth-%6bey` and
/// `auth%2D%6bey`; of `auth-=⏎key` in quoted-printable; of `"auth-" + "key"`. The others are the rarest two bytes of
/// [`WORDS`] and of a name whose every letter is escaped.
///
/// Their order makes no difference to what is found, and much to the time: the pass tells eight groups of pairs apart,
/// of bytes that are alike, and fills them in turns. In this order those of a group let little else through.
const PAIRS: [&str; 23] = [
    "-%", "XV", "wg", "b\\", "d%", "-k", "dk", "-=", "-\"", "Gg", "lg", "LW", "B\\", "D%", ";k", ";K", "-'",
    "-K", "}k", "}K", "Dk", "dK", "DK",
];

/// Words of which a pair is looked for, and where it is in them.
const WORDS: [(&str, usize, Word); 5] = [
    // `auth-key` at each of the three places that a byte has in base64.
    ("YXV0aC1r", 1, Word::Coded),
    ("F1dGgta2V5", 3, Word::Coded),
    ("hdXRoLWtl", 5, Word::Coded),
    // Hosts that a user and a password may stand before.
    ("flowgear.", 3, Word::Host),
    ("localgear: ignore", 4, Word::Ignore),
];

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    /// The name, in base64.
    Coded,
    /// A host of the platform.
    Host,
    /// An inline ignore.
    Ignore,
}

/// What stands around a pair.
enum Found {
    Hit(Hit),
    Ignore,
}

/// How far before an anchor the rest of a spelling may begin, in bytes; what reads on at a window's edge keeps so many.
pub const SPELLING_BYTES_MAX: usize = 96;

/// Ends of lines that are none.
const FOLDS: [&[u8]; 4] = [b"=\n", b"=\r\n", b"\n ", b"\r\n "];

/// Longest host before whose `@` a password is looked for, in bytes.
const HOST_BYTES_MAX: usize = 80;

impl Default for Prefilter {
    fn default() -> Self {
        Self { pairs: Search::new(&PAIRS) }
    }
}

impl Prefilter {
    /// Every place worth a look, in their order.
    #[must_use]
    pub fn hits(&self, bytes: &[u8]) -> Vec<Hit> {
        let mut hits = Vec::new();
        self.find(bytes, 0, &mut hits);
        hits
    }

    /// Adds every place from an offset on that is worth a look, in their order. Bytes before `from` are looked at only to
    /// judge what is found. Says whether an inline ignore may be there.
    pub fn find(&self, bytes: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
        let first = hits.len();
        let mut ignore = false;
        self.pairs.each(bytes.get(from..).unwrap_or_default(), |at| match around(bytes, from + at) {
            Some(Found::Hit(hit)) => hits.push(hit),
            Some(Found::Ignore) => ignore = true,
            None => {}
        });
        hits.get_mut(first..).unwrap_or_default().sort_unstable();
        ignore
    }
}

/// What stands around a pair, if it is anything.
fn around(bytes: &[u8], at: usize) -> Option<Found> {
    let hit = |at: usize| Found::Hit(Hit { at });
    match (bytes.get(at)?, bytes.get(at + 1)?) {
        (b'X', _) | (b'w' | b'l' | b'G', b'g') | (b'L', _) => {
            let (start, word) = word(bytes, at)?;
            match word {
                Word::Coded => Some(hit(start)),
                Word::Host => host_user(bytes, start).map(hit),
                Word::Ignore => Some(Found::Ignore),
            }
        }
        (b'b' | b'B', _) => escaped(bytes, at).map(hit),
        _ => pair(bytes, at).map(hit),
    }
}

/// The word that a pair is of, and where it starts.
fn word(bytes: &[u8], at: usize) -> Option<(usize, Word)> {
    WORDS.iter().find_map(|(text, offset, word)| {
        let start = at.checked_sub(*offset)?;
        bytes.get(start..)?.starts_with(text.as_bytes()).then_some((start, *word))
    })
}

/// Where a closer look goes, if the `b` is the end of a `k` after a dash, both escaped, with an escape after them:
/// `\u002d\u006b\u0065`.
fn escaped(bytes: &[u8], at: usize) -> Option<usize> {
    let digits = bytes.get(..at)?;
    let digits = digits.strip_suffix(b"6").or_else(|| digits.strip_suffix(b"4"))?;
    let mark = digits.strip_suffix(b"\\u00").or_else(|| digits.strip_suffix(b"\\x"))?;
    let dash = mark.last_chunk::<2>().filter(|dash| dash.eq_ignore_ascii_case(b"2d"))?;
    judge(bytes, mark.len() - dash.len())
}

/// Where a closer look goes, if a pair is the end of a dash in a spelling of the name.
fn pair(bytes: &[u8], at: usize) -> Option<usize> {
    let (dash, next) = (bytes.get(at)?, bytes.get(at + 1)?);
    let fits = match next {
        b'k' | b'K' => {
            bytes.get(at + 1..at + 4)?.eq_ignore_ascii_case(b"key") || is_folded_key(bytes.get(at + 2..)?)
        }
        b'%' => matches!(bytes.get(at + 2)?, b'2' | b'4' | b'6'),
        b'=' => matches!(bytes.get(at + 2)?, b'\n' | b'\r') && ends_in_auth(bytes, at),
        _ => ends_in_auth(bytes, at),
    };
    // Of `%2D`, `\u002d` and `=2D`.
    let escaped = match dash {
        b'd' | b'D' => bytes.get(..at)?.last() == Some(&b'2'),
        b'}' => bytes.get(..at)?.last_chunk::<2>()?.eq_ignore_ascii_case(b"2d"),
        _ => true,
    };
    if !fits || !escaped {
        return None;
    }
    judge(bytes, at)
}

/// Whether what stands after a `k` is the rest of `key`, over a line's end that is none: of quoted-printable, of a calendar.
fn is_folded_key(mut rest: &[u8]) -> bool {
    for wanted in [b'e', b'y'] {
        let fold = FOLDS.iter().find(|fold| rest.starts_with(fold));
        rest = fold.and_then(|fold| rest.get(fold.len()..)).unwrap_or(rest);
        match rest.split_first() {
            Some((byte, after)) if byte.eq_ignore_ascii_case(&wanted) => rest = after,
            Some(_) | None => return false,
        }
    }
    true
}

/// Whether `th`, as `auth` does, ends there.
fn ends_in_auth(bytes: &[u8], at: usize) -> bool {
    bytes.get(..at).and_then(<[u8]>::last_chunk::<2>).is_some_and(|two| two.eq_ignore_ascii_case(b"th"))
}

/// Where a closer look goes, if what is before the second half of the name makes one worthwhile.
fn judge(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(at.saturating_sub(SPELLING_BYTES_MAX)..at)?;
    if bytes.get(at) == Some(&b'-') {
        // The common case, and its common near misses: `api-key`, `public-key`.
        let auth = before.last_chunk::<4>().is_some_and(|four| four.eq_ignore_ascii_case(b"auth"));
        if auth {
            return (!is_other(bytes, at - 4)).then_some(at - 4);
        }
        if before.last().is_some_and(|byte| byte.is_ascii_alphabetic() && !byte.eq_ignore_ascii_case(&b'h')) {
            return None;
        }
    }
    spelled_before(before).then_some(at)
}

/// Whether a plain name there is surely a part of another one: `oauth-key`, `x-auth-key`, `auth-key-id`. A letter that
/// may be the end of an escape, as in `\n` or `%3F`, proves nothing.
fn is_other(bytes: &[u8], start: usize) -> bool {
    let escape = start.checked_sub(2).and_then(|at| bytes.get(at)) == Some(&b'\\');
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|byte| match byte {
        b'-' | b'_' => true,
        _ => byte.is_ascii_alphabetic() && !byte.is_ascii_hexdigit() && !escape,
    });
    let end = start + 8;
    let plain = bytes.get(start..end).is_some_and(|name| name.eq_ignore_ascii_case(b"auth-key"));
    let after =
        bytes.get(end).is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    plain && (before || after)
}

/// Whether a spelling of `auth`, or most of one, is somewhere in there.
fn spelled_before(before: &[u8]) -> bool {
    let plain = |four: &[u8]| four.eq_ignore_ascii_case(b"auth") || four.eq_ignore_ascii_case(b"uth-");
    before.windows(4).any(plain)
        || before.windows(3).any(|three| {
            matches!(
                three,
                [b'%' | b'5' | b'x', b'6' | b'4', b'1' | b'8']
                    | [b'0', b'6' | b'4', b'1' | b'8']
                    | b"&#9"
                    | b"#10"
            ) || three.eq_ignore_ascii_case(b"uth")
        })
}

/// The `@` before a host of the platform.
fn host_user(bytes: &[u8], at: usize) -> Option<usize> {
    let low = at.saturating_sub(HOST_BYTES_MAX);
    let host = bytes
        .get(low..at)?
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    let before = at - host.count();
    (bytes.get(before.checked_sub(1)?) == Some(&b'@')).then(|| before - 1)
}
