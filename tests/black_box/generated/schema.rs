//! Values that fit a JSON Schema, as far as the description and the catalogue use the language.

use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

use super::{ELSEWHERE, SECRET};

/// Nested free objects end here.
const DEPTH: u32 = 3;
/// No limit is meant to be filled.
const LONGEST: u64 = 40;

/// A value that fits.
pub(super) fn fitting(schema: &Value) -> BoxedStrategy<Value> {
    if let Some(only) = schema.get("const") {
        return Just(only.clone()).boxed();
    }
    if let Some(choices) = schema["enum"].as_array() {
        return select(choices.clone()).boxed();
    }
    if let Some(alternatives) = schema["oneOf"].as_array() {
        return proptest::strategy::Union::new(alternatives.iter().map(fitting)).boxed();
    }
    match (schema["x-kind"].as_str(), types(schema).first()) {
        (Some("condition"), _) => Just(json!({"operator": "EQ", "operands": ["a", "b"]})).boxed(),
        (Some("actions"), _) => Just(json!([])).boxed(),
        (_, None) => anything().boxed(),
        (_, Some(_)) => proptest::strategy::Union::new(types(schema).iter().map(|one| of_type(one, schema))).boxed(),
    }
}

/// The names of the types a value may have; none means any.
pub(super) fn types(schema: &Value) -> Vec<String> {
    let names = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    names.into_iter().map(str::to_owned).collect()
}

/// Any JSON at all.
pub(super) fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text(0, LONGEST).prop_map(Value::from),
    ];
    leaf.prop_recursive(DEPTH, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-z_]{1,8}", inner), 0..4)
                .prop_map(|all| Value::Object(all.into_iter().collect())),
        ]
    })
}

fn of_type(name: &str, schema: &Value) -> BoxedStrategy<Value> {
    let number = |name: &str, otherwise: i64| schema[name].as_i64().unwrap_or(otherwise);
    match name {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::from).boxed(),
        "integer" | "number" => (number("minimum", -1000)..=number("maximum", 1000)).prop_map(Value::from).boxed(),
        "string" => string(schema).prop_map(Value::from).boxed(),
        "array" if schema["prefixItems"].is_array() => {
            let items: Vec<_> = schema["prefixItems"].as_array().into_iter().flatten().map(fitting).collect();
            items.prop_map(Value::from).boxed()
        }
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(0);
            let item = if schema["items"].is_object() { fitting(&schema["items"]) } else { anything().boxed() };
            prop::collection::vec(item, usize::try_from(least).expect("small")..4).prop_map(Value::from).boxed()
        }
        _ => object(schema),
    }
}

fn string(schema: &Value) -> BoxedStrategy<String> {
    let secret = schema["secret"] == true;
    match schema["format"].as_str() {
        Some("date-time") => return Just("2024-09-12T12:52:15.805Z".to_owned()).boxed(),
        Some("uri") => return Just(format!("{ELSEWHERE}/hook")).boxed(),
        Some("email") => return "[a-z]{1,9}@example\\.com".boxed(),
        Some("forms-url-https") if secret => return Just(format!("https://example.com/{SECRET}")).boxed(),
        Some("forms-url-https") => return "https://example\\.com/[a-z]{0,9}".boxed(),
        Some("hostname-rfc2181") => return "[a-z]{1,9}\\.example\\.com".boxed(),
        Some("forms-custom-identifier") => return "[a-z]{1,9}_[a-zA-Z0-9]{4}".boxed(),
        _ if secret => return "[a-z]{0,3}".prop_map(|rest| format!("{SECRET}{rest}")).boxed(),
        _ => {}
    }
    // Patterns of the catalogue guide people and refuse nothing; the one that refuses describes names of tenants.
    if schema["pattern"].as_str().is_some_and(|pattern| pattern.contains("a-z0-9-")) {
        return "[a-z0-9][a-z0-9-]{0,30}".boxed();
    }
    text(schema["minLength"].as_u64().unwrap_or(0), schema["maxLength"].as_u64().unwrap_or(LONGEST)).boxed()
}

/// Text in any script, without what would make it a template and without control characters, which few may hold.
pub(super) fn text(least: u64, most: u64) -> impl Strategy<Value = String> {
    let most = most.min(LONGEST.max(least));
    let plain = prop::char::any().prop_map(|c| if c.is_control() || matches!(c, '{' | '}') { 'x' } else { c });
    let letter = prop_oneof![3 => prop::char::range('a', 'z'), 1 => plain];
    prop::collection::vec(letter, usize::try_from(least).expect("small")..=usize::try_from(most).expect("small"))
        .prop_map(String::from_iter)
}

fn object(schema: &Value) -> BoxedStrategy<Value> {
    let Some(properties) = schema["properties"].as_object().filter(|all| !all.is_empty()) else {
        let inner = if schema["additionalProperties"].is_object() {
            fitting(&schema["additionalProperties"])
        } else {
            anything().boxed()
        };
        let most = if schema["additionalProperties"] == false { 0 } else { 3 };
        let pairs = prop::collection::vec(("[a-z_]{1,8}", inner), 0..=most);
        return pairs.prop_map(|pairs| Value::Object(pairs.into_iter().collect())).boxed();
    };
    let required = |name: &String| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let member = |(name, schema): (&String, &Value)| {
        let kept = if required(name) { Just(true).boxed() } else { any::<bool>().boxed() };
        (Just(name.clone()), kept, fitting(schema))
    };
    let members: Vec<_> = properties.iter().map(member).collect();
    members
        .prop_map(|all| {
            let kept = all.into_iter().filter(|(_, kept, _)| *kept);
            Value::Object(kept.map(|(name, _, value)| (name, value)).collect::<Map<_, _>>())
        })
        .boxed()
}
