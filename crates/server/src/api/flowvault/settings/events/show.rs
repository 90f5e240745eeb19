//! `GET /api/v2/flowvault/settings/events`

use axum::extract::State;

use super::view::EventSettingsView;
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, query::Query},
    app::App,
    error::{Problem, Result},
};

/// Show where the tenant hears of its events.
#[utoipa::path(get, path = "/api/v2/flowvault/settings/events", tag = "events", operation_id = "event_settings",
    security(("token" = ["manage:settings"])),
    responses((status = 200, body = EventSettingsView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<EventSettingsView>> {
    // Not for everyone who reads: the address may itself be a secret between the owners and the receiver.
    let tenant = caller.may(Scope::ManageSettings)?;
    query.none()?;
    Ok(Answer(app.vault.event_settings(tenant).await?.into()))
}
