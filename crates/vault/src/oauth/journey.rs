//! A person's way to a service's page and back, as the rest of the house sees it.

use std::fmt;

use model::{ConnectionId, TenantId};
use url::Url;

use crate::Error;

/// How a person sets out.
pub struct BeginAuthorization {
    /// Where the service sends them back to, exactly as it is registered there.
    pub redirect_uri: Url,
    /// Asked for beside all others.
    pub scopes: Vec<String>,
    /// The actions the connection is for: what they need is asked for.
    pub actions: Vec<String>,
    /// Whether another account than the present one is fine.
    pub another_account: bool,
    /// The browser that alone may come back; `None` when a program asked for the address.
    pub session_hash: Option<Vec<u8>>,
}

/// What a browser brought back from a service's page. Holds the code, which is as good as a password.
pub struct CameBack {
    pub state: String,
    pub code: Option<String>,
    pub error: Option<String>,
    pub error_description: Option<String>,
    /// Who the service says it is (RFC 9207).
    pub iss: Option<String>,
    pub session_hash: Option<Vec<u8>>,
}

impl fmt::Debug for CameBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[came back, error {:?}]", self.error)
    }
}

/// A connection that a person has just granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connected {
    pub tenant: TenantId,
    pub connection: ConnectionId,
    pub account_name: Option<String>,
}

/// Why nothing was connected. Whatever the connection held before serves on.
#[derive(Debug, thiserror::Error)]
pub enum NotConnected {
    /// The state is forged, used, older than ten minutes, or another browser's: begin again.
    #[error("this authorization is not, or no longer, under way: begin again")]
    UnknownState,
    /// The person said no.
    #[error("access was not granted: {said}")]
    Declined { said: String },
    /// The service, or what it gave, is not good.
    #[error("the connection was not made: {said}")]
    Refused { said: String },
    /// The grant is for another account than the connection's present one.
    #[error("this is the account {new}, but the connection is for {present}: say so if it is to change")]
    AnotherAccount { present: String, new: String },
    /// The service could not be asked: begin again later.
    #[error("the service could not be asked: {said}")]
    Unreachable { said: String },
    /// The connection or its integration went away meanwhile.
    #[error("the connection does not exist any more")]
    Gone,
    /// The database is away, or a fault of ours.
    #[error(transparent)]
    Fault(Error),
}

impl<E: Into<Error>> From<E> for NotConnected {
    fn from(error: E) -> Self {
        Self::Fault(error.into())
    }
}
