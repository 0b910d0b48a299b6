//! Changes to the keys of a site file, made so that a person's file stays theirs.
//!
//! lock → read and check → splice the text → check what came out → write beside it → rename. The text is spliced
//! where `toml_edit` says that things stand, so that every comment, blank and order survives; what would come out
//! broken is never written; a crash leaves the old file or the new one, whole; two edits at once follow one another.

mod place;
mod splice;
mod whole_file;

use std::path::{Path, PathBuf};

use self::place::KeyPlace;
use self::splice::Splices;
use self::whole_file::Held;
use super::bounded_file::InputFault;
use super::chance::{self, NoChance};
use super::site_file::{self, Diagnostics, Loaded, Origin};
use crate::site::{
    Generation, KeySecret, KeyState, Moment, Name, NameFault, RETIRED_MAX, Site, Slot, nearest,
};

/// Some editors begin a file with it; it stays where it was.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Why a site file was not changed. Whatever it is, the file is as it was.
#[derive(Debug, thiserror::Error)]
pub enum EditFault {
    /// It could not be read.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// It is wrong already.
    #[error("the site file is broken already and was not changed; mend it first")]
    Broken(Diagnostics),
    /// It would be wrong afterwards.
    #[error("the site file would be broken afterwards and was not changed")]
    WouldBreak(Diagnostics),
    /// It could not be locked or written.
    #[error("`{path}` could not be changed and is as it was: {fault}")]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        fault: std::io::Error,
    },
    /// No key has the name.
    #[error("no key is named `{name}`{}", hint(near.as_deref()))]
    UnknownKey {
        /// The name.
        name: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// A key has the name already.
    #[error("there is a key named `{0}` already; choose another name or rotate its secrets")]
    Duplicate(String),
    /// The name is none.
    #[error("`{name}` cannot be the name of a key: {fault}")]
    BadName {
        /// The text.
        name: String,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// No environment has the name.
    #[error("no environment is named `{name}`{}", hint(near.as_deref()))]
    UnknownEnvironment {
        /// The name.
        name: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// A key of the `modern` generation is for one environment.
    #[error("a key of the `modern` generation is for one environment; say which with `--environment`")]
    NoEnvironment,
    /// No Workflow has the name.
    #[error("no Workflow is named `{name}`{}", hint(near.as_deref()))]
    UnknownWorkflow {
        /// The name.
        name: String,
        /// The one that was probably meant.
        near: Option<String>,
    },
    /// The Workflow has no method and path.
    #[error("the Workflow `{0}` is not REST-bound, so no key can permit it")]
    NotRestBound(String),
    /// The keys do not stand under headings.
    #[error("the keys of this file are not written as `[[key]]` tables; rewrite them so, then try again")]
    Inline,
    /// No secret could be made.
    #[error(transparent)]
    NoChance(#[from] NoChance),
}

fn hint(near: Option<&str>) -> String {
    near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

/// What a new key is for.
#[derive(Debug, Clone)]
pub struct NewKey<'n> {
    /// Its name.
    pub name: &'n str,
    /// Target Site Environment.
    pub environment: Option<&'n str>,
    /// Permitted Workflows.
    pub workflows: NewKeyMay<'n>,
}

/// What a new key permits.
#[derive(Debug, Clone, Copy)]
pub enum NewKeyMay<'n> {
    /// Every Workflow.
    CallAll,
    /// These; none at all permits nothing.
    Call(&'n [String]),
}

/// Adds a key with two fresh secrets, which are returned and nowhere kept.
///
/// # Errors
/// [`EditFault`] says why the file is as it was.
pub fn new_key(path: &Path, key: &NewKey<'_>) -> Result<(KeySecret, KeySecret), EditFault> {
    let secrets = (chance::key_secret()?, chance::key_secret()?);
    edit(path, |text, loaded, splices| {
        let site = &loaded.site;
        let bad_name = |fault| EditFault::BadName { name: key.name.to_owned(), fault };
        Name::parse(key.name).map_err(bad_name)?;
        if site.keys().named(key.name).is_some() {
            return Err(EditFault::Duplicate(key.name.to_owned()));
        }
        check_environment(site, key.environment)?;
        let workflows = match key.workflows {
            NewKeyMay::CallAll => vec!["*".to_owned()],
            NewKeyMay::Call(names) => {
                for name in names {
                    check_workflow(site, name)?;
                }
                names.to_vec()
            }
        };
        let mut block = format!("[[key]]\nname = {}\n", splice::text(key.name));
        if let Some(environment) = key.environment {
            block.push_str(&format!("environment = {}\n", splice::text(environment)));
        }
        for (slot, secret) in [(Slot::Primary, &secrets.0), (Slot::Secondary, &secrets.1)] {
            block.push_str(&format!("{slot} = \"{}\"\n", secret.digest()));
        }
        block.push_str(&format!("workflows = {}\n", splice::texts(&workflows)));
        splices.add_block(place::end_of_keys(text)?, &block);
        Ok(())
    })?;
    Ok(secrets)
}

/// Gives a slot of a key a fresh secret, which is returned; the old one's digest is remembered as retired.
///
/// # Errors
/// [`EditFault`] says why the file is as it was.
pub fn rotate(path: &Path, name: &str, slot: Slot) -> Result<KeySecret, EditFault> {
    let secret = chance::key_secret()?;
    edit(path, |text, loaded, splices| {
        let key = known_key(&loaded.site, name)?;
        let place = KeyPlace::find(text, name)?;
        let fresh = format!("\"{}\"", secret.digest());
        place.set(slot.as_str(), &fresh, splices);
        if let Some((_, old)) = key.secrets.iter().find(|(live, _)| *live == slot) {
            place.append("retired", &format!("\"{old}\""), RETIRED_MAX, splices);
        }
        Ok(())
    })?;
    Ok(secret)
}

/// What became of a key that should be enabled or disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    /// It is now.
    Now,
    /// It was already, and the file is as it was.
    Already,
}

/// Disables a key at that moment. One that is disabled already keeps its moment: saying it again must not make the
/// key work for longer.
///
/// # Errors
/// [`EditFault`] says why the file is as it was.
pub fn disable(path: &Path, name: &str, now: Moment) -> Result<Turned, EditFault> {
    edit(path, |text, loaded, splices| {
        if known_key(&loaded.site, name)?.state != KeyState::Enabled {
            return Ok(Turned::Already);
        }
        let place = KeyPlace::find(text, name)?;
        place.set("enabled", "false", splices);
        place.set("disabled-at", &now.to_string(), splices);
        Ok(Turned::Now)
    })
}

/// Enables a key, at once.
///
/// # Errors
/// [`EditFault`] says why the file is as it was.
pub fn enable(path: &Path, name: &str) -> Result<Turned, EditFault> {
    edit(path, |text, loaded, splices| {
        if known_key(&loaded.site, name)?.state == KeyState::Enabled {
            return Ok(Turned::Already);
        }
        let place = KeyPlace::find(text, name)?;
        place.remove("enabled", splices);
        place.remove("disabled-at", splices);
        Ok(Turned::Now)
    })
}

/// Removes a key, with the comment right above it.
///
/// # Errors
/// [`EditFault`] says why the file is as it was.
pub fn remove(path: &Path, name: &str) -> Result<(), EditFault> {
    edit(path, |text, loaded, splices| {
        known_key(&loaded.site, name)?;
        splices.cut(KeyPlace::find(text, name)?.whole());
        Ok(())
    })
}

/// One change, from lock to rename.
fn edit<T>(
    path: &Path,
    change: impl FnOnce(&str, &Loaded, &mut Splices) -> Result<T, EditFault>,
) -> Result<T, EditFault> {
    let held = Held::take(path)?;
    let whole = held.read()?;
    let text = whole.trim_start_matches(BYTE_ORDER_MARK);
    let name = path.display().to_string();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let origin = Origin { name: &name, folder: Some(folder) };
    let loaded = site_file::read(text.to_owned(), origin).map_err(EditFault::Broken)?;
    let mut splices = Splices::new(text);
    let outcome = change(text, &loaded, &mut splices)?;
    let after = splices.apply();
    if after != text {
        site_file::read(after.clone(), origin).map_err(EditFault::WouldBreak)?;
        let mark = whole.get(..whole.len() - text.len()).unwrap_or_default();
        held.replace(&format!("{mark}{after}"))?;
    }
    Ok(outcome)
}

fn known_key<'s>(site: &'s Site, name: &str) -> Result<&'s crate::site::ApiKey, EditFault> {
    if let Some((_, key)) = site.keys().named(name) {
        return Ok(key);
    }
    let known = site.keys().keys().iter().map(|key| key.name.as_str());
    Err(EditFault::UnknownKey { name: name.to_owned(), near: nearest(name, known).map(str::to_owned) })
}

fn check_environment(site: &Site, name: Option<&str>) -> Result<(), EditFault> {
    match name {
        None if site.parts().generation == Generation::Modern => Err(EditFault::NoEnvironment),
        Some(name) if site.environment_named(name).is_none() => {
            let known = site.environments().iter().map(|environment| environment.name.as_str());
            let near = nearest(name, known).map(str::to_owned);
            Err(EditFault::UnknownEnvironment { name: name.to_owned(), near })
        }
        None | Some(_) => Ok(()),
    }
}

fn check_workflow(site: &Site, name: &str) -> Result<(), EditFault> {
    match site.workflow_named(name).and_then(|index| site.workflow(index)) {
        Some(workflow) if workflow.binding.is_some() => Ok(()),
        Some(_) => Err(EditFault::NotRestBound(name.to_owned())),
        None => {
            let known = site.workflows().iter().map(|workflow| workflow.name.as_str());
            let near = nearest(name, known).map(str::to_owned);
            Err(EditFault::UnknownWorkflow { name: name.to_owned(), near })
        }
    }
}
