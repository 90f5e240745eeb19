//! How a person grants access in their browser. Plain data: the code that walks a person through it and keeps the
//! token fresh lives in `vault`.

use std::fmt;

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

use crate::request::Request;

/// Where a token endpoint wants the client's id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClientAuth {
    /// In the `Authorization: Basic` header.
    Basic,
    /// As `client_id` and `client_secret` in the body.
    Body,
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

/// One more question right after the first token.
#[derive(Clone, Debug)]
pub struct Metadata {
    /// The question; its templates read `token`.
    pub request: Request,
    /// The members of the answer that `token.*` may read from then on.
    pub keep: Vec<String>,
}

/// The authorization-code grant of a service.
#[derive(Clone, Debug)]
pub struct Oauth {
    /// The page where a person agrees.
    pub authorize: String,
    /// The token endpoint.
    pub token: String,
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
    /// What the authorization page is sent beside the standard parameters.
    pub params: IndexMap<String, String>,
    /// Members of the answer that `token.*` may read beside `access_token`.
    pub keep: Vec<String>,
    /// One more question, for what the token endpoint does not say.
    pub metadata: Option<Metadata>,
}

impl Oauth {
    /// Every scope a connection for these actions needs, each once, as the service wants them written.
    pub fn scope_for<'a>(&self, actions: impl IntoIterator<Item = &'a str>) -> String {
        let needed = actions.into_iter().filter_map(|action| self.scopes.by_action.get(action)).flatten();
        let mut scopes: Vec<&str> = Vec::new();
        for scope in self.scopes.base.iter().chain(needed) {
            if !scopes.contains(&scope.as_str()) {
                scopes.push(scope);
            }
        }
        scopes.join(&self.scopes.separator)
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
