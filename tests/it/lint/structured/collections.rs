//! Collections of requests.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "acme.postman_collection.json",
        r#"{
	"info": { "_postman_id": "1", "name": "ACME", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json",
		"description": "Never send `?auth-key={{key}}`." },
	"auth": { "type": "apikey", "apikey": [
		{ "key": "value", "value": "{{key}}", "type": "string" },
		{ "key": "key", "value": "▸sauth-key", "type": "string" },
		{ "key": "in", "value": "query", "type": "string" } ] },
	"item": [
		{ "name": "a", "request": { "method": "GET", "header": [ { "key": "auth-key", "value": "h" } ],
			"url": { "raw": "{{base}}/orders?▸qauth-key={{key}}", "host": ["{{base}}"], "path": ["orders"],
				"query": [ { "key": "auth-key", "value": "{{key}}" } ] } } },
		{ "name": "only in the table", "request": { "method": "GET", "header": [],
			"url": { "raw": "{{base}}/orders", "query": [ { "key": "▸qauth-key", "value": "K3Y" }, { "key": "x", "value": "1" } ] } } },
		{ "name": "off", "request": { "method": "GET",
			"url": { "raw": "{{base}}/orders", "query": [ { "key": "auth-key", "value": "{{key}}", "disabled": true } ] } } },
		{ "name": "a string", "request": { "method": "GET", "url": "https://acme.flowgear.net/a?▸qauth-key={{key}}" } },
		{ "name": "form", "request": { "method": "POST", "body": { "mode": "urlencoded", "urlencoded": [ { "key": "auth-key", "value": "K3Y" } ] },
			"url": { "raw": "{{base}}/token" } } },
		{ "name": "header key", "request": { "method": "GET", "url": { "raw": "{{base}}/b" },
			"auth": { "type": "apikey", "apikey": [ { "key": "key", "value": "auth-key" }, { "key": "in", "value": "header" } ] } } }
	],
	"variable": [ { "key": "auth-key", "value": "K3Y" } ]
}
"#,
    ),
    (
        "old.postman_collection.json",
        r#"{ "info": { "schema": "https://schema.getpostman.com/json/collection/v2.0.0/collection.json" },
  "auth": { "type": "apikey", "apikey": { "key": "▸sauth-key", "value": "{{key}}", "in": "query" } },
  "item": [ { "request": { "url": "{{b}}/x?▸qauth-key=K3Y", "method": "GET" } } ] }
"#,
    ),
    (
        "Insomnia.json",
        r#"{ "_type": "export", "__export_format": 4, "resources": [
  { "_type": "request", "url": "{{ _.base }}/a", "method": "GET", "parameters": [ { "name": "▸qauth-key", "value": "{{ _.key }}" } ] },
  { "_type": "request", "url": "{{ _.base }}/a", "method": "GET", "parameters": [ { "name": "auth-key", "value": "K3Y", "disabled": true } ] },
  { "_type": "request", "url": "{{ _.base }}/b", "authentication": { "type": "apikey", "key": "▸sauth-key", "value": "v", "addTo": "queryParams" } },
  { "_type": "request", "url": "{{ _.base }}/b", "authentication": { "type": "apikey", "key": "auth-key", "value": "v", "addTo": "queryParams", "disabled": true } },
  { "_type": "request", "url": "{{ _.base }}/b", "authentication": { "type": "apikey", "key": "auth-key", "value": "v", "addTo": "header" } },
  { "_type": "request", "url": "{{ _.base }}/c", "method": "POST", "body": { "mimeType": "application/x-www-form-urlencoded", "params": [ { "name": "auth-key", "value": "K3Y" } ] } },
  { "_type": "environment", "data": { "auth-key": "K3Y" } } ] }
"#,
    ),
    (
        "insomnia.yaml",
        r#"type: collection.insomnia.rest/5.0
name: ACME
collection:
  - url: "{{ _.base }}/orders"
    name: orders
    method: GET
    parameters:
      - name: ▸qauth-key
        value: "{{ _.key }}"
      - name: auth-key
        value: K3Y
        disabled: true
    headers:
      - name: auth-key
        value: none
  - url: "{{ _.base }}/stock"
    authentication:
      type: apikey
      key: ▸sauth-key
      value: "{{ _.key }}"
      addTo: queryParams
  - url: "{{ _.base }}/stock?▸qauth-key={{ _.key }}"
"#,
    ),
    (
        "get.bru",
        r#"get {
  url: {{base}}/orders
  body: none
}

params:query {
  ▸qauth-key: {{key}}
  ~auth-key: K3Y
}

headers {
  auth-key: none
}

auth:apikey {
  key: ▸sauth-key
  value: {{key}}
  placement: queryparams
}
"#,
    ),
    (
        "header.bru",
        "post {\n  url: {{base}}/o\n}\n\nauth:apikey {\n  key: auth-key\n  value: {{key}}\n  placement: header\n}\n\nbody:form-urlencoded {\n  auth-key: K3Y\n}\n",
    ),
    (
        "bruno-export.json",
        r#"{ "name": "x", "items": [ { "type": "http", "request": { "url": "{{b}}/o", "method": "GET",
  "params": [ { "name": "▸qauth-key", "value": "{{k}}", "type": "query", "enabled": true },
              { "name": "auth-key", "value": "{{k}}", "type": "path", "enabled": true } ],
  "auth": { "mode": "apikey", "apikey": { "key": "auth-key", "value": "v", "placement": "header" } } } } ] }
"#,
    ),
    (
        "opencollection.yml",
        "http:\n  method: GET\n  url: https://acme.flowgear.net/orders\n  params:\n    - name: ▸qauth-key\n      value: \"{{key}}\"\n      type: query\nauth:\n  type: apikey\n  key: ▸sauth-key\n  value: \"{{key}}\"\n  placement: query\n",
    ),
    (
        "hoppscotch.json",
        r#"{ "v": 2, "name": "A", "requests": [
  { "v": "3", "endpoint": "<<base>>/a", "method": "GET", "preRequestScript": "", "params": [ { "key": "▸qauth-key", "value": "<<key>>", "active": true } ],
    "headers": [ { "key": "auth-key", "value": "x", "active": true } ] },
  { "v": "3", "endpoint": "<<base>>/a", "method": "GET", "params": [ { "key": "auth-key", "value": "<<key>>", "active": false } ],
    "auth": { "authType": "api-key", "authActive": true, "key": "▸sauth-key", "value": "<<key>>", "addTo": "QUERY_PARAMS" } },
  { "v": "3", "endpoint": "<<base>>/b?▸qauth-key=<<key>>", "method": "GET" } ] }
"#,
    ),
    (
        "yaak.json",
        r#"{ "requests": [ { "url": "https://acme.flowgear.net/a", "method": "GET", "urlParameters": [ { "name": "▸qauth-key", "value": "K3Y", "enabled": true } ] } ] }
"#,
    ),
    (
        "n8n.json",
        r#"{ "nodes": [
  { "type": "n8n-nodes-base.httpRequest", "parameters": { "url": "https://acme.flowgear.net/a", "sendQuery": true,
    "queryParameters": { "parameters": [ { "name": "▸qauth-key", "value": "={{ $json.key }}" } ] },
    "headerParameters": { "parameters": [ { "name": "auth-key", "value": "x" } ] } } },
  { "type": "n8n-nodes-base.httpRequest", "parameters": { "url": "https://acme.flowgear.net/b", "method": "POST",
    "headerParameters": { "parameters": [ { "name": "auth-key", "value": "x" } ] },
    "bodyParameters": { "parameters": [ { "name": "auth-key", "value": "x" } ] } } } ] }
"#,
    ),
    (
        "logic-app.json",
        r#"{ "definition": { "actions": { "HTTP": { "type": "Http", "inputs": { "method": "GET", "uri": "https://acme.flowgear.net/a",
  "queries": { "▸qauth-key": "@parameters('key')" }, "headers": { "auth-key": "h" } } } },
  "parameters": { "auth-key": { "type": "securestring" } } } }
"#,
    ),
];

#[test]
fn requests_in_collections_are_seen_once_and_headers_forms_and_rows_that_are_off_are_not() {
    sees(SAMPLES);
}
