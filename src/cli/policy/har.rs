//! Exchanges from an HTTP archive, as browsers and proxies save them.

use std::path::Path;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::case::{Written, WrittenResponse};
use crate::adapters::bounded_file::read_text;
use crate::policy::{Exchange, Source};
use crate::site::Moment;

/// Largest archive, in bytes.
const HAR_BYTES_MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    started_date_time: Option<String>,
    time: Option<f64>,
    request: HarRequest,
    response: Option<HarResponse>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HarRequest {
    method: String,
    url: String,
    #[serde(default)]
    headers: Vec<Pair>,
    post_data: Option<Content>,
}

#[derive(Deserialize)]
struct HarResponse {
    status: u16,
    #[serde(default)]
    headers: Vec<Pair>,
    content: Option<Content>,
}

#[derive(Deserialize)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
}

/// The exchanges of an archive, or the one at that position.
pub(super) fn exchanges(path: &Path, entry: Option<usize>) -> anyhow::Result<Vec<Exchange>> {
    let text = read_text(path, HAR_BYTES_MAX)?;
    // Not the parser's own words: they could quote a line that holds a key.
    let har: Har = serde_json::from_str(&text).map_err(|error| {
        anyhow::anyhow!(
            "`{}` is not an HTTP archive (line {}, column {})",
            path.display(),
            error.line(),
            error.column()
        )
    })?;
    let all = har.log.entries.len();
    let chosen =
        har.log.entries.into_iter().enumerate().filter(|(at, _)| entry.is_none_or(|entry| entry == *at));
    let exchanges = chosen
        .map(|(at, entry)| {
            entry.written().exchange(Source::Har).with_context(|| format!("`{}`, entry {at}", path.display()))
        })
        .collect::<anyhow::Result<Vec<_>>>()?;
    anyhow::ensure!(
        !exchanges.is_empty(),
        "`{}` has {all} entries, and none of them is asked for",
        path.display()
    );
    Ok(exchanges)
}

impl Entry {
    fn written(self) -> Written {
        let pairs = |pairs: Vec<Pair>| pairs.into_iter().map(|pair| (pair.name, pair.value)).collect();
        let response = self.response.map(|response| WrittenResponse {
            status: response.status,
            headers: pairs(response.headers),
            body: response.content.map(Content::bytes).unwrap_or_default(),
            duration_us: self.time.map(|millis| (millis * 1000.0) as u64),
        });
        Written {
            method: self.request.method,
            url: self.request.url.split('#').next().unwrap_or_default().to_owned(),
            headers: pairs(self.request.headers),
            body: self.request.post_data.map(Content::bytes).unwrap_or_default(),
            client: None,
            received: self.started_date_time.as_deref().and_then(Moment::parse),
            response,
        }
    }
}

impl Content {
    fn bytes(self) -> Vec<u8> {
        let text = self.text.unwrap_or_default();
        match self.encoding.as_deref() {
            Some("base64") => STANDARD.decode(&text).unwrap_or_else(|_| text.into_bytes()),
            Some(_) | None => text.into_bytes(),
        }
    }
}
