//! The comparisons a condition can make.

use std::cmp::Ordering;

use model::expression::as_text;
use serde_json::Value;

/// One comparison. The names on the wire are the variants in capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
    Includes,
    NotIncludes,
    StartsWith,
    EndsWith,
    Exists,
    NotExists,
    IsNull,
    IsNotNull,
    HasNoValue,
    IsTrue,
    IsFalse,
}

const NAMES: [(&str, Operator); 17] = [
    ("EQ", Operator::Eq),
    ("NEQ", Operator::Neq),
    ("GT", Operator::Gt),
    ("GTE", Operator::Gte),
    ("LT", Operator::Lt),
    ("LTE", Operator::Lte),
    ("INCLUDES", Operator::Includes),
    ("NOT_INCLUDES", Operator::NotIncludes),
    ("STARTS_WITH", Operator::StartsWith),
    ("ENDS_WITH", Operator::EndsWith),
    ("EXISTS", Operator::Exists),
    ("NOT_EXISTS", Operator::NotExists),
    ("IS_NULL", Operator::IsNull),
    ("IS_NOT_NULL", Operator::IsNotNull),
    ("HAS_NO_VALUE", Operator::HasNoValue),
    ("IS_TRUE", Operator::IsTrue),
    ("IS_FALSE", Operator::IsFalse),
];

impl Operator {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, operator)| *operator)
    }

    /// All names, for the message that refuses another one.
    pub(crate) fn names() -> String {
        NAMES.map(|(name, _)| name).join(", ")
    }

    /// How many operands it compares.
    pub(crate) fn arity(self) -> usize {
        match self {
            Self::Exists | Self::NotExists | Self::IsNull | Self::IsNotNull => 1,
            Self::HasNoValue | Self::IsTrue | Self::IsFalse => 1,
            _ => 2,
        }
    }

    /// Whether it holds. A missing operand counts as undefined.
    pub(crate) fn holds(self, operands: &[Option<Value>]) -> bool {
        let left = operands.first().and_then(Option::as_ref);
        let right = operands.get(1).and_then(Option::as_ref);
        match self {
            Self::Eq => equal(left, right),
            Self::Neq => !equal(left, right),
            Self::Gt => order(left, right) == Some(Ordering::Greater),
            Self::Gte => order(left, right).is_some_and(Ordering::is_ge),
            Self::Lt => order(left, right) == Some(Ordering::Less),
            Self::Lte => order(left, right).is_some_and(Ordering::is_le),
            Self::Includes => includes(left, right),
            Self::NotIncludes => !includes(left, right),
            Self::StartsWith => both_words(left, right).is_some_and(|(text, start)| text.starts_with(&start)),
            Self::EndsWith => both_words(left, right).is_some_and(|(text, end)| text.ends_with(&end)),
            Self::Exists => left.is_some(),
            Self::NotExists => left.is_none(),
            Self::IsNull => is_nothing(left),
            Self::IsNotNull => !is_nothing(left),
            Self::HasNoValue => is_empty(left),
            Self::IsTrue => is(left, true),
            Self::IsFalse => is(left, false),
        }
    }
}

/// Undefined and null equal only each other. Values of one type are compared as such, others as text.
fn equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) if !left.is_null() && !right.is_null() => same(left, right),
        _ => is_nothing(left) && is_nothing(right),
    }
}

fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(Some(left), Some(right)))
        }
        // Their order of members means nothing, so they are not compared as text.
        (Value::Object(_), Value::Object(_)) => left == right,
        _ => as_text(left) == as_text(right),
    }
}

/// By number if both are numbers or write one, else by text: which is right for ISO dates too.
fn order(left: Option<&Value>, right: Option<&Value>) -> Option<Ordering> {
    match (number(left?), number(right?)) {
        (Some(left), Some(right)) => left.partial_cmp(&right),
        _ => match (left?, right?) {
            (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
            _ => None,
        },
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        // Rust reads `inf` and `nan` as well; people mean words by them.
        Value::String(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn includes(collection: Option<&Value>, item: Option<&Value>) -> bool {
    match collection {
        Some(Value::Array(items)) => items.iter().any(|candidate| equal(Some(candidate), item)),
        Some(Value::String(text)) => word(item).is_some_and(|item| text.contains(&item)),
        Some(Value::Object(members)) => word(item).is_some_and(|item| members.contains_key(&item)),
        _ => false,
    }
}

fn both_words(left: Option<&Value>, right: Option<&Value>) -> Option<(String, String)> {
    Some((word(left)?, word(right)?))
}

/// What prints as one word: strings, numbers and booleans.
fn word(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null | Value::Array(_) | Value::Object(_) => None,
        value => Some(as_text(value).into_owned()),
    }
}

fn is_nothing(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_null)
}

fn is_empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(_) => false,
    }
}

fn is(value: Option<&Value>, truth: bool) -> bool {
    match value {
        Some(Value::Bool(value)) => *value == truth,
        Some(Value::String(text)) => text == if truth { "true" } else { "false" },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn holds(name: &str, left: Value, right: Value) {
        assert!(
            Operator::parse(name).unwrap().holds(&[Some(left.clone()), Some(right.clone())]),
            "{left} {name} {right}"
        );
    }

    #[track_caller]
    fn fails(name: &str, left: Value, right: Value) {
        assert!(
            !Operator::parse(name).unwrap().holds(&[Some(left.clone()), Some(right.clone())]),
            "{left} {name} {right}"
        );
    }

    #[track_caller]
    fn unary(name: &str, value: Option<Value>) -> bool {
        Operator::parse(name).unwrap().holds(&[value])
    }

    #[test]
    fn equality_compares_as_text_when_the_types_differ() {
        holds("EQ", json!(200), json!("200"));
        holds("EQ", json!(true), json!("true"));
        holds("EQ", json!(1.0), json!("1"));
        holds("EQ", json!(1.0), json!(1));
        holds("EQ", json!({ "a": 1 }), json!(r#"{"a":1}"#));
        fails("EQ", json!("200"), json!("200.0"));
        fails("EQ", json!("a"), json!("A"));
    }

    #[test]
    fn nothing_equals_only_nothing() {
        let eq = |left, right| Operator::Eq.holds(&[left, right]);
        assert!(eq(None, Some(Value::Null)));
        assert!(eq(None, None));
        for something in [json!(""), json!(0), json!(false), json!("null"), json!([])] {
            assert!(!eq(Some(Value::Null), Some(something.clone())), "{something}");
            assert!(!eq(None, Some(something.clone())), "{something}");
        }
    }

    #[test]
    fn structures_are_equal_by_content() {
        holds("EQ", json!({ "a": 1, "b": 2 }), json!({ "b": 2, "a": 1 }));
        holds("EQ", json!([1, "2"]), json!(["1", 2]));
        fails("EQ", json!([1]), json!([1, 2]));
    }

    #[test]
    fn inequality_is_the_opposite() {
        holds("NEQ", json!(200), json!("404"));
        fails("NEQ", json!(200), json!("200"));
    }

    #[test]
    fn greater_and_less_compare_numbers_even_in_text() {
        holds("GT", json!("10"), json!("9"));
        holds("GT", json!(10), json!("9.5"));
        holds("LT", json!("-1"), json!(0));
        holds("GTE", json!(5), json!("5"));
        holds("LTE", json!(5), json!("5.0"));
        fails("GT", json!(5), json!(5));
    }

    #[test]
    fn greater_and_less_compare_other_text_by_letters() {
        holds("GT", json!("2024-09-12"), json!("2024-09-02"));
        holds("LT", json!("a"), json!("b"));
    }

    #[test]
    fn what_has_no_order_is_neither_greater_nor_less() {
        for name in ["GT", "GTE", "LT", "LTE"] {
            fails(name, json!("a"), json!(1));
            fails(name, json!(null), json!(0));
            fails(name, json!([1]), json!([0]));
            fails(name, json!("inf"), json!(1));
        }
    }

    #[test]
    fn lists_text_and_objects_include_things() {
        holds("INCLUDES", json!(["a", 7]), json!("7"));
        holds("INCLUDES", json!("abc"), json!("b"));
        holds("INCLUDES", json!("a1"), json!(1));
        holds("INCLUDES", json!({ "key": 0 }), json!("key"));
        fails("INCLUDES", json!("abc"), json!(null));
        fails("INCLUDES", json!(null), json!("a"));
        holds("NOT_INCLUDES", json!(["a"]), json!("b"));
        holds("NOT_INCLUDES", json!(null), json!("b"));
    }

    #[test]
    fn text_starts_and_ends_with_text() {
        holds("STARTS_WITH", json!("+34600"), json!("+34"));
        holds("ENDS_WITH", json!("a@b.co"), json!("@b.co"));
        holds("STARTS_WITH", json!(404), json!(4));
        fails("STARTS_WITH", json!("a"), json!(null));
        fails("ENDS_WITH", json!(["a"]), json!("a"));
    }

    #[test]
    fn existing_null_and_empty_are_three_things() {
        assert!(unary("EXISTS", Some(Value::Null)) && !unary("EXISTS", None));
        assert!(unary("NOT_EXISTS", None) && !unary("NOT_EXISTS", Some(json!(""))));
        assert!(unary("IS_NULL", None) && unary("IS_NULL", Some(Value::Null)) && !unary("IS_NULL", Some(json!(""))));
        assert!(unary("IS_NOT_NULL", Some(json!(""))) && !unary("IS_NOT_NULL", None));
        assert!([json!(""), json!([]), json!(null)].into_iter().all(|value| unary("HAS_NO_VALUE", Some(value))));
        assert!([json!("a"), json!(0), json!(false)].into_iter().all(|value| !unary("HAS_NO_VALUE", Some(value))));
    }

    #[test]
    fn truth_is_a_boolean_or_its_word() {
        assert!(unary("IS_TRUE", Some(json!(true))) && unary("IS_TRUE", Some(json!("true"))));
        assert!(unary("IS_FALSE", Some(json!(false))) && unary("IS_FALSE", Some(json!("false"))));
        assert!(!unary("IS_TRUE", Some(json!(1))) && !unary("IS_FALSE", Some(json!(0))) && !unary("IS_FALSE", None));
    }
}
