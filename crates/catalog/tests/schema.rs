//! What schemas say about values, word for word.

use catalog::schema::{Format, Moment, Schema, Segment, Type, Violation};
use proptest::prelude::*;
use serde_json::{Value, json};

fn messages(schema: &Schema, value: &Value) -> Vec<String> {
    let violations = schema.validate(value, Moment::Save);
    violations.iter().map(|it| format!("{} @{}", it.contract_message(), it.property())).collect()
}

fn body() -> Schema {
    let item = Schema::object().required("url", Schema::string());
    Schema::object()
        .required("name", Schema::string().length(1, 5))
        .optional("count", Schema::integer().between(0, 9))
        .optional("mode", Schema::string().among(&["A", "B"]))
        .optional("items", Schema::array(item))
}

#[test]
fn a_sound_value_is_not_complained_about() {
    let value = json!({ "name": "abc", "count": 9, "mode": "A", "items": [{ "url": "x" }] });
    assert_eq!(messages(&body(), &value), [""; 0]);
}

#[test]
fn saving_speaks_the_words_of_the_contract() {
    let cases = [
        (json!("x"), "Expected type object but found type string @"),
        (json!({}), "Missing required property: name @"),
        (json!({ "name": "a", "x": 1 }), "Additional properties not allowed: x @"),
        (json!({ "name": 1 }), "Expected type string but found type number @name"),
        (json!({ "name": null }), "Expected type string but found type null @name"),
        (json!({ "name": "" }), "String is too short (0 chars), minimum 1 @name"),
        (json!({ "name": "abcdef" }), "String is too long (6 chars), maximum 5 @name"),
        (json!({ "name": "a", "count": 1.5 }), "Expected type integer but found type number @count"),
        (json!({ "name": "a", "count": -1 }), "Value -1 is less than minimum 0 @count"),
        (json!({ "name": "a", "count": 10 }), "Value 10 is greater than maximum 9 @count"),
        (json!({ "name": "a", "mode": "C" }), "No enum match for: C @mode"),
        (json!({ "name": "a", "items": {} }), "Expected type array but found type object @items"),
        (json!({ "name": "a", "items": [{ "url": "x" }, {}] }), "Missing required property: url @items[1]"),
        (
            json!({ "name": "a", "items": [{ "url": true }] }),
            "Expected type string but found type boolean @items[0].url",
        ),
    ];
    for (value, expected) in cases {
        assert_eq!(messages(&body(), &value), [expected], "{value}");
    }
}

#[test]
fn several_faults_are_told_outermost_first() {
    let value = json!({ "name": 1, "x": 1 });
    let expected = ["Additional properties not allowed: x @", "Expected type string but found type number @name"];
    assert_eq!(messages(&body(), &value), expected);
}

#[test]
fn letters_are_counted_not_bytes() {
    assert_eq!(messages(&Schema::string().max_length(3), &json!("äöü")), [""; 0]);
}

#[test]
fn a_whole_number_with_a_point_is_an_integer() {
    assert_eq!(messages(&Schema::integer(), &json!(3.0)), [""; 0]);
}

#[test]
fn a_format_is_quoted_under_the_contracts_name() {
    let schema = Schema::object().optional("url", Schema::string().format(Format::HttpsUrl));
    let said = messages(&schema, &json!({ "url": "ftp://x" }));
    assert_eq!(said, ["Object didn't pass validation for format forms-url-https: ftp://x @url"]);
}

#[test]
fn a_secret_is_never_quoted() {
    let secret = Schema { secret: true, ..Schema::string().format(Format::HttpsUrl).among(&["x"]) };
    for moment in [Moment::Save, Moment::Setup, Moment::Run] {
        let violations = secret.validate(&json!("hunter2"), moment);
        assert_eq!(violations.len(), 2);
        assert!(!format!("{violations:?}").contains("hunter2"));
    }
}

#[test]
fn a_template_passes_every_format_in_a_flow_but_not_in_a_setup() {
    let schema = Schema::string().format(Format::Email);
    let template = json!("{{fields.email}}");
    assert_eq!(schema.validate(&template, Moment::Save), []);
    assert_eq!(schema.validate(&template, Moment::Setup).len(), 1);
}

#[test]
fn one_alternative_must_hold() {
    let schema = Schema { one_of: vec![Schema::integer().between(0, 9), Schema::string()], ..Schema::any() };
    assert_eq!(messages(&schema, &json!(5)), [""; 0]);
    assert_eq!(messages(&schema, &json!("{{fields.n}}")), [""; 0]);
    assert_eq!(messages(&schema, &json!(10)), ["Data does not match any schemas from 'oneOf' @"]);
    let said = schema.validate(&json!(true), Moment::Run);
    assert_eq!(said[0].run_message(), "must be integer or string");
}

#[test]
fn more_than_one_alternative_is_ambiguous() {
    let schema = Schema { one_of: vec![Schema::integer(), Schema::of(Type::Number)], ..Schema::any() };
    assert_eq!(messages(&schema, &json!(5)), ["Data is valid against more than one schema from 'oneOf' @"]);
}

#[test]
fn running_speaks_the_words_of_a_failed_action() {
    let schema = Schema::object().required("user_id", Schema::string());
    let violations = schema.validate(&json!({ "user_id": 5 }), Moment::Run);
    let expected = json!({
        "code": "ERR_WRONG_DATA_TYPE", "message": "must be string", "details": { "type": "string" }, "path": "/user_id"
    });
    assert_eq!(violations.iter().map(Violation::run_entry).collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_required_param_that_came_out_undefined_has_the_wrong_type() {
    let schema = Schema::object().required("user_id", Schema::string());
    let absent = schema.validate(&json!({}), Moment::Run);
    let null = schema.validate(&json!({ "user_id": null }), Moment::Run);
    assert_eq!(absent, null);
    assert_eq!(absent[0].pointer(), "/user_id");
}

#[test]
fn an_optional_param_that_came_out_null_counts_as_missing() {
    let schema = Schema::object().optional("name", Schema::string());
    assert_eq!(schema.validate(&json!({ "name": null }), Moment::Run), []);
    assert_eq!(schema.validate(&json!({ "name": null }), Moment::Save).len(), 1);
}

#[test]
fn a_required_param_of_any_type_may_come_out_undefined() {
    let schema = Schema::object().required("if", Schema::any());
    assert_eq!(schema.validate(&json!({}), Moment::Run), []);
}

#[test]
fn a_computed_value_may_be_longer_than_the_template_was() {
    let schema = Schema::object().required("token", Schema::string().max_length(3));
    assert_eq!(schema.validate(&json!({ "token": "much longer" }), Moment::Run), []);
}

#[test]
fn a_pointer_escapes_what_json_pointers_escape() {
    let path = vec![Segment::Name("a/b~c".to_owned()), Segment::Index(2)];
    let violation = Violation::other(path, "is odd").under(&[Segment::Name("params".to_owned())]);
    assert_eq!(violation.pointer(), "/params/a~1b~0c/2");
    assert_eq!(violation.property(), "params.a/b~c[2]");
    assert_eq!(violation.contract_message(), "is odd");
}

#[test]
fn a_schema_prints_as_json_schema() {
    let printed = body().open().to_json_schema();
    let expected = json!({
        "type": "object",
        "properties": {
            "name": { "type": "string", "minLength": 1, "maxLength": 5 },
            "count": { "type": "integer", "minimum": 0, "maximum": 9 },
            "mode": { "type": "string", "enum": ["A", "B"] },
            "items": { "type": "array", "items": {
                "type": "object", "properties": { "url": { "type": "string" } }, "required": ["url"],
                "additionalProperties": false
            } }
        },
        "required": ["name"],
        "additionalProperties": true
    });
    assert_eq!(printed, expected);
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        let name = prop_oneof![Just("name".to_owned()), Just("items".to_owned()), ".{0,4}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn any_schema() -> impl Strategy<Value = Schema> {
    let types = prop_oneof![
        Just(Vec::new()),
        Just(vec![Type::String]),
        Just(vec![Type::Integer, Type::Null]),
        Just(vec![Type::Object]),
        Just(vec![Type::Array, Type::Number]),
    ];
    let format = prop::option::of(prop_oneof![Just(Format::Email), Just(Format::HttpsUrl), Just(Format::Hostname)]);
    let leaf = (types, format, any::<i64>(), 0_usize..3).prop_map(|(types, format, bound, length)| {
        let schema = Schema { types, format, ..Schema::default() };
        schema.between(bound, bound).length(length, length)
    });
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Schema::array),
            (inner.clone(), inner.clone())
                .prop_map(|(one, two)| Schema::object().required("name", one).optional("items", two)),
            prop::collection::vec(inner, 1..3).prop_map(|one_of| Schema { one_of, ..Schema::any() }),
        ]
    })
}

proptest! {
    #[test]
    fn validation_never_panics_and_always_has_words(schema in any_schema(), value in any_value()) {
        for moment in [Moment::Save, Moment::Setup, Moment::Run] {
            for violation in schema.validate(&value, moment) {
                prop_assert!(!violation.contract_message().is_empty());
                prop_assert!(!violation.run_entry()["message"].as_str().unwrap_or_default().is_empty());
            }
        }
        schema.to_json_schema();
    }

    #[test]
    fn what_may_be_saved_without_templates_may_run(schema in any_schema(), value in any_value()) {
        prop_assume!(!value.to_string().contains("{{"));
        // Alternatives may differ by a length only, which no longer counts at run.
        prop_assume!(!format!("{schema:?}").contains("one_of: [Schema"));
        if schema.validate(&value, Moment::Save).is_empty() {
            prop_assert_eq!(schema.validate(&value, Moment::Run), []);
        }
    }

    #[test]
    fn formats_take_any_text_without_panicking(text in ".{0,40}") {
        for format in [Format::Email, Format::HttpsUrl, Format::Hostname, Format::Identifier] {
            format.accepts(&text);
        }
    }
}
