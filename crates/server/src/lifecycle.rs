//! From the open listener to the last answer. The first signal stops accepting and lets running requests finish, the
//! second stops at once.

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
    time::timeout,
};
use vault::Tasks;

/// How long running requests may take to finish after the first signal.
const GRACE: Duration = Duration::from_secs(30);
/// How long a client may take to send the head of its request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

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
