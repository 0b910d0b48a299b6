//! Step 3 of a case: what later cases use of its answer.

use super::case::{Capture, Source};
use super::compare::{plain, xml};
use crate::traffic::Heard;

/// Longest value that is kept, in bytes.
const CAPTURE_BYTES_MAX: usize = 64 * 1024;

/// The captured text, or why there is none.
pub(super) fn capture(capture: &Capture, heard: &Heard) -> Result<String, String> {
    let found = match &capture.from {
        Source::Status => Some(heard.status.to_string()),
        Source::Header(name) => heard.header(name).map(str::to_owned),
        Source::JsonPath(path) => {
            let json = heard.json().ok_or("the body is not JSON")?;
            path.query(&json).first().map(|value| plain(value).into_owned())
        }
        Source::XmlPath(path) => xml(&heard.text(), path)?.into_iter().next(),
        Source::Regex(regex) => {
            let text = heard.text();
            let found = regex.captures(&text);
            found
                .and_then(|found| found.get(1).or_else(|| found.get(0)))
                .map(|found| found.as_str().to_owned())
        }
    };
    let found = found.ok_or("it is not in the answer")?;
    if found.len() > CAPTURE_BYTES_MAX {
        return Err(format!("it has more than {CAPTURE_BYTES_MAX} bytes, which is the most"));
    }
    Ok(found)
}
