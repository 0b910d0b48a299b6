//! Compiled code and what its policy said: kept in a private directory, taken from nowhere else.

use std::fs;
use std::path::Path;

use localgear::adapters::wasm::{CodeCacheFault, Sandbox, WhyNot};
use localgear::policy::Problem;
use localgear::ports::Policies as _;
use serde_json::{Value, json};

use super::guests::{ANY_WORKFLOW, Bound, bound, bound_bytes, component, exchange};

fn files(directory: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The only file of that kind.
#[track_caller]
fn file(directory: &Path, kind: &str) -> std::path::PathBuf {
    let of_kind = |path: &std::path::PathBuf| path.to_str().unwrap().ends_with(kind);
    let mut found: Vec<_> = files(directory).into_iter().filter(of_kind).collect();
    assert_eq!(found.len(), 1, "files `{kind}`");
    found.remove(0)
}

/// A start of its own with this policy; its fault, if it is refused.
fn start(cache: &Path, policy: &Bound) -> Option<WhyNot> {
    let sandbox = Sandbox::new(Some(cache.to_owned())).unwrap();
    let loaded = sandbox.load(std::slice::from_ref(&policy.binding), &|_| ());
    loaded.err().map(|mut faults| faults.remove(0).why)
}

/// A policy with a schema: `headers` must be a list of objects with a `name`.
fn with_schema(settings: Value) -> Bound {
    let module = Path::new(env!("CARGO_MANIFEST_DIR")).join("plugins/require-headers/require-headers.wasm");
    bound_bytes("headers", &fs::read(module).unwrap()).with_settings(settings)
}

fn problems(fault: Option<WhyNot>) -> Vec<Problem> {
    match fault {
        Some(WhyNot::BadSettings(problems)) => problems,
        other => panic!("expected a fault in the settings, and it is {other:?}"),
    }
}

#[test]
fn the_second_start_takes_what_the_first_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache/policies");
    let first = Sandbox::new(Some(cache.clone())).unwrap();
    assert!(!first.compile(&component("no-delete")).unwrap().is_from_cache());
    file(&cache, ".cwasm");
    let second = Sandbox::new(Some(cache)).unwrap();
    assert!(second.compile(&component("no-delete")).unwrap().is_from_cache());
    assert!(
        !second.compile(&component("remembers")).unwrap().is_from_cache(),
        "another component is another file"
    );
}

#[test]
fn code_of_another_engine_is_not_found() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let here = Sandbox::new(Some(cache.clone())).unwrap();
    here.compile(&component("no-delete")).unwrap();
    let file = file(&cache, ".cwasm");
    let name = file.file_name().unwrap().to_str().unwrap();
    let other = format!("{}-0123456789abcdef.cwasm", name.split('-').next().unwrap());
    fs::rename(&file, cache.join(other)).unwrap();
    drop(here);
    let again = Sandbox::new(Some(cache)).unwrap();
    assert!(!again.compile(&component("no-delete")).unwrap().is_from_cache());
}

#[test]
fn a_file_that_is_no_code_is_compiled_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let here = Sandbox::new(Some(cache.clone())).unwrap();
    here.compile(&component("no-delete")).unwrap();
    let file = file(&cache, ".cwasm");
    for rubbish in [&b""[..], b"not code", b"\x7fELF"] {
        fs::write(&file, rubbish).unwrap();
        let again = Sandbox::new(Some(cache.clone())).unwrap();
        assert!(!again.compile(&component("no-delete")).unwrap().is_from_cache());
    }
}

#[cfg(unix)]
#[test]
fn a_directory_that_others_can_reach_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let open = folder.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).unwrap();
    let sandbox = Sandbox::new(Some(open.clone())).unwrap();
    assert!(matches!(sandbox.cache_fault(), Some(CodeCacheFault::NotPrivate(_))));
    sandbox.compile(&component("no-delete")).unwrap();
    assert_eq!(files(&open).len(), 0);

    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(Sandbox::new(Some(closed.clone())).unwrap().cache_fault().is_none());

    let link = folder.path().join("link");
    std::os::unix::fs::symlink(&closed, &link).unwrap();
    assert!(matches!(Sandbox::new(Some(link)).unwrap().cache_fault(), Some(CodeCacheFault::NotPrivate(_))));
}

#[test]
fn a_warm_start_gives_the_same_policy_and_the_same_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let policy = bound("no-delete");
    let mut seen = Vec::new();
    for _ in 0..2 {
        let sandbox = Sandbox::new(Some(cache.clone())).unwrap();
        let set = sandbox.load(std::slice::from_ref(&policy.binding), &|_| ()).ok().unwrap();
        let compiled = sandbox.compile(&component("no-delete")).unwrap();
        let verdicts = ["GET", "DELETE"].map(|method| set.ask_here(ANY_WORKFLOW, exchange(method)));
        seen.push((compiled.info().clone(), compiled.passport().clone(), verdicts));
    }
    assert_eq!(seen[0], seen[1]);
}

#[test]
fn a_warm_start_takes_what_the_policy_said_before() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let policy = bound("no-delete");
    assert!(start(&cache, &policy).is_none());
    let described = file(&cache, ".described.json");
    let said = fs::read_to_string(&described).unwrap();
    let name = |sandbox: &Sandbox| sandbox.compile(&component("no-delete")).unwrap().info().name.clone();
    let own = name(&Sandbox::new(None).unwrap());
    fs::write(&described, said.replace(&format!("\"name\":\"{own}\""), "\"name\":\"noted before\"")).unwrap();
    assert_eq!(name(&Sandbox::new(Some(cache.clone())).unwrap()), "noted before");

    fs::remove_file(file(&cache, ".cwasm")).unwrap();
    assert_eq!(name(&Sandbox::new(Some(cache)).unwrap()), own, "what is compiled anew is asked anew");
}

#[test]
fn a_spoilt_or_foreign_description_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let policy = bound("no-delete");
    assert!(start(&cache, &policy).is_none());
    let described = file(&cache, ".described.json");
    let whole = fs::read_to_string(&described).unwrap();
    let half = &whole[..whole.len() / 2];
    let unsound = whole.replace("\"phases\":[\"Request\",\"Exchange\"]", "\"phases\":[]");
    assert_ne!(unsound, whole);
    for spoilt in ["", "{}", half, &unsound] {
        fs::write(&described, spoilt).unwrap();
        assert!(start(&cache, &policy).is_none());
        assert_eq!(fs::read_to_string(&described).unwrap(), whole, "written anew after: {spoilt}");
    }
    let name = described.file_name().unwrap().to_str().unwrap();
    let of_another =
        cache.join(format!("{}-0123456789abcdef.described.json", name.split('-').next().unwrap()));
    fs::rename(&described, &of_another).unwrap();
    assert!(start(&cache, &policy).is_none());
    assert_eq!(fs::read_to_string(&described).unwrap(), whole);
}

#[test]
fn changed_settings_are_checked_anew_and_bad_ones_are_refused_warm_as_cold() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let good = with_schema(json!({ "headers": [{ "name": "x-correlation-id" }] }));
    let bad = with_schema(json!({ "headers": [{ "name": 7 }] }));
    let cold = problems(start(&cache, &bad));
    assert!(!cold.is_empty());
    assert!(start(&cache, &good).is_none());
    assert_eq!(problems(start(&cache, &bad)), cold, "warm, after good ones");
    assert_eq!(problems(start(&cache, &bad)), cold, "and again");
    file(&cache, ".agreed");
    let others = with_schema(json!({ "headers": [{ "name": "x-request-id" }] }));
    assert!(start(&cache, &others).is_none());
    let agreed = files(&cache).iter().filter(|path| path.extension().unwrap() == "agreed").count();
    assert_eq!(agreed, 2, "each settings are agreed to on their own");
}

#[test]
fn what_the_policy_itself_refuses_is_refused_at_every_start() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("policies");
    let innocent = bound("no-delete");
    assert!(start(&cache, &innocent).is_none());
    let policy = bound("bad-settings");
    let cold = problems(start(&cache, &policy));
    assert_eq!(problems(start(&cache, &policy)), cold);
    assert!(matches!(start(&cache, &bound("trap-validate")), Some(WhyNot::Undecided(_))));
    assert!(matches!(start(&cache, &bound("trap-validate")), Some(WhyNot::Undecided(_))));
    file(&cache, ".agreed");
}
