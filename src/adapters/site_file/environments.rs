//! `[[environment]]`.

use std::collections::HashMap;

use super::faults::{Faults, quoted};
use super::names::ENVIRONMENTS_DEFAULT;
use super::place::Span;
use super::{raw, words};
use crate::site::{AllowedOrigins, DEFAULT_ENVIRONMENT, Environment, Generation, Name, eq_ignore_case};

/// Every environment of the file, or the two that a file without any has.
pub(super) fn all(
    file: &raw::SiteFile,
    site: &str,
    generation: Generation,
    faults: &mut Faults,
) -> Vec<Environment> {
    if file.environment.is_empty() {
        let environment = |(name, at): (&&str, usize)| {
            let name = Name::parse(name).ok()?;
            let hostname = derived_hostname(site, name.as_str(), at);
            Some(Environment { name, hostname, allowed_origins: AllowedOrigins::default() })
        };
        return ENVIRONMENTS_DEFAULT.iter().zip(0..).filter_map(environment).collect();
    }
    let mut environments = Vec::new();
    let mut hosts: HashMap<String, Span> = HashMap::new();
    for (at, table) in file.environment.iter().enumerate() {
        let Some(name) = table.name.as_ref().and_then(|name| words::name(name, faults)) else { continue };
        let hostname = match &table.hostname {
            Some(text) => words::hostname(text, faults),
            None => Some(derived_hostname(site, name.as_str(), at)),
        };
        let mut allowed_origins = AllowedOrigins::default();
        for origin in &table.allowed_origins {
            if let Err(message) = allowed_origins.add(origin.as_str()) {
                faults.add("bad-origin", &origin.span, message, "");
            }
        }
        let Some(hostname) = hostname else { continue };
        let span = table.hostname.as_ref().map_or(&table.span, |text| &text.span);
        if generation == Generation::Modern && hosts.insert(hostname.clone(), span.clone()).is_some() {
            let message = format!("two environments have the host name {}", quoted(&hostname));
            let advice = "give each a `hostname` of its own";
            faults.add_of_whole("duplicate-hostname", span, message, advice);
        }
        environments.push(Environment { name, hostname, allowed_origins });
    }
    environments
}

/// `<site>-<environment>.localhost`, for Production `<site>.localhost`.
fn derived_hostname(site: &str, environment: &str, at: usize) -> String {
    let site = words::host_label(site, "site");
    if eq_ignore_case(environment, DEFAULT_ENVIRONMENT) {
        return format!("{site}.localhost");
    }
    format!("{site}-{}.localhost", words::host_label(environment, &format!("environment-{at}")))
}
