//! The report of a run, in a file or on standard error.

use super::Folder;

#[test]
fn the_extension_says_the_form_unless_an_option_does() {
    let folder = Folder::new();
    for (file, options, begins) in [
        ("report.json", &[][..], "{\n"),
        ("report.xml", &[], "<?xml "),
        ("report.md", &[], "### ✅ `shop` under localgear"),
        ("report.txt", &[], "localgear: the contract was kept"),
        ("report.txt", &["--report-format", "json"], "{\n"),
    ] {
        let options: Vec<&str> = ["--report", file].iter().chain(options).copied().collect();
        let run = folder.exec(&options, "get /customers/1");
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(folder.read(file).starts_with(begins), "{}", folder.read(file));
        assert!(run.err.starts_with("localgear: the contract was kept"), "{}", run.err);
    }
}

#[test]
fn without_a_file_the_form_is_for_standard_error() {
    let folder = Folder::new();
    folder.write("contract.toml", "\n[[call]]\nworkflow = 'Echo'\n");
    let run = folder.exec(&["--expect", "contract.toml", "--report-format", "github"], "true");
    assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
    assert!(run.err.starts_with("::error file=contract.toml,line=2,title="), "{}", run.err);
}

#[test]
fn a_report_says_who_called_what_even_where_the_command_failed() {
    let folder = Folder::new();
    let run = folder.exec(&["--report", "report.json"], "get /customers/1; get /customers/2; exit 3");
    assert_eq!(run.code, Some(3));
    let report: serde_json::Value = serde_json::from_str(&folder.read("report.json")).unwrap();
    assert_eq!(report["usage"][0]["calls"], 2);
    assert_eq!((&report["kept"], &report["calls"]), (&true.into(), &2.into()));
}

#[test]
fn a_report_that_cannot_be_written_is_2_unless_the_command_failed() {
    let folder = Folder::new();
    let gone = "mkdir out; rmdir out";
    std::fs::create_dir(folder.path("out")).unwrap();
    let run = folder.exec(&["--report", "out/report.json"], &gone.replace("mkdir out; ", ""));
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("the report was not written"), "{}", run.err);
    std::fs::create_dir(folder.path("out")).unwrap();
    let run = folder.exec(&["--report", "out/report.json"], "rmdir out; exit 9");
    assert_eq!(run.code, Some(9), "{}", run.err);
}
