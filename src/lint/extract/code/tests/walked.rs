//! Tables whose pairs are written one by one.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_table_whose_pairs_are_written_as_a_querystring_is_one_in_every_language() {
    for (language, source) in [
        (
            Language::Python,
            r#"
one = base + "?" + "&".join([f"{k}={v}" for k, v in {"auth-key": key}.items()]) §
table = {"auth-key": key} §
for name, value in table.items():
    url += f"&{name}={quote(value)}"
heads = {"auth-key": key}
for name, value in heads.items():
    request.add_header(name, value)
cookie = "; ".join(f"{k}={v}" for k, v in {"auth-key": key}.items())
"#,
        ),
        (
            Language::JavaScript,
            r"
const one = Object.entries({ 'auth-key': key }).reduce((all, [k, v]) => `${all}&${k}=${v}`, ''); §
const p = { 'auth-key': key }; §
for (const k in p) link += '&' + k + '=' + p[k];
const o = { 'auth-key': key }; §
Object.keys(o).forEach((k) => { link += (link.includes('?') ? '&' : '?') + k + '=' + o[k]; });
const h = { 'auth-key': key };
Object.keys(h).forEach((k) => xhr.setRequestHeader(k, h[k]));
const c = { 'auth-key': key };
document.cookie = Object.keys(c).map((k) => k + '=' + c[k]).join('; ');
",
        ),
        (
            Language::CSharp,
            r#"
class A
{
    void One()
    {
        var d = new Dictionary<string, string> { ["auth-key"] = key }; §
        foreach (var kv in d) { sb.Append(kv.Key).Append('=').Append(Uri.EscapeDataString(kv.Value)).Append('&'); }
        var h = new Dictionary<string, string> { ["auth-key"] = key };
        foreach (var kv in h) { request.Headers.Add(kv.Key, kv.Value); }
    }
}
"#,
        ),
        (
            Language::Java,
            r#"
Map<String, String> m = Map.of("auth-key", key); §
for (Map.Entry<String, String> e : m.entrySet()) { sb.append(e.getKey()).append("=").append(e.getValue()).append("&"); }
Map<String, String> h = Map.of("auth-key", key);
for (Map.Entry<String, String> e : h.entrySet()) { connection.setRequestProperty(e.getKey(), e.getValue()); }
"#,
        ),
        (
            Language::Go,
            r#"
func one(key string) string {
	p := map[string]string{"auth-key": key} §
	var parts []string
	for k, v := range p {
		parts = append(parts, k+"="+url.QueryEscape(v))
	}
	return base + "?" + strings.Join(parts, "&")
}
func two(key string) string {
	h := map[string]string{"auth-key": key}
	var lines []string
	for k, v := range h {
		lines = append(lines, k+": "+v)
	}
	return strings.Join(lines, "\n")
}
"#,
        ),
        (
            Language::Php,
            r#"<?php
$table = ['auth-key' => $key]; §
foreach ($table as $n => $v) { $pairs[] = $n . '=' . urlencode($v); }
$url = $base . '?' . implode('&', $pairs);
function lines($key) {
    $all = ['auth-key' => $key];
    foreach ($all as $n => $v) { $out[] = "$n: $v"; }
    return implode("\r\n", $out);
}
"#,
        ),
        (
            Language::PowerShell,
            "
$p = @{ 'auth-key' = $key } §
$pairs = ($p.GetEnumerator() | ForEach-Object { \"$($_.Key)=$([uri]::EscapeDataString($_.Value))\" }) -join '&'
$h = @{ 'auth-key' = $key }
$lines = ($h.GetEnumerator() | ForEach-Object { \"$($_.Key): $($_.Value)\" }) -join \"`n\"
",
        ),
        (
            Language::Ruby,
            r##"
options = { 'auth-key' => key } §
options.each { |k, v| link << "&#{k}=#{CGI.escape(v)}" }
pairs = { 'auth-key' => key } §
pairs.each do |k, v|
  link += "&#{k}=#{v}"
end
heads = { 'auth-key' => key }
heads.each { |k, v| request[k] = v }
"##,
        ),
        (
            Language::Rust,
            r#"
fn one(key: &str) -> String {
    let all = [("auth-key", key)]; §
    let text = all.iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>().join("&");
    format!("{base}?{text}")
}
fn two(key: &str) {
    let all = [("auth-key", key)];
    for (k, v) in all { request = request.header(k, v); }
}
"#,
        ),
    ] {
        check(language, source);
    }
}
