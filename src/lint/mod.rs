//! Journey 2: a file becomes findings.
//!
//! Pure and synchronous: bytes come in, findings go out. The order, which [`Linter::read`] follows for each window of a file,
//! and in a log for many lines at once:
//!
//! 1. [`Prefilter`]: where could the name stand at all?
//! 2. [`detect_format`]: what kind of file is it?
//! 3. [`extract`](extract::extract): what does the file say there? Each place is a [`Sighting`].
//! 4. [`judge`](rules::judge): what do sightings come to? Each is a finding, or set aside with a reason.
//! 5. [`suppress`](suppress::suppress): what was said to be ignored?
//! 6. In logs, one finding stands for a key, a route and a client.

mod aside;
pub mod baseline;
mod crontab;
pub mod decode;
mod encoding;
pub mod exchange;
pub mod extract;
mod file;
mod format;
mod gather;
mod knowledge;
mod lines;
mod linter;
mod locator;
pub mod mend;
mod place;
pub mod placeholder;
mod prefilter;
pub mod rules;
mod search;
mod sighting;
pub mod suppress;
mod text;
mod window;
mod zipped;

pub use aside::{Aside, Filtered};
pub use format::{Format, Language, detect_format};
pub use gather::DIFFERENT_MAX;
pub use knowledge::{Called, Knowledge, Opens, Owner};
pub use linter::{FILTERED_MAX, Kept, Linter, Outcome};
pub use prefilter::{Hit, Prefilter, SPELLING_BYTES_MAX};
pub use sighting::{Logged, Manner, SeenUrl, SeenValue, Setting, Sighting};
pub use text::{Decoded, Text};
pub use window::{Desk, WHOLE_BYTES_MAX};
