//! SARIF 2.1.0, for code scanning: every rule is listed with its page and its weakness, paths are relative, and what was
//! not looked at is a notification.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification,
    PhysicalLocation, PropertyBag, Region, ReportingConfiguration, ReportingDescriptor,
    ReportingDescriptorReference, ReportingDescriptorRelationship, Result as Found, ResultLevel, Run, Sarif,
    Tool, ToolComponent, ToolComponentReference,
};

use super::{PolicyRule, Report, Skipped};
use crate::finding::{Finding, Place, RULES, Rule, Severity};
use crate::lint::rules::page;

/// Most results of a run: GitHub keeps no more, so the heaviest are kept here and the rest is counted.
pub const RESULTS_MAX: usize = 5_000;

/// Most skipped files that are told each; the rest is counted.
const NOTIFICATIONS_MAX: usize = 1_000;

/// Where paths are relative to: where the run started.
const BASE: &str = "%SRCROOT%";

/// The taxonomy of weaknesses.
const CWE: &str = "CWE";

/// The name under which a finding is known again.
const FINGERPRINT: &str = "localgear/v1";

/// What may stand in a path of a URI as it is.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The report as SARIF.
#[must_use]
pub fn sarif(report: &Report) -> String {
    let order: BTreeMap<&str, usize> = RULES
        .iter()
        .map(|rule| rule.id)
        .chain(report.policy_rules.iter().map(|rule| rule.id.as_str()))
        .zip(0..)
        .collect();
    let mut kept: Vec<&Finding> = report.findings.iter().collect();
    let left_out = kept.len().saturating_sub(RESULTS_MAX);
    if left_out > 0 {
        kept.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        kept.truncate(RESULTS_MAX);
    }
    let results: Vec<Found> = kept.into_iter().map(|finding| result(finding, &order)).collect();
    let rules = RULES.iter().map(|rule| own_rule(rule)).chain(report.policy_rules.iter().map(policy_rule));
    let driver = ToolComponent::builder()
        .name("localgear")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(rules.collect::<Vec<_>>())
        .supported_taxonomies(vec![taxonomy_reference()])
        .build();
    let root = Message::builder().text("where the run started").build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind(json!("unicodeCodePoints"))
        .original_uri_base_ids(BTreeMap::from([(
            BASE.to_owned(),
            ArtifactLocation::builder().description(root).build(),
        )]))
        .invocations(vec![invocation(report, left_out)])
        .taxonomies(vec![taxonomy()])
        .results(results)
        .properties(bag([
            ("filtered", json!(report.aside.reasons)),
            ("suppressed", json!(report.tally.suppressed)),
            ("baselined", json!(report.tally.known)),
        ]))
        .build();
    let whole = Sarif::builder()
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .version(json!("2.1.0"))
        .runs(vec![run])
        .build();
    // Strings and numbers in maps with text for keys: nothing that JSON could not hold.
    format!("{}\n", serde_json::to_string_pretty(&whole).unwrap_or_default())
}

fn level(severity: Severity) -> &'static str {
    severity.as_str()
}

fn message(text: impl Into<String>) -> Message {
    Message::builder().text(text.into()).build()
}

fn words(text: impl Into<String>) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text.into()).build()
}

fn bag<const N: usize>(properties: [(&str, Value); N]) -> PropertyBag {
    let properties = properties.into_iter().map(|(name, value)| (name.to_owned(), value));
    PropertyBag::builder().additional_properties(properties.collect::<BTreeMap<_, _>>()).build()
}

fn own_rule(rule: &Rule) -> ReportingDescriptor {
    let help = MultiformatMessageString::builder()
        .text(rule.help.to_owned())
        .markdown(page(rule.id).unwrap_or_default().to_owned())
        .build();
    let mut tags = vec!["security".to_owned(), "flowgear".to_owned()];
    tags.extend(rule.cwe.map(|cwe| format!("external/cwe/cwe-{cwe:03}")));
    let mut properties =
        bag([("security-severity", json!(weight(rule.severity))), ("precision", json!("high"))]);
    properties.tags = Some(tags);
    let mut descriptor = ReportingDescriptor::builder()
        .id(rule.id.to_owned())
        .name(rule.id.to_owned())
        .short_description(words(rule.title))
        .full_description(words(rule.title))
        .help(help)
        .default_configuration(ReportingConfiguration::builder().level(json!(level(rule.severity))).build())
        .properties(properties)
        .build();
    descriptor.relationships = rule.cwe.map(|cwe| vec![relationship(cwe)]);
    descriptor
}

/// What GitHub sorts by: a number from 0 to 10.
fn weight(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "8.0",
        Severity::Warning => "5.5",
        Severity::Note => "2.0",
    }
}

fn policy_rule(rule: &PolicyRule) -> ReportingDescriptor {
    ReportingDescriptor::builder()
        .id(rule.id.clone())
        .name(rule.id.clone())
        .short_description(words(rule.title.clone()))
        .full_description(words(rule.title.clone()))
        .help(words(rule.help.clone()))
        .default_configuration(ReportingConfiguration::builder().level(json!(level(rule.severity))).build())
        .build()
}

fn relationship(cwe: u16) -> ReportingDescriptorRelationship {
    let target = ReportingDescriptorReference::builder()
        .id(cwe.to_string())
        .tool_component(taxonomy_reference())
        .build();
    ReportingDescriptorRelationship::builder().target(target).kinds(vec!["superset".to_owned()]).build()
}

fn taxonomy_reference() -> ToolComponentReference {
    ToolComponentReference::builder().name(CWE.to_owned()).index(0).build()
}

/// The weaknesses that rules are instances of.
fn taxonomy() -> ToolComponent {
    let mut weaknesses: Vec<u16> = RULES.iter().filter_map(|rule| rule.cwe).collect();
    weaknesses.sort_unstable();
    weaknesses.dedup();
    let taxa = weaknesses.into_iter().map(|cwe| {
        ReportingDescriptor::builder()
            .id(cwe.to_string())
            .help_uri(format!("https://cwe.mitre.org/data/definitions/{cwe}.html"))
            .build()
    });
    ToolComponent::builder()
        .name(CWE.to_owned())
        .organization("MITRE".to_owned())
        .short_description(words("The MITRE Common Weakness Enumeration"))
        .information_uri("https://cwe.mitre.org/".to_owned())
        .is_comprehensive(false)
        .taxa(taxa.collect::<Vec<_>>())
        .build()
}

fn result(finding: &Finding, order: &BTreeMap<&str, usize>) -> Found {
    let properties = finding.properties.iter().map(|(name, value)| (name.to_owned(), value.into()));
    let revision =
        finding.place.revision.as_ref().map(|revision| ("revision".to_owned(), json!(&**revision)));
    let properties: BTreeMap<String, Value> = properties.chain(revision).collect();
    let mut result = Found::builder()
        .rule_id(finding.rule.to_string())
        .level(match finding.severity {
            Severity::Error => ResultLevel::Error,
            Severity::Warning => ResultLevel::Warning,
            Severity::Note => ResultLevel::Note,
        })
        .message(message(format!("{}; {}", finding.message, finding.help)))
        .locations(vec![location(&finding.place, None)])
        .partial_fingerprints(BTreeMap::from([(FINGERPRINT.to_owned(), finding.fingerprint.to_string())]))
        .build();
    result.rule_index = order.get(&*finding.rule).and_then(|at| i64::try_from(*at).ok());
    if !finding.related.is_empty() {
        let related = (1..).zip(&finding.related).map(|(id, place)| location(place, Some(id)));
        result.related_locations = Some(related.collect());
    }
    if !properties.is_empty() {
        result.properties = Some(PropertyBag::builder().additional_properties(properties).build());
    }
    result
}

/// A place; one of several has an id and says what it is.
fn location(place: &Place, id: Option<i64>) -> Location {
    let number = |count: usize| i64::try_from(count.max(1)).unwrap_or(i64::MAX);
    let region = Region::builder()
        .start_line(number(place.start.line))
        .start_column(number(place.start.column))
        .end_line(number(place.end.line))
        .end_column(number(place.end.column))
        .build();
    let physical =
        PhysicalLocation::builder().artifact_location(artifact(&place.path)).region(region).build();
    let mut location = Location::builder().physical_location(physical).build();
    location.id = id;
    location.message = id.map(|_| message("the same again"));
    location
}

/// A file by its relative URI; one outside of where the run started by its absolute one.
fn artifact(path: &str) -> ArtifactLocation {
    let encoded = utf8_percent_encode(path.trim_start_matches("./"), PATH).to_string();
    match path.starts_with('/') {
        true => ArtifactLocation::builder().uri(format!("file://{encoded}")).build(),
        false => ArtifactLocation::builder().uri(encoded).uri_base_id(BASE.to_owned()).build(),
    }
}

fn invocation(report: &Report, left_out: usize) -> Invocation {
    let mut notifications: Vec<Notification> = Vec::new();
    if left_out > 0 {
        let text = format!(
            "{left_out} more results are not in this report, which holds the {RESULTS_MAX} heaviest; `--format json` has all"
        );
        notifications.push(Notification::builder().message(message(text)).level(json!("warning")).build());
    }
    notifications.extend(report.skipped.iter().take(NOTIFICATIONS_MAX).map(skipped));
    if report.skipped.len() > NOTIFICATIONS_MAX {
        let more = report.skipped.len() - NOTIFICATIONS_MAX;
        let text = format!("{more} more files were skipped; `--format json` lists all");
        notifications.push(Notification::builder().message(message(text)).level(json!("warning")).build());
    }
    let notes = report
        .notices
        .iter()
        .map(|notice| Notification::builder().message(message(notice.as_str())).level(json!("note")).build());
    notifications.extend(notes);
    Invocation::builder()
        .execution_successful(!report.skipped.iter().any(|one| one.failed))
        .tool_execution_notifications(notifications)
        .build()
}

fn skipped(one: &Skipped) -> Notification {
    let physical = PhysicalLocation::builder().artifact_location(artifact(&one.path)).build();
    Notification::builder()
        .message(message(format!("skipped: {}", one.why)))
        .level(json!(if one.failed { "error" } else { "note" }))
        .locations(vec![Location::builder().physical_location(physical).build()])
        .build()
}
