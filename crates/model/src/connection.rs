//! A vault connection as everyone may see it: never its credentials.

use crate::{ConnectionId, UnixMillis};

/// One tenant's named credentials for one integration; what is sealed stays in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    pub id: ConnectionId,
    /// The integration's id on the wire: `TWILIO`.
    pub app_id: String,
    pub name: String,
    /// Masked label of the stored credential: `Bearer my-***ken`. `None` while empty.
    pub account_name: Option<String>,
    /// Whether a setup is stored.
    pub ready: bool,
    pub created_at: UnixMillis,
    /// Moves on rename and reconnect, never on a token renewal.
    pub updated_at: UnixMillis,
    /// When the access token was last renewed.
    pub refreshed_at: Option<UnixMillis>,
}
