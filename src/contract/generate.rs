//! A first suite for a site: each Workflow by each key that may invoke it, and each refusal that the site can show.

use bytes::Bytes;
use http::Method;
use serde_json::json;

use super::draft::{Draft, DraftMust};
use super::example::{Example, Stub};
use super::matrix::{Asker, By, Cell, Outcome, Part, TooLarge, Way, derive};
use super::rules;
use super::suite::NO_REASON;
use crate::site::{Moment, Site};
use crate::traffic::{Carrier, Change, Credential, Refusal};

/// The drafts of a site's first suite, in the order of its file.
///
/// # Errors
/// Where the site is too large to be written out.
pub fn generate(site: &Site, now: Moment, part: &Part) -> Result<Vec<Draft>, TooLarge> {
    let cells = derive(site, now, part)?;
    let mut drafts: Vec<Draft> = Vec::new();
    for cell in cells.iter().filter(|cell| is_first_way(site, cell)) {
        if matches!(cell.expected, Outcome::Answered(_)) {
            drafts.push(answered(site, cell));
        }
    }
    for refusal in Refusal::ALL {
        drafts.extend(refused(site, &cells, refusal));
    }
    drafts.extend(disabling(site, &cells));
    number_twins(&mut drafts);
    Ok(drafts)
}

/// Whether the cell is how a key is ordinarily used: its first secret, in the header, with a Workflow of its own.
fn is_first_way(site: &Site, cell: &Cell) -> bool {
    let Asker::Key(at, Way::Slot(slot, By::HeaderKey)) = cell.asker else { return false };
    let is_first =
        site.keys().get(at).and_then(|key| key.secrets.first()).is_some_and(|(first, _)| *first == slot);
    let reached = rules::route(site, cell.environment, &cell.call.method, &cell.call.target);
    is_first && (reached == Ok(cell.workflow) || cell.call.method == Method::OPTIONS)
}

fn names(site: &Site, cell: &Cell) -> (String, String, String) {
    let workflow = site.workflow(cell.workflow).map(|workflow| workflow.name.to_string());
    let key = match cell.asker {
        Asker::Key(at, _) => site.keys().get(at).map(|key| key.name.to_string()),
        Asker::Nobody | Asker::Garbled | Asker::Stranger => None,
    };
    let environment = cell.call.environment.clone();
    (workflow.unwrap_or_default(), key.unwrap_or_default(), environment.unwrap_or_default())
}

fn answered(site: &Site, cell: &Cell) -> Draft {
    let (workflow, key, environment) = names(site, cell);
    let mut draft = Draft::new(format!("{workflow} answers {key} in {environment}"), cell.call.clone());
    draft.reason = Some(NO_REASON.to_owned());
    if let Outcome::Answered(status) = cell.expected {
        draft.status = status;
    }
    let found = site.workflow(cell.workflow);
    let stub = found.and_then(|workflow| Example::of(workflow)?.stub(workflow, &key, cell.environment));
    if stub == Some(Stub::Envelope) && ![Method::HEAD, Method::OPTIONS].contains(&cell.call.method) {
        draft.json_paths.push(("$.status".to_owned(), DraftMust::Equal(json!(true))));
        let username = site.parts().generation.username(&key);
        draft.xml_paths.push(("/Initialisation/Username".to_owned(), username));
        draft.xml_paths.push(("/Initialisation/Profile".to_owned(), environment));
    }
    draft
}

/// A case that meets the refusal, if the site can show it.
fn refused(site: &Site, cells: &[Cell], refusal: Refusal) -> Option<Draft> {
    let plain = |cell: &&Cell| !matches!(cell.asker, Asker::Key(_, Way::BeforeLag(_) | Way::AfterLag(_)));
    let met = |cell: &&Cell| cell.expected == Outcome::Refused(refusal);
    let found = cells.iter().filter(plain).find(met);
    let permitted = cells.iter().find(|cell| {
        is_first_way(site, cell)
            && matches!(cell.expected, Outcome::Answered(_))
            && cell.call.method != Method::OPTIONS
    });
    let mut call = match (found, refusal) {
        (Some(cell), _) => cell.call.clone(),
        (None, Refusal::WrongMethod) => {
            let cell = permitted?;
            let methods = [Method::DELETE, Method::PATCH, Method::PUT, Method::POST, Method::GET];
            let wrong = methods.into_iter().find(|method| {
                rules::route(site, cell.environment, method, &cell.call.target) == Err(Refusal::WrongMethod)
            })?;
            let mut call = cell.call.clone();
            call.method = wrong;
            (call.headers, call.body) = (Vec::new(), Bytes::new());
            call
        }
        (None, Refusal::NoRoute) => {
            let cell = permitted?;
            let mut call = cell.call.clone();
            call.target = "/no/such/place/in/this/site".to_owned();
            (call.method, call.headers, call.body) = (Method::GET, Vec::new(), Bytes::new());
            let here = rules::route(site, cell.environment, &call.method, &call.target);
            (here == Err(Refusal::NoRoute)).then_some(call)?
        }
        (None, Refusal::UnknownEnvironment) => {
            let mut call = permitted?.call.clone();
            let name = "no-such-environment";
            call.environment = rules::environment(site, Some(name)).is_none().then(|| name.to_owned());
            call.environment.is_some().then_some(call)?
        }
        (None, Refusal::MalformedBody) => malformed(site, cells)?,
        (None, _) => return None,
    };
    if let Credential::Key { carrier, .. } = &mut call.credential {
        *carrier = Carrier::HeaderKey;
    }
    let (method, path) = (&call.method, call.target.split('?').next().unwrap_or_default().to_owned());
    let mut draft = Draft::new(format!("{method} {path} meets {refusal}"), call);
    draft.status = Some(refusal.status(site.parts().refusals));
    draft.reason = Some(refusal.slug().to_owned());
    Some(draft)
}

/// A permitted call whose body is not the JSON that it says it is.
fn malformed(site: &Site, cells: &[Cell]) -> Option<crate::traffic::PlannedCall> {
    let cell = cells.iter().find(|cell| {
        let reads_raw = site.workflow(cell.workflow).is_some_and(|workflow| workflow.reads_raw_body());
        is_first_way(site, cell)
            && matches!(cell.expected, Outcome::Answered(_))
            && !reads_raw
            && [Method::POST, Method::PUT, Method::PATCH].contains(&cell.call.method)
    })?;
    let mut call = cell.call.clone();
    call.body = Bytes::from_static(b"{\"unfinished\":");
    Some(call)
}

/// A key that is disabled works until the lag has passed, and again once it is enabled.
fn disabling(site: &Site, cells: &[Cell]) -> Vec<Draft> {
    let is_whole = |cell: &&Cell| {
        matches!(cell.asker, Asker::Key(_, Way::AfterLag(_)))
            && cell.expected == Outcome::Refused(Refusal::KeyDisabled)
            && cells.iter().any(|other| {
                other.call.credential == cell.call.credential
                    && (other.workflow, other.environment) == (cell.workflow, cell.environment)
                    && is_first_way(site, other)
                    && matches!(other.expected, Outcome::Answered(_))
            })
    };
    let Some(cell) = cells.iter().find(is_whole) else { return Vec::new() };
    let Credential::Key { name, .. } = &cell.call.credential else { return Vec::new() };
    let lag = site.parts().disable_lag;
    let second = std::time::Duration::from_secs(1);
    let mut drafts = Vec::new();
    let works = |name: String, before: Vec<Change>| {
        let mut draft = Draft::new(name, cell.call.clone());
        draft.before = before;
        draft.reason = Some(NO_REASON.to_owned());
        draft
    };
    let disable = Change::Disable(name.clone());
    let mut at_once = vec![disable.clone(), Change::Advance(lag)];
    if lag > second {
        let before = vec![disable, Change::Advance(lag.saturating_sub(second))];
        drafts.push(works(format!("{name} still works just after it was disabled"), before));
        at_once = vec![Change::Advance(second)];
    }
    let mut refused = works(format!("{name} no longer works once its disabling bites"), at_once);
    refused.status = Some(Refusal::KeyDisabled.status(site.parts().refusals));
    refused.reason = Some(Refusal::KeyDisabled.slug().to_owned());
    drafts.push(refused);
    drafts.push(works(format!("{name} works again once it is enabled"), vec![Change::Enable(name.clone())]));
    drafts
}

/// Cases of one name get a number each, so that a report can tell them apart.
fn number_twins(drafts: &mut [Draft]) {
    let mut seen = std::collections::HashMap::new();
    for draft in drafts {
        let count: &mut usize = seen.entry(draft.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            draft.name = format!("{} ({count})", draft.name);
        }
    }
}
