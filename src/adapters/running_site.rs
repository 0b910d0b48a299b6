//! A site that answers on a free port of this machine until it is told to stop, on threads of its own: for a command
//! that runs against it, and for tests in process.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::emulator::{ChangeFault, Emulator};
use super::http_server::{self, ControlAccess, Edge, Limits};
use super::run_ledger::RunLedger;
use crate::contract::{Expectations, Ledger};
use crate::ports::Policies;
use crate::site::{KeySecret, Site};

/// Why a site does not answer.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The system gives no port or no thread.
    #[error("the system gives no port or no thread to serve with: {0}")]
    System(#[from] std::io::Error),
    /// No secrets could be made.
    #[error(transparent)]
    Keys(#[from] ChangeFault),
}

/// A site that answers on a free port until it is dropped.
pub struct RunningSite {
    address: SocketAddr,
    emulator: Arc<Emulator>,
    minted: Vec<(String, KeySecret)>,
    ledger: RunLedger,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<bool>>,
}

/// The address only: there are secrets in it.
impl std::fmt::Debug for RunningSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunningSite").field("address", &self.address).finish_non_exhaustive()
    }
}

impl RunningSite {
    /// A site that answers from now on, every key with a secret made for this run. Connections are accepted from the
    /// moment this returns.
    ///
    /// # Errors
    /// [`StartFault`] where the system gives no port, thread or randomness.
    pub fn start(
        site: Site,
        policies: Option<Arc<dyn Policies>>,
        expectations: Expectations,
    ) -> Result<Self, StartFault> {
        let ledger = RunLedger::new(Ledger::new(expectations));
        let emulator = Arc::new(Emulator::new(site, policies, vec![Box::new(ledger.clone())]));
        let minted = emulator.mint_keys()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let limits = Limits::default();
        let access = ControlAccess::for_address(address.ip(), None);
        let edge = Arc::new(Edge::new(Arc::clone(&emulator), access, limits));
        let (stop, stopped) = oneshot::channel::<()>();
        let serve = move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
            let Ok(runtime) = runtime else { return false };
            let served = runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                let stop = async { drop(stopped.await) };
                http_server::serve(listener, edge, None, limits, stop).await
            });
            // A policy that is still thinking must not keep the run from ending.
            runtime.shutdown_background();
            served.unwrap_or(false)
        };
        let serving = std::thread::Builder::new().name("localgear site".to_owned()).spawn(serve)?;
        Ok(Self { address, emulator, minted, ledger, stop: Some(stop), serving: Some(serving) })
    }

    /// Where it answers, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The port it answers on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The site itself.
    #[must_use]
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }

    /// Each key by name, with the secret that was made for this run.
    #[must_use]
    pub fn minted(&self) -> &[(String, KeySecret)] {
        &self.minted
    }

    /// The count of its calls.
    #[must_use]
    pub fn ledger(&self) -> &RunLedger {
        &self.ledger
    }

    /// Takes no more connections and lets running calls finish. Whether all did, in the time that they have.
    pub fn finish(&mut self) -> bool {
        if let Some(stop) = self.stop.take() {
            stop.send(()).ok();
        }
        self.serving.take().is_none_or(|serving| serving.join().unwrap_or(false))
    }
}

impl Drop for RunningSite {
    fn drop(&mut self) {
        self.finish();
    }
}
