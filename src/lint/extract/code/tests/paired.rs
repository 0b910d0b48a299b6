//! Functions of the program itself that are given a name and a value.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_function_that_makes_a_pair_of_a_url_is_followed() {
    for (language, source) in [
        (
            Language::Python,
            r#"
def tack(url, name, value):
    sep = "&" if "?" in url else "?"
    return f"{url}{sep}{name}={quote(value)}"

class Client:
    def tack(self, params, name, value):
        params[name] = value
        return requests.get(self.url, params=params)

    def run(self, key):
        self.tack({}, "auth-key", key) §

requests.get(tack(base, "auth-key", key)) §
"#,
        ),
        (
            Language::JavaScript,
            r"
function tack(url, k, v) { return url + (url.includes('?') ? '&' : '?') + k + '=' + encodeURIComponent(v); }
const arrow = (url, name, value) => { const u = new URL(url); u.searchParams.set(name, value); return u; };
const join = (url, pairs) => url + '?' + pairs.map(([k, v]) => `${k}=${encodeURIComponent(v)}`).join('&');
fetch(tack(base, 'auth-key', key)); §
fetch(arrow(base, 'auth-key', key)); §
fetch(join(base, [['page', 1], ['auth-key', key]])); §
class Api {
  private add(name: string, value: string): this {
    this.pairs.push(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    return this;
  }
  url(key: string): string {
    this.add('auth-key', key); §
    return `https://acme.flowgear.net/orders?${this.pairs.join('&')}`;
  }
}
",
        ),
        (
            Language::CSharp,
            r#"
class Client {
    static class Q { public const string Key = "auth-key"; } §
    static void Put(StringBuilder sb, string name, string value) {
        sb.Append(sb.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
    string Build(string key) {
        Put(sb, Q.Key, key);
        return "https://acme.flowgear.net/orders" + sb;
    }
}
"#,
        ),
        (
            Language::Java,
            r#"
class A {
  static String tack(String url, String name, String value) {
    return url + (url.contains("?") ? "&" : "?") + name + "=" + URLEncoder.encode(value, UTF_8);
  }
  static String put(String url, String name, String value) {
    return String.format("%s%s%s=%s", url, url.contains("?") ? "&" : "?", name, value);
  }
  String orders(String key) { return get(tack(base, "auth-key", key)); } §
  String others(String key) { return get(put(base, "auth-key", key)); } §
}
"#,
        ),
        (
            Language::Go,
            r#"
func (c *Client) tack(u, name, value string) string {
	sep := "?"
	if strings.Contains(u, "?") { sep = "&" }
	return u + sep + name + "=" + url.QueryEscape(value)
}
func orders(c *Client, key string) { http.Get(c.tack(base, "auth-key", key)) } §
"#,
        ),
        (
            Language::Ruby,
            r##"
def tack(url, name, value)
  "#{url}#{url.include?('?') ? '&' : '?'}#{name}=#{CGI.escape(value)}"
end
Net::HTTP.get(URI(tack(base, 'auth-key', key))) §
"##,
        ),
        (
            Language::Php,
            r"<?php
function tack($url, $name, $value) {
    return $url . (strpos($url, '?') === false ? '?' : '&') . $name . '=' . urlencode($value);
}
file_get_contents(tack($base, 'auth-key', $key)); §
",
        ),
        (
            Language::Kotlin,
            r#"
private fun tack(url: String, name: String, value: String): String =
    url + (if ('?' in url) "&" else "?") + name + "=" + URLEncoder.encode(value, "UTF-8")
fun orders(key: String) = client.fetch(tack(base, "auth-key", key)) §
"#,
        ),
        (
            Language::Swift,
            r#"
func tack(_ url: String, name: String, value: String) -> String {
    let sep = url.contains("?") ? "&" : "?"
    return "\(url)\(sep)\(name)=\(value)"
}
let url = tack(base, name: "auth-key", value: key) §
"#,
        ),
        (
            Language::Rust,
            r#"
fn tack(url: &str, name: &str, value: &str) -> String {
    let sep = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sep}{name}={}", encode(value))
}
fn orders(key: &str) -> String { fetch(&tack(BASE, "auth-key", key)) } §
"#,
        ),
        (
            Language::VisualBasic,
            r#"
Private Function Tack(url As String, name As String, value As String) As String
    Return url & If(url.Contains("?"), "&", "?") & name & "=" & Uri.EscapeDataString(value)
End Function
Dim u = Tack(base, "auth-key", key) §
"#,
        ),
    ] {
        check(language, source);
    }
}

#[test]
fn a_command_is_told_by_its_name_or_by_what_it_does_with_its_parameters() {
    check(
        Language::PowerShell,
        r#"
$u = Add-QueryParam -Url $base -Name 'auth-key' -Value $env:FLOWGEAR_KEY §
function Add-Pair([string]$Url, [string]$Name, [string]$Value) {
    $sep = if ($Url.Contains('?')) { '&' } else { '?' }
    "$Url$sep$Name=$([uri]::EscapeDataString($Value))"
}
$v = Add-Pair $base 'auth-key' $key §
$v = Add-Pair -Value $key -Name 'auth-key' -Url $base §
function Join-Pair {
    param([string]$Url, [string]$Name, [string]$Value)
    return $Url + '&' + $Name + '=' + $Value
}
Invoke-RestMethod (Join-Pair -Url $base -Name 'auth-key' -Value $key) §
function Set-Thing { param($Headers, $Name, $Value) $Headers[$Name] = $Value }
Set-Thing -Headers $h -Name 'auth-key' -Value $key
Add-Header -Name 'auth-key' -Value $key
Remove-QueryParam -Name 'auth-key' -Value $key
Write-Host 'auth-key' $key
"#,
    );
}

#[test]
fn one_that_puts_it_elsewhere_or_only_reads_is_silent() {
    check(
        Language::JavaScript,
        r"
function getParam(name, url) { const m = new RegExp('[?&]' + name + '=([^&#]*)').exec(url); return m && m[1]; }
const k = getParam('auth-key', location.href);
function lookUp(name, url) { const m = new RegExp('[?&]' + name + '=([^&#]*)').exec(url); return m && m[1]; }
const l = lookUp('auth-key', location.href);
function field(body, name, value) { return body + '&' + name + '=' + encodeURIComponent(value); }
fetch(url, { method: 'POST', body: field('a=1', 'auth-key', key) });
function head(h, name, value) { h[name] = value; return h; }
fetch(url, { headers: head({}, 'auth-key', key) });
function note(name, value) { console.log(name + '=' + value); }
note('auth-key', key);
function cookie(name, value) { document.cookie = name + '=' + value + '; path=/'; }
cookie('auth-key', key);
function again(name, value) { return again(name, value); }
again('auth-key', key);
",
    );
    check(
        Language::Python,
        r#"
def tack(headers, name, value):
    headers[name] = value
    return headers

def line(name, value):
    return f"{name}: {quote(value)}"

requests.get(base, headers=tack({}, "auth-key", key))
log(line("auth-key", key))
unknown(base, "auth-key", key)
"#,
    );
}

#[test]
fn pieces_that_nothing_parts_are_one_text() {
    check(
        Language::Java,
        "String u = read(String.join(\"\", base, \"?\", \"auth-key=\", key)); §\nString v = String.join(\": \", \"?auth-key\", key);\n",
    );
    check(Language::Php, "<?php $u = implode('', [$base, '?auth-key=', $key]); §\n");
}

#[test]
fn what_is_made_without_a_type_is_what_it_is_declared_to_be() {
    check(
        Language::CSharp,
        r#"
class A {
    public static FormUrlEncodedContent Login(string key) => new(new Dictionary<string, string> { { "auth-key", key } });
    FormUrlEncodedContent form = new(new Dictionary<string, string> { { "auth-key", key } });
    public static QueryString Asked(string key) => new(new Dictionary<string, string> { { "auth-key", key } }); §
    string Link(NavigationManager nav) => nav.GetUriWithQueryParameters(url, new Dictionary<string, object> { ["auth-key"] = key }); §
}
"#,
    );
}

#[test]
fn what_is_read_or_something_else_is_read_and_what_is_kept_or_given_is_given() {
    check(
        Language::JavaScript,
        "const key = req.query['auth-key'] || req.get('x-auth-key');\nparams['auth-key'] ||= key; §\nget(url, { params });\n",
    );
}

#[test]
fn a_method_of_a_type_and_one_that_a_builder_has_are_followed() {
    check(
        Language::Ruby,
        r##"
def self.build(path, pairs)
  "https://acme.flowgear.net#{path}?#{URI.encode_www_form(pairs)}"
end
def self.pdf(id) = build("/pdf/#{id}", [['auth-key', ENV['KEY']], ['dpi', 300]]) §
"##,
    );
    check(
        Language::Kotlin,
        r#"
class UrlFactory(private val base: String) {
    private val params = mutableListOf<Param>()
    fun with(name: String, value: String) = apply { params += Param(name, value) }
    fun build(path: String) = params.joinToString("&", prefix = "$base$path?") { "${it.name}=${it.value}" }
}
fun podUrl(key: String) = UrlFactory(BASE).with("auth-key", key).build("/pod") §
"#,
    );
}

#[test]
fn a_function_whose_name_says_that_it_makes_a_url_is_given_its_query() {
    check(
        Language::JavaScript,
        r"
fetch(buildUrl(BASE, '/orders', { page, 'auth-key': key })); §
fetch(withUriParams(BASE, 'auth-key', key)); §
metrics.increment('orders', { 'auth-key': 'orders-prod' });
go(withFragment(url, 'auth-key', key));
buildUrlHeaders({ 'auth-key': key });
",
    );
}
