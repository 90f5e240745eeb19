//! One message on its way: signed, sent through the guarded client, and judged by the status that comes back.

use std::time::Duration;

use model::{EventId, TenantId};
use serde_json::{Map, json};

use super::message;
use crate::{
    Error, Vault,
    failure::brief,
    http::{Method, Request},
};

/// How long an endpoint may take. Standard Webhooks has receivers answer first and work later.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(15);
/// The type of the message that tells nothing.
const TEST: &str = "flowvault.test";

/// What came of sending a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Whether the endpoint took it.
    pub is_delivered: bool,
    /// The endpoint's HTTP status, if it answered.
    pub status: Option<u16>,
    /// The same in words.
    pub said: String,
}

impl Delivery {
    pub(super) fn failed(said: impl Into<String>) -> Self {
        Self { is_delivered: false, status: None, said: said.into() }
    }

    fn answered(status: u16) -> Self {
        let is_delivered = (200..300).contains(&status);
        Self { is_delivered, status: Some(status), said: format!("the endpoint answered with status {status}") }
    }
}

impl Vault {
    /// Sends a message that tells nothing, now; `None` when the tenant hears of no events.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database is away.
    pub async fn send_test_event(&self, tenant: &TenantId) -> Result<Option<Delivery>, Error> {
        if self.store.event_endpoint(tenant).await?.is_none() {
            return Ok(None);
        }
        let mut data = Map::new();
        data.insert("tenant_id".to_owned(), json!(tenant.as_str()));
        let body = message::body(TEST, self.clock.now(), data);
        self.send_message(tenant, &EventId::new(&self.rng), &body).await.map(Some)
    }

    pub(super) async fn send_message(&self, tenant: &TenantId, id: &EventId, body: &str) -> Result<Delivery, Error> {
        let Some(endpoint) = self.store.event_endpoint(tenant).await? else {
            return Ok(Delivery::failed("the tenant hears of no events any more"));
        };
        let secret = self.open_signing_secret(tenant, &endpoint.secret).await?;
        let now = self.clock.now();
        let signature = secret.sign(id, now, body);
        let headers = [
            ("content-type", "application/json"),
            ("webhook-id", id.as_str()),
            ("webhook-timestamp", &now.seconds().to_string()),
            ("webhook-signature", &signature),
        ];
        let delivery = match request(&endpoint.url, headers, body) {
            Err(error) => Delivery::failed(brief(&error.to_string())),
            Ok(request) => match self.http.send(request).await {
                Ok(answer) => Delivery::answered(answer.status),
                Err(error) => Delivery::failed(brief(&error.to_string())),
            },
        };
        self.metrics.told(delivery.is_delivered);
        Ok(delivery)
    }
}

fn request<'a>(url: &str, headers: [(&str, &str); 4], body: &str) -> Result<Request<'a>, crate::http::Error> {
    let mut request = Request::new(Method::POST, url)?;
    for (name, value) in headers {
        request = request.header(name, value)?;
    }
    Ok(request.body(body.as_bytes().to_vec()).without_redirects().within(ANSWER_WITHIN))
}
