use super::{seen, seen_in_requests};
use crate::finding::{Fix, Safety};
use crate::lint::Sighting;
use crate::lint::format::Language;

/// The text with every safe fix made.
fn mended(source: &str, seen: &[Sighting]) -> String {
    let fixes: Vec<&Fix> = seen.iter().filter_map(|sighting| sighting.fix.as_ref()).collect();
    let mut edits: Vec<_> =
        fixes.iter().filter(|fix| fix.safety == Safety::Safe).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    let mut text = source.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    text
}

#[track_caller]
fn becomes(language: Language, before: &str, after: &str) {
    let text = mended(before, &seen(before, language));
    assert_eq!(text, after);
    assert!(seen(&text, language).is_empty(), "still seen in {text}");
}

#[track_caller]
fn stays(language: Language, source: &str) {
    assert_eq!(mended(source, &seen(source, language)), source);
}

#[test]
fn curl_sends_the_header_and_keeps_every_other_pair() {
    for (before, after) in [
        (
            "curl \"https://a.flowgear.net/x?auth-key=$KEY&_profile=Test\"\n",
            "curl \"https://a.flowgear.net/x?_profile=Test\" -H \"Authorization: Key=$KEY\"\n",
        ),
        (
            "curl -s 'https://a.flowgear.net/x?a=1&auth-key=abcdefabcdef0123' | jq .\n",
            "curl -s 'https://a.flowgear.net/x?a=1' -H 'Authorization: Key=abcdefabcdef0123' | jq .\n",
        ),
        (
            "curl -G \"$U\" \\\n  --data-urlencode \"auth-key=${KEY}\" \\\n  -d a=1\n",
            "curl -G \"$U\" \\\n  -H \"Authorization: Key=${KEY}\" \\\n  -d a=1\n",
        ),
        (
            "curl -G \"$U\" -d \"auth-key=$KEY&a=1\"\n",
            "curl -G \"$U\" -d \"a=1\" -H \"Authorization: Key=$KEY\"\n",
        ),
    ] {
        becomes(Language::Shell, before, after);
    }
    stays(Language::Shell, "curl -H \"Authorization: Key=$K\" \"https://a.flowgear.net/x?auth-key=$KEY\"\n");
    stays(Language::Shell, "curl https://a.flowgear.net/x?auth-key=$KEY\\&a=1\n");
    stays(Language::Shell, "wget \"https://a.flowgear.net/x?auth-key=$KEY\"\n");
}

#[test]
fn requests_fetch_and_axios_send_the_header() {
    for (before, after) in [
        (
            "requests.get(url, params={\"auth-key\": self.key}, timeout=3)\n",
            "requests.get(url, headers={\"Authorization\": f\"Key={self.key}\"}, timeout=3)\n",
        ),
        (
            "requests.get(url, params={\"a\": 1, \"auth-key\": key, \"_profile\": \"Test\"})\n",
            "requests.get(url, params={\"a\": 1, \"_profile\": \"Test\"}, headers={\"Authorization\": f\"Key={key}\"})\n",
        ),
        (
            "requests.get(url, params={\"a\": 1, \"auth-key\": \"abcdefabcdef\"})\n",
            "requests.get(url, params={\"a\": 1}, headers={\"Authorization\": \"Key=abcdefabcdef\"})\n",
        ),
        (
            "requests.get(f\"{base}/x?auth-key={key}&_profile=Test\", timeout=3)\n",
            "requests.get(f\"{base}/x?_profile=Test\", timeout=3, headers={\"Authorization\": f\"Key={key}\"})\n",
        ),
    ] {
        becomes(Language::Python, before, after);
    }
    for (before, after) in [
        (
            "fetch(`https://a.flowgear.net/x?auth-key=${key}`);\n",
            "fetch(`https://a.flowgear.net/x`, { headers: { Authorization: `Key=${key}` } });\n",
        ),
        (
            "axios.get(url, { params: { page, 'auth-key': this.key } });\n",
            "axios.get(url, { params: { page }, headers: { Authorization: `Key=${this.key}` } });\n",
        ),
    ] {
        becomes(Language::JavaScript, before, after);
    }
    stays(Language::Python, "requests.get(url, params={\"auth-key\": key}, headers=h)\n");
    stays(Language::Python, "requests.get(url, params={\"auth-key\": key()})\n");
    stays(Language::Python, "session.get(url, params={\"auth-key\": key})\n");
    stays(Language::JavaScript, "fetch(`https://a.flowgear.net/x?auth-key=${key}`, options);\n");
    stays(Language::JavaScript, "axios.post(`https://a.flowgear.net/x?auth-key=${key}`);\n");
}

#[test]
fn a_request_in_a_file_gets_a_header_line() {
    let before = "GET {{base}}/x\n  ?a=1\n  &auth-key={{key}}\nAccept: */*\n";
    let text = mended(before, &seen_in_requests(before));
    assert_eq!(text, "GET {{base}}/x\n  ?a=1\nAuthorization: Key={{key}}\nAccept: */*\n");
    let before = "GET {{base}}/x?auth-key={{key}}&_profile=Test HTTP/1.1\nAccept: */*\n\n###\n";
    let text = mended(before, &seen_in_requests(before));
    assert_eq!(
        text,
        "GET {{base}}/x?_profile=Test HTTP/1.1\nAuthorization: Key={{key}}\nAccept: */*\n\n###\n"
    );
    assert!(seen_in_requests(&text).is_empty());
    let before = "GET {{base}}/x?auth-key={{key}}\nAuthorization: Key={{key}}\n";
    assert_eq!(mended(before, &seen_in_requests(before)), before);
}
