//! Lengths of time as people write them: `5m`, `1.5 hours`, `30 Seconds`. A bare number is seconds, as everywhere
//! in OAuth.

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

/// Longer ones are slips.
const LONGEST: f64 = 100.0 * YEAR;

/// Whole seconds, rounded down. `None` for what is no length of time, and for what is shorter than a second.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (amount, unit) = text.split_at(end);
    let seconds = amount.parse::<f64>().ok()? * unit_seconds(&unit.trim().to_ascii_lowercase())?;
    (1.0..=LONGEST).contains(&seconds).then_some(seconds as i64)
}

fn unit_seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" | "msec" | "msecs" | "millisecond" | "milliseconds" => 0.001,
        "" | "s" | "sec" | "secs" | "second" | "seconds" => 1.0,
        "m" | "min" | "mins" | "minute" | "minutes" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "w" | "week" | "weeks" => 7.0 * DAY,
        "mo" | "month" | "months" => YEAR / 12.0,
        "y" | "yr" | "yrs" | "year" | "years" => YEAR,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_people_write_them() {
        for (text, expected) in [
            ("5m", 300),
            ("5 Minutes", 300),
            ("1h", 3600),
            ("30 seconds", 30),
            (" 2 days ", 172_800),
            ("1.5h", 5400),
            ("1w", 604_800),
            ("1y", 31_557_600),
            ("90", 90),
            ("1999 ms", 1),
            ("100 years", 3_155_760_000),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "m", "five minutes", "-5m", "1.2.3s", ".", "5 parsecs", "0", "10ms", "101y", "1e9", "NaN", "∞"]
        {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
