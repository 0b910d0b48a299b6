//! What a component says it is before it is run: the interface it speaks, and what it wants from the outside.

use wasmtime::Engine;
use wasmtime::component::Component;

use super::load_fault::WhyNot;

/// The version of `localgear:policy` that this localgear speaks; it takes every release of `0.1`.
pub const INTERFACE_VERSION: &str = "0.1.0";

const INTERFACE: &str = "localgear:policy/";
const TAKEN: &str = "0.1.";
const EXPORTS: [&str; 3] = ["describe", "validate", "evaluate"];

/// A component's type, read without running it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passport {
    /// The version of the interface it was built for.
    pub version: String,
    /// Everything it imports.
    pub imports: Vec<String>,
}

impl Passport {
    /// Reads it, and refuses a component that speaks another version, wants more than a policy gets, or is no policy.
    ///
    /// Done before linking: a linker could only say which import is missing, not that localgear is too old.
    pub(super) fn of(component: &Component, engine: &Engine) -> Result<Self, WhyNot> {
        let kind = component.component_type();
        let imports: Vec<String> = kind.imports(engine).map(|(name, _)| name.to_owned()).collect();
        // What it wants is said first: a program that was never meant to be a policy wants the world.
        if let Some(import) = imports.iter().find(|import| !import.starts_with(INTERFACE)) {
            return Err(WhyNot::Wants(import.clone()));
        }
        let version =
            imports.iter().find_map(|import| import.split_once('@')).map(|(_, version)| version.to_owned());
        let Some(version) = version else {
            return Err(WhyNot::NotAPolicy("it does not use the types of `localgear:policy`".to_owned()));
        };
        if let Some(other) = imports.iter().find_map(|import| {
            let (_, version) = import.split_once('@')?;
            (!version.starts_with(TAKEN)).then(|| version.to_owned())
        }) {
            return Err(WhyNot::OtherVersion(other));
        }
        let known = |import: &&String| {
            let interface = import[INTERFACE.len()..].split('@').next();
            !matches!(interface, Some("types" | "host"))
        };
        if let Some(import) = imports.iter().find(known) {
            return Err(WhyNot::Wants(import.clone()));
        }
        // What toolchains leave behind beside the three is of no interest.
        let exports: Vec<&str> = kind.exports(engine).map(|(name, _)| name).collect();
        if let Some(missing) = EXPORTS.iter().find(|name| !exports.contains(name)) {
            return Err(WhyNot::NotAPolicy(format!("it has no `{missing}`")));
        }
        Ok(Self { version, imports })
    }
}

/// How a toolchain is told to leave an import out.
pub(super) fn advice_on(import: &str) -> &'static str {
    if import.starts_with("wasi:") || import.starts_with("wasi_") {
        "build without WASI: Rust for `wasm32-unknown-unknown`; C with `-nostdlib`; JavaScript with \
         `--backend-qjs-stub-wasi`; Python with `--stub-wasi`"
    } else if import.starts_with(INTERFACE) {
        "take out what uses it: policies may call `localgear:policy/host` and nothing else"
    } else {
        "take out what uses it: policies get no files, no network, no clock and no randomness"
    }
}
