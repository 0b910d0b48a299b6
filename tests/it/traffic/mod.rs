//! Laws of traffic.
