//! What came of granting a connection, in words for whoever stands before the browser: what happened, what it means
//! for the connection, what to do.

use axum::http::StatusCode;
use vault::NotConnected;

use crate::error::Error;

/// What a page says.
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) status: StatusCode,
    pub(super) title: &'static str,
    /// One paragraph each. May quote the service.
    pub(super) text: Vec<String>,
}

const BEGIN_AGAIN: &str = "Nothing was changed. Begin again from the vault, or ask for a new link.";

impl Outcome {
    /// It worked.
    pub(super) fn connected(name: Option<String>, account: Option<String>) -> Self {
        let name = name.map_or("The connection".to_owned(), |name| format!("The connection “{name}”"));
        let account = account.map(|account| format!(" to {account}")).unwrap_or_default();
        let text = vec![format!("{name} is connected{account}."), "You can close this window.".to_owned()];
        Self { status: StatusCode::OK, title: "Connected", text }
    }

    /// It did not.
    pub(super) fn of(error: NotConnected) -> Self {
        let new = |status, title, what: String| Self { status, title, text: vec![what, BEGIN_AGAIN.to_owned()] };
        match error {
            NotConnected::UnknownState => new(
                StatusCode::BAD_REQUEST,
                "This link is no longer good",
                "It was used already, is older than ten minutes, or was begun in another browser or session."
                    .to_owned(),
            ),
            NotConnected::Declined { said } => new(
                StatusCode::BAD_REQUEST,
                "Access was not granted",
                format!("The service sent you back without a grant: {said}"),
            ),
            NotConnected::Refused { said } => new(StatusCode::BAD_REQUEST, "The connection was not made", said),
            NotConnected::AnotherAccount { present, new: other } => Self {
                status: StatusCode::CONFLICT,
                title: "That is another account",
                text: another_account(&present, &other),
            },
            NotConnected::Unreachable { said } => new(
                StatusCode::BAD_GATEWAY,
                "The service could not be reached",
                format!("You agreed, but the service did not answer us: {said}"),
            ),
            NotConnected::Gone => Self {
                status: StatusCode::NOT_FOUND,
                title: "The connection is gone",
                text: vec!["Somebody deleted this connection in the meantime.".to_owned()],
            },
            NotConnected::Fault(error) => Self::fault(error.into()),
        }
    }

    /// Our fault. The cause goes to the log.
    pub(super) fn fault(error: Error) -> Self {
        error.log_cause();
        let what = "Something is wrong on our side; its log says what. Your grant may not have been stored.";
        Self {
            status: error.status(),
            title: "It did not work",
            text: vec![what.to_owned(), "Begin again from the vault in a while.".to_owned()],
        }
    }
}

fn another_account(present: &str, other: &str) -> Vec<String> {
    vec![
        format!("You granted access to {other}, but this connection is for {present}. Nothing was changed."),
        format!("Begin again and sign in to the service as {present}, or say that the account is to change."),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_says_what_happened_and_what_to_do() {
        let said = || "no such code".to_owned();
        let other = NotConnected::AnotherAccount { present: "Acme".to_owned(), new: "Else".to_owned() };
        for (error, status, words) in [
            (NotConnected::UnknownState, 400, "older than ten minutes"),
            (NotConnected::Declined { said: said() }, 400, "no such code"),
            (NotConnected::Refused { said: said() }, 400, "no such code"),
            (other, 409, "sign in to the service as Acme"),
            (NotConnected::Unreachable { said: said() }, 502, "did not answer us"),
            (NotConnected::Gone, 404, "deleted this connection"),
            (NotConnected::Fault(vault::Error::Unavailable(anyhow::anyhow!("away"))), 503, "Begin again"),
        ] {
            let outcome = Outcome::of(error);
            assert_eq!(outcome.status, status, "{outcome:?}");
            assert!(outcome.text.join(" ").contains(words), "{outcome:?}");
        }
    }
}
