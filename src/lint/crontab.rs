//! Crontabs: lines that say when, and then what.

/// Whether it is a table of times and commands: by where it lies, or by its lines.
pub(super) fn is_crontab(name: &str, text: &str) -> bool {
    let lies = ["cron.d/", "crontabs/", "spool/cron/"].iter().any(|folder| name.contains(folder));
    let nicknames = ["@reboot ", "@hourly ", "@daily ", "@midnight ", "@weekly ", "@monthly ", "@yearly "];
    let timed = |line: &str| {
        nicknames.iter().any(|name| line.starts_with(name))
            || line.split_whitespace().nth(CRON_FIELDS).is_some()
                && cron_fields(line.split_whitespace()) == CRON_FIELDS
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    lies && !text.starts_with("#!")
        || lines
            .find(|line| line.split_once('=').is_none_or(|(key, _)| key.contains(char::is_whitespace)))
            .is_some_and(timed)
}

/// Fields of a time before a command of a crontab.
pub(super) const CRON_FIELDS: usize = 5;

/// How many words are fields of a crontab's time, from the first on: `*/10 2 * * mon-fri`.
pub(super) fn cron_fields<'w>(words: impl Iterator<Item = &'w str>) -> usize {
    let field = |word: &str| {
        let named = |part: &str| {
            part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_alphabetic())
                || !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'*')
        };
        word.split([',', '-', '/']).all(named)
    };
    words.take(CRON_FIELDS).take_while(|word| field(word)).count()
}
