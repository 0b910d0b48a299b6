//! The mask hides what it must in every form, and leaves the rest alone.

use localgear::site::{KeyRing, KeySecret, MASKED, Mask};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use crate::harness::{TestSite, secret};

fn of_a_site() -> Mask {
    let plain = [KeySecret::parse("hunter2!").unwrap()];
    Mask::new(TestSite::draft().site().keys(), &plain)
}

#[test]
fn two_secrets_side_by_side_are_both_hidden() {
    let (one, other) = (secret("crm", "primary"), secret("crm", "secondary"));
    let hidden = of_a_site().hide(&format!("x{one}{other}y"), None).into_owned();
    assert_eq!(hidden, format!("x{MASKED}{MASKED}y"));
}

#[test]
fn a_secret_in_two_forms_is_hidden_in_both() {
    let bare = secret("crm", "primary");
    let encoded: String = bare.bytes().map(|byte| format!("%{byte:02X}")).collect();
    let hidden = of_a_site().hide_encoded(&format!("{bare}/{encoded}"), None).into_owned();
    assert_eq!(hidden, format!("{MASKED}/{MASKED}"));
}

#[test]
fn what_was_presented_is_hidden_although_no_key_has_it() {
    let presented = KeySecret::parse("not-a-key-of-ours").unwrap();
    let mask = Mask::new(&KeyRing::default(), &[]);
    assert_eq!(mask.hide("a not-a-key-of-ours b", Some(&presented)), "a *** b");
    assert_eq!(mask.hide("a not-a-key-of-ours b", None), "a not-a-key-of-ours b");
}

#[test]
fn a_word_that_was_presented_as_a_key_is_not_hidden_everywhere() {
    let presented = KeySecret::parse("order").unwrap();
    assert_eq!(of_a_site().hide("an order", Some(&presented)), "an order");
}

#[test]
fn a_run_too_long_to_be_searched_is_hidden_whole() {
    let long = format!("{}{}", "A".repeat(9000), secret("crm", "primary"));
    assert_eq!(of_a_site().hide(&long, None), MASKED);
}

proptest! {
    #[test]
    fn text_without_secrets_stays_as_it_is(text in "[a-z/ %+{}.é0-9]{0,80}") {
        prop_assert_eq!(of_a_site().hide_encoded(&text, None), text.as_str());
    }

    #[test]
    fn no_text_keeps_a_secret_that_is_put_into_it(before in any::<String>(), after in any::<String>()) {
        for hidden in [secret("crm", "primary"), "hunter2!".to_owned()] {
            let text = format!("{before}{hidden}{after}");
            prop_assert!(!of_a_site().hide(&text, None).contains(&hidden));
        }
    }
}
