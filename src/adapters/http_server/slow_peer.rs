//! A peer that says nothing, or stops taking its reply, does not hold a connection for ever.
//!
//! Once a connection speaks HTTP/1.1 or HTTP/2 its own timers watch over headers; what is left is the time before
//! that is known, and writes.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// Bytes that tell HTTP/2 from HTTP/1.1: the length of the preface of HTTP/2.
const GREETING_BYTES: usize = 24;

/// A stream that fails when its peer does not say in time what it speaks, or takes nothing for so long.
pub(super) struct SlowPeer<S> {
    stream: S,
    wait_max: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    greeting: Option<Pin<Box<Sleep>>>,
    heard: usize,
}

impl<S> SlowPeer<S> {
    pub(super) fn new(stream: S, greeting_max: Duration, write_wait_max: Duration) -> Self {
        let greeting = Some(Box::pin(tokio::time::sleep(greeting_max)));
        Self { stream, wait_max: write_wait_max, waiting: None, greeting, heard: 0 }
    }

    /// Passes a write's progress on, or fails it when there has been none for too long.
    fn bounded<T>(&mut self, cx: &mut Context<'_>, progress: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if progress.is_ready() {
            self.waiting = None;
            return progress;
        }
        let wait_max = self.wait_max;
        let waiting =
            self.waiting.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(Instant::now() + wait_max)));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for SlowPeer<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let peer = self.get_mut();
        let before = buf.filled().len();
        let read = Pin::new(&mut peer.stream).poll_read(cx, buf);
        let Some(greeting) = &mut peer.greeting else { return read };
        if read.is_pending() {
            ready!(greeting.as_mut().poll(cx));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        peer.heard += buf.filled().len() - before;
        if peer.heard >= GREETING_BYTES {
            peer.greeting = None;
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for SlowPeer<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let peer = self.get_mut();
        let progress = Pin::new(&mut peer.stream).poll_write(cx, bytes);
        peer.bounded(cx, progress)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let peer = self.get_mut();
        let progress = Pin::new(&mut peer.stream).poll_write_vectored(cx, pieces);
        peer.bounded(cx, progress)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let peer = self.get_mut();
        let progress = Pin::new(&mut peer.stream).poll_flush(cx);
        peer.bounded(cx, progress)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let peer = self.get_mut();
        let progress = Pin::new(&mut peer.stream).poll_shutdown(cx);
        peer.bounded(cx, progress)
    }
}
