//! What a load of requests comes down to.

use std::time::Duration;

/// How long each request took.
#[derive(Default)]
pub(crate) struct Latencies(Vec<Duration>);

/// The figures of one scenario.
pub(crate) struct Figures {
    pub(crate) per_second: f64,
    pub(crate) median: Duration,
    pub(crate) p99: Duration,
    /// Processor time of the server alone: what it costs, undisturbed by what the callers cost.
    pub(crate) processor: Duration,
}

impl Latencies {
    pub(crate) fn add(&mut self, more: Vec<Duration>) {
        self.0.extend(more);
    }

    pub(crate) fn figures(mut self, wall: Duration, processor_seconds: f64) -> Figures {
        self.0.sort_unstable();
        let count = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        Figures {
            per_second: f64::from(count) / wall.as_secs_f64(),
            median: self.at(50),
            p99: self.at(99),
            processor: Duration::from_secs_f64(processor_seconds / f64::from(count.max(1))),
        }
    }

    fn at(&self, percent: usize) -> Duration {
        self.0.get(self.0.len() * percent / 100).copied().unwrap_or_default()
    }
}

impl Figures {
    /// A line of the table, with ratios to `bare` if it is given.
    pub(crate) fn row(&self, what: &str, bare: Option<&Self>) -> String {
        let ratio = |ours: f64, theirs: f64| format!("{:.2}", ours / theirs);
        let (speed, cost) = bare.map_or(("1".to_owned(), "1".to_owned()), |bare| {
            (ratio(self.per_second, bare.per_second), ratio(self.processor.as_secs_f64(), bare.processor.as_secs_f64()))
        });
        let [median, p99, processor] = [self.median, self.p99, self.processor].map(shown);
        format!("| {what} | {:.0} | {speed} | {median} | {p99} | {processor} | {cost} |\n", self.per_second)
    }
}

/// A duration in the unit a person would choose.
pub(crate) fn shown(duration: Duration) -> String {
    match duration.as_secs_f64() * 1000.0 {
        milliseconds if milliseconds < 1.0 => format!("{:.0} µs", milliseconds * 1000.0),
        milliseconds if milliseconds < 10.0 => format!("{milliseconds:.1} ms"),
        milliseconds => format!("{milliseconds:.0} ms"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_and_the_tail_are_found() {
        let mut latencies = Latencies::default();
        latencies.add((1..=100).rev().map(Duration::from_millis).collect());
        let figures = latencies.figures(Duration::from_secs(2), 1.0);
        assert_eq!((figures.median, figures.p99), (Duration::from_millis(51), Duration::from_millis(100)));
        assert_eq!((figures.per_second, figures.processor), (50.0, Duration::from_millis(10)));
    }

    #[test]
    fn durations_read_as_a_person_would_say_them() {
        let told = [350, 4_200, 42_000].map(|micros| shown(Duration::from_micros(micros)));
        assert_eq!(told, ["350 µs", "4.2 ms", "42 ms"]);
    }
}
