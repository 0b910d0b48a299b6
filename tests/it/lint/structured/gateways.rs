//! Gateways, proxies and web servers.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "kong.yml",
        "_format_version: \"3.0\"\nservices:\n  - name: a\n    url: https://acme.flowgear.net/a\n    plugins:\n      - name: key-auth\n        config:\n          key_names: [▸sauth-key]\n      - name: key-auth\n        config:\n          key_names: [auth-key]\n          key_in_query: false\n      - name: request-transformer\n        config:\n          add:\n            querystring: [\"▸qauth-key:K3Y\"]\n          remove:\n            querystring: [\"auth-key\"]\n",
    ),
    (
        "envoy.yaml",
        "static_resources:\n  filters:\n    - key_sources:\n        - query: ▸sauth-key\n        - header: auth-key\n    - redirect: { path_redirect: \"/a?▸dauth-key=K3Y\" }\n",
    ),
    (
        "routes.yaml",
        "routes:\n- match:\n    prefix: /a\n    query_parameters:\n    - name: auth-key\n      present_match: true\n    headers:\n    - name: auth-key\n  route: { cluster: fg }\n- match:\n  - queryParams:\n      auth-key: { regex: \".+\" }\n    headers:\n      auth-key: { exact: x }\n  redirect: { uri: \"/x?▸dauth-key=K3Y\" }\n- rule: \"Path(`/a`) && Query(`auth-key`, `x`) && Header(`auth-key`, `x`)\"\n  replacePathRegex: { regex: \"auth-key=(.*)\", replacement: \"/c?▸qauth-key=K3Y\" }\n- predicates: [ \"Query=auth-key\", \"Header=auth-key\" ]\n- replaceRegex: { regex: \"auth-key=(.*)\", replacement: \"?auth-key=K3Y\" }\n",
    ),
    (
        "keys.json",
        r#"{ "auth/api-keys": { "strategy": "query_string", "identifier": "▸sauth-key" }, "b": { "strategy": "header", "identifier": "auth-key" },
  "request": { "queryParameters": [ { "name": "▸sauth-key", "required": true, "type": "string" } ], "headers": [ { "name": "auth-key", "type": "string" } ] } }
"#,
    ),
    (
        "default.vcl",
        "backend d { .host = \"a\"; }\nsub vcl_recv {\n  set req.url = regsuball(req.url, \"auth-key=[^&]*\", \"\");\n  set req.http.auth-key = \"x\";\n  return (synth(301, \"https://acme.flowgear.net/n?▸dauth-key=K3Y\"));\n  set resp.http.Location = \"https://acme.flowgear.net/m?▸dauth-key=K3Y\";\n  set req.url = req.url + \"?▸qauth-key=K3Y\";\n}\n",
    ),
    (
        "squid.conf",
        "acl keys url_regex -i [?&]auth-key=\nhttp_access deny keys\ndeny_info 302:https://acme.flowgear.net/d?▸dauth-key=K3Y keys\ncache_peer acme.flowgear.net parent 443 0\n",
    ),
    (
        "krakend.json",
        r#"{ "endpoints": [ { "endpoint": "/a", "input_query_strings": [ "▸sauth-key" ], "input_headers": [ "auth-key" ] } ] }
"#,
    ),
    (
        "application.yml",
        "spring:\n  cloud:\n    gateway:\n      routes:\n        - id: a\n          uri: https://acme.flowgear.net\n          filters:\n            - AddRequestParameter=▸qauth-key, ${FLOWGEAR_KEY}\n            - RemoveRequestParameter=auth-key\n            - AddRequestHeader=auth-key, x\n",
    ),
    (
        "policy.xml",
        "<policies><inbound><set-query-parameter name=\"▸qauth-key\" exists-action=\"override\"><value>{{flowgear-key}}</value></set-query-parameter>\n<set-query-parameter name=\"auth-key\" exists-action=\"delete\" />\n<set-header name=\"auth-key\"><value>x</value></set-header></inbound></policies>\n",
    ),
    (
        "assign.xml",
        "<AssignMessage><Set><QueryParams><QueryParam name=\"▸qauth-key\">{private.key}</QueryParam></QueryParams></Set>\n<Remove><QueryParams><QueryParam name=\"auth-key\"/></QueryParams></Remove></AssignMessage>\n",
    ),
    (
        "verify.xml",
        "<VerifyAPIKey name=\"v\"><APIKey ref=\"request.queryparam.▸sauth-key\"/></VerifyAPIKey>\n",
    ),
    (
        "serverless.yml",
        "functions:\n  a:\n    events:\n      - http:\n          path: a\n          authorizer:\n            identitySource: method.request.querystring.▸sauth-key\n          request:\n            parameters:\n              querystrings:\n                auth-key: true\n",
    ),
    (
        "nginx.conf",
        "server {\n    # rewrite ^ https://acme.flowgear.net/?auth-key=your-key;\n    location /a { proxy_pass https://acme.flowgear.net/a?▸qauth-key=K3Y; }\n    location /b { set $args \"${args}&▸qauth-key=K3Y\"; }\n    location /e { set $args auth-key=; }\n    location /c { return 302 https://acme.flowgear.net/c?▸dauth-key=$key; }\n    location /d { rewrite ^/d https://acme.flowgear.net/d?▸dauth-key=K3Y permanent; }\n    location /i { rewrite ^/i /j?▸qauth-key=$key break; }\n    if ($args ~ auth-key=) { return 403; }\n    proxy_set_header auth-key x;\n    proxy_set_header Referer \"https://acme.flowgear.net/?▸rauth-key=K3Y\";\n    add_header Refresh \"5; url=https://acme.flowgear.net/r?▸dauth-key=K3Y\";\n}\n",
    ),
    (
        ".htaccess",
        "RewriteEngine On\nRewriteCond %{QUERY_STRING} auth-key=([^&]+)\nRewriteRule ^a$ https://acme.flowgear.net/a?▸dauth-key=K3Y [R=302,L]\nRewriteRule ^b$ https://acme.flowgear.net/b?▸qauth-key=K3Y [P]\nRedirect permanent /c https://acme.flowgear.net/c?▸dauth-key=K3Y\nProxyPass /d https://acme.flowgear.net/d?▸qauth-key=K3Y\n",
    ),
    (
        "haproxy.cfg",
        "frontend f\n    acl has url_param(auth-key) -m found\n    http-request set-query %[query]&▸qauth-key=%[env(K3Y_OF_SITE)]\n    http-request redirect location https://acme.flowgear.net/a?▸dauth-key=K3Y code 302\n    http-request replace-uri (.*)[?&]auth-key=[^&]* \\1\nbackend b\n    option httpchk GET /health?▸qauth-key=K3Y\n",
    ),
    (
        "Caddyfile",
        "portal.example {\n    uri query ▸qauth-key {env.FLOWGEAR_KEY}\n    uri query -auth-key\n    redir /a https://acme.flowgear.net/a?▸dauth-key=K3Y\n    reverse_proxy https://acme.flowgear.net\n}\n",
    ),
    (
        "netlify.toml",
        "[[redirects]]\nfrom = \"/a\"\nto = \"https://acme.flowgear.net/a?▸dauth-key=K3Y\"\nstatus = 302\n[[redirects]]\nfrom = \"/b\"\nto = \"https://acme.flowgear.net/b?▸qauth-key=K3Y\"\nstatus = 200\n",
    ),
    (
        "vercel.json",
        "{ \"redirects\": [ { \"source\": \"/a\", \"destination\": \"https://acme.flowgear.net/a?▸dauth-key=K3Y\" } ], \"rewrites\": [ { \"source\": \"/b\", \"destination\": \"https://acme.flowgear.net/b?▸qauth-key=K3Y\" },\n{ \"source\": \"/c\", \"has\": [ { \"type\": \"query\", \"key\": \"auth-key\" } ], \"missing\": [ { \"type\": \"query\", \"key\": \"auth-key\" } ], \"destination\": \"/d\" } ] }\n",
    ),
    (
        "legacy.conf",
        "<VirtualHost *:80>\nServerName a\nRedirect 302 /a https://acme.flowgear.net/a?▸dauth-key=K3Y\n</VirtualHost>\n",
    ),
    (
        "web.config",
        "<configuration><system.webServer><rewrite><rules>\n<rule name=\"a\"><action type=\"Redirect\" url=\"https://acme.flowgear.net/a?▸dauth-key=K3Y\" /></rule>\n<rule name=\"b\"><action type=\"Rewrite\" url=\"https://acme.flowgear.net/b?▸qauth-key=K3Y\" /></rule>\n<rule name=\"c\"><conditions><add input=\"{QUERY_STRING}\" pattern=\"auth-key=([^&amp;]+)\" /></conditions></rule>\n</rules></rewrite></system.webServer>\n<appSettings><add key=\"auth-key\" value=\"K3Y\" /><add key=\"Url\" value=\"https://acme.flowgear.net/x?a=1&amp;▸qauth-key=K3Y\" /></appSettings></configuration>\n",
    ),
];

#[test]
fn what_a_gateway_adds_takes_or_redirects_to_is_seen_and_what_it_removes_or_matches_is_not() {
    sees(SAMPLES);
}
