//! What an ignore is for, in every comment syntax.

use super::{Ignore, ignores, suppress};
use crate::finding::{Finding, Fingerprint, Frame, KEY_IN_QUERY, Place, Position, Span};
use crate::lint::text::Text;

fn of(text: &str) -> Vec<Ignore> {
    ignores(&Text::straight(text, 0))
}

fn place(span: Span) -> Place {
    let start = Position { line: 1, column: 1 };
    Place { path: "a".into(), revision: None, span, start, end: start, frame: Frame::default() }
}

/// A finding of `key-in-query` where the text has `auth-key=`.
fn found(text: &str) -> Vec<Finding> {
    let places = text.match_indices("auth-key=").map(|(at, name)| Finding {
        rule: KEY_IN_QUERY.id.into(),
        severity: KEY_IN_QUERY.severity,
        message: String::new(),
        help: "".into(),
        place: place(Span::new(at, at + name.len())),
        related: Vec::new(),
        fingerprint: Fingerprint::of("key-in-query", b"x", ""),
        properties: Default::default(),
        fix: None,
    });
    places.collect()
}

/// How many findings stay, and what is said of the ignores.
fn judged(text: &str) -> (usize, Vec<Finding>) {
    let mut findings = found(text);
    let suppressed = suppress(&mut findings, &of(text), place);
    (findings.len(), suppressed.unused)
}

#[test]
fn an_ignore_holds_in_every_comment_syntax_on_its_line_and_on_the_line_above() {
    for (open, close) in [
        ("//", ""),
        ("#", ""),
        ("--", ""),
        ("/*", " */"),
        ("<!--", " -->"),
        (";", ""),
        ("'", ""),
        ("%", ""),
        ("REM", ""),
        ("///", ""),
    ] {
        let comment = format!("{open} localgear: ignore[key-in-query] ticket 4711{close}");
        let above = format!("x\n{comment}\ny?auth-key=k\n");
        assert_eq!(judged(&above), (0, vec![]), "{above}");
        if open != "REM" {
            let beside = format!("x\ny?auth-key=k {comment}\n");
            assert_eq!(judged(&beside), (0, vec![]), "{beside}");
        }
        assert_eq!(of(&above)[0].reason, "ticket 4711");
    }
}

#[test]
fn an_ignore_beside_other_code_is_not_for_the_line_below() {
    let (kept, unused) = judged("f() # localgear: ignore[key-in-query] why\ny?auth-key=k\n");
    assert_eq!((kept, unused.len()), (1, 1));
}

#[test]
fn an_ignore_holds_inside_a_string_over_lines_at_the_start_of_a_block_and_in_a_property() {
    for text in [
        "s = \"\"\"\nlocalgear: ignore[key-in-query] docs\nGET /x?auth-key=k\n\"\"\"\n",
        "# localgear: ignore[key-in-query] old\nrequests.get(\n    url,\n    '?auth-key=k',\n)\n",
        "{\n \"//\": \"localgear: ignore[key-in-query] old\",\n \"url\": \"?auth-key=k\"\n}\n",
        "/*\n * localgear: ignore[key-in-query] old\n * ?auth-key=k\n */",
        "run: |  # localgear: ignore[key-in-query] old\n",
    ] {
        assert_eq!(judged(text).0, 0, "{text}");
    }
}

#[test]
fn two_ignores_above_one_another_are_both_for_the_line_below() {
    let text = "# localgear: ignore[key-in-query] one\n# localgear: ignore[key-over-http] two\n?auth-key=k\n";
    let (kept, unused) = judged(text);
    assert_eq!((kept, unused.len()), (0, 1));
    assert!(unused[0].message.contains("key-over-http"), "{}", unused[0].message);
}

#[test]
fn several_rules_may_be_named_and_the_idle_one_is_told() {
    let (kept, unused) = judged("# localgear: ignore[key-in-query, stale-key] why\n?auth-key=k\n");
    assert_eq!(kept, 0);
    assert_eq!(unused[0].message, "this ignore suppresses nothing: `stale-key`");
    assert!(unused[0].fix.is_none(), "the other rule needs it");
}

#[test]
fn without_a_reason_or_with_a_rule_that_there_is_not_it_does_not_count_and_is_told() {
    for (text, message) in [
        (
            "# localgear: ignore[key-in-query]\n?auth-key=k\n",
            "this ignore gives no reason, so it does not count",
        ),
        (
            "# localgear: ignore[key-in-qery] why\n?auth-key=k\n",
            "this ignore names a rule that there is not: `key-in-qery`",
        ),
        ("# localgear: ignore because\n?auth-key=k\n", "this ignore names no rule"),
    ] {
        let (kept, unused) = judged(text);
        assert_eq!((kept, unused.len()), (1, 1), "{text}");
        assert_eq!(unused[0].message, message);
        assert!(unused[0].fix.is_none());
    }
}

#[test]
fn an_unused_ignore_is_removed_with_its_line_or_with_the_blank_before_it() {
    for (text, left) in [
        ("a\n  # localgear: ignore[key-in-query] why\nb\n", "a\nb\n"),
        ("a = 1  # localgear: ignore[key-in-query] why\nb\n", "a = 1\nb\n"),
        ("<p>a</p> <!-- localgear: ignore[key-in-query] why --> b", "<p>a</p> b"),
        ("a\r\n// localgear: ignore[key-in-query] why\r\nb\r\n", "a\r\nb\r\n"),
    ] {
        let (_, unused) = judged(text);
        let fix = unused[0].fix.clone().unwrap();
        let mut mended = text.to_owned();
        for edit in fix.edits.iter().rev() {
            mended.replace_range(edit.span.range(), &edit.text);
        }
        assert_eq!(mended, left);
    }
}

#[test]
fn a_text_that_speaks_of_ignores_is_none() {
    for text in [
        "write `localgear: ignore[key-in-query] why` above it",
        "const M: &str = \"localgear: ignore\";",
        "localgear: ignored files are not read",
        "see docs: localgear: ignore[rule-id] reason",
    ] {
        assert_eq!(of(text), vec![], "{text}");
    }
}
