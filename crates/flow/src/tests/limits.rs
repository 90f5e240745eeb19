//! Flows that would grow without end do not.

use model::Status;

use super::*;

#[test]
fn variables_that_double_end_the_run_before_the_memory_does() {
    let mut actions = vec![action("seed", "FLOW.STORE_VARS", json!({ "vars": { "v": "x".repeat(1 << 20) } }))];
    let double = |n: usize| {
        action(
            &format!("double_{n}"),
            "FLOW.STORE_VARS",
            json!({ "vars": { "v": "{{functions.merge(vars.v, vars.v)}}" } }),
        )
    };
    actions.extend((0..40).map(double));
    let played = play(Value::Array(actions), vec![]);
    assert_eq!(played.ending.status, Status::Failed);
    let blamed = played.ending.error.unwrap()["action_id"].as_str().unwrap().to_owned();
    assert!(blamed.starts_with("double_"), "{blamed}");
    assert!(played.debug.to_string().len() < 1 << 20);
}

#[test]
fn many_large_outputs_end_the_run_too() {
    let actions: Vec<Value> = (0..100).map(|n| http(&format!("call_{n}"), "https://a.example")).collect();
    let answers = (0..100).map(|_| answer(json!({ "body": "x".repeat(1 << 20) }))).collect();
    let played = play(Value::Array(actions), answers);
    assert_eq!(played.ending.error.unwrap()["message"], "The outputs and variables of this run have grown too large");
}

#[test]
fn a_record_says_where_it_left_something_out() {
    let actions: Vec<Value> = (0..12).map(|n| http(&format!("call_{n}"), "https://a.example")).collect();
    let answers = (0..12).map(|_| answer(json!("x".repeat(1 << 20)))).collect();
    let played = play(Value::Array(actions), answers);
    assert_eq!(played.ending.status, Status::Completed);
    assert_eq!(played.debug["tracing"][0]["output"].as_str().unwrap().len(), 1 << 20);
    assert_eq!(played.debug["tracing"][11]["output"], "(about 1048578 bytes, too large to record)");
}

#[test]
fn a_run_that_is_stopped_blames_the_action_it_waited_for() {
    let program = Program::compile(&json!([http("slow", "https://a.example")])).unwrap();
    let mut run = Run::new(&program, catalog(), input(), Clock::fixed(UnixMillis(0)), Rng::seeded(1));
    assert!(matches!(run.next(), Next::Call(_)));
    let mut ending = run.abort("The flow ran longer than 60 seconds".to_owned());
    let debug = run.into_record().finish(&mut ending);
    assert_eq!(ending.status, Status::Failed);
    assert_eq!(
        (&debug["error"]["action_id"], &debug["error"]["code"]),
        (&json!("slow"), &json!("ERR_FLOW_EXECUTION_ERROR"))
    );
    assert_eq!(debug["tracing"][0]["error"]["message"], "The flow ran longer than 60 seconds");
}
