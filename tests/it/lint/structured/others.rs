//! Files of formats that are known by their name alone: cards, calendars, suites, snapshots, schemas.

use super::{Sample, sees};

pub(super) const SAMPLES: &[Sample] = &[
    (
        "stock.robot",
        "*** Variables ***\n&{HEADERS}    auth-key=robot    Accept=text/csv\n\n*** Test Cases ***\nLevel\n    ${params}=    Create Dictionary    sku=A    ▸qauth-key=%{KEY}\n    ${more}=    Create Dictionary    sku=A\n    ...    ▸qauth-key=%{KEY}\n    ${form}=    Create Dictionary    auth-key=%{KEY}\n    GET On Session    site    /a    params=${params}    headers=${HEADERS}\n    GET On Session    site    /a    params=${more}\n    GET On Session    site    /a    params=a=b&▸qauth-key=%{KEY}\n    POST On Session    site    /b    data=${form}\n    GET    https://acme.flowgear.net/c?▸qauth-key=%{KEY}\n    # GET    https://acme.flowgear.net/c?auth-key=%{KEY}\n",
    ),
    (
        "desk.vcf",
        "BEGIN:VCARD\nVERSION:2.1\nNOTE:No auth-key.\nURL:https://acme.flowgear.net/b?▸qauth-key=K3Y\nEND:VCARD\n",
    ),
    (
        "folded.vcf",
        "BEGIN:VCARD\nURL;ENCODING=QUOTED-PRINTABLE:https://acme.flowgear.net/a?▸qauth-ke=\ny=K3Y\nEND:VCARD\n",
    ),
    (
        "links.test.js.snap",
        "// Jest Snapshot v1\n\nexports[`a 1`] = `\n<a\n  href=\"https://acme.flowgear.net/a?▸qauth-key=K3Y\"\n/>\n`;\n\nexports[`b 1`] = `\nObject {\n  \"params\": Object {\n    \"▸qauth-key\": \"K3Y\",\n  },\n  \"headers\": Object {\n    \"auth-key\": \"K3Y\",\n  },\n  \"url\": \"/a\",\n}\n`;\n",
    ),
    (
        "schema.graphql",
        "# never \"/a?auth-key=$key\"\ntype Query {\n  a: A @rest(endpoint: \"https://acme.flowgear.net/a?▸qauth-key=$key\")\n  b: A @connect(http: { GET: \"/b?▸qauth-key={$config.k}\", headers: [{ name: \"auth-key\", value: \"{$config.k}\" }] })\n}\n",
    ),
    (
        "bridge.pp",
        "# never '/a?', 'auth-key=', $key\nfile { 'a':\n  content => \"${base}/a?▸qauth-key=${key}\",\n  source  => join([$base, '/b?', '▸qauth-key=', $key]),\n  mode    => join(['x', 'auth-key=', $key]),\n}\n",
    ),
    (
        "poller.conf",
        "input {\n  http_poller { urls => { a => { url => \"https://acme.flowgear.net/a\" query => { \"▸qauth-key\" => \"${KEY}\" } headers => { \"auth-key\" => \"x\" } } } }\n}\noutput {\n  http { url => \"https://acme.flowgear.net/b?▸qauth-key=${KEY}\" }\n}\n",
    ),
    (
        "records.json",
        "[ { \"timestamp\": \"2026-05-04T10:00:00Z\", \"level\": \"info\", \"message\": \"GET https://acme.flowgear.net/a?▸qauth-key=K3Y\" } ]\n",
    ),
    (
        "rows.jsonl",
        "{\"id\":1,\"url\":\"https://acme.flowgear.net/a?▸qauth-key=K3Y\"}\n{\"id\":2,\"method\":\"GET\",\"params\":{\"▸qauth-key\":\"K3Y\"},\"headers\":{\"auth-key\":\"K3Y\"}}\n",
    ),
    (
        "notes.xyz",
        "See https://acme.flowgear.net/a?auth-key=$key and https://acme.flowgear.net/b?▸qauth-key=K3Y\n",
    ),
];

#[test]
fn files_that_only_their_name_tells_of_are_read_by_it() {
    sees(SAMPLES);
}
