//! Policies as WebAssembly components: a sandbox that holds.
//!
//! A [`Sandbox`] is made once per process and only for a site that has policies. It loads each `[[policy]]` into a
//! [`PolicySet`]: read, compile (or take compiled code from [`CodeCache`]), check what world it is of, ask what it is,
//! let it check its settings. Each question is then put to a fresh instance with nothing but its own memory.
//!
//! ```text
//! passport   which interface a component speaks, and that it wants nothing more
//! wrap       a core module or text becomes a component
//! sandbox    one engine: limits, pool, ticker
//! code_cache compiled code on disk, and what its policy said
//! loading    from a `[[policy]]` to something that can be asked
//! asking     a fresh instance, a deadline, an answer
//! lanes      quick answers at once, slow ones out of everybody's way
//! translate  our nouns to the interface's and back, cleaned
//! ```

mod asking;
mod bindings;
mod code_cache;
mod lanes;
mod load_fault;
mod loading;
mod passport;
mod sandbox;
mod settings;
mod ticker;
mod translate;
mod wrap;

pub use asking::{LogLine, Trial};
pub use code_cache::{CODE_FILES_MAX, CodeCache, CodeCacheFault};
pub use lanes::PolicySet;
pub use load_fault::{LoadFault, WhyNot};
pub use loading::{CompiledPolicy, LoadedPolicy, Loading};
pub use passport::{INTERFACE_VERSION, Passport};
pub use sandbox::{Allocation, Sandbox, SandboxFault};
pub use wrap::{WrapFault, component_of};
