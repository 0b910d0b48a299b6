//! A Workflow: what it answers to, what goes in, what comes out.

use http::Method;
use uuid::Uuid;

use super::Name;
use super::environment::EnvironmentIndex;
use super::stub::StubReply;
use super::uri_template::UriTemplate;
use super::variable_bar::{Input, Output, RequestProperty, ResponseProperty};

/// Workflows a site may have.
pub const WORKFLOWS_MAX: usize = 100_000;

/// A Workflow as far as its callers can see it.
#[derive(Debug, Clone)]
pub struct Workflow {
    /// Its GUID.
    pub id: Uuid,
    /// Its name, unique in the site.
    pub name: Name,
    /// The API binding; without one it is not REST-bound and no key may name it.
    pub binding: Option<Binding>,
    /// Where it is published; empty means everywhere.
    pub environments: Vec<EnvironmentIndex>,
    /// Variable Bar inputs: those that the site file lists, then template variables it does not.
    pub inputs: Vec<Input>,
    /// Variable Bar outputs.
    pub outputs: Vec<Output>,
    /// Raw replies, the first that applies.
    pub replies: Vec<StubReply>,
}

/// HTTP method and URI template (documented: API page).
#[derive(Debug, Clone)]
pub struct Binding {
    /// The method; with the path it decides which Workflow a call reaches.
    pub method: Method,
    /// The template.
    pub template: UriTemplate,
}

impl Workflow {
    /// Whether the Workflow is published in the environment.
    #[must_use]
    pub fn is_published_in(&self, environment: EnvironmentIndex) -> bool {
        self.environments.is_empty() || self.environments.contains(&environment)
    }

    /// The input of exactly that name, else of that name in other case (assumed).
    #[must_use]
    pub fn input_named(&self, name: &str) -> Option<usize> {
        let exact = self.inputs.iter().position(|input| input.name.as_str() == name);
        exact
            .or_else(|| self.inputs.iter().position(|input| super::eq_ignore_case(input.name.as_str(), name)))
    }

    /// Whether the Workflow reads the raw body itself, so that a body need not be JSON.
    #[must_use]
    pub fn reads_raw_body(&self) -> bool {
        let is_body =
            |input: &Input| RequestProperty::named(input.name.as_str()) == Some(RequestProperty::RequestBody);
        self.inputs.iter().any(is_body)
    }

    /// Whether an output makes its reply raw (documented: `FgResponseBody`).
    #[must_use]
    pub fn replies_raw(&self) -> bool {
        let is_body =
            |output: &Output| ResponseProperty::named(output.name.as_str()) == Some(ResponseProperty::Body);
        self.outputs.iter().any(is_body)
    }

    /// Whether calling it may change something, judged by its method.
    #[must_use]
    pub fn writes(&self) -> bool {
        self.binding
            .as_ref()
            .is_some_and(|binding| binding.method != Method::GET && binding.method != Method::HEAD)
    }
}

/// The position of a Workflow in its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WorkflowIndex(pub u32);
