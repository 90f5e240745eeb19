//! One renewal that many callers wait for together.

use std::sync::Arc;

use tokio::sync::watch;

use crate::{credential::Credential, failure::Failure, opening::Unusable};

/// What came of it.
pub(crate) type Landed = Result<Arc<Credential>, Unusable>;

/// A renewal under way. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Flight(watch::Receiver<Option<Landed>>);

impl Flight {
    /// One that has begun, and the end at which it lands.
    pub(crate) fn begin() -> (Self, watch::Sender<Option<Landed>>) {
        let (sender, receiver) = watch::channel(None);
        (Self(receiver), sender)
    }

    pub(crate) fn is_under_way(&self) -> bool {
        self.0.borrow().is_none() && self.0.has_changed().is_ok()
    }

    /// Waits for its end.
    pub(crate) async fn landed(mut self) -> Landed {
        match self.0.wait_for(Option::is_some).await {
            Ok(landed) => landed.clone().expect("it was waited for"),
            Err(_) => Err(Unusable::NoToken(Failure::not_sent("the token's renewal was interrupted: try again"))),
        }
    }
}
