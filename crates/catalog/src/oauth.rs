//! How a person grants access in their browser. Plain data: the code that walks a person through it and keeps the
//! token fresh lives in `vault`.

use std::fmt;

use indexmap::IndexMap;
use model::expression::Template;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};
use serde_json::Value;

use crate::{request::Request, schema::Schema, url_template::UrlTemplate};

/// Where a token endpoint wants the client's id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// In the `Authorization: Basic` header.
    Basic,
    /// As `client_id` and `client_secret` in the body.
    Body,
    /// As whoever registers an OAuth client says in `client.params.client_auth`; in the header if they do not say.
    Chosen,
}

/// What happens to a refresh token that is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Refresh {
    /// Another one comes in its place; the old one works for a while longer.
    Rotating,
    /// Another one comes in its place; the old one is dead at once.
    SingleUse,
    /// It stays as it is.
    Reusable,
    /// There is none: access tokens do not expire, or a person must come back.
    None,
}

/// What the number in `expires_in` counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    /// As the standard has it.
    #[default]
    Seconds,
    /// A thousand times as many.
    Milliseconds,
}

/// How long an access token lives where nobody says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lifetime {
    /// Until the service refuses it.
    #[default]
    Never,
    /// So many seconds.
    Seconds(u64),
}

/// Which scopes are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scopes {
    /// What stands between two of them.
    pub separator: String,
    /// Always asked for.
    pub base: Vec<String>,
    /// What each action needs beside those.
    pub by_action: IndexMap<String, Vec<String>>,
}

/// A service's own words for what the standard has words for (RFC 6749, section 5.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorCodes {
    /// The code or the refresh token is not accepted.
    pub invalid_grant: Vec<String>,
    /// The OAuth client is not accepted.
    pub invalid_client: Vec<String>,
    /// Nothing was done; it may be asked again.
    pub later: Vec<String>,
}

/// One more question right after the first token.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The question; its templates read `token`.
    pub request: Request,
    /// The members of the answer that `token.*` may read from then on.
    pub keep: Vec<String>,
}

/// How a service says that an access token has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired {
    /// The statuses that say so.
    pub status: Vec<u16>,
    /// The codes that say so whatever the status, as the actions' errors read them.
    pub codes: Vec<String>,
}

/// The authorization-code grant of a service.
#[derive(Clone, Debug)]
pub struct Oauth {
    /// What whoever registers an OAuth client says beside its id and secret; templates read it as `client.params`.
    pub client: Schema,
    /// The page where a person agrees. Reads `client`.
    pub authorize: UrlTemplate,
    /// The token endpoint. Reads `client`.
    pub token: UrlTemplate,
    /// Who the service says it is when it sends people back (RFC 9207). Reads `client`.
    pub issuer: Option<Template>,
    /// Where it wants the client's id and secret.
    pub client_auth: ClientAuth,
    /// Whether the service takes part in PKCE (S256).
    pub pkce: bool,
    /// What is asked for.
    pub scopes: Scopes,
    /// What happens to a refresh token that is used.
    pub refresh: Refresh,
    /// Seconds during which a used refresh token still works, if that is known.
    pub reuse_window: Option<u64>,
    /// Seconds after which a refresh token that nobody uses dies, if it does.
    pub idle_lifetime: Option<u64>,
    /// What the number in `expires_in` counts. 0 of it means that the token never expires.
    pub unit: TimeUnit,
    /// How long an access token lives where the answer does not say.
    pub when_missing: Lifetime,
    /// Seconds before its end at which an access token is renewed, where the usual margin does not fit.
    pub margin: Option<u64>,
    /// How the service says that an access token has ended before its time.
    pub expired: Expired,
    /// What the authorization page is sent beside the standard parameters.
    pub params: IndexMap<String, String>,
    /// Members of the answer that `token.*` may read beside `access_token`.
    pub keep: Vec<String>,
    /// One more question, for what the token endpoint does not say.
    pub metadata: Option<Metadata>,
    /// The service's own words for failures.
    pub errors: ErrorCodes,
}

impl Oauth {
    /// Every scope a connection for these actions needs, each once.
    pub fn scopes_for<'a>(&self, actions: impl IntoIterator<Item = &'a str>) -> Vec<&str> {
        let needed = actions.into_iter().filter_map(|action| self.scopes.by_action.get(action)).flatten();
        let mut scopes: Vec<&str> = Vec::new();
        for scope in self.scopes.base.iter().chain(needed) {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        scopes
    }

    /// What is worth keeping of an answer that the token endpoint gave: what the standard and `keep` name.
    #[must_use]
    pub fn kept(&self, answer: Value) -> Value {
        const STANDARD: [&str; 5] = ["access_token", "token_type", "expires_in", "refresh_token", "scope"];
        let Value::Object(mut members) = answer else { return answer };
        members.retain(|name, _| STANDARD.contains(&name.as_str()) || self.keep.contains(name));
        Value::Object(members)
    }
}

impl<'de> Deserialize<'de> for Lifetime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LifetimeVisitor)
    }
}

struct LifetimeVisitor;

impl Visitor<'_> for LifetimeVisitor {
    type Value = Lifetime;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number of seconds, or \"never\"")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Lifetime, E> {
        if word == "never" {
            Ok(Lifetime::Never)
        } else {
            Err(E::invalid_value(serde::de::Unexpected::Str(word), &self))
        }
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Lifetime, E> {
        let invalid = || E::invalid_value(serde::de::Unexpected::Signed(seconds), &self);
        u64::try_from(seconds).map(Lifetime::Seconds).map_err(|_| invalid())
    }

    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Lifetime, E> {
        Ok(Lifetime::Seconds(seconds))
    }
}
