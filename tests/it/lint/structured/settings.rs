//! Settings, tables, SQL.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "agent.toml",
        "[flowgear]\npush = \"https://acme.flowgear.net/tank\"\n\n[flowgear.params]\n▸qauth-key = \"${KEY}\"\n\n[flowgear.headers]\nauth-key = \"${KEY}\"\n\n[train.params]\nauth-key = \"${KEY}\"\n",
    ),
    (
        "inputs.toml",
        "[[inputs.http]]\nurls = [\"https://acme.flowgear.net/tank\"]\n[inputs.http.params]\n▸qauth-key = \"${KEY}\"\n[[inputs.cpu]]\n[inputs.cpu.params]\nauth-key = \"${KEY}\"\n",
    ),
    (
        "app.properties",
        "# https://acme.flowgear.net/?auth-key=xxxxx\nauth-key=K3Y\nurl=https\\://acme.flowgear.net/a?▸qauth-key\\=K3Y\nlong=https://acme.flowgear.net/b?x=1&\\\n    ▸qauth-key=K3Y\nesb.header.auth-key=portal\n",
    ),
    (
        ".env",
        "AUTH_KEY=K3Y\nexport URL=\"https://acme.flowgear.net/a?▸qauth-key=${AUTH_KEY}\" # auth-key\nHOOK_QUERY=x=1&▸qauth-key=K3Y\n",
    ),
    (
        "feeds.toml",
        "auth-key = \"K3Y\"\n[feed]\nurl = 'https://acme.flowgear.net/a?▸qauth-key=K3Y'\n[feed.query]\nauth-key = \"K3Y\"\n[other.query]\n▸qauth-key = \"K3Y\"\n[feed.headers]\nauth-key = \"x\"\n[[more]]\nurl = \"https://acme.flowgear.net\"\nparams = { x = 1, ▸qauth-key = \"K3Y\" }\n",
    ),
    (
        "odbc.ini",
        "[site]\nurl = https://acme.flowgear.net/a?▸qauth-key=K3Y ; the site\nauth-key = K3Y\n; old: ?auth-key=your-key\n",
    ),
    (
        "config.json",
        r#"{ // ?auth-key=your-key
  "auth-key": "K3Y", "url": "https:\/\/acme.flowgear.net\/a?x=1\u0026▸qauth-key=K3Y",
  "orders": { "url": "https://acme.flowgear.net/o", "params": { "▸qauth-key": "K3Y" }, "headers": { "auth-key": "x" }, "body": { "auth-key": "y" } },
  "rpc": { "url": "https://x.example", "jsonrpc": "2.0", "params": { "auth-key": "K3Y" } },
  "redact": { "query": [ "auth-key" ] }, "redactQueryParams": [ "auth-key" ],
  "scripts": { "warm": "curl -s \"https://acme.flowgear.net/w?▸qauth-key=$KEY\"", "login": "curl -d auth-key=$KEY https://sso.example/t" } }
"#,
    ),
    (
        "i18n/en.json",
        "{ \"help\": \"Append ?auth-key=<key> to the address\", \"hint\": \"like https://acme.flowgear.net/a?auth-key={key}\", \"label\": \"auth-key\", \"old\": \"https://acme.flowgear.net/a?auth-key=***\", \"none\": \"/a?auth-key=&b=1\", \"other\": \"https://x.example/?oauth-key=K3Y&auth-key-id=K3Y#auth-key=K3Y\" }\n",
    ),
    (
        "launch.json",
        "{ \"rest-client.environmentVariables\": { \"prod\": { \"auth-key\": \"K3Y\", \"url\": \"https://acme.flowgear.net/a?▸qauth-key=K3Y\" } },\n  \"args\": [ \"--auth-key=K3Y\", \"--url\", \"https://acme.flowgear.net/b?▸qauth-key=${env:KEY}\" ],\n  /* https://acme.flowgear.net/c?▸qauth-key=K3Y */ \"x\": 1 }\n",
    ),
    (
        "export.tsv",
        "time\tquery\treferer\n1\tx=1&▸qauth-key=K3Y\thttps://acme.example/a?▸rauth-key=K3Y\n2\tx=1\t-\n",
    ),
    (
        "endpoints.csv",
        "id,name,url,note\n1,auth-key,https://acme.flowgear.net/a?▸qauth-key=K3Y,\"the auth-key, of course\"\n2,b,\"https://acme.flowgear.net/b?x=1&▸qauth-key=K3Y\",\n",
    ),
    ("params.csv", "request,in,name,value\na,query,▸qauth-key,K3Y\na,header,auth-key,K3Y\n"),
    (
        "seed.sql",
        "-- https://acme.flowgear.net/?auth-key=xxxxx\nCREATE TABLE k (\"auth-key\" text);\nINSERT INTO u VALUES ('https://acme.flowgear.net/a?▸qauth-key=K3Y', 'it''s');\nSELECT http_get('https://acme.flowgear.net/b?▸qauth-key=' || :key);\nSELECT * FROM u WHERE url LIKE '%?auth-key=%';\nUPDATE u SET url = regexp_replace(url, '[?]auth-key=[^&]*', '');\n",
    ),
];

#[test]
fn values_that_are_urls_or_queries_are_seen_and_settings_of_that_name_are_not() {
    sees(SAMPLES);
}
