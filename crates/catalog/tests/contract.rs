//! Setups and saved params are exactly what the contract has: no name more or less, the same limits and choices.
//!
//! `contract.txt` holds one line for each setup and each action, members in the order of the alphabet:
//!
//! | written | means |
//! |---|---|
//! | `name* T`, `name T` | a member that must be there, or may be |
//! | `{…}`, `{a T, …}` | members nobody declared are taken as well |
//! | `{*: T}` | members of any name hold this |
//! | `string(1..250)`, `[T](1..)`, `{…}(..50)` | characters, items, members; of a number its range |
//! | `string:email`, `string[A\|B]` | its format, its choices |
//! | `T\|U`, `(T / U)` | one of these types; exactly one of these |
//! | `ACTION?` | params may be left out |

use std::collections::BTreeSet;

use catalog::{Catalog, Integration, schema::Schema};
use serde_json::{Map, Value};

const CONTRACT: &str = include_str!("contract.txt");

/// What comes with the program beside the apps of the contract.
const OUR_APPS: [&str; 1] = ["OAUTH2"];

/// Fields that the contract leaves to whoever writes a setup, and that a form has to name somehow.
const OURS: [(&str, &[&str]); 1] = [("JWT.JWT", &["secret", "private_key", "public_key"])];

#[test]
fn every_setup_and_every_action_is_declared_as_the_contract_has_it() {
    let declared = declarations();
    let wanted: BTreeSet<String> = CONTRACT.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let missing: Vec<_> = wanted.difference(&declared).collect();
    let surplus: Vec<_> = declared.difference(&wanted).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "the contract has {missing:#?}\nthe files have {surplus:#?}");
}

#[test]
fn the_contract_knows_21_apps_and_61_actions() {
    let catalog = Catalog::builtin();
    let known: Vec<_> = contracted(&catalog).collect();
    assert_eq!(known.iter().filter(|it| it.is_connectable()).count(), 21);
    assert_eq!(known.iter().map(|it| it.actions.len()).sum::<usize>(), 61);
    assert_eq!(known.iter().filter(|it| !it.actions.is_empty()).count(), 25);
}

fn contracted(catalog: &Catalog) -> impl Iterator<Item = &Integration> {
    catalog.integrations().filter(|it| !OUR_APPS.contains(&it.id.as_str()))
}

fn declarations() -> BTreeSet<String> {
    let catalog = Catalog::builtin();
    let mut lines = BTreeSet::new();
    for integration in contracted(&catalog) {
        for setup in integration.setups.values() {
            let name = format!("{}.{}", integration.id, setup.type_name);
            let ours = OURS.iter().find(|(owner, _)| *owner == name).map_or(&[][..], |(_, fields)| fields);
            let mut schema = setup.schema().clone();
            schema.members.retain(|field, _| !ours.contains(&field.as_str()));
            lines.insert(format!("setup {name} {}", shape(&schema)));
        }
        for action in integration.actions.values() {
            let may_be_left_out = if action.params_are_optional() { "?" } else { "" };
            let params = shape(action.saved_params());
            lines.insert(format!("action {}.{}{may_be_left_out} {params}", integration.id, action.id));
        }
    }
    lines
}

fn shape(schema: &Schema) -> String {
    written(&schema.to_json_schema())
}

fn written(schema: &Value) -> String {
    let alternatives = schema["oneOf"].as_array().map(|all| all.iter().map(written).collect::<Vec<_>>().join(" / "));
    let types: Vec<&str> = match &schema["type"] {
        Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let mut words: Vec<String> = types.iter().map(|one| of_type(schema, one)).collect();
    words.sort();
    match (alternatives, words.join("|")) {
        // Params that only their alternatives say anything about.
        (Some(alternatives), words) if words.is_empty() || words == "{…}" => format!("({alternatives})"),
        (Some(alternatives), words) => format!("{words} and ({alternatives})"),
        (None, words) if words.is_empty() => "any".to_owned(),
        (None, words) => words,
    }
}

fn of_type(schema: &Value, one: &str) -> String {
    match one {
        "string" => format!("string{}{}{}", range(schema, "Length"), format(schema), choices(schema)),
        "integer" | "number" => format!("{one}{}", between(&schema["minimum"], &schema["maximum"])),
        "array" => {
            let items = schema.get("items").map_or_else(|| "any".to_owned(), written);
            format!("[{items}]{}", range(schema, "Items"))
        }
        "object" => format!("{{{}}}{}", members(schema).join(", "), range(schema, "Properties")),
        other => other.to_owned(),
    }
}

fn members(schema: &Value) -> Vec<String> {
    let none = Map::new();
    let is_required = |name: &str| schema["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
    let is_open = schema["additionalProperties"] == true;
    let mut members = Vec::new();
    for (name, member) in schema["properties"].as_object().unwrap_or(&none) {
        let (word, star) = (written(member), if is_required(name) { "*" } else { "" });
        // Among members of any name, one that may be anything and may be missing is declared for its label only.
        if !(is_open && word == "any" && star.is_empty()) {
            members.push(format!("{name}{star} {word}"));
        }
    }
    members.sort();
    match &schema["additionalProperties"] {
        Value::Bool(true) => members.push("…".to_owned()),
        Value::Object(_) => members.push(format!("*: {}", written(&schema["additionalProperties"]))),
        _ => {}
    }
    members
}

fn range(schema: &Value, what: &str) -> String {
    between(&schema[format!("min{what}")], &schema[format!("max{what}")])
}

fn between(least: &Value, most: &Value) -> String {
    let word = |bound: &Value| bound.as_i64().map(|bound| bound.to_string()).unwrap_or_default();
    if least.is_null() && most.is_null() { String::new() } else { format!("({}..{})", word(least), word(most)) }
}

fn format(schema: &Value) -> String {
    schema["format"].as_str().map(|format| format!(":{format}")).unwrap_or_default()
}

fn choices(schema: &Value) -> String {
    let words = schema["enum"].as_array().map(|all| all.iter().filter_map(Value::as_str).collect::<Vec<_>>());
    words.map(|words| format!("[{}]", words.join("|"))).unwrap_or_default()
}
