//! Why a policy cannot be used.

use std::path::PathBuf;

use super::passport::{INTERFACE_VERSION, advice_on};
use crate::policy::{Failure, MODULE_BYTES_MAX, POLICY_MS_MAX, Problem, SETTINGS_BYTES_MAX};

/// A policy of a site that cannot be used; the site does not start.
#[derive(Debug, thiserror::Error)]
#[error("the policy `{policy}` cannot be used: `{}`: {why}", .module.display())]
pub struct LoadFault {
    /// Its name in the site.
    pub policy: String,
    /// Its file.
    pub module: PathBuf,
    /// What is wrong.
    pub why: WhyNot,
}

/// What is wrong with a policy.
#[derive(Debug, thiserror::Error)]
pub enum WhyNot {
    /// The file cannot be read.
    #[error("{0}")]
    Unreadable(std::io::Error),
    /// It is a directory, a pipe or the like.
    #[error("it is not a file")]
    NotAFile,
    /// Too large to be a policy.
    #[error("it has {0} bytes, and {MODULE_BYTES_MAX} is the most")]
    TooLarge(u64),
    /// Compiled code: it would run unchecked.
    #[error("it is compiled code, and localgear runs none that it has not compiled itself")]
    CompiledElsewhere,
    /// WebAssembly text.
    #[error("it is WebAssembly text, not a component")]
    Text,
    /// A core module.
    #[error("it is a core module, not a component")]
    CoreModule,
    /// Something else.
    #[error("it is not WebAssembly")]
    NotWasm,
    /// It does not validate or compile.
    #[error("it is not a valid component: {0}")]
    Broken(String),
    /// It wants what no policy gets.
    #[error("it imports `{0}`, which no policy gets")]
    Wants(String),
    /// It was built for another version of the interface.
    #[error(
        "it was built for `localgear:policy` {0}, and this localgear takes 0.1 (such as {INTERFACE_VERSION})"
    )]
    OtherVersion(String),
    /// A component of another world.
    #[error("it is not a policy: {0}")]
    NotAPolicy(String),
    /// It does not say what it is.
    #[error("asked what it is (`describe`), {0}")]
    Speechless(Failure),
    /// What it says of itself does not hold.
    #[error("what it says of itself does not hold: {0}")]
    BadDescription(String),
    /// Settings beyond all measure.
    #[error("its settings have {0} bytes, and {SETTINGS_BYTES_MAX} is the most")]
    SettingsTooLarge(usize),
    /// Faults in its settings.
    #[error("its settings do not fit: {}", listed(.0))]
    BadSettings(Vec<Problem>),
    /// It does not say whether its settings fit.
    #[error("asked about its settings (`validate`), {0}")]
    Undecided(Failure),
    /// A timeout out of all proportion.
    #[error("its timeout is {0} ms, and it must be from 1 to {POLICY_MS_MAX} ms")]
    BadTimeout(u128),
}

impl WhyNot {
    /// What the person who runs the site can do.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::Unreadable(_) | Self::NotAFile => {
                "`module` is a path relative to the site file; name the component there".to_owned()
            }
            Self::TooLarge(_) => "build it without debug information, and with fewer libraries".to_owned(),
            Self::CompiledElsewhere => "name the component that the code was compiled from".to_owned(),
            Self::Text | Self::CoreModule => {
                "make a component of it with `localgear policy build IN -o OUT`".to_owned()
            }
            Self::NotWasm | Self::Broken(_) | Self::NotAPolicy(_) => {
                "build it again for the world `policy`; `localgear policy new` makes a project that does".to_owned()
            }
            Self::Wants(import) => advice_on(import).to_owned(),
            Self::OtherVersion(_) => {
                "build it again with this localgear's `policy.wit`, or take the localgear that it was built for"
                    .to_owned()
            }
            Self::Speechless(failure) | Self::Undecided(failure) => failure.advice().to_owned(),
            Self::BadDescription(_) => "mend `describe`; `localgear policy inspect` shows what it says".to_owned(),
            Self::SettingsTooLarge(_) => "say less in `settings`".to_owned(),
            Self::BadSettings(_) => {
                "mend `settings`; `localgear policy inspect` shows the schema that they must fit".to_owned()
            }
            Self::BadTimeout(_) => "write a `timeout` such as `50ms`".to_owned(),
        }
    }
}

fn listed(problems: &[Problem]) -> String {
    let each = problems.iter().map(|Problem { pointer, message }| match pointer.as_str() {
        "" => message.clone(),
        pointer => format!("`{pointer}`: {message}"),
    });
    each.collect::<Vec<_>>().join("; ")
}
