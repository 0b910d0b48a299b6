//! Compiled code: kept in a private directory, taken from nowhere else.

use std::fs;
use std::path::Path;

use localgear::adapters::wasm::{CodeCacheFault, Sandbox};

use super::guests::component;

fn files(directory: &Path) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn the_second_start_takes_what_the_first_compiled() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("cache/policies");
    let first = Sandbox::new(Some(cache.clone())).unwrap();
    assert!(!first.compile(&component("no-delete")).unwrap().is_from_cache());
    assert_eq!(files(&cache).len(), 1);
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
    let file = files(&cache).remove(0);
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
    let file = files(&cache).remove(0);
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
