//! How fields are spelled: with hyphens in TOML, in camelCase in JSON.

/// The names of fields that the two spell differently, and the lists of all that are known.
pub(super) struct Spelling {
    pub(super) file: &'static [&'static str],
    pub(super) call: &'static [&'static str],
    pub(super) order: &'static [&'static str],
    pub(super) at_least: &'static str,
    pub(super) at_most: &'static str,
    pub(super) call_heading: &'static str,
    pub(super) order_heading: &'static str,
}

pub(super) const TOML: Spelling = Spelling {
    file: &["allow", "call", "order"],
    call: &[
        "name",
        "workflow",
        "key",
        "environment",
        "when",
        "status",
        "reason",
        "exactly",
        "at-least",
        "at-most",
        "after",
    ],
    order: &["calls"],
    at_least: "at-least",
    at_most: "at-most",
    call_heading: "`[[call]]`",
    order_heading: "`[[order]]`",
};

pub(super) const JSON: Spelling = Spelling {
    call: &[
        "name",
        "workflow",
        "key",
        "environment",
        "when",
        "status",
        "reason",
        "exactly",
        "atLeast",
        "atMost",
        "after",
    ],
    at_least: "atLeast",
    at_most: "atMost",
    call_heading: "a `call`",
    order_heading: "an `order`",
    ..TOML
};
