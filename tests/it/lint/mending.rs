//! A law of fixes: their findings vanish, none is new, and nothing else in the file changes.

use localgear::finding::Safety;
use localgear::lint::Linter;
use localgear::lint::mend::mend;
use proptest::prelude::{Just, Strategy, prop_oneof, proptest};

/// A line of a file, and whether mending takes it out.
fn line() -> impl Strategy<Value = (String, bool)> {
    let calm = "[a-z ]{0,12}".prop_map(|text| (text, false));
    let idle = Just(("# localgear: ignore[key-in-log] was once".to_owned(), true));
    let leak = "[a-z]{1,6}"
        .prop_map(|path| (format!("https://h.example/{path}?auth-key=q7Hs92LmPz0aRtVbN3"), false));
    prop_oneof![4 => calm, 2 => idle, 1 => leak]
}

proptest! {
    #[test]
    fn what_can_be_mended_is_gone_and_every_other_line_is_as_it_was(lines in proptest::collection::vec(line(), 0..20)) {
        let text: String = lines.iter().map(|(text, _)| format!("{text}\n")).collect();
        let kept: String = lines.iter().filter(|(_, goes)| !goes).map(|(text, _)| format!("{text}\n")).collect();
        let linter = Linter::default();
        let lint = |bytes: &[u8]| linter.lint("notes.txt", None, bytes).findings;
        let before = lint(text.as_bytes());
        let others = before.iter().filter(|finding| finding.fix.is_none()).count();
        let mended = mend(text.into_bytes(), before, Safety::Safe, lint);
        assert_eq!(String::from_utf8(mended.bytes).unwrap(), kept);
        assert_eq!((mended.findings.len(), mended.dropped.len()), (others, 0));
        assert!(mended.findings.iter().all(|finding| finding.fix.is_none()));
    }
}
