//! `PUT /api/v2/flowvault/settings/events`

use axum::extract::State;
use catalog::schema::Schema;
use model::UnixMillis;
use serde::{Deserialize, Serialize, Serializer};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, query::Query},
    app::App,
    error::{Problem, Result},
};

/// What browsers take for an address.
const LONGEST_URL: usize = 2000;

/// Where the tenant is to hear of its events.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"url": "https://acme.example/flowvault"}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct EventSettingsBody {
    /// Begins with `https://`. Addresses of this machine and its networks may begin with `http://`; whether they are
    /// reached at all, the operator decides.
    #[schema(format = "uri", min_length = 1, max_length = 2000)]
    url: String,
    /// Whether to make a new secret and forget the old one.
    #[schema(nullable = false)]
    rotate_secret: Option<bool>,
}

/// Where the tenant hears of its events now.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"url": "https://acme.example/flowvault", "created_at": "2024-09-23T11:02:56.086Z", "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}))]
pub(crate) struct NewEventSettingsView {
    url: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    /// What messages are signed with, as <https://www.standardwebhooks.com> has it. Only here and only when it is new:
    /// no other call returns it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "reveal")]
    #[schema(value_type = Option<String>, nullable = false)]
    secret: Option<Zeroizing<String>>,
}

fn reveal<S: Serializer>(secret: &Option<Zeroizing<String>>, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_str(secret.as_ref().map_or("", |secret| secret.as_str()))
}

/// Set where the tenant hears of its events.
#[utoipa::path(put, path = "/api/v2/flowvault/settings/events", tag = "events", operation_id = "put_event_settings",
    security(("token" = ["manage:settings"])), request_body = EventSettingsBody,
    responses((status = 200, body = NewEventSettingsView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn put(
    caller: Caller,
    State(app): State<App>,
    query: Query,
    body: Body,
) -> Result<Answer<NewEventSettingsView>> {
    let tenant = caller.may(Scope::ManageSettings)?;
    query.none()?;
    let schema = Schema::object()
        .required("url", Schema::string().length(1, LONGEST_URL))
        .optional("rotate_secret", Schema::boolean());
    let body = body.read(&schema)?;
    let url = body["url"].as_str().unwrap_or_default();
    let rotate_secret = body["rotate_secret"].as_bool().unwrap_or(false);
    let new = app.vault.set_event_endpoint(tenant, caller.actor(), url, rotate_secret).await?;
    let (url, created_at) = (new.settings.url, new.settings.created_at);
    Ok(Answer(NewEventSettingsView { url, created_at, secret: new.secret }))
}
