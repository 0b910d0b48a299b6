//! From the parsed file to [`raw`] structs: every field by its name and type.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::faults::{Faults, listed, quoted};
use super::fields::{Fields, as_table, text, wrong_type};
use super::place::{At, Span};
use super::raw;
use crate::site::{
    ENVIRONMENTS_MAX, KEYS_MAX, KeySecret, POLICIES_MAX, PROPERTIES_MAX, PropertyType, REPLIES_MAX,
    SecretDigest, WORKFLOWS_MAX,
};

/// The whole file.
pub(super) fn site_file(root: &DeTable<'_>, faults: &mut Faults) -> raw::SiteFile {
    let fields = Fields::new(root, 0..0, ("the site file", &raw::SITE_FILE), faults);
    let site = fields.table("site", faults).map(|(table, span)| site(table, span, faults));
    if site.is_none() {
        faults.add_of_whole(
            "missing-field",
            &(0..0),
            "the file has no `[site]`",
            "begin it with `[site]` and `name = \"…\"`",
        );
    }
    raw::SiteFile {
        site,
        environment: many(&fields, "environment", ENVIRONMENTS_MAX, environment, faults),
        workflow: many(&fields, "workflow", WORKFLOWS_MAX, workflow, faults),
        key: many(&fields, "key", KEYS_MAX, key, faults),
        policy: many(&fields, "policy", POLICIES_MAX, policy, faults),
    }
}

/// Every table of an array, no more than its limit.
pub(in crate::adapters) fn many<'t, 'i, T>(
    fields: &Fields<'t, 'i>,
    name: &str,
    limit: usize,
    read: impl Fn(&'t DeTable<'i>, Span, &mut Faults) -> T,
    faults: &mut Faults,
) -> Vec<T> {
    let tables = fields.tables(name, faults);
    if let Some((_, span)) = tables.get(limit) {
        let message = format!("there are {} of `{name}`, and {limit} is the most", tables.len());
        faults.add("too-many", span, message, "");
    }
    tables.into_iter().take(limit).map(|(table, span)| read(table, span, faults)).collect()
}

fn site(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::SiteTable {
    let fields = Fields::new(table, span, ("`[site]`", &raw::SITE), faults);
    raw::SiteTable {
        name: fields.required_text("name", faults),
        id: fields.text("id", faults),
        generation: fields.text("generation", faults),
        disable_lag: fields.text("disable-lag", faults),
        refusals: fields.text("refusals", faults),
        reason_header: fields.boolean("reason-header", faults),
        body_limit: fields.text("body-limit", faults),
    }
}

fn environment(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::EnvironmentTable {
    let fields = Fields::new(table, span, ("`[[environment]]`", &raw::ENVIRONMENT), faults);
    raw::EnvironmentTable {
        name: fields.required_text("name", faults),
        hostname: fields.text("hostname", faults),
        allowed_origins: fields.texts("allowed-origins", faults).unwrap_or_default(),
        span: fields.span,
    }
}

fn workflow(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::WorkflowTable {
    let fields = Fields::new(table, span, ("`[[workflow]]`", &raw::WORKFLOW), faults);
    raw::WorkflowTable {
        name: fields.required_text("name", faults),
        id: fields.text("id", faults),
        method: fields.text("method", faults),
        path: fields.text("path", faults),
        environments: fields.texts("environments", faults),
        inputs: properties(&fields, "inputs", input, faults),
        outputs: properties(&fields, "outputs", output, faults),
        reply: many(&fields, "reply", REPLIES_MAX, reply, faults),
        span: fields.span,
    }
}

/// Inputs or outputs, in the file's order.
fn properties<'t, 'i, T>(
    fields: &Fields<'t, 'i>,
    name: &str,
    read: impl Fn(&'t DeTable<'i>, Span, &mut Faults) -> T,
    faults: &mut Faults,
) -> Vec<(At<String>, T)> {
    let entries = fields.entries(name, faults);
    if let Some((extra, _)) = entries.get(PROPERTIES_MAX) {
        let message = format!("there are {} {name}, and {PROPERTIES_MAX} is the most", entries.len());
        faults.add("too-many", &extra.span, message, "");
    }
    let property = |(name, value): (At<String>, &'t Spanned<DeValue<'i>>)| {
        let (table, span) = as_table(value, name.as_str(), faults)?;
        Some((name, read(table, span, faults)))
    };
    entries.into_iter().take(PROPERTIES_MAX).filter_map(property).collect()
}

fn input(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::InputTable {
    let fields = Fields::new(table, span, ("an input", &raw::INPUT), faults);
    let kind = property_type(&fields, faults);
    let input = raw::InputTable {
        default: fields.text("default", faults),
        example: fields.text("example", faults),
        description: fields.text("description", faults),
        kind,
    };
    // A type that cannot be read may have been meant to say `secret`.
    if input.kind.as_ref().is_none_or(|kind| kind.value == PropertyType::Secret) && fields.has("type") {
        fields.hide("default", faults);
        fields.hide("example", faults);
        let texts = [&input.default, &input.example].into_iter().flatten();
        faults.secrets.extend(texts.filter_map(|text| KeySecret::parse(text.as_str())));
    }
    input
}

fn output(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::OutputTable {
    let fields = Fields::new(table, span, ("an output", &raw::OUTPUT), faults);
    raw::OutputTable {
        value: fields.text("value", faults),
        description: fields.text("description", faults),
        kind: property_type(&fields, faults),
    }
}

fn property_type(fields: &Fields<'_, '_>, faults: &mut Faults) -> Option<At<PropertyType>> {
    let word = fields.text("type", faults)?;
    let known = PropertyType::ALL.iter().find(|(known, _)| *known == word.value);
    if known.is_none() {
        let words = || PropertyType::ALL.iter().map(|(word, _)| *word);
        let advice = match faults.nearest(word.as_str(), words()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the types are {}", listed(words())),
        };
        let message = format!("{} is no type of a property", quoted(&word.value));
        faults.add("unknown-word", &word.span, message, &advice);
    }
    known.map(|(_, kind)| word.with(*kind))
}

fn reply(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::ReplyTable {
    let fields = Fields::new(table, span, ("`[[workflow.reply]]`", &raw::REPLY), faults);
    let headers = fields.entries("headers", faults);
    let header = |(name, value): (At<String>, &Spanned<DeValue<'_>>)| {
        let value = text(value, name.as_str(), faults)?;
        Some((name, value))
    };
    let headers = headers.into_iter().filter_map(header).collect();
    raw::ReplyTable {
        when: fields.table("when", faults).map(|(table, span)| when(table, span, faults)),
        status: fields.integer("status", faults),
        headers,
        content_type: fields.text("content-type", faults),
        body: fields.text("body", faults),
        json: fields.text("json", faults),
        body_file: fields.text("body-file", faults),
    }
}

pub(in crate::adapters) fn when(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::WhenTable {
    let fields = Fields::new(table, span, ("`when`", &raw::WHEN), faults);
    raw::WhenTable {
        inputs: patterns(&fields, "inputs", faults),
        query: patterns(&fields, "query", faults),
        header: patterns(&fields, "header", faults),
        key: fields.text("key", faults),
        environment: fields.text("environment", faults),
    }
}

fn patterns(
    fields: &Fields<'_, '_>,
    name: &str,
    faults: &mut Faults,
) -> Vec<(At<String>, raw::PatternValue)> {
    let entries = fields.entries(name, faults);
    let pattern = |(name, value): (At<String>, &Spanned<DeValue<'_>>)| {
        let pattern = match value.get_ref() {
            DeValue::String(exact) => {
                raw::PatternValue::Exact(At { value: exact.to_string(), span: value.span() })
            }
            DeValue::Table(table) => {
                let fields = Fields::new(table, value.span(), ("a condition", &raw::PATTERN), faults);
                raw::PatternValue::Regex(raw::RegexTable { regex: fields.required_text("regex", faults)? })
            }
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => {
                wrong_type(value, name.as_str(), "text", faults);
                return None;
            }
        };
        Some((name, pattern))
    };
    entries.into_iter().filter_map(pattern).collect()
}

fn key(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::KeyTable {
    let fields = Fields::new(table, span, ("`[[key]]`", &raw::KEY), faults);
    let key = raw::KeyTable {
        name: fields.required_text("name", faults),
        enabled: fields.boolean("enabled", faults),
        disabled_at: fields.moment("disabled-at", faults),
        environment: fields.text("environment", faults),
        primary: fields.text("primary", faults),
        secondary: fields.text("secondary", faults),
        retired: fields.texts("retired", faults).unwrap_or_default(),
        workflows: fields.texts("workflows", faults).unwrap_or_default(),
        span: fields.span.clone(),
    };
    for slot in ["primary", "secondary", "retired"] {
        fields.hide(slot, faults);
    }
    let texts = [&key.primary, &key.secondary].into_iter().flatten().chain(&key.retired);
    let plain = texts.filter(|text| SecretDigest::parse(text.as_str()).is_none());
    faults.secrets.extend(plain.filter_map(|text| KeySecret::parse(text.as_str())));
    key
}

fn policy(table: &DeTable<'_>, span: Span, faults: &mut Faults) -> raw::PolicyTable {
    let fields = Fields::new(table, span, ("`[[policy]]`", &raw::POLICY), faults);
    raw::PolicyTable {
        name: fields.required_text("name", faults),
        module: fields.required_text("module", faults),
        mode: fields.text("mode", faults),
        settings: fields.json("settings", faults),
        timeout: fields.text("timeout", faults),
        workflows: fields.texts("workflows", faults),
        on_failure: fields.text("on-failure", faults),
        span: fields.span,
    }
}
