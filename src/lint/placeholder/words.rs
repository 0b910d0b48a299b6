//! Words: what people write where a key will stand.

/// Longest text in which words are looked for; whatever is longer was generated.
pub(super) const WORDS_CHARS_MAX: usize = 64;

/// Words that stand for a key in documentation, tests and templates.
pub(super) const STANDING_IN: &str = "a abc abcd abcdef access account actual aaa an any api apikey asdf auth authkey bar baz bbb bogus \
    change changeit changeme client code cred credential credentials def default demo dev development \
    doc docs dummy example fake fill fixme flowgear foo foobar for from goes ghi hello here in insert \
    invalid is it key local me mock my mykey new no none not null old our password paste placeholder \
    production put qwerty random real replace sample secret site some string stub supersecret test \
    testing that the this to todo token undefined user value with xyz your";

/// Words that say that something was taken out.
pub(super) const TAKEN_OUT: &str = "redacted filtered masked hidden removed scrubbed sanitized sanitised omitted snip snipped obfuscated \
    censored secured";

/// Whether a word is one of a list.
pub(super) fn is_among(list: &str, word: &str) -> bool {
    list.split(' ').any(|one| one == word)
}

/// Digits only.
pub(super) fn is_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}

/// Words of a language and a short number at most: somebody wrote it, nothing generated it.
pub(super) fn is_words(text: &str) -> bool {
    if text.chars().count() > WORDS_CHARS_MAX {
        return false;
    }
    let words = words(text);
    let (numbers, letters): (Vec<&str>, Vec<&str>) =
        words.into_iter().filter(|word| !is_crossed(word)).partition(|word| is_number(word));
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

/// Crosses in place of what was there.
fn is_crossed(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'x' | b'X'))
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
pub(super) fn words(text: &str) -> Vec<&str> {
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
