//! Laws of traffic.

mod redaction;
mod refusal;
