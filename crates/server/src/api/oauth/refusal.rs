//! Why no token was given, in the shape of OAuth, which is not that of the rest of the API.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::answer::Answer;

/// The error answer of RFC 6749.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"error": "access_denied", "error_description": "Unauthorized"}))]
pub(crate) struct Refusal {
    #[serde(skip)]
    status: StatusCode,
    error: &'static str,
    error_description: String,
}

impl Refusal {
    /// The request itself is not right.
    pub(super) fn request(description: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_request", description)
    }

    /// We know no such grant.
    pub(super) fn grant(grant: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unsupported_grant_type", format!("Unsupported grant type: {grant}"))
    }

    /// Wrong client or wrong secret: the same answer for both.
    pub(super) fn client() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "access_denied", "Unauthorized")
    }

    /// The audience is not ours.
    pub(super) fn audience(audience: &str) -> Self {
        let description = format!("Service not enabled within domain: {audience}");
        Self::new(StatusCode::FORBIDDEN, "access_denied", description)
    }

    /// The client asks for rights it has not.
    pub(super) fn scope(lacking: &str) -> Self {
        let description = format!("Client has not been granted scopes: {lacking}");
        Self::new(StatusCode::FORBIDDEN, "access_denied", description)
    }

    /// Our fault, or the database's; the cause is in the log already.
    pub(super) fn server(status: StatusCode) -> Self {
        Self::new(status, "server_error", "The server could not answer, try again later")
    }

    fn new(status: StatusCode, error: &'static str, description: impl Into<String>) -> Self {
        Self { status, error, error_description: description.into() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Answer(&self)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic"));
        }
        response
    }
}
