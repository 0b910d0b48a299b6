//! Nouns: what travels between a caller and a site, and what is kept of it.

mod journal_entry;
mod planned_call;
mod presented_key;
mod provenance;
pub mod query;
mod raw_call;
mod refusal;
mod reply;

pub use journal_entry::{
    Difference, HEADERS_BYTES_MAX, JournalEntry, KeyUse, NearRoute, Observation, VALUE_BYTES_MAX,
};
pub use planned_call::{Addressed, Change, Credential, Heard, PlannedCall, Unanswered};
pub use presented_key::{
    Carrier, Malformed, Presentation, PresentedKey, QUERY_KEY_NAME, QUERY_SESSION_NAME, is_query_key,
    is_query_secret,
};
pub use provenance::{Provenance, page};
pub use raw_call::{RawBody, RawCall, shown_header, shown_url};
pub use refusal::{CLASH_MESSAGE, NO_SERVICE_MESSAGE, Refusal};
pub use reply::{REPLY_BYTES_MAX, Reply};
