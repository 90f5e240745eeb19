//! `/api/v2/flows/{flow_id}/executions`

use serde_json::{Value, json};

use crate::house::House;

const HELLO: &str = r#"{"name":"hello","actions":[{"id":"answer_1","type":"FLOW","action":"RETURN_JSON","params":{"payload":{"hello":"{{fields.name}}"}}}]}"#;

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// The path of a new flow's executions.
async fn hello(house: &House, token: &str) -> String {
    let made = house.post("/api/v2/flows", token, HELLO).await.expect(201);
    format!("/api/v2/flows/{}/executions", made["id"].as_str().unwrap())
}

#[tokio::test]
async fn running_a_flow_answers_with_its_output_and_keeps_a_record() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    let body = r#"{"input":{"fields":{"name":"Ada"},"context":{},"vars":{}},"synchronous":true}"#;
    let ran = house.post(&path, &token, body).await.expect(200);
    assert_eq!((&ran["status"], &ran["output"]), (&json!("COMPLETED"), &json!({"hello": "Ada"})));
    assert_eq!(ran["error"], Value::Null);

    let one = format!("{path}/{}", ran["id"].as_str().unwrap());
    let brief = house.get(&one, &token).await.expect(200);
    let expected = ["id", "trace_id", "status", "created_at", "updated_at", "started_at", "ended_at"];
    assert_eq!(keys(&brief), expected);
    let detailed = house.get(&format!("{one}?hydrate=debug"), &token).await.expect(200);
    assert_eq!(detailed["debug"]["input"]["fields"], json!({"name": "Ada"}));

    house.delete(&one, &token).await.expect(204);
    house.get(&one, &token).await.expect(404);
    house.delete(&one, &token).await.expect(404);
}

#[tokio::test]
async fn a_run_shows_in_the_flows_executed_at() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    house.post(&path, &token, "{}").await.expect(200);
    let flow = house.get(path.strip_suffix("/executions").unwrap(), &token).await.expect(200);
    assert_eq!(flow["executed_at"], "2024-09-12T12:52:15.805Z");
}

#[tokio::test]
async fn executions_come_bare_counted_or_in_parts() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.insert(0, house.post(&path, &token, "{}").await.expect(200)["id"].clone());
        house.wait(10);
    }
    let shown = |list: &Value| list.as_array().unwrap().iter().map(|each| each["id"].clone()).collect::<Vec<_>>();

    let bare = house.get(&path, &token).await.expect(200);
    assert_eq!(shown(&bare), ids);
    assert!(bare[0].get("debug").is_none());

    let counted = house.get(&format!("{path}?include_totals=true&per_page=2&page=1"), &token).await.expect(200);
    assert_eq!(keys(&counted), ["limit", "start", "total", "executions"]);
    assert_eq!((shown(&counted["executions"]), &counted["total"]), (ids[2..].to_vec(), &json!(3)));

    // Official clients send both; the parts must win.
    let first = house.get(&format!("{path}?include_totals=true&take=2"), &token).await.expect(200);
    assert_eq!(keys(&first), ["executions", "next"]);
    assert_eq!(shown(&first["executions"]), ids[..2]);
    let next = first["next"].as_str().unwrap();
    let last = house.get(&format!("{path}?take=2&from={next}"), &token).await.expect(200);
    assert_eq!((keys(&last), shown(&last["executions"])), (vec!["executions"], ids[2..].to_vec()));

    let past = house.get(&format!("{path}?page=99999999999"), &token).await.expect(200);
    assert_eq!(past, json!([]));
    house.get(&format!("{path}?from=garbage"), &token).await.expect(400);
}

#[tokio::test]
async fn a_checkpoint_is_good_for_a_day_for_its_own_list_and_only_as_it_was_given() {
    let house = House::new().await;
    let token = house.token("all").await;
    let (path, sibling) = (hello(&house, &token).await, hello(&house, &token).await);
    for _ in 0..2 {
        house.post(&path, &token, "{}").await.expect(200);
    }
    let first = house.get(&format!("{path}?take=1"), &token).await.expect(200);
    let next = first["next"].as_str().unwrap();
    let refused = async |path: &str, from: &str| {
        let token = house.token("all").await;
        let refused = house.get(&format!("{path}?from={from}"), &token).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_query_string");
        refused["message"].as_str().unwrap().to_owned()
    };
    let foreign = "Query validation error: 'Object didn't pass validation for format checkpoint' on property from (Optional Id from which to start selection.).";
    assert_eq!(refused(&sibling, next).await, foreign);
    assert_eq!(refused(&path, &next[1..]).await, foreign);
    assert_eq!(refused(&path, "").await, foreign);
    let changed = if next.ends_with('A') { "Q" } else { "A" };
    assert_eq!(refused(&path, &format!("{}{changed}", &next[..next.len() - 1])).await, foreign);

    house.wait(24 * 60 * 60 * 1000 - 1);
    let token = house.token("all").await;
    let rest = house.get(&format!("{path}?from={next}"), &token).await.expect(200);
    assert_eq!(rest["executions"].as_array().unwrap().len(), 1);
    house.wait(1);
    let expired = "Query validation error: 'The checkpoint is older than 24 hours: begin again without it' on property from (Optional Id from which to start selection.).";
    assert_eq!(refused(&path, next).await, expired);
}

#[tokio::test]
async fn a_failed_run_is_an_answer_not_an_error() {
    let house = House::new().await;
    let token = house.token("all").await;
    let action = r#"{"id":"sms_1","type":"TWILIO","action":"SEND_SMS","params":{"connection_id":"ac_gone","from":"+1","to":"+2","message":"m"}}"#;
    let body = format!(r#"{{"name":"a","actions":[{action}]}}"#);
    let made = house.post("/api/v2/flows", &token, &body).await.expect(201);
    let path = format!("/api/v2/flows/{}/executions", made["id"].as_str().unwrap());
    let ran = house.post(&path, &token, "{}").await.expect(200);
    assert_eq!((&ran["status"], &ran["output"]), (&json!("FAILED"), &Value::Null));
    assert!(ran["error"]["code"].is_string(), "{ran}");
}

#[tokio::test]
async fn running_in_the_background_is_not_offered_yet() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    let refused = house.post(&path, &token, r#"{"synchronous":false}"#).await.expect(400);
    assert!(refused["message"].as_str().unwrap().contains("synchronously only"), "{refused}");
    house.post(&path, &token, r#"{"inputs":{}}"#).await.expect(400);
}

#[tokio::test]
async fn a_draft_runs_in_place_of_the_actions_and_leaves_them_alone() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    let flow = path.strip_suffix("/executions").unwrap();
    let before = house.get(flow, &token).await.expect(200);
    let draft = r#"{"input":{"fields":{"n":"7"}},"actions":[{"id":"draft_1","type":"FLOW","action":"RETURN_JSON","params":{"payload":{"draft":"{{fields.n}}"}}}]}"#;
    let ran = house.post(&path, &token, draft).await.expect(200);
    assert_eq!((&ran["status"], &ran["output"]), (&json!("COMPLETED"), &json!({"draft": "7"})));
    assert_eq!(ran["debug"]["tracing"][0]["id"], "draft_1");
    assert_eq!(house.post(&path, &token, r#"{"actions":[]}"#).await.expect(200)["output"], json!({}));
    assert_eq!(house.get(flow, &token).await.expect(200)["actions"], before["actions"]);
    assert_eq!(house.post(&path, &token, "{}").await.expect(200)["debug"]["tracing"][0]["id"], "answer_1");
}

#[tokio::test]
async fn a_draft_must_be_fit_to_save_and_its_sender_allowed_to_save_it() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = hello(&house, &token).await;
    let refused = house.post(&path, &token, r#"{"actions":[{"id":"a","type":"NOPE","action":"X"}]}"#).await.expect(400);
    assert_eq!(refused["errorCode"], "invalid_body");
    let runner = house.token("create:flows_executions").await;
    let refused = house.post(&path, &runner, r#"{"actions":[]}"#).await.expect(403);
    assert_eq!(refused["message"], "Insufficient scope, expected any of: update:flows");
    house.post(&path, &runner, "{}").await.expect(200);
}
