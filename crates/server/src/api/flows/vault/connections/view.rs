//! A connection as the wire shows it: never its setup. Which keys are absent rather than null is part of the contract.

use std::fmt::Write as _;

use md5::{Digest as _, Md5};
use model::{Connection, ConnectionId, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

/// A connection.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "ac_ik8c7qvwKSSHsxdbfjoUN6", "app_id": "HTTP", "name": "orders", "account_name": "Bearer my-***ken",
    "ready": true, "created_at": "2024-09-12T12:52:15.805Z", "updated_at": "2024-09-12T12:52:15.805Z",
    "fingerprint": "44078f05a47efb23da187165f5aada25"
}))]
pub(crate) struct ConnectionView {
    #[schema(value_type = String, max_length = 30)]
    id: ConnectionId,
    /// The integration, `TWILIO`.
    #[schema(max_length = 55)]
    app_id: String,
    #[schema(max_length = 150)]
    name: String,
    /// Masked label of the credentials. Absent while there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 150, nullable = false)]
    account_name: Option<String>,
    /// Whether credentials are stored.
    ready: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    /// When the access token was last renewed. Absent until then; null in the answer to making or changing a
    /// connection without credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    refreshed_at: Option<Option<UnixMillis>>,
    /// Changes with every change of the connection. Says nothing about the credentials.
    #[schema(min_length = 32, max_length = 32)]
    fingerprint: String,
}

/// A connection in a list. Its keys come in another order, as the contract has it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConnectionSummary {
    #[schema(value_type = String, max_length = 30)]
    id: ConnectionId,
    #[schema(max_length = 150)]
    name: String,
    #[schema(max_length = 55)]
    app_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 150, nullable = false)]
    account_name: Option<String>,
    ready: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
    #[schema(value_type = String, format = DateTime)]
    updated_at: UnixMillis,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    refreshed_at: Option<UnixMillis>,
    fingerprint: String,
}

impl From<Connection> for ConnectionSummary {
    fn from(connection: Connection) -> Self {
        Self {
            fingerprint: fingerprint(connection.updated_at),
            id: connection.id,
            name: connection.name,
            app_id: connection.app_id,
            account_name: connection.account_name,
            ready: connection.ready,
            created_at: connection.created_at,
            updated_at: connection.updated_at,
            refreshed_at: connection.refreshed_at,
        }
    }
}

impl ConnectionView {
    /// As it is read.
    pub(crate) fn read(connection: Connection) -> Self {
        Self {
            fingerprint: fingerprint(connection.updated_at),
            refreshed_at: connection.refreshed_at.map(Some),
            id: connection.id,
            app_id: connection.app_id,
            name: connection.name,
            account_name: connection.account_name,
            ready: connection.ready,
            created_at: connection.created_at,
            updated_at: connection.updated_at,
        }
    }

    /// As it is answered to a write: an empty connection then has `refreshed_at: null`.
    pub(crate) fn written(connection: Connection) -> Self {
        let view = Self::read(connection);
        match (view.ready, view.refreshed_at) {
            (false, None) => Self { refreshed_at: Some(None), ..view },
            _ => view,
        }
    }
}

/// The MD5 of the revision's time as it is printed: a tag for the revision, as clients of the contract know it.
fn fingerprint(updated_at: UnixMillis) -> String {
    Md5::digest(updated_at.to_string()).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a String takes any text");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprint_is_the_recorded_one() {
        // 2024-09-12T12:52:17.605Z
        assert_eq!(fingerprint(UnixMillis(1_726_145_537_605)), "af9152e9fc291c0a4c364c8755753ad2");
    }
}
