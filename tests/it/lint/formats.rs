//! What kind of file it is, from its name and its beginning.

use localgear::lint::{Format, Language, detect_format};

#[test]
fn a_name_says_what_a_file_is() {
    for (name, format) in [
        ("src/client.py", Format::Code(Language::Python)),
        ("a/B.TSX", Format::Code(Language::JavaScript)),
        ("Dockerfile", Format::Code(Language::Shell)),
        ("Jenkinsfile", Format::Code(Language::Groovy)),
        ("calls.http", Format::HttpFile),
        ("x.har", Format::Har),
        ("get.bru", Format::Bruno),
        ("plan.jmx", Format::JMeter),
        ("main.tf", Format::Hcl),
        ("access.log", Format::Log),
        ("access.log.1", Format::Log),
        ("access.log.gz", Format::Log),
        ("access.log.2.gz", Format::Log),
        ("logs/app.log-20261124", Format::Log),
        (".env.production", Format::Settings),
        ("web.config", Format::Xml),
        ("bundle.js.map", Format::SourceMap),
        ("mail.eml", Format::Mail),
        ("nb.ipynb", Format::Notebook),
        ("nginx.conf", Format::WebServer),
        ("README.md", Format::Markdown),
        ("src/UOrders.pas", Format::Code(Language::Pascal)),
        ("Orders.Codeunit.al", Format::Code(Language::Al)),
        ("zcl_orders.clas.abap", Format::Code(Language::Abap)),
        ("Orders.trigger", Format::Code(Language::Apex)),
        ("orders.jl", Format::Code(Language::Julia)),
        ("Orders.fsx", Format::Code(Language::FSharp)),
        ("Orders.hs", Format::Code(Language::Other)),
        ("etc/cron.d/orders", Format::Code(Language::Shell)),
        ("unknown", Format::Plain),
    ] {
        assert_eq!(detect_format(name, b""), format, "{name}");
    }
}

#[test]
fn a_beginning_says_more_than_a_name_that_could_be_anything() {
    for (name, beginning, format) in [
        ("a.json", "{\"info\":{\"_postman_id\":\"1\"},\"item\":[]}", Format::Postman),
        ("a.json", "{\"_type\":\"export\",\"__export_format\":4}", Format::Insomnia),
        ("a.json", "{\"log\":{\"version\":\"1.2\",\"creator\":{},\"entries\":[]}}", Format::Har),
        ("a.json", "{\"openapi\":\"3.0.0\"}", Format::OpenApi),
        ("a.json", "{\"a\":1}", Format::Json),
        ("a.json", "{\"a\":1}\n{\"a\":2}\n", Format::Json),
        ("a.json", "{\"ts\":1}\n{\"ts\":2}\n", Format::Log),
        ("rows.jsonl", "{\"id\":1,\"url\":\"x\",\"status\":\"paid\"}\n", Format::Json),
        ("rows.ndjson.gz", "{\"@timestamp\":\"2026\",\"url\":\"x\"}\n", Format::Log),
        ("rows.jsonl", "{\"url\":\"x\",\"status\": 200}\n", Format::Log),
        ("poll.stderr", "Traceback (most recent call last):\n", Format::Log),
        ("catalina.out", "", Format::Log),
        ("session.out", "$ curl https://acme.flowgear.net\n", Format::Plain),
        ("console.txt", "ERROR retry 2: a\nINFO:root:b\n", Format::Log),
        ("console", "10:00:01.123 [main] INFO a\n", Format::Log),
        ("output", "panic: a\n\ngoroutine 1 [running]:\n", Format::Log),
        ("squid.access", "1764064800.123    120 10.0.0.7 TCP_MISS/200 5 GET https://a\n", Format::Log),
        ("notes.txt", "ERRORS are rare.\nSee the page.\nOr ask.\n", Format::Plain),
        ("fix.patch", "--- a/nginx.conf\n+++ b/nginx.conf\n@@ -1 +1 @@\n server {\n", Format::Plain),
        ("Client.cfc", "component { }\n", Format::Code(Language::JavaScript)),
        ("Client.cfc", "<cfcomponent>\n", Format::Html),
        ("a.yaml", "openapi: 3.0.0\n", Format::OpenApi),
        ("a.yaml", "type: collection.insomnia.rest/5.0\n", Format::Insomnia),
        ("a.yaml", "a: 1\n", Format::Yaml),
        ("a.xml", "<?xml version=\"1.0\"?><jmeterTestPlan>", Format::JMeter),
        ("run", "#!/usr/bin/env python3\n", Format::Code(Language::Python)),
        ("run", "#!/bin/sh\n", Format::Code(Language::Shell)),
        ("u_ex.txt", "#Software: Microsoft IIS\n#Fields: date time\n", Format::Log),
        ("dist", "#Version: 1.0\n#Fields: date\n", Format::Log),
        ("log", "127.0.0.1 - - [24/Nov/2026:10:00:00 +0000] \"GET / HTTP/1.1\" 200 1\n", Format::Log),
        ("log", "h2 2026-11-24T10:00:00.1Z app/x 1.2.3.4:5 \"GET\"\n", Format::Log),
        ("log", "Nov 24 10:00:00 host app[1]: x\n", Format::Log),
        ("log", "<13>1 2026-11-24T10:00:00Z host app\n", Format::Log),
        ("log", "2026-11-24 10:00:00,123 INFO x\n", Format::Log),
        ("log", "[2026-11-24T10:00:00Z] \"GET /\"\n", Format::Log),
        ("mail", "From: a@b\nTo: c@d\nSubject: x\n\nhi", Format::Mail),
        ("site.conf", "server {\n  location / {\n proxy_pass http://x;\n", Format::WebServer),
        ("app.conf", "a = 1\n", Format::Settings),
        ("page", "<!DOCTYPE html><html>", Format::Html),
        ("notes.txt", "hello there\n", Format::Plain),
        ("Orders.cls", "public class Orders {\n}\n", Format::Code(Language::Apex)),
        ("orders.m", "% Orders\nfunction orders\n", Format::Code(Language::Python)),
        ("Orders.m", "#import \"Orders.h\"\n", Format::Code(Language::C)),
        (
            "Orders.cls",
            "VERSION 1.0 CLASS\nAttribute VB_Name = \"Orders\"\n",
            Format::Code(Language::VisualBasic),
        ),
        ("jobs", "# jobs\nMAILTO=a@b\n*/10 2 * * mon-fri curl x\n", Format::Code(Language::Shell)),
        ("jobs", "@daily curl x\n", Format::Code(Language::Shell)),
        ("rows", "1 2 3 4 5\n", Format::Plain),
        ("mentions", "@daniel please look\n", Format::Plain),
    ] {
        assert_eq!(detect_format(name, beginning.as_bytes()), format, "{name}: {beginning}");
    }
}
