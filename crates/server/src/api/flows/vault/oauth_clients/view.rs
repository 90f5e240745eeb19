//! A registration as the wire shows it: never its secret.

use model::UnixMillis;
use serde::Serialize;
use serde_json::{Map, Value};
use url::Url;
use utoipa::ToSchema;
use vault::OauthClient;

/// A tenant's registration at a service.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "app_id": "HUBSPOT", "client_id": "b2f0c1", "scopes": ["crm.lists.read"], "params": {},
    "redirect_uri": "https://vault.example.com/oauth/callback", "refused": null,
    "created_at": "2024-09-12T12:52:15.805Z", "updated_at": "2024-09-12T12:52:15.805Z"
}))]
pub(crate) struct OauthClientView {
    /// The integration, `HUBSPOT`.
    app_id: String,
    client_id: String,
    /// Asked for beside those that the integration's actions need.
    scopes: Vec<String>,
    /// What the integration wants to know beside that.
    #[schema(value_type = Object)]
    params: Map<String, Value>,
    /// Where the service sends people back to: enter it in the service's form, to the letter.
    redirect_uri: String,
    /// Set while the service refuses the client itself; null while it takes it.
    #[schema(required)]
    refused: Option<ClientRefusal>,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
}

/// How a service refuses a client.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClientRefusal {
    /// The service's words.
    said: String,
    /// The first time since it was last taken.
    #[schema(value_type = String, format = DateTime)]
    at: UnixMillis,
}

impl OauthClientView {
    /// The registration, for people who come back to this address.
    pub(crate) fn new(client: OauthClient, redirect_uri: &Url) -> Self {
        Self {
            app_id: client.app_id,
            client_id: client.client_id,
            scopes: client.scopes,
            params: client.params,
            redirect_uri: redirect_uri.to_string(),
            refused: client.refused.map(|(said, at)| ClientRefusal { said, at }),
            created_at: client.created_at,
            updated_at: client.updated_at,
        }
    }
}
