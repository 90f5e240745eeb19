//! `GET /api/v2/flows`

use axum::extract::State;
use catalog::schema::Schema;
use serde::Serialize;
use utoipa::ToSchema;

use super::view::FlowSummary;
use crate::{
    access::{Caller, Scope},
    api::{
        answer::Answer,
        paging::{LIMIT_HELP, PAGE_HELP, Paging, TOTALS_HELP},
        query::Query,
    },
    app::App,
    error::{Problem, Result},
};

/// Flows, newest first.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum FlowList {
    /// Without `include_totals`.
    Bare(Vec<FlowSummary>),
    /// With it.
    Counted(FlowPage),
}

/// A page of flows.
#[derive(Serialize, ToSchema)]
pub(crate) struct FlowPage {
    limit: u32,
    start: u32,
    /// All there are.
    total: i64,
    flows: Vec<FlowSummary>,
}

/// What a list of flows can show beside the flows.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "documents the names, which the query's own schema checks")]
pub(crate) enum ListHydration {
    FormCount,
}

/// List flows.
#[utoipa::path(get, path = "/api/v2/flows", tag = "flows", operation_id = "list_flows",
    security(("token" = ["read:flows"])),
    params(("page" = Option<u32>, Query, description = PAGE_HELP, maximum = 1000),
        ("per_page" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100),
        ("include_totals" = Option<bool>, Query, description = TOTALS_HELP),
        ("hydrate" = inline(Option<Vec<ListHydration>>), Query, description = "What to add"),
        ("synchronous" = Option<bool>, Query, description = "Accepted for compatibility; every flow is in both answers.")),
    responses((status = 200, body = FlowList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<FlowList>> {
    let tenant = caller.may(Scope::ReadFlows)?;
    let hydrate = Schema::array(Schema::string().among(&["form_count"])).help("hydration param");
    let synchronous = Schema::boolean().help("flag to filter by sync/async flows");
    let query = query.read(&Paging::schema().optional("hydrate", hydrate).optional("synchronous", synchronous))?;
    let Paging { page, include_totals } = Paging::read(&query);
    let found = app.store.flows(tenant, page).await?;
    // The schema lets nothing else through than form_count.
    let form_count = query.contains_key("hydrate");
    let flows = found.into_iter().map(|flow| FlowSummary::new(flow, form_count)).collect();
    Ok(Answer(match include_totals {
        false => FlowList::Bare(flows),
        true => FlowList::Counted(FlowPage {
            limit: page.limit,
            start: page.start,
            total: app.store.count_flows(tenant).await?,
            flows,
        }),
    }))
}
