//! What flows ask of the vault, and what they get back: never a credential.

use catalog::schema::Violation;
use model::ConnectionId;
use serde_json::Value;

/// One action to run.
pub struct Call<'a> {
    /// The integration's id: `TWILIO`.
    pub integration: &'a str,
    /// The action's name in it: `SEND_SMS`.
    pub action: &'a str,
    /// Whose credentials sign it; `None` where the action allows that.
    pub connection: Option<&'a ConnectionId>,
    /// The rendered params, without `connection_id`.
    pub params: &'a Value,
}

/// What an action that worked gives to the flow.
#[derive(Debug)]
pub struct Outcome {
    /// What later actions read as `{{actions.ID}}`.
    pub output: Value,
    /// The service's HTTP status, where a service was asked.
    pub status: Option<u16>,
}

/// Why an action did not work, told as what the flow does next.
#[derive(Debug)]
pub enum CallError {
    /// The rendered params do not fit the action: abort, no retry.
    Params(Vec<Violation>),
    /// Repeating cannot help: the service refused, or the connection is missing or empty.
    Refused { code: String, message: String, details: Option<Box<Value>>, status: Option<u16> },
    /// The service could not be reached or is failing: an asynchronous flow may try again later. If
    /// `may_have_acted`, nobody knows whether the service did what it was asked, and only an action that the
    /// catalogue calls safe to repeat may be repeated.
    Outage { message: String, status: Option<u16>, may_have_acted: bool },
}
