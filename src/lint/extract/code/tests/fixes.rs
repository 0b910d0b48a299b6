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
fn a_message_of_http_client_gets_its_header_on_the_next_line() {
    for (before, after) in [
        (
            "    using var m = new HttpRequestMessage(HttpMethod.Get, $\"https://a.flowgear.net/x?auth-key={_key}&_profile=Test\");\n    return 1;\n",
            "    using var m = new HttpRequestMessage(HttpMethod.Get, $\"https://a.flowgear.net/x?_profile=Test\");\n    m.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={_key}\");\n    return 1;\n",
        ),
        (
            "{\r\n\tvar m = new HttpRequestMessage(HttpMethod.Post, \"https://a.flowgear.net/x?a=1&auth-key=abcdefabcdef0123\")\r\n\t{\r\n\t\tContent = body,\r\n\t};\r\n}\r\n",
            "{\r\n\tvar m = new HttpRequestMessage(HttpMethod.Post, \"https://a.flowgear.net/x?a=1\")\r\n\t{\r\n\t\tContent = body,\r\n\t};\r\n\tm.Headers.TryAddWithoutValidation(\"Authorization\", \"Key=abcdefabcdef0123\");\r\n}\r\n",
        ),
        (
            "void F() {\n  HttpRequestMessage m = new(HttpMethod.Get, $\"{Base}/x?auth-key={o.Key}\");\n}\n",
            "void F() {\n  HttpRequestMessage m = new(HttpMethod.Get, $\"{Base}/x\");\n  m.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={o.Key}\");\n}\n",
        ),
        (
            "F();\n// again\nm = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?auth-key={key}\");\n",
            "F();\n// again\nm = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x\");\nm.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n",
        ),
        (
            "using (var m = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?auth-key={key}\"))\n{\n    Send(m);\n}\n",
            "using (var m = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x\"))\n{\n    m.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n    Send(m);\n}\n",
        ),
    ] {
        becomes(Language::CSharp, before, after);
    }
    let message = "new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?auth-key={key}\")";
    for source in [
        // It would be done whatever the condition says; it would stand in a class; it has no name.
        format!("if (again)\n    m = {message};\n"),
        format!("if (again)\n    m = {message};\nelse\n    m = {message};\n"),
        format!("class C {{\n    HttpRequestMessage m = {message};\n}}\n"),
        format!("record R(int A) {{\n    HttpRequestMessage m = {message};\n}}\n"),
        format!("Send({message});\n"),
        format!("using (var m = {message}) Send(m);\n"),
        format!("using (var m = {message}) {{ }}\n"),
        format!("var m = {message}; Send(m);\n"),
        format!("F(); var m = {message};\n"),
        // The header is said elsewhere.
        format!("var m = {message};\nm.Headers.Authorization = basic;\n"),
        format!("client.DefaultRequestHeaders.Add(\"authorization\", basic);\nvar m = {message};\n"),
        format!("var m = {message};\nm.Headers.Clear();\n"),
        format!("m.Headers.TryAddWithoutValidation(\"Authorization\", other);\nvar m = {message};\n"),
        // The key is not what stands there.
        "var m = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?auth-key={Uri.EscapeDataString(key)}\");\n".to_owned(),
        "var m = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?auth-key={key}&b=&auth-key={key}\");\n".to_owned(),
        "var m = new HttpRequestMessage(HttpMethod.Get, \"https://a.flowgear.net/x?auth-key=abc%20def0123\");\n".to_owned(),
        "var m = new HttpRequestMessage(HttpMethod.Get, Base + \"?auth-key=\" + key);\n".to_owned(),
        "var m = new RestRequest(Method.Get, $\"{Base}/x?auth-key={key}\");\n".to_owned(),
    ] {
        stays(Language::CSharp, &source);
    }
}

#[test]
fn a_call_of_http_client_becomes_a_message_on_the_line_before() {
    let client = "private readonly HttpClient _http;\nvoid F() {\n";
    for (before, after) in [
        (
            "  var r = await _http.GetAsync($\"{Base}/x?a=1&auth-key={key}&_profile=Test\");\n}\n",
            "  var request = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x?a=1&_profile=Test\");\n  request.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n  var r = await _http.SendAsync(request);\n}\n",
        ),
        (
            "  using var r = await this._http.DeleteAsync($\"{Base}/x?auth-key={key}\").ConfigureAwait(false);\n}\n",
            "  var request = new HttpRequestMessage(HttpMethod.Delete, $\"{Base}/x\");\n  request.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n  using var r = await this._http.SendAsync(request).ConfigureAwait(false);\n}\n",
        ),
        (
            "  Log(request);\n\n  return _http.GetAsync(\"https://a.flowgear.net/x?auth-key=abcdefabcdef0123\");\n}\n",
            "  Log(request);\n\n  var keyRequest = new HttpRequestMessage(HttpMethod.Get, \"https://a.flowgear.net/x\");\n  keyRequest.Headers.TryAddWithoutValidation(\"Authorization\", \"Key=abcdefabcdef0123\");\n  return _http.SendAsync(keyRequest);\n}\n",
        ),
        (
            "  await _http.GetAsync($\"{Base}/x?auth-key={key}\");\n  await _http.GetAsync($\"{Base}/y?auth-key={key}\");\n}\n",
            "  var request = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/x\");\n  request.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n  await _http.SendAsync(request);\n  var request2 = new HttpRequestMessage(HttpMethod.Get, $\"{Base}/y\");\n  request2.Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={key}\");\n  await _http.SendAsync(request2);\n}\n",
        ),
    ] {
        becomes(Language::CSharp, &format!("{client}{before}"), &format!("{client}{after}"));
    }
    let call = "_http.GetAsync($\"{Base}/x?auth-key={key}\")";
    for source in [
        // Nobody knows that it is an `HttpClient`.
        format!("var r = await {call};\n"),
        format!("private IFlurlClient _http;\nvoid F() {{\n  var r = await {call};\n}}\n"),
        format!("{client}void G(Wrapper _http) {{\n  var r = await {call};\n}}\n"),
        // Something would be done before, or no more on the condition.
        format!("{client}  var r = F() + await {call};\n}}\n"),
        format!("{client}  if (again)\n    await {call};\n}}\n"),
        format!("{client}  F(async () => await {call});\n}}\n"),
        format!("private HttpClient _http;\nTask F() => {call};\n"),
        // More is said.
        format!("{client}  var r = await _http.GetAsync($\"{{Base}}/x?auth-key={{key}}\", token);\n}}\n"),
        format!("{client}  _http.DefaultRequestVersion = v2;\n  var r = await {call};\n}}\n"),
        format!(
            "{client}  _http.DefaultRequestHeaders.Authorization = basic;\n  var r = await {call};\n}}\n"
        ),
        format!("{client}  var r = await _http.GetStringAsync($\"{{Base}}/x?auth-key={{key}}\");\n}}\n"),
    ] {
        stays(Language::CSharp, &source);
    }
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
