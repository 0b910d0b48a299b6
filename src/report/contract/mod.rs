//! What suites and runs under `exec` came to, in the forms that people and CI systems read.

mod matrix_human;
mod suite_github;
mod suite_human;
mod suite_json;
mod suite_junit;
mod suite_markdown;

pub use matrix_human::matrix_human;
pub use suite_github::suite_github;
pub use suite_human::suite_human;
pub use suite_json::suite_json;
pub use suite_junit::suite_junit;
pub use suite_markdown::suite_markdown;
