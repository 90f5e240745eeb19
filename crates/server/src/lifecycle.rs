//! From the open listener to the last answer. The first signal stops accepting and lets running requests finish, the
//! second stops at once. The only place that spawns tasks.

use std::{
    future::Future,
    io::{self, Write as _},
    net::{SocketAddr, TcpListener},
    pin::Pin,
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    task::JoinError,
    time::timeout,
};

/// How long running requests may take to finish after the first signal.
const GRACE: Duration = Duration::from_secs(30);
/// How long a client may take to send the head of its request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// Work that goes on without the request that began it, and that the end waits for.
#[derive(Clone, Debug, Default)]
pub struct Tasks(watch::Sender<usize>);

/// Counts one task for as long as it lives, however it ends.
struct Counted(watch::Sender<usize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Tasks {
    /// Runs `work` to its end even if the caller stops waiting for it.
    ///
    /// # Errors
    /// The work panicked.
    #[expect(clippy::disallowed_methods, reason = "counted here, and waited for before the process ends")]
    pub async fn see_through<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> std::result::Result<T, JoinError> {
        self.0.send_modify(|running| *running += 1);
        let counted = Counted(self.0.clone());
        let work = tracing::Instrument::in_current_span(async move {
            let _counted = counted;
            work.await
        });
        tokio::spawn(work).await
    }

    /// Waits until no work is left.
    async fn finished(&self) {
        // Fails only when the sender is gone, which is held right here.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}

/// Serves `router` until told to stop.
///
/// # Errors
/// The listener or the signals fail.
pub async fn serve(router: Router, listener: TcpListener, tls: Option<RustlsConfig>, tasks: Tasks) -> Result<()> {
    let mut signals = Signals::new()?;
    announce(&listener, tls.is_some())?;
    let handle = Handle::new();
    let mut server = server(router, listener, tls, handle.clone())?;
    tokio::select! {
        ended = &mut server => return ended.context("the listener failed"),
        name = signals.next() => tracing::info!(signal = name, "draining: running requests may finish, a second signal stops at once"),
    }
    handle.graceful_shutdown(Some(GRACE));
    let finish = async {
        let ended = server.await;
        // Whoever hung up left work behind.
        let _ = timeout(GRACE, tasks.finished()).await;
        ended.context("the listener failed")
    };
    tokio::select! {
        ended = finish => ended,
        name = signals.next() => {
            tracing::warn!(signal = name, "stopping at once");
            Ok(())
        }
    }
}

/// Tells people and programs where we listen, since port 0 means any.
fn announce(listener: &TcpListener, is_tls: bool) -> Result<()> {
    let address = listener.local_addr().context("the listener has no address")?;
    let scheme = if is_tls { "https" } else { "http" };
    tracing::info!(%address, scheme, "listening");
    writeln!(io::stdout(), "listening on {scheme}://{address}").context("could not write to the terminal")
}

type Serving = Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;

fn server(
    router: Router,
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    handle: Handle<SocketAddr>,
) -> Result<Serving> {
    listener.set_nonblocking(true).context("could not set up the listener")?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    Ok(match tls {
        None => {
            let mut server = axum_server::from_tcp(listener).context("could not set up the listener")?.handle(handle);
            server.http_builder().http1().header_read_timeout(HEAD_TIMEOUT);
            Box::pin(server.serve(service))
        }
        Some(tls) => {
            let server = axum_server::from_tcp_rustls(listener, tls).context("could not set up the listener")?;
            let mut server = server.handle(handle);
            server.http_builder().http1().header_read_timeout(HEAD_TIMEOUT);
            Box::pin(server.serve(service))
        }
    })
}

/// The signals that mean stop.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn new() -> Result<Self> {
        let listen = |kind| signal(kind).context("could not listen for signals");
        Ok(Self { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    /// Waits for the next one, and says which it was.
    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    };

    use super::*;

    #[tokio::test]
    async fn work_goes_on_when_nobody_waits_for_it_and_the_end_waits() {
        let tasks = Tasks::default();
        let done = Arc::new(AtomicBool::new(false));
        let work = {
            let done = Arc::clone(&done);
            async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                done.store(true, Ordering::SeqCst);
            }
        };
        let waiting = timeout(Duration::from_millis(5), tasks.see_through(work)).await;
        assert!(waiting.is_err(), "the caller gave up");
        tasks.finished().await;
        assert!(done.load(Ordering::SeqCst));
    }
}
