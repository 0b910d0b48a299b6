//! A site as it is right now: what its file says, and what control calls changed of its keys since.
//!
//! A live site is never changed in place. A change makes another one, which is swapped in whole, so that a call sees
//! one state from beginning to end and nobody waits for a lock to read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::api_key::{ApiKey, KeyState, Permitted, Slot};
use super::key_ring::KeyRing;
use super::key_secret::SecretDigest;
use super::mask::Mask;
use super::moment::Moment;
use super::whole::Site;

/// A site, its keys as they are now, and the mask that hides their secrets.
#[derive(Debug, Clone)]
pub struct LiveSite {
    site: Arc<Site>,
    keys: Arc<KeyRing>,
    mask: Arc<Mask>,
    changes: BTreeMap<String, Changes>,
}

/// What a control call does to a key; in memory only.
#[derive(Debug, Clone)]
pub enum KeyChange {
    /// Disabled at that moment; it works until the lag has passed.
    Disable(Moment),
    /// Enabled, at once.
    Enable,
    /// The slot has a new secret, at once; the old one is unknown from now on.
    Rotate(Slot, SecretDigest),
    /// The key has a development secret for this run.
    Mint(SecretDigest),
}

/// What was changed of one key, and the definition it was changed from.
#[derive(Debug, Clone)]
struct Changes {
    definition: Definition,
    state: Option<KeyState>,
    rotated: Vec<(Slot, SecretDigest)>,
    minted: Option<SecretDigest>,
}

/// A key's definition in words that outlive a reload, where positions may shift.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Definition {
    state: KeyState,
    environment: Option<String>,
    secrets: Vec<(Slot, SecretDigest)>,
    permitted: Option<Vec<String>>,
}

impl LiveSite {
    /// The site as its file has it.
    #[must_use]
    pub fn new(site: Arc<Site>) -> Self {
        Self::with_changes(site, BTreeMap::new())
    }

    /// The site's file.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// The keys as they are now.
    #[must_use]
    pub fn keys(&self) -> &KeyRing {
        &self.keys
    }

    /// What hides the keys' secrets.
    #[must_use]
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// The site after a change to the key of that name; `None` where no key has it.
    #[must_use]
    pub fn changed(&self, name: &str, change: &KeyChange) -> Option<Self> {
        self.changed_all([(name, change)])
    }

    /// The site after changes to several keys; `None` where a name is unknown.
    #[must_use]
    pub fn changed_all<'c>(&self, many: impl IntoIterator<Item = (&'c str, &'c KeyChange)>) -> Option<Self> {
        let mut changes = self.changes.clone();
        let positions: BTreeMap<&str, &ApiKey> =
            self.site.keys().keys().iter().map(|key| (key.name.as_str(), key)).collect();
        for (name, change) in many {
            let key = positions.get(name)?;
            let of_key = changes.entry(name.to_owned()).or_insert_with(|| Changes {
                definition: Definition::of(key, &self.site),
                state: None,
                rotated: Vec::new(),
                minted: None,
            });
            match change {
                // A key that is disabled already stays so from when it was: a second time must not renew its lag.
                KeyChange::Disable(_) if of_key.state.unwrap_or(key.state) != KeyState::Enabled => {}
                KeyChange::Disable(at) => of_key.state = Some(KeyState::DisabledAt(*at)),
                KeyChange::Enable => of_key.state = Some(KeyState::Enabled),
                KeyChange::Rotate(Slot::Minted, digest) | KeyChange::Mint(digest) => {
                    of_key.minted = Some(*digest)
                }
                KeyChange::Rotate(slot, digest) => {
                    of_key.rotated.retain(|(rotated, _)| rotated != slot);
                    of_key.rotated.push((*slot, *digest));
                }
            }
        }
        Some(Self::with_changes(Arc::clone(&self.site), changes))
    }

    /// The live site over a newly read file: changes of a key survive unless the file's definition of it changed.
    /// A development secret survives as long as the key does.
    #[must_use]
    pub fn reloaded(&self, site: Arc<Site>) -> Self {
        let mut changes = self.changes.clone();
        changes.retain(|name, of_key| {
            let Some((_, key)) = site.keys().named(name) else { return false };
            let definition = Definition::of(key, &site);
            if definition != of_key.definition {
                *of_key = Changes { definition, state: None, rotated: Vec::new(), minted: of_key.minted };
            }
            true
        });
        Self::with_changes(site, changes)
    }

    /// The site with every change undone; development secrets stay, they belong to the run.
    #[must_use]
    pub fn reset(&self) -> Self {
        let mut changes = self.changes.clone();
        for of_key in changes.values_mut() {
            of_key.state = None;
            of_key.rotated.clear();
        }
        Self::with_changes(Arc::clone(&self.site), changes)
    }

    fn with_changes(site: Arc<Site>, changes: BTreeMap<String, Changes>) -> Self {
        let keys = match changes.is_empty() {
            true => site.shared_keys(),
            false => {
                let mut keys = site.keys().keys().to_vec();
                for key in &mut keys {
                    if let Some(of_key) = changes.get(key.name.as_str()) {
                        of_key.apply(key);
                    }
                }
                Arc::new(KeyRing::new(keys))
            }
        };
        let mask = Arc::new(Mask::new(&keys, &site.parts().plain_secrets));
        Self { site, keys, mask, changes }
    }
}

impl Changes {
    fn apply(&self, key: &mut ApiKey) {
        key.state = self.state.unwrap_or(key.state);
        for (slot, digest) in &self.rotated {
            let (old, kept) = key.secrets.drain(..).partition::<Vec<_>, _>(|(live, _)| live == slot);
            key.retired.extend(old.into_iter().map(|(_, digest)| digest));
            key.secrets = kept;
            key.secrets.push((*slot, *digest));
        }
        if let Some(digest) = self.minted {
            key.secrets.push((Slot::Minted, digest));
        }
        key.secrets.sort_unstable();
    }
}

impl Definition {
    fn of(key: &ApiKey, site: &Site) -> Self {
        let name_of =
            |index| site.workflow(index).map(|workflow| workflow.name.to_string()).unwrap_or_default();
        let environment = key.environment.and_then(|index| site.environment(index));
        Self {
            state: key.state,
            environment: environment.map(|environment| environment.name.to_string()),
            secrets: key.secrets.clone(),
            permitted: match &key.permitted {
                Permitted::All => None,
                Permitted::Only(workflows) => Some(workflows.iter().map(|index| name_of(*index)).collect()),
            },
        }
    }
}
