//! Descriptions of APIs.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "openapi.yaml",
        "openapi: 3.1.0\ninfo:\n  title: ACME\n  description: |\n    The `auth-key` parameter. Avoid `?auth-key=<key>`.\nservers:\n  - url: https://acme.flowgear.net\npaths:\n  /orders:\n    parameters:\n      - name: ▸sauth-key\n        in: query\n        schema: { type: string }\n      - { in: header, name: auth-key, schema: { type: string } }\n      - in: query\n        name: oauth-key\n    get:\n      security:\n        - auth-key: []\n      parameters:\n        - $ref: '#/components/parameters/auth-key'\ncomponents:\n  parameters:\n    auth-key: { in: query, required: true, name: ▸sauth-key }\n  securitySchemes:\n    auth-key:\n      type: apiKey\n      name: ▸sAUTH-KEY\n      in: query\n    byHeader: { type: apiKey, in: header, name: auth-key }\n    byCookie: { type: apiKey, in: cookie, name: auth-key }\n",
    ),
    (
        "samples.yaml",
        "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      x-codeSamples:\n        - lang: Python\n          source: |\n            requests.get(u, params={\"▸qauth-key\": KEY})\n            requests.get(u, headers={\"auth-key\": KEY})\n      responses:\n        '302':\n          headers:\n            Location: { example: \"https://acme.flowgear.net/n?▸dauth-key=K3Y\" }\n            Other: { example: \"https://acme.flowgear.net/o?▸qauth-key=K3Y\" }\n        '301':\n          headers:\n            Location: { example: \"https://acme.flowgear.net/n?auth-key={key}\" }\n",
    ),
    (
        "swagger.json",
        r#"{ "swagger": "2.0", "securityDefinitions": { "key": { "type": "apiKey", "name": "▸sauth-key", "in": "query" }, "h": { "type": "apiKey", "name": "auth-key", "in": "header" } },
  "paths": { "/a": { "get": { "parameters": [ { "in": "query", "name": "▸sauth\u002dkey", "type": "string" }, { "in": "formData", "name": "auth-key", "type": "string" } ] } } } }
"#,
    ),
    (
        "asyncapi.yaml",
        "asyncapi: 3.0.0\nchannels:\n  orders:\n    bindings:\n      ws:\n        query:\n          type: object\n          properties:\n            ▸sauth-key:\n              type: string\ncomponents:\n  securitySchemes:\n    key:\n      type: httpApiKey\n      name: ▸sauth-key\n      in: query\n  schemas:\n    Order:\n      properties:\n        auth-key:\n          type: string\n",
    ),
    (
        "api.raml",
        "#%RAML 1.0\ntitle: ACME\nsecuritySchemes:\n  key:\n    type: Pass Through\n    describedBy:\n      queryParameters:\n        ▸sauth-key:\n          type: string\n      headers:\n        auth-key:\n          type: string\n/orders:\n  get:\n    queryParameters:\n      ▸sauth-key?: string\n  /{id}:\n    uriParameters:\n      auth-key: string\n",
    ),
    (
        "blueprint.apib",
        "FORMAT: 1A\n# Orders [/orders{?▸sauth-key,page}]\n+ Parameters\n    + auth-key (string) - never in a URL\n",
    ),
    (
        "service.wadl",
        "<application><resources><resource path=\"/a\"><method name=\"GET\"><request><param name=\"▸sauth-key\" style=\"query\" type=\"xsd:string\"/><param name=\"auth-key\" style=\"header\"/></request></method></resource></resources></application>\n",
    ),
];

#[test]
fn a_key_declared_in_the_query_is_seen_and_one_in_a_header_cookie_or_form_is_not() {
    sees(SAMPLES);
}
