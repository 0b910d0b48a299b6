//! Tools with words of their own: what they send in a querystring, and what they match, forward or send otherwise.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "apiProperties.json",
        r#"{ "policyTemplateInstances": [
  { "templateId": "setqueryparameter", "parameters": { "x-ms-apimTemplateParameter.name": "▸qauth-key", "x-ms-apimTemplateParameter.value": "@connectionParameters('api_key')" } },
  { "templateId": "setqueryparameter", "parameters": { "x-ms-apimTemplateParameter.name": "auth-key", "x-ms-apimTemplateParameter.existsAction": "delete" } },
  { "templateId": "setheader", "parameters": { "x-ms-apimTemplateParameter.name": "auth-key", "x-ms-apimTemplateParameter.value": "x" } } ] }
"#,
    ),
    (
        "tasks.yml",
        "- command: curl -G https://acme.flowgear.net/a -d ▸qauth-key={{ key }}\n- shell: curl https://acme.flowgear.net/a -H auth-key:{{ key }}\n- run: curl -G https://acme.flowgear.net/a -d ▸qauth-key=${{ secrets.KEY }}\n",
    ),
    (
        "scaler.yaml",
        "triggers:\n  - metadata: { url: https://acme.flowgear.net/a, method: query, keyParamName: ▸sauth-key }\n  - metadata: { url: https://acme.flowgear.net/a, method: header, keyParamName: auth-key }\n",
    ),
    (
        "machine.asl.json",
        r#"{ "A": { "Parameters": { "ApiEndpoint.$": "States.Format('https://acme.flowgear.net/a?▸qauth-key={}', $.key)", "Headers": { "auth-key.$": "$.key" } } } }
"#,
    ),
    (
        "distribution.yaml",
        "A:\n  QueryStringsConfig:\n    QueryStringBehavior: allExcept\n    QueryStrings: [auth-key]\nE:\n  CacheKeyPolicy:\n    QueryStrings: [auth-key]\nB:\n  QueryStringsConfig:\n    QueryStringBehavior: whitelist\n    QueryStrings: [▸sauth-key]\nC:\n  Value: !Join [\"&\", [\"page=1\", !Sub \"▸qauth-key=${Key}\"]]\nD:\n  Body: !Join [\"&\", [\"page=1\", !Sub \"auth-key=${Key}\"]]\n",
    ),
    (
        "flow.json",
        r#"[ { "type": "switch", "property": "req.query.auth-key" }, { "type": "function", "func": "msg.url = 'https://acme.flowgear.net/a?▸qauth-key=' + env.get('KEY');\nreturn msg;" } ]
"#,
    ),
    (
        "filebeat.yml",
        "inputs:\n- request.transforms:\n    - set: { target: url.params.▸qauth-key, value: \"${KEY}\" }\n    - set: { target: header.auth-key, value: \"${KEY}\" }\n    - delete: { target: url.params.auth-key }\n",
    ),
    (
        "rules.tf",
        "resource \"cloudflare_ruleset\" \"a\" {\n  rules {\n    expression = \"http.request.uri.query contains \\\"auth-key=\\\"\"\n    action_parameters {\n      uri {\n        query { value = \"▸qauth-key=${var.key}\" }\n      }\n    }\n  }\n}\n",
    ),
    (
        "compose.yml",
        "services:\n  a:\n    labels:\n      - \"traefik.http.middlewares.r.redirectregex.replacement=https://acme.flowgear.net/a?▸dauth-key=K3Y\"\n      - \"traefik.http.middlewares.r.headers.customrequestheaders.auth-key=x\"\n",
    ),
    (
        "sources.yaml",
        "datasources:\n  - type: prometheus\n    jsonData: { customQueryParameters: \"a=5m&▸qauth-key=$KEY\", httpHeaderName1: auth-key }\n",
    ),
    (
        "envoy.yaml",
        "routes:\n  - match: { path: /a }\n    redirect: { path_redirect: \"/a?▸dauth-key=%ENVIRONMENT(KEY)%\" }\n  - match: { query_parameters: [ { name: auth-key, present_match: true } ] }\n    direct_response: { status: 403 }\n",
    ),
    (
        "state.sls",
        "{% set key = pillar['key'] %}\nrooms:\n  http.query:\n    - name: https://acme.flowgear.net/a\n    - method: GET\n    - params:\n        ▸qauth-key: {{ key }}\n    - header_dict:\n        auth-key: {{ key }}\npoll:\n  cmd.run:\n    - name: curl -G https://acme.flowgear.net/a -d ▸qauth-key={{ key }}\n    - env: [ auth-key: x ]\n/srv/a.csv:\n  file.managed:\n    - source: https://acme.flowgear.net/a?▸qauth-key={{ key }}\n",
    ),
    (
        "Caddyfile",
        "a.example {\n\turi query +▸qauth-key {env.KEY}\n\turi @api query ▸qauth-key {env.KEY}\n\turi query -auth-key\n\turi query token>▸qauth-key\n\turi query {\n\t\t+▸qauth-key {env.KEY}\n\t\t-auth-key\n\t}\n\trequest_header auth-key {env.KEY}\n}\n",
    ),
    (
        "haproxy.cfg",
        "frontend a\n    bind :80\nbackend b\n    http-check send meth GET uri /a?▸qauth-key=\"${KEY}\" ver HTTP/1.1 hdr auth-key x\n    http-request set-uri https://acme.flowgear.net%[path]?▸qauth-key=%[env(KEY)]\n",
    ),
    (
        "application.conf",
        "a {\n  url = \"https://acme.flowgear.net/a?▸qauth-key=\"${?KEY}\n}\nb {\n  query { ▸qauth-key = ${KEY} }\n  headers { auth-key = ${?KEY} }\n}\n",
    ),
    (
        "main.tf",
        "locals {\n  args  = join(\"&\", [\"page=1\", \"▸qauth-key=${var.key}\"])\n  pairs = join(\"&\", [for k, v in { page = 1, \"▸qauth-key\" = var.key } : \"${k}=${v}\"])\n  link  = \"${local.base}?${join(\"&\", [\"page=1\", \"▸qauth-key=${var.key}\"])}\"\n  body  = join(\"&\", [\"page=1\", \"auth-key=${var.key}\"])\n  form_body = join(\"&\", [\"page=1\", \"auth-key=${var.key}\"])\n  list  = [\"page=1\", \"auth-key=${var.key}\"]\n  names = join(\",\", [\"page\", \"auth-key\"])\n}\n",
    ),
    (
        ".env.production",
        "A=https://acme.flowgear.net/a?▸qauth-key=\"${KEY}\"\nB=\"https://acme.flowgear.net/a?▸qauth-key=\"$KEY\nexport C='https://acme.flowgear.net/a?x=1&▸qauth-key='\"${KEY}\"\nHOOK_QS=event=paid&▸qauth-key=${KEY}\nFORM=event=paid&auth-key=${KEY}\nSCRUB=password,auth-key\nD=\"https://acme.flowgear.net/a?auth-key=\"\n",
    ),
];

#[test]
fn what_a_tool_sends_is_seen_in_its_own_words() {
    sees(SAMPLES);
}
