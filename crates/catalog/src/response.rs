//! How to read the answer to a request.

use std::fmt;

use model::expression::{Template, Tree};
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

/// Which statuses count as done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Success {
    /// Every status from 200 to 299.
    #[default]
    Fine,
    /// Whatever the service answers is the output.
    Any,
    /// Exactly these.
    Statuses(Vec<u16>),
}

impl Success {
    /// Whether this status counts as done.
    pub fn includes(&self, status: u16) -> bool {
        match self {
            Success::Fine => (200..300).contains(&status),
            Success::Any => true,
            Success::Statuses(statuses) => statuses.contains(&status),
        }
    }
}

/// Whether the action may be sent again when nobody knows if it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Retry {
    /// A second time is worse than none.
    Never,
    /// A second time changes nothing.
    Idempotent,
    /// The service recognises the second time by a key.
    WithKey,
}

/// What to say when the service refuses.
#[derive(Clone, Debug, Default)]
pub struct ErrorWords {
    /// The service's own code.
    pub code: Option<Template>,
    /// The service's own words.
    pub message: Option<Template>,
}

/// How to read the answer to the last request of an action.
///
/// Its templates read `response.status` (number), `response.headers` (names in lower case), `response.body`
/// (parsed if it is JSON, else text, `null` if empty) and `response.success` (status 200 to 299), `params`, and
/// the answers of earlier requests under their `as` names in the same shape as `response`.
#[derive(Clone, Debug)]
pub struct Response {
    /// Which statuses count as done.
    pub success: Success,
    /// Must come out truthy as well, for services that answer 200 to everything.
    pub success_if: Option<Template>,
    /// Must not come out truthy, for services that say only what went wrong.
    pub failure_if: Option<Template>,
    /// What the action puts out.
    pub output: Tree,
    /// What to say when it is not done.
    pub error: ErrorWords,
    /// Whether it may be sent again.
    pub retry: Retry,
    /// The header that carries the key of [`Retry::WithKey`].
    pub idempotency_header: Option<String>,
}

impl<'de> Deserialize<'de> for Success {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SuccessVisitor)
    }
}

struct SuccessVisitor;

impl<'de> Visitor<'de> for SuccessVisitor {
    type Value = Success;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of statuses like [200, 201], or \"any\"")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Success, E> {
        if word == "any" { Ok(Success::Any) } else { Err(E::invalid_value(serde::de::Unexpected::Str(word), &self)) }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut statuses: A) -> Result<Success, A::Error> {
        let mut list = Vec::new();
        while let Some(status) = statuses.next_element()? {
            list.push(status);
        }
        Ok(Success::Statuses(list))
    }
}
