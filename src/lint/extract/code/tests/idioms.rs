//! Idioms that many languages share, and what single libraries do.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_mark_that_is_chosen_stands_before_a_pair() {
    check(
        Language::Python,
        r#"
def one(url, key):
    sep = "&" if "?" in url else "?"
    return url + sep + "auth-key=" + key §
def two(url, key):
    sep = "&" if "?" in url else "?"
    return f"{url}{sep}auth-key={key}" §
def three(name):
    sep = ", "
    return name + sep + "auth-key"
"#,
    );
    check(
        Language::JavaScript,
        r"
const rewrite = { pathRewrite: (path) => `${path}${path.includes('?') ? '&' : '?'}auth-key=${key}` }; §
const names = { path: (all) => `${all}${all.length ? ', ' : ''}auth-key` };
",
    );
    check(
        Language::Rust,
        r#"
fn one(url: &str, key: &str) -> String {
    let sep = if url.contains('?') { '&' } else { '?' };
    let end = '/';
    let wrong = format!("{url}{end}auth-key/{key}");
    format!("{url}{sep}auth-key={key}") §
}
"#,
    );
    check(
        Language::PowerShell,
        "$sep = if ($url.Contains('?')) { '&' } else { '?' }\n$url = \"$url${sep}auth-key=$Key\" §\n",
    );
}

#[test]
fn pairs_that_are_joined_by_an_ampersand_are_a_querystring() {
    check(
        Language::Python,
        r#"
def one(key):
    payload = {"auth-key": key} §
    return BASE + "?" + "&".join(f"{k}={v}" for k, v in payload.items())
def two(key):
    given = {"auth-key": key}
    return ", ".join(f"{k}={v}" for k, v in given.items())
def three(key):
    body = "&".join(f"{k}={v}" for k, v in {"auth-key": key}.items())
    return requests.post(BASE, data=body)
def four(key, params):
    params |= {"auth-key": key} §
def five(key, record):
    record |= {"auth-key": key}
"#,
    );
    check(
        Language::JavaScript,
        r"
const all = { ...given, 'auth-key': key }; §
const end = Object.keys(all).map((k) => `${k}=${all[k]}`).join('&');
const some = { ...given, 'auth-key': key };
const line = Object.keys(some).map((k) => `${k}=${some[k]}`).join(', ');
Object.entries({ 'auth-key': key }).forEach(([k, v]) => url.searchParams.append(k, v)); §
Object.entries({ 'auth-key': key }).forEach(([k, v]) => element.setAttribute(k, v));
for (const [k, v] of Object.entries({ 'auth-key': key })) url.searchParams.set(k, v); §
for (const [k, v] of Object.entries({ 'auth-key': key })) store.set(k, v);
",
    );
    check(
        Language::Java,
        r#"
class A {
  String one(String key) {
    Map<String, String> given = Map.of("auth-key", key); §
    return given.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining("&"));
  }
  String two(String key) {
    Map<String, String> named = Map.of("auth-key", key);
    return named.entrySet().stream().map(e -> e.getKey()).collect(Collectors.joining(", "));
  }
  void three(StringBuilder sb, String key) {
    sb.append(first ? "?" : "&").append("auth-key").append("=").append(key); §
    sb.append("auth-key").append(": ").append(key);
  }
}
"#,
    );
    check(
        Language::Kotlin,
        r#"
val end = mapOf("auth-key" to key).map { (k, v) -> "$k=$v" }.joinToString("&") §
val line = mapOf("auth-key" to key).map { (k, v) -> "$k=$v" }.joinToString(", ")
val queryMap = mutableMapOf<String, String>().apply { put("auth-key", key) } §
val headers = mutableMapOf<String, String>().apply { put("auth-key", key) }
val params = buildMap { put("auth-key", key) } §
val other = buildMap { put("auth-key", key) }
"#,
    );
}

#[test]
fn what_is_taken_apart_or_set_as_a_fragment_or_header_is_not_sent() {
    check(
        Language::JavaScript,
        r"
const { query: { 'auth-key': authKey, ...rest } } = req;
const request = { query: { 'auth-key': authKey, ...rest } }; §
url.hash = `auth-key=${key}`;
url.search = `auth-key=${key}`; §
superagent.get('/orders').query('a=b').set('auth-key', key);
url.query.set('auth-key', key); §
const body = querystring.stringify({ 'auth-key': key });
request.write(body);
const end = querystring.stringify({ 'auth-key': key }); §
const options = { path: `/orders/${id}?` + querystring.stringify({ 'auth-key': key }) }; §
const others = { path: path + '?' + querystring.stringify({ 'auth-key': key }) }; §
needle('get', '/orders', { 'auth-key': key }); §
needle('post', '/orders', { 'auth-key': key });
",
    );
    check(
        Language::Rust,
        r#"
fn one(url: &mut Url, key: &str) {
    url.set_fragment(Some(&format!("auth-key={key}")));
    url.set_query(Some(&format!("auth-key={key}"))); §
    ureq::get(BASE).set("auth-key", key).call();
    ureq::get(BASE).query("auth-key", key).call(); §
    url.query_pairs_mut().extend_pairs(&[("auth-key", key)]); §
    let text = serde_urlencoded::to_string([("auth-key", key)]); §
    let text = serde_json::to_string([("auth-key", key)]);
    let pairs: Vec<(&str, &str)> = vec![("auth-key", key)]; §
    client.get(BASE).query(&pairs);
    let fields: Vec<(&str, &str)> = vec![("auth-key", key)];
    client.post(BASE).form(&fields);
}
#[derive(Serialize)]
struct OrdersQuery<'a> {
    #[serde(rename = "auth-key")] §
    key: &'a str,
}
#[derive(Serialize)]
struct Orders<'a> {
    #[serde(rename = "auth-key")]
    key: &'a str,
}
#[derive(Deserialize)]
struct AskedQuery {
    #[serde(rename = "auth-key")]
    key: String,
}
"#,
    );
}

#[test]
fn libraries_do_what_their_names_do_not_say() {
    check(
        Language::Python,
        r#"
def one(key):
    http.request("GET", BASE, fields={"auth-key": key}) §
    http.request("POST", BASE, fields={"auth-key": key})
    url = add_or_replace_parameter(BASE, "auth-key", key) §
    url = URL(BASE) / "orders" % {"auth-key": key} §
    text = "%(auth-key)s" % {"auth-key": key}
"#,
    );
    check(
        Language::Go,
        "type Asked struct {\n\tKey string `url:\"auth-key,omitempty\"` §\n\tBody string `json:\"auth-key\"`\n}\n\
         func a() { gock.New(u).MatchParam(\"auth-key\", k) §\nreq.PostArgs().Add(\"auth-key\", k)\n}\n",
    );
    check(
        Language::Java,
        r#"
class A {
  void one(String key) {
    Jsoup.connect(BASE).data("auth-key", key).get(); §
    Jsoup.connect(BASE).data("auth-key", key).post();
    new URIBuilder(BASE).setParameters(new BasicNameValuePair("auth-key", key)); §
    EntityBuilder.create().setParameters(new BasicNameValuePair("auth-key", key));
    ClassicRequestBuilder.get(BASE).addParameter("auth-key", key); §
    ClassicRequestBuilder.post(BASE).addParameter("auth-key", key);
    builder.replaceQueryParam("auth-key", Collections.emptyList());
    builder.replaceQueryParam("auth-key", key); §
    Request.create().withPath("/orders").withParam("auth-key", key); §
    given().params(Map.of("auth-key", key)).get("/orders"); §
    given().headers(Map.of("auth-key", key)).get("/orders");
  }
}
"#,
    );
    check(
        Language::CSharp,
        r#"
class A {
  async Task One(string key) {
    var text = await new FormUrlEncodedContent(new Dictionary<string, string> { ["auth-key"] = key }).ReadAsStringAsync(); §
    var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["auth-key"] = key });
    var query = new List<KeyValuePair<string, string>> { new("auth-key", key) }; §
    var headers = new List<KeyValuePair<string, string>> { new("auth-key", key) };
    client.AddDefaultParameter("auth-key", key, ParameterType.QueryString); §
    client.AddDefaultParameter("auth-key", key, ParameterType.HttpHeader);
    server.Given(Request.Create().WithPath("/orders").WithParam("auth-key", "Zk3vQ9x2LmN8pR5t")); §
    server.Given(Request.Create().WithPath("/orders").WithHeader("auth-key", "Zk3vQ9x2LmN8pR5t"));
  }
}
"#,
    );
    check(
        Language::Ruby,
        r"
RestClient.get(BASE, params: { 'auth-key' => key }) §
RestClient.get(BASE, { 'auth-key' => key })
redirect_to orders_path('auth-key' => key) §
redirect_to orders_title('auth-key' => key)
",
    );
    check(
        Language::Dart,
        r"
final given = {
  'a': dio.get('/orders', queryParameters: <String, dynamic>{'auth-key': key}), §
  'b': dio.get('/orders', options: Options(headers: <String, dynamic>{'auth-key': key})),
};
abstract class Rest {
  Future<Order> one(@Query('auth-key') String key); §
  Future<Order> two(@Header('auth-key') String key);
}
",
    );
}

#[test]
fn further_languages_are_read_by_what_they_have_in_common() {
    check(
        Language::Julia,
        r#"
r = HTTP.get("https://acme.flowgear.net/orders"; query = ["auth-key" => key, "top" => 5]) §
r = HTTP.get("https://acme.flowgear.net/orders"; headers = Dict("auth-key" => key))
r = HTTP.get("https://acme.flowgear.net/orders?auth-key=$(HTTP.escapeuri(key))") §
key = ENV["auth-key"] # the auth-key parameter
"#,
    );
    check(
        Language::FSharp,
        r#"
let a = Http.RequestString(url, query = [ "top", "5"; "auth-key", key ]) §
let b = Http.RequestString(url, headers = [ "top", "5"; "auth-key", key ])
let c = $"https://acme.flowgear.net/orders?auth-key={key}" §
let d = sprintf "https://acme.flowgear.net/orders?auth-key=%s" key §
"#,
    );
    check(
        Language::Other,
        r#"
(client/get url {:query-params {"auth-key" key "top" 5}}) §
(client/get url {:headers {"auth-key" key}})
(get-in req [:query-params "auth-key"])
opts = defaults & param "auth-key" .~ [key] & header "a" .~ [key] §
opts = defaults & header "auth-key" .~ [key]
b key = req GET u NoReqBody jsonResponse ("auth-key" =: key) §
c key = simpleHttp ("https://acme.flowgear.net/orders?auth-key=" ++ key) §
q(Key) -> uri_string:compose_query([{"auth-key", Key}]). §
h(Key) -> httpc:request(get, {Url, [{"auth-key", Key}]}, [], []).
"#,
    );
}

#[test]
fn what_a_library_writes_into_a_url_is_a_querystring_and_its_other_ways_are_not() {
    check(
        Language::Java,
        r#"
List<NameValuePair> pairs = new ArrayList<>();
pairs.add(new BasicNameValuePair("auth-key", key)); §
String url = base + "?" + URLEncodedUtils.format(pairs, "UTF-8");
List<NameValuePair> form = new ArrayList<>();
form.add(new BasicNameValuePair("auth-key", key));
post.setEntity(new UrlEncodedFormEntity(form));
"#,
    );
    check(
        Language::Swift,
        r#"
request = try URLEncoding.queryString.encode(request, with: ["auth-key": key]) §
request = try URLEncoding.httpBody.encode(request, with: ["auth-key": key])
"#,
    );
    check(
        Language::JavaScript,
        r"
_.set(this.options, ['query', 'auth-key'], key); §
_.set(this.options, ['headers', 'auth-key'], key);
_.get(this.options, ['query', 'auth-key'], key);
",
    );
}

#[test]
fn a_name_in_an_enumeration_is_known_by_its_value() {
    check(
        Language::Python,
        r#"
class Param(str, Enum):
    KEY = "auth-key" §
    PAGE = "page"
requests.get(url, params={Param.KEY.value: key, Param.PAGE.value: 2})
"#,
    );
    check(
        Language::Python,
        r#"
class Head(str, Enum):
    KEY = "auth-key"
requests.get(url, headers={Head.KEY.value: key})
"#,
    );
    check(
        Language::Swift,
        r#"
enum ParameterName: String {
    case authKey = "auth-key" §
}
let url = URL(string: "\(base)?\(ParameterName.authKey.rawValue)=\(key)")!
"#,
    );
}
