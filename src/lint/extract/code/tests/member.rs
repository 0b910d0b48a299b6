//! Names that are kept in tables.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_name_that_is_kept_in_a_table_is_known_where_the_table_is_asked_for_it() {
    for (language, source) in [
        (
            Language::JavaScript,
            r"
const QUERY = { apiKey: 'auth-key', profile: '_profile' }; §
url.searchParams.set(QUERY.apiKey, process.env.FLOWGEAR_KEY);
const NAMES = Object.freeze({ key: 'auth-key' }); §
const link = `${base}/orders?${NAMES.key}=${secret}&page=1`;
const OTHERS = { 'key': 'auth-key' }; §
axios.get(root, { params: { [OTHERS['key']]: secret, page: 2 } });
const HEADERS = { key: 'auth-key' };
fetch(root, { headers: { [HEADERS.key]: secret } });
const FIELDS = { key: 'auth-key', page: 'page' };
axios.get(root, { params: { key: 1, page: FIELDS.page, [PAGES.key]: 2 } });
const LABELS = { key: 'auth-key' };
show(LABELS.key);
const STORED = { key: 'auth-key' };
axios.get(`${root}?auth-key=${STORED.key}`); §
const CONFIG = { api: { params: { key: 'auth-key' } }, page: { params: { key: 'page' } } }; §
const nested = `${base}/orders?${CONFIG.api.params.key}=${secret}`;
const OTHER = { api: { params: { key: 'auth-key' } }, page: { params: { key: 'page' } } };
const pages = `${base}/orders?${OTHER.page.params.key}=${secret}&api=${OTHER.api.key}`;
",
        ),
        (
            Language::Python,
            r#"
NAMES = {"key": "auth-key", "page": "page"}  §
requests.get(url, params={NAMES["key"]: secret})
HEADERS = {"key": "auth-key"}
requests.get(url, headers={HEADERS["key"]: secret})
NESTED = {"query": {"key": "auth-key"}, "header": {"key": "Authorization"}}  §
requests.get(url, params={NESTED["query"]["key"]: secret})
TOLD = {"query": {"key": "auth-key"}, "header": {"key": "Authorization"}}
requests.get(url, params={TOLD["header"]["key"]: secret})
"#,
        ),
        (
            Language::Ruby,
            r"
QUERY = { key: 'auth-key' }.freeze §
uri.query = URI.encode_www_form(QUERY[:key] => secret, 'page' => 1)
HEADERS = { key: 'auth-key' }.freeze
request[HEADERS[:key]] = secret
",
        ),
        (
            Language::Php,
            r"<?php
const NAMES = ['key' => 'auth-key', 'page' => 'page']; §
$r = file_get_contents($base . '?' . http_build_query([NAMES['key'] => $secret]));
const HEADERS = ['key' => 'auth-key'];
$headers = [HEADERS['key'] . ': ' . $secret];
",
        ),
        (
            Language::Go,
            r#"
var names = map[string]string{"key": "auth-key"} §
func ask(q url.Values, secret string) { q.Set(names["key"], secret) }
var heads = map[string]string{"key": "auth-key"}
func tell(r *http.Request, secret string) { r.Header.Set(heads["key"], secret) }
"#,
        ),
    ] {
        check(language, source);
    }
}

#[test]
fn a_table_of_a_type_is_asked_like_one_of_its_own() {
    check(
        Language::Python,
        r#"
class Settings:
    param_names = {"key": "auth-key", "profile": "_profile"} §

params = {Settings.param_names["key"]: Settings.key}
session.get("/x", params=params)
"#,
    );
    check(
        Language::Python,
        r#"
class Settings:
    names = {"key": "auth-key"}

session.get("/x", headers={Settings.names["key"]: Settings.key})
"#,
    );
}
