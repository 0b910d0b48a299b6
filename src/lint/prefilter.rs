//! Step 1: where in a file could a key be sent at all? One pass at nearly the speed of reading; everything else costs
//! nothing more.
//!
//! The name is looked for by its rarer half: a dash in any writing, then `key`. Two vectorised passes over what is in the
//! nearest cache find it: one for pairs of bytes, which are looked at closer here, one for words. Both are as few as they
//! can be (measured: pairs and words in one pass, or a few more of either, cost twice to five times as much).

use aho_corasick::{AhoCorasick, MatchKind, packed};
use memchr::memmem::Finder;

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
    words: Search,
    host: Finder<'static>,
}

/// How it is looked for.
#[derive(Debug, Clone)]
enum Search {
    Packed(Box<packed::Searcher>),
    /// On processors without the instructions.
    Plain(AhoCorasick),
}

/// The end of a dash, in any writing, and what may follow it in a spelling of the name.
///
/// They are of `auth-key`; of `auth%2Dkey`, `auth\u002dkey`, `auth=2Dkey`, `auth&#45;key`, `auth&hyphen;key`, `auth\u{2d}key`; of
/// `auth-%6bey` and `auth%2D%6bey`; of `auth-=⏎key` in quoted-printable; of `"auth-" + "key"`.
const PAIRS: [&str; 16] =
    ["-k", "-K", "dk", "Dk", "dK", "DK", ";k", ";K", "-%", "d%", "D%", "-=", "-\"", "-'", "}k", "}K"];

/// What else is looked for.
const WORDS: [&str; 6] = [
    // Every letter escaped.
    "2d\\u",
    // `auth-key` at each of the three places that a byte has in base64.
    "YXV0aC1r",
    "F1dGgta2V5",
    "hdXRoLWtl",
    // Hosts that a user and a password may stand before; our own ignores.
    HOST,
    "localgear: ignore",
];
const HOST: &str = "flowgear.";

/// Which word is which.
const ESCAPED_WORD: usize = 0;
const HOST_WORD: usize = 4;
const IGNORE_WORD: usize = 5;

/// How far before an anchor the rest of a spelling may begin, in bytes; what reads on at a window's edge keeps so many.
pub const SPELLING_BYTES_MAX: usize = 96;

/// Longest host before whose `@` a password is looked for, in bytes.
const HOST_BYTES_MAX: usize = 80;

impl Search {
    fn new(words: &[&str]) -> Self {
        let mut packed = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder();
        packed.extend(words);
        match packed.build() {
            Some(search) => Self::Packed(Box::new(search)),
            None => {
                let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
                Self::Plain(search.expect("a few short words"))
            }
        }
    }

    /// Calls with each word that is found, and where.
    fn each(&self, bytes: &[u8], mut found: impl FnMut(usize, usize)) {
        match self {
            Self::Packed(search) => {
                search.find_iter(bytes).for_each(|word| found(word.pattern().as_usize(), word.start()));
            }
            Self::Plain(search) => {
                search.find_iter(bytes).for_each(|word| found(word.pattern().as_usize(), word.start()));
            }
        }
    }
}

impl Default for Prefilter {
    fn default() -> Self {
        Self { pairs: Search::new(&PAIRS), words: Search::new(&WORDS), host: Finder::new(HOST) }
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

    /// The same for a log, which is longer than anything else and holds no base64 of URLs, no mail and no program: the
    /// name and hosts only.
    pub fn find_logged(&self, bytes: &[u8], from: usize, hits: &mut Vec<Hit>) {
        let first = hits.len();
        let rest = bytes.get(from..).unwrap_or_default();
        self.pairs.each(rest, |_, at| hits.extend(pair(bytes, from + at).map(|at| Hit { at })));
        let hosts = self.host.find_iter(rest).filter_map(|at| host_user(bytes, from + at));
        hits.extend(hosts.map(|at| Hit { at }));
        hits.get_mut(first..).unwrap_or_default().sort_unstable();
    }

    /// Adds every place from an offset on that is worth a look, in their order. Bytes before `from` are looked at only to
    /// judge what is found. Says whether an inline ignore may be there.
    pub fn find(&self, bytes: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
        let first = hits.len();
        let mut ignore = false;
        let rest = bytes.get(from..).unwrap_or_default();
        self.pairs.each(rest, |_, at| hits.extend(pair(bytes, from + at).map(|at| Hit { at })));
        self.words.each(rest, |word, at| match word {
            IGNORE_WORD => ignore = true,
            HOST_WORD => hits.extend(host_user(bytes, from + at).map(|at| Hit { at })),
            ESCAPED_WORD => hits.extend(judge(bytes, from + at).map(|at| Hit { at })),
            _ => hits.push(Hit { at: from + at }),
        });
        hits.get_mut(first..).unwrap_or_default().sort_unstable();
        ignore
    }
}

/// Where a closer look goes, if a pair is the end of a dash in a spelling of the name.
fn pair(bytes: &[u8], at: usize) -> Option<usize> {
    let (dash, next) = (bytes.get(at)?, bytes.get(at + 1)?);
    let fits = match next {
        b'k' | b'K' => bytes.get(at + 1..at + 4)?.eq_ignore_ascii_case(b"key"),
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
