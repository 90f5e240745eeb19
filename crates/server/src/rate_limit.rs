//! How often one client may ask: a token bucket each, in this process's memory. Generous on purpose:
//! it keeps one runaway program from starving the others, it is not a security throttle.

use std::{collections::HashMap, sync::Mutex, time::Duration};

use model::{Clock, UnixMillis};

/// Beyond this many buckets the full ones, which say nothing, are forgotten.
const REMEMBERED: usize = 10_000;

/// The allowance of each client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance {
    /// Requests per second in the long run.
    pub per_second: f64,
    /// Requests at once after a pause.
    pub burst: f64,
}

/// What the bucket says to one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Whether the request may go on.
    pub admitted: bool,
    /// The bucket's size.
    pub limit: u64,
    /// Requests left right now.
    pub remaining: u64,
    /// When the bucket is full again, in UNIX seconds; if refused, when the next request is welcome.
    pub reset: i64,
    /// Whole seconds until the next request is welcome; at least one.
    pub retry_after: u64,
}

/// The buckets of all clients.
pub struct RateLimiter {
    allowance: Allowance,
    clock: Clock,
    buckets: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: f64,
    at: UnixMillis,
}

impl RateLimiter {
    /// Buckets that all start full.
    pub fn new(allowance: Allowance, clock: Clock) -> Self {
        Self { allowance, clock, buckets: Mutex::default() }
    }

    /// Takes one token from the bucket of `who`.
    pub fn take(&self, who: &str) -> Verdict {
        let now = self.clock.now();
        let mut buckets = self.buckets.lock().expect("no code panics while it holds the buckets");
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| self.refilled(bucket, now) < self.allowance.burst);
        }
        let bucket = buckets.entry(who.to_owned()).or_insert(Bucket { tokens: self.allowance.burst, at: now });
        bucket.tokens = self.refilled(bucket, now);
        bucket.at = now;
        let admitted = bucket.tokens >= 1.0;
        if admitted {
            bucket.tokens -= 1.0;
        }
        self.verdict(admitted, bucket.tokens, now)
    }

    fn refilled(&self, bucket: &Bucket, now: UnixMillis) -> f64 {
        let gained = now.since(bucket.at).as_secs_f64() * self.allowance.per_second;
        (bucket.tokens + gained).min(self.allowance.burst)
    }

    fn verdict(&self, admitted: bool, tokens: f64, now: UnixMillis) -> Verdict {
        let wanted = if admitted { self.allowance.burst } else { 1.0 };
        let wait = Duration::from_secs_f64((wanted - tokens).max(0.0) / self.allowance.per_second);
        let ready = now.plus(wait);
        Verdict {
            admitted,
            limit: whole(self.allowance.burst),
            remaining: whole(tokens),
            reset: ready.0.div_euclid(1000) + i64::from(ready.0.rem_euclid(1000) > 0),
            retry_after: whole(wait.as_secs_f64().ceil()).max(1),
        }
    }
}

/// A non-negative figure without its fraction.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "buckets hold small non-negative figures")]
fn whole(figure: f64) -> u64 {
    figure as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiter() -> (RateLimiter, Clock) {
        let clock = Clock::fixed(UnixMillis(1_000_000));
        (RateLimiter::new(Allowance { per_second: 2.0, burst: 3.0 }, clock.clone()), clock)
    }

    #[test]
    fn a_burst_is_served_and_the_next_request_told_when_to_come_back() {
        let (limiter, _) = limiter();
        let left: Vec<_> = (0..3).map(|_| limiter.take("a").remaining).collect();
        assert_eq!(left, [2, 1, 0]);
        let refused = limiter.take("a");
        assert_eq!((refused.admitted, refused.reset, refused.retry_after), (false, 1001, 1));
    }

    #[test]
    fn tokens_come_back_at_the_sustained_rate() {
        let (limiter, clock) = limiter();
        for _ in 0..3 {
            limiter.take("a");
        }
        clock.advance(Duration::from_millis(1000));
        let admitted = (0..3).filter(|_| limiter.take("a").admitted).count();
        assert_eq!(admitted, 2);
    }

    #[test]
    fn one_client_does_not_drink_from_anothers_bucket() {
        let (limiter, _) = limiter();
        for _ in 0..9 {
            limiter.take("a");
        }
        assert!(limiter.take("b").admitted);
    }
}
