//! What a sound file may still be told: things that work, and are probably not meant.

use std::collections::HashSet;

use super::diagnostic::{DIAGNOSTICS_MAX, Diagnostic};
use super::faults::{Faults, quoted};
use super::place::Span;
use super::{raw, sample, scope, witness};
use crate::finding::Severity;
use crate::site::{
    DEFAULT_ENVIRONMENT, EnvironmentIndex, Generation, Permitted, ResponseProperty, SecretDigest, Site,
    StubBody, Workflow, WorkflowIndex,
};

/// The warnings of one file so far.
struct Warnings<'f> {
    file: &'f raw::SiteFile,
    site: &'f Site,
    text: &'f str,
    list: Vec<Diagnostic>,
    unsaid: usize,
}

/// Every warning of a sound file, and how many more there were than are kept.
pub(super) fn all(file: &raw::SiteFile, site: &Site, text: &str) -> (Vec<Diagnostic>, usize) {
    let mut warnings = Warnings { file, site, text, list: Vec::new(), unsaid: 0 };
    warnings.of_site();
    warnings.of_keys();
    warnings.of_callers();
    for (table, workflow) in file.workflow.iter().zip(site.workflows()) {
        warnings.of_outputs(table, workflow);
        warnings.of_replies(table, workflow);
    }
    warnings.of_routes();
    (warnings.list, warnings.unsaid)
}

impl Warnings<'_> {
    fn add(&mut self, code: &'static str, span: &Span, message: String, advice: String) {
        if self.list.len() == DIAGNOSTICS_MAX {
            self.unsaid += 1;
            return;
        }
        let severity = Severity::Warning;
        self.list.push(Diagnostic { code, severity, span: span.clone(), message, advice: Some(advice) });
    }

    /// A classic call that names no environment means Production.
    fn of_site(&mut self) {
        if self.site.parts().generation == Generation::Classic && self.site.default_environment().is_none() {
            let first = self.file.environment.first().and_then(|table| table.name.as_ref());
            let span = first.map_or(0..0, |name| name.span.clone());
            let message = format!(
                "no environment is named `{DEFAULT_ENVIRONMENT}`, so calls without `_profile` reach nothing"
            );
            self.add("no-production", &span, message, format!("add one named `{DEFAULT_ENVIRONMENT}`"));
        }
    }

    fn of_keys(&mut self) {
        for table in &self.file.key {
            let name = table.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
            for (slot, text) in [("primary", &table.primary), ("secondary", &table.secondary)] {
                let Some(text) = text else { continue };
                if SecretDigest::parse(text.as_str()).is_none() {
                    let message = format!("the {slot} secret of {} stands here in plain text", quoted(&name));
                    let advice =
                        format!("replace it with `localgear key rotate SITE {name:?} --slot {slot}`");
                    self.add("plain-secret", &text.span, message, advice);
                }
            }
            if let Some(star) = table.workflows.iter().find(|name| name.value == "*") {
                let message =
                    format!("the key {} permits every Workflow, those to come included", quoted(&name));
                self.add("permits-all", &star.span, message, "name the Workflows that it needs".to_owned());
            }
            if table.environment.is_none() {
                let message = format!("the key {} is for every environment", quoted(&name));
                let advice = "add `environment = \"…\"`, so that a test key cannot reach Production";
                self.add("untargeted-key", &table.span, message, advice.to_owned());
            }
        }
    }

    /// REST-bound Workflows that no key permits where they are published.
    fn of_callers(&mut self) {
        let mut everywhere: HashSet<Option<EnvironmentIndex>> = HashSet::new();
        let mut reached = vec![false; self.site.workflows().len()];
        for key in self.site.keys().keys() {
            match &key.permitted {
                Permitted::All => {
                    everywhere.insert(key.environment);
                }
                Permitted::Only(workflows) => {
                    for index in workflows {
                        if let Some(workflow) = self.site.workflow(*index)
                            && key.environment.is_none_or(|environment| workflow.is_published_in(environment))
                            && let Some(flag) = reached.get_mut(index.0 as usize)
                        {
                            *flag = true;
                        }
                    }
                }
            }
        }
        let (file, site) = (self.file, self.site);
        for ((table, workflow), reached) in file.workflow.iter().zip(site.workflows()).zip(reached) {
            let by_star = || {
                let mut targets = everywhere.iter();
                targets.any(|target| target.is_none_or(|environment| workflow.is_published_in(environment)))
            };
            if workflow.binding.is_some() && !reached && !by_star() {
                let message = format!("no key may call the Workflow {}", quoted(&workflow.name));
                let advice = "name it in the `workflows` of a key for an environment where it is published";
                self.add("nobody-may-call", &table.span, message, advice.to_owned());
            }
        }
    }

    fn of_outputs(&mut self, table: &raw::WorkflowTable, workflow: &Workflow) {
        let inputs: Vec<&str> = workflow.inputs.iter().map(|input| input.name.as_str()).collect();
        for ((name, written), output) in table.outputs.iter().zip(&workflow.outputs) {
            if name.value.starts_with("Fg") && ResponseProperty::named(name.as_str()).is_none() {
                let known = ResponseProperty::ALL.iter().map(|(known, _)| *known);
                let advice = match Faults::default().nearest(name.as_str(), known) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "it is returned like any other output; rename it if it should do more".to_owned(),
                };
                let message = format!("the output {} is none that the platform knows", quoted(&name.value));
                self.add("unknown-special", &name.span, message, advice);
            }
            let (Some(value), Some(written)) = (output.value, &written.value) else { continue };
            if !scope::has_names(written.as_str()) {
                continue;
            }
            for used in self.site.parts().templates.names_in(value) {
                if let Some(unknown) = scope::unknown(&used, &inputs, &mut Faults::default()) {
                    let span = scope::name_span(self.text, &written.span, &used);
                    let message =
                        format!("the output {} uses {}, which is empty", quoted(&name.value), quoted(&used));
                    self.add("unknown-name", &span, message, unknown.advice);
                }
            }
        }
    }

    fn of_replies(&mut self, table: &raw::WorkflowTable, workflow: &Workflow) {
        for (written, reply) in table.reply.iter().zip(&workflow.replies) {
            let (StubBody::Json(template), Some(json)) = (&reply.body, &written.json) else { continue };
            let scope = sample::scope(self.site, workflow, reply);
            // One that fails on made-up values may well work on real ones.
            let Ok(body) = self.site.parts().templates.render(*template, &scope) else { continue };
            if let Err(fault) = serde_json::from_str::<serde::de::IgnoredAny>(&body) {
                let span = scope::line_span(self.text, &json.span, fault.line());
                let why = fault.to_string();
                let message = format!("filled with sample values this is not JSON: {why}");
                let advice = "placeholders insert text; a text stands in quotation marks, a number without";
                self.add("not-json", &span, message, advice.to_owned());
            }
        }
    }

    fn of_routes(&mut self) {
        let (file, site) = (self.file, self.site);
        let name_of = |workflow: &Workflow| quoted(&workflow.name);
        for (index, environment) in (0..).map(EnvironmentIndex).zip(site.environments()) {
            let clashes =
                site.routes(index).map(|routes| routes.clashes(site.workflows())).unwrap_or_default();
            for (one, other) in clashes {
                let of = |WorkflowIndex(index): WorkflowIndex| site.workflows().get(index as usize);
                let (Some(first), Some(second)) = (of(one), of(other)) else { continue };
                let Some(witness) = witness::call(first, second) else { continue };
                let path = file.workflow.get(other.0 as usize).and_then(|table| table.path.as_ref());
                let span = path.map_or(0..0, |path| path.span.clone());
                let message = format!(
                    "in {} the call {} reaches both {} and {}, which is answered 409",
                    quoted(&environment.name),
                    quoted(&witness),
                    name_of(first),
                    name_of(second)
                );
                let advice =
                    "give one of them another literal segment, or publish them in different environments";
                self.add("route-clash", &span, message, advice.to_owned());
            }
        }
    }
}
