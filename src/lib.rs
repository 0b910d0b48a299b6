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

// Nouns: what a policy is asked, answers, and what that comes to.
pub mod policy;

// Doors: what a journey asks of the outside.
pub mod ports;

// Journey 1: a call becomes a reply. Pure and synchronous.
pub mod invoke;

// Journey 2: a file becomes findings. Pure and synchronous.
pub mod lint;

// Journey 3: a contract is kept or broken. Pure and synchronous.
pub mod contract;

// Leaves: what people and their tools read.
pub mod report;

// The outside world: files, clock, randomness, network.
pub mod adapters;

// Sentences: one subcommand a file.
pub mod cli;

// The same inside a Rust test.
pub mod testing;
