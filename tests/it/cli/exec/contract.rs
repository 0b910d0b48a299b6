//! The contract that a command keeps or breaks.

use super::Folder;

/// What the run came to under these expectations: its status and what was said.
fn under(expectations: &str, script: &str) -> (Option<i32>, String) {
    let folder = Folder::new();
    folder.write("contract.toml", expectations);
    let run = folder.exec(&["--expect", "contract.toml"], script);
    (run.code, run.err)
}

#[test]
fn expectations_that_are_kept_are_silent_in_the_status_and_each_that_is_not_fires() {
    let call = "[[call]]\nworkflow = 'Get customer'\n";
    let script = "get /customers/1; get /customers/2";
    for (fields, kept) in [
        ("exactly = 2", true),
        ("exactly = 1", false),
        ("at-least = 2", true),
        ("at-least = 3", false),
        ("at-most = 2", true),
        ("at-most = 1", false),
        ("key = 'crm'", true),
        ("key = 'crm-test'", false),
        ("environment = 'Production'", true),
        ("environment = 'Test'", false),
        ("when = { inputs.id = '1' }\nexactly = 1", true),
        ("when = { inputs.id = { regex = '[0-9]' } }\nexactly = 1", false),
        ("when = { header.user-agent = { regex = '^curl/' } }\nexactly = 2", true),
        ("after = 'Echo'", false),
    ] {
        let (code, said) = under(&format!("{call}{fields}\n"), script);
        assert_eq!(code, Some(i32::from(!kept)), "{fields}: {said}");
        assert!(
            said.contains(if kept { "✓ `Get customer`" } else { "✗ `Get customer`" }),
            "{fields}: {said}"
        );
    }
}

#[test]
fn what_goes_without_saying_fires_on_each_breach_and_is_allowed_by_name() {
    let folder = Folder::new();
    let post =
        "curl -s -o /dev/null -H \"Authorization: Key=$FLOWGEAR_KEY\" -H 'Content-Type: application/json'";
    let undeclared = format!("{post} -d '{{\"a\": \"1\", \"z\": \"2\"}}' $FLOWGEAR_URL/echo");
    for (what, promise, script) in [
        ("refused-calls", "no call is refused", "get /forbidden"),
        ("unmatched-calls", "every call reaches a Workflow", "get /nowhere"),
        (
            "findings",
            "no finding at or above warning",
            "curl -s -o /dev/null \"$FLOWGEAR_URL/customers/1?auth-key=$FLOWGEAR_KEY\"",
        ),
        ("undeclared-inputs", "no input that its Workflow does not declare", undeclared.as_str()),
    ] {
        let run = folder.exec(&[], script);
        assert_eq!(run.code, Some(1), "{what}: {}", run.err);
        assert!(run.err.contains(&format!("✗ {promise}")), "{what}: {}", run.err);
        assert_eq!(run.err.matches('✗').count(), 1, "{what}: {}", run.err);
        let run = folder.exec(&["--allow", what], script);
        assert_eq!(run.code, Some(0), "{what}: {}", run.err);
    }
}

#[test]
fn a_key_in_the_querystring_is_allowed_by_an_option_of_its_own() {
    let folder = Folder::new();
    let script = "curl -s -o /dev/null \"$FLOWGEAR_URL/customers/1?auth-key=$FLOWGEAR_KEY\"";
    assert_eq!(folder.exec(&["--allow-key-in-query"], script).code, Some(0));
    let both = folder.exec(&["--allow-key-in-query"], &format!("{script}; get /forbidden"));
    assert_eq!(both.code, Some(1), "{}", both.err);
}

#[test]
fn a_key_that_is_used_after_it_was_disabled_is_caught_at_the_fifth_virtual_minute() {
    let script = |minutes: u32| {
        format!(
            "control keys/crm/disable; control clock/advance -d '{{\"by\": \"{minutes}m\"}}'; get /customers/1"
        )
    };
    let folder = Folder::new();
    assert_eq!(folder.exec(&[], &script(4)).code, Some(0));
    let run = folder.exec(&[], &script(5));
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("404 key-disabled by `crm`"), "{}", run.err);
}

#[test]
fn every_call_is_judged_however_many_the_journal_forgets() {
    let folder = Folder::new();
    folder.write("contract.toml", "[[call]]\nworkflow = 'Get customer'\nexactly = 1203\n");
    let script = "get '/customers/[1-1200]'; get /customers/1; get /customers/2; get /customers/3";
    let run = folder.exec(&["--expect", "contract.toml"], script);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn coverage_has_a_bar() {
    let folder = Folder::new();
    let script = "get /customers/1";
    assert_eq!(folder.exec(&["--min-coverage", "20"], script).code, Some(0));
    let run = folder.exec(&["--min-coverage", "21"], script);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("not used: `Echo` by `crm` in `Production`"), "{}", run.err);
}
