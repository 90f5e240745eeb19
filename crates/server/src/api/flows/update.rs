//! `PATCH /api/v2/flows/{id}`

use axum::extract::State;
use model::AuditLine;

use super::{
    NOT_FOUND,
    body::{FlowChange, FlowText},
    view::FlowView,
};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, path::Ids, query::Query},
    app::App,
    error::{Error, Problem, Result},
};

/// Change a flow.
#[utoipa::path(patch, path = "/api/v2/flows/{id}", tag = "flows", operation_id = "update_flow",
    security(("token" = ["update:flows"])), request_body = FlowChange,
    params(("id" = String, Path, description = "Flow identifier", max_length = 30)),
    responses((status = 200, body = FlowView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn update(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
    body: Body,
) -> Result<Answer<FlowView>> {
    let tenant = caller.may(Scope::UpdateFlows)?;
    let id = ids.id("id")?;
    query.none()?;
    let text = FlowText::for_change(&app, &body)?;
    let line = AuditLine::new(&app.rng, caller.actor(), "flow.update", id.as_str());
    let change = store::FlowChange { name: text.name, actions: text.actions };
    let flow = app.store.update_flow(tenant, &id, change, line).await?;
    Ok(Answer(FlowView::new(flow.ok_or(Error::Absent(NOT_FOUND))?)?))
}
