//! `GET /metrics`, on a listener of its own and only if there is one: figures for Prometheus. Whoever reaches that
//! address may read them, so no label names a tenant, a connection or anything else that somebody typed.

mod process;
mod requests;

use std::{io, net::TcpListener, time::Duration};

use axum::{
    Router,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
    routing::get,
};
use prometheus_client::{encoding::text, metrics::info::Info, registry::Registry};

pub use requests::RequestFigures;

use crate::{app::App, error::Error};

/// The format that Prometheus and its kin read: <https://prometheus.io/docs/specs/om/open_metrics_spec/>.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// How long a reader may take to send the head of its request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// What is served there, and nothing else.
pub fn router(app: App) -> Router {
    Router::new().route("/metrics", get(show)).fallback(async || Error::Route).with_state(app)
}

/// Serves the figures until dropped.
///
/// # Errors
/// The listener fails.
pub async fn serve(app: App, listener: TcpListener) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let mut server = axum_server::from_tcp(listener)?;
    server.http_builder().http1().header_read_timeout(HEAD_TIMEOUT);
    server.serve(router(app).into_make_service()).await
}

async fn show(State(app): State<App>) -> Response {
    let mut registry = Registry::default();
    app.vault.metrics().register(&mut registry);
    app.requests.register(&mut registry);
    process::register(&mut registry);
    let version = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("flowvault_build", "Which Flowvault this is", version);
    let mut figures = String::new();
    text::encode(&mut figures, &registry).expect("writing to a text does not fail");
    ([(header::CONTENT_TYPE, OPENMETRICS)], figures).into_response()
}
