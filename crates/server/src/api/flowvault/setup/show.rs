//! `GET /api/v2/flowvault/setup`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    api::{answer::Answer, query::Query},
    app::App,
    error::{Problem, Result},
};

/// Whether the server is new.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"needed": false}))]
pub(crate) struct SetupState {
    /// Whether the first person is still to come.
    needed: bool,
}

/// Tell whether the first person is still to come.
#[utoipa::path(get, path = "/api/v2/flowvault/setup", tag = "people", operation_id = "show_setup", security(),
    responses((status = 200, body = SetupState), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(State(app): State<App>, query: Query) -> Result<Answer<SetupState>> {
    query.none()?;
    Ok(Answer(SetupState { needed: !app.store.has_people().await? }))
}
