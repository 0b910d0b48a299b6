//! Laws of the sources.
