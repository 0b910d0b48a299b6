//! Nouns: what a Flowgear site is made of. Knows nothing of traffic, files or the network.

mod api_key;
mod environment;
mod initialisation_xml;
mod key_ring;
mod key_secret;
mod key_view;
mod live;
mod mask;
mod moment;
mod name;
mod policy_binding;
mod route_index;
mod stub;
mod template;
mod uri_template;
mod variable_bar;
mod whole;
mod workflow;

pub use api_key::{ApiKey, KEYS_MAX, KeyIndex, KeyState, Permitted, RETIRED_MAX, Slot, WorksUntil};
pub use environment::{
    AllowedOrigins, DEFAULT_ENVIRONMENT, ENVIRONMENTS_MAX, Environment, EnvironmentIndex, eq_ignore_case,
};
pub use initialisation_xml::InitialisationXml;
pub use key_ring::KeyRing;
pub use key_secret::{KeySecret, SECRET_BYTES, SECRET_BYTES_MAX, SECRET_CHARS, SecretDigest};
pub use key_view::KeyView;
pub use live::{KeyChange, LiveSite};
pub use mask::{MASKED, Mask};
pub use moment::{DURATION_MAX, Moment, parse_duration};
pub use name::{NAME_CHARS_MAX, Name, NameFault, nearest};
pub use policy_binding::{OnFailure, POLICIES_MAX, POLICY_TIMEOUT_DEFAULT, PolicyBinding, PolicyMode};
pub use route_index::{CLASHES_MAX, PathSegment, RouteIndex};
pub use stub::{Condition, Pattern, REPLIES_MAX, StubBody, StubReply};
pub use template::{Insertion, RenderFault, TEMPLATE_FUEL_MAX, TemplateFault, TemplateId, Templates};
pub use uri_template::{
    QueryPart, RESERVED_FIRST_SEGMENTS, SEGMENTS_MAX, Segment, UriTemplate, UriTemplateFault, encode,
};
pub use variable_bar::{Input, Output, PROPERTIES_MAX, PropertyType, RequestProperty, ResponseProperty};
pub use whole::{
    BODY_BYTES_DEFAULT, BODY_BYTES_MAX, DISABLE_LAG_DEFAULT, Generation, Refusals, Site, SiteParts,
};
pub use workflow::{Binding, WORKFLOWS_MAX, Workflow, WorkflowIndex};
