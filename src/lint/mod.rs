//! Journey 2: a file becomes findings.
//!
//! Pure and synchronous: bytes come in, findings go out. [`prefilter`](Prefilter) → [`detect_format`] →
//! [`extract`](extract::extract) → [`judge`](rules::judge) → suppress.

pub mod decode;
pub mod extract;
mod format;
mod knowledge;
mod prefilter;
pub mod rules;
mod sighting;
mod text;

pub use format::{Format, Language, detect_format};
pub use knowledge::Knowledge;
pub use prefilter::{Hit, Prefilter};
pub use sighting::{Logged, Manner, SeenUrl, SeenValue, Setting, Sighting};
pub use text::{Decoded, Text};
