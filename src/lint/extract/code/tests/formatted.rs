//! A name among the values of a text.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_name_that_a_text_takes_in_as_that_of_a_pair_is_seen_in_every_language() {
    for (language, source) in [
        (
            Language::Python,
            r#"
one = "{}?{}={}".format(base, "auth-key", key) §
two = "%s?page=%d&%s=%s" % (base, page, "auth-key", key) §
three = "{0}?{2}={1}".format(base, key, "auth-key") §
head = "{}: {}".format("auth-key", key)
line = "%s %s=%s" % (base, "auth-key", key)
other = "{}?{}={}".format(base, "page", "auth-key")
"#,
        ),
        (
            Language::Go,
            r#"
func one() {
	u := fmt.Sprintf("%s?%s=%s", base, "auth-key", key) §
	v := fmt.Sprintf("%s?%s=%s", base, url.QueryEscape("auth-key"), url.QueryEscape(key)) §
	h := fmt.Sprintf("%s: %s", "auth-key", key)
}
"#,
        ),
        (
            Language::Java,
            r#"
String one = String.format("%s?%s=%s", base, "auth-key", key); §
String two = String.format("%1$s?%3$s=%2$s", base, key, "auth-key"); §
String head = String.format("%s: %s", "auth-key", key);
"#,
        ),
        (
            Language::CSharp,
            r#"
var one = string.Format("{0}?{1}={2}", baseUrl, "auth-key", key); §
var head = string.Format("{0}: {1}", "auth-key", key);
"#,
        ),
        (
            Language::Php,
            "<?php\n$one = sprintf('%s?%s=%s', $base, 'auth-key', urlencode($key)); §\n$head = sprintf('%s: %s', 'auth-key', $key);\n",
        ),
        (
            Language::Ruby,
            "one = format('%s?%s=%s', base, 'auth-key', key) §\ntwo = '%s?%s=%s' % [base, 'auth-key', key] §\nhead = format('%s: %s', 'auth-key', key)\n",
        ),
        (
            Language::Rust,
            "fn one() {\n    let url = format!(\"{}?{}={}\", base, \"auth-key\", key); §\n    let head = format!(\"{}: {}\", \"auth-key\", key);\n}\n",
        ),
        (
            Language::PowerShell,
            "$one = '{0}?{1}={2}' -f $base, 'auth-key', $key §\n$head = '{0}: {1}' -f 'auth-key', $key\n",
        ),
    ] {
        check(language, source);
    }
}
