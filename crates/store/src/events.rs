//! What tenants want to hear of: written in the transaction of what happened, told afterwards.

use model::{ConnectionId, EventId, UnixMillis};

/// Something that happened to a connection. Stored only where the tenant has an endpoint to tell it to.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: EventId,
    /// `connection.reconnect_required`
    pub kind: &'static str,
    pub connection: ConnectionId,
    /// JSON, without secrets.
    pub payload: String,
    pub at: UnixMillis,
}

/// Stores an event for a tenant that has an endpoint.
pub(crate) const INSERT: &str = "INSERT INTO events (tenant_id, id, kind, connection_id, payload, created_at, next_at)
    SELECT tenant_id, $2, $3, $4, $5, $6, $6 FROM event_endpoints WHERE tenant_id = $1";
