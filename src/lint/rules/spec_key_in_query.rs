//! `spec-key-in-query`: a description declares the API Key as a querystring parameter.

use super::case::{Case, Said};
use crate::finding::SPEC_KEY_IN_QUERY;
use crate::lint::sighting::Manner;

pub(super) fn judge(case: &Case<'_>) -> Option<Said> {
    let plain = "the API Key is declared as a querystring parameter: every client made from this will send it in URLs";
    (case.sighting().manner == Manner::DeclaredInQuery)
        .then(|| case.said(&SPEC_KEY_IN_QUERY, "in a declaration for the querystring", plain))
}
