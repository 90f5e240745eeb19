//! `POST /api/v2/flowvault/settings/events/test`

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vault::Delivery;

use crate::{
    access::{Caller, Scope},
    api::{answer::Answer, query::Query},
    app::App,
    error::{Problem, Result},
};

/// What came of a message.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"delivered": false, "status": 404, "message": "the endpoint answered with status 404"}))]
pub(crate) struct DeliveryView {
    /// Whether it was taken: answered with a status between 200 and 299.
    delivered: bool,
    /// The HTTP status of the answer; null when there was none.
    #[schema(required = true)]
    status: Option<u16>,
    /// What came of it, for people.
    message: String,
}

impl From<Delivery> for DeliveryView {
    fn from(delivery: Delivery) -> Self {
        Self { delivered: delivery.is_delivered, status: delivery.status, message: delivery.said }
    }
}

/// Send a signed message of type `flowvault.test` now. It is not tried again and not listed.
#[utoipa::path(post, path = "/api/v2/flowvault/settings/events/test", tag = "events", operation_id = "test_event_settings",
    security(("token" = ["manage:settings"])),
    responses((status = 200, body = DeliveryView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn test(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<DeliveryView>> {
    let tenant = caller.may(Scope::ManageSettings)?;
    query.none()?;
    let nowhere = || DeliveryView { delivered: false, status: None, message: "no address is set".to_owned() };
    Ok(Answer(app.vault.send_test_event(tenant).await?.map_or_else(nowhere, DeliveryView::from)))
}
