//! `PUT /api/v2/flows/vault/oauth-clients/{app_id}`

use axum::extract::State;

use super::{
    OauthClientView,
    body::{OauthClientBody, new_client},
};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, oauth::redirect_uri::RedirectUri, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Register an OAuth client for an integration, in place of the one there is.
#[utoipa::path(put, path = "/api/v2/flows/vault/oauth-clients/{app_id}", tag = "connections",
    operation_id = "put_oauth_client", security(("token" = ["update:flows_vault_connections"])),
    request_body = OauthClientBody,
    params(("app_id" = String, Path, description = "The integration, `HUBSPOT`")),
    responses((status = 200, body = OauthClientView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn put(
    caller: Caller,
    State(app): State<App>,
    RedirectUri(redirect_uri): RedirectUri,
    (ids, query): (Ids, Query),
    body: Body,
) -> Result<Answer<OauthClientView>> {
    let tenant = caller.may(Scope::UpdateConnections)?;
    query.none()?;
    let integration = app.vault.catalog().integration(ids.text("app_id"));
    let app_id = &integration.ok_or(Error::Absent("Integration not found"))?.id;
    let client = app.vault.put_oauth_client(tenant, caller.actor(), app_id, new_client(&body)?).await?;
    Ok(Answer(OauthClientView::new(client, &redirect_uri)))
}
