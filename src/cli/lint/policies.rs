//! Policies, asked about the calls that were found. Only those that were named: none comes from the tree itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::args::Args;
use crate::adapters::bounded_file;
use crate::adapters::wasm::{CompiledPolicy, Sandbox};
use crate::cli::screen;
use crate::finding::{Finding, Fingerprint, Properties, Severity};
use crate::lint::exchange::Seen;
use crate::policy::{Exchange, FAILURE_RULE, MODULE_BYTES_MAX};
use crate::report::findings::{PolicyRule, Report};
use crate::site::{Mask, POLICY_TIMEOUT_DEFAULT, nearest};

/// Most calls that policies are asked about; the rest is counted.
const ASKED_MAX: usize = 100_000;

/// A policy that can be asked.
pub(super) struct Asking {
    sandbox: Arc<Sandbox>,
    policies: Vec<(Arc<CompiledPolicy>, String)>,
}

/// What policies are set to, by their names.
type Settings = BTreeMap<String, Value>;

/// Largest file of policies' settings, in bytes.
const SETTINGS_BYTES_MAX: u64 = 1024 * 1024;

/// Loads the policies that were named, with what a file sets each to.
pub(super) fn load(args: &Args) -> anyhow::Result<Option<Asking>> {
    let Args { policy: paths, policy_settings, cache, .. } = args;
    if paths.is_empty() {
        return Ok(None);
    }
    let settings = policy_settings.as_deref().map(settings_in).transpose()?.unwrap_or_default();
    let sandbox = Sandbox::new(cache.directory())?;
    if let Some(fault) = sandbox.cache_fault() {
        screen::remark(&format!("warning: {fault}"));
    }
    let policies =
        paths.iter().map(|path| one(&sandbox, path, &settings)).collect::<anyhow::Result<Vec<_>>>()?;
    let names: Vec<&str> = policies.iter().map(|(policy, _)| policy.info().name.as_str()).collect();
    if let Some(unknown) = settings.keys().find(|name| !names.contains(&name.as_str())) {
        let hint = nearest(unknown, names.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        bail!(
            "the settings have a table `{unknown}`, and no policy of that name was named with `--policy`; {}named are {}",
            hint.unwrap_or_default(),
            names.join(", ")
        );
    }
    Ok(Some(Asking { sandbox, policies }))
}

/// A table for each policy, by the name that it gives itself.
fn settings_in(path: &Path) -> anyhow::Result<Settings> {
    let text = bounded_file::read_text(path, SETTINGS_BYTES_MAX)?;
    toml::from_str(&text).with_context(|| {
        format!(
            "`{}` holds no settings: a table for each policy, such as `[require-headers]`",
            path.display()
        )
    })
}

fn one(sandbox: &Sandbox, path: &Path, settings: &Settings) -> anyhow::Result<(Arc<CompiledPolicy>, String)> {
    let bytes = bounded_file::read(path, MODULE_BYTES_MAX)?;
    let policy = match sandbox.compile(&bytes) {
        Ok(policy) => policy,
        Err(why) => bail!("the policy `{}` cannot be used: {why}; {}", path.display(), why.advice()),
    };
    let name = &policy.info().name;
    let own = settings.get(name).cloned().unwrap_or_else(|| json!({}));
    match policy.checked_settings(sandbox, &own) {
        Ok(settings) => Ok((policy, settings)),
        Err(why) => bail!(
            "the policy `{}` cannot be used: {why}; set it in a table `[{name}]` of the file that `--policy-settings` \
             names; `localgear policy inspect` shows what fits",
            path.display()
        ),
    }
}

impl Asking {
    /// Asks every policy about every call, and reports what they say.
    pub(super) fn ask(&self, mut calls: Vec<Seen>, report: &mut Report) {
        calls.sort_by(|one, other| {
            let key =
                |seen: &Seen| (seen.place.path.clone(), seen.place.revision.clone(), seen.place.span.start);
            key(one).cmp(&key(other))
        });
        if calls.len() > ASKED_MAX {
            let more = calls.len() - ASKED_MAX;
            report.notices.push(format!("policies were not asked about {more} more calls; name fewer files"));
            calls.truncate(ASKED_MAX);
        }
        for (policy, settings) in &self.policies {
            let info = policy.info();
            report.policy_rules.extend(info.rules.iter().map(|rule| PolicyRule {
                id: format!("policy/{}/{}", info.name, rule.id),
                title: rule.title.clone(),
                help: rule.help.clone(),
                severity: rule.severity,
            }));
            for seen in &calls {
                let trial = policy.try_once(&self.sandbox, &seen.exchange, settings, POLICY_TIMEOUT_DEFAULT);
                match trial.answer {
                    Ok(decision) => report.findings.extend(decision.findings.into_iter().map(|mut said| {
                        said.hide(&Mask::default(), None);
                        let rule = said.rule;
                        finding(seen, rule, said.severity, said.message, said.help.unwrap_or_default())
                    })),
                    Err(failure) => report.findings.push(finding(
                        seen,
                        FAILURE_RULE.to_owned(),
                        Severity::Warning,
                        format!("the policy `{}` gave no decision: {failure}", info.name),
                        failure.advice().to_owned(),
                    )),
                }
            }
        }
    }
}

fn finding(seen: &Seen, rule: String, severity: Severity, message: String, help: String) -> Finding {
    let Exchange { request, key, .. } = &seen.exchange;
    let name = key.as_ref().map(|key| key.name.as_str()).unwrap_or_default();
    let about = format!("{name}\n{}\n{}", request.method, message);
    Finding {
        fingerprint: Fingerprint::of(&rule, about.as_bytes(), &request.path),
        rule: Cow::Owned(rule),
        severity,
        message,
        help: help.into(),
        place: seen.place.clone(),
        related: Vec::new(),
        properties: Properties::default(),
        fix: None,
    }
}
