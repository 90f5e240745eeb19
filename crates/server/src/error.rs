//! What a caller is told when a request does not work: one variant per answer, all in one shape.
//! The cause of an internal error goes to the log, never to the caller.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use catalog::schema::Violation;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::Scope, api::answer::Answer};

/// The result of anything that answers a request.
pub type Result<T> = std::result::Result<T, Error>;

/// An answer that is not a success.
#[derive(Debug)]
pub enum Error {
    /// The body is not what the operation takes: the rule it breaks.
    Body(String),
    /// An id in the path is not well-formed.
    Path(String),
    /// The query is not what the operation takes.
    Query(String),
    /// The `authorization` header is not `Bearer …`.
    AuthorizationHeader,
    /// No valid token came with the request: what is wrong with it.
    Unauthorized(&'static str),
    /// The caller lacks all of these rights, one of which is needed.
    Scope(Vec<Scope>),
    /// What proves the caller's right to this is not good: why.
    Forbidden(&'static str),
    /// A page of another site sent this with somebody's cookie.
    CrossOrigin,
    /// The cookie says who is asking, but nothing says about which tenant.
    TenantHeader,
    /// There is no such thing, or it is another tenant's: `Flow not found`.
    Absent(&'static str),
    /// The name is in use: `a tenant of this name`.
    Conflict(&'static str),
    /// No operation lives at this path.
    Route,
    /// The path exists, the method on it does not.
    Method,
    /// The body is larger than we take.
    TooLarge,
    /// The body took longer to arrive than we wait.
    TooSlow,
    /// The body's content type is not one we read.
    MediaType,
    /// The client asked too often; seconds until the next request is welcome.
    TooMany { retry_after: u64 },
    /// Somebody tried to sign in too often; seconds until the next try is welcome.
    Throttled { retry_after: u64 },
    /// The database does not answer now.
    Away(anyhow::Error),
    /// Our fault.
    Broken(anyhow::Error),
}

/// Body of every answer that is not a success.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({"statusCode": 404, "error": "Not Found", "message": "Flow not found"}))]
pub struct Problem {
    /// The HTTP status again.
    pub status_code: u16,
    /// The status in words.
    pub error: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// What is wrong, for programs; absent where the status says it all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error_code: Option<&'static str>,
    /// Repeats the message of a 401.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub attributes: Option<Attributes>,
}

/// Detail of a 401.
#[derive(Debug, Serialize, ToSchema)]
pub struct Attributes {
    pub error: &'static str,
}

impl Error {
    /// The HTTP status of this answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Body(_) | Self::Path(_) | Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::AuthorizationHeader | Self::TenantHeader => StatusCode::BAD_REQUEST,
            Self::Unauthorized(_) => StatusCode::UNAUTHORIZED,
            Self::Scope(_) | Self::Forbidden(_) | Self::CrossOrigin => StatusCode::FORBIDDEN,
            Self::Absent(_) | Self::Route => StatusCode::NOT_FOUND,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooMany { .. } | Self::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Away(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Body(rule) => format!("Payload validation error: {rule}."),
            Self::Path(rule) => format!("Path validation error: {rule}."),
            Self::Query(rule) => format!("Query validation error: {rule}."),
            Self::AuthorizationHeader => "Bad HTTP authentication header format".to_owned(),
            Self::Unauthorized(message) | Self::Absent(message) | Self::Forbidden(message) => (*message).to_owned(),
            // Clients parse the text after "expected any of: ".
            Self::Scope(scopes) => format!("Insufficient scope, expected any of: {}", listed(scopes)),
            Self::CrossOrigin => "This request does not come from our own pages".to_owned(),
            Self::TenantHeader => "The header x-flowvault-tenant is missing".to_owned(),
            Self::Conflict(what) => format!("There is {what} already"),
            Self::TooLarge => "Payload content length greater than maximum allowed".to_owned(),
            Self::TooMany { .. } => "Global limit has been reached".to_owned(),
            Self::Throttled { .. } => "Too many attempts, try again later".to_owned(),
            _ => reason(self.status()).to_owned(),
        }
    }

    fn code(&self) -> Option<&'static str> {
        match self {
            Self::Body(_) => Some("invalid_body"),
            Self::Path(_) => Some("invalid_uri"),
            Self::Query(_) => Some("invalid_query_string"),
            Self::Scope(_) => Some("insufficient_scope"),
            Self::CrossOrigin => Some("cross_origin"),
            Self::TenantHeader => Some("missing_tenant"),
            Self::Conflict(_) => Some("conflict"),
            Self::TooMany { .. } => Some("too_many_requests"),
            Self::Throttled { .. } => Some("too_many_attempts"),
            _ => None,
        }
    }

    fn attributes(&self) -> Option<Attributes> {
        match self {
            Self::Unauthorized(error) => Some(Attributes { error }),
            _ => None,
        }
    }

    fn problem(&self) -> Problem {
        Problem {
            status_code: self.status().as_u16(),
            error: reason(self.status()),
            message: self.message(),
            error_code: self.code(),
            attributes: self.attributes(),
        }
    }

    /// Writes the cause of what is no fault of the caller to the log.
    pub(crate) fn log_cause(&self) {
        match self {
            Self::Away(cause) => tracing::error!(cause = format!("{cause:#}"), "the database is away"),
            Self::Broken(cause) => tracing::error!(cause = format!("{cause:#}"), "internal error"),
            _ => {}
        }
    }
}

/// A broken rule in the contract's words: `'…' on property actions[0].id (What it is.)`.
pub fn rule(violation: &Violation) -> String {
    let property = match violation.property() {
        name if name.is_empty() => String::new(),
        name => format!(" on property {name}"),
    };
    let help = violation.description.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("'{}'{property}{help}", violation.contract_message())
}

fn listed(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(",")
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().expect("every status above has a phrase")
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log_cause();
        let mut response = (self.status(), Answer(self.problem())).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Unauthorized(_) => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::TooMany { retry_after } | Self::Throttled { retry_after } => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
            }
            _ => {}
        }
        response
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Unavailable(_) => Self::Away(error.into()),
            _ => Self::Broken(error.into()),
        }
    }
}

impl From<vault::Error> for Error {
    fn from(error: vault::Error) -> Self {
        match error {
            vault::Error::Invalid(found) if !found.is_empty() => Self::Body(rule(&found[0])),
            vault::Error::Refused { said } => Self::Body(format!("'{said}' on property setup")),
            vault::Error::Unavailable(cause) => Self::Away(cause),
            vault::Error::Taken(what) => Self::Conflict(what),
            error => Self::Broken(error.into()),
        }
    }
}

impl From<flow::Error> for Error {
    fn from(error: flow::Error) -> Self {
        match error {
            flow::Error::NotRecorded(cause) => cause.into(),
        }
    }
}
