//! A tree like those that reviews are about: logs, captures and code, keys planted here and there, near misses everywhere.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

/// One megabyte, as disks count.
pub(crate) const MEGABYTE: usize = 1_000_000;

/// What a tree holds.
#[derive(Default, Debug)]
pub(crate) struct Tally {
    pub(crate) files: usize,
    pub(crate) bytes: usize,
    pub(crate) planted: usize,
    pub(crate) near: usize,
}

/// Randomness that is the same on every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() >> 33).unwrap_or(0) % bound.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn text(&mut self, alphabet: &[u8], len: usize) -> String {
        (0..len).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }

    fn secret(&mut self) -> String {
        self.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 86)
    }

    fn hex(&mut self, len: usize) -> String {
        self.text(b"0123456789abcdef", len)
    }
}

const PATHS: [&str; 12] = [
    "/orders",
    "/customers/1042",
    "/assets/app.js",
    "/assets/logo.svg",
    "/api/v2/search",
    "/health",
    "/login",
    "/keyboard/layouts",
    "/authors/77/books",
    "/invoices/2026/11",
    "/static/css/site.css",
    "/monkey",
];
const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "curl/8.5.0",
    "python-requests/2.32.3",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "okhttp/4.12.0",
];
const WORDS: [&str; 40] = [
    "value",
    "index",
    "result",
    "key",
    "customer",
    "order",
    "total",
    "request",
    "response",
    "header",
    "author",
    "token",
    "buffer",
    "length",
    "config",
    "session",
    "keyword",
    "monkey",
    "account",
    "balance",
    "update",
    "select",
    "where",
    "return",
    "string",
    "number",
    "public",
    "static",
    "render",
    "module",
    "import",
    "export",
    "handler",
    "service",
    "invoice",
    "payment",
    "address",
    "currency",
    "authority",
    "template",
];

/// What nearly is a key in a querystring.
fn near(dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => format!("oauth-key={}", dice.hex(32)),
        1 => format!("auth_key={}", dice.hex(32)),
        2 => "auth-key=REDACTED".to_owned(),
        3 => "auth-key=***".to_owned(),
        4 => format!("x-auth-key={}", dice.hex(24)),
        5 => format!("auth-key-id={}", dice.below(100_000)),
        6 => format!("author-key={}", dice.hex(16)),
        _ => format!("api-key={}", dice.hex(40)),
    }
}

/// Makes a tree of about so many bytes.
pub(crate) fn make(root: &Path, bytes: usize) -> io::Result<Tally> {
    let mut dice = Dice::new(20_261_124);
    let mut tally = Tally::default();
    let mut part =
        |folder: &str, share: usize, write: fn(&mut Dice, usize, &mut Tally) -> (String, &'static str)| {
            let wanted = bytes / 100 * share;
            let mut made = 0;
            let mut number = 0;
            while made < wanted {
                let (text, extension) = write(&mut dice, wanted - made, &mut tally);
                let into = root.join(folder).join(format!("{:02}", number % 40));
                std::fs::create_dir_all(&into)?;
                std::fs::write(into.join(format!("{number}.{extension}")), &text)?;
                made += text.len();
                number += 1;
                tally.files += 1;
                tally.bytes += text.len();
            }
            io::Result::Ok(())
        };
    part("logs", 62, log)?;
    part("captures", 18, har)?;
    part("src", 20, code)?;
    Ok(tally)
}

/// One log of about so many bytes.
pub(crate) fn one_log(path: &Path, bytes: usize) -> io::Result<Tally> {
    let mut dice = Dice::new(7);
    let mut tally = Tally { files: 1, ..Tally::default() };
    let mut file = io::BufWriter::new(std::fs::File::create(path)?);
    let mut line = String::new();
    while tally.bytes < bytes {
        line.clear();
        combined(&mut dice, &mut line, &mut tally);
        file.write_all(line.as_bytes())?;
        tally.bytes += line.len();
    }
    file.flush()?;
    Ok(tally)
}

fn log(dice: &mut Dice, left: usize, tally: &mut Tally) -> (String, &'static str) {
    let size = [100_000, 400_000, 2_000_000, 8_000_000, 40_000_000][dice.below(5)].min(left + 1_000);
    let kind = dice.below(3);
    let write = [combined, json_line, iis][kind];
    let mut text = String::with_capacity(size + 1_000);
    if kind == 2 {
        text.push_str("#Software: Microsoft Internet Information Services 10.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status time-taken\n");
    }
    while text.len() < size {
        write(dice, &mut text, tally);
    }
    (text, "log")
}

/// A querystring: mostly innocent, sometimes nearly guilty, rarely guilty.
fn query(dice: &mut Dice, tally: &mut Tally) -> String {
    match dice.below(1_000) {
        0 => {
            tally.planted += 1;
            format!("?id={}&auth-key={}", dice.below(1_000), dice.secret())
        }
        1..=4 => {
            tally.near += 1;
            format!("?page={}&{}", dice.below(9), near(dice))
        }
        5..=300 => format!("?page={}&sort={}", dice.below(90), dice.pick(&WORDS)),
        _ => String::new(),
    }
}

fn combined(dice: &mut Dice, into: &mut String, tally: &mut Tally) {
    let query = query(dice, tally);
    let _ = writeln!(
        into,
        "10.{}.{}.{} - - [24/Nov/2026:{:02}:{:02}:{:02} +0000] \"GET {}{query} HTTP/1.1\" 200 {} \"https://www.acme.example/\" \"{}\"",
        dice.below(256),
        dice.below(256),
        dice.below(256),
        dice.below(24),
        dice.below(60),
        dice.below(60),
        dice.pick(&PATHS),
        dice.below(90_000),
        dice.pick(&AGENTS),
    );
}

fn json_line(dice: &mut Dice, into: &mut String, tally: &mut Tally) {
    let query = query(dice, tally);
    let _ = writeln!(
        into,
        "{{\"time\":\"2026-11-24T{:02}:{:02}:{:02}Z\",\"level\":\"info\",\"client\":\"10.0.{}.{}\",\"method\":\"GET\",\"url\":\"{}{query}\",\"status\":200,\"ms\":{},\"trace\":\"{}\"}}",
        dice.below(24),
        dice.below(60),
        dice.below(60),
        dice.below(256),
        dice.below(256),
        dice.pick(&PATHS),
        dice.below(900),
        dice.hex(32),
    );
}

fn iis(dice: &mut Dice, into: &mut String, tally: &mut Tally) {
    let query = query(dice, tally);
    let query = query.strip_prefix('?').unwrap_or("-");
    let _ = writeln!(
        into,
        "2026-11-24 {:02}:{:02}:{:02} 10.1.2.3 GET {} {query} 443 - 10.{}.{}.{} {} - 200 {}",
        dice.below(24),
        dice.below(60),
        dice.below(60),
        dice.pick(&PATHS),
        dice.below(256),
        dice.below(256),
        dice.below(256),
        dice.pick(&AGENTS).replace(' ', "+"),
        dice.below(900),
    );
}

fn har(dice: &mut Dice, left: usize, tally: &mut Tally) -> (String, &'static str) {
    let size = [300_000, 900_000, 3_000_000][dice.below(3)].min(left + 1_000);
    let mut text = String::with_capacity(size + 20_000);
    text.push_str("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"WebInspector\",\"version\":\"537.36\"},\"entries\":[");
    let mut first = true;
    while text.len() < size {
        if !first {
            text.push(',');
        }
        first = false;
        let query = query(dice, tally);
        let path = dice.pick(&PATHS);
        let trace = dice.hex(32);
        let body: String = (0..dice.below(120)).fold(String::new(), |mut body, _| {
            let _ = write!(body, "{{\\\"{}\\\":\\\"{}\\\"}},", dice.pick(&WORDS), dice.pick(&WORDS));
            body
        });
        let agent = dice.pick(&AGENTS);
        let _ = write!(
            text,
            "{{\"startedDateTime\":\"2026-11-24T10:00:00.000Z\",\"time\":12.5,\"request\":{{\"method\":\"GET\",\"url\":\"https://acme.flowgear.net{path}{query}\",\"httpVersion\":\"http/2.0\",\"headers\":[{{\"name\":\"user-agent\",\"value\":\"{agent}\"}},{{\"name\":\"accept-encoding\",\"value\":\"gzip, deflate, br\"}},{{\"name\":\"authorization\",\"value\":\"Key={}\"}},{{\"name\":\"x-trace\",\"value\":\"{trace}\"}}],\"queryString\":[],\"cookies\":[],\"headersSize\":-1,\"bodySize\":0}},\"response\":{{\"status\":200,\"statusText\":\"\",\"httpVersion\":\"http/2.0\",\"headers\":[{{\"name\":\"content-type\",\"value\":\"application/json\"}},{{\"name\":\"cache-control\",\"value\":\"no-store\"}}],\"cookies\":[],\"content\":{{\"size\":{},\"mimeType\":\"application/json\",\"text\":\"[{body}]\"}},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1}},\"cache\":{{}},\"timings\":{{\"send\":0,\"wait\":12,\"receive\":1}}}}",
            dice.text(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43),
            body.len(),
        );
    }
    text.push_str("]}}");
    (text, "har")
}

fn code(dice: &mut Dice, left: usize, tally: &mut Tally) -> (String, &'static str) {
    let size = [2_000, 8_000, 30_000, 90_000, 300_000][dice.below(5)].min(left + 1_000);
    let extension = dice.pick(&["py", "js", "cs", "java", "go", "ts", "md"]);
    let mut text = String::with_capacity(size + 500);
    while text.len() < size {
        let indent = "    ".repeat(dice.below(4));
        let [a, b, c, d] = [(); 4].map(|()| dice.pick(&WORDS));
        match dice.below(1_200) {
            0 => {
                tally.planted += 1;
                let _ = writeln!(
                    text,
                    "{indent}{a} = get(\"https://acme.flowgear.net/{b}?auth-key={}\")",
                    dice.secret()
                );
            }
            1..=4 => {
                tally.near += 1;
                let _ = writeln!(text, "{indent}{a} = get(\"https://acme.example/{b}?{}\")", near(dice));
            }
            5..=100 => {
                let _ = writeln!(text, "{indent}// the {a} of each {b}, {c} {d} and what is {a} to a {d}");
            }
            101..=400 => {
                let _ = writeln!(text, "{indent}if ({a}.{b} != null && {c}.{d}({a})) {{ return {b}; }}");
            }
            _ => {
                let _ = writeln!(text, "{indent}{a}.{b} = new {c}({d}, {}, \"{a} {c}\");", dice.below(1_000));
            }
        }
    }
    (text, extension)
}
