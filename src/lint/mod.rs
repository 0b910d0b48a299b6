//! Journey 2: a file becomes findings.
//!
//! Pure and synchronous: bytes come in, findings go out. [`prefilter`](Prefilter) → [`detect_format`] →
//! [`extract`](extract::extract) → [`judge`](rules::judge) → suppress.

pub mod baseline;
pub mod decode;
pub mod extract;
mod format;
mod knowledge;
mod linter;
pub mod mend;
pub mod placeholder;
mod prefilter;
pub mod rules;
mod sighting;
pub mod suppress;
mod text;

pub use format::{Format, Language, detect_format};
pub use knowledge::{Called, Knowledge, Opens, Owner};
pub use linter::{Linter, Outcome};
pub use prefilter::{Hit, Prefilter, SPELLING_BYTES_MAX};
pub use sighting::{Logged, Manner, SeenUrl, SeenValue, Setting, Sighting};
pub use text::{Decoded, Text};
