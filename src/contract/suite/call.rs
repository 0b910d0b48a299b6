//! Step 1 of a case: its request becomes a call.

use bytes::Bytes;
use percent_encoding::utf8_percent_encode;

use super::case::{Presented, Request, RequestBody, Travels};
use super::scope::Scope;
use crate::site::encode;
use crate::traffic::query::UNSENDABLE;
use crate::traffic::{Carrier, Credential, PlannedCall};

/// Longest body that a line of shell holds, in bytes.
const BODY_BYTES_SHOWN_MAX: usize = 4 * 1024;

/// The call that a request means.
///
/// # Errors
/// A sentence, where a template cannot be filled.
pub(super) fn plan(request: &Request, scope: &Scope<'_>) -> Result<PlannedCall, String> {
    let mut target: String = utf8_percent_encode(&scope.url(request.path)?, UNSENDABLE).collect();
    for (name, value) in &request.query {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(&format!("{}={}", encode(name), encode(&scope.text(*value)?)));
    }
    let mut headers = Vec::new();
    for (name, value) in &request.headers {
        headers.push((name.clone(), scope.text(*value)?));
    }
    let body = match &request.body {
        RequestBody::Empty => Bytes::new(),
        RequestBody::Text(template) | RequestBody::Json(template) => scope.text(*template)?.into(),
        RequestBody::File(bytes) => bytes.clone(),
    };
    let names_type = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    if matches!(request.body, RequestBody::Json(_)) && !headers.iter().any(names_type) {
        headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
    }
    let environment = request.environment.map(|template| scope.text(template)).transpose()?;
    let credential = credential(request);
    Ok(PlannedCall { method: request.method.clone(), target, headers, body, environment, credential })
}

fn credential(request: &Request) -> Credential {
    match (request.carrier, request.slot, &request.key) {
        (Travels::Nowhere, ..) => Credential::Absent,
        (Travels::Malformed, ..) => Credential::Malformed,
        (Travels::By(carrier), Presented::Wrong, _) => Credential::Wrong(carrier),
        (Travels::By(carrier), Presented::Slot(slot), Some(name)) => {
            Credential::Key { name: name.clone(), slot, carrier }
        }
        (Travels::By(_), Presented::Slot(_), None) => Credential::Absent,
    }
}

/// The call as a line of shell: the key as a variable, never its secret.
#[must_use]
pub fn as_curl(call: &PlannedCall, addressed: &crate::traffic::Addressed) -> String {
    let mut line = "curl -sS".to_owned();
    if call.method != http::Method::GET {
        line.push_str(&format!(" -X {}", call.method));
    }
    let variable = |credential: &Credential| match credential {
        Credential::Key { name, slot, .. } => format!("${}", variable(name, *slot)),
        Credential::Wrong(_) | Credential::Absent | Credential::Malformed => "$NO_KEY_HAS_THIS".to_owned(),
    };
    let mut in_query = None;
    match &call.credential {
        Credential::Absent => {}
        Credential::Malformed => line.push_str(" -H 'Authorization: Basic bm90OmEta2V5'"),
        Credential::Wrong(carrier) | Credential::Key { carrier, .. } => {
            let variable = variable(&call.credential);
            match carrier {
                Carrier::HeaderKey => line.push_str(&format!(" -H \"Authorization: Key={variable}\"")),
                Carrier::HeaderBearer => line.push_str(&format!(" -H \"Authorization: Bearer {variable}\"")),
                Carrier::Query => in_query = Some(variable),
            }
        }
    }
    for (name, value) in call.headers.iter().chain(&addressed.headers) {
        line.push_str(&format!(" -H {}", shell(&format!("{name}: {value}"))));
    }
    if !call.body.is_empty() {
        let text = String::from_utf8_lossy(&call.body);
        match text.len() {
            ..=BODY_BYTES_SHOWN_MAX => line.push_str(&format!(" --data-raw {}", shell(&text))),
            length => line.push_str(&format!(" --data-binary @'the body, {length} bytes'")),
        }
    }
    let address = match addressed.base.strip_prefix('$') {
        Some(_) => format!("\"{}\"{}", addressed.base, shell(&addressed.target)),
        None => shell(&format!("{}{}", addressed.base, addressed.target)),
    };
    line.push_str(&format!(" {address}"));
    if let Some(variable) = in_query {
        let mark = if addressed.target.contains('?') { '&' } else { '?' };
        line.push_str(&format!("'{mark}auth-key='\"{variable}\""));
    }
    line
}

/// The environment variable that holds the secret in a key's slot, unless somebody says another.
#[must_use]
pub fn variable(key: &str, slot: crate::site::Slot) -> String {
    let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let name: String = key.chars().map(fold).collect();
    match slot {
        crate::site::Slot::Primary | crate::site::Slot::Minted => format!("FLOWGEAR_KEY_{name}"),
        crate::site::Slot::Secondary => format!("FLOWGEAR_KEY_{name}_SECONDARY"),
    }
}

/// A text as one word of a shell's line.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
