//! Functions about numbers and truth.

use serde_json::{Number, Value};

use super::{Answer, Arguments, Function, owned};

pub(super) const TABLE: &[Function] = &[
    Function::new("toNumber", number),
    Function::new("toBoolean", |arguments| owned(is_truthy(arguments.get(0)))),
    Function::new("random", random),
];

/// `toNumber`: what JavaScript calls NaN is undefined here, since JSON has no word for it.
pub(super) fn number<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    match arguments.take(0)? {
        value if value.is_number() => Some(value),
        value => parsed(&value).map(Value::Number).and_then(owned),
    }
}

/// As `Number(value)`, but whole numbers of 64 bits keep every digit.
fn parsed(value: &Value) -> Option<Number> {
    match value {
        Value::String(text) => match text.trim().parse::<i64>() {
            Ok(whole) => Some(whole.into()),
            Err(_) => as_number(to_number(value)?),
        },
        _ => as_number(to_number(value)?),
    }
}

/// As `Number(value)`; `None` for NaN, infinities, arrays and objects.
pub(super) fn to_number(value: &Value) -> Option<f64> {
    match value {
        Value::Null => Some(0.0),
        Value::Bool(truth) => Some(f64::from(u8::from(*truth))),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => from_text(text.trim()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn from_text(text: &str) -> Option<f64> {
    if text.is_empty() {
        return Some(0.0);
    }
    if let Some((radix, digits)) = radix(text) {
        return whole(digits, radix);
    }
    // Rust also reads `inf` and `nan`.
    let decimal = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
    decimal.then(|| text.parse().ok()).flatten().filter(|number: &f64| number.is_finite())
}

fn radix(text: &str) -> Option<(u32, &str)> {
    let (prefix, digits) = (text.get(..2)?, text.get(2..)?);
    match prefix {
        "0x" | "0X" => Some((16, digits)),
        "0o" | "0O" => Some((8, digits)),
        "0b" | "0B" => Some((2, digits)),
        _ => None,
    }
}

fn whole(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    let number =
        digits.chars().try_fold(0.0, |number, c| Some(number * f64::from(radix) + f64::from(c.to_digit(radix)?)));
    number.filter(|number| number.is_finite())
}

/// A JSON number, without a decimal point where none is needed.
pub(super) fn as_number(number: f64) -> Option<Number> {
    /// Beyond this, doubles skip whole numbers.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() <= EXACT {
        #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
        return Some(Number::from(number as i64));
    }
    Number::from_f64(number)
}

/// As `Boolean(value)`: the text `false` is true, being text.
pub(super) fn is_truthy(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Bool(truth)) => *truth,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(_) | Value::Object(_)) => true,
    }
}

/// Both ends count; bounds in the wrong order are exchanged.
fn random<'v>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let (first, second) = (to_number(arguments.get(0)?)?, to_number(arguments.get(1)?)?);
    let (low, high) = (first.min(second), first.max(second));
    if is_truthy(arguments.get(2)) {
        return as_number(low + fraction(arguments) * (high - low)).map(Value::Number).and_then(owned);
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounds beyond 64 bits saturate")]
    let (low, high) = (low.ceil() as i64, high.floor() as i64);
    if low > high {
        return None;
    }
    let choices = u128::from(high.abs_diff(low)) + 1;
    // Multiply and shift: the bias is below choices / 2^64.
    let chosen = (u128::from(u64::from_le_bytes(arguments.rng.bytes())) * choices) >> 64;
    owned(i64::try_from(i128::from(low) + i128::try_from(chosen).ok()?).ok()?)
}

/// From 0 up to, not including, 1, in the 53 bits a double holds.
fn fraction(arguments: &Arguments<'_>) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit exactly")]
    let bits = (u64::from_le_bytes(arguments.rng.bytes()) >> 11) as f64;
    bits / 9_007_199_254_740_992.0
}
