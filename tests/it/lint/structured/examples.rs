//! Files shown in documents, requests of Hurl, calls in SQL, spans and events: each beside its nearest innocent neighbour.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "guide.md",
        r#"# Calls

```json
{ "url": "https://acme.flowgear.net/a", "query": { "▸qauth-key": "K3Y" }, "headers": { "auth-key": "K3Y" } }
```

```json
{ "url": "https://acme.flowgear.net/a", "query": { "auth-key": "{{key}}" } }
```

   ```yaml
   get:
     url: https://acme.flowgear.net/b
     params:
       ▸qauth-key: K3Y
     headers:
       auth-key: K3Y
   ```

```yaml
parameters: [ { in: query, name: auth-key } ]
```

```nginx
location /a { return 302 https://acme.flowgear.net/c?▸dauth-key=K3Y; }
proxy_set_header auth-key K3Y;
```

```toml
[http.query]
▸qauth-key = "K3Y"
[http.headers]
auth-key = "K3Y"
```
"#,
    ),
    (
        "guide.rst",
        ".. code-block:: bash\n\n   curl -G https://acme.flowgear.net/x -d \"▸qauth-key=K3Y\"\n   curl https://acme.flowgear.net/x -d \"auth-key=K3Y\"\n\nText again: -G -d auth-key=K3Y.\n\n.. code-block:: json\n\n   { \"query\": { \"▸qauth-key\": \"K3Y\" } }\n",
    ),
    (
        "notes.org",
        "* Calls\n#+BEGIN_SRC sh\ncurl -G https://acme.flowgear.net/x -d \"▸qauth-key=K3Y\"\n#+END_SRC\ncurl -G -d auth-key=K3Y\n",
    ),
    (
        "orders.hurl",
        "GET https://acme.flowgear.net/a\n[QueryStringParams]\npage: 1\n▸qauth-key: {{key}}\nHTTP 200\n\nPOST https://acme.flowgear.net/b\n[FormParams]\nauth-key: {{key}}\nHTTP 302\n[Asserts]\nheader \"Location\" not contains \"auth-key=\"\n\nGET https://acme.flowgear.net/c?▸qauth-key={{key}}\nauth-key: x\n[Cookies]\nauth-key: x\nHTTP 200\n",
    ),
    (
        "calls.sql",
        "SELECT net.http_get(url := 'https://acme.flowgear.net/a', params := '{\"▸qauth-key\":\"K3Y\"}'::jsonb, headers := '{\"auth-key\":\"K3Y\"}'::jsonb);\nSELECT http_get('https://acme.flowgear.net/b', jsonb_build_object('▸qauth-key', current_setting('app.key')));\nSELECT net.http_post(url := 'https://acme.flowgear.net/c', body := jsonb_build_object('auth-key', 'K3Y'));\n",
    ),
    (
        "marks.sql",
        "UPDATE w SET url = url || CASE WHEN position('?' IN url) > 0 THEN '&' ELSE '?' END || '▸qauth-key=' || :key;\nUPDATE w SET url = CONCAT(url, '?', '▸qauth-key=', @key);\nUPDATE w SET note = CASE WHEN a > 0 THEN 'x' ELSE 'y' END || 'auth-key=' || :key;\nUPDATE w SET note = CONCAT(name, ' ', 'auth-key=', @key);\n",
    ),
    (
        "Dockerfile",
        "FROM curlimages/curl\nCMD [\"curl\", \"-G\", \"https://acme.flowgear.net/a\", \"--data-urlencode\", \"▸qauth-key=K3Y\"]\nCMD [\"curl\", \"https://acme.flowgear.net/a\", \"--data\", \"auth-key=K3Y\"]\nENTRYPOINT [\"/app\", \"--auth-key=K3Y\"]\n",
    ),
    (
        "job.yaml",
        "spec:\n  containers:\n    - image: curlimages/curl:8.5.0\n      args: [\"-G\", \"https://acme.flowgear.net/a\", \"-d\", \"▸qauth-key=$(KEY)\"]\n    - image: curlimages/curl\n      args: [\"https://acme.flowgear.net/a\", \"-d\", \"auth-key=$(KEY)\"]\n    - image: alpine\n      args:\n        - -c\n        - |\n          curl -G https://acme.flowgear.net/b -d ▸qauth-key=$KEY\n          curl https://acme.flowgear.net/b -d auth-key=$KEY\n",
    ),
    (
        "spans.json",
        r#"{ "attributes": [ { "key": "http.request.header.referer", "value": { "stringValue": "https://x.example/?▸rauth-key=K3Y" } },
  { "key": "url.query", "value": { "stringValue": "▸qauth-key=K3Y" } }, { "key": "auth-key", "value": { "stringValue": "K3Y" } } ] }
"#,
    ),
    (
        "event.json",
        r#"{ "request": { "url": "https://acme.flowgear.net/a", "query_string": [ [ "page", "1" ], [ "▸qauth-key", "K3Y" ] ],
  "headers": [ [ "Referer", "https://x.example/?▸rauth-key=K3Y" ], [ "auth-key", "K3Y" ] ], "cookies": [ [ "auth-key", "K3Y" ] ] },
  "breadcrumbs": [ { "data": { "http.query": "▸qauth-key=K3Y", "http.body": "auth-key=K3Y" } } ] }
"#,
    ),
    (
        "session.xml",
        "<transaction><headers><header><name>Referer</name><value>https://x.example/?▸rauth-key=K3Y</value></header><header><name>Location</name><value>https://acme.flowgear.net/?▸dauth-key=K3Y</value></header><header><name>auth-key</name><value>K3Y</value></header></headers></transaction>\n",
    ),
    (
        "event.ics",
        "BEGIN:VEVENT\nLOCATION:https://acme.flowgear.net/room?▸qauth-key=K3Y\nNOTE:auth-key=rotated\nEND:VEVENT\n",
    ),
    (
        "varnish.txt",
        "-   ReqURL         /a?▸qauth-key=K3Y\n-   ReqHeader      Referer: https://x.example/?▸rauth-key=K3Y\n-   ReqHeader      auth-key: K3Y\n-   RespHeader     Location: https://acme.flowgear.net/z?▸dauth-key=K3Y\n",
    ),
];

#[test]
fn what_examples_calls_and_records_say_is_a_query_is_seen_and_their_headers_forms_and_bodies_are_not() {
    sees(SAMPLES);
}
