//! The baseline on disk.

use std::path::Path;

use super::bounded_file::{self, InputFault};
use super::replaced_file::{self, WriteFault};
use crate::lint::baseline::Baseline;

/// Largest baseline, in bytes.
pub const BASELINE_BYTES_MAX: u64 = 256 << 20;

/// Why there is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineFault {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// It is something else.
    #[error("`{0}`: {1}")]
    Shape(String, String),
}

/// Reads a baseline.
///
/// # Errors
/// [`BaselineFault`] says what is wrong with it.
pub fn read(path: &Path) -> Result<Baseline, BaselineFault> {
    let text = bounded_file::read_text(path, BASELINE_BYTES_MAX)?;
    Baseline::parse(&text).map_err(|why| BaselineFault::Shape(path.display().to_string(), why))
}

/// Writes a baseline, as a whole or not at all.
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, baseline: &Baseline) -> Result<(), WriteFault> {
    replaced_file::replace(path, baseline.text().as_bytes())
}
