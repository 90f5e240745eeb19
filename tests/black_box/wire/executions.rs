//! Executions on the wire: the run call, records, and the three forms of their list.

use serde_json::{Value, json};

use super::{is_date, is_id, keys, text};
use crate::{actions::return_json, api::Api, process::Launch};

#[tokio::test]
async fn a_run_answers_with_its_output() {
    let server = Launch::new().start().await;
    let api = server.api();
    let flow = api.save_flow(json!([return_json(json!({"hello": "{{fields.name}}", "n": "{{context.n}}"}))])).await;
    let input = json!({"fields": {"name": "Ada"}, "context": {"n": 7}, "vars": {}});
    let body = json!({"input": input, "synchronous": true});
    let run = api.post(&format!("/api/v2/flows/{flow}/executions"), &body).await.expect(200).json();
    assert!(is_id(text(&run, "id"), "afe_"), "{run}");
    assert_eq!(
        (text(&run, "status"), &run["output"], &run["error"]),
        ("COMPLETED", &json!({"hello": "Ada", "n": 7}), &Value::Null)
    );
}

#[tokio::test]
async fn a_failed_run_is_an_answer_with_a_code() {
    let server = Launch::new().start().await;
    let api = server.api();
    let parse = json!({"id": "parse_1", "type": "JSON", "action": "PARSE_JSON", "params": {"json": "{{fields.text}}"}});
    let flow = api.save_flow(json!([parse])).await;
    let run = api.run(&flow, json!({"fields": {"text": "{broken"}})).await;
    assert_eq!(run.status, "FAILED");
    assert!(text(&run.error, "code").starts_with("ERR_"), "{run:?}");
    let record = api.record(&flow, &run.id).await;
    let error = &record["debug"]["tracing"][0]["error"];
    assert!(text(error, "code").starts_with("ERR_"), "{record}");
}

#[tokio::test]
async fn params_that_came_out_wrong_are_named_by_pointer() {
    let server = Launch::new().start().await;
    let api = server.api();
    let ask = json!({"id": "ask_1", "type": "HTTP", "action": "SEND_REQUEST", "params": {"url": "{{fields.url}}"}});
    let flow = api.save_flow(json!([ask])).await;
    let run = api.run(&flow, json!({"fields": {"url": 7}})).await;
    let record = api.record(&flow, &run.id).await;
    let error = &record["debug"]["tracing"][0]["error"];
    assert_eq!(text(error, "code"), "ERR_INVALID_ACTION_PARAMS", "{record}");
    assert_eq!(text(error, "message"), "Calculated parameters do not satisfy the expected schema");
    let fault = &error["details"]["invalidParams"][0];
    assert_eq!(
        (text(fault, "code"), text(fault, "message"), text(fault, "path")),
        ("ERR_WRONG_DATA_TYPE", "must be string", "/url")
    );
}

#[tokio::test]
async fn a_template_that_cannot_be_read_is_saved_as_it_is_and_fails_where_it_stands() {
    let server = Launch::new().start().await;
    let api = server.api();
    let flow = api.save_flow(json!([return_json(json!({"x": "{{fields.}}"}))])).await;
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "FAILED");
    let record = api.record(&flow, &run.id).await;
    let fault = &record["debug"]["tracing"][0]["error"]["details"]["invalidParams"][0];
    assert_eq!(text(fault, "path"), "/payload/x", "{record}");
}

#[tokio::test]
async fn a_record_shows_its_debug_only_when_asked() {
    let server = Launch::new().start().await;
    let api = server.api();
    let (flow, runs) = flow_with_runs(&api, 1).await;
    let path = format!("/api/v2/flows/{flow}/executions/{}", runs[0]);
    let plain = api.get(&path).await.expect(200).json();
    assert_eq!(keys(&plain), ["id", "trace_id", "status", "created_at", "updated_at", "started_at", "ended_at"]);
    assert!(
        ["created_at", "updated_at", "started_at", "ended_at"].iter().all(|key| is_date(text(&plain, key))),
        "{plain}"
    );
    let debug = &api.record(&flow, &runs[0]).await["debug"];
    assert_eq!(keys(debug), ["input", "output", "error", "tracing"]);
}

#[tokio::test]
async fn the_list_has_three_forms() {
    let server = Launch::new().start().await;
    let api = server.api();
    let (flow, runs) = flow_with_runs(&api, 5).await;
    let path = format!("/api/v2/flows/{flow}/executions");
    let newest_first: Vec<_> = runs.iter().rev().cloned().collect();

    let bare = api.get(&path).await.expect(200).json();
    assert_eq!(ids(&bare), newest_first);
    assert!(bare[0].get("debug").is_none());
    let totals = api.get(&format!("{path}?include_totals=true&per_page=2&page=1")).await.expect(200).json();
    assert_eq!(keys(&totals), ["limit", "start", "total", "executions"]);
    assert_eq!(ids(&totals["executions"]), newest_first[2..4]);
    let first = api.get(&format!("{path}?take=2&include_totals=true")).await.expect(200).json();
    assert_eq!(keys(&first), ["executions", "next"], "the form with checkpoints wins");
    assert_eq!(through_checkpoints(&api, &path, first).await, newest_first);
    assert_eq!(ids(&api.get(&format!("{path}?page=5000")).await.expect(200).json()), Vec::<String>::new());
}

#[tokio::test]
async fn a_checkpoint_nobody_gave_is_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    let (flow, _) = flow_with_runs(&api, 1).await;
    for query in ["from=nonsense", "take=0", "take=101", "per_page=0", "hydrate=everything", "colour=red"] {
        let refused = api.get(&format!("/api/v2/flows/{flow}/executions?{query}")).await;
        assert_eq!(refused.refusal(), (400, "invalid_query_string".to_owned()), "{query}");
    }
}

#[tokio::test]
async fn an_execution_can_be_deleted() {
    let server = Launch::new().start().await;
    let api = server.api();
    let (flow, runs) = flow_with_runs(&api, 1).await;
    let path = format!("/api/v2/flows/{flow}/executions/{}", runs[0]);
    assert_eq!(api.delete(&path).await.expect(204).text, "");
    api.get(&path).await.expect(404);
    assert_eq!(api.get(&format!("/api/v2/flows/{flow}/executions")).await.expect(200).text, "[]");
}

#[tokio::test]
async fn a_flow_that_is_not_there_cannot_run() {
    let server = Launch::new().start().await;
    let path = "/api/v2/flows/af_42HT5oiobDyUs8ASwEEWK0/executions";
    let refused = server.api().post(path, &json!({"input": {}, "synchronous": true})).await.expect(404);
    assert_eq!(text(&refused.json(), "message"), "Flow not found");
}

#[tokio::test]
async fn a_run_of_another_flow_is_not_found_under_this_one() {
    let server = Launch::new().start().await;
    let api = server.api();
    let (_, runs) = flow_with_runs(&api, 1).await;
    let (other, _) = flow_with_runs(&api, 0).await;
    api.get(&format!("/api/v2/flows/{other}/executions/{}", runs[0])).await.expect(404);
}

async fn flow_with_runs(api: &Api, count: usize) -> (String, Vec<String>) {
    let flow = api.save_flow(json!([return_json(json!({"x": 1}))])).await;
    let mut runs = Vec::new();
    for _ in 0..count {
        runs.push(api.run(&flow, json!({})).await.id);
    }
    (flow, runs)
}

/// Follows `next` to the end, as the official clients do.
async fn through_checkpoints(api: &Api, path: &str, first: Value) -> Vec<String> {
    let mut seen = ids(&first["executions"]);
    let mut next = first["next"].as_str().map(str::to_owned);
    while let Some(from) = next {
        let from: String = url::form_urlencoded::byte_serialize(from.as_bytes()).collect();
        let page = api.get(&format!("{path}?take=2&from={from}")).await.expect(200).json();
        seen.extend(ids(&page["executions"]));
        next = page.get("next").map(|next| next.as_str().expect("text, or no key at all").to_owned());
    }
    seen
}

fn ids(list: &Value) -> Vec<String> {
    list.as_array()
        .unwrap_or_else(|| panic!("a list, not {list}"))
        .iter()
        .map(|one| text(one, "id").to_owned())
        .collect()
}
