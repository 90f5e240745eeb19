//! Work that goes on without whoever began it, and that the end of the process waits for. The only place that starts
//! tasks: each is counted here.

use std::future::Future;

use tokio::{sync::watch, task::JoinError};

/// All work under way. Cheap to clone; every clone counts together.
#[derive(Clone, Debug, Default)]
pub struct Tasks(watch::Sender<usize>);

/// Counts one task for as long as it lives, however it ends.
struct Counted(watch::Sender<usize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.send_modify(|running| *running -= 1);
    }
}

impl Tasks {
    /// Runs `work` to its end even if the caller stops waiting for it.
    ///
    /// # Errors
    /// The work panicked.
    pub async fn see_through<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, JoinError> {
        self.spawn(work).await
    }

    /// Runs `work` to its end; nobody waits for what comes of it.
    pub fn start(&self, work: impl Future<Output = ()> + Send + 'static) {
        drop(self.spawn(work));
    }

    /// Waits until no work is left.
    pub async fn finished(&self) {
        // Fails only when the sender is gone, which is held right here.
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }

    #[expect(clippy::disallowed_methods, reason = "counted here, and waited for before the process ends")]
    fn spawn<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> tokio::task::JoinHandle<T> {
        self.0.send_modify(|running| *running += 1);
        let counted = Counted(self.0.clone());
        tokio::spawn(tracing::Instrument::in_current_span(async move {
            let _counted = counted;
            work.await
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
        time::Duration,
    };

    use tokio::time::timeout;

    use super::*;

    #[tokio::test]
    async fn work_goes_on_when_nobody_waits_for_it_and_the_end_waits() {
        let tasks = Tasks::default();
        let done = Arc::new(AtomicBool::new(false));
        let work = {
            let done = Arc::clone(&done);
            async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                done.store(true, Ordering::SeqCst);
            }
        };
        let waiting = timeout(Duration::from_millis(5), tasks.see_through(work)).await;
        assert!(waiting.is_err(), "the caller gave up");
        tasks.finished().await;
        assert!(done.load(Ordering::SeqCst));
    }
}
