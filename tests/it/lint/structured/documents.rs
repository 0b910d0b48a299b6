//! Documents, mails, notebooks.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "README.md",
        "# Keys\n\nThe `auth-key` parameter. Do not call `https://acme.flowgear.net/a?auth-key={{key}}`.\n\n[orders](https://acme.flowgear.net/a?▸qauth-key=K3Y)\n\n```sh\ncurl \"https://acme.flowgear.net/b?auth-key=<key>\"\ncurl \"https://acme.flowgear.net/c?▸qauth-key=K3Y\"\ncurl -d auth-key=K3Y https://sso.example/t\n```\n\n```http\nGET /d?▸qauth-key=K3Y HTTP/1.1\n```\n",
    ),
    (
        "mail.eml",
        "From: a@acme.example\nTo: b@acme.example\nSubject: the auth-key\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"xx\"\n\n--xx\nContent-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\nSee https://acme.flowgear.net/a?▸qauth-key=3DK3Y&x=3D1=\n and nothing else.\n--xx\nContent-Type: text/html\n\n<p><a href=\"https://acme.flowgear.net/b?▸qauth-key=K3Y\">b</a></p>\n--xx--\n",
    ),
    (
        "box.mbox",
        "From a@x Mon Feb  3 09:12:44 2025\nFrom: a@x.example\nSubject: one\n\nhttps://acme.flowgear.net/a?▸qauth-key=K3Y\n\nFrom b@x Mon Feb  3 09:12:44 2025\nFrom: b@x.example\nSubject: two\nContent-Transfer-Encoding: quoted-printable\n\nhttps://acme.flowgear.net/b?▸qauth-key=3DK3Y\n",
    ),
    (
        "orders.pq",
        "let\n    A = Web.Contents(\"https://acme.flowgear.net/a\", [Query = [x = \"1\", #\"▸qauth-key\" = Key]]),\n    B = Web.Contents(\"https://acme.flowgear.net/b?▸qauth-key=\" & Key),\n    C = Web.Contents(\"https://acme.flowgear.net/c\", [Headers = [#\"auth-key\" = Key]])\nin A\n",
    ),
    (
        "calls.ipynb",
        r##"{ "cells": [
  { "cell_type": "markdown", "metadata": {}, "source": [ "# The auth-key\n", "never `?auth-key=<key>`" ] },
  { "cell_type": "code", "metadata": {}, "outputs": [ { "output_type": "stream", "text": [ "GET https://acme.flowgear.net/a?▸qauth-key=K3Y\n" ] } ],
    "source": [ "import requests\n", "requests.get(\"https://acme.flowgear.net/a\", params={\"▸qauth-key\": key})\n", "!curl -G https://acme.flowgear.net/b -d ▸qauth-key=$KEY\n" ] } ],
  "metadata": { "language_info": { "name": "python" } }, "nbformat": 4, "nbformat_minor": 5 }
"##,
    ),
    (
        "app.min.js.map",
        r#"{ "version": 3, "sources": ["a.ts"], "mappings": "AAAA", "sourcesContent": [ "// the auth-key\nfetch(`https://acme.flowgear.net/a?▸qauth-key=${key}`);\nfetch(u, { headers: { \"auth-key\": key } });\n" ] }
"#,
    ),
];

#[test]
fn literal_keys_in_documents_are_seen_and_placeholders_are_not() {
    sees(SAMPLES);
}
