//! Values that change from call to call: GUIDs, moments, and members that the engine fills.

use std::sync::LazyLock;

use regex::Regex;

/// What a GUID looks like.
pub const GUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

/// What a moment looks like: RFC 3339, with or without its zone, or `/Date(…)/` as older objects write it.
pub const MOMENT: &str = r"^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}|/Date\()";

/// Members of the default envelope that differ in every run.
const MEMBERS: [&str; 4] = ["InitialisationXml", "enginePerf", "taskStartId", "apiPerf"];

/// Why a value changes from call to call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volatile {
    /// It is a GUID.
    Guid,
    /// It is a moment.
    Moment,
    /// One of those stands in it.
    Within,
}

static FORMS: LazyLock<Option<[Regex; 3]>> = LazyLock::new(|| {
    let within = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}";
    Some([Regex::new(GUID).ok()?, Regex::new(MOMENT).ok()?, Regex::new(within).ok()?])
});

/// Why a text changes from call to call, if it does.
#[must_use]
pub fn kind(text: &str) -> Option<Volatile> {
    let [guid, moment, within] = FORMS.as_ref()?;
    if guid.is_match(text) {
        Some(Volatile::Guid)
    } else if moment.is_match(text) {
        Some(Volatile::Moment)
    } else {
        within.is_match(text).then_some(Volatile::Within)
    }
}

/// Whether something that changes stands in a text.
#[must_use]
pub fn within(text: &str) -> bool {
    FORMS.as_ref().is_some_and(|[_, _, within]| within.is_match(text))
}

/// Whether a member of that name differs in every run, whatever it holds.
#[must_use]
pub fn by_name(name: &str) -> bool {
    MEMBERS.contains(&name)
}
