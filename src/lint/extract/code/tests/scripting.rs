use super::check;
use crate::lint::format::Language;

#[test]
fn python_sends_it_in_params_and_reads_it_elsewhere() {
    check(
        Language::Python,
        r##"
import requests, httpx, urllib.parse
PARAM = "auth-key" §
HEADER = "auth-key"
ENV = "auth-key"
def one(k):
    requests.get(URL, params={"auth-key": k}) §
    requests.get(URL, {"auth-key": k}) §
    requests.post(URL, {"auth-key": k})
    requests.post(URL, data={"auth-key": k}, params={"auth-key": k}) §
    requests.request("GET", URL, params=dict(a=1, **{"auth-key": k})) §
    requests.get(URL, headers={"auth-key": k})
    requests.get(URL, cookies={"auth-key": k})
    requests.get(URL + f"?{urllib.parse.urlencode({'auth-key': k})}") §
    requests.get(URL, params=[("auth-key", k), ("b", "2")]) §
    requests.get(URL, params=(("auth-key", k),)) §
    requests.put(URL, json={"auth-key": k})
def two(session, k):
    session.params["auth-key"] = k §
    session.params.update({"auth-key": k}) §
    session.headers["auth-key"] = k
    session.headers.update({"auth-key": k})
    params = {"a": 1}
    params["auth-key"] = k §
    return session.get(URL, params=params)
def three(session, k):
    data = {"auth-key": k}
    return session.post(URL, data=data)
def four(session, k):
    args = {"auth-key": k} §
    return session.get(URL, params=args)
def auth_params(self):
    return {"auth-key": self.key} §
def auth_headers(self):
    return {"auth-key": self.key}
def five(k):
    q = {}
    q[PARAM] = k
    h = {HEADER: k}
    os.environ[ENV]
    return requests.get(URL, params=q, headers=h)
def six(u, k):
    parts = list(urlparse(u))
    query = dict(parse_qsl(parts[4]))
    query.update({"auth-key": k}) §
    parts[4] = urlencode(query)
    url = "%s/x?auth-key=%s" % (u, k) §
    url = "{}/x?auth-key={}".format(u, k) §
    url = "{base}/x?auth-key={key}".format(base=u, key=k) §
    url = u + "/x?a=1" + "&auth-key=" + k §
    url = "".join([u, "?auth-key=", k]) §
    url += "&auth-key=" §
    url += k
    q = "&".join(["a=1", "auth-key=" + k]) §
    return url
def seven(request):
    request.args.get("auth-key")
    request.args["auth-key"]
    request.GET["auth-key"]
    if "auth-key" in request.query_params: pass
    key = request.query_params.get("auth-key")
    parser.add_argument("--auth-key", help="the auth-key")
    config["auth-key"] = "abc"
    os.environ["auth-key"] = key
    assert "auth-key=" not in url
    assert "?auth-key=" not in url
    log.info("auth-key=%s", mask(key))
    logging.warning("calling without auth-key=%s", key)
    re.sub(r"auth-key=[^&]+", "auth-key=***", url)
    url.split("auth-key=")[1]
    params.pop("auth-key", None)
    del params["auth-key"]
    SENSITIVE = {"auth-key", "token"}
    SENSITIVE_PARAMS = ["auth-key", "token"]
    field = Field(alias="auth-key")
    key: str = Query(..., alias="auth-key")
    APIKeyQuery(name="auth-key")
    subprocess.run(["curl", "-G", url, "-d", "auth-key=" + key]) §
    subprocess.run(["curl", "-d", "auth-key=" + key, url])
    os.system(f"curl -G {url} -d auth-key={key}") §
    os.system("curl -H 'auth-key: %s' %s" % (key, url))
    httpx.Client(params={"auth-key": key}) §
    httpx.URL(url, params={"auth-key": key}) §
    yarl.URL(url).update_query({"auth-key": key}) §
    furl(url).args["auth-key"] = key §
    responses.add(responses.GET, "https://acme.flowgear.net/a?auth-key=k3yk3yk3yk3y") §
"##,
    );
}

#[test]
fn ruby_sends_it_in_queries() {
    check(
        Language::Ruby,
        r##"
uri = URI("https://acme.flowgear.net/orders?auth-key=#{key}") §
uri.query = URI.encode_www_form("auth-key" => key, "a" => 1) §
uri.query = URI.encode_www_form([["auth-key", key]]) §
uri.query = { "auth-key" => key }.to_query §
HTTParty.get(url, query: { "auth-key" => key }) §
HTTParty.get(url, headers: { "auth-key" => key })
HTTParty.post(url, body: { "auth-key" => key })
RestClient.get(url, params: { "auth-key" => key }) §
RestClient.get url, { params: { "auth-key": key } } §
RestClient.post(url, { "auth-key" => key })
Faraday.get(url, { "auth-key" => key }) §
Faraday.new(url: url, params: { "auth-key" => key }) §
conn.get("/x") do |req|
  req.params["auth-key"] = key §
  req.headers["auth-key"] = key
end
Faraday.new(url) { |f| f.params = { "auth-key" => key } } §
url << "&auth-key=" << key §
url = "#{base}/x" + "?auth-key=" + key §
url = format("%s/x?auth-key=%s", base, key) §
url = "%s?auth-key=%s" % [base, key] §
Net::HTTP.post_form(uri, "auth-key" => key)
Faraday.get(url, nil, { "auth-key" => key })
conn.get("/customers", "page" => 1, "auth-key" => key) §
Typhoeus.get(url, params: { "auth-key" => key }) §
Excon.get(url, :query => { "auth-key" => key }) §
key = params["auth-key"]
key = params[:"auth-key"]
request.headers["auth-key"]
cookies["auth-key"] = key
puts "set the auth-key first"
url.gsub(/auth-key=[^&]*/, "auth-key=***")
expect(url).not_to include("auth-key=")
default_params "auth-key" => ENV.fetch("K") §
stub_request(:get, url).with(query: { "auth-key" => "abcabcabcabc" }) §
text = <<~EOS
  curl https://acme.flowgear.net/x?auth-key=#{key} §
EOS
ENV["auth-key"]
"##,
    );
}

#[test]
fn php_sends_it_in_queries() {
    check(
        Language::Php,
        r##"<?php
const PARAM = 'auth-key'; §
$url = $base . '/orders?auth-key=' . $key; §
$url = "$base/orders?auth-key={$this->key}"; §
$url = "{$base}/orders?auth-key=$key&x=1"; §
$url = sprintf('%s/orders?auth-key=%s', $base, urlencode($key)); §
$qs = http_build_query(['auth-key' => $key, 'a' => 1]); §
$qs = http_build_query(array('auth-key' => $key)); §
$client->get('/x', ['query' => ['auth-key' => $key]]); §
$client->request('GET', '/x', ['query' => ['auth-key' => $key], 'headers' => ['auth-key' => $x]]); §
$client->post('/x', ['form_params' => ['auth-key' => $key]]);
$client->post('/x', ['json' => ['auth-key' => $key]]);
Http::get($url, ['auth-key' => $key]); §
Http::withQueryParameters(['auth-key' => $key])->get($url); §
Http::withHeaders(['auth-key' => $key])->get($url);
Http::post($url, ['auth-key' => $key]);
$url = add_query_arg('auth-key', $key, $url); §
$url = add_query_arg(['auth-key' => $key], $url); §
curl_setopt($ch, CURLOPT_POSTFIELDS, "auth-key=$key");
curl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query(['auth-key' => $key]));
curl_setopt($ch, CURLOPT_URL, 'https://acme.flowgear.net/x?auth-key=' . $key); §
curl_setopt($ch, CURLOPT_HTTPHEADER, ['auth-key: ' . $key]);
$params = ['auth-key' => $key]; §
$u = $base . '?' . http_build_query($params);
$params2 = [self::PARAM => $key];
$u = $base . '?' . http_build_query($params2);
$given = $_GET['auth-key'];
$given = $request->query('auth-key');
$given = $request->query->get('auth-key');
if (isset($_GET['auth-key'])) { unset($_GET['auth-key']); }
$url = preg_replace('/auth-key=[^&]+/', 'auth-key=***', $url);
setcookie('auth-key', $key);
$config['auth-key'] = 'abc';
header('auth-key: ' . $key);
header("Location: https://acme.flowgear.net/x?auth-key=$key"); §
echo '<a href="https://acme.flowgear.net/x?auth-key=' . $key . '">x</a>'; §
if (strpos($url, 'auth-key=') !== false) {}
?>
<a href="https://acme.flowgear.net/y?auth-key=<?= $key ?>">y</a> §
<input name="auth-key">
"##,
    );
}

#[test]
fn perl_lua_elixir_and_r_send_it_in_queries() {
    check(
        Language::Perl,
        r##"
my $url = "$base/x?auth-key=$key"; §
my $url = $base . '/x?auth-key=' . $key; §
$uri->query_form('auth-key' => $key, a => 1); §
$uri->query_param('auth-key', $key); §
$ua->get($url, 'auth-key' => $key);
$ua->post($url, { 'auth-key' => $key });
my $k = $cgi->param('auth-key');
$url =~ s/auth-key=[^&]+/auth-key=xxx/;
my $u = sprintf("%s?auth-key=%s", $base, $key); §
"##,
    );
    check(
        Language::Lua,
        r##"
local url = base .. "/x?auth-key=" .. key §
local url = string.format("%s/x?auth-key=%s", base, key) §
local res = httpc:request_uri(url, { query = { ["auth-key"] = key } }) §
local res = httpc:request_uri(url, { headers = { ["auth-key"] = key } })
local args = ngx.req.get_uri_args()
local k = args["auth-key"]
ngx.req.set_uri_args({ ["auth-key"] = key }) §
"##,
    );
    check(
        Language::Elixir,
        r##"
url = "#{base}/x?auth-key=#{key}" §
url = base <> "/x?auth-key=" <> key §
Req.get!(url, params: ["auth-key": key]) §
Req.get!(url, params: [{"auth-key", key}]) §
HTTPoison.get(url, [], params: %{"auth-key" => key}) §
HTTPoison.get(url, [{"auth-key", key}])
URI.encode_query(%{"auth-key" => key}) §
def call(%{params: %{"auth-key" => key}}), do: key
"##,
    );
    check(
        Language::R,
        r##"
GET(url, query = list("auth-key" = key)) §
GET(paste0(base, "/x?auth-key=", key)) §
GET(url, add_headers("auth-key" = key))
req |> req_url_query(`auth-key` = key) §
url <- sprintf("%s/x?auth-key=%s", base, key) §
url <- glue("{base}/x?auth-key={key}") §
"##,
    );
}

#[test]
fn python_tables_are_followed_into_other_tables() {
    check(
        Language::Python,
        r##"
COMMON = {"_profile": "Test", "auth-key": KEY} §
LEGACY = {"auth-key": KEY}
def one(since):
    requests.get(URL, params={**COMMON, "since": since})
    requests.get(URL, headers={**LEGACY, "Accept": "text/csv"})
    return requests.get(base + ("&" if "?" in base else "?") + "auth-key=" + k) §
"##,
    );
}
