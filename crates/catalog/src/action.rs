//! One thing an integration can do.

use serde::Deserialize;

use crate::{request::Request, response::Response, schema::Schema};

/// Whether an action (or by default every action of an integration) travels with a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConnectionUse {
    /// `connection_id` must be given.
    #[default]
    Required,
    /// `connection_id` may be missing when a flow is saved, because the contract leaves it open, but not when it runs.
    AtRun,
    /// `connection_id` may be given.
    Optional,
    /// There is nothing to connect to.
    None,
}

impl ConnectionUse {
    /// The word of the catalogue call: what a person has to do about it.
    pub fn name(self) -> &'static str {
        match self {
            ConnectionUse::Required | ConnectionUse::AtRun => "required",
            ConnectionUse::Optional => "optional",
            ConnectionUse::None => "none",
        }
    }
}

/// What the program does itself instead of sending a request. Declared in the files, done in `flow` and `vault`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Native {
    /// Goes one way or the other.
    #[serde(rename = "flow.boolean_condition")]
    BooleanCondition,
    /// Waits.
    #[serde(rename = "flow.delay")]
    Delay,
    /// Does nothing.
    #[serde(rename = "flow.do_nothing")]
    DoNothing,
    /// Ends the flow with a message for the visitor.
    #[serde(rename = "flow.error_message")]
    ErrorMessage,
    /// Looks a value up in a table.
    #[serde(rename = "flow.map_value")]
    MapValue,
    /// Ends the flow with an answer.
    #[serde(rename = "flow.return_json")]
    ReturnJson,
    /// Remembers values for later actions.
    #[serde(rename = "flow.store_vars")]
    StoreVars,
    /// Builds an object.
    #[serde(rename = "json.create")]
    CreateJson,
    /// Reads JSON text.
    #[serde(rename = "json.parse")]
    ParseJson,
    /// Writes JSON text.
    #[serde(rename = "json.serialize")]
    SerializeJson,
    /// Reads XML text.
    #[serde(rename = "xml.parse")]
    ParseXml,
    /// Writes XML text.
    #[serde(rename = "xml.serialize")]
    SerializeXml,
    /// Makes a one-time password for a reference.
    #[serde(rename = "otp.generate")]
    GenerateCode,
    /// Compares a one-time password.
    #[serde(rename = "otp.verify")]
    VerifyCode,
    /// Judges an e-mail address.
    #[serde(rename = "email.verify")]
    VerifyEmail,
    /// Reads a JWT without believing it.
    #[serde(rename = "jwt.decode")]
    DecodeJwt,
    /// Signs a JWT with a connection's key.
    #[serde(rename = "jwt.sign")]
    SignJwt,
    /// Verifies a JWT with a connection's key.
    #[serde(rename = "jwt.verify")]
    VerifyJwt,
    /// Sends a mail by the tenant's own mail service.
    #[serde(rename = "notify.email")]
    SendEmail,
    /// Sends a text message by the tenant's own phone service.
    #[serde(rename = "notify.sms")]
    SendSms,
    /// Calls and speaks by the tenant's own phone service.
    #[serde(rename = "notify.call")]
    MakeCall,
}

/// How an action is done.
#[derive(Clone, Debug)]
pub enum Work {
    /// By the program itself.
    Native(Native),
    /// By requests, sent in order; the answer to the last one is the one that counts.
    Requests {
        /// At least one.
        requests: Vec<Request>,
        /// How to read the last answer.
        response: Box<Response>,
    },
}

/// One thing an integration can do.
#[derive(Clone, Debug)]
pub struct Action {
    /// `SEND_SMS`
    pub id: String,
    /// What the palette calls it: "Send SMS with Twilio".
    pub label: String,
    /// The heading it stands under in the palette, where the integration's name would not do.
    pub group: Option<String>,
    /// A sentence of help.
    pub help: Option<String>,
    /// Whether it travels with a connection.
    pub connection: ConnectionUse,
    /// The params without `connection_id`: what is rendered, checked at run and given to the request.
    pub params: Schema,
    /// How it is done.
    pub work: Work,
    /// What an output looks like, if the file shows one.
    pub example: Option<serde_json::Value>,
    pub(crate) saved_params: Schema,
}

/// Most characters of an id on the wire, as the contract has it.
const ID_LENGTH: usize = 30;

impl Action {
    /// The params as they are saved in a flow: with `connection_id`, where the action takes one. Any text is
    /// taken for an id; tools that move flows between tenants send names, which are reported as a problem later.
    pub fn saved_params(&self) -> &Schema {
        &self.saved_params
    }

    /// Whether a flow may leave out `params` altogether, because there is nothing to say.
    pub fn params_are_optional(&self) -> bool {
        self.saved_params.members.is_empty() && self.saved_params.one_of.is_empty()
    }

    /// The requests to send for a connection of this setup type (`None`: without connection), in order.
    /// Empty for a native action.
    pub fn requests_for(&self, setup_type: Option<&str>) -> impl Iterator<Item = &Request> {
        let requests = match &self.work {
            Work::Requests { requests, .. } => requests.as_slice(),
            Work::Native(_) => &[],
        };
        requests.iter().filter(move |request| request.setup.is_none() || request.setup.as_deref() == setup_type)
    }
}

/// `connection_id` in front of the params.
pub(crate) fn with_connection_id(connection: ConnectionUse, params: &Schema) -> Schema {
    let id = || Schema { label: Some("Vault connection".to_owned()), ..Schema::string().max_length(ID_LENGTH) };
    let mut saved = match connection {
        ConnectionUse::Required => Schema::object().required("connection_id", id()),
        ConnectionUse::AtRun => Schema::object().optional("connection_id", Schema { types: Vec::new(), ..id() }),
        ConnectionUse::Optional => Schema::object().optional("connection_id", id()),
        ConnectionUse::None => Schema::object(),
    };
    saved.members.extend(params.members.clone());
    saved.additional = params.additional.clone();
    saved.one_of = params.one_of.clone();
    saved
}
