//! What a run needs from outside: addresses, secrets, paths.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::Path;

use crate::adapters::http_target::{HttpTarget, TargetAddress, parse_url};
use crate::contract::suite::variable;
use crate::site::{Generation, KeySecret, Site, Slot};

/// `KEY=VARIABLE`: where a key's secret is found.
#[derive(Debug, Clone)]
pub(super) struct SecretSource {
    key: String,
    variable: String,
}

impl std::str::FromStr for SecretSource {
    type Err = std::convert::Infallible;

    /// Whether it can be meant is judged later: clap's own complaint would quote it, and it may be a secret.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (key, variable) = text.split_once('=').unwrap_or_default();
        Ok(Self { key: key.to_owned(), variable: variable.to_owned() })
    }
}

impl SecretSource {
    pub(super) fn pair(&self) -> (String, String) {
        (self.key.clone(), self.variable.clone())
    }
}

/// Longest name of an environment variable that is taken for one, in characters; a generated secret is longer.
const VARIABLE_CHARS_MAX: usize = 80;

/// Keys by name, each with one of its slots.
pub(super) type KeySlots = BTreeSet<(String, Slot)>;

/// Where the secrets of keys are found, later entries winning.
pub(super) struct Secrets {
    named: BTreeMap<String, String>,
}

impl Secrets {
    /// What suites and arguments say of variables.
    ///
    /// # Errors
    /// When one is no name of a variable; it is not quoted, for it may be a secret in the wrong place.
    pub(super) fn new(named: impl IntoIterator<Item = (String, String)>) -> anyhow::Result<Self> {
        let named: BTreeMap<String, String> = named.into_iter().collect();
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let is_name =
            |name: &String| (1..=VARIABLE_CHARS_MAX).contains(&name.len()) && name.chars().all(fits);
        if let Some((key, _)) = named.iter().find(|(key, variable)| key.is_empty() || !is_name(variable)) {
            anyhow::bail!(
                "what is said of the key `{key}` names no environment variable; write `KEY=VARIABLE`, such as `crm=FLOWGEAR_KEY_CRM`"
            );
        }
        Ok(Self { named })
    }

    fn variable(&self, key: &str, slot: Slot) -> String {
        match (self.named.get(key), slot) {
            (None, slot) => variable(key, slot),
            (Some(named), Slot::Secondary) => format!("{named}_SECONDARY"),
            (Some(named), Slot::Primary | Slot::Minted) => named.clone(),
        }
    }

    /// The secrets of these keys and slots.
    ///
    /// # Errors
    /// When a variable that is needed is not set, or holds no secret; which ones is said, what they hold is not.
    pub(super) fn read(
        &self,
        needed: &KeySlots,
        wanted: &KeySlots,
    ) -> anyhow::Result<BTreeMap<(String, Slot), KeySecret>> {
        let mut found = BTreeMap::new();
        let mut missing = Vec::new();
        for (key, slot) in needed.union(wanted) {
            let variable = self.variable(key, *slot);
            let place = (key.clone(), *slot);
            match in_environment(&variable).and_then(|value| value.into_string().ok()) {
                Some(value) if !value.is_empty() => {
                    let secret = KeySecret::parse(value.trim()).filter(KeySecret::fits_a_header);
                    let secret = secret.ok_or_else(|| {
                        anyhow::anyhow!(
                            "the environment variable `{variable}` holds no secret that a header could carry"
                        )
                    })?;
                    found.insert(place, secret);
                }
                Some(_) | None if needed.contains(&place) => {
                    missing.push(format!("`{variable}` for the {slot} secret of the key `{key}`"));
                }
                Some(_) | None => {}
            }
        }
        if missing.is_empty() {
            return Ok(found);
        }
        anyhow::bail!("environment variables that hold secrets are not set: {}", missing.join(", "))
    }
}

/// A variable is named by a suite or a key, so that no argument could declare it.
#[expect(
    clippy::disallowed_methods,
    reason = "which variables hold secrets is known only once the suites are read"
)]
fn in_environment(variable: &str) -> Option<OsString> {
    if variable.is_empty() || variable.contains(['=', '\0']) {
        return None;
    }
    std::env::var_os(variable)
}

/// The addresses that were said, `URL` or `ENVIRONMENT=URL`.
pub(super) fn address(said: &[String], site: Option<&Site>) -> anyhow::Result<Option<TargetAddress>> {
    let generation = site.map_or(Generation::Classic, |site| site.parts().generation);
    let mut base = None;
    let mut environments = Vec::new();
    for text in said {
        let of_environment = text.split_once('=').filter(|(name, _)| !name.contains("://"));
        let url = of_environment.map_or(text.as_str(), |(_, url)| url);
        let url = parse_url(url).map_err(anyhow::Error::msg)?;
        match of_environment {
            Some((name, _)) => environments.push((name.to_owned(), url)),
            None if base.replace(url).is_some() => {
                anyhow::bail!("two targets are said; a second one is for an environment: `--target NAME=URL`")
            }
            None => {}
        }
    }
    let base = base.or_else(|| environments.first().map(|(_, url)| url.clone()));
    Ok(base.map(|base| TargetAddress { base, environments, generation }))
}

/// A target at an address, with these secrets.
pub(super) fn http_target(
    address: TargetAddress,
    secrets: BTreeMap<(String, Slot), KeySecret>,
) -> anyhow::Result<HttpTarget> {
    HttpTarget::new(address, secrets).map_err(anyhow::Error::msg)
}

/// A path as a file in another folder would name it: below it where it lies there, from the top otherwise.
pub(super) fn seen_from(path: &Path, folder: Option<&Path>) -> String {
    let folder = folder.filter(|folder| !folder.as_os_str().is_empty());
    let shown = match folder.map(|folder| path.strip_prefix(folder)) {
        None => path.to_owned(),
        Some(Ok(below)) => below.to_owned(),
        Some(Err(_)) => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    };
    shown.display().to_string()
}
