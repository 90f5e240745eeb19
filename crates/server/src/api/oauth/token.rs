//! Access tokens for programs, by the client-credentials grant.

use axum::{
    body::Bytes,
    extract::{FromRequest as _, Request, State},
    http::{HeaderMap, Uri},
    response::IntoResponse as _,
};
use model::Client;
use serde::Serialize;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::{
    super::{answer::Answer, body::ARRIVAL},
    audience::Audiences,
    refusal::Refusal,
    request::{TokenBody, TokenRequest},
};
use crate::{
    access::{Claims, Scopes, granted, words},
    app::App,
    error::Error,
};

/// How long a token is good for, as the contract has it: a day.
const LIFETIME_SECONDS: i64 = 86_400;

/// An access token.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"access_token": "eyJ…", "scope": "read:flows", "expires_in": 86400, "token_type": "Bearer"}))]
pub(crate) struct Token {
    access_token: String,
    /// Separated by spaces.
    scope: String,
    /// Seconds.
    expires_in: i64,
    token_type: &'static str,
}

/// Get an access token with a client's id and secret.
#[utoipa::path(post, path = "/oauth/token", tag = "oauth", operation_id = "token", security(),
    request_body(content((TokenBody = "application/json"), (TokenBody = "application/x-www-form-urlencoded"))),
    responses((status = 200, body = Token), (status = "4XX", body = Refusal), (status = "5XX", body = Refusal)))]
pub(crate) async fn create(State(app): State<App>, request: Request) -> Result<Answer<Token>, Refusal> {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let body = timeout(ARRIVAL, Bytes::from_request(request, &())).await;
    let body = body.map_err(|_| Refusal::request("The body took too long to arrive"))?;
    let body = body.map_err(|_| Refusal::request("The body is too large"))?;
    let asked = TokenRequest::read(&headers, &body)?;
    if asked.grant_type != "client_credentials" {
        return Err(Refusal::grant(&asked.grant_type));
    }
    let client = app.gate.authenticate(&asked.client_id, &asked.client_secret).await.map_err(fault)?;
    let client = client.ok_or_else(Refusal::client)?;
    let claims = claims(&app, &client, &asked, (&headers, &uri))?;
    let access_token = app.gate.key().sign(&claims).map_err(|cause| fault(Error::Broken(cause)))?;
    Ok(Answer(Token { access_token, scope: claims.scope, expires_in: LIFETIME_SECONDS, token_type: "Bearer" }))
}

fn claims(
    app: &App,
    client: &Client,
    asked: &TokenRequest,
    (headers, uri): (&HeaderMap, &Uri),
) -> Result<Claims, Refusal> {
    let audiences = Audiences::of(app.public_url.as_ref(), app.is_tls, headers, uri);
    let wanted = asked.audience.as_deref();
    let audience = audiences.choose(wanted).ok_or_else(|| Refusal::audience(wanted.unwrap_or_default()))?;
    let scopes = narrowed(&granted(client), asked.scope.as_deref())?;
    let audience = (audiences.issuer().to_owned(), audience.to_owned());
    Ok(Claims::for_client(client, audience, scopes.to_string(), app.clock.now(), LIFETIME_SECONDS))
}

/// The scopes asked for, if the client has them all; all it has if it asks for none in particular.
fn narrowed(granted: &Scopes, asked: Option<&str>) -> Result<Scopes, Refusal> {
    let Some(asked) = asked else { return Ok(granted.clone()) };
    let lacking: Vec<_> =
        words(asked).filter(|name| name.parse().map_or(true, |scope| !granted.contains(scope))).collect();
    if lacking.is_empty() { Ok(Scopes::known(words(asked))) } else { Err(Refusal::scope(&lacking.join(" "))) }
}

/// Writes the cause to the log and hides it from the client.
fn fault(error: Error) -> Refusal {
    Refusal::server(error.into_response().status())
}
