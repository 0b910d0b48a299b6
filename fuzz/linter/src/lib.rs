//! The layers of localgear up to the linter and its reports, from where they lie.

#[path = "../../../src/finding/mod.rs"]
pub mod finding;
#[path = "../../../src/lint/mod.rs"]
pub mod lint;
#[path = "../../../src/policy/mod.rs"]
pub mod policy;
#[path = "../../../src/ports.rs"]
pub mod ports;
pub mod report;
#[path = "../../../src/site/mod.rs"]
pub mod site;
#[path = "../../../src/traffic/mod.rs"]
pub mod traffic;
