//! What the rest of the house may know of a token, and when it is looked at without being asked.

use std::time::Duration;

use catalog::{Oauth, Refresh};
use model::{Rng, UnixMillis};
use store::Grant;

use crate::token::{Token, margin};

/// A grant that nobody uses is used by us after this part of its idle lifetime.
const KEPT_ALIVE_AFTER: f64 = 0.7;

/// What is stored beside a sealed token. Without an authorization-code grant nothing is scheduled: such a token can be
/// bought at any time, and is when somebody needs it.
pub(crate) fn grant_of(token: &Token, oauth: Option<&Oauth>, rng: &Rng) -> Grant {
    let renewable = oauth.filter(|oauth| oauth.refresh != Refresh::None && token.refresh_token().is_some());
    Grant {
        expires_at: token.expires_at(),
        refresh_at: renewable.and_then(|oauth| refresh_at(token, oauth, rng)),
        scopes: token.scopes(),
        account: None,
    }
}

fn refresh_at(token: &Token, oauth: &Oauth, rng: &Rng) -> Option<UnixMillis> {
    let ending = token.due_at().zip(token.lives).map(|(due, life)| due.minus(part(margin(life) / 2, rng)));
    let idle =
        oauth.idle_lifetime.map(Duration::from_secs).map(|idle| token.asked_at.plus(idle.mul_f64(KEPT_ALIVE_AFTER)));
    match (ending, idle) {
        (Some(ending), Some(idle)) => Some(ending.min(idle)),
        (ending, idle) => ending.or(idle),
    }
}

/// Some part of a span: what was granted together is not renewed together.
fn part(span: Duration, rng: &Rng) -> Duration {
    span.mul_f64(f64::from(u32::from_le_bytes(rng.bytes())) / f64::from(u32::MAX))
}
