//! `body-file`.

use std::fs;
use std::path::Path;

use localgear::adapters::site_file::{self, BODY_FILE_BYTES_MAX, LoadFault, Loaded};

fn load(folder: &Path, body_file: &str) -> Result<Loaded, LoadFault> {
    let workflow = "[[workflow]]\nname = 'a'\nmethod = 'GET'\npath = '/a'\n";
    let text = format!("[site]\nname = 's'\n{workflow}[[workflow.reply]]\nbody-file = '{body_file}'\n");
    let path = folder.join("site.toml");
    fs::write(&path, text).unwrap();
    site_file::load(&path)
}

fn fault(folder: &Path, body_file: &str) -> String {
    match load(folder, body_file) {
        Err(LoadFault::Faults(faults)) => {
            let [fault] = faults.list() else { panic!("{faults}") };
            assert_eq!(fault.code, "body-file");
            fault.message.clone()
        }
        Err(LoadFault::Input(fault)) => panic!("{fault}"),
        Ok(_) => panic!("{body_file} was read"),
    }
}

#[test]
fn a_body_file_is_found_from_the_site_files_folder_and_watched_with_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bodies")).unwrap();
    fs::write(folder.path().join("bodies/a.xml"), "<a/>").unwrap();
    let loaded = load(folder.path(), "bodies/a.xml").unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(loaded.sources, [folder.path().join("site.toml"), folder.path().join("bodies/a.xml")]);
}

#[test]
fn a_body_file_that_cannot_be_sent_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(fault(folder.path(), "none.xml"), "`none.xml` does not exist");
    fs::create_dir(folder.path().join("bodies")).unwrap();
    assert_eq!(fault(folder.path(), "bodies"), "`bodies` is a directory");
    fs::File::create(folder.path().join("large")).unwrap().set_len(BODY_FILE_BYTES_MAX + 1).unwrap();
    assert!(fault(folder.path(), "large").starts_with("`large` is larger than 16777216 bytes"));
}

#[test]
fn a_site_file_cannot_publish_what_lies_outside_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(folder.path().join("private"), "x").unwrap();
    assert!(fault(&site, "../private").ends_with("lies outside the site file's folder"));
    assert!(fault(&site, "/etc/hostname").ends_with("lies outside the site file's folder"));
}

#[cfg(unix)]
#[test]
fn nor_through_a_link_but_a_link_inside_the_folder_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    fs::create_dir(&site).unwrap();
    fs::write(folder.path().join("private"), "x").unwrap();
    std::os::unix::fs::symlink("../private", site.join("out")).unwrap();
    assert!(fault(&site, "out").ends_with("lies outside the site file's folder"));
    fs::write(site.join("real"), "x").unwrap();
    std::os::unix::fs::symlink("real", site.join("in")).unwrap();
    assert!(load(&site, "in").is_ok());
}
