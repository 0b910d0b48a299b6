//! `[[workflow]]`: binding, Variable Bar, replies.

use http::Method;
use uuid::Uuid;

use super::faults::{Faults, listed, quoted};
use super::place::At;
use super::weigh::Desk;
use super::{raw, replies, words};
use crate::site::{
    Binding, EnvironmentIndex, Input, Insertion, Name, Output, PropertyType, UriTemplate, UriTemplateFault,
    Workflow, eq_ignore_case,
};

/// Methods that a Workflow may be bound to.
const METHODS: [(&str, Method); 7] = [
    ("GET", Method::GET),
    ("POST", Method::POST),
    ("PUT", Method::PUT),
    ("PATCH", Method::PATCH),
    ("DELETE", Method::DELETE),
    ("HEAD", Method::HEAD),
    ("OPTIONS", Method::OPTIONS),
];

/// Every Workflow of the file.
pub(super) fn all(file: &raw::SiteFile, site: Uuid, desk: &mut Desk<'_>) -> Vec<Workflow> {
    file.workflow.iter().filter_map(|table| one(table, site, desk)).collect()
}

fn one(table: &raw::WorkflowTable, site: Uuid, desk: &mut Desk<'_>) -> Option<Workflow> {
    let name = table.name.as_ref().and_then(|name| words::name(name, &mut desk.faults));
    let id = table.id.as_ref().and_then(|id| words::guid(id, &mut desk.faults));
    let binding = binding(table, &mut desk.faults);
    let environments = environments(table, desk);
    let inputs = inputs(table, binding.as_ref(), &mut desk.faults);
    let input_names: Vec<&str> = inputs.iter().map(|input| input.name.as_str()).collect();
    let outputs = table.outputs.iter().filter_map(|(name, output)| {
        let name = words::name(name, &mut desk.faults);
        let value = output.value.as_ref();
        let value = value.map(|value| desk.template(value, Insertion::Verbatim, &input_names, true));
        Some(Output {
            name: name?,
            value: value.flatten(),
            description: output.description.as_ref().map(|text| text.value.clone()),
            kind: output.kind.as_ref().map(|kind| kind.value).unwrap_or_default(),
        })
    });
    let outputs: Vec<Output> = outputs.collect();
    let replies = table.reply.iter().filter_map(|reply| replies::one(reply, &input_names, desk)).collect();
    let name = name?;
    let id = id.unwrap_or_else(|| Uuid::new_v5(&site, name.as_str().as_bytes()));
    Some(Workflow { id, name, binding, environments, inputs, outputs, replies })
}

/// Method and path, both or neither.
fn binding(table: &raw::WorkflowTable, faults: &mut Faults) -> Option<Binding> {
    match (&table.method, &table.path) {
        (None, None) => None,
        (Some(method), None) => {
            let advice = "add `path = \"/…\"`, or remove `method` if it is not REST-bound";
            faults.add_of_whole("half-binding", &method.span, "`method` stands without `path`", advice);
            None
        }
        (None, Some(path)) => {
            let advice = "add `method = \"GET\"` or another, or remove `path` if it is not REST-bound";
            faults.add_of_whole("half-binding", &path.span, "`path` stands without `method`", advice);
            template(path, faults);
            None
        }
        (Some(method), Some(path)) => {
            let method = self::method(method, faults);
            let template = template(path, faults);
            Some(Binding { method: method?, template: template? })
        }
    }
}

fn method(text: &At<String>, faults: &mut Faults) -> Option<Method> {
    let upper = text.value.to_ascii_uppercase();
    let found = METHODS.iter().find(|(known, _)| *known == upper).map(|(_, method)| method.clone());
    if found.is_none() {
        let known = || METHODS.iter().map(|(known, _)| *known);
        let advice = match faults.nearest(&upper, known()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of {}", listed(known())),
        };
        let message = format!("{} is no method that a Workflow can be bound to", quoted(&text.value));
        faults.add("bad-method", &text.span, message, &advice);
    }
    found
}

fn template(text: &At<String>, faults: &mut Faults) -> Option<UriTemplate> {
    let template = UriTemplate::parse(text.as_str());
    let report = |fault: UriTemplateFault| {
        let (code, advice) = match fault {
            UriTemplateFault::Reserved(_) | UriTemplateFault::ReservedQuery(_) => {
                ("reserved-path", "choose another")
            }
            UriTemplateFault::NoSlash
            | UriTemplateFault::EmptySegment
            | UriTemplateFault::Mixed(_)
            | UriTemplateFault::VariableName(_)
            | UriTemplateFault::Repeated(_)
            | UriTemplateFault::QueryPart(_)
            | UriTemplateFault::Character(_)
            | UriTemplateFault::Deep(_) => ("bad-path", "a path looks like `/customers/{id}?state={state}`"),
        };
        faults.add(code, &text.span, fault.to_string(), advice);
    };
    template.map_err(report).ok()
}

/// Where it is published; naming every environment is the same as naming none.
fn environments(table: &raw::WorkflowTable, desk: &mut Desk<'_>) -> Vec<EnvironmentIndex> {
    let Some(named) = &table.environments else { return Vec::new() };
    if named.is_empty() {
        let advice = "name an environment, or leave `environments` out to publish it everywhere";
        desk.faults.add(
            "unpublished",
            &table.span,
            "`environments` is empty, so it is published nowhere",
            advice,
        );
    }
    let found = named.iter().filter_map(|name| desk.names.environment(name, &mut desk.faults));
    let mut found: Vec<EnvironmentIndex> = found.collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Listed inputs, then template variables that are not listed.
fn inputs(table: &raw::WorkflowTable, binding: Option<&Binding>, faults: &mut Faults) -> Vec<Input> {
    let text = |text: &Option<At<String>>| text.as_ref().map(|text| text.value.clone());
    let listed = table.inputs.iter().filter_map(|(name, input)| {
        Some(Input {
            name: words::name(name, faults)?,
            default: text(&input.default),
            example: text(&input.example),
            description: text(&input.description),
            kind: input.kind.as_ref().map(|kind| kind.value).unwrap_or_default(),
        })
    });
    let mut inputs: Vec<Input> = listed.collect();
    for variable in binding.into_iter().flat_map(|binding| binding.template.variables()) {
        if !inputs.iter().any(|input| eq_ignore_case(input.name.as_str(), variable.as_str())) {
            inputs.push(unlisted(variable));
        }
    }
    inputs
}

fn unlisted(variable: &Name) -> Input {
    let (default, example, description) = (None, None, None);
    Input { name: variable.clone(), default, example, description, kind: PropertyType::default() }
}
