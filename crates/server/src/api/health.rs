//! Whether the process lives, and whether it can do its work.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::Answer;
use crate::{
    app::App,
    error::{Problem, Result},
};

/// How the process is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub(crate) struct Health {
    status: &'static str,
}

/// Tell whether the process lives.
#[utoipa::path(get, path = "/health/live", tag = "health", operation_id = "live", security(),
    responses((status = 200, body = Health)))]
pub(crate) async fn live() -> Answer<Health> {
    Answer(Health { status: "ok" })
}

/// Tell whether the process can serve requests: the database answers.
#[utoipa::path(get, path = "/health/ready", tag = "health", operation_id = "ready", security(),
    responses((status = 200, body = Health), (status = 503, body = Problem)))]
pub(crate) async fn ready(State(app): State<App>) -> Result<Answer<Health>> {
    app.store.ping().await?;
    Ok(Answer(Health { status: "ok" }))
}
