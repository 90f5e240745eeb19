//! `POST /api/v2/flowvault/setup`

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use catalog::schema::Schema;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    access::{SignIn, Ticket, email},
    api::{
        body::Body,
        flowvault::{
            peer::Peer,
            session::{Entered, enter},
        },
        query::Query,
    },
    app::App,
    error::{Error, Problem, Result},
};

/// Shorter passwords are guessed; longer ones are no better.
const PASSWORD_LENGTH: (usize, usize) = (12, 256);

/// Who the first person is.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "…", "email": "ada@example.com", "password": "correct horse battery staple"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewFirstPerson {
    /// What stands after the `#` of the set-up link.
    token: String,
    #[schema(format = Email, max_length = 254)]
    email: String,
    #[schema(min_length = 12, max_length = 256)]
    password: String,
}

/// Become the first person, by the link the server printed when it started, and sign in.
#[utoipa::path(post, path = "/api/v2/flowvault/setup", tag = "people", operation_id = "set_up", security(),
    request_body = NewFirstPerson,
    responses((status = 201, body = crate::api::flowvault::session::SessionView),
        (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    State(app): State<App>,
    Peer(address): Peer,
    headers: HeaderMap,
    query: Query,
    body: Body,
) -> Result<(StatusCode, Entered)> {
    app.sessions.refuse_foreign_pages(&headers)?;
    query.none()?;
    let (link, claim) = read(&body)?;
    let (ticket, visitor) = app.sessions.set_up(&link, SignIn { address, ..claim }).await?;
    Ok((StatusCode::CREATED, enter(&app, &ticket, &visitor).await?))
}

fn read(body: &Body) -> Result<(Ticket, SignIn)> {
    let (shortest, longest) = PASSWORD_LENGTH;
    let schema = Schema::object()
        .required("token", Schema::string())
        .required("email", Schema::string())
        .required("password", Schema::string().length(shortest, longest));
    let mut value = body.read(&schema)?;
    let mut take = |name: &str| match value.get_mut(name).map(Value::take) {
        Some(Value::String(text)) => text,
        _ => String::new(),
    };
    let email = email(&take("email"));
    let email = email
        .ok_or_else(|| Error::Body("'Object didn't pass validation for format email' on property email".to_owned()))?;
    Ok((Ticket::claimed(&take("token")), SignIn { email, password: take("password").into(), address: None }))
}
