//! `POST /api/v2/flowvault/session`

use axum::{extract::State, http::HeaderMap};
use catalog::schema::Schema;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{Entered, SessionView, enter};
use crate::{
    access::{SignIn, email},
    api::{body::Body, flowvault::peer::Peer, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Who signs in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.com", "password": "correct horse battery staple"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewSession {
    email: String,
    #[schema(max_length = 256)]
    password: String,
}

/// Sign in. The answer sets a cookie that other requests of the same browser carry.
#[utoipa::path(post, path = "/api/v2/flowvault/session", tag = "people", operation_id = "sign_in", security(),
    request_body = NewSession,
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    Peer(address): Peer,
    headers: HeaderMap,
    query: Query,
    body: Body,
) -> Result<Entered> {
    app.sessions.refuse_foreign_pages(&headers)?;
    query.none()?;
    let claim = read(&body)?;
    let (ticket, visitor) = app.sessions.sign_in(SignIn { address, ..claim }).await?;
    enter(&app, &ticket, &visitor).await
}

fn read(body: &Body) -> Result<SignIn> {
    let password = Schema::string().max_length(256);
    let mut value = body.read(&Schema::object().required("email", Schema::string()).required("password", password))?;
    let mut take = |name: &str| match value.get_mut(name).map(Value::take) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    // What is no address is nobody's: the same answer as for an address we do not know.
    let email = email(&take("email")).ok_or(Error::Unauthorized("Wrong e-mail or password"))?;
    Ok(SignIn { email, password: take("password").into(), address: None })
}
