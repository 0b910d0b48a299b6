//! What logs look like.

/// Whether the text is one: a header that says so, or most of its first lines.
pub(super) fn is_log(text: &str) -> bool {
    let header = ["#Software:", "#Version:", "#Fields:", "#Date:"];
    if header.iter().any(|word| text.starts_with(word)) {
        return true;
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).take(8).collect();
    let logged = lines.iter().filter(|line| looks_logged(line)).count();
    logged > 0 && logged * 2 >= lines.len()
}

/// Whether a line begins with a time, a client and a time, or a syslog's priority.
pub(super) fn looks_logged(line: &str) -> bool {
    let head: String = line.chars().take(200).collect();
    let words: Vec<&str> = head.split_whitespace().take(4).collect();
    let first = words.first().copied().unwrap_or_default().trim_start_matches(['[', '"']);
    let kind = ["http", "https", "h2", "grpcs", "ws", "wss"].contains(&first);
    let second = words.get(1).copied().unwrap_or_default();
    is_date(first)
        || is_level(first)
        || is_clock(first)
        || is_part_of_trace(&head)
        || first.starts_with("level=")
        || is_access(&head)
        || is_month(first) && second.bytes().all(|byte| byte.is_ascii_digit())
        || kind && is_date(second)
        || head.starts_with('<') && head.get(1..2).is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
        || head.contains(" [") && head.contains("] \"") && head.contains(':')
}

/// `ERROR`, `[INFO]`, `WARNING:root:…`.
fn is_level(first: &str) -> bool {
    const LEVELS: [&str; 14] = [
        "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "ERR", "FATAL", "CRITICAL", "CRIT",
        "SEVERE", "FINE", "VERBOSE",
    ];
    let word = first.split([':', ']', '|', '[', '(']).next().unwrap_or_default();
    LEVELS.contains(&word)
}

/// `10:23:45.123`, klog's `I1124`.
fn is_clock(word: &str) -> bool {
    let word = word.trim_end_matches([']', ',']);
    let mut parts = word.splitn(3, ':');
    let two = |part: Option<&str>| part.is_some_and(|part| part.len() == 2 && is_digits(part));
    let seconds = |part: &str| part.get(..2).is_some_and(is_digits);
    let klog = word.strip_prefix(['I', 'W', 'E', 'F']).is_some_and(|day| day.len() == 4 && is_digits(day));
    // A time in seconds, as Squid has it.
    let squid = word.split_once('.').is_some_and(|(seconds, rest)| {
        seconds.len() == 10 && is_digits(seconds) && rest.len() == 3 && is_digits(rest)
    });
    klog || squid || two(parts.next()) && two(parts.next()) && parts.next().is_some_and(seconds)
}

fn is_digits(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A line of what a program leaves behind when it fails.
fn is_part_of_trace(head: &str) -> bool {
    let trimmed = head.trim_start();
    let is_frame = trimmed.starts_with("File \"") && trimmed.contains("\", line ")
        || trimmed.starts_with("at ") && trimmed.ends_with(')') && trimmed.contains('(');
    is_frame
        || [
            "Traceback (most recent call last)",
            "Exception in thread ",
            "Caused by: ",
            "panic: ",
            "goroutine ",
        ]
        .iter()
        .any(|beginning| head.starts_with(beginning))
}

/// `"GET /orders HTTP/1.1" 200` anywhere.
fn is_access(head: &str) -> bool {
    head.contains(" HTTP/1.1\" ") || head.contains(" HTTP/1.0\" ") || head.contains(" HTTP/2.0\" ")
}

/// Whether JSON holds records of a log: a time of one, and a word that nothing else has.
pub(in super::super) fn holds_records(text: &str) -> bool {
    let has = |names: &[&str]| names.iter().any(|name| text.contains(&format!("\"{name}\":")));
    let is_list = text.trim_start_matches('\u{feff}').trim_start().starts_with('[')
        || has(&["logs", "events", "logEvents", "records", "Records", "hits", "entries", "Events"]);
    let has_time = is_list && has(&["timestamp", "@timestamp", "time", "ts", "asctime", "eventTime"]);
    has_time
        && has(&[
            "level",
            "severity",
            "lvl",
            "levelname",
            "logger",
            "logStreamName",
            "textPayload",
            "jsonPayload",
            "httpRequest",
            "log.level",
            "eventSource",
        ])
}

/// Whether rows of JSON are data: none of their names is one that only logs have.
pub(super) fn rows_are_data(text: &str) -> bool {
    const NAMES: [&str; 40] = [
        "time",
        "timestamp",
        "ts",
        "datetime",
        "eventtime",
        "starttime",
        "endtime",
        "requesttime",
        "logtime",
        "timelocal",
        "timeiso8601",
        "asctime",
        "level",
        "lvl",
        "severity",
        "loglevel",
        "levelname",
        "logger",
        "loggername",
        "msg",
        "thread",
        "threadname",
        "pid",
        "statuscode",
        "httpstatus",
        "responsecode",
        "responsestatus",
        "reqid",
        "requestid",
        "traceid",
        "spanid",
        "remoteaddr",
        "remoteip",
        "clientip",
        "useragent",
        "httpuseragent",
        "latency",
        "responsetime",
        "stream",
        "elapsedms",
    ];
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('"') {
        let Some((name, after)) = after.split_once('"') else { break };
        rest = after;
        let Some(value) = after.trim_start().strip_prefix(':') else { continue };
        let word: String =
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let code = value.trim_start().get(..3).unwrap_or_default();
        let is_status = word == "status" && code.len() == 3 && is_digits(code);
        if NAMES.contains(&word.as_str()) || word.ends_with("timestamp") || is_status {
            return false;
        }
    }
    text.contains("\":")
}

/// `2026-11-24…`, `2026/11/24…`.
fn is_date(word: &str) -> bool {
    let mut parts = word.splitn(3, ['-', '/']);
    let digits = |part: Option<&str>, len: usize| {
        part.is_some_and(|part| part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    digits(parts.next(), 4) && digits(parts.next(), 2) && parts.next().is_some_and(|day| day.len() >= 2)
}

fn is_month(word: &str) -> bool {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].contains(&word)
}
