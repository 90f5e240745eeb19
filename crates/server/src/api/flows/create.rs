//! `POST /api/v2/flows`

use axum::{extract::State, http::StatusCode};
use model::{AuditLine, Flow, FlowId};

use super::{
    body::{FlowText, NewFlow},
    view::FlowView,
};
use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, body::Body, query::Query},
    app::App,
    error::{Problem, Result},
};

/// Make a flow.
#[utoipa::path(post, path = "/api/v2/flows", tag = "flows", operation_id = "create_flow",
    security(("token" = ["create:flows"])), request_body = NewFlow,
    responses((status = 201, body = FlowView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn create(
    caller: Caller,
    State(app): State<App>,
    query: Query,
    body: Body,
) -> Result<(StatusCode, Answer<FlowView>)> {
    let tenant = caller.may(Scope::CreateFlows)?;
    query.none()?;
    let (name, actions) = FlowText::for_new(&app, &body)?;
    let now = app.clock.now();
    let id = FlowId::new(&app.rng);
    let line = AuditLine::new(&app.rng, caller.actor(), "flow.create", id.as_str());
    let flow = Flow { id, name, actions, created_at: now, updated_at: now, executed_at: None };
    app.store.create_flow(tenant, &flow, line).await?;
    Ok((StatusCode::CREATED, Answer(FlowView::new(flow)?)))
}
