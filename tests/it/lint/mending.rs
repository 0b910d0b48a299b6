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

/// A request that a safe fix mends, in a file of its kind, and what its line must still hold.
fn request() -> impl Strategy<Value = (String, bool)> {
    let pairs = prop_oneof![Just(""), Just("&_profile=Test"), Just("&a=1&_profile=Test")];
    let leak = ("[a-z]{1,6}", pairs).prop_map(|(path, pairs)| {
        (
            format!(
                "curl -s \"https://h.flowgear.net/{path}?auth-key=q7Hs92LmPz0aRtVbN3{pairs}\" -o {path}.json"
            ),
            true,
        )
    });
    let variable = "[a-z]{1,6}"
        .prop_map(|path| (format!("curl \"https://h.flowgear.net/{path}?b=2&auth-key=$KEY\""), true));
    let calm = "[a-z]{1,8}".prop_map(|word| (format!("echo {word}  # as it was"), false));
    let header = Just(("curl -H \"Authorization: Key=$KEY\" https://h.flowgear.net/x".to_owned(), false));
    prop_oneof![3 => leak, 2 => variable, 3 => calm, 1 => header]
}

proptest! {
    #[test]
    fn every_curl_line_that_leaks_sends_the_header_after_and_no_other_line_changes(
        lines in proptest::collection::vec(request(), 0..12)
    ) {
        let text: String = lines.iter().map(|(text, _)| format!("{text}\n")).collect();
        let linter = Linter::default();
        let lint = |bytes: &[u8]| linter.lint("call.sh", None, bytes).findings;
        let before = lint(text.as_bytes());
        assert_eq!(before.len(), lines.iter().filter(|(_, leaks)| *leaks).count());
        let mended = mend(text.into_bytes(), before, Safety::Safe, lint);
        assert_eq!((mended.findings.len(), mended.dropped.len()), (0, 0));
        let after = String::from_utf8(mended.bytes).unwrap();
        assert_eq!(after.lines().count(), lines.len());
        for ((was, leaks), is) in lines.iter().zip(after.lines()) {
            if !leaks {
                assert_eq!(was, is);
                continue;
            }
            assert!(is.contains("Authorization: Key=") && !is.contains("auth-key"), "{is}");
            for kept in ["_profile=Test", "a=1", "b=2", "-o "] {
                assert_eq!(was.contains(kept), is.contains(kept), "{was}\n{is}");
            }
        }
    }
}
