//! What may be sent to register an OAuth client.

use catalog::schema::Schema;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use vault::NewOauthClient;
use zeroize::Zeroizing;

use crate::{
    api::body::Body,
    error::{Error, Result},
};

/// Far beyond the ids and scopes of any service.
const LONGEST_WORD: usize = 1000;
/// Some services' secrets are keys.
const LONGEST_SECRET: usize = 10_000;

/// A registration at a service. It replaces the one there is, as a whole.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"client_id": "b2f0c1", "client_secret": "my-secret", "scopes": ["crm.lists.read"]}))]
#[expect(dead_code, reason = "documents the body; it is checked by a schema, in the contract's words")]
pub(crate) struct OauthClientBody {
    #[schema(min_length = 1, max_length = 1000, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$")]
    client_id: String,
    /// Empty for a client without a secret, where the service knows such. Never returned by any call.
    #[schema(max_length = 10000)]
    client_secret: String,
    /// Asked for beside those that the integration's actions need.
    #[schema(value_type = Option<Vec<ScopeName>>, nullable = false)]
    scopes: Option<Vec<String>>,
    /// What the integration wants to know beside that, as its catalogue entry declares.
    #[schema(value_type = Option<Object>, nullable = false)]
    params: Option<Value>,
}

/// What a service calls a right it grants.
#[derive(ToSchema)]
#[schema(min_length = 1, max_length = 1000)]
#[expect(dead_code, reason = "documents what a body holds")]
pub(crate) struct ScopeName(String);

/// Reads a body that registers a client.
pub(super) fn new_client(body: &Body) -> Result<NewOauthClient> {
    let schema = Schema::object()
        .required("client_id", Schema::string().length(1, LONGEST_WORD))
        .required("client_secret", Schema::string().max_length(LONGEST_SECRET))
        .optional("scopes", Schema::array(Schema::string().length(1, LONGEST_WORD)))
        .optional("params", Schema::object().open());
    let mut value = body.read(&schema)?;
    let client_id = text(value["client_id"].take());
    if client_id.chars().any(char::is_control) {
        return Err(Error::Body("'Control characters are not allowed' on property client_id".to_owned()));
    }
    // Moved, not copied: the vault wipes it after sealing.
    let client_secret = Zeroizing::new(text(value["client_secret"].take()));
    let scopes = value["scopes"].as_array_mut().into_iter().flatten().map(|scope| text(scope.take())).collect();
    let params = value["params"].as_object().cloned().unwrap_or_default();
    Ok(NewOauthClient { client_id, client_secret, scopes, params })
}

fn text(value: Value) -> String {
    if let Value::String(text) = value { text } else { String::new() }
}
