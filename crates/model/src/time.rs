//! Points in time, the way the wire and the database keep them.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Serialize, Serializer};

/// Milliseconds since 1970-01-01T00:00:00Z. Prints as ISO-8601 with milliseconds,
/// `2024-09-12T12:52:15.805Z`, which is also its JSON form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// This moment, `span` later. Saturates at the end of time.
    pub fn plus(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis(span)))
    }

    /// This moment, `span` earlier. Saturates at the beginning of time.
    pub fn minus(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(millis(span)))
    }

    /// How long after `earlier` this moment is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    /// Whole seconds since 1970, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

impl fmt::Display for UnixMillis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only times outside the years -9999..9999 fail here; we make none.
        let stamp = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        write!(f, "{stamp:.3}")
    }
}

/// The text is no moment.
#[derive(Debug, thiserror::Error)]
#[error("not a moment like 2024-09-12T12:52:15.805Z")]
pub struct NoMoment;

/// Reads ISO-8601 with any offset; what is finer than a millisecond is dropped.
impl FromStr for UnixMillis {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        text.parse::<jiff::Timestamp>().map(|stamp| Self(stamp.as_millisecond())).map_err(|_| NoMoment)
    }
}

impl Serialize for UnixMillis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_prints_with_exactly_three_decimals() {
        assert_eq!(UnixMillis(1_726_145_535_805).to_string(), "2024-09-12T12:52:15.805Z");
        assert_eq!(UnixMillis(0).to_string(), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_moment_is_read_back_from_its_text_and_from_other_time_zones() {
        let moment = UnixMillis(1_726_145_535_805);
        assert_eq!(moment.to_string().parse::<UnixMillis>().ok(), Some(moment));
        assert_eq!("2024-09-12T14:52:15.805+02:00".parse::<UnixMillis>().ok(), Some(moment));
        assert!("yesterday".parse::<UnixMillis>().is_err());
    }

    #[test]
    fn a_span_never_runs_backwards() {
        assert_eq!(UnixMillis(5).since(UnixMillis(9)), Duration::ZERO);
        assert_eq!(UnixMillis(9).since(UnixMillis(5)), Duration::from_millis(4));
    }
}
