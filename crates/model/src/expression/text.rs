//! Values as text, the way JavaScript prints them.

use std::borrow::Cow;

use serde_json::{Number, Value};

/// The text a value becomes next to other text: nothing for null, compact JSON for arrays and objects.
/// Whole numbers print all their digits, where JavaScript would round beyond 2^53: they are mostly ids.
pub fn as_text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("true"),
        Value::Bool(false) => Cow::Borrowed("false"),
        Value::Number(number) => Cow::Owned(number_text(number)),
        Value::String(text) => Cow::Borrowed(text),
        Value::Array(_) | Value::Object(_) => Cow::Owned(value.to_string()),
    }
}

fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() => float_text(float),
        _ => number.to_string(),
    }
}

/// ECMA-262, Number::toString: plain digits from 1e-6 up to 1e21, an exponent outside.
fn float_text(float: f64) -> String {
    if float == 0.0 {
        return "0".to_owned();
    }
    let scientific = format!("{:e}", float.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = mantissa.replace('.', "");
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let sign = if float < 0.0 { "-" } else { "" };
    format!("{sign}{}", place_point(&digits, point))
}

fn place_point(digits: &str, point: i32) -> String {
    let length = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    if (length..=21).contains(&point) {
        format!("{digits}{}", zeros(point - length))
    } else if (1..length).contains(&point) {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    } else if (-5..=0).contains(&point) {
        format!("0.{}{digits}", zeros(-point))
    } else {
        with_exponent(digits, point - 1)
    }
}

fn with_exponent(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    format!("{first}{point}{rest}e{exponent:+}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn floats_print_as_in_javascript() {
        let cases = [
            (1.0, "1"),
            (-0.0, "0"),
            (1.5, "1.5"),
            (-12.25, "-12.25"),
            (0.000_001, "0.000001"),
            (0.000_000_12, "1.2e-7"),
            (123_456_789_012_345_680_000.0, "123456789012345680000"),
            (1e21, "1e+21"),
            (1.25e30, "1.25e+30"),
            (0.1 + 0.2, "0.30000000000000004"),
        ];
        for (float, text) in cases {
            assert_eq!(as_text(&json!(float)), text);
        }
    }

    #[test]
    fn long_whole_numbers_keep_every_digit() {
        assert_eq!(as_text(&json!(u64::MAX)), "18446744073709551615");
        assert_eq!(as_text(&json!(i64::MIN)), "-9223372036854775808");
    }

    #[test]
    fn objects_become_compact_json_and_null_becomes_nothing() {
        assert_eq!(as_text(&json!({ "b": [1, null], "a": "x" })), r#"{"b":[1,null],"a":"x"}"#);
        assert_eq!(as_text(&Value::Null), "");
    }
}
