//! `GET /api/v2/flows/{id}`

use axum::extract::State;
use catalog::schema::Schema;
use serde_json::Value;
use utoipa::ToSchema;

use super::{NOT_FOUND, view::FlowView};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// What can be shown beside a flow.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the names, which the query's own schema checks")]
pub(crate) enum Hydration {
    FormCount,
    Forms,
}

/// Show one flow.
#[utoipa::path(get, path = "/api/v2/flows/{id}", tag = "flows", operation_id = "show_flow",
    security(("token" = ["read:flows"])),
    params(("id" = String, Path, description = "Flow identifier", max_length = 30),
        ("hydrate" = inline(Option<Vec<Hydration>>), Query, description = "What to add")),
    responses((status = 200, body = FlowView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn show(caller: Caller, State(app): State<App>, ids: Ids, query: Query) -> Result<Answer<FlowView>> {
    let tenant = caller.may(Scope::ReadFlows)?;
    let id = ids.id("id")?;
    let hydrate = Schema::array(Schema::string().among(&["form_count", "forms"])).help("hydration param");
    let query = query.read(&Schema::object().optional("hydrate", hydrate))?;
    let wants =
        |name: &str| query.get("hydrate").and_then(Value::as_array).is_some_and(|all| all.contains(&name.into()));
    let flow = app.store.flow(tenant, &id).await?.ok_or(Error::Absent(NOT_FOUND))?;
    Ok(Answer(FlowView::new(flow)?.hydrated(wants("form_count"), wants("forms"))))
}
