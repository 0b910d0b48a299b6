//! localgear is a Flowgear site on your own machine.
//!
//! Nouns first, then the journeys made of them, then the outside world. Every arrow points down this list
//! reversed: a module names only what stands above it here.

