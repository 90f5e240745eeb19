//! `POST /api/v2/flows/vault/connections/{id}/authorization`: sends a person to the service's page, where they grant
//! the connection. They come back to `/oauth/callback`.

use std::collections::BTreeSet;

use axum::{extract::State, http::HeaderMap};
use catalog::schema::Schema;
use model::{Actor, ConnectionId, TenantId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vault::BeginAuthorization;

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope, cookie},
    api::{
        answer::Answer, body::Body, flows::vault::oauth_clients::ScopeName, oauth::redirect_uri::RedirectUri,
        path::Ids, query::Query,
    },
    app::App,
    connection_status::actions_of_flows,
    error::{Error, Problem, Result},
};

/// Far beyond the scopes of any service.
const LONGEST_SCOPE: usize = 1000;

/// How to set out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scopes": ["crm.lists.read"], "another_account": false}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct NewAuthorization {
    /// Asked for beside those that the flows with this connection need and those registered with the OAuth client.
    #[schema(value_type = Option<Vec<ScopeName>>, nullable = false)]
    scopes: Option<Vec<String>>,
    /// Whether the connection may become one to another account than it is. Without it, that is refused.
    #[schema(nullable = false)]
    another_account: Option<bool>,
}

/// Where a person goes on.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"authorization_url": "https://app.hubspot.com/oauth/authorize?client_id=b2f0c1&state=…"}))]
pub(crate) struct AuthorizationView {
    /// The service's page. Good for ten minutes, once; from a session, in the same browser only.
    authorization_url: String,
}

/// Begin to grant a connection in a browser. What the connection holds serves on until the new grant has proved good.
#[utoipa::path(post, path = "/api/v2/flows/vault/connections/{id}/authorization", tag = "connections",
    operation_id = "begin_authorization", security(("token" = ["update:flows_vault_connections"])),
    request_body = NewAuthorization,
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = AuthorizationView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn begin(
    caller: Caller,
    State(app): State<App>,
    (home, headers): (RedirectUri, HeaderMap),
    (ids, query): (Ids, Query),
    body: Body,
) -> Result<Answer<AuthorizationView>> {
    let tenant = caller.may(Scope::UpdateConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    let (scopes, another_account) = read(&body)?;
    let actions = known_actions(&app, tenant, &id).await?;
    let session_hash = session_hash(&caller, &headers);
    let begin = BeginAuthorization { redirect_uri: home.0, scopes, actions, another_account, session_hash };
    let page = app.vault.begin_authorization(tenant, caller.actor(), &id, begin).await?;
    Ok(Answer(AuthorizationView { authorization_url: page.ok_or(Error::Absent(NOT_FOUND))?.into() }))
}

fn read(body: &Body) -> Result<(Vec<String>, bool)> {
    let schema = Schema::object()
        .optional("scopes", Schema::array(Schema::string().length(1, LONGEST_SCOPE)))
        .optional("another_account", Schema::boolean());
    let value = body.read(&schema)?;
    let scopes: Vec<_> = value["scopes"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if scopes.iter().any(|scope| scope.contains(|c: char| c.is_whitespace() || c.is_control())) {
        return Err(Error::Body("'A scope is one word' on property scopes".to_owned()));
    }
    let scopes = scopes.into_iter().map(str::to_owned).collect();
    Ok((scopes, value["another_account"].as_bool().unwrap_or(false)))
}

/// The actions that flows do with the connection, of those its integration has.
async fn known_actions(app: &App, tenant: &TenantId, id: &ConnectionId) -> Result<Vec<String>> {
    let connection = app.store.connection(tenant, id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    let actions: BTreeSet<String> = actions_of_flows(&app.store, tenant, &connection).await?;
    let is_known = |action: &String| app.vault.catalog().action(&connection.app_id, action).is_some();
    Ok(actions.into_iter().filter(is_known).collect())
}

/// The session of a person at the console: only that browser may come back. A program has none, and whoever it shows
/// the address to may go there.
fn session_hash(caller: &Caller, headers: &HeaderMap) -> Option<Vec<u8>> {
    let is_person = matches!(caller.actor(), Actor::Person(_));
    cookie::ticket(headers).filter(|_| is_person).map(|ticket| ticket.hash())
}
