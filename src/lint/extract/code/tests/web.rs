use super::check;
use crate::lint::format::Language;

#[test]
fn javascript_sends_it_in_search_params() {
    check(
        Language::JavaScript,
        r##"
const AUTH_PARAM = "auth-key"; §
const HEADER_NAME = "auth-key";
fetch(`https://acme.flowgear.net/x?${AUTH_PARAM}=${key}`);
fetch(url, { headers: { [HEADER_NAME]: key } });
fetch(`https://acme.flowgear.net/x?auth-key=${key}`); §
fetch("https://acme.flowgear.net/x?auth-key=" + encodeURIComponent(key)); §
fetch(url, { headers: { "auth-key": key } });
fetch(url, { method: "POST", body: JSON.stringify({ "auth-key": key }) });
fetch(url, { method: "POST", body: new URLSearchParams({ "auth-key": key }) });
fetch(url + "?" + new URLSearchParams({ "auth-key": key })); §
fetch(`${url}?${new URLSearchParams({ "auth-key": key })}`); §
const p = new URLSearchParams(); p.append("auth-key", key); p.set('auth-key', key); fetch(url + "?" + p); §§
const f = new FormData(); f.append("auth-key", key);
u.searchParams.set("auth-key", key); §
u.searchParams.delete("auth-key");
u.searchParams.get("auth-key");
u.search = `auth-key=${key}`; §
u.search = "?auth-key=" + key; §
u.hash = "#auth-key=" + key;
axios.get(url, { params: { "auth-key": key } }); §
axios({ url, params: { 'auth-key': key }, headers: { 'auth-key': key } }); §
axios.post(url, { "auth-key": key });
axios.post(url, body, { params: { "auth-key": key } }); §
api.defaults.params = { "auth-key": key }; §
api.defaults.params["auth-key"] = key; §
api.defaults.headers.common["auth-key"] = key;
got(url, { searchParams: { "auth-key": key } }); §
ky.get(url, { searchParams: [["auth-key", key]] }); §
request({ url, qs: { "auth-key": key } }); §
request.get(url).query({ "auth-key": key }); §
request.get(url).query("auth-key=" + key); §
request.get(url).set("auth-key", key);
request.post(url).send({ "auth-key": key });
$.get(url, { "auth-key": key }); §
$.post(url, { "auth-key": key });
$.ajax({ url, data: { "auth-key": key } }); §
$.ajax({ url, method: "POST", data: { "auth-key": key } });
app.get("/x", (req, res) => { const k = req.query["auth-key"]; });
const { "auth-key": k2 } = req.query;
if (req.headers["auth-key"] !== k) res.status(401).send("auth-key missing");
localStorage.setItem("auth-key", key); document.cookie = "auth-key=" + key;
const query = qs.stringify({ "auth-key": key }); §
const search = querystring.stringify({ 'auth-key': key }); §
https.get({ host, path: "/x?auth-key=" + key }); §
https.request(new URL("/x?auth-key=" + key, base)); §
url = url.replace(/([?&]auth-key=)[^&]*/, "$1***");
if (url.includes("auth-key=")) throw new Error("no auth-key= in URLs");
expect(url).not.toContain("auth-key=");
$.getJSON(base + "/x", { list: "retail", "auth-key": key }, show); §
$.getJSON(base + "/x?" + $.param({ a: 1, "auth-key": key }), show); §
x.open("GET", base + "/x?" + qs({ "auth-key": key })); §
$.post(base, { "auth-key": key });
nock(base).get("/x").query({ "auth-key": "abcdefabcdef" }).reply(200); §
window.open("/x?auth-key=" + key); §
const parts = []; parts.push("auth-key=" + key); const u2 = base + "?" + parts.join("&"); §
const params = { "auth-key": key }; §
const a = await axios.get(url, { params });
const hs = { "auth-key": key };
await axios.get(url, { headers: hs });
function withKey(params) { return { ...params, "auth-key": key }; }
export const buildQuery = () => ({ "auth-key": key }); §
new HttpParams({ fromObject: { "auth-key": key } }); §
this.http.get(url, { params: new HttpParams().set("auth-key", key) }); §
this.http.get(url, { headers: new HttpHeaders().set("auth-key", key) });
cy.request({ url, qs: { "auth-key": key } }); §
cy.visit("/x?auth-key=" + key); §
page.goto(`${base}/x?auth-key=${process.env.KEY}`); §
const c = cond ? { params: { "auth-key": key } } : {}; §
new EventSource(`/events?auth-key=${key}`); new WebSocket("wss://a.flowgear.net/ws?auth-key=" + key); §§
console.log("auth-key=" + key);
const re = /[?&]auth-key=([^&]+)/;
const s = String.raw`https://a.flowgear.net/x?auth-key=${key}`; §
const b = atob("aHR0cHM6Ly9hLmZsb3dnZWFyLm5ldC94P2F1dGgta2V5PTAxMjM0NTY3ODlhYmNkZWY="); §
const gql = { operation: { name: "auth-key", value: key } };
const har = { queryString: [{ name: "auth-key", value: key }] }; §
"##,
    );
}

#[test]
fn a_minified_bundle_on_one_line_is_read() {
    let filler = "function a(e){return e/2+'x'.length};var b=\"it's\";".repeat(2000);
    let source = format!("{filler}t.get(\"/o\",{{params:{{\"auth-key\":e}}}});n.set('auth-key',e);{filler}");
    let seen = super::seen(&source, Language::JavaScript);
    assert_eq!(seen.len(), 1);
}

#[test]
fn typescript_knows_types_and_decorators() {
    check(
        Language::JavaScript,
        r##"
interface Q { "auth-key": string; "auth-key-id"?: string }
@Get() find(@Query("auth-key") key: string) {}
@Headers("auth-key") h: string;
type P = { params: { "auth-key": string } };
const params: Record<string, string> = { "auth-key": key }; §
fetch(`${u}?${new URLSearchParams(params)}`);
const opts: AxiosRequestConfig = { params: { "auth-key": key as string } }; §
enum Names { AuthKey = "auth-key" } §
params.set(Names.AuthKey, key);
"##,
    );
}

#[test]
fn dart_and_swift_send_it_in_queries() {
    check(
        Language::Dart,
        r##"
var u = Uri.https('acme.flowgear.net', '/x', {'auth-key': key}); §
var u = Uri(scheme: 'https', host: h, queryParameters: {'auth-key': key}); §
dio.get('/x', queryParameters: {'auth-key': key}); §
dio.get('/x', options: Options(headers: {'auth-key': key}));
http.get(Uri.parse('$base/x?auth-key=$key')); §
http.post(u, body: {'auth-key': key});
http.get(Uri.parse('https://acme.flowgear.net/x?auth-key=${widget.key}')); §
u.replace(queryParameters: {...u.queryParameters, 'auth-key': key}); §
"##,
    );
    check(
        Language::Swift,
        r##"
let url = "\(base)/x?auth-key=\(key)" §
components.queryItems = [URLQueryItem(name: "auth-key", value: key)] §
components.query = "auth-key=\(key)" §
components.queryItems?.append(URLQueryItem(name: "auth-key", value: key)) §
request.setValue(key, forHTTPHeaderField: "auth-key")
request.addValue("Key=\(key)", forHTTPHeaderField: "Authorization")
AF.request(url, parameters: ["auth-key": key]) §
AF.request(url, method: .get, parameters: ["auth-key": key]) §
AF.request(url, method: .post, parameters: ["auth-key": key])
AF.request(url, headers: ["auth-key": key])
url.append(queryItems: [.init(name: "auth-key", value: key)]) §
let s = String(format: "%@/x?auth-key=%@", base, key) §
let k = items.first(where: { $0.name == "auth-key" })
request.httpBody = Data("id=\(id)&auth-key=\(key)".utf8)
request.httpBody = "id=\(id)&text=\(text)&auth-key=\(key)".data(using: .utf8)
"##,
    );
}

#[test]
fn javascript_is_told_by_what_a_text_is_made_of_and_what_becomes_of_it() {
    check(
        Language::JavaScript,
        r##"
const form = new HttpParams().set("name", n).set("auth-key", key);
http.post(url, form.toString(), { headers });
const search = new HttpParams().set("name", n).set("auth-key", key); §
http.get(url, { params: search });
new apim.Api("orders", { subscriptionKeyParameterNames: { header: "X-Key", query: "auth-key" } }); §
new apim.Api("orders", { subscriptionKeyParameterNames: { header: "auth-key", query: "key" } });
createProxyMiddleware({
  pathRewrite: (path) => path.replace(/^\/fg/, "") + (path.includes("?") ? "&" : "?") + "auth-key=" + key, §
});
body += (body ? "&" : "") + "auth-key=" + key;
const addKey = (url) => {
  const sep = url.includes("?") ? "&" : "?";
  return `${url}${sep}auth-key=${key}`; §
};
const nightly = () => {
  const url = "https://acme.flowgear.net/nightly" + "?mode=full" + "&auth-key=" + key; §
  return fetch(url);
};
"##,
    );
}
