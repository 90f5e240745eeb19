//! Waiting for something that will happen: asks again and again until a deadline, never sleeps and hopes.

use std::time::{Duration, Instant};

/// How long a busy two-core machine may take for what normally takes milliseconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(10);

/// Asks `probe` until it has an answer.
///
/// # Panics
/// When `limit` is over; `what` says in vain for what.
pub(crate) async fn within<T>(limit: Duration, what: &str, mut probe: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(answer) = probe().await {
            return answer;
        }
        assert!(Instant::now() < deadline, "waited {limit:?} in vain for {what}");
        tokio::time::sleep(PAUSE).await;
    }
}
