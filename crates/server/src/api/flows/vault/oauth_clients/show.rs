//! `GET /api/v2/flows/vault/oauth-clients/{app_id}`

use axum::extract::State;

use super::{NOT_FOUND, OauthClientView, app_id};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, oauth::redirect_uri::RedirectUri, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Show the OAuth client that is registered for an integration.
#[utoipa::path(get, path = "/api/v2/flows/vault/oauth-clients/{app_id}", tag = "connections",
    operation_id = "show_oauth_client", security(("token" = ["read:flows_vault_connections"])),
    params(("app_id" = String, Path, description = "The integration, `HUBSPOT`")),
    responses((status = 200, body = OauthClientView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(
    caller: Caller,
    State(app): State<App>,
    RedirectUri(redirect_uri): RedirectUri,
    ids: Ids,
    query: Query,
) -> Result<Answer<OauthClientView>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    query.none()?;
    let app_id = app_id(&ids).ok_or(Error::Absent(NOT_FOUND))?;
    let client = app.vault.oauth_client(tenant, app_id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    Ok(Answer(OauthClientView::new(client, &redirect_uri)))
}
