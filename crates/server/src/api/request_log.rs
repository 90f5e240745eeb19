//! One log line and one count per request. They name the route's template, never the path, the query, a header or a body:
//! all of those may carry what nobody should read in a log.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use tracing::Instrument as _;

use super::admission::ClientId;
use crate::app::App;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longer ids from outside are replaced.
const ID_LENGTH: usize = 64;

/// Runs a request inside a span with its id, and writes the line.
pub(crate) async fn log(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = given_id(request.headers()).unwrap_or_else(|| format!("{:032x}", u128::from_be_bytes(app.rng.bytes())));
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let started = Instant::now();
    let span = tracing::info_span!("request", request_id = id);
    let mut response = next.run(request).instrument(span).await;
    let took = started.elapsed();
    app.requests.answered(&method, &route, (response.status(), took));
    tracing::info!(
        request_id = id,
        %method,
        route,
        status = response.status().as_u16(),
        duration_ms = took.as_secs_f64() * 1000.0,
        client_id = response.extensions().get::<ClientId>().map(|client| client.0.as_str()),
        "request"
    );
    let id = HeaderValue::try_from(id).expect("ids are made of visible ASCII");
    response.headers_mut().insert(REQUEST_ID, id);
    response
}

/// The caller's own id, if it cannot do mischief in a log.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let harmless = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    ((1..=ID_LENGTH).contains(&id.len()) && id.bytes().all(harmless)).then(|| id.to_owned())
}
