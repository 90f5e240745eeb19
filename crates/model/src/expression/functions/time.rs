//! Functions about the present and about dates.

use jiff::{civil, fmt::rfc2822, tz::TimeZone};
use serde_json::Value;

use crate::UnixMillis;

use super::{Answer, Arguments, Function, number::to_number, owned};

pub(super) const TABLE: &[Function] = &[
    Function::new("now", |arguments| owned(arguments.clock.now().to_string())),
    Function::new("toTimestamp", to_timestamp),
];

/// Whole seconds since 1970, of now when called with nothing.
fn to_timestamp<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let moment = match arguments.get(0) {
        None if arguments.count() == 0 => arguments.clock.now(),
        None => return None,
        Some(Value::String(text)) => parse(text.trim())?,
        Some(number @ Value::Number(_)) =>
        {
            #[expect(clippy::cast_possible_truncation, reason = "fractions of a millisecond are cut off")]
            UnixMillis(to_number(number)?.floor() as i64)
        }
        Some(_) => return None,
    };
    owned(moment.seconds())
}

/// What `Date.parse` reads: ISO 8601 (UTC where no zone is named) and the dates of e-mails and HTTP.
fn parse(text: &str) -> Option<UnixMillis> {
    let zoned = text.parse::<jiff::Timestamp>().ok();
    let civil = || text.parse::<civil::DateTime>().ok()?.to_zoned(TimeZone::UTC).ok();
    let email = || rfc2822::DateTimeParser::new().parse_timestamp(text).ok();
    let stamp = zoned.or_else(|| civil().map(|zoned| zoned.timestamp())).or_else(email)?;
    Some(UnixMillis(stamp.as_nanosecond().div_euclid(1_000_000).try_into().ok()?))
}
