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

/// A statement of a C# method, and how it is to stand there afterwards; `#` stands for the name of the message.
fn statement() -> impl Strategy<Value = (String, String)> {
    const ADD: &str = "Headers.TryAddWithoutValidation(\"Authorization\", $\"Key={_key}\");";
    let pairs = || prop_oneof![Just(""), Just("_profile=Test"), Just("a=1&_profile=Test")];
    let url = |path: &str, pairs: &str, key: &str| {
        let query = [key, pairs].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&");
        let mark = if query.is_empty() { "" } else { "?" };
        format!("$\"https://h.flowgear.net/{path}{mark}{query}\"")
    };
    let message = ("[a-z]{1,6}", pairs()).prop_map(move |(path, pairs)| {
        let made = |key| {
            format!("    using var m = new HttpRequestMessage(HttpMethod.Put, {});\n", url(&path, pairs, key))
        };
        (made("auth-key={_key}"), format!("{}    m.{ADD}\n", made("")))
    });
    let call = ("[a-z]{1,6}", pairs()).prop_map(move |(path, pairs)| {
        let was = format!("    var r = await _http.GetAsync({});\n", url(&path, pairs, "auth-key={_key}"));
        let message =
            format!("    var # = new HttpRequestMessage(HttpMethod.Get, {});\n", url(&path, pairs, ""));
        (was, format!("{message}    #.{ADD}\n    var r = await _http.SendAsync(#);\n"))
    });
    let neighbour = "[a-z]{1,6}".prop_map(move |path| {
        let url = url(&path, "", "auth-key={_key}");
        format!("    var text = await _http.GetStringAsync({url});\n")
    });
    let calm = "[a-z]{1,8}".prop_map(|word| format!("    Log(\"{word}\"); // as it was\n"));
    let same = |line: String| (line.clone(), line);
    prop_oneof![3 => message, 3 => call, 1 => neighbour.prop_map(same), 2 => calm.prop_map(same)]
}

proptest! {
    #[test]
    fn every_request_of_http_client_that_has_a_place_for_a_header_gets_it_and_no_other_line_changes(
        statements in proptest::collection::vec(statement(), 0..8)
    ) {
        let head = "private readonly HttpClient _http;\nasync Task F()\n{\n";
        let mut was = head.to_owned();
        let mut is = head.to_owned();
        let (mut before, mut leaks) = (0, 0);
        for (line, after) in &statements {
            let number = if before == 0 { String::new() } else { (before + 1).to_string() };
            is.push_str(&after.replace('#', &format!("request{number}")));
            was.push_str(line);
            before += line.matches("auth-key").count();
            leaks += after.matches("auth-key").count();
        }
        let linter = Linter::default();
        let lint = |bytes: &[u8]| linter.lint("Client.cs", None, bytes).findings;
        let found = lint(was.as_bytes());
        assert_eq!(found.len(), before);
        let mended = mend(was.into_bytes(), found, Safety::Safe, lint);
        assert_eq!(String::from_utf8(mended.bytes).unwrap(), is);
        assert_eq!((mended.findings.len(), mended.dropped.len()), (leaks, 0));
    }
}
