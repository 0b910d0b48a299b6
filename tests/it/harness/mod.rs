//! What the stories of these tests are told with: a site that answers, a client that hides nothing, the real binary.

mod binary;
mod test_site;
mod wire;

pub(crate) use binary::Binary;
pub(crate) use test_site::{Draft, TestSite, moment, secret};
pub(crate) use wire::{Call, HttpReply, PATIENCE, Wire, read_reply};
