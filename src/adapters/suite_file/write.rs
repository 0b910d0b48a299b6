//! Drafts as the text of a suite file, and recorded replies as the text of a site file.

use std::fmt::Write as _;

use toml_edit::{Key, Value};

use crate::contract::draft::{Draft, DraftMust};
use crate::contract::drift::{RecordedBody, RecordedReply};
use crate::contract::volatile::{self, Volatile};
use crate::site::{DEFAULT_ENVIRONMENT, Slot, eq_ignore_case};
use crate::traffic::{Carrier, Change, Credential};

/// The text of a suite file.
#[must_use]
pub fn suite_text(name: &str, site: Option<&str>, drafts: &[Draft]) -> String {
    let mut text = format!("[suite]\nname = {}\n", quote(name));
    if let Some(site) = site {
        writeln!(text, "site = {}", quote(site)).ok();
    }
    for draft in drafts {
        text.push('\n');
        write_case(&mut text, draft);
    }
    text
}

fn write_case(text: &mut String, draft: &Draft) {
    for remark in &draft.remarks {
        writeln!(text, "# {remark}").ok();
    }
    writeln!(text, "[[case]]\nname = {}", quote(&draft.name)).ok();
    for change in &draft.before {
        match change {
            Change::Disable(key) => writeln!(text, "disable-key = {}", quote(key)),
            Change::Enable(key) => writeln!(text, "enable-key = {}", quote(key)),
            Change::Advance(by) => writeln!(text, "advance = \"{}\"", duration(*by)),
            Change::Rotate(key, slot) => {
                writeln!(text, "rotate = {{ key = {}, slot = \"{slot}\" }}", quote(key))
            }
        }
        .ok();
    }
    write_request(text, draft);
    write_expect(text, draft);
}

fn write_request(text: &mut String, draft: &Draft) {
    let call = &draft.call;
    text.push_str("[case.request]\n");
    writeln!(text, "method = \"{}\"\npath = {}", call.method, template(&call.target)).ok();
    match &call.credential {
        Credential::Absent => {}
        Credential::Malformed => text.push_str("carrier = \"malformed\"\n"),
        Credential::Wrong(carrier) => {
            text.push_str("slot = \"wrong\"\n");
            write_carrier(text, *carrier);
        }
        Credential::Key { name, slot, carrier } => {
            writeln!(text, "key = {}", quote(name)).ok();
            if *slot == Slot::Secondary {
                text.push_str("slot = \"secondary\"\n");
            }
            write_carrier(text, *carrier);
        }
    }
    let environment = call.environment.as_ref();
    if let Some(name) = environment.filter(|name| !eq_ignore_case(name, DEFAULT_ENVIRONMENT)) {
        writeln!(text, "environment = {}", template(name)).ok();
    }
    let is_json = serde_json::from_slice::<serde::de::IgnoredAny>(&call.body).is_ok();
    let says_json = |(name, value): &&(String, String)| {
        name.eq_ignore_ascii_case("content-type") && value == "application/json"
    };
    let headers: Vec<String> = call
        .headers
        .iter()
        .filter(|header| !(is_json && says_json(header)))
        .map(|(name, value)| format!("{} = {}", key(name), template(value)))
        .collect();
    if !headers.is_empty() {
        writeln!(text, "headers = {{ {} }}", headers.join(", ")).ok();
    }
    if !call.body.is_empty() {
        let field = if is_json { "json" } else { "body" };
        writeln!(text, "{field} = {}", template(&String::from_utf8_lossy(&call.body))).ok();
    }
}

fn write_carrier(text: &mut String, carrier: Carrier) {
    if carrier != Carrier::HeaderKey {
        writeln!(text, "carrier = \"{carrier}\"").ok();
    }
}

fn write_expect(text: &mut String, draft: &Draft) {
    text.push_str("[case.expect]\n");
    if let Some(status) = draft.status {
        writeln!(text, "status = {status}").ok();
    }
    if let Some(reason) = &draft.reason {
        writeln!(text, "reason = {}", quote(reason)).ok();
    }
    if let Some(kind) = &draft.content_type {
        writeln!(text, "headers = {{ Content-Type = {} }}", template(kind)).ok();
    }
    if let Some(json) = &draft.json {
        writeln!(text, "json = {}", template(&format!("{json:#}"))).ok();
    }
    if let Some(body) = &draft.body {
        writeln!(text, "body = {}", template(body)).ok();
    }
    if !draft.json_paths.is_empty() {
        text.push_str("[case.expect.json-path]\n");
        for (path, must) in &draft.json_paths {
            let must = match must {
                DraftMust::Equal(value) => match value.as_str() {
                    Some(text) => template(text),
                    None => value.to_string(),
                },
                DraftMust::Fit(regex) => format!("{{ regex = {} }}", quote(regex)),
                DraftMust::Exist => "{ exists = true }".to_owned(),
            };
            writeln!(text, "{} = {must}", key(path)).ok();
        }
    }
    if !draft.xml_paths.is_empty() {
        text.push_str("[case.expect.xml-path]\n");
        for (path, value) in &draft.xml_paths {
            writeln!(text, "{} = {}", key(path), template(value)).ok();
        }
    }
}

/// The text of a `[[workflow.reply]]`, to stand below its `[[workflow]]` and before the replies that would win.
#[must_use]
pub fn reply_text(reply: &RecordedReply) -> String {
    let mut text = format!(
        "# of the Workflow {}: put it below that `[[workflow]]`, before other replies\n",
        quote(&reply.workflow)
    );
    text.push_str("[[workflow.reply]]\n");
    if !reply.inputs.is_empty() {
        let inputs: Vec<String> = reply
            .inputs
            .iter()
            .map(|(name, value)| format!("inputs.{} = {}", key(name), quote(value)))
            .collect();
        writeln!(text, "when = {{ {} }}", inputs.join(", ")).ok();
    }
    writeln!(text, "status = {}", reply.status).ok();
    if let Some(kind) = &reply.content_type {
        writeln!(text, "content-type = {}", quote(kind)).ok();
    }
    match &reply.body {
        RecordedBody::Empty => {}
        RecordedBody::Json(json) => {
            let mut json = json.clone();
            let marked = mark(&mut json);
            if marked > 0 {
                writeln!(text, "# {marked} values changed from call to call; templates stand for them").ok();
            }
            writeln!(
                text,
                "json = {}",
                quote(
                    &verbatim(&format!("{json:#}"))
                        .replace(MARK_GUID, "{{ instance_id }}")
                        .replace(MARK_MOMENT, "{{ now }}")
                )
            )
            .ok();
        }
        RecordedBody::Text(body) => {
            writeln!(text, "body = {}", site_template(body)).ok();
        }
        RecordedBody::Binary(bytes) => {
            writeln!(
                text,
                "# the body is no text ({bytes} bytes): keep it in a file and name it with `body-file`"
            )
            .ok();
        }
    }
    text
}

/// What stands for a volatile value until the rest of the text is escaped; no JSON text holds this character bare.
const MARK_GUID: &str = "\u{E000}guid\u{E000}";
const MARK_MOMENT: &str = "\u{E000}moment\u{E000}";

/// Replaces values that change from call to call, and says how many there were.
fn mark(json: &mut serde_json::Value) -> usize {
    match json {
        serde_json::Value::Object(members) => members.values_mut().map(mark).sum(),
        serde_json::Value::Array(items) => items.iter_mut().map(mark).sum(),
        serde_json::Value::String(text) => {
            let stand_in = match volatile::kind(text) {
                Some(Volatile::Guid) => MARK_GUID,
                Some(Volatile::Moment) => MARK_MOMENT,
                Some(Volatile::Within) | None => return 0,
            };
            stand_in.clone_into(text);
            1
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => 0,
    }
}

/// A text as a template that renders to it, in TOML.
fn template(text: &str) -> String {
    quote(&verbatim(text))
}

/// The same for a site file, where the engine takes one line break from the end of a template.
fn site_template(text: &str) -> String {
    let guard = if text.ends_with('\n') { "{{ '' }}" } else { "" };
    quote(&format!("{}{guard}", verbatim(text)))
}

/// A text as a template that renders to it.
fn verbatim(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        shown.push_str(before);
        match after.chars().nth(1) {
            Some('{' | '%' | '#') => {
                shown.push_str("{{ '{' }}");
                rest = after.get(1..).unwrap_or_default();
            }
            Some(_) | None => {
                shown.push('{');
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    shown.push_str(rest);
    shown
}

fn quote(text: &str) -> String {
    Value::from(text).to_string()
}

fn key(name: &str) -> String {
    Key::new(name).display_repr().into_owned()
}

fn duration(by: std::time::Duration) -> String {
    let (seconds, nanos) = (by.as_secs(), by.subsec_nanos());
    match (seconds, nanos) {
        (seconds, 0) if seconds % 60 == 0 && seconds > 0 => format!("{}m", seconds / 60),
        (seconds, 0) => format!("{seconds}s"),
        (seconds, nanos) => format!("{seconds}s {nanos}ns"),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::{prop_assert_eq, proptest};

    use super::{duration, verbatim};
    use crate::site::{Insertion, Templates, parse_duration};

    proptest! {
        #[test]
        fn any_text_renders_to_itself(text in "[a{}%#\n' -]{0,20}[a{}%#' -]") {
            let mut templates = Templates::default();
            let id = templates.add(&verbatim(&text), Insertion::Verbatim).unwrap();
            prop_assert_eq!(templates.render(id, &minijinja::value::Value::UNDEFINED).unwrap(), text);
        }
    }

    #[test]
    fn a_duration_reads_back_as_it_was() {
        for by in
            [Duration::ZERO, Duration::from_secs(300), Duration::from_secs(61), Duration::from_millis(1500)]
        {
            assert_eq!(parse_duration(&duration(by)), Ok(by));
        }
    }
}
