//! The Variable Bar: what goes into a Workflow and what comes out.

use serde::{Deserialize, Serialize};

use super::Name;
use super::template::TemplateId;

/// Inputs or outputs of one Workflow.
pub const PROPERTIES_MAX: usize = 1000;

/// What kind of text a property holds; every value is text to the Workflow (`System.String` in real exports).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PropertyType {
    /// One line of text.
    #[default]
    String,
    /// An XML document.
    Xml,
    /// A JSON document.
    Json,
    /// Text of several lines.
    Multiline,
    /// A file's contents.
    File,
    /// A text that no log may show.
    Secret,
}

impl PropertyType {
    /// Every type with the word a site file uses for it.
    pub const ALL: [(&'static str, Self); 6] = [
        ("string", Self::String),
        ("xml", Self::Xml),
        ("json", Self::Json),
        ("multiline", Self::Multiline),
        ("file", Self::File),
        ("secret", Self::Secret),
    ];
}

/// A Variable Bar input.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its name, which template variables and body properties match.
    pub name: Name,
    /// What it holds when a call does not say.
    pub default: Option<String>,
    /// A value for documentation, witness URLs and generated tests.
    pub example: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it holds.
    pub kind: PropertyType,
}

/// A Variable Bar output.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its name in the envelope, or one of [`ResponseProperty`].
    pub name: Name,
    /// The text it is filled with; `None` is the platform's unset output, `null`.
    pub value: Option<TemplateId>,
    /// What it is for.
    pub description: Option<String>,
    /// What it holds.
    pub kind: PropertyType,
}

/// Inputs that the platform fills by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestProperty {
    /// The site's GUID (documented: Configure Variable Bar).
    SiteId,
    /// The site's name (documented).
    SiteName,
    /// The Workflow's GUID (documented).
    WorkflowId,
    /// The Workflow's name (documented).
    WorkflowName,
    /// This run's GUID (documented).
    WorkflowInstanceId,
    /// Who called: for an API call the key's name (documented).
    Username,
    /// The environment's name (documented).
    Profile,
    /// The raw request body (documented).
    RequestBody,
    /// The raw request headers, a line each, with an empty line at the end (observed in an exported Workflow).
    RequestHeaders,
    /// The request's media type (assumed: our own name).
    RequestContentType,
    /// The request's URL, its key masked (assumed: our own name).
    InvokeUri,
    /// The request's URL, its key masked (assumed: our own name).
    InvokeUrl,
}

impl RequestProperty {
    /// Every one with its name on the Variable Bar.
    pub const ALL: [(&'static str, Self); 12] = [
        ("FgSiteId", Self::SiteId),
        ("FgSiteName", Self::SiteName),
        ("FgWorkflowId", Self::WorkflowId),
        ("FgWorkflowName", Self::WorkflowName),
        ("FgWorkflowInstanceId", Self::WorkflowInstanceId),
        ("FgUsername", Self::Username),
        ("FgProfile", Self::Profile),
        ("FgRequestBody", Self::RequestBody),
        ("FgRequestHeaders", Self::RequestHeaders),
        ("FgRequestContentType", Self::RequestContentType),
        ("FgInvokeUri", Self::InvokeUri),
        ("FgInvokeUrl", Self::InvokeUrl),
    ];

    /// The property of that name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, property)| *property)
    }
}

/// Outputs that make the reply raw, or shape a raw one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseProperty {
    /// The reply's body as it stands; its presence switches the envelope off (documented).
    Body,
    /// The reply's media type (documented).
    ContentType,
    /// The reply's status, as text (documented).
    Code,
    /// More headers, `Name: value` a line (documented; the grammar is assumed).
    Headers,
}

impl ResponseProperty {
    /// Every one with its name on the Variable Bar.
    pub const ALL: [(&'static str, Self); 4] = [
        ("FgResponseBody", Self::Body),
        ("FgResponseContentType", Self::ContentType),
        ("FgResponseCode", Self::Code),
        ("FgResponseHeaders", Self::Headers),
    ];

    /// The property of that name, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, property)| *property)
    }
}
