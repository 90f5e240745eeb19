//! What the rest of the house may know of a token, and when it is looked at without being asked.

use std::time::Duration;

use catalog::{Oauth, Refresh};
use model::{Rng, UnixMillis};
use store::Grant;

use crate::token::Token;

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
    let ending = token.due_at().zip(token.margin()).map(|(due, margin)| due.minus(part(margin / 2, rng)));
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

#[cfg(test)]
mod tests {
    use catalog::Catalog;
    use serde_json::{Value, json};

    use super::*;

    const HOUR: i64 = 3_600_000;

    fn hubspot() -> Oauth {
        let catalog = Catalog::builtin();
        let setup = &catalog.integration("HUBSPOT").unwrap().setups["OAUTH_CODE"];
        setup.oauth.clone().unwrap()
    }

    fn grant(answer: Value, oauth: &Oauth) -> Grant {
        grant_of(&Token::granted(answer, UnixMillis(0), oauth).unwrap(), Some(oauth), &Rng::seeded(1))
    }

    fn answer(expires_in: Value) -> Value {
        json!({"access_token": "a", "refresh_token": "r", "expires_in": expires_in, "scope": "oauth crm"})
    }

    #[test]
    fn a_token_is_renewed_before_its_margin_and_not_together_with_all_others() {
        let oauth = hubspot();
        let token = Token::granted(answer(json!(3600)), UnixMillis(0), &oauth).unwrap();
        let rng = Rng::seeded(2);
        let times: Vec<i64> = (0..50).map(|_| grant_of(&token, Some(&oauth), &rng).refresh_at.unwrap().0).collect();
        assert!(times.iter().all(|at| (HOUR - 450_000..=HOUR - 300_000).contains(at)), "{times:?}");
        assert!(times.iter().max().unwrap() - times.iter().min().unwrap() > 100_000, "{times:?}");
        assert_eq!(grant(answer(json!(3600)), &oauth).expires_at, Some(UnixMillis(HOUR)));
    }

    #[test]
    fn a_grant_that_dies_of_idleness_is_kept_alive() {
        let oauth = Oauth { idle_lifetime: Some(1000), ..hubspot() };
        assert_eq!(grant(answer(json!(86_400)), &oauth).refresh_at, Some(UnixMillis(700_000)));
        assert_eq!(grant(answer(json!(0)), &oauth).refresh_at, Some(UnixMillis(700_000)), "it never ends, but idles");
    }

    #[test]
    fn what_cannot_be_renewed_is_not_scheduled() {
        let never = Oauth { refresh: Refresh::None, ..hubspot() };
        assert_eq!(grant(answer(json!(3600)), &never).refresh_at, None);
        assert_eq!(grant(json!({"access_token": "a", "expires_in": 60}), &hubspot()).refresh_at, None);
        assert_eq!(grant(answer(json!(0)), &hubspot()).refresh_at, None, "0 means never, and nothing idles");
    }

    #[test]
    fn scopes_are_kept_as_they_were_granted() {
        assert_eq!(grant(answer(json!(60)), &hubspot()).scopes.as_deref(), Some("oauth crm"));
        let listed = json!({"access_token": "a", "scope": ["a", "b"]});
        assert_eq!(grant(listed, &hubspot()).scopes.as_deref(), Some("a b"));
        assert_eq!(grant(json!({"access_token": "a"}), &hubspot()).scopes, None);
    }
}
