//! `GET /api/v2/flows/vault/connections/{id}/status`: how a connection is, and who must act.

use axum::extract::State;
use model::{RenewalFailure, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use super::NOT_FOUND;
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    connection_status::{ConnectionStatus, ScopeStatus},
    error::{Error, Problem, Result},
};

/// How a connection is.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "state": "ready", "account": "12345", "last_refresh": "2024-09-12T12:52:15.805Z",
    "next_refresh": "2024-09-12T13:17:15.805Z", "expires_at": "2024-09-12T13:22:15.805Z", "remaining_seconds": 1800,
    "failure": null, "scopes": {"granted": ["oauth"], "needed": [], "missing": []}, "who_must_act": "nobody", "reason": null
}))]
pub(crate) struct StatusView {
    #[schema(value_type = StateName)]
    state: &'static str,
    /// The account at the service that granted the connection, where that is known.
    #[schema(required)]
    account: Option<String>,
    /// When the access token was last renewed.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    last_refresh: Option<UnixMillis>,
    /// When it is renewed next without anybody asking for it.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    next_refresh: Option<UnixMillis>,
    /// When the access token ends. Null when there is none, or it does not end as far as is known.
    #[schema(required, value_type = Option<String>, format = DateTime)]
    expires_at: Option<UnixMillis>,
    /// Until then; 0 when it has ended.
    #[schema(required, minimum = 0)]
    remaining_seconds: Option<i64>,
    /// The last attempt to renew the token, if it failed and none has worked since.
    #[schema(required)]
    failure: Option<FailureView>,
    scopes: ConnectionScopes,
    /// `nobody`, or who and what they do: `an editor: connect again`, `whoever registered the OAuth client`.
    who_must_act: &'static str,
    /// Why the connection is in this state, for people.
    #[schema(required)]
    reason: Option<String>,
}

/// How a connection is, in one word.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the names, which the judgement has already")]
enum StateName {
    Empty,
    Ready,
    Refreshing,
    RefreshFailing,
    ReconnectRequired,
    ScopesMissing,
    Misconfigured,
}

/// How renewals fail.
#[derive(Serialize, ToSchema)]
pub(crate) struct FailureView {
    #[schema(value_type = FailureClassName)]
    class: &'static str,
    /// The service's words.
    said: String,
    #[schema(value_type = String, format = DateTime)]
    at: UnixMillis,
    /// How often in a row.
    times: i64,
}

/// What a failed renewal means: `later` and `indeterminate` are tried again by themselves, for `reconnect` a person must
/// connect again, for `misconfigured` whoever registered the OAuth client or entered the credentials must look.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the names, which the model has already")]
enum FailureClassName {
    Later,
    Indeterminate,
    Reconnect,
    Misconfigured,
}

/// What the connection may do at the service.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectionScopes {
    /// Null when the service did not say, or knows no scopes.
    #[schema(required)]
    granted: Option<Vec<String>>,
    /// By the flows that use the connection, and by whoever registered the OAuth client.
    needed: Vec<String>,
    /// Needed and not granted.
    missing: Vec<String>,
}

impl StatusView {
    /// The status as it is at a moment.
    pub(crate) fn new(status: ConnectionStatus, now: UnixMillis) -> Self {
        let ConnectionStatus { connection, renewal, scopes, judgement } = status;
        let remaining = |until: UnixMillis| i64::try_from(until.since(now).as_secs()).unwrap_or(i64::MAX);
        Self {
            state: judgement.state.as_str(),
            account: renewal.account,
            last_refresh: connection.refreshed_at,
            next_refresh: renewal.refresh_at,
            expires_at: renewal.expires_at,
            remaining_seconds: renewal.expires_at.map(remaining),
            failure: renewal.failure.map(FailureView::from),
            scopes: scopes.into(),
            who_must_act: judgement.who_must_act.as_str(),
            reason: judgement.reason,
        }
    }
}

impl From<RenewalFailure> for FailureView {
    fn from(failure: RenewalFailure) -> Self {
        let RenewalFailure { class, said, at, times } = failure;
        Self { class: class.as_str(), said, at, times }
    }
}

impl From<ScopeStatus> for ConnectionScopes {
    fn from(ScopeStatus { granted, needed, missing }: ScopeStatus) -> Self {
        Self { granted, needed, missing }
    }
}

/// Show how a connection is, and who must act.
#[utoipa::path(get, path = "/api/v2/flows/vault/connections/{id}/status", tag = "connections",
    operation_id = "show_connection_status", security(("token" = ["read:flows_vault_connections"])),
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = StatusView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<Answer<StatusView>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    let status = ConnectionStatus::of(&app.vault, &app.store, tenant, &id).await?;
    Ok(Answer(StatusView::new(status.ok_or(Error::Absent(NOT_FOUND))?, app.clock.now())))
}
