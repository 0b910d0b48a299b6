//! The journey of a request, over the wire.

mod client_samples;
mod cors;
mod inputs;
mod journal;
mod keys;
mod refusals;
mod replies;
mod routing;
