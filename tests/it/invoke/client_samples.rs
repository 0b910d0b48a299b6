//! The platform's own client samples, as requests: what such a client sends, and what it goes on to read.

use serde_json::{Value, json};

use crate::harness::{HttpReply, TestSite, secret};

fn site() -> TestSite {
    TestSite::bare()
        .more("[[workflow]]\nname = 'Add'\nmethod = 'POST'\npath = '/add'\n[workflow.inputs.first]\n[workflow.inputs.second]\n[workflow.outputs.Sum]\nvalue = '{{ inputs.first | int + inputs.second | int }}'")
        .more("[[workflow]]\nname = 'Lookup'\nmethod = 'GET'\npath = '/lookup/{code}'\n[workflow.outputs.Result]\ntype = 'json'\nvalue = '{\"Table\": [{\"code\": \"{{ inputs.code }}\"}]}'")
        .more("[[workflow]]\nname = 'Order'\nmethod = 'POST'\npath = '/order'\n[workflow.inputs.FgRequestBody]\n[workflow.outputs.FgResponseBody]\nvalue = '<Ack size=\"{{ inputs.FgRequestBody | length }}\"/>'\n[workflow.outputs.FgResponseContentType]\nvalue = 'text/xml'")
        .more("[[workflow]]\nname = 'Form'\nmethod = 'POST'\npath = '/form'\n[workflow.inputs.FgRequestBody]\n[workflow.outputs.State]\nvalue = \"{{ (inputs.FgRequestBody | split('state='))[1] }}\"")
        .key("sample", "environment = 'Production'\nworkflows = ['*']")
        .start()
}

/// How the official samples read a reply: `Message` on any other status than 200, else `status`, `statusMessage` and
/// the outputs.
fn as_the_samples_do(reply: &HttpReply) -> Result<Value, String> {
    if reply.status != 200 {
        return Err(reply.json()["Message"].as_str().unwrap_or_default().to_owned());
    }
    let json = reply.json();
    match json["status"].as_bool() {
        Some(true) => Ok(json),
        Some(false) | None => Err(json["statusMessage"].as_str().unwrap_or_default().to_owned()),
    }
}

#[test]
fn a_json_post_with_inputs_gets_its_outputs() {
    let reply = site().post("/add").key("sample").json(&json!({"first": 2, "second": "40"})).send();
    assert_eq!(as_the_samples_do(&reply).unwrap()["Sum"], "42");
}

#[test]
fn a_get_with_a_key_header_gets_a_table() {
    let site = site();
    let target = "/lookup/ZA%201";
    let reply =
        site.get(target).header("Authorization", &format!("Key={}", secret("sample", "secondary"))).send();
    let outputs = as_the_samples_do(&reply).unwrap();
    let result: Value = serde_json::from_str(outputs["Result"].as_str().unwrap()).unwrap();
    assert_eq!(result["Table"][0]["code"], "ZA 1");
}

#[test]
fn a_raw_xml_post_gets_raw_xml() {
    let reply = site().post("/order").key("sample").body("application/xml", "<Order/>").send();
    assert_eq!((reply.status, reply.text()), (200, "<Ack size=\"8\"/>"));
    assert_eq!(reply.header("content-type"), Some("text/xml"));
}

#[test]
fn a_form_post_is_read_by_the_workflow_from_its_raw_body() {
    let form = "application/x-www-form-urlencoded";
    let reply = site().post("/form").key("sample").body(form, "order=SO-1&state=paid").send();
    assert_eq!(as_the_samples_do(&reply).unwrap()["State"], "paid");
}

#[test]
fn a_sample_that_has_the_wrong_key_reads_a_message() {
    let reply = site().post("/add").secret("not-a-key").json(&json!({})).send();
    assert_eq!(as_the_samples_do(&reply).unwrap_err(), "There is no service at this location.");
}
