//! What is refused before it runs, and with which words.

use std::time::Duration;

use localgear::adapters::wasm::{Allocation, Sandbox, WhyNot, component_of};
use localgear::policy::MODULE_BYTES_MAX;
use serde_json::json;

use super::guests::{ANY_WORKFLOW, bound, bound_bytes, component, exchange, sandbox};
use localgear::ports::Policies as _;

#[track_caller]
fn refused(fault: &str, words: &str) {
    assert!(fault.contains(words), "expected `{words}` in: {fault}");
}

#[test]
fn a_policy_built_for_another_version_says_for_which() {
    refused(
        &bound("version-9").fault(),
        "was built for `localgear:policy` 0.9.0, and this localgear takes 0.1",
    );
}

#[test]
fn an_import_that_no_policy_gets_is_named_with_the_flag_that_removes_it() {
    let faults = bound("wants-wasi").load().err().unwrap();
    refused(&faults[0].to_string(), "imports `wasi:cli/environment@0.2.0`");
    refused(&faults[0].why.advice(), "--stub-wasi");
    refused(&bound("wants-more").fault(), "imports `localgear:policy/secrets@0.1.0`");
}

#[test]
fn a_component_of_another_world_is_no_policy() {
    refused(&bound("something-else").fault(), "it is not a policy");
}

#[test]
fn what_is_no_component_is_told_for_what_it_is() {
    refused(&bound_bytes("p", b"MZ\x90\0").fault(), "it is not WebAssembly");
    refused(&bound_bytes("p", b"").fault(), "it is not WebAssembly");
    refused(&bound_bytes("p", b"(module)").fault(), "it is WebAssembly text");
    refused(&bound_bytes("p", b"\0asm\x01\0\0\0").fault(), "it is a core module");
    refused(&bound_bytes("p", b"\x7fELF\x02\x01\x01").fault(), "it is compiled code");
}

#[test]
fn a_missing_file_a_folder_and_a_file_beyond_all_measure_are_refused() {
    let here = bound("no-delete");
    std::fs::remove_file(here.module()).unwrap();
    refused(&here.fault(), "the policy `no-delete` cannot be used");
    std::fs::create_dir(here.module()).unwrap();
    refused(&here.fault(), "it is not a file");
    let huge = bound("no-delete");
    std::fs::File::options().write(true).open(huge.module()).unwrap().set_len(MODULE_BYTES_MAX + 1).unwrap();
    refused(&huge.fault(), "bytes, and 67108864 is the most");
}

#[test]
fn more_memory_than_any_policy_gets_is_refused_at_once() {
    assert_ne!(bound("large-memory").fault(), "");
}

#[test]
fn a_description_that_does_not_hold_together_is_refused() {
    refused(&bound("nameless").fault(), "it has no name");
    refused(&bound("shouting-rule").fault(), "the rule id `No Delete!`");
    refused(&bound("looping-schema").fault(), "it uses `$ref`");
}

#[test]
fn problems_that_the_policy_finds_in_its_settings_are_shown_with_their_place() {
    refused(&bound("bad-settings").fault(), "its settings do not fit: `/limit`: must be a number");
}

#[test]
fn settings_beyond_all_measure_are_refused() {
    let large = bound("no-delete").with_settings(json!({ "text": "x".repeat(300 << 10) }));
    refused(&large.fault(), "its settings have");
}

#[test]
fn a_timeout_of_nothing_or_of_a_minute_is_refused() {
    for timeout in [Duration::ZERO, Duration::from_secs(60)] {
        let mut here = bound("no-delete");
        here.binding.timeout = timeout;
        refused(&here.fault(), "and it must be from 1 to 10000 ms");
    }
}

#[test]
fn every_policy_that_cannot_be_used_is_named_at_once() {
    let bindings = [bound("version-9"), bound("no-delete"), bound("trap-describe")];
    let site: Vec<_> = bindings.iter().map(|bound| bound.binding.clone()).collect();
    let faults = sandbox().load(&site, &|_| ()).err().unwrap();
    let names: Vec<_> = faults.iter().map(|fault| fault.policy.as_str()).collect();
    assert_eq!(names, ["version-9", "trap-describe"]);
    assert!(matches!(faults[0].why, WhyNot::OtherVersion(_)));
}

#[test]
fn without_a_pool_policies_answer_all_the_same() {
    let sandbox = Sandbox::without_pool(None).unwrap();
    assert_eq!(sandbox.allocation(), Allocation::OnDemand);
    let here = bound("no-delete");
    let policies =
        sandbox.load(std::slice::from_ref(&here.binding), &|_| ()).unwrap_or_else(|f| panic!("{}", f[0]));
    assert_eq!(policies.ask_here(ANY_WORKFLOW, exchange("DELETE")).len(), 1);
}

#[test]
fn building_leaves_a_component_as_it_is_and_refuses_what_does_not_fit() {
    let component = component("no-delete");
    assert_eq!(component_of(&component).unwrap(), component);
    let misfit = component_of(b"(module (memory (export \"memory\") 1))").unwrap_err();
    refused(&misfit.to_string(), "does not fit the world `policy`");
    refused(&component_of(b"(module").unwrap_err().to_string(), "the text is not WebAssembly");
    refused(&component_of(b"#!/bin/sh").unwrap_err().to_string(), "neither a core module nor");
}
