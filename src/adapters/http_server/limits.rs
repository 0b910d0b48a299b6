//! What a connection may cost.

use std::time::Duration;

/// What a connection may cost. Tests shrink the times; people get the defaults.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once; more wait to be accepted.
    pub connections_max: usize,
    /// A request line's target, in bytes; a longer one is answered 414.
    pub uri_bytes_max: usize,
    /// All headers of a request together, in bytes; more are answered 431.
    pub header_bytes_max: usize,
    /// Headers of a request; more are answered 431.
    pub headers_max: usize,
    /// From the first wait for a request to the end of its headers; then the connection is closed.
    pub header_wait_max: Duration,
    /// Between two pieces of a body; then the call is answered 408.
    pub body_wait_max: Duration,
    /// For the whole of a body, however steadily its pieces come; then the call is answered 408.
    pub body_whole_max: Duration,
    /// For a piece of a reply to be taken; then the connection is closed.
    pub write_wait_max: Duration,
    /// For a TLS handshake.
    pub handshake_wait_max: Duration,
    /// For running calls to finish after a signal to stop.
    pub farewell_max: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: 4096,
            uri_bytes_max: 16 << 10,
            header_bytes_max: 64 << 10,
            headers_max: 128,
            header_wait_max: Duration::from_secs(30),
            body_wait_max: Duration::from_secs(30),
            body_whole_max: Duration::from_secs(300),
            write_wait_max: Duration::from_secs(60),
            handshake_wait_max: Duration::from_secs(10),
            farewell_max: Duration::from_secs(10),
        }
    }
}
