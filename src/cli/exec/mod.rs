//! `localgear exec`: a command runs against a site of its own, and the calls it makes are judged.

mod report;
mod variables;

use std::ffi::OsString;
use std::path::PathBuf;

use self::report::ReportArgs;
use super::site_policies::{CacheArgs, PolicyHost};
use super::{Exit, screen, site_source};
use crate::adapters::expect_file::{self, Allowance, ExpectFault};
use crate::adapters::running_site::RunningSite;
use crate::contract::Expectations;
use crate::site::{Site, nearest};

/// Run a command against a site of its own, and say whether it kept the contract.
///
/// The command finds the site in `FLOWGEAR_URL`, a secret in `FLOWGEAR_KEY`, each key's in `FLOWGEAR_KEY_<NAME>`, and the
/// control endpoints in `LOCALGEAR_CONTROL`. Its status is ours, and 1 where it succeeded and the contract was broken.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The site file; without one the embedded demo site.
    site: Option<PathBuf>,
    /// The key whose secret is in `FLOWGEAR_KEY`; the site's first unless said.
    #[arg(long, value_name = "NAME")]
    key: Option<String>,
    /// What is expected of the calls, in TOML.
    #[arg(long, value_name = "FILE")]
    expect: Option<PathBuf>,
    /// Allow what goes without saying that it does not happen: `refused-calls`, `unmatched-calls`, `findings`,
    /// `undeclared-inputs`, or the findings of one rule by its id.
    #[arg(long, value_name = "WHAT")]
    allow: Vec<String>,
    /// Allow keys in querystrings, as `--allow key-in-query`.
    #[arg(long)]
    allow_key_in_query: bool,
    /// Fail below this percentage of what the keys permit: Workflows × keys × environments.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    min_coverage: Option<u64>,
    #[command(flatten)]
    report: ReportArgs,
    #[command(flatten)]
    policy_cache: CacheArgs,
    #[arg(long, env = "NO_PROXY", hide = true, hide_env_values = true)]
    no_proxy: Option<OsString>,
    #[arg(long, env = "no_proxy", hide = true, hide_env_values = true)]
    no_proxy_in_lower_case: Option<OsString>,
    /// The command and its arguments, after `--`.
    #[arg(last = true, required = true, value_name = "CMD")]
    command: Vec<OsString>,
}

/// Runs the command to its end.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let loaded = site_source::sound(args.site.as_deref())?;
    let expectations = expectations(args, &loaded.site)?;
    let first = first_key(args, &loaded.site)?;
    args.report.check()?;
    let policies = PolicyHost::new(&args.policy_cache).load(&loaded.site)?;
    let mut running = RunningSite::start(loaded.site, policies, expectations)?;
    let marker = format!("{}={}", variables::CONTROL, variables::control(&running));
    let unproxied = args.no_proxy.as_ref().or(args.no_proxy_in_lower_case.as_ref());
    let variables = variables::all(&running, first.as_deref(), unproxied.map(OsString::as_os_str));
    let status = command(args, marker, variables, &mut running)?;
    let live = running.emulator().live();
    let report = running.ledger().report(&live, args.min_coverage);
    let hide = |text: String| live.mask().hide(&text, None).into_owned();
    match (status, args.report.write(&report, hide)) {
        (0, Err(fault)) => Err(fault),
        (0, Ok(())) if !report.is_kept() => Ok(Exit::Findings),
        (status, written) => {
            // The command's own failure is what the job must show.
            if let Err(fault) = written {
                screen::complain(&format!("{fault:#}"));
            }
            Ok(Exit::Passed(status))
        }
    }
}

/// Runs the command, and the site until its last call is answered. The command's status.
#[cfg(unix)]
fn command(
    args: &Args,
    marker: String,
    variables: Vec<(OsString, OsString)>,
    running: &mut RunningSite,
) -> anyhow::Result<u8> {
    use crate::adapters::ward::{Errand, Ward};
    let Some((program, rest)) = args.command.split_first() else { anyhow::bail!("there is no command") };
    let errand = Errand { program: program.clone(), args: rest.to_vec(), variables, marker };
    let mut ward = Ward::start(errand)?;
    let ended = ward.wait();
    running.finish();
    ward.end_leftovers();
    Ok(ended?)
}

/// The same where there are neither process groups nor signals.
#[cfg(not(unix))]
fn command(
    args: &Args,
    _marker: String,
    variables: Vec<(OsString, OsString)>,
    running: &mut RunningSite,
) -> anyhow::Result<u8> {
    let Some((program, rest)) = args.command.split_first() else { anyhow::bail!("there is no command") };
    let ended = std::process::Command::new(program).args(rest).envs(variables).status();
    running.finish();
    Ok(ended?.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(u8::MAX))
}

/// What the file says, and what the options allow beside it.
fn expectations(args: &Args, site: &Site) -> anyhow::Result<Expectations> {
    let mut expectations = match &args.expect {
        None => Expectations::default(),
        Some(path) => expect_file::load(path, site).map_err(|fault| match fault {
            ExpectFault::Input(fault) => fault.into(),
            ExpectFault::Faults(faults) => {
                screen::remark(faults.render(screen::stderr_has_colour()).trim_end());
                anyhow::anyhow!("the file of expectations is broken; mend it first")
            }
        })?,
    };
    let in_query = args.allow_key_in_query.then_some("key-in-query");
    for word in args.allow.iter().map(String::as_str).chain(in_query) {
        match expect_file::allowance(word) {
            Some(Allowance::Habit(habit)) => expectations.allowed.habits.push(habit),
            Some(Allowance::Rule(rule)) => expectations.allowed.rules.push(rule),
            None => {
                let near = nearest(word, expect_file::allowances());
                let advice = match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`localgear exec --help` lists what can be".to_owned(),
                };
                anyhow::bail!("`--allow {word}`: there is nothing of that name to allow; {advice}");
            }
        }
    }
    Ok(expectations)
}

/// The key whose secret stands without a name.
fn first_key(args: &Args, site: &Site) -> anyhow::Result<Option<String>> {
    let keys = site.keys().keys();
    let Some(name) = &args.key else { return Ok(keys.first().map(|key| key.name.to_string())) };
    if site.keys().named(name).is_some() {
        return Ok(Some(name.clone()));
    }
    let advice = match nearest(name, keys.iter().map(|key| key.name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`localgear key list` shows them".to_owned(),
    };
    anyhow::bail!("the site has no key `{name}`; {advice}")
}
