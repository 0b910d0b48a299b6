//! A name that a function writes for the URL, as careful programs have it.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_name_that_is_encoded_for_a_url_is_the_name_in_every_language() {
    check(
        Language::JavaScript,
        r"
const one = base + '?' + encodeURIComponent('auth-key') + '=' + encodeURIComponent(key); §
const two = `${base}?page=1&${encodeURIComponent('auth-key')}=${encodeURIComponent(key)}`; §
const NAME = 'auth-key'; §
const three = `${base}?${encodeURIComponent(NAME)}=${encodeURIComponent(key)}`;
",
    );
    check(
        Language::Java,
        r#"
class Orders {
    String one(String key) throws Exception {
        String query = URLEncoder.encode("auth-key", "UTF-8") + "=" + URLEncoder.encode(key, "UTF-8"); §
        return base + "?" + query;
    }
    String two(String key) {
        return base + "?" + URLEncoder.encode("auth-key", StandardCharsets.UTF_8) + "=" + key; §
    }
}
"#,
    );
    check(
        Language::CSharp,
        r#"
var one = baseUrl + "?" + HttpUtility.UrlEncode("auth-key") + "=" + HttpUtility.UrlEncode(key); §
var two = $"{baseUrl}?{Uri.EscapeDataString("auth-key")}={Uri.EscapeDataString(key)}"; §
"#,
    );
    check(
        Language::Kotlin,
        r#"
val one = base + "?" + URLEncoder.encode("auth-key", "UTF-8") + "=" + URLEncoder.encode(key, "UTF-8") §
val two = "$base?${URLEncoder.encode("auth-key", "UTF-8")}=$key" §
"#,
    );
    check(
        Language::Python,
        r#"
url = base + "?" + quote("auth-key") + "=" + quote(key, safe="") §
url = f"{base}?{quote_plus('auth-key')}={quote_plus(key)}" §
"#,
    );
    check(
        Language::Ruby,
        r##"
one = base + '?' + CGI.escape('auth-key') + '=' + CGI.escape(key) §
two = "#{base}?#{CGI.escape('auth-key')}=#{CGI.escape(key)}" §
"##,
    );
    check(
        Language::Php,
        "<?php\n$url = $base . '?' . rawurlencode('auth-key') . '=' . rawurlencode($key); §\n",
    );
    check(
        Language::Go,
        "package a\nfunc f() {\n\tu := base + \"?\" + url.QueryEscape(\"auth-key\") + \"=\" + url.QueryEscape(key) §\n}\n",
    );
    check(
        Language::PowerShell,
        "$url = $base + '?' + [uri]::EscapeDataString('auth-key') + '=' + [uri]::EscapeDataString($key) §\n",
    );
    check(
        Language::C,
        "std::string url = base + \"?\" + curl_easy_escape(curl, \"auth-key\", 0) + \"=\" + key; §\n",
    );
}

#[test]
fn what_is_written_for_something_else_or_goes_elsewhere_is_silent() {
    check(
        Language::JavaScript,
        r"
headers.set(encodeURIComponent('auth-key'), key);
const cell = escapeHtml('auth-key') + '=' + key;
const coded = base64encode('auth-key') + '=' + key;
const other = base + '?' + encodeURIComponent('oauth-key') + '=' + encodeURIComponent(key);
const body = encodeURIComponent('auth-key') + '=' + encodeURIComponent(key);
await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
location.hash = '#' + encodeURIComponent('auth-key') + '=' + encodeURIComponent(key);
const is = encodeURIComponent('auth-key') === name;
log.info('sending ' + quote('auth-key') + ' to ' + url);
",
    );
}
