//! `POST /api/v2/flows/vault/connections/check` and `…/{id}/check`: whether credentials work, before or after they are
//! saved.

use axum::extract::State;
use catalog::schema::Schema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vault::CheckResult;

use super::{NOT_FOUND, body::take};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Credentials that are not saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"app_id": "HTTP", "setup": {"type": "BEARER", "token": "my-token"}}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct SetupBody {
    /// The integration, `TWILIO`.
    app_id: String,
    /// A `type` and the fields the integration declares for it.
    #[schema(value_type = Object)]
    setup: Value,
}

/// Nothing: the credentials are those of the connection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// What the service says to the credentials.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"result": "works", "account_name": "Acme"}))]
pub(crate) struct Check {
    result: Verdict,
    /// Why it refused, or why nobody knows, in the service's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    message: Option<String>,
    /// What the service calls the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    account_name: Option<String>,
}

/// How credentials stand.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Works,
    Refused,
    /// The service did not answer, so nobody knows.
    Unreachable,
    /// No request would prove anything.
    Unchecked,
}

impl From<CheckResult> for Check {
    fn from(result: CheckResult) -> Self {
        let plain = |result| Self { result, message: None, account_name: None };
        match result {
            CheckResult::Works { account_name } => Self { account_name, ..plain(Verdict::Works) },
            CheckResult::Refused { said } => Self { message: Some(said), ..plain(Verdict::Refused) },
            CheckResult::Unreachable { said } => Self { message: Some(said), ..plain(Verdict::Unreachable) },
            CheckResult::Unchecked => plain(Verdict::Unchecked),
        }
    }
}

/// Try credentials at their service without saving them.
#[utoipa::path(post, path = "/api/v2/flows/vault/connections/check", tag = "connections", operation_id = "check_setup",
    security(("token" = ["create:flows_vault_connections"]), ("token" = ["update:flows_vault_connections"])),
    request_body = SetupBody,
    responses((status = 200, body = Check), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn setup(caller: Caller, State(app): State<App>, query: Query, body: Body) -> Result<Answer<Check>> {
    caller.may_any(&[Scope::CreateConnections, Scope::UpdateConnections])?;
    query.none()?;
    let schema = Schema::object().required("app_id", Schema::string()).required("setup", Schema::object().open());
    let mut value = body.read(&schema)?;
    let app_id = value["app_id"].as_str().unwrap_or_default().to_owned();
    let setup = take(&mut value, "setup").unwrap_or_default();
    Ok(Answer(app.vault.check_setup(&app_id, setup).await?.into()))
}

/// Try a connection's credentials at their service.
#[utoipa::path(post, path = "/api/v2/flows/vault/connections/{id}/check", tag = "connections",
    operation_id = "check_connection", security(("token" = ["update:flows_vault_connections"])), request_body = Nothing,
    params(("id" = String, Path, description = "Connection identifier", max_length = 30)),
    responses((status = 200, body = Check), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn connection(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
    body: Body,
) -> Result<Answer<Check>> {
    let tenant = caller.may(Scope::UpdateConnections)?;
    let id = ids.id("id")?;
    query.none()?;
    body.read(&Schema::object())?;
    let result = app.vault.check_connection(tenant, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    Ok(Answer(result.into()))
}
