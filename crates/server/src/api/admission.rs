//! The first stop of every API request: who is it, and do they ask too often? The body is not read before both are known.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use model::Actor;

use crate::{
    access::cookie,
    app::App,
    error::{Error, Result},
    rate_limit::Verdict,
};

/// Who is behind a request, for the log line.
#[derive(Clone)]
pub(crate) struct ClientId(pub(crate) String);

/// Admits a request about a tenant, from a program with a token or a person with a session.
pub(crate) async fn admit(State(app): State<App>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let caller = match headers.get(header::AUTHORIZATION) {
        None if cookie::ticket(headers).is_some() => app.sessions.caller(request.method(), headers).await,
        header => app.gate.identify(header).await,
    };
    enter(&app, request, next, caller.map(|caller| (caller.actor(), caller))).await
}

/// Admits a request of a person that is not about one tenant.
pub(crate) async fn admit_visitor(State(app): State<App>, request: Request, next: Next) -> Response {
    let visitor = app.sessions.visitor(request.method(), request.headers()).await;
    enter(&app, request, next, visitor.map(|visitor| (visitor.actor(), visitor))).await
}

/// Lets a request in, or answers in its place; every answer says what is left of the sender's allowance.
async fn enter<T>(app: &App, mut request: Request, next: Next, who: Result<(Actor, T)>) -> Response
where
    T: Clone + Send + Sync + 'static,
{
    let (verdict, name) = match &who {
        Ok((actor, _)) => (app.limiter.take(&actor.label()), Some(name(actor))),
        // Those who are nobody share the allowance of their address.
        Err(_) => (app.limiter.take(&format!("address {}", address(&request))), None),
    };
    let mut response = match who {
        _ if !verdict.admitted => Error::TooMany { retry_after: verdict.retry_after }.into_response(),
        Err(error) => error.into_response(),
        Ok((_, who)) => {
            request.extensions_mut().insert(who);
            next.run(request).await
        }
    };
    announce(response.headers_mut(), verdict);
    if let Some(name) = name {
        response.extensions_mut().insert(ClientId(name));
    }
    response
}

fn name(actor: &Actor) -> String {
    match actor {
        Actor::Client(id) => id.clone(),
        other => other.label(),
    }
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
