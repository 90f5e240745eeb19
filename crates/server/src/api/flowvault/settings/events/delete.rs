//! `DELETE /api/v2/flowvault/settings/events`

use axum::{extract::State, http::StatusCode};

use crate::{
    access::{Caller, Scope},
    api::query::Query,
    app::App,
    error::{Problem, Result},
};

/// Tell the tenant of nothing any more, not even of what is waiting to be sent.
#[utoipa::path(delete, path = "/api/v2/flowvault/settings/events", tag = "events", operation_id = "delete_event_settings",
    security(("token" = ["manage:settings"])),
    responses((status = 204), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn delete(caller: Caller, State(app): State<App>, query: Query) -> Result<StatusCode> {
    let tenant = caller.may(Scope::ManageSettings)?;
    query.none()?;
    // A setting that is unset twice is unset.
    app.vault.delete_event_endpoint(tenant, caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
