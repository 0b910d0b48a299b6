//! What is sent in a body or read by a server, beside what is put into a URL in the same words.

use super::check;
use crate::lint::format::Language;

#[test]
fn what_writes_a_querystring_for_a_body_is_silent_and_for_a_url_is_not() {
    check(
        Language::JavaScript,
        r#"
type Query = Record<string, unknown>;
function toSearch(fields: Query): string {
  const params = new URLSearchParams();
  for (const [k, v] of Object.entries(fields)) params.set(k, String(v));
  return params.toString();
}
export const post = (path: string) => fetch(BASE + path, {
  method: "POST",
  body: toSearch({ page: 1, "auth-key": process.env.KEY }),
});
export const get = (path: string) => fetch(`${BASE}${path}?${toSearch({ page: 1, "auth-key": process.env.KEY })}`); §
class Service {
  private authParams(): Record<string, string> {
    return { "auth-key": this.key }; §
  }
  async contacts(q: string) {
    return this.http.get("/contacts", { params: { q, ...this.authParams() } });
  }
}
"#,
    );
    check(
        Language::Swift,
        r#"
func submit() {
    var body = URLComponents()
    body.queryItems = [URLQueryItem(name: "auth-key", value: key)]
    request.httpBody = body.percentEncodedQuery?.data(using: .utf8)
}
func fetch() {
    var parts = URLComponents(string: base)
    parts?.queryItems = [URLQueryItem(name: "auth-key", value: key)] §
}
func link() {
    parts?.fragment = "auth-key=" + key
    parts?.percentEncodedQuery = "auth-key=" + key §
}
"#,
    );
    check(
        Language::Java,
        r#"
class A {
    Uri a() { return new Uri.Builder().authority(HOST).path(page).encodedQuery("auth-key=" + Uri.encode(key)).build(); } §
    Uri b() { return new Uri.Builder().authority(HOST).path(page).fragment("auth-key=" + key).build(); }
    static String joined(Map<String, String> fields) {
        return fields.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(joining("&"));
    }
    HttpRequest c() {
        Map<String, String> fields = new HashMap<>();
        fields.put("auth-key", key);
        return HttpRequest.newBuilder(URI.create(BASE)).POST(BodyPublishers.ofString(joined(fields))).build();
    }
    HttpRequest d() {
        Map<String, String> fields = new HashMap<>();
        fields.put("auth-key", key); §
        return HttpRequest.newBuilder(URI.create(BASE + "?" + joined(fields))).GET().build();
    }
}
"#,
    );
}

#[test]
fn parameters_of_ktor_are_a_form_unless_they_are_encoded_in_the_query() {
    check(
        Language::Kotlin,
        r#"
suspend fun submit() = client.submitForm(
    url = BASE,
    formParameters = parameters { append("auth-key", key) },
)
suspend fun search() = client.submitForm(
    url = BASE,
    formParameters = parameters { append("auth-key", key) }, §
    encodeInQuery = true,
)
"#,
    );
}

#[test]
fn a_type_that_is_called_a_form_is_sent_as_one() {
    check(
        Language::CSharp,
        r#"
public class OrderForm
{
    [AliasAs("auth-key")]
    public string Key { get; set; } = "";
}
public class OrderQuery
{
    [AliasAs("auth-key")] §
    public string Key { get; set; } = "";
}
"#,
    );
}

#[test]
fn a_name_that_a_server_reads_is_silent_and_one_that_nothing_uses_is_told_by_its_name() {
    check(
        Language::CSharp,
        r#"
public class KeyMiddleware
{
    private const string ParameterName = "auth-key";
    public Task Invoke(HttpContext ctx) => Check(ctx.Request.Query[ParameterName]);
}
"#,
    );
    check(
        Language::CSharp,
        "public static class Names\n{\n    public const string ParameterName = \"auth-key\"; §\n}\n",
    );
}

#[test]
fn what_is_replaced_or_asked_for_without_a_value_is_silent() {
    check(
        Language::VisualBasic,
        "Trace.WriteLine(url.Replace(\"auth-key=\" & _key, \"auth-key=***\"))\nurl = url.Replace(\"page=1\", \"auth-key=\" & _key) §\n",
    );
    check(
        Language::Php,
        "<?php\n$this->get('/hooks/stock?auth-key=')->assertNotFound();\n$this->get('/hooks/stock?auth-key=' . $key); §\n",
    );
}
