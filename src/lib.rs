//! localgear is a Flowgear site on your own machine.
//!
//! Nouns first, then the journeys made of them, then the outside world. A module names only what stands above it
//! in this list; a test reads the sources and says so.

pub mod site;

pub mod finding;

pub mod traffic;

pub mod policy;

pub mod ports;

pub mod invoke;

pub mod adapters;

pub mod cli;
