//! localgear is a Flowgear site on your own machine.
//!
//! Nouns first, then the journeys made of them, then the outside world. A module names only what stands above it
//! in this list; a test reads the sources and says so.
//!
//! To learn what happens to a request, read the file names of `src/invoke/`, then its `mod.rs`.

// Nouns: what a site is made of, what a rule saw, what travels.
pub mod site;

pub mod finding;

pub mod traffic;

// Doors: what a journey asks of the outside.
pub mod ports;

// Journey 1: a call becomes a reply. Pure and synchronous.
pub mod invoke;

// The outside world: files, clock, randomness, network.
pub mod adapters;

// Sentences: one subcommand a file.
pub mod cli;
