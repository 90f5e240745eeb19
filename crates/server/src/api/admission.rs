//! The first stop of every API request: who is it, and do they ask too often? The body is not read before both are known.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{app::App, error::Error, rate_limit::Verdict};

/// The client behind a request, for the log line.
#[derive(Clone)]
pub(crate) struct ClientId(pub(crate) String);

/// Admits a request, or answers in its place; every answer says what is left of the client's allowance.
pub(crate) async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let caller = app.gate.identify(request.headers().get(header::AUTHORIZATION)).await;
    let (verdict, client) = match &caller {
        Ok(caller) => (app.limiter.take(&format!("client {}", caller.client_id())), Some(caller.client_id().to_owned())),
        // Those who are nobody share the allowance of their address.
        Err(_) => (app.limiter.take(&format!("address {}", address(&request))), None),
    };
    let mut response = match caller {
        _ if !verdict.admitted => Error::TooMany { retry_after: verdict.retry_after }.into_response(),
        Err(error) => error.into_response(),
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
    };
    announce(response.headers_mut(), verdict);
    if let Some(client) = client {
        response.extensions_mut().insert(ClientId(client));
    }
    response
}

fn address(request: &Request) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.map(|ConnectInfo(peer)| peer.ip()).as_ref().map_or_else(String::new, IpAddr::to_string)
}

fn announce(headers: &mut HeaderMap, verdict: Verdict) {
    headers.insert("x-ratelimit-limit", HeaderValue::from(verdict.limit));
    headers.insert("x-ratelimit-remaining", HeaderValue::from(verdict.remaining));
    headers.insert("x-ratelimit-reset", HeaderValue::from(verdict.reset));
}
