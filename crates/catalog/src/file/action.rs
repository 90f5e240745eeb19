//! `[action.NAME]`: what it can do.

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{BasicFile, FieldFile};
use crate::{
    action::{ConnectionUse, Native},
    request::FormStyle,
    response::{Retry, Success},
};

/// One thing an integration can do.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionFile {
    /// What people read; names the service: "Send SMS with Twilio".
    pub(crate) label: Option<String>,
    /// Its heading in the palette, if not the integration's name.
    pub(crate) group: Option<String>,
    /// A sentence of help.
    pub(crate) help: Option<String>,
    /// What it does with a connection. `connection_id` is added to the params by itself.
    pub(crate) connection: Option<ConnectionUse>,
    /// What the author of a flow gives.
    #[serde(default)]
    pub(crate) param: IndexMap<String, FieldFile>,
    /// Whether params nobody declared are kept as well.
    #[serde(default)]
    pub(crate) open: bool,
    /// Alternative sets of params beside the declared ones, of which exactly one must hold.
    #[serde(default)]
    pub(crate) one_of: Vec<IndexMap<String, FieldFile>>,
    /// The program does it itself, instead of sending requests.
    pub(crate) native: Option<Native>,
    /// What to send; several are sent in order.
    #[serde(default)]
    pub(crate) request: Vec<RequestFile>,
    /// How to read the answer to the last request.
    pub(crate) response: Option<ResponseFile>,
    /// What an output looks like.
    pub(crate) example: Option<Value>,
}

/// One request. A member whose value is undefined is left out of it.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestFile {
    /// The name under which later templates read its answer.
    pub(crate) r#as: Option<String>,
    /// The one setup type it is for.
    pub(crate) r#for: Option<String>,
    /// Read this URL, or this path behind the base.
    pub(crate) get: Option<String>,
    /// Post to it.
    pub(crate) post: Option<String>,
    /// Put to it.
    pub(crate) put: Option<String>,
    /// Patch it.
    pub(crate) patch: Option<String>,
    /// Delete it.
    pub(crate) delete: Option<String>,
    /// The method the author of a flow chooses; goes with `url` or with `path`.
    pub(crate) method: Option<String>,
    /// A whole URL.
    pub(crate) url: Option<String>,
    /// A ready-made path that cannot leave the base's host.
    pub(crate) path: Option<String>,
    /// A table of query parameters, or one expression that gives one.
    pub(crate) query: Option<Value>,
    /// A table of headers, or one expression that gives one.
    pub(crate) headers: Option<Value>,
    /// A user name and a password beside the connection's own signature.
    pub(crate) basic: Option<BasicFile>,
    /// The body, as JSON.
    pub(crate) json: Option<Value>,
    /// The body, as a form.
    pub(crate) form: Option<Value>,
    /// How nested values of a form are written.
    pub(crate) form_style: Option<FormStyle>,
    /// The body, as text.
    pub(crate) text: Option<String>,
    /// The body, as XML.
    pub(crate) xml: Option<String>,
    /// The body, of a kind that the author of a flow chooses.
    pub(crate) body: Option<ChosenBodyFile>,
}

/// A body whose kind comes from the params.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenBodyFile {
    /// Renders to `JSON`, `FORM` or `XML`.
    pub(crate) r#as: String,
    /// What to send; no body at all if undefined.
    pub(crate) value: Value,
}

/// How to read the answer to the last request.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponseFile {
    /// Which statuses count as done.
    #[serde(default)]
    pub(crate) success: Success,
    /// Must come out true as well, for services that answer 200 to everything.
    pub(crate) success_if: Option<String>,
    /// Must not come out true: the same for services that say only what went wrong.
    pub(crate) failure_if: Option<String>,
    /// What the action puts out; the body if left out.
    pub(crate) output: Option<Value>,
    /// The service's own words when it refuses.
    #[serde(default)]
    pub(crate) error: ErrorFile,
    /// Whether it may be sent again when nobody knows if it arrived.
    pub(crate) retry: Option<Retry>,
    /// The header that carries the key of `retry = "with_key"`.
    pub(crate) idempotency_header: Option<String>,
}

/// What to say when the service refuses.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorFile {
    /// The service's own code.
    pub(crate) code: Option<String>,
    /// The service's own words.
    pub(crate) message: Option<String>,
}
