//! The letter of the contract: which keys in which order, what is null and what is absent, how lists are cut,
//! and what every refusal says.

mod connections;
mod executions;
mod flows;
mod refusals;
mod tokens;

use serde_json::Value;

/// A text member.
fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

/// The keys of an object in their order.
fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("an object, not {value}")).keys().map(String::as_str).collect()
}

/// Whether a text is `YYYY-MM-DDTHH:MM:SS.sssZ`.
fn is_date(text: &str) -> bool {
    let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
    text.chars().map(shape).collect::<String>() == "0000-00-00T00:00:00.000Z"
}

/// Whether a text is an id with this prefix, as the contract writes them.
fn is_id(text: &str, prefix: &str) -> bool {
    let digits = text.strip_prefix(prefix).unwrap_or_default();
    digits.len() == 22 && digits.chars().all(|c| c.is_ascii_alphanumeric() && !"0OIl".contains(c))
}
