//! `GET /api/v2/flows/{flow_id}/executions`

use axum::extract::State;
use catalog::schema::Schema;
use model::{Execution, FlowId, TenantId, kind};
use serde::Serialize;
use serde_json::{Map, Value};
use store::Cursor;
use utoipa::ToSchema;

use super::view::ExecutionView;
use crate::{
    access::{Caller, Scope},
    api::{
        answer::Answer,
        checkpoint::{Checkpoint, FROM_HELP},
        flows,
        paging::{DEFAULT_LIMIT, LIMIT_HELP, PAGE_HELP, Paging, TOTALS_HELP, number},
        path::Ids,
        query::Query,
    },
    app::App,
    error::{Error, Problem, Result},
};

/// Executions, newest first.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum ExecutionList {
    /// Without any of `include_totals`, `from` and `take`.
    Bare(Vec<ExecutionView>),
    /// With `include_totals`.
    Counted(ExecutionPage),
    /// With `from` or `take`.
    Part(ExecutionPart),
}

/// A page of executions.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExecutionPage {
    limit: u32,
    start: u32,
    /// All there are.
    total: i64,
    executions: Vec<ExecutionView>,
}

/// A part of the executions.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExecutionPart {
    executions: Vec<ExecutionView>,
    /// What to send as `from` for the next part, within 24 hours. Absent with the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// List the executions of a flow.
#[utoipa::path(get, path = "/api/v2/flows/{flow_id}/executions", tag = "executions", operation_id = "list_executions",
    security(("token" = ["read:flows_executions"])),
    params(("flow_id" = String, Path, description = "Flow identifier", max_length = 30),
        ("page" = Option<i64>, Query, description = PAGE_HELP, minimum = 0),
        ("per_page" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100),
        ("include_totals" = Option<bool>, Query, description = TOTALS_HELP),
        ("from" = Option<String>, Query, description = "The `next` of the part before, which is good for 24 hours"),
        ("take" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100)),
    responses((status = 200, body = ExecutionList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(
    caller: Caller,
    State(app): State<App>,
    ids: Ids,
    query: Query,
) -> Result<Answer<ExecutionList>> {
    let tenant = caller.may(Scope::ReadExecutions)?;
    let id = ids.id("flow_id")?;
    let query = query.read(&schema())?;
    app.store.flow(tenant, &id).await?.ok_or(Error::Absent(flows::NOT_FOUND))?;
    // Official clients send include_totals and take together; their pagers need the parts.
    let wants_part = query.contains_key("from") || query.contains_key("take");
    let list = if wants_part { part(&app, tenant, &id, &query).await } else { page(&app, tenant, &id, &query).await };
    list.map(Answer)
}

fn schema() -> Schema {
    Paging::endless_schema()
        .optional("from", Schema::string().help(FROM_HELP))
        .optional("take", Schema::integer().between(1, 100).help(LIMIT_HELP))
}

async fn page(app: &App, tenant: &TenantId, flow: &FlowId, query: &Map<String, Value>) -> Result<ExecutionList> {
    let Paging { page, include_totals } = Paging::read(query);
    let found = app.store.executions(tenant, flow, page).await?;
    let executions = found.into_iter().map(ExecutionView::brief).collect();
    Ok(match include_totals {
        false => ExecutionList::Bare(executions),
        true => {
            let total = app.store.count_executions(tenant, flow).await?;
            ExecutionList::Counted(ExecutionPage { limit: page.limit, start: page.start, total, executions })
        }
    })
}

async fn part(app: &App, tenant: &TenantId, flow: &FlowId, query: &Map<String, Value>) -> Result<ExecutionList> {
    let take = number(query, "take").unwrap_or(DEFAULT_LIMIT);
    let list = format!("executions/{flow}");
    let from = match query.get("from").and_then(Value::as_str) {
        Some(text) => Some(cursor(Checkpoint::open(app, &list, text).await?)),
        None => None,
    };
    // One more than wanted tells whether there is a next part.
    let mut found = app.store.executions_after(tenant, flow, from.as_ref(), take + 1).await?;
    let more = found.len() > take as usize;
    found.truncate(take as usize);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(after(last).seal(app, &list).await?),
        None => None,
    };
    Ok(ExecutionList::Part(ExecutionPart { executions: found.into_iter().map(ExecutionView::brief).collect(), next }))
}

fn after(last: &Execution) -> Checkpoint<kind::Execution> {
    Checkpoint { at: last.created_at, id: last.id.clone() }
}

fn cursor(checkpoint: Checkpoint<kind::Execution>) -> Cursor {
    Cursor { created_at: checkpoint.at, id: checkpoint.id }
}
