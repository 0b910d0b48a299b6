//! A component from a core module that follows the canonical ABI, or from WebAssembly text.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The interface's text, as `plugins/wit` has it.
const WIT: &str = include_str!("../../../plugins/wit/policy.wit");
const WORLD: &str = "policy";

/// How a binary begins: `\0asm`, then the kind of it.
const MAGIC: &[u8] = b"\0asm";
const COMPONENT: [u8; 4] = [0x0d, 0, 1, 0];
const COMPILED: &[u8] = b"\x7fELF";

/// What a file of WebAssembly is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Component,
    CoreModule,
    Text,
    CompiledCode,
    Other,
}

impl Kind {
    pub(super) fn of(bytes: &[u8]) -> Self {
        match bytes.strip_prefix(MAGIC) {
            Some(rest) if rest.starts_with(&COMPONENT) => Self::Component,
            Some(_) => Self::CoreModule,
            None if bytes.starts_with(COMPILED) => Self::CompiledCode,
            None => {
                let text = bytes.trim_ascii_start();
                if text.starts_with(b"(") || text.starts_with(b";;") { Self::Text } else { Self::Other }
            }
        }
    }
}

/// Why no component can be made of something.
#[derive(Debug, thiserror::Error)]
pub enum WrapFault {
    /// The text does not parse.
    #[error("the text is not WebAssembly: {0}")]
    Text(String),
    /// Neither WebAssembly nor its text.
    #[error("it is neither a core module nor WebAssembly text")]
    NotWasm,
    /// The module does not fit the world.
    #[error("it does not fit the world `policy`: {0}")]
    Misfit(String),
}

/// The component that a core module or a text makes; a component stays as it is.
///
/// # Errors
/// When the input is broken or does not export what the world asks for.
pub fn component_of(input: &[u8]) -> Result<Vec<u8>, WrapFault> {
    let mut module = match Kind::of(input) {
        Kind::Component => return Ok(input.to_vec()),
        Kind::CoreModule => input.to_vec(),
        Kind::Text => {
            let module =
                wat::parse_bytes(input).map_err(|error| WrapFault::Text(error.to_string()))?.into_owned();
            if Kind::of(&module) == Kind::Component {
                return Ok(module);
            }
            module
        }
        Kind::CompiledCode | Kind::Other => return Err(WrapFault::NotWasm),
    };
    let misfit = |error: &dyn std::fmt::Display| WrapFault::Misfit(format!("{error:#}"));
    let mut resolve = Resolve::default();
    let package = resolve.push_str("policy.wit", WIT).map_err(|error| misfit(&error))?;
    let world = resolve.select_world(&[package], Some(WORLD)).map_err(|error| misfit(&error))?;
    embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
        .map_err(|error| misfit(&error))?;
    let encoder = ComponentEncoder::default().module(&module).map_err(|error| misfit(&error))?;
    encoder.validate(true).encode().map_err(|error| misfit(&error))
}
