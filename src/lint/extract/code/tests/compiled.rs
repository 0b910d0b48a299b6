use super::check;
use crate::lint::format::Language;

#[test]
fn csharp_and_visual_basic_send_it_in_queries() {
    check(
        Language::CSharp,
        r##"
var url = $"https://acme.flowgear.net/x?auth-key={key}"; §
var url = $@"https://acme.flowgear.net/x?auth-key={key}"; §
var url = "https://acme.flowgear.net/x?auth-key=" + key; §
var url = string.Format("{0}/x?auth-key={1}", b, key); §
var url = string.Concat(b, "?auth-key=", key); §
var q = HttpUtility.ParseQueryString(""); q["auth-key"] = key; b.Query = q.ToString(); §
var q2 = HttpUtility.ParseQueryString(""); q2.Add("auth-key", key); q2.Set("auth-key", key); §§
builder.Query = "auth-key=" + key; §
builder.Query = $"a=1&auth-key={key}"; §
new UriBuilder(u) { Query = "auth-key=" + key }; §
url = QueryHelpers.AddQueryString(url, "auth-key", key); §
url = QueryHelpers.AddQueryString(url, new Dictionary<string, string?> { { "auth-key", key } }); §
var query = new Dictionary<string, string> { ["auth-key"] = key }; §
url = QueryHelpers.AddQueryString(url, query);
var form = new Dictionary<string, string> { ["auth-key"] = key };
await http.PostAsync(url, new FormUrlEncodedContent(form));
request.AddQueryParameter("auth-key", key); §
request.AddHeader("auth-key", key);
client.DefaultRequestHeaders.Add("auth-key", key);
request.Headers.Add("auth-key", key);
url.SetQueryParam("auth-key", key); §
url.SetQueryParams(new { a = 1 }).SetQueryParam("auth-key", key); §
var k = Request.QueryString["auth-key"];
var k = Request.Query["auth-key"].ToString();
if (Request.Query.TryGetValue("auth-key", out var v)) {}
public IActionResult Get([FromQuery(Name = "auth-key")] string key) => Ok();
Configuration["auth-key"] = "x";
Log.Information("auth-key={Key}", key);
var qb = new QueryBuilder(); qb.Add("auth-key", key); §
var qc = QueryString.Create("auth-key", key); §
sb.Append("?auth-key="); sb.Append(key); §
sb.AppendFormat("&auth-key={0}", key); §
Regex.Replace(url, "auth-key=[^&]*", "auth-key=***");
Assert.DoesNotContain("auth-key=", url);
Assert.False(url.Contains("auth-key"));
url.Contains("?auth-key=");
var u = """
  https://acme.flowgear.net/x?auth-key=0123456789abcdef0123 §
  """;
var i = $$"""{"url": "https://acme.flowgear.net/x?auth-key={{key}}"}"""; §
"##,
    );
    check(
        Language::VisualBasic,
        r##"
Dim url = "https://acme.flowgear.net/x?auth-key=" & key §
Dim url = String.Format("{0}/x?auth-key={1}", b, key) §
url = url & "&auth-key=" & key §
url = base & _
  "?auth-key=" & _ §
  key
http.setRequestHeader "auth-key", key
http.Open "GET", "https://acme.flowgear.net/x?auth-key=" & key, False §
If Request.QueryString("auth-key") = key Then
k = Request("auth-key")
http.Send "id=" & id & "&auth-key=" & key
req.AddQueryParameter("auth-key", key) §
q.Add("auth-key", key) : b.Query = q.ToString() §
"##,
    );
}

#[test]
fn java_and_kotlin_send_it_in_queries() {
    check(
        Language::Java,
        r##"
private static final String KEY_PARAM = "auth-key"; §
private static final String KEY_HEADER = "auth-key";
HttpUrl u = HttpUrl.parse(base).newBuilder().addQueryParameter("auth-key", key).build(); §
HttpUrl u = b.addEncodedQueryParameter(KEY_PARAM, key).build();
UriComponentsBuilder.fromHttpUrl(base).queryParam("auth-key", key).toUriString(); §
client.target(base).path("x").queryParam("auth-key", key).request(); §
new URIBuilder(base).addParameter("auth-key", key).build(); §
new URIBuilder(base).setParameter("auth-key", key).build(); §
params.add(new BasicNameValuePair("auth-key", key)); String qs = URLEncodedUtils.format(params, UTF_8); §
formParams.add(new BasicNameValuePair("auth-key", key));
restTemplate.getForObject(base + "/x?auth-key={key}", String.class, key); §
webClient.get().uri(b -> b.path("/x").queryParam("auth-key", key).build()); §
webClient.get().uri("/x").header("auth-key", key);
URI.create("https://acme.flowgear.net/x?auth-key=" + key); §
URI.create(String.format("%s/x?auth-key=%s", base, key)); §
"%s/x?auth-key=%s".formatted(base, key); §
new StringBuilder(base).append("?auth-key=").append(key); §
Request r = new Request.Builder().url(u).header(KEY_HEADER, key).build();
req.getParameter("auth-key");
request.getHeader("auth-key");
@RequestParam("auth-key") String k
@Query("auth-key") String key §
@Headers("auth-key: x")
@Header("auth-key") String h
given().queryParam("auth-key", key).get("/x"); §
given().formParam("auth-key", key).post("/x");
given().header("auth-key", key).get("/x");
mockMvc.perform(get("/x").header("auth-key", "x"));
stubFor(get(urlPathEqualTo("/x")).withQueryParam("auth-key", equalTo("abcabcabcabc")));
Map<String, String> query = new HashMap<>(); query.put("auth-key", key); §
Map<String, String> headers = new HashMap<>(); headers.put("auth-key", key);
Unirest.get(base).queryString("auth-key", key).asString(); §
url.replaceAll("auth-key=[^&]*", "auth-key=***");
log.info("auth-key={}", key);
props.getProperty("auth-key");
Uri.parse(base).buildUpon().appendQueryParameter("auth-key", key).build(); §
assertThat(url).doesNotContain("auth-key=");
"##,
    );
    check(
        Language::Java,
        r##"
@FeignClient(name = "fg")
interface Fg {
  @GetMapping("/x") String x(@RequestParam("auth-key") String key); §
  @RequestLine("GET /y?auth-key={key}") String y(@Param("key") String key); §
}
"##,
    );
    check(
        Language::Kotlin,
        r##"
val url = "https://acme.flowgear.net/x?auth-key=$key" §
val url = "$base/x?auth-key=${config.key}" §
client.get(url) { parameter("auth-key", key) } §
client.get(url) { url { parameters.append("auth-key", key) } } §
client.get(url) { header("auth-key", key) }
client.get(url) { headers { append("auth-key", key) } }
client.submitForm(url, formParameters = parameters { append("auth-key", key) })
val q = mapOf("auth-key" to key) §
api.get(url, params = q)
call.request.queryParameters["auth-key"]
interface Api { @GET("x") suspend fun x(@Query("auth-key") key: String): R } §
@GET("orders?auth-key=abcdefabcdefabcdef") suspend fun y(): R §
url.newBuilder().addQueryParameter("auth-key", key) §
URLBuilder(base).apply { parameters["auth-key"] = key } §
"##,
    );
}

#[test]
fn scala_and_groovy_send_it_in_queries() {
    check(
        Language::Scala,
        r##"
val url = s"$base/x?auth-key=$key" §
val url = s"${base}/x?auth-key=${conf.key}" §
ws.url(base).addQueryStringParameters("auth-key" -> key).get() §
ws.url(base).addHttpHeaders("auth-key" -> key).get()
basicRequest.get(uri"$base/x?auth-key=$key") §
Uri(base).withQuery(Query("auth-key" -> key)) §
request.getQueryString("auth-key")
"##,
    );
    check(
        Language::Groovy,
        r##"
def url = "${base}/x?auth-key=${key}" §
http.get(path: '/x', query: ['auth-key': key]) §
http.get(path: '/x', headers: ['auth-key': key])
sh "curl -sS '${base}/x?auth-key=${KEY}'" §
sh 'curl -G -d "auth-key=$KEY" $BASE' §
sh 'curl -d "auth-key=$KEY" $BASE'
"##,
    );
}

#[test]
fn go_and_rust_send_it_in_queries() {
    check(
        Language::Go,
        r##"
const keyParam = "auth-key" §
q := req.URL.Query()
q.Set("auth-key", key) §
q.Add(keyParam, key)
req.URL.RawQuery = q.Encode()
v := url.Values{"auth-key": {key}} §
resp, err := http.Get(base + "?" + v.Encode())
form := url.Values{"auth-key": {key}}
resp, err = http.PostForm(base, form)
req.Header.Set("auth-key", key)
u := fmt.Sprintf("%s/x?auth-key=%s", base, key) §
u = base + "/x?auth-key=" + url.QueryEscape(key) §
u = `https://acme.flowgear.net/x?auth-key=` + key §
req.URL.RawQuery = "auth-key=" + key §
key := r.URL.Query().Get("auth-key")
key = r.FormValue("auth-key")
q.Del("auth-key")
c.Query("auth-key")
resty.New().R().SetQueryParam("auth-key", key).Get(u) §
resty.New().R().SetQueryParams(map[string]string{"auth-key": key}).Get(u) §
resty.New().R().SetHeader("auth-key", key).Get(u)
http.Redirect(w, r, "https://acme.flowgear.net/x?auth-key="+key, 302) §
http.Post(base, "application/x-www-form-urlencoded", strings.NewReader(fmt.Sprintf("id=%d&auth-key=%s", id, key)))
req.URL.RawQuery = fmt.Sprintf("id=%d&auth-key=%s", id, key) §
strings.Contains(u, "auth-key=")
flag.String("auth-key", "", "the key")
log.Printf("no auth-key=%s", u)
"##,
    );
    check(
        Language::Rust,
        r##"
const PARAM: &str = "auth-key"; §
client.get(u).query(&[("auth-key", key)]).send(); §
client.get(u).query(&[(PARAM, key)]).send();
client.get(u).header("auth-key", key).send();
client.post(u).form(&[("auth-key", key)]).send();
client.post(u).json(&json!({"auth-key": key})).send();
url.query_pairs_mut().append_pair("auth-key", key); §
url.query_pairs_mut().append_pair("a", "1").append_pair("auth-key", key); §
let u = format!("{base}/x?auth-key={key}"); §
let u = format!("{}/x?auth-key={}", base, key); §
let u = Url::parse_with_params(base, &[("auth-key", key)]); §
url.set_query(Some(&format!("auth-key={key}"))); §
let mut q = HashMap::new(); q.insert("auth-key", key); client.get(u).query(&q); §
let mut headers = HeaderMap::new(); headers.insert("auth-key", v);
#[arg(long = "auth-key")]
#[serde(rename = "auth-key")]
let c = 'a'; fn f<'a>(x: &'a str) -> &'a str { x }
let r = r#"https://acme.flowgear.net/x?auth-key=0123456789abcdefabcd"#; §
assert!(!url.contains("auth-key="));
ureq::get(u).query("auth-key", key).call(); §
"##,
    );
}

#[test]
fn c_and_objective_c_send_it_in_queries() {
    check(
        Language::C,
        r##"
#define KEY_PARAM "?auth-key=" §
snprintf(url, sizeof url, "%s/x?auth-key=%s", base, key); §
strcat(url, "&auth-key="); strcat(url, key); §
std::string u = base + "/x?auth-key=" + key; §
std::string v = base + KEY_PARAM + key;
curl_url_set(u, CURLUPART_QUERY, "auth-key=0123456789abcdef", CURLU_APPENDQUERY); §
curl_url_set(u, CURLUPART_FRAGMENT, "auth-key=0123456789abcdef", 0);
char body[256];
snprintf(body, sizeof body, "tank=4&auth-key=%s", key);
curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
char query[256];
snprintf(query, sizeof query, "tank=4&auth-key=%s", key); §
os << base << "?auth-key=" << key; §
auto w = "https://acme.flowgear.net/x"
         "?auth-key=" + key; §
NSString *u = [NSString stringWithFormat:@"%@/x?auth-key=%@", base, key]; §
[NSURLQueryItem queryItemWithName:@"auth-key" value:key]; §
[req setValue:key forHTTPHeaderField:@"auth-key"];
cpr::Get(cpr::Url{u}, cpr::Parameters{{"auth-key", key}}); §
cpr::Get(cpr::Url{u}, cpr::Header{{"auth-key", key}});
curl_easy_setopt(c, CURLOPT_POSTFIELDS, "auth-key=abc");
"##,
    );
}

#[test]
fn what_stands_around_a_table_or_an_annotation_says_where_it_goes() {
    check(
        Language::CSharp,
        r##"
var uri = QueryHelpers.AddQueryString(u, new Dictionary<string, string?>
{
    ["lane"] = lane,
    ["auth-key"] = key, §
});
http.PostAsync(u, new FormUrlEncodedContent(new Dictionary<string, string?>
{
    ["auth-key"] = key,
}));
"##,
    );
    check(
        Language::Java,
        r##"
@RestController
class Orders {
    @GetMapping("/receipts")
    String receipts(@RequestParam("auth-key") String key, @RequestParam String till) { return till; }
    void route(Exchange exchange) {
        exchange.getIn().setHeader(Exchange.HTTP_QUERY, "auth-key=" + key); §
        exchange.getIn().setHeader("X-Query", "auth-key=" + key);
    }
}
@FeignClient(name = "flowgear", url = "https://acme.flowgear.net")
interface Flowgear {
    @GetMapping("/orders/{id}")
    Order order(@PathVariable long id, @RequestParam("auth-key") String key); §
}
interface Other {
    @GET Order in(@QueryParam("auth-key") String key);
    @GetExchange("/x") Order out(@RequestParam("auth-key") String key); §
}
"##,
    );
}
