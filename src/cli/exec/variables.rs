//! What the command is told, in variables.

use std::ffi::{OsStr, OsString};

use crate::adapters::running_site::RunningSite;
use crate::site::Generation;

/// Where the control endpoints are.
pub(super) const CONTROL: &str = "LOCALGEAR_CONTROL";

/// Hosts that no proxy may be asked for: the site is on this machine.
const HERE: [&str; 3] = ["127.0.0.1", "localhost", ".localhost"];

/// The address of the control endpoints, without a slash at the end.
pub(super) fn control(running: &RunningSite) -> String {
    format!("{}/__localgear", running.url())
}

/// Every variable beside those that the command has from us anyway.
pub(super) fn all(
    running: &RunningSite,
    first: Option<&str>,
    no_proxy: Option<&OsStr>,
) -> Vec<(OsString, OsString)> {
    let mut variables: Vec<(OsString, OsString)> = Vec::new();
    // Of names that become the same variable the first wins: the order of the file is the one that people know.
    let mut set = |name: String, value: &str| {
        if !variables.iter().any(|(known, _)| *known == *name) {
            variables.push((name.into(), value.into()));
        }
    };
    set("FLOWGEAR_URL".to_owned(), &running.url());
    set(CONTROL.to_owned(), &control(running));
    let live = running.emulator().live();
    if live.site().parts().generation == Generation::Modern {
        for environment in live.site().environments() {
            let url = format!("http://{}:{}", environment.hostname, running.port());
            set(format!("FLOWGEAR_URL_{}", variable(environment.name.as_str())), &url);
        }
    }
    for (name, secret) in running.minted().iter().filter(|(name, _)| Some(name.as_str()) == first) {
        set("FLOWGEAR_KEY".to_owned(), secret.reveal());
        set(format!("FLOWGEAR_KEY_{}", variable(name)), secret.reveal());
    }
    drop(live);
    let mut named: std::collections::HashSet<OsString> =
        variables.iter().map(|(name, _)| name.clone()).collect();
    for (name, secret) in running.minted() {
        let name = OsString::from(format!("FLOWGEAR_KEY_{}", variable(name)));
        if named.insert(name.clone()) {
            variables.push((name, secret.reveal().into()));
        }
    }
    let unproxied = unproxied(no_proxy);
    variables.extend(["NO_PROXY", "no_proxy"].map(|name| (name.into(), unproxied.clone())));
    variables
}

/// A name as a part of a variable's: upper case, every other character a `_`.
fn variable(name: &str) -> String {
    let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    name.chars().map(fold).collect()
}

/// What no proxy is asked for, and this machine.
fn unproxied(already: Option<&OsStr>) -> OsString {
    let mut list = already.unwrap_or_default().to_owned();
    if list == "*" {
        return list;
    }
    if !list.is_empty() {
        list.push(",");
    }
    list.push(HERE.join(","));
    list
}

#[cfg(test)]
mod tests {
    use super::{unproxied, variable};

    #[test]
    fn a_variable_is_in_upper_case_and_has_no_other_characters() {
        assert_eq!(variable("web-shop 2"), "WEB_SHOP_2");
        assert_eq!(variable("Füße"), "F__E");
    }

    #[test]
    fn this_machine_joins_what_no_proxy_is_asked_for() {
        assert_eq!(unproxied(None), "127.0.0.1,localhost,.localhost");
        assert_eq!(unproxied(Some("example.com".as_ref())), "example.com,127.0.0.1,localhost,.localhost");
        assert_eq!(unproxied(Some("*".as_ref())), "*");
    }
}
