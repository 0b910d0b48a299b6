//! Step 1: where in a file could a key be sent at all? One pass at nearly the speed of reading; everything else costs
//! nothing more.
//!
//! The name is looked for by its rarer half: a dash in any writing, then `key`. The words are few enough, and none shorter
//! than four bytes, for one vectorised pass (Teddy's slim form, measured: more words or shorter ones halve its speed).

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
    search: Search,
    host: Finder<'static>,
}

/// How it is looked for.
#[derive(Debug, Clone)]
enum Search {
    Packed(Box<packed::Searcher>),
    /// On processors without the instructions.
    Plain(AhoCorasick),
}

/// What is looked for. At most 32 words of at least four bytes.
const WORDS: [&str; 32] = [
    // `auth-key` in any case.
    "-key",
    "-keY",
    "-kEy",
    "-kEY",
    "-Key",
    "-KeY",
    "-KEy",
    "-KEY",
    // `auth%2Dkey`, `auth\u002dkey`, `auth=2Dkey`; `auth&#45;key`, `auth&#x2d;key`, `auth&hyphen;key`.
    "2dkey",
    "2Dkey",
    "2DKEY",
    "2dKEY",
    "2DKey",
    "5;key",
    "D;key",
    "d;key",
    "n;key",
    // `auth-=⏎key` in quoted-printable, `"auth-" + "key"`.
    "h-=\n",
    "h-=\r",
    "th-\"",
    "th-'",
    // Every letter escaped.
    "2d%6",
    "2D%6",
    "-%6b",
    "-%6B",
    "2d\\u",
    "2dKey",
    // `auth-key` at each of the three places that a byte has in base64.
    "YXV0aC1r",
    "F1dGgta2V5",
    "hdXRoLWtl",
    // Hosts that a user and a password may stand before; our own ignores.
    "flowgear.",
    "localgear: ignore",
];

/// Which word is which.
const FIRST_BASE64: usize = 27;
const HOST: usize = 30;
const IGNORE: usize = 31;

/// How far before an anchor the rest of a spelling may begin, in bytes; what reads on at a window's edge keeps so many.
pub const SPELLING_BYTES_MAX: usize = 96;

/// Longest host before whose `@` a password is looked for, in bytes.
const HOST_BYTES_MAX: usize = 80;

impl Default for Prefilter {
    fn default() -> Self {
        let mut packed = packed::Config::new().match_kind(packed::MatchKind::LeftmostFirst).builder();
        packed.extend(WORDS);
        let search = match packed.build() {
            Some(search) => Search::Packed(Box::new(search)),
            None => {
                let search = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(WORDS);
                Search::Plain(search.expect("a few short words"))
            }
        };
        Self { search, host: Finder::new("flowgear.") }
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
    /// name and hosts only, at twice the speed.
    pub fn find_logged(&self, bytes: &[u8], from: usize, hits: &mut Vec<Hit>) {
        let first = hits.len();
        dashes(bytes, from, |at| {
            let word = bytes.get(at + 1..at + 4).unwrap_or_default();
            let key = word.eq_ignore_ascii_case(b"key") || word.starts_with(b"%");
            hits.extend(key.then(|| judge(bytes, at)).flatten().map(|at| Hit { at }));
        });
        let rest = bytes.get(from..).unwrap_or_default();
        let hosts = self.host.find_iter(rest).filter_map(|at| host_user(bytes, from + at));
        let before = hits.len();
        hits.extend(hosts.map(|at| Hit { at }));
        if hits.len() > before {
            hits.get_mut(first..).unwrap_or_default().sort_unstable();
        }
    }

    /// Adds every place from an offset on that is worth a look, in their order. Bytes before `from` are looked at only to
    /// judge what is found. Says whether an inline ignore may be there.
    pub fn find(&self, bytes: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
        let mut ignore = false;
        let rest = bytes.get(from..).unwrap_or_default();
        let mut found = |word: usize, at: usize| match word {
            IGNORE => ignore = true,
            HOST => hits.extend(host_user(bytes, at).map(|at| Hit { at })),
            FIRST_BASE64.. => hits.push(Hit { at }),
            _ => hits.extend(judge(bytes, at).map(|at| Hit { at })),
        };
        match &self.search {
            Search::Packed(search) => {
                search.find_iter(rest).for_each(|word| found(word.pattern().as_usize(), from + word.start()));
            }
            Search::Plain(search) => {
                search.find_iter(rest).for_each(|word| found(word.pattern().as_usize(), from + word.start()));
            }
        }
        ignore
    }
}

/// Bytes that are asked at once.
const BLOCK: usize = 64;

/// Calls with the offset of each dash, in whatever writing, before a `k` or a `%`.
fn dashes(bytes: &[u8], from: usize, mut found: impl FnMut(usize)) {
    let mut at = from;
    while let Some(block) = bytes.get(at..at + BLOCK + 1) {
        if any_dash(block) {
            for (offset, pair) in block.windows(2).enumerate() {
                if matches!(pair, [a, b] if dash(*a, *b) != 0) {
                    found(at + offset);
                }
            }
        }
        at += BLOCK;
    }
    for (offset, pair) in bytes.get(at..).unwrap_or_default().windows(2).enumerate() {
        if matches!(pair, [a, b] if dash(*a, *b) != 0) {
            found(at + offset);
        }
    }
}

/// Whether there is one in the block. Without branches, so that it becomes vector instructions.
fn any_dash(block: &[u8]) -> bool {
    let (Some(a), Some(b)) = (block.first_chunk::<BLOCK>(), block.last_chunk::<BLOCK>()) else { return true };
    a.iter().zip(b).fold(0, |any, (a, b)| any | dash(*a, *b)) != 0
}

/// One where the two bytes end a dash and begin `key`: `-k`, `%2Dk`, `&#45;k`, `%2D%6b`.
#[inline]
fn dash(a: u8, b: u8) -> u8 {
    (u8::from(a == b'-') | u8::from(a | 0x20 == b'd') | u8::from(a == b';'))
        & (u8::from(b | 0x20 == b'k') | u8::from(b == b'%'))
}

/// Where a closer look goes, if what is before the second half of the name makes one worthwhile.
fn judge(bytes: &[u8], at: usize) -> Option<usize> {
    let before = bytes.get(at.saturating_sub(SPELLING_BYTES_MAX)..at)?;
    if bytes.get(at) == Some(&b'-') {
        // The common case, and its common near misses: `api-key`, `public-key`.
        let auth = before.last_chunk::<4>().is_some_and(|four| four.eq_ignore_ascii_case(b"auth"));
        if auth {
            return Some(at - 4);
        }
        if before.last().is_some_and(|byte| byte.is_ascii_alphabetic() && !byte.eq_ignore_ascii_case(&b'h')) {
            return None;
        }
    }
    spelled_before(before).then_some(at)
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
