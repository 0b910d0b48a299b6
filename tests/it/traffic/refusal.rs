//! The closed list of refusals.

use std::collections::BTreeSet;

use localgear::site::Refusals;
use localgear::traffic::Refusal;

#[test]
fn each_refusal_has_the_statuses_that_are_promised() {
    let promised = [
        ("no-route", 404, 404),
        ("wrong-method", 404, 405),
        ("route-clash", 409, 409),
        ("no-credential", 404, 401),
        ("malformed-credential", 404, 401),
        ("unknown-key", 404, 401),
        ("key-disabled", 404, 403),
        ("not-permitted", 404, 403),
        ("wrong-environment", 404, 403),
        ("unknown-environment", 404, 404),
        ("malformed-body", 400, 400),
        ("body-too-large", 413, 413),
        ("policy-denied", 403, 403),
        ("policy-failed", 503, 503),
        ("stub-failed", 500, 500),
    ];
    assert_eq!(promised.len(), Refusal::ALL.len());
    for (slug, platform, distinct) in promised {
        let refusal = Refusal::from_slug(slug).unwrap();
        assert_eq!(
            (refusal.status(Refusals::Platform), refusal.status(Refusals::Distinct)),
            (platform, distinct)
        );
    }
}

#[test]
fn each_refusal_has_a_slug_of_its_own_and_a_provenance() {
    let slugs: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.slug()).collect();
    assert_eq!(slugs.len(), Refusal::ALL.len());
    for refusal in Refusal::ALL {
        assert_eq!(Refusal::from_slug(&refusal.to_string()), Some(refusal));
        assert!(!refusal.provenance().source().is_empty());
        assert!(!refusal.message(Refusals::Distinct).is_empty());
    }
    assert_eq!(Refusal::from_slug("nonsense"), None);
}
