//! Conditions: which way, and what follows.

use super::*;

fn condition(test: Value, then: Value, otherwise: Value) -> Value {
    action("if", "FLOW.BOOLEAN_CONDITION", json!({ "if": test, "then": then, "else": otherwise }))
}

fn compare(operator: &str, operands: Value) -> Value {
    json!({ "operator": operator, "operands": operands })
}

fn taken(test: Value) -> Value {
    let yes = json!([give(json!({ "way": "then" }))]);
    let no = json!([give(json!({ "way": "else" }))]);
    play(json!([condition(test, yes, no)]), vec![]).ending.output.unwrap()["way"].take()
}

#[test]
fn one_of_two_ways_is_taken() {
    assert_eq!(taken(compare("EQ", json!(["{{fields.age}}", "36"]))), "then");
    assert_eq!(taken(compare("EQ", json!(["{{fields.age}}", "37"]))), "else");
}

#[test]
fn groups_hold_conditions_and_groups() {
    let yes = compare("EQ", json!([1, 1]));
    let no = compare("EQ", json!([1, 2]));
    assert_eq!(taken(compare("AND", json!([yes, yes]))), "then");
    assert_eq!(taken(compare("AND", json!([yes, no]))), "else");
    assert_eq!(
        taken(compare("OR", json!([no, compare("AND", json!([yes, compare("OR", json!([yes, no]))]))]))),
        "then"
    );
    assert_eq!(taken(compare("OR", json!([]))), "else");
    assert_eq!(taken(compare("AND", json!([]))), "then");
}

#[test]
fn quotes_that_a_person_typed_are_not_part_of_the_text() {
    assert_eq!(taken(compare("EQ", json!(["{{fields.name}}", "\"Ada\""]))), "then");
    assert_eq!(taken(compare("EQ", json!(["\"{{fields.name}}\"", "Ada"]))), "then");
}

#[test]
fn a_value_on_its_own_is_asked_whether_it_is_true() {
    assert_eq!(taken(json!(true)), "then");
    assert_eq!(taken(json!("{{fields.absent}}")), "else");
}

#[test]
fn either_way_may_be_missing() {
    let bare = action("if", "FLOW.BOOLEAN_CONDITION", json!({ "if": compare("EQ", json!([1, 2])) }));
    assert_eq!(seen_after(vec![bare], vec![], "{{actions.if}}"), json!({ "result": false }));
}

#[test]
fn the_flow_goes_on_after_a_branch() {
    let inner =
        condition(compare("EXISTS", json!(["{{fields.name}}"])), json!([http("a", "https://a.example")]), json!([]));
    let outer = condition(json!(true), json!([inner]), json!([]));
    let seen = seen_after(vec![outer], vec![answer(json!({ "n": 1 }))], "{{actions.a.n}} {{actions.if.result}}");
    assert_eq!(seen, "1 true");
}

#[test]
fn an_answer_inside_a_branch_ends_the_whole_flow() {
    let inner = condition(json!(true), json!([give(json!({ "from": "inside" }))]), json!([]));
    let outer = condition(json!(true), json!([inner, http("never", "https://a.example")]), json!([]));
    let played = play(json!([outer, http("never_2", "https://a.example")]), vec![]);
    assert_eq!(played.ending.output, Some(json!({ "from": "inside" })));
}

#[test]
fn actions_that_were_not_reached_are_undefined() {
    let bare = condition(json!(false), json!([action("x", "FLOW.DO_NOTHING", json!({}))]), json!([]));
    assert_eq!(seen_after(vec![bare], vec![], "{{actions.x ?? 'undefined'}}"), "undefined");
}

#[test]
fn a_condition_that_makes_no_sense_fails_with_its_reason() {
    let cases = [
        (compare("NEARLY", json!([1, 1])), "Unknown operator NEARLY; known are AND, OR, EQ, "),
        (compare("EQ", json!([1])), "The operator EQ takes 2 operands, not 1"),
        (compare("EXISTS", json!([1, 2])), "The operator EXISTS takes 1 operand, not 2"),
        (json!({ "operands": [] }), "A condition has no operator"),
        (json!({ "operator": "EQ" }), "The condition EQ has no list of operands"),
        (json!(7), "A condition must be an object"),
        (compare("EQ", json!(["{{ ", 1])), "An operand of EQ is wrong: this `{{` is never closed"),
        (
            (0..40).fold(json!(true), |inner, _| compare("AND", json!([inner]))),
            "Conditions are nested more than 32 levels deep",
        ),
    ];
    for (test, message) in cases {
        let error = play(json!([condition(test, json!([]), json!([]))]), vec![]).ending.error.unwrap();
        assert_eq!(error["code"], "ERR_ACTION_EXECUTION_ERROR");
        assert!(error["message"].as_str().unwrap().starts_with(message), "{error}");
    }
}

#[test]
fn the_record_shows_the_condition_with_its_values() {
    let test = compare(
        "OR",
        json!([compare("EQ", json!(["{{fields.age}}", "7"])), compare("EXISTS", json!(["{{fields.absent}}"]))]),
    );
    let entry = play(json!([condition(test, json!([]), json!([]))]), vec![]).debug["tracing"][0].take();
    let shown = compare("OR", json!([compare("EQ", json!([36, "7"])), compare("EXISTS", json!([null]))]));
    assert_eq!((&entry["input"], &entry["output"]), (&json!({ "if": shown }), &json!({ "result": false })));
}
