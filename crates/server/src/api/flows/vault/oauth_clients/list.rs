//! `GET /api/v2/flows/vault/oauth-clients`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::OauthClientView;
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, oauth::redirect_uri::RedirectUri, query::Query},
    app::App,
    error::{Problem, Result},
};

/// The tenant's registrations, by integration.
#[derive(Serialize, ToSchema)]
pub(crate) struct OauthClientList {
    oauth_clients: Vec<OauthClientView>,
    /// Where services send people back to: what their forms want to know before there is anything to list.
    redirect_uri: String,
}

/// List the OAuth clients that are registered.
#[utoipa::path(get, path = "/api/v2/flows/vault/oauth-clients", tag = "connections", operation_id = "list_oauth_clients",
    security(("token" = ["read:flows_vault_connections"])),
    responses((status = 200, body = OauthClientList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(
    caller: Caller,
    State(app): State<App>,
    RedirectUri(redirect_uri): RedirectUri,
    query: Query,
) -> Result<Answer<OauthClientList>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    query.none()?;
    let clients = app.vault.oauth_clients(tenant).await?.into_iter();
    let oauth_clients = clients.map(|client| OauthClientView::new(client, &redirect_uri)).collect();
    Ok(Answer(OauthClientList { oauth_clients, redirect_uri: redirect_uri.into() }))
}
