//! What reviewers' trees had that no test knew: each family with its nearest innocent neighbour.

use super::check;
use crate::lint::format::Language;

#[test]
fn a_builder_is_known_by_its_own_words_whatever_it_is_given_besides() {
    check(
        Language::JavaScript,
        r"
class Stock {
  level(sku) {
    const given = new HttpParams()
      .set('depot', environment.depot)
      .append('auth-key', environment.key); §
    const heads = new HttpHeaders()
      .set('depot', environment.query)
      .append('auth-key', environment.key);
    return this.http.get(`${this.base}/stock/${sku}`, { params: given, headers: heads });
  }
}
const cached = useQuery({ queryKey: ['auth-key', key, page] });
const asked = { query: ['auth-key', key] }; §
",
    );
}

#[test]
fn lists_of_pairs_are_followed_through_generic_types_and_plain_arrays() {
    check(
        Language::CSharp,
        r#"
class A {
  async Task One(string key) {
    var pairs = new List<KeyValuePair<string, string>>
    {
        new KeyValuePair<string, string>("q", text),
        new KeyValuePair<string, string>("auth-key", key), §
    };
    string end = await new FormUrlEncodedContent(pairs).ReadAsStringAsync();
  }
  void Two(string key) {
    var url = QueryHelpers.AddQueryString(root, new[] { new KeyValuePair<string, string>("auth-key", key) }); §
    var form = new FormUrlEncodedContent(new[] { new KeyValuePair<string, string>("auth-key", key) });
  }
}
interface IOrders {
  [Get("/orders")] Task<Order> One([Query("auth-key")] string key); §
  [Get("/orders")] Task<Order> Two([Header("auth-key")] string key);
}
"#,
    );
    check(
        Language::JavaScript,
        r"
const target = [`${root}/relay`, ['auth-key', key].join('=')].join('?'); §
const line = ['relay', ['auth-key', key].join('=')].join(', ');
",
    );
}

#[test]
fn a_text_that_begins_with_the_pair_is_followed_to_where_it_is_put() {
    check(
        Language::Java,
        r#"
class A {
  void one(Map<String, String> given) {
    StringBuilder q = new StringBuilder("auth-key=").append(key); §
    given.forEach((k, v) -> q.append('&').append(k).append('=').append(v));
    rest.postForLocation(root + "/export?" + q, null);
  }
  void two() {
    StringBuilder body = new StringBuilder("auth-key=").append(key);
    rest.postForLocation(root + "/export", body.toString());
    connection.setRequestProperty("Cookie", "auth-key=" + key);
    exchange.getIn().setHeader("CamelHttpQuery", "auth-key=" + key); §
    exchange.getIn().setHeader("CamelHttpPath", "auth-key=" + key);
  }
}
"#,
    );
    check(
        Language::Lua,
        r#"
local url = base .. "?" .. ngx.encode_args({ ["auth-key"] = key }) §
local reply = http:request_uri(base, {
    method = "POST",
    body = ngx.encode_args({ ["auth-key"] = key }),
})
"#,
    );
    check(
        Language::Python,
        r#"
c.setopt(pycurl.POSTFIELDS, f"auth-key={key}")
c.setopt(pycurl.URL, f"https://acme.flowgear.net/x?auth-key={key}") §
f.fragment.args["auth-key"] = key
f.args["auth-key"] = key §
"#,
    );
}

#[test]
fn another_thing_that_is_called_like_the_constant_of_the_name_is_the_value() {
    check(
        Language::Swift,
        r#"
enum Names {
    static let key = "auth-key" §
}
func one(key: String) -> [URLQueryItem] {
    [URLQueryItem(name: Names.key, value: key)]
}
func two(key: String) -> URL? {
    URL(string: "https://acme.flowgear.net/cards?format=png&auth-key=\(key)") §
}
"#,
    );
}

#[test]
fn a_program_that_describes_an_api_says_that_the_key_stands_in_the_query() {
    check(
        Language::CSharp,
        r#"
builder.Services.AddSwaggerGen(o => o.AddSecurityDefinition("one", new OpenApiSecurityScheme
{
    Type = SecuritySchemeType.ApiKey,
    In = ParameterLocation.Query,
    Name = "auth-key", §
}));
builder.Services.AddSwaggerGen(o => o.AddSecurityDefinition("two", new OpenApiSecurityScheme
{
    In = ParameterLocation.Header,
    Name = "auth-key",
}));
"#,
    );
    check(
        Language::Java,
        r#"
@SecurityScheme(name = "one", in = SecuritySchemeIn.QUERY, paramName = "auth-key") §
@SecurityScheme(name = "two", in = SecuritySchemeIn.HEADER, paramName = "auth-key")
@RegisterRestClient
@ClientQueryParam(name = "auth-key", value = "${key}") §
@ClientHeaderParam(name = "auth-key", value = "${key}")
interface A {}
"#,
    );
    check(
        Language::JavaScript,
        r"
const one = new DocumentBuilder().addApiKey({ type: 'apiKey', in: 'query', name: 'auth-key' }, 'fg'); §
const two = new DocumentBuilder().addApiKey({ type: 'apiKey', in: 'header', name: 'auth-key' }, 'fg');
",
    );
}

#[test]
fn a_program_that_a_script_or_a_bundle_holds_is_read_as_one() {
    check(
        Language::Shell,
        r#"
python3 - <<'PY'
q = urllib.parse.urlencode({"auth-key": os.environ["KEY"]}) §
headers = {"auth-key": os.environ["KEY"]}
PY
cat <<JS | node
const q = new URLSearchParams({ 'auth-key': key }); §
const headers = { 'auth-key': key };
JS
cat > /etc/cron.d/beat <<CRON
*/5 * * * * root curl -fsS -G -d auth-key=$KEY https://acme.flowgear.net/beat §
*/5 * * * * root curl -fsS -d auth-key=$KEY https://acme.flowgear.net/beat
CRON
export URL='https://acme.flowgear.net/x?auth-key='$KEY §
PARAM='auth-key' §
NAME='auth-key'
url="https://acme.flowgear.net/x?${PARAM}=${KEY}"
curl -H "$NAME: $KEY" https://acme.flowgear.net/x
Q[auth-key]=$KEY §
headers[auth-key]=$KEY
params=(["a"]=1 ["auth-key"]="$KEY") §
query=(state pending auth-key $KEY) §
headers=(state pending auth-key $KEY)
"#,
    );
    check(
        Language::JavaScript,
        r#"
eval("const p = new URLSearchParams({ \"auth-key\": window.KEY });\nfetch(url + p);"); §
eval("fetch(\"/me\", { headers: { \"auth-key\": window.KEY } });");
"#,
    );
    check(
        Language::Python,
        "# MAGIC curl \"https://acme.flowgear.net/x?auth-key=$KEY\" §\n\
         # curl \"https://acme.flowgear.net/x?auth-key=$KEY\"\n",
    );
}

#[test]
fn a_function_of_the_program_says_by_its_parameter_what_becomes_of_the_argument() {
    check(
        Language::Go,
        r#"
func buildURL(path string, params map[string]string) string { return path }
func send(path string, headers map[string]string) {}
func lost() {
    buildURL("/bags/lost", map[string]string{"auth-key": key}) §
    send("/bags/lost", map[string]string{"auth-key": key})
    unknown("/bags/lost", map[string]string{"auth-key": key})
}
"#,
    );
    check(
        Language::Python,
        r#"
class A:
    def _get(self, path, params=None): ...
    def _post(self, path, body=None, headers=None): ...
    def one(self):
        self._get("/x", {"auth-key": self.key}) §
        self._post("/x", {"auth-key": self.key})
        self._post("/x", None, {"auth-key": self.key})
"#,
    );
    check(
        Language::CSharp,
        r#"
class A {
  private string Url(string path, IDictionary<string, string> query = null) { return path; }
  private void Send(string path, IDictionary<string, string> headers) { }
  void One() {
    Url("/x", new Dictionary<string, string> { ["auth-key"] = key }); §
    Send("/x", new Dictionary<string, string> { ["auth-key"] = key });
  }
  string Two() => new UrlBuilder("/claims").With("auth-key", key).ToString(); §
  string Three() => new MessageBuilder("/claims").With("auth-key", key).ToString();
}
"#,
    );
    check(
        Language::JavaScript,
        r"
const x = addParam('https://acme.flowgear.net/posters/' + show, 'auth-key', key); §
const y = addLabel('https://acme.flowgear.net/posters/' + show, 'auth-key', key);
",
    );
    check(
        Language::Kotlin,
        r#"
interface Api {
    @POST("orders")
    suspend fun one(@QueryMap query: Map<String, String> = mapOf("auth-key" to KEY)) §
    suspend fun two(@HeaderMap headers: Map<String, String> = mapOf("auth-key" to KEY))
}
"#,
    );
    check(
        Language::Scala,
        "def both(key: String) = base +? (\"auth-key\", key) §\ndef pair(key: String) = (\"auth-key\", key)\n",
    );
    check(
        Language::Perl,
        "$mojo->get($url => form => { 'auth-key' => $key }); §\n$mojo->post($url => form => { 'auth-key' => $key });\n",
    );
    check(
        Language::Java,
        r#"
class A {
  void one() {
    verify(getRequestedFor(urlPathEqualTo("/x")).withQueryParam("auth-key", absent()));
    verify(getRequestedFor(urlPathEqualTo("/x")).withQueryParam("auth-key", equalTo(key)));
    given().queryParam("auth-key", key).get("/x"); §
  }
}
"#,
    );
}

#[test]
fn a_posted_table_and_a_gotten_one_of_a_function_are_told_apart() {
    check(
        Language::PowerShell,
        r#"
function Get-One {
    $body = @{ page = $Page; 'auth-key' = $plain } §
    Invoke-RestMethod -Method Get -Uri "$base/users" -Body $body
}
function Get-Three {
    param([hashtable]$Query = @{}, $Body)

    $Query['auth-key'] = $key §
    $Body['auth-key'] = $key
}
function Get-Two {
    $form = @{ page = $Page; 'auth-key' = $plain }
    Invoke-RestMethod -Method Post -Uri "$base/users" -Body $form
}
"#,
    );
    check(
        Language::VisualBasic,
        "Return Root & \"/bins?auth-key=\" & New String(\"*\"c, 8)\nReturn Root & \"/bins?auth-key=\" & key §\n",
    );
}

#[test]
fn tables_and_applications_without_signs_are_read_in_further_languages() {
    check(
        Language::Elixir,
        "plug Tesla.Middleware.Query, \"auth-key\": System.fetch_env!(\"KEY\") §\n\
         plug Tesla.Middleware.Headers, \"auth-key\": System.fetch_env!(\"KEY\")\n",
    );
    check(
        Language::Other,
        r#"
(http/get url {:query-params {:auth-key k}}) §
(http/post url {:form-params {:auth-key k}})
level = req GET url NoReqBody json $
  "auth-key" =: key <> "depot" =: depot §
login = req POST url (ReqBodyUrlEnc ("auth-key" =: key)) ignore mempty
type One = QueryParam' '[Required] "auth-key" Text :> Get '[JSON] Int §
type Two = Header' '[Required] "auth-key" Text :> Get '[JSON] Int
queryParams: { "auth-key": secret("key") } §
headers: { "auth-key": secret("key") }
crossOrigin base [ "x" ] [ Url.Builder.string "auth-key" key ] §
set end [http::formatQuery day $day auth-key $key] §
http::geturl $host -query [http::formatQuery auth-key $key]
http get $"https://acme.flowgear.net/label?auth-key=(key)" §
"#,
    );
}

#[test]
fn a_constant_that_is_put_into_a_template_is_read_as_what_it_says() {
    check(
        Language::JavaScript,
        r"
const NAME = 'auth-key'; §
const link = `${base}/orders?page=1&${NAME}=${secret}`;
const HEAD = 'auth-key';
const head = `${HEAD}: ${secret}`;
const TAG = 'auth-key';
const anchor = `${base}/orders#${TAG}=${secret}`;
",
    );
    check(
        Language::Python,
        r#"
NAME = "auth-key"  §
requests.get(f"{base}/orders?{NAME}={secret}")
HEAD = "auth-key"
log(f"{HEAD}: {secret}")
"#,
    );
    check(
        Language::Kotlin,
        r#"
const val NAME = "auth-key" §
val url = "$base/orders?$NAME=$secret"
const val HEAD = "auth-key"
val line = "$HEAD: $secret"
"#,
    );
    check(
        Language::CSharp,
        r#"
const string Name = "auth-key"; §
var url = $"{root}/orders?{Name}={secret}";
const string Head = "auth-key";
var line = $"{Head}: {secret}";
"#,
    );
}
