//! `DELETE /api/v2/flowvault/session`

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
};

use crate::{
    access::{Visitor, cookie},
    api::query::Query,
    app::App,
    error::{Problem, Result},
};

/// Sign out.
#[utoipa::path(delete, path = "/api/v2/flowvault/session", tag = "people", operation_id = "sign_out",
    security(("session" = [])),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(
    visitor: Visitor,
    State(app): State<App>,
    query: Query,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1])> {
    query.none()?;
    app.sessions.sign_out(&visitor).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::take())]))
}
