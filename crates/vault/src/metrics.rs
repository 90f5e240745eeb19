//! What the vault counts and measures, for whoever watches it. Labels come from short fixed lists: no tenant, no
//! connection, no integration, and nothing that anybody sent.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use model::FailureClass;
use prometheus_client::{
    encoding::text,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::{Registry, Unit},
};

use crate::CallError;

type Label = [(&'static str, &'static str); 1];

/// No token has been served yet.
const NONE_YET: i64 = i64::MAX;

/// Seconds: token endpoints may take 30.
const ANSWERS: [f64; 11] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// Seconds: the scheduler looks every second, and a crowd may have to queue for one endpoint.
const DELAYS: [f64; 10] = [0.1, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0];
/// Seconds: at zero nothing is left; margins lie between a minute and five, most lives within a day.
const LIVES: [f64; 13] = [0.0, 1.0, 5.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 21_600.0, 86_400.0];

/// What came of asking for a new token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Fresh,
    Failed(FailureClass),
}

/// All figures. Cheap to clone; every clone counts together.
#[derive(Clone)]
pub struct Metrics(Arc<Figures>);

struct Figures {
    refreshes: Family<Label, Counter>,
    token_requests: Histogram,
    delay: Histogram,
    remaining_life: Histogram,
    /// Milliseconds.
    shortest_life: AtomicI64,
    late: Counter,
    spent_twice: Family<Label, Counter>,
    waits: Counter,
    calls: Family<Label, Counter>,
    events: Family<Label, Counter>,
}

impl Metrics {
    /// A token is handed to whoever signs a request with it. `remaining` is zero for one that has ended already, which
    /// is a promise broken, and `None` where nobody knows when it ends.
    pub(crate) fn served(&self, remaining: Option<Duration>) {
        let Some(remaining) = remaining else { return };
        if remaining.is_zero() {
            self.0.late.inc();
        }
        self.0.shortest_life.fetch_min(i64::try_from(remaining.as_millis()).unwrap_or(NONE_YET), Ordering::Relaxed);
        self.0.remaining_life.observe(remaining.as_secs_f64());
    }

    /// A token endpoint was asked, and this came of it.
    pub(crate) fn refreshed(&self, outcome: Outcome, took: Duration) {
        self.0.refreshes.get_or_create(&[("outcome", outcome.as_str())]).inc();
        self.0.token_requests.observe(took.as_secs_f64());
    }

    /// A renewal that was due began so much later.
    pub(crate) fn delayed(&self, by: Duration) {
        self.0.delay.observe(by.as_secs_f64());
    }

    /// A refresh token is spent of which the journal says that it may have been spent before, and why it was.
    pub(crate) fn spent_twice(&self, cause: &'static str) {
        self.0.spent_twice.get_or_create(&[("cause", cause)]).inc();
    }

    /// A caller had to wait for a renewal.
    pub(crate) fn waited(&self) {
        self.0.waits.inc();
    }

    /// An action was performed.
    pub(crate) fn called<T>(&self, result: &Result<T, CallError>) {
        let outcome = match result {
            Ok(_) => "success",
            Err(CallError::Params(_)) => "invalid",
            Err(CallError::Refused { .. }) => "refused",
            Err(CallError::Outage { .. }) => "outage",
        };
        self.0.calls.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// An event was sent to a tenant's endpoint, which took it or did not.
    pub(crate) fn told(&self, was_taken: bool) {
        let outcome = if was_taken { "delivered" } else { "failed" };
        self.0.events.get_or_create(&[("outcome", outcome)]).inc();
    }

    /// How many tokens had ended already when they were handed out. Anything but zero is a fault of ours.
    pub fn served_late(&self) -> u64 {
        self.0.late.get()
    }

    /// The shortest life that any token served had left, since the start.
    pub fn shortest_life(&self) -> Option<Duration> {
        let millis = self.0.shortest_life.load(Ordering::Relaxed);
        (millis != NONE_YET).then(|| Duration::from_millis(u64::try_from(millis).unwrap_or(0)))
    }

    /// Adds all figures to what is shown.
    pub fn register(&self, registry: &mut Registry) {
        let of = registry.sub_registry_with_prefix("flowvault");
        let figures = &*self.0;
        of.register("refreshes", "Requests for a new token, by what came of them", figures.refreshes.clone());
        let help = "How long token endpoints took to answer";
        of.register_with_unit("token_request_duration", help, Unit::Seconds, figures.token_requests.clone());
        let help = "How long after they were due renewals began";
        of.register_with_unit("refresh_delay", help, Unit::Seconds, figures.delay.clone());
        let help = "How long the tokens that were served still lived";
        of.register_with_unit("token_remaining_life", help, Unit::Seconds, figures.remaining_life.clone());
        if let Some(shortest) = self.shortest_life() {
            let gauge = Gauge::<f64, AtomicU64>::default();
            gauge.set(shortest.as_secs_f64());
            let help = "The shortest life that any token served still had, since the start";
            of.register_with_unit("token_shortest_remaining_life", help, Unit::Seconds, gauge);
        }
        of.register("tokens_served_late", "Tokens that had ended when they were served", figures.late.clone());
        let help = "Refresh tokens spent again although they may have been spent before, by why they may have";
        of.register("refresh_tokens_spent_twice", help, figures.spent_twice.clone());
        of.register("refresh_waits", "Callers that waited for a renewal", figures.waits.clone());
        of.register("calls", "Actions performed, by what came of them", figures.calls.clone());
        of.register("event_deliveries", "Tries to deliver an event, by what came of them", figures.events.clone());
    }

    /// These figures alone, as Prometheus reads them.
    pub fn render(&self) -> String {
        let mut registry = Registry::default();
        self.register(&mut registry);
        let mut text = String::new();
        text::encode(&mut text, &registry).expect("writing to a text does not fail");
        text
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self(Arc::new(Figures {
            refreshes: Family::default(),
            token_requests: Histogram::new(ANSWERS),
            delay: Histogram::new(DELAYS),
            remaining_life: Histogram::new(LIVES),
            shortest_life: AtomicI64::new(NONE_YET),
            late: Counter::default(),
            spent_twice: Family::default(),
            waits: Counter::default(),
            calls: Family::default(),
            events: Family::default(),
        }))
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[metrics]")
    }
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Fresh => "fresh",
            Self::Failed(class) => class.as_str(),
        }
    }
}

impl From<FailureClass> for Outcome {
    fn from(class: FailureClass) -> Self {
        Self::Failed(class)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_life_is_the_least_of_all_and_unknown_ones_do_not_count() {
        let metrics = Metrics::default();
        metrics.served(None);
        assert_eq!(metrics.shortest_life(), None);
        assert!(!metrics.render().contains("shortest"), "nothing is said where nothing is known");
        for seconds in [300, 61, 3600] {
            metrics.clone().served(Some(Duration::from_secs(seconds)));
        }
        assert_eq!((metrics.shortest_life(), metrics.served_late()), (Some(Duration::from_secs(61)), 0));
        assert!(metrics.render().contains("flowvault_token_shortest_remaining_life_seconds 61.0\n"));
    }

    #[test]
    fn a_token_that_had_ended_is_counted() {
        let metrics = Metrics::default();
        metrics.served(Some(Duration::ZERO));
        assert_eq!((metrics.served_late(), metrics.shortest_life()), (1, Some(Duration::ZERO)));
        assert!(metrics.render().contains("flowvault_tokens_served_late_total 1\n"));
    }

    #[test]
    fn every_figure_is_told_with_what_came_of_it() {
        let metrics = Metrics::default();
        metrics.refreshed(Outcome::Fresh, Duration::from_millis(20));
        metrics.refreshed(FailureClass::Later.into(), Duration::from_secs(5));
        metrics.delayed(Duration::from_secs(2));
        metrics.spent_twice("crash");
        metrics.waited();
        metrics.called::<()>(&Err(CallError::Params(Vec::new())));
        metrics.told(false);
        let text = metrics.render();
        for line in [
            "flowvault_refreshes_total{outcome=\"fresh\"} 1",
            "flowvault_refreshes_total{outcome=\"later\"} 1",
            "flowvault_token_request_duration_seconds_count 2",
            "flowvault_refresh_delay_seconds_sum 2.0",
            "flowvault_refresh_tokens_spent_twice_total{cause=\"crash\"} 1",
            "flowvault_refresh_waits_total 1",
            "flowvault_calls_total{outcome=\"invalid\"} 1",
            "flowvault_event_deliveries_total{outcome=\"failed\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is missing in\n{text}");
        }
    }
}
