//! `localgear serve`: a site answers until somebody stops it.

use std::io::IsTerminal as _;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::ValueEnum;
use tokio::net::TcpListener;

use super::console::{self, Console};
use super::site_policies::{self, CacheArgs, PolicyHost};
use super::{Exit, screen, site_source};
use crate::adapters::emulator::Emulator;
use crate::adapters::http_server::{self, ControlAccess, ControlToken, Edge, Limits, SelfSigned};
use crate::adapters::site_file::{self, LoadFault, Loaded};
use crate::adapters::site_watch::SiteWatch;
use crate::ports::{Journal, Policies};
use crate::site::KeySecret;

/// Emulate a site: its Workflows answer, its keys are enforced.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The site file; without one the embedded demo site.
    site: Option<PathBuf>,
    /// The address to listen on; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:4280", value_name = "HOST:PORT")]
    addr: String,
    /// The port to listen on, on this machine only: short for `--addr 127.0.0.1:PORT`.
    #[arg(long, conflicts_with = "addr", value_name = "PORT")]
    port: Option<u16>,
    /// Write the port to this file once the site answers.
    #[arg(long, value_name = "FILE")]
    port_file: Option<PathBuf>,
    /// Give every key a fresh development secret for this run only, and print them. The demo site always does.
    #[arg(long)]
    mint: bool,
    /// Do not watch the site file for changes.
    #[arg(long)]
    no_watch: bool,
    /// How calls are logged on standard error.
    #[arg(long, value_enum, default_value_t = LogFormat::Text, value_name = "FORMAT")]
    log_format: LogFormat,
    /// Show neither the site nor its calls.
    #[arg(long, short)]
    quiet: bool,
    /// Opens the control endpoints to whoever has this token, on any address; without it only to this machine.
    #[arg(long, env = "LOCALGEAR_CONTROL_TOKEN", hide_env_values = true, value_name = "TOKEN")]
    control_token: Option<Secretive>,
    /// Serve https with a certificate made for this run, and write its authority's certificate to this file.
    #[arg(long, value_name = "CA_FILE")]
    tls_self_signed: Option<PathBuf>,
    #[command(flatten)]
    policy_cache: CacheArgs,
}

/// How calls are logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// A readable line per call.
    Text,
    /// The journal's entry of each call as a line of JSON.
    Json,
}

/// An argument that must not be printed back.
#[derive(Clone)]
struct Secretive(Option<ControlToken>);

impl std::fmt::Debug for Secretive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl std::str::FromStr for Secretive {
    type Err = std::convert::Infallible;

    /// Whether it is a token is judged later: clap's own complaint would quote it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(ControlToken::parse(text)))
    }
}

/// Serves until SIGINT or SIGTERM.
pub(crate) fn run(args: &Args) -> anyhow::Result<Exit> {
    let loaded = site_source::sound(args.site.as_deref())?;
    let policies = PolicyHost::new(&args.policy_cache);
    let asked = policies.load(&loaded.site)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime
        .context("the system gives no threads to serve with")?
        .block_on(serve(args, loaded, policies, asked))
}

async fn serve(
    args: &Args,
    loaded: Loaded,
    host: PolicyHost,
    asked: Option<Arc<dyn Policies>>,
) -> anyhow::Result<Exit> {
    let token = match &args.control_token {
        None => None,
        Some(Secretive(Some(token))) => Some(*token),
        Some(Secretive(None)) => {
            anyhow::bail!("a control token is 1 to 1024 visible ASCII characters without blanks")
        }
    };
    let listener = match args.port {
        Some(port) => listen(&format!("127.0.0.1:{port}")).await?,
        None => listen(&args.addr).await?,
    };
    let address = listener.local_addr()?;
    let tls =
        args.tls_self_signed.as_ref().map(|path| certificate(path, &loaded, address.ip())).transpose()?;
    let Loaded { site, mut sources, .. } = loaded;
    sources.extend(site_policies::modules(&site));
    let emulator = Arc::new(Emulator::new(site, asked, listeners(args)));
    let minted = if args.mint || args.site.is_none() { emulator.mint_keys()? } else { Vec::new() };
    let access = ControlAccess::for_address(address.ip(), token);
    let limits = Limits::default();
    let edge = Arc::new(Edge::new(Arc::clone(&emulator), access, limits));
    let stop = stop_signal()?;
    let _watch = watch(args, &emulator, sources, host)?;
    announce(args, &emulator, address, &minted)?;
    let finished = http_server::serve(listener, edge, tls, limits, stop).await?;
    if !finished && !args.quiet {
        screen::remark(&format!(
            "stopped; calls still running after {} s were cut off",
            limits.farewell_max.as_secs()
        ));
    }
    Ok(Exit::Fine)
}

/// A listener, or one line that says why there is none and what to do.
async fn listen(addr: &str) -> anyhow::Result<TcpListener> {
    use std::io::ErrorKind;
    const ADVICE: [(ErrorKind, &str); 3] = [
        (
            ErrorKind::AddrInUse,
            "the port is in use; stop what uses it, or take a free one with `--addr 127.0.0.1:0`",
        ),
        (ErrorKind::PermissionDenied, "permission denied; ports below 1024 need rights, take a higher one"),
        (ErrorKind::AddrNotAvailable, "this machine has no such address"),
    ];
    let advice = |fault: &std::io::Error| {
        let known = ADVICE.iter().find(|(kind, _)| *kind == fault.kind());
        known.map_or("write an address and a port, such as `127.0.0.1:4280`", |(_, advice)| advice)
    };
    let bound = TcpListener::bind(addr).await;
    bound.map_err(|fault| anyhow::anyhow!("cannot listen on `{addr}`: {} ({fault})", advice(&fault)))
}

fn certificate(path: &std::path::Path, loaded: &Loaded, address: IpAddr) -> anyhow::Result<SelfSigned> {
    let mut hosts: Vec<String> = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
    hosts.extend(loaded.site.environments().iter().map(|environment| environment.hostname.clone()));
    if !address.is_unspecified() {
        hosts.push(address.to_string());
    }
    hosts.sort();
    hosts.dedup();
    let made = SelfSigned::new(&hosts)?;
    let written = std::fs::write(path, made.authority_pem());
    written.with_context(|| format!("cannot write the authority's certificate to `{}`", path.display()))?;
    Ok(made)
}

fn listeners(args: &Args) -> Vec<Box<dyn Journal>> {
    let listener: Box<dyn Journal> = match args.log_format {
        _ if args.quiet => return Vec::new(),
        LogFormat::Json => Box::new(console::JsonLines),
        LogFormat::Text => Box::new(Console::new(screen::stderr_has_colour())),
    };
    vec![listener]
}

/// What a shell calls the end by SIGINT.
#[cfg(unix)]
const INTERRUPTED: i32 = 130;

/// Resolves at the first SIGINT or SIGTERM; a SIGINT after that does not wait for running calls.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    #[cfg(unix)]
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        #[cfg(unix)]
        tokio::spawn(async move {
            interrupt.recv().await;
            std::process::exit(INTERRUPTED);
        });
        #[cfg(not(unix))]
        tokio::signal::ctrl_c().await.ok();
    })
}

/// Watches the site file: a good change is swapped in whole, a bad one is reported and the old site serves on.
fn watch(
    args: &Args,
    emulator: &Arc<Emulator>,
    sources: Vec<PathBuf>,
    host: PolicyHost,
) -> anyhow::Result<Option<SiteWatch>> {
    let Some(path) = args.site.clone().filter(|_| !args.no_watch) else { return Ok(None) };
    let (emulator, mint) = (Arc::clone(emulator), args.mint);
    let reload = move || match site_file::load(&path) {
        Ok(Loaded { site, mut sources, .. }) => {
            // Watched from now on even if they cannot be used: mending one is the change to wait for.
            sources.extend(site_policies::modules(&site));
            match host.load(&site) {
                Ok(policies) => emulator.reload(site, policies),
                Err(fault) => {
                    screen::remark(&format!("not reloaded, the old site serves on: {fault}"));
                    return Some(sources);
                }
            }
            let minted = if mint { emulator.mint_keys().unwrap_or_default() } else { Vec::new() };
            for (name, secret) in &minted {
                screen::print(&key_line(name, secret)).ok();
            }
            screen::remark(&format!("reloaded `{}`", path.display()));
            Some(sources)
        }
        Err(LoadFault::Input(fault)) => {
            screen::remark(&format!("not reloaded, the old site serves on: {fault}"));
            None
        }
        Err(LoadFault::Faults(faults)) => {
            screen::remark(faults.render(screen::stderr_has_colour()).trim_end());
            screen::remark("not reloaded, the old site serves on");
            None
        }
    };
    Ok(Some(
        SiteWatch::start(sources, reload)
            .context("the system gives no thread to watch the site file with")?,
    ))
}

/// Says that the site answers: the address first, then what was minted, then what there is to call.
fn announce(
    args: &Args,
    emulator: &Emulator,
    address: SocketAddr,
    minted: &[(String, KeySecret)],
) -> anyhow::Result<()> {
    let scheme = if args.tls_self_signed.is_some() { "https" } else { "http" };
    let base = format!("{scheme}://{address}");
    let mut lines = format!("listening on {base}\n");
    for (name, secret) in minted {
        lines.push_str(&key_line(name, secret));
    }
    screen::print(&lines)?;
    if !args.quiet && std::io::stderr().is_terminal() {
        screen::remark(&console::welcome(&emulator.live(), &base, minted, screen::stderr_has_colour()));
    }
    if let Some(path) = &args.port_file {
        write_whole(path, &format!("{}\n", address.port()))
            .with_context(|| format!("cannot write the port to `{}`", path.display()))?;
    }
    Ok(())
}

fn key_line(name: &str, secret: &KeySecret) -> String {
    format!("key {name} {}\n", secret.reveal())
}

/// Whoever waits for the file sees all of it or none.
fn write_whole(path: &std::path::Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let folder =
        path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
