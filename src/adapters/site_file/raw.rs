//! The site file as it is written, before anything is checked: the same structs say what the reader knows and what
//! the JSON Schema shows. A comment here is the description that an editor shows.

use schemars::JsonSchema;

use super::place::{At, Span};
use crate::site::PropertyType;

/// The fields of each table, by the heading that messages use for it.
pub(super) const EVERY_FIELD: [(&str, &[&str]); 11] = [
    ("the site file", &SITE_FILE),
    ("`[site]`", &SITE),
    ("`[[environment]]`", &ENVIRONMENT),
    ("`[[workflow]]`", &WORKFLOW),
    ("an input", &INPUT),
    ("an output", &OUTPUT),
    ("`[[workflow.reply]]`", &REPLY),
    ("`when`", &WHEN),
    ("a condition", &PATTERN),
    ("`[[key]]`", &KEY),
    ("`[[policy]]`", &POLICY),
];

pub(super) const SITE_FILE: [&str; 5] = ["site", "environment", "workflow", "key", "policy"];
pub(super) const SITE: [&str; 7] =
    ["name", "id", "generation", "disable-lag", "refusals", "reason-header", "body-limit"];
pub(super) const ENVIRONMENT: [&str; 3] = ["name", "hostname", "allowed-origins"];
pub(super) const WORKFLOW: [&str; 8] =
    ["name", "id", "method", "path", "environments", "inputs", "outputs", "reply"];
pub(super) const INPUT: [&str; 4] = ["default", "example", "description", "type"];
pub(super) const OUTPUT: [&str; 3] = ["value", "description", "type"];
pub(super) const REPLY: [&str; 7] =
    ["when", "status", "headers", "content-type", "body", "json", "body-file"];
pub(super) const WHEN: [&str; 5] = ["inputs", "query", "header", "key", "environment"];
pub(super) const PATTERN: [&str; 1] = ["regex"];
pub(super) const KEY: [&str; 8] =
    ["name", "enabled", "disabled-at", "environment", "primary", "secondary", "retired", "workflows"];
pub(super) const POLICY: [&str; 7] =
    ["name", "module", "mode", "settings", "timeout", "workflows", "on-failure"];

/// Fields whose values no secret belongs in, so that even a broken file's line may show them.
pub(super) const HARMLESS_FIELDS: [&str; 18] = [
    "name",
    "id",
    "generation",
    "disable-lag",
    "refusals",
    "reason-header",
    "body-limit",
    "hostname",
    "method",
    "path",
    "type",
    "status",
    "content-type",
    "enabled",
    "environment",
    "module",
    "mode",
    "timeout",
];

/// A Flowgear site for localgear: environments, Workflows, API Keys and policies.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct SiteFile {
    /// The site itself.
    #[schemars(required)]
    pub(super) site: Option<SiteTable>,
    /// Site Environments; without any there are `Production` and `Test`.
    #[schemars(default)]
    pub(super) environment: Vec<EnvironmentTable>,
    /// Workflows as far as their callers can see them.
    #[schemars(default)]
    pub(super) workflow: Vec<WorkflowTable>,
    /// API Keys.
    #[schemars(default)]
    pub(super) key: Vec<KeyTable>,
    /// Policies, in the order of asking.
    #[schemars(default)]
    pub(super) policy: Vec<PolicyTable>,
}

/// The site itself.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct SiteTable {
    /// The site's name; in `classic` also its subdomain.
    #[schemars(required)]
    pub(super) name: Option<At<String>>,
    /// The site's GUID (`SiteId`); derived from the name when absent.
    #[schemars(extend("format" = "uuid"))]
    pub(super) id: Option<At<String>>,
    /// Which generation of the platform's edge: `classic` has one hostname and `_profile`, `modern` a hostname per environment.
    #[schemars(extend("enum" = ["classic", "modern"], "default" = "classic"))]
    pub(super) generation: Option<At<String>>,
    /// How long after being disabled a key may still work, such as `5m` or `0s`.
    #[schemars(extend("default" = "5m"))]
    pub(super) disable_lag: Option<At<String>>,
    /// How refusals look: `platform` answers 404 to nearly everything, `distinct` 401, 403 or 405 by cause.
    #[schemars(extend("enum" = ["platform", "distinct"], "default" = "platform"))]
    pub(super) refusals: Option<At<String>>,
    /// Whether replies carry `X-Localgear-Reason`.
    #[schemars(extend("default" = true))]
    pub(super) reason_header: Option<At<bool>>,
    /// Larger request bodies get 413, such as `32MiB`.
    #[schemars(extend("default" = "32MiB"))]
    pub(super) body_limit: Option<At<String>>,
}

/// A Site Environment.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct EnvironmentTable {
    /// Where the table stands.
    #[schemars(skip)]
    pub(super) span: Span,
    /// Its name, unique without regard to case.
    #[schemars(required)]
    pub(super) name: Option<At<String>>,
    /// The host that chooses it in the `modern` generation.
    pub(super) hostname: Option<At<String>>,
    /// Hosts without a scheme whose pages may read the replies; `*` alone or inside a host.
    #[schemars(default)]
    pub(super) allowed_origins: Vec<At<String>>,
}

/// A Workflow as far as its callers can see it.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct WorkflowTable {
    /// Where the table stands.
    #[schemars(skip)]
    pub(super) span: Span,
    /// Its name, unique in the site.
    #[schemars(required)]
    pub(super) name: Option<At<String>>,
    /// Its GUID; derived from the site's name and its own when absent.
    #[schemars(extend("format" = "uuid"))]
    pub(super) id: Option<At<String>>,
    /// The HTTP method it is bound to; without method and path it is not REST-bound.
    pub(super) method: Option<At<String>>,
    /// The URI template it is bound to, such as `/customers/{id}?state={state}`.
    #[schemars(extend("pattern" = "^/"))]
    pub(super) path: Option<At<String>>,
    /// Where it is published; everywhere when absent.
    pub(super) environments: Option<Vec<At<String>>>,
    /// Variable Bar inputs; template variables are inputs even when not listed.
    #[schemars(with = "std::collections::BTreeMap<String, InputTable>", default)]
    pub(super) inputs: Vec<(At<String>, InputTable)>,
    /// Variable Bar outputs, returned in the default envelope.
    #[schemars(with = "std::collections::BTreeMap<String, OutputTable>", default)]
    pub(super) outputs: Vec<(At<String>, OutputTable)>,
    /// Raw replies, the first whose `when` holds; none at all: the default envelope.
    #[schemars(default)]
    pub(super) reply: Vec<ReplyTable>,
}

/// A Variable Bar input.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct InputTable {
    /// What it holds when a call does not say.
    pub(super) default: Option<At<String>>,
    /// A value for documentation and generated tests.
    pub(super) example: Option<At<String>>,
    /// What it is for.
    pub(super) description: Option<At<String>>,
    /// What kind of text it holds.
    #[schemars(rename = "type")]
    pub(super) kind: Option<At<PropertyType>>,
}

/// A Variable Bar output.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct OutputTable {
    /// The template it is filled with; absent: `null`.
    pub(super) value: Option<At<String>>,
    /// What it is for.
    pub(super) description: Option<At<String>>,
    /// What kind of text it holds.
    #[schemars(rename = "type")]
    pub(super) kind: Option<At<PropertyType>>,
}

/// A raw reply.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ReplyTable {
    /// When it applies; everything in it must hold.
    pub(super) when: Option<WhenTable>,
    /// The HTTP status.
    #[schemars(with = "Option<u16>", range(min = 200, max = 599), extend("default" = 200))]
    pub(super) status: Option<At<i64>>,
    /// Headers; the values are templates.
    #[schemars(with = "std::collections::BTreeMap<String, String>", default)]
    pub(super) headers: Vec<(At<String>, At<String>)>,
    /// The media type.
    pub(super) content_type: Option<At<String>>,
    /// The body: a template whose placeholders insert text as it is.
    pub(super) body: Option<At<String>>,
    /// The body: a JSON template whose placeholders insert JSON-escaped text.
    pub(super) json: Option<At<String>>,
    /// The body: a file beside the site file or below it, sent as it is.
    pub(super) body_file: Option<At<String>>,
}

/// When a reply applies; everything that is said must hold.
#[derive(Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::adapters) struct WhenTable {
    /// Inputs by name.
    #[schemars(with = "std::collections::BTreeMap<String, PatternValue>", default)]
    pub(in crate::adapters) inputs: Vec<(At<String>, PatternValue)>,
    /// Query values by name.
    #[schemars(with = "std::collections::BTreeMap<String, PatternValue>", default)]
    pub(in crate::adapters) query: Vec<(At<String>, PatternValue)>,
    /// Headers by name, without regard to case.
    #[schemars(with = "std::collections::BTreeMap<String, PatternValue>", default)]
    pub(in crate::adapters) header: Vec<(At<String>, PatternValue)>,
    /// The calling key's name.
    pub(in crate::adapters) key: Option<At<String>>,
    /// The environment that was called.
    pub(in crate::adapters) environment: Option<At<String>>,
}

/// What a text must look like: exactly this, or a regular expression.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(in crate::adapters) enum PatternValue {
    /// Exactly this text.
    Exact(At<String>),
    /// A regular expression.
    Regex(RegexTable),
}

/// A regular expression, found anywhere in the text unless it is anchored.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(in crate::adapters) struct RegexTable {
    /// The expression.
    pub(in crate::adapters) regex: At<String>,
}

/// An API Key.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct KeyTable {
    /// Where the table stands.
    #[schemars(skip)]
    pub(super) span: Span,
    /// Its name, which InitialisationXml shows; unique in the site.
    #[schemars(required)]
    pub(super) name: Option<At<String>>,
    /// Whether it may be used.
    #[schemars(extend("default" = true))]
    pub(super) enabled: Option<At<bool>>,
    /// When it was disabled, RFC 3339; it works until `disable-lag` has passed since.
    #[schemars(extend("format" = "date-time"))]
    pub(super) disabled_at: Option<At<String>>,
    /// Target Site Environment; absent: untargeted, in `classic` only.
    pub(super) environment: Option<At<String>>,
    /// The first secret: `sha256:` and the 64 hexadecimal digits of its digest, or the plain text.
    pub(super) primary: Option<At<String>>,
    /// The second secret, which serves while the first is rotated.
    pub(super) secondary: Option<At<String>>,
    /// Digests of secrets that were rotated out, written by `localgear key rotate`.
    #[schemars(default)]
    pub(super) retired: Vec<At<String>>,
    /// Permitted Workflows by name, or `["*"]`.
    #[schemars(default)]
    pub(super) workflows: Vec<At<String>>,
}

/// A policy.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct PolicyTable {
    /// Where the table stands.
    #[schemars(skip)]
    pub(super) span: Span,
    /// Its name, unique in the site.
    #[schemars(required)]
    pub(super) name: Option<At<String>>,
    /// The WebAssembly component, relative to the site file.
    #[schemars(required)]
    pub(super) module: Option<At<String>>,
    /// `enforce` refuses calls, `monitor` only reports findings.
    #[schemars(extend("enum" = ["enforce", "monitor"], "default" = "enforce"))]
    pub(super) mode: Option<At<String>>,
    /// What the policy is told.
    #[schemars(with = "Option<serde_json::Map<String, serde_json::Value>>")]
    pub(super) settings: Option<serde_json::Value>,
    /// How long one answer may take, such as `50ms`.
    #[schemars(extend("default" = "50ms"))]
    pub(super) timeout: Option<At<String>>,
    /// The Workflows it is asked about; all when absent.
    pub(super) workflows: Option<Vec<At<String>>>,
    /// What happens to a call when the policy fails to answer.
    #[schemars(extend("enum" = ["deny", "allow"], "default" = "deny"))]
    pub(super) on_failure: Option<At<String>>,
}
