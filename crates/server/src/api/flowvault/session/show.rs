//! `GET /api/v2/flowvault/session`

use axum::{extract::State, http::HeaderMap};

use super::SessionView;
use crate::{
    access::{Visitor, sessions::named_tenant},
    api::{answer::Answer, query::Query},
    app::App,
    error::{Problem, Result},
};

/// Show who is signed in.
#[utoipa::path(get, path = "/api/v2/flowvault/session", tag = "people", operation_id = "show_session",
    security(("session" = [])),
    responses((status = 200, body = SessionView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(
    visitor: Visitor,
    State(app): State<App>,
    headers: HeaderMap,
    query: Query,
) -> Result<Answer<SessionView>> {
    query.none()?;
    SessionView::of(&app, &visitor, named_tenant(&headers)).await.map(Answer)
}
