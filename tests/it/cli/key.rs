//! `localgear key`: edits that leave a person's file theirs.

use std::fs;
use std::path::PathBuf;

use localgear::adapters::site_file;
use localgear::site::KeySecret;
use serde_json::Value;
use tempfile::TempDir;

use super::{Run, localgear, outcome, run};

/// Written by a person: comments, odd order, odd spaces.
const SITE: &str = r#"# my site
[site]
name = "shop"   # ours

[[key]]
# for the web shop
name    = "web"
workflows = [ "Get" ]   # only this
primary = "plain-secret-1"

# ---- more keys ----

# the old one
[[key]]
name = 'old'
primary = "plain-secret-2" # to go

[[workflow]]
name = "Get"
method = "GET"
path = "/get"

[[workflow]]
name = "Nightly"
# the end
"#;

struct Desk {
    folder: TempDir,
    site: PathBuf,
}

fn desk(text: &str) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site.toml");
    fs::write(&site, text).unwrap();
    Desk { folder, site }
}

impl Desk {
    fn key(&self, deed: &str, more: &[&str]) -> Run {
        let site = self.site.to_str().unwrap();
        run([&["key", deed, site], more].concat())
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.site).unwrap()
    }

    /// The deed is refused with 2, says this on its last line, and leaves the file as it was.
    fn refuses(&self, deed: &str, more: &[&str], says: &str) {
        let before = self.text();
        let run = self.key(deed, more);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains(says), "{}", run.err);
        assert_eq!(self.text(), before);
    }

    fn files(&self) -> usize {
        fs::read_dir(self.folder.path()).unwrap().count()
    }
}

fn digest(secret: &str) -> String {
    KeySecret::parse(secret).unwrap().digest().to_string()
}

fn secret_of(run: &Run, slot: &str) -> String {
    let line = run.out.lines().find_map(|line| line.strip_prefix(slot)).unwrap();
    line.trim().to_owned()
}

#[test]
fn a_new_key_stands_after_the_others_with_digests_only_and_its_secrets_are_printed_once() {
    let desk = desk(SITE);
    let run = desk.key("new", &["crm", "--environment", "Test", "--workflow", "Get"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let (primary, secondary) = (secret_of(&run, "primary"), secret_of(&run, "secondary"));
    assert_eq!((primary.len(), secondary.len(), run.out.lines().count()), (86, 86, 2));
    let block = format!(
        "\n[[key]]\nname = \"crm\"\nenvironment = \"Test\"\nprimary = \"{}\"\nsecondary = \"{}\"\nworkflows = [\"Get\"]\n",
        digest(&primary),
        digest(&secondary)
    );
    assert_eq!(desk.text(), SITE.replace("# to go\n", &format!("# to go\n{block}")));
    assert_eq!(desk.files(), 1);
}

#[test]
fn a_first_key_stands_at_the_end() {
    let desk = desk("[site]\nname = 'shop'");
    let run = desk.key("new", &["crm"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("permits no Workflow"), "{}", run.err);
    assert!(desk.text().starts_with("[site]\nname = 'shop'\n\n[[key]]\nname = \"crm\"\n"), "{}", desk.text());
    assert!(desk.text().ends_with("workflows = []\n"));
}

#[test]
fn a_key_may_permit_every_workflow_when_that_is_asked_for() {
    let desk = desk(SITE);
    let run = desk.key("new", &["crm", "--all-workflows"]);
    assert!(!run.err.contains("permits no Workflow"), "{}", run.err);
    assert!(desk.text().contains("workflows = [\"*\"]"));
}

#[test]
fn a_name_of_any_letters_is_written_so_that_it_is_read_back() {
    let desk = desk(SITE);
    assert_eq!(desk.key("new", &["a \"b\" \\ é"]).code, Some(0));
    let listed = desk.key("list", &["--format", "json"]);
    assert!(listed.out.contains(r#""name": "a \"b\" \\ é""#), "{}", listed.out);
}

#[test]
fn duplicate_and_unknown_names_are_refused_and_the_file_stays() {
    let desk = desk(SITE);
    desk.refuses("new", &["web"], "there is a key named `web` already");
    desk.refuses("new", &["crm", "--environment", "Tset"], "did you mean `Test`?");
    desk.refuses("new", &["crm", "--workflow", "Gett"], "did you mean `Get`?");
    desk.refuses("new", &["crm", "--workflow", "Nightly"], "is not REST-bound");
    desk.refuses("new", &[" crm"], "cannot be the name of a key");
    for deed in ["enable", "disable", "remove"] {
        desk.refuses(deed, &["wbe"], "no key is named `wbe`; did you mean `web`?");
    }
    desk.refuses("rotate", &["nobody", "--slot", "primary"], "no key is named `nobody`");
    desk.refuses("rotate", &["web", "--slot", "minted"], "invalid value");
}

#[test]
fn a_modern_key_needs_an_environment() {
    let desk = desk("[site]\nname = 'shop'\ngeneration = 'modern'\n");
    desk.refuses("new", &["crm"], "`--environment`");
    assert_eq!(desk.key("new", &["crm", "--environment", "Test"]).code, Some(0));
}

#[test]
fn rotating_retires_the_old_secret_even_a_plain_one() {
    let desk = desk(SITE);
    let run = desk.key("rotate", &["web", "--slot", "primary"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let fresh = secret_of(&run, "primary");
    let lines = format!("primary = \"{}\"\nretired = [\"{}\"]", digest(&fresh), digest("plain-secret-1"));
    assert_eq!(desk.text(), SITE.replace("primary = \"plain-secret-1\"", &lines));
    let again = secret_of(&desk.key("rotate", &["web", "--slot", "primary"]), "primary");
    let retired = format!("retired = [\"{}\", \"{}\"]", digest("plain-secret-1"), digest(&fresh));
    assert!(desk.text().contains(&retired), "{}", desk.text());
    assert!(desk.text().contains(&digest(&again)));
}

#[test]
fn rotating_an_empty_slot_fills_it_and_retires_nothing() {
    let desk = desk(SITE);
    let fresh = secret_of(&desk.key("rotate", &["old", "--slot", "secondary"]), "secondary");
    let line = format!("# to go\nsecondary = \"{}\"\n", digest(&fresh));
    assert_eq!(desk.text(), SITE.replace("# to go\n", &line));
}

#[test]
fn disabling_says_when_and_enabling_gives_the_file_back_as_it_was() {
    let desk = desk(SITE);
    assert_eq!(desk.key("disable", &["web"]).code, Some(0));
    let text = desk.text();
    assert!(text.contains("name    = \"web\"\nenabled = false\ndisabled-at = 2"), "{text}");
    let listed: Value = serde_json::from_str(&desk.key("list", &["--format=json"]).out).unwrap();
    assert_eq!(listed["keys"][0]["enabled"], false);
    assert!(listed["keys"][0]["worksUntil"].is_string());
    assert_eq!(desk.key("disable", &["web"]).code, Some(0));
    assert_eq!(desk.text(), text, "disabling again must not make the key work for longer");
    assert_eq!(desk.key("enable", &["web"]).code, Some(0));
    assert_eq!(desk.text(), SITE);
}

#[test]
fn a_comment_beside_a_removed_field_stays() {
    let desk = desk("[site]\nname = 'shop'\n[[key]]\nname = 'k'\nprimary = 'p'\nenabled = false # audit 7\n");
    assert_eq!(desk.key("enable", &["k"]).code, Some(0));
    assert_eq!(desk.text(), "[site]\nname = 'shop'\n[[key]]\nname = 'k'\nprimary = 'p'\n# audit 7\n");
}

#[test]
fn removing_takes_the_key_and_its_own_comment_and_nothing_else() {
    let desk = desk(SITE);
    assert_eq!(desk.key("remove", &["old"]).code, Some(0));
    let gone = "# the old one\n[[key]]\nname = 'old'\nprimary = \"plain-secret-2\" # to go\n\n";
    assert_eq!(desk.text(), SITE.replace(gone, ""));
    assert_eq!(desk.key("remove", &["web"]).code, Some(0));
    assert!(desk.text().contains("# ---- more keys ----"), "{}", desk.text());
    site_file::load(&desk.site).unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn a_key_that_a_reply_names_cannot_be_removed() {
    let reply = "[[workflow.reply]]\nwhen = { key = 'web' }\n\n[[workflow]]\nname = \"Nightly\"";
    let desk = desk(&SITE.replace("[[workflow]]\nname = \"Nightly\"", reply));
    desk.refuses("remove", &["web"], "would be broken afterwards");
}

#[test]
fn a_site_that_is_broken_already_is_shown_and_stays() {
    let desk = desk(&SITE.replace("'old'", "'web'"));
    desk.refuses("disable", &["web"], "is broken already");
    assert!(desk.key("disable", &["web"]).out.contains("error[duplicate-name]"));
    desk.refuses("list", &[], "is broken already");
}

#[test]
fn keys_written_inline_are_left_to_their_author() {
    let desk = desk("key = [{ name = 'k', primary = 'p' }]\n[site]\nname = 'shop'\n");
    desk.refuses("disable", &["k"], "not written as `[[key]]` tables");
    desk.refuses("new", &["l"], "not written as `[[key]]` tables");
}

#[test]
fn the_list_has_the_shape_of_get_keys_and_no_secret() {
    let desk = desk(SITE);
    let run = desk.key("list", &["--format", "json"]);
    let listed: Value = serde_json::from_str(&run.out).unwrap();
    let expected = serde_json::json!({
        "name": "web", "enabled": true, "disabledAt": null, "worksUntil": null, "environment": null,
        "workflows": ["Get"], "slots": ["primary"],
    });
    assert_eq!(listed["keys"][0], expected);
    let table = desk.key("list", &[]);
    assert_eq!(
        table.out,
        "NAME  STATE    ENVIRONMENT  SECRETS  WORKFLOWS\n\
         web   enabled  any          primary  Get\n\
         old   enabled  any          primary  none\n"
    );
    assert!(!run.out.contains("plain-secret") && !table.out.contains("plain-secret"));
}

#[test]
fn line_ends_of_another_system_and_a_byte_order_mark_survive() {
    let desk = desk(&format!("\u{FEFF}{}", SITE.replace('\n', "\r\n")));
    let before = desk.text();
    assert_eq!(desk.key("disable", &["web"]).code, Some(0));
    let lone = desk.text().replace("\r\n", "");
    assert!(!lone.contains('\n') && !lone.contains('\r'));
    assert_eq!(desk.key("enable", &["web"]).code, Some(0));
    assert_eq!(desk.text(), before);
    assert_eq!(desk.key("new", &["crm"]).code, Some(0));
    assert!(!desk.text().replace("\r\n", "").contains('\n'));
}

#[test]
fn edits_at_once_lose_nothing() {
    let desk = desk(SITE);
    let site = desk.site.to_str().unwrap();
    let names: Vec<String> = (0..8).map(|at| format!("key-{at}")).collect();
    let start = |name: &String| {
        let mut command = localgear(["key", "new", site, name]);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = names.iter().map(start).collect();
    for child in children {
        assert_eq!(outcome(child.wait_with_output().unwrap()).code, Some(0));
    }
    let loaded = site_file::load(&desk.site).unwrap_or_else(|fault| panic!("{fault}"));
    for name in &names {
        assert!(loaded.site.keys().named(name).is_some(), "{name} was lost");
    }
    assert_eq!(desk.files(), 1, "nothing is left behind");
}

#[cfg(unix)]
mod on_unix {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use super::{SITE, desk, run};

    #[test]
    fn the_files_mode_is_kept() {
        let desk = desk(SITE);
        fs::set_permissions(&desk.site, Permissions::from_mode(0o640)).unwrap();
        assert_eq!(desk.key("disable", &["web"]).code, Some(0));
        assert_eq!(fs::metadata(&desk.site).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn a_linked_site_file_is_edited_where_it_is_and_the_link_stays() {
        let desk = desk(SITE);
        let elsewhere = tempfile::tempdir().unwrap();
        let link = elsewhere.path().join("link.toml");
        symlink(&desk.site, &link).unwrap();
        assert_eq!(run(["key", "disable", link.to_str().unwrap(), "web"]).code, Some(0));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(desk.text().contains("enabled = false"));
    }

    #[test]
    fn a_write_that_fails_half_way_leaves_the_old_file_whole_and_nothing_beside_it() {
        let desk = desk(SITE);
        // The shell's limit on file sizes ends the write in the middle, as a full disk would.
        let command = format!(
            "trap '' XFSZ; ulimit -f 0; exec '{}' key disable '{}' web",
            env!("CARGO_BIN_EXE_localgear"),
            desk.site.display()
        );
        let output = std::process::Command::new("sh").args(["-c", &command]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(String::from_utf8_lossy(&output.stderr).contains("could not be changed and is as it was"));
        assert_eq!(desk.text(), SITE);
        assert_eq!(desk.files(), 1);
    }

    #[test]
    fn a_read_only_file_is_not_changed() {
        let desk = desk(SITE);
        fs::set_permissions(&desk.site, Permissions::from_mode(0o444)).unwrap();
        desk.refuses("disable", &["web"], "could not be changed and is as it was");
    }
}
