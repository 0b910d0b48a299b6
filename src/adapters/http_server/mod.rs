//! The edge: listener, connections, shutdown. The listener and the signal to stop come from the caller.

mod body;
pub mod control;
mod edge;
mod limits;
mod slow_peer;
mod tls;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub use control::{ControlAccess, ControlToken};
pub use edge::Edge;
pub use limits::Limits;
pub use tls::{SelfSigned, TlsFault};

use slow_peer::SlowPeer;

/// Bytes of a connection's read buffer beyond headers and target.
const BUFFER_SLACK_BYTES: usize = 16 << 10;

/// Serves until `stop` resolves, then lets running calls finish, [`Limits::farewell_max`] at most. Whether all did.
///
/// # Errors
/// Only where the listener itself fails for good.
pub async fn serve(
    listener: TcpListener,
    edge: Arc<Edge>,
    tls: Option<SelfSigned>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) -> std::io::Result<bool> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits.connections_max));
    let tls = tls.map(Arc::new);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = next_connection(&listener, &places) => accepted?,
            () = &mut stop => break,
        };
        let Some((stream, peer, place)) = accepted else { continue };
        let (edge, tls, watcher) = (Arc::clone(&edge), tls.clone(), graceful.watcher());
        tokio::spawn(async move {
            let _place = place;
            match tls {
                None => converse(stream, edge, peer, limits, watcher).await,
                Some(tls) => {
                    let handshake = tokio::time::timeout(limits.handshake_wait_max, tls.accept(stream)).await;
                    if let Ok(Ok(stream)) = handshake {
                        converse(stream, edge, peer, limits, watcher).await;
                    }
                }
            }
        });
    }
    drop(listener);
    Ok(tokio::time::timeout(limits.farewell_max, graceful.shutdown()).await.is_ok())
}

/// The next connection, once there is a place for it. A client that gave up before it was accepted, and a process
/// out of file descriptors, are no reason to stop serving.
async fn next_connection(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)>> {
    const BREATH: std::time::Duration = std::time::Duration::from_millis(50);
    let Ok(place) = Arc::clone(places).acquire_owned().await else { return Ok(None) };
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Without it small replies wait for the client's acknowledgement; failing to set it costs only speed.
            drop(stream.set_nodelay(true));
            Ok(Some((stream, peer, place)))
        }
        Err(fault) if fault.kind() == std::io::ErrorKind::InvalidInput => Err(fault),
        Err(_) => {
            tokio::time::sleep(BREATH).await;
            Ok(None)
        }
    }
}

/// One connection, HTTP/1.1 or HTTP/2 as its first bytes say. What goes wrong on it concerns only its peer.
async fn converse<S>(
    stream: S,
    edge: Arc<Edge>,
    peer: SocketAddr,
    limits: Limits,
    watcher: hyper_util::server::graceful::Watcher,
) where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let edge = Arc::clone(&edge);
        async move { Ok::<_, Infallible>(edge.answer(request, peer).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    let http1 = &mut builder.http1();
    http1
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_wait_max)
        .max_headers(limits.headers_max)
        .max_buf_size(limits.uri_bytes_max + limits.header_bytes_max + BUFFER_SLACK_BYTES)
        .pipeline_flush(true)
        .half_close(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(limits.header_wait_max)
        .keep_alive_timeout(limits.header_wait_max)
        .max_concurrent_streams(256)
        .max_header_list_size(u32::try_from(limits.header_bytes_max).unwrap_or(u32::MAX));
    let stream = TokioIo::new(SlowPeer::new(stream, limits.header_wait_max, limits.write_wait_max));
    let connection = builder.serve_connection(stream, service).into_owned();
    drop(watcher.watch(connection).await);
}
