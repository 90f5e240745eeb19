//! How often somebody may try a password: a few times freely, then ever more slowly. Counted in the database, before
//! the password is looked at, so that many tries at once gain nothing.

use std::{net::IpAddr, time::Duration};

use model::{Clock, UnixMillis};
use sha2::{Digest as _, Sha256};
use store::{Attempt, Store};

use crate::error::{Error, Result};

/// A subject that rests this long starts afresh.
const FORGET_AFTER: Duration = Duration::from_hours(1);

/// What one kind of subject may do.
struct Rule {
    /// Attempts until the first pause.
    free: u32,
    /// The first pause; each further attempt doubles it.
    pause: Duration,
    longest: Duration,
}

/// One account: whoever forgot which password it was has five tries, a stranger some three hundred a day.
const PER_EMAIL: Rule = Rule { free: 5, pause: Duration::from_secs(15), longest: Duration::from_mins(5) };
/// One network: everyone behind a proxy shares it, so it is wider, and good attempts do not count.
const PER_ADDRESS: Rule = Rule { free: 50, pause: Duration::from_secs(1), longest: Duration::from_mins(1) };

impl Rule {
    fn pause_after(&self, attempts: i64) -> Duration {
        let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
        let Some(over) = attempts.checked_sub(self.free) else {
            return Duration::ZERO;
        };
        self.pause.saturating_mul(2_u32.saturating_pow(over)).min(self.longest)
    }
}

/// Counts attempts.
pub(super) struct Throttle {
    store: Store,
    clock: Clock,
}

impl Throttle {
    pub(super) fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }

    /// Counts an attempt from this address.
    ///
    /// # Errors
    /// [`Error::Throttled`] when it comes too early.
    pub(super) async fn count_address(&self, address: Option<IpAddr>) -> Result<()> {
        self.count(&address_subject(address), &PER_ADDRESS).await
    }

    /// Counts an attempt at this account, whether or not there is one.
    ///
    /// # Errors
    /// [`Error::Throttled`] when it comes too early.
    pub(super) async fn count_email(&self, email: &str) -> Result<()> {
        self.count(&subject("e-mail", email), &PER_EMAIL).await
    }

    /// The attempt was a good one.
    ///
    /// # Errors
    /// The database's.
    pub(super) async fn forgive(&self, address: Option<IpAddr>, email: &str) -> Result<()> {
        self.store.forgive_attempt(&address_subject(address)).await?;
        let forget_before = self.clock.now().minus(FORGET_AFTER);
        Ok(self.store.forget_attempts(&subject("e-mail", email), forget_before).await?)
    }

    async fn count(&self, subject: &[u8], rule: &Rule) -> Result<()> {
        let now = self.clock.now();
        let attempt = Attempt { subject, now, forget_before: now.minus(FORGET_AFTER) };
        let block = |attempts| now.plus(rule.pause_after(attempts));
        match self.store.count_attempt(attempt, block).await? {
            None => Ok(()),
            Some(end) => Err(Error::Throttled { retry_after: whole_seconds(end, now) }),
        }
    }
}

fn whole_seconds(end: UnixMillis, now: UnixMillis) -> u64 {
    end.since(now).as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX).max(1)
}

fn subject(kind: &str, text: &str) -> Vec<u8> {
    Sha256::digest(format!("{kind} {text}")).to_vec()
}

/// A home has a whole /64 of IPv6 addresses.
fn address_subject(address: Option<IpAddr>) -> Vec<u8> {
    let network = match address.map(|address| address.to_canonical()) {
        Some(IpAddr::V6(address)) => format!("{:?}", &address.segments()[..4]),
        Some(IpAddr::V4(address)) => address.to_string(),
        None => String::new(),
    };
    subject("address", &network)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_after_the_free_attempts_up_to_the_longest() {
        let seconds = |attempts| PER_EMAIL.pause_after(attempts).as_secs();
        assert_eq!([1, 4, 5, 6, 7, 8, 9, 10, 1000].map(seconds), [0, 0, 15, 30, 60, 120, 240, 300, 300]);
    }

    #[test]
    fn neighbours_in_one_ipv6_network_are_one_subject() {
        let subject = |text: &str| address_subject(Some(text.parse().unwrap()));
        assert_eq!(subject("2001:db8:1:2::1"), subject("2001:db8:1:2:ffff::2"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
        assert_eq!(subject("::ffff:192.0.2.1"), subject("192.0.2.1"));
        assert_ne!(subject("192.0.2.1"), subject("192.0.2.2"));
    }
}
