//! `GET /api/v2/flowvault/events`: what a tenant was told of its connections lately, and how far each message got.

use axum::extract::State;
use model::{ConnectionId, EventId, UnixMillis};
use serde::Serialize;
use serde_json::Value;
use store::Event;
use utoipa::ToSchema;

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

/// Events of the last 30 days, newest first.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum EventList {
    /// Without `include_totals`.
    Bare(Vec<EventView>),
    /// With it.
    Counted(EventPage),
}

/// A page of events.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventPage {
    limit: u32,
    start: u32,
    /// All there are.
    total: i64,
    events: Vec<EventView>,
}

/// Something that happened to a connection.
#[derive(Serialize, ToSchema)]
pub(crate) struct EventView {
    /// The `webhook-id` of its message.
    #[schema(value_type = String, max_length = 30)]
    id: EventId,
    /// `connection.reconnect_required`, `connection.recovered`, `connection.scopes_missing`.
    r#type: String,
    #[schema(value_type = String, max_length = 30)]
    connection_id: ConnectionId,
    /// The message's body.
    #[schema(value_type = Object)]
    payload: Value,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    delivery: DeliveryState,
    /// How often it was sent.
    attempts: i64,
    /// When it is sent next.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    next_attempt_at: Option<UnixMillis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    delivered_at: Option<UnixMillis>,
    /// What came of sending it last, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    message: Option<String>,
}

/// How far a message got.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DeliveryState {
    /// It will be sent, perhaps again.
    Pending,
    Delivered,
    /// Nobody took it for three days, or nobody wants to hear of events any more.
    GivenUp,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let delivery = match (event.delivered_at, event.next_at) {
            (Some(_), _) => DeliveryState::Delivered,
            (None, Some(_)) => DeliveryState::Pending,
            (None, None) => DeliveryState::GivenUp,
        };
        Self {
            id: event.id,
            r#type: event.kind,
            connection_id: event.connection,
            payload: serde_json::from_str(&event.payload).unwrap_or_default(),
            created_at: event.created_at,
            delivery,
            attempts: event.attempts,
            next_attempt_at: event.next_at,
            delivered_at: event.delivered_at,
            message: event.said,
        }
    }
}

/// List what the tenant was told of lately.
#[utoipa::path(get, path = "/api/v2/flowvault/events", tag = "events", operation_id = "list_events",
    security(("token" = ["read:flows_vault_connections"])),
    params(("page" = Option<u32>, Query, description = PAGE_HELP, maximum = 1000),
        ("per_page" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100),
        ("include_totals" = Option<bool>, Query, description = TOTALS_HELP)),
    responses((status = 200, body = EventList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<EventList>> {
    let tenant = caller.may(Scope::ReadConnections)?;
    let Paging { page, include_totals } = Paging::read(&query.read(&Paging::schema())?);
    let events = app.store.events(tenant, page).await?.into_iter().map(EventView::from).collect();
    Ok(Answer(match include_totals {
        false => EventList::Bare(events),
        true => EventList::Counted(EventPage {
            limit: page.limit,
            start: page.start,
            total: app.store.count_events(tenant).await?,
            events,
        }),
    }))
}
