//! What there is to tell, in the words of the wire.

use model::{ConnectionId, EventId, TenantId};
use serde_json::{Map, Value, json};
use store::NewEvent;

use super::message;
use crate::Vault;

/// Something a tenant wants to hear of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News<'a> {
    /// Nobody but a person can bring the connection back, and why: scrubbed words.
    ReconnectRequired { reason: &'a str },
    /// What the last piece of news complained about is over.
    Recovered,
    /// The service grants less than flows need: the scopes that are missing.
    ScopesMissing { missing: &'a [String] },
}

/// Which connection it is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub tenant: &'a TenantId,
    pub connection: &'a ConnectionId,
    /// The integration's id.
    pub app_id: &'a str,
    /// What people call it, where that is known.
    pub name: Option<&'a str>,
}

impl News<'_> {
    /// The event's type on the wire.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ReconnectRequired { .. } => "connection.reconnect_required",
            Self::Recovered => "connection.recovered",
            Self::ScopesMissing { .. } => "connection.scopes_missing",
        }
    }

    fn details(&self) -> Map<String, Value> {
        let details = match self {
            Self::ReconnectRequired { reason } => json!({ "reason": reason }),
            Self::Recovered => json!({}),
            Self::ScopesMissing { missing } => {
                json!({ "reason": "the service grants fewer scopes than flows need", "missing_scopes": missing })
            }
        };
        details.as_object().cloned().unwrap_or_default()
    }
}

impl Vault {
    /// An event, to be stored in the transaction of what it tells.
    pub fn event(&self, about: About<'_>, news: News<'_>) -> NewEvent {
        let at = self.clock.now();
        let mut data = Map::new();
        data.insert("tenant_id".to_owned(), json!(about.tenant.as_str()));
        data.insert("connection_id".to_owned(), json!(about.connection.as_str()));
        data.insert("app_id".to_owned(), json!(about.app_id));
        data.extend(about.name.map(|name| ("name".to_owned(), json!(name))));
        data.extend(news.details());
        NewEvent {
            id: EventId::new(&self.rng),
            kind: news.kind(),
            connection: about.connection.clone(),
            payload: message::body(news.kind(), at, data),
            at,
        }
    }
}
