//! Files that give no text.

use std::path::Path;

use localgear::adapters::site_file::{self, LoadFault, SITE_BYTES_MAX};

fn line_of(path: &Path) -> String {
    match site_file::load(path) {
        Err(LoadFault::Input(fault)) => fault.to_string(),
        Err(LoadFault::Faults(faults)) => panic!("{faults}"),
        Ok(_) => panic!("{} was read", path.display()),
    }
}

#[test]
fn what_cannot_be_read_is_one_line_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.toml");
    assert_eq!(line_of(&missing), format!("`{}` does not exist; check the path", missing.display()));
    assert!(line_of(folder.path()).ends_with("is a directory; name a file in it"));
    let bytes = folder.path().join("bytes.toml");
    std::fs::write(&bytes, b"[site]\nname = '\xFF'").unwrap();
    assert!(line_of(&bytes).ends_with("is not UTF-8 text (byte 15); save it as UTF-8"));
    let large = folder.path().join("large.toml");
    std::fs::File::create(&large).unwrap().set_len(SITE_BYTES_MAX + 1).unwrap();
    assert!(line_of(&large).contains("is larger than 16777216 bytes"));
}

#[test]
fn a_file_with_a_byte_order_mark_is_a_site_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("site.toml");
    std::fs::write(&path, "\u{FEFF}[site]\nname = 'shop'\n").unwrap();
    assert!(site_file::load(&path).is_ok());
}
