//! The JSON body of a request: read as bytes first, checked against a schema once the caller is known to be allowed.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use catalog::schema::{Moment, Schema};
use serde::Deserialize;
use serde_json::{Value, value::RawValue};
use tokio::time::timeout;

use crate::error::{Error, Result, rule};

/// More than any flow needs.
pub(crate) const MAX_BYTES: usize = 5 * 1024 * 1024;
/// How long a body may take to arrive: whoever drips it in byte by byte must not hold a connection for ever.
pub(crate) const ARRIVAL: Duration = Duration::from_secs(30);

/// A body that says it is JSON.
pub(crate) struct Body(Bytes);

impl Body {
    /// The body as a value that fits `schema`.
    ///
    /// # Errors
    /// [`Error::Body`] with the first rule it breaks.
    pub(crate) fn read(&self, schema: &Schema) -> Result<Value> {
        let value = self.parse()?;
        match schema.validate(&value, Moment::Setup).first() {
            Some(violation) => Err(Error::Body(rule(violation))),
            None => Ok(value),
        }
    }

    /// The member `actions` exactly as it was written; `None` when it is missing, null or an empty list.
    ///
    /// # Errors
    /// [`Error::Body`] when the member is there twice.
    pub(crate) fn actions_text(&self) -> Result<Option<String>> {
        #[derive(Deserialize)]
        struct Envelope<'a> {
            #[serde(borrow, default)]
            actions: Option<&'a RawValue>,
        }
        let envelope: Envelope<'_> = serde_json::from_slice(&self.0).map_err(|error| malformed(&error))?;
        let text = envelope.actions.map(RawValue::get).filter(|text| !is_empty_list(text));
        Ok(text.map(str::to_owned))
    }

    fn parse(&self) -> Result<Value> {
        serde_json::from_slice(&self.0).map_err(|error| malformed(&error))
    }
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::Body(format!("'Invalid JSON: {error}'"))
}

fn is_empty_list(json: &str) -> bool {
    json.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).is_some_and(|inner| inner.trim().is_empty())
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        if !says_json(&request) {
            return Err(Error::MediaType);
        }
        let bytes = timeout(ARRIVAL, Bytes::from_request(request, state)).await.map_err(|_| Error::TooSlow)?;
        bytes.map(Self).map_err(|rejection| match rejection.into_response().status() {
            StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
            _ => Error::Body("'The body ended too early'".to_owned()),
        })
    }
}

/// A body without any label is taken for JSON; one labelled otherwise is not.
fn says_json(request: &Request) -> bool {
    let Some(label) = request.headers().get(header::CONTENT_TYPE) else { return true };
    let essence = label.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}
