//! The shape of an integration file, exactly as it is written. Texts stay texts here; compiling comes later.
//!
//! What a named check can explain better than the parser is optional here, labels for instance. The comments are
//! what editors show: a test prints them into `docs/integration.schema.json`.

mod action;
mod field;
#[cfg(test)]
mod json_schema;
mod oauth;
mod setup;

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;

use crate::action::ConnectionUse;

pub(crate) use action::{ActionFile, ChosenBodyFile, ErrorFile, RequestFile, ResponseFile};
pub(crate) use field::{FieldFile, TypeWord};
pub(crate) use oauth::{MetadataFile, OauthFile};
pub(crate) use setup::{AssertionFile, BasicFile, CheckFile, SetupFile, SignFile, TokenFile};

/// One outside service, or one family of local actions: what it is, how you connect, what it can do.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationFile {
    /// The `app_id` of its connections and the `type` of its actions, in `UPPER_CASE`. The file is called the same
    /// in lower case.
    pub(crate) id: String,
    /// What people call it.
    pub(crate) name: String,
    /// What it is for, in a few words.
    pub(crate) summary: String,
    /// The service's own documentation, an https URL.
    pub(crate) docs: Option<String>,
    /// The only hosts it may call: `api.x.com`, `*.x.com` (anything below), `{{setup.domain}}` (the host, or the host
    /// of the URL, that a setup names), `*` (any).
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    /// Where requests that begin with `/` go.
    pub(crate) base: Option<String>,
    /// What actions do with a connection unless they say otherwise.
    #[serde(default)]
    pub(crate) connection: ConnectionUse,
    /// Values worked out from the setup, for use elsewhere as `{{derive.name}}`. None reads another.
    #[serde(default)]
    pub(crate) derive: IndexMap<String, String>,
    /// The ways to connect, each by its type.
    #[serde(default)]
    pub(crate) setup: IndexMap<String, SetupFile>,
    /// What it can do, each by its name.
    #[serde(default)]
    pub(crate) action: IndexMap<String, ActionFile>,
}
