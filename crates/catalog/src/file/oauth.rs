//! `[setup.TYPE.oauth]`: how a person grants access in their browser, with the quirks of the service as data.

use indexmap::IndexMap;
#[cfg(test)]
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::FieldFile;
use crate::oauth::{ClientAuth, Lifetime, Refresh, TimeUnit};

/// The authorization-code grant of a service.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct OauthFile {
    /// What whoever registers an OAuth client enters beside its id and secret, readable as `{{client.params.name}}`.
    #[serde(default)]
    pub(crate) client: IndexMap<String, FieldFile>,
    /// The page where a person agrees, an https URL. May read `client.params`.
    pub(crate) authorize: String,
    /// The token endpoint, an https URL. May read `client.params`.
    pub(crate) token: String,
    /// What the service calls itself in `iss` when it sends people back (RFC 9207). May read `client.params`.
    pub(crate) issuer: Option<String>,
    /// Where the token endpoint wants the client's id and secret; `chosen` reads `client.params.client_auth`.
    pub(crate) client_auth: ClientAuth,
    /// Whether the service takes part in PKCE (S256).
    #[serde(default)]
    pub(crate) pkce: bool,
    /// What is asked for.
    #[serde(default)]
    pub(crate) scopes: ScopesFile,
    /// What happens to a refresh token that is used.
    pub(crate) refresh: Refresh,
    /// Seconds during which a used refresh token still works, where `refresh = "rotating"`.
    pub(crate) reuse_window: Option<u64>,
    /// Seconds after which a refresh token that nobody uses dies.
    pub(crate) idle_lifetime: Option<u64>,
    /// How to read the lifetime of an access token.
    #[serde(default)]
    pub(crate) expires_in: ExpiresInFile,
    /// Seconds before its end at which an access token is renewed. If left out: a tenth of its life, one to five minutes.
    pub(crate) margin: Option<u64>,
    /// How the service says that an access token has ended before its time.
    #[serde(default)]
    pub(crate) expired: ExpiredFile,
    /// What the authorization page is sent beside the standard parameters.
    #[serde(default)]
    pub(crate) params: IndexMap<String, String>,
    /// Other members of the token endpoint's answer that `{{token.…}}` may read.
    #[serde(default)]
    pub(crate) keep: Vec<String>,
    /// One more question right after the first token, for what its answer does not say.
    pub(crate) metadata: Option<MetadataFile>,
    /// The service's own words for failures, where it does not use those of the standard.
    #[serde(default)]
    pub(crate) errors: ErrorCodesFile,
}

/// How a service says that an access token has ended.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpiredFile {
    /// The statuses that say so; 401 if left out.
    #[serde(default = "unauthorized")]
    pub(crate) status: Vec<u16>,
    /// The codes that say so whatever the status, as the actions' `error.code` reads them.
    #[serde(default)]
    pub(crate) codes: Vec<String>,
}

fn unauthorized() -> Vec<u16> {
    vec![401]
}

impl Default for ExpiredFile {
    fn default() -> Self {
        ExpiredFile { status: unauthorized(), codes: Vec::new() }
    }
}

/// What a token endpoint says in `error`, `status` or `code`, by what it means.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorCodesFile {
    /// The code or the refresh token is not accepted: a person must connect again.
    #[serde(default)]
    pub(crate) invalid_grant: Vec<String>,
    /// The OAuth client is not accepted.
    #[serde(default)]
    pub(crate) invalid_client: Vec<String>,
    /// Nothing was done, and it may be asked again.
    #[serde(default)]
    pub(crate) later: Vec<String>,
}

/// Which scopes are asked for, and how they are written.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ScopesFile {
    /// What stands between two scopes; a space if left out.
    #[serde(default = "space")]
    pub(crate) separator: String,
    /// Always asked for.
    #[serde(default)]
    pub(crate) base: Vec<String>,
    /// What each action needs beside those.
    #[serde(default)]
    pub(crate) by_action: IndexMap<String, Vec<String>>,
}

fn space() -> String {
    " ".to_owned()
}

impl Default for ScopesFile {
    fn default() -> Self {
        ScopesFile { separator: space(), base: Vec::new(), by_action: IndexMap::new() }
    }
}

/// How to read the lifetime of an access token. A lifetime of 0 means that it never ends.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpiresInFile {
    /// What the number counts.
    #[serde(default)]
    pub(crate) unit: TimeUnit,
    /// Seconds, or `"never"`, where the answer does not say: the token is then used until the service refuses it.
    #[serde(default)]
    pub(crate) when_missing: Lifetime,
}

/// A question asked with the new token. What is kept of its answer can be read as `{{token.…}}` too.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MetadataFile {
    /// Where to ask, an https URL.
    pub(crate) get: String,
    /// Headers by name, in place of the setup's own signature.
    pub(crate) headers: Option<Value>,
    /// The members of the answer to keep.
    pub(crate) keep: Vec<String>,
}
