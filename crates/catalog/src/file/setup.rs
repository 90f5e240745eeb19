//! `[setup.TYPE]`: how you connect.

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{FieldFile, OauthFile};
use crate::{response::Success, setup::Grant};

/// One way to connect.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupFile {
    /// What people read where they choose.
    pub(crate) label: Option<String>,
    /// A sentence of help.
    pub(crate) help: Option<String>,
    /// The page where people find the values, an https URL.
    pub(crate) find: Option<String>,
    /// A setup without `type` is taken for this one.
    #[serde(default)]
    pub(crate) implied: bool,
    /// Whether fields nobody declared are kept as well.
    #[serde(default)]
    pub(crate) open: bool,
    /// What to call the account; secrets only through `shape.masked(…)`.
    pub(crate) account_name: Option<String>,
    /// Instead of the file's `base`.
    pub(crate) base: Option<String>,
    /// What people type.
    #[serde(default)]
    pub(crate) field: IndexMap<String, FieldFile>,
    /// How each request is signed.
    pub(crate) sign: Option<SignFile>,
    /// How the setup itself buys a token.
    pub(crate) token: Option<TokenFile>,
    /// How a person grants a token in their browser.
    pub(crate) oauth: Option<OauthFile>,
    /// How to find out whether it works.
    pub(crate) check: Option<CheckFile>,
}

/// How each request is signed: any of these, but at most one that signs `Authorization`.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct SignFile {
    /// `Authorization: Basic …`
    pub(crate) basic: Option<BasicFile>,
    /// `Authorization: Bearer …`
    pub(crate) bearer: Option<String>,
    /// Headers by name.
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    /// Query parameters by name.
    #[serde(default)]
    pub(crate) query: IndexMap<String, String>,
    /// A header or a query parameter, as the person chose.
    pub(crate) key: Option<KeyFile>,
}

/// A user name and a password.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct BasicFile {
    /// The part before the colon.
    pub(crate) username: String,
    /// The part behind it; nothing if left out.
    #[serde(default)]
    pub(crate) password: String,
}

/// A header or a query parameter.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    /// Renders to `HEADER` or `QUERY`.
    pub(crate) r#in: String,
    /// Its name.
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: String,
}

/// How the setup itself buys the token that `{{token.access_token}}` reads.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenFile {
    /// The way.
    pub(crate) grant: Grant,
    /// The token endpoint.
    pub(crate) post: String,
    /// The client's name and password, where the endpoint wants them in the `Authorization` header.
    pub(crate) basic: Option<BasicFile>,
    /// Headers by name.
    pub(crate) headers: Option<Value>,
    /// What to send as a form; `grant_type` is put in front by itself.
    pub(crate) form: Option<Value>,
    /// What to send as JSON; `grant_type` is put in front by itself.
    pub(crate) json: Option<Value>,
    /// What is signed and sent, for `jwt_bearer`.
    pub(crate) assertion: Option<AssertionFile>,
    /// Other members of the answer that `{{token.…}}` may read.
    #[serde(default)]
    pub(crate) keep: Vec<String>,
    /// Lifetime in seconds if the answer does not say; 300 if left out.
    pub(crate) expires_in: Option<u64>,
}

/// A JWT that proves who is asking.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct AssertionFile {
    /// The algorithm it is signed with, such as `RS256`.
    pub(crate) algorithm: String,
    /// The private key, in PEM.
    pub(crate) key: String,
    /// Seconds from `iat` to `exp`; both are added by themselves.
    pub(crate) lifetime: u64,
    /// The other claims.
    pub(crate) claims: Value,
}

/// The cheapest call that proves the credentials. Where getting a token is proof enough, leave the request out.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckFile {
    /// Ask by reading this URL.
    pub(crate) get: Option<String>,
    /// Ask by posting to this URL.
    pub(crate) post: Option<String>,
    /// Headers by name.
    pub(crate) headers: Option<Value>,
    /// What to send as JSON.
    pub(crate) json: Option<Value>,
    /// Which statuses prove it.
    #[serde(default)]
    pub(crate) success: Success,
    /// Must come out true as well.
    pub(crate) success_if: Option<String>,
    /// What to call the account, from the answer.
    pub(crate) account_name: Option<String>,
    /// What tells the account from all others, from the answer; the name if left out.
    pub(crate) account_id: Option<String>,
    /// Whether a setup that the service refuses is not even saved.
    #[serde(default)]
    pub(crate) required_on_save: bool,
}
