//! What every refusal says, whichever operation it comes from.

use reqwest::Method;
use serde_json::json;

use super::{keys, text};
use crate::{
    api::{Answer, Api},
    process::{Flowvault, Launch},
};

const FLOWS: &str = "/api/v2/flows";
const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

#[tokio::test]
async fn without_a_valid_token_nothing_is_answered() {
    let server = Launch::new().start().await;
    let api = server.api();
    let token = api.token().await;
    let (head, signature) = token.rsplit_once('.').expect("a JWT");
    let unsigned = format!("{head}.");
    let reversed = format!("{head}.{}", signature.chars().rev().collect::<String>());
    for wrong in ["Bearer nonsense", &format!("Bearer {unsigned}"), &format!("Bearer {reversed}")] {
        let refused = api.send(api.request(Method::GET, FLOWS).header("authorization", wrong)).await;
        is_unauthorized(refused);
    }
    is_unauthorized(api.send(api.request(Method::GET, FLOWS)).await);
}

#[tokio::test]
async fn a_token_of_another_server_is_as_good_as_none() {
    let (server, other) = (Launch::new().start().await, Launch::new().start().await);
    let api = server.api();
    let foreign = other.api().token().await;
    is_unauthorized(api.send(api.request(Method::GET, FLOWS).bearer_auth(foreign)).await);
}

#[tokio::test]
async fn a_malformed_authorization_header_is_a_bad_request() {
    let server = Launch::new().start().await;
    let api = server.api();
    let refused = api.send(api.request(Method::GET, FLOWS).header("authorization", "Bearer")).await.expect(400);
    assert_eq!(text(&refused.json(), "message"), "Bad HTTP authentication header format");
}

#[tokio::test]
async fn a_missing_scope_is_named_as_clients_parse_it() {
    let server = Launch::new().start().await;
    let api = Api::new(server.url(), server.client("read:flows read:flows_executions"));
    api.get(FLOWS).await.expect(200);
    let flow = json!({"name": "x"});
    let connection = json!({"app_id": "HTTP", "name": "x"});
    for (refused, scope) in [
        (api.post(FLOWS, &flow).await, "create:flows"),
        (api.patch("/api/v2/flows/af_x", &flow).await, "update:flows"),
        (api.delete("/api/v2/flows/af_x").await, "delete:flows"),
        (api.get(CONNECTIONS).await, "read:flows_vault_connections"),
        (api.post(CONNECTIONS, &connection).await, "create:flows_vault_connections"),
        (api.patch("/api/v2/flows/vault/connections/ac_x", &flow).await, "update:flows_vault_connections"),
        (api.delete("/api/v2/flows/vault/connections/ac_x").await, "delete:flows_vault_connections"),
        (api.post("/api/v2/flows/af_x/executions", &json!({"input": {}})).await, "create:flows_executions"),
        (api.delete("/api/v2/flows/af_x/executions/afe_x").await, "delete:flows_executions"),
    ] {
        let expected = format!(
            r#"{{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: {scope}","errorCode":"insufficient_scope"}}"#
        );
        assert_eq!(refused.expect(403).text, expected);
    }
}

#[tokio::test]
async fn figures_out_of_range_and_unknown_keys_in_a_query_are_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    for path in [FLOWS, CONNECTIONS] {
        for query in [
            "per_page=0",
            "per_page=101",
            "per_page=many",
            "page=1001",
            "page=-1",
            "include_totals=maybe",
            "colour=red",
        ] {
            let refused = api.get(&format!("{path}?{query}")).await;
            assert_eq!(refused.refusal(), (400, "invalid_query_string".to_owned()), "{path}?{query}");
            assert!(text(&refused.json(), "message").starts_with("Query validation error: '"), "{}", refused.text);
        }
    }
}

#[tokio::test]
async fn an_id_is_at_most_thirty_characters() {
    let server = Launch::new().start().await;
    let api = server.api();
    for path in [FLOWS, CONNECTIONS] {
        api.get(&format!("{path}/{}", "x".repeat(30))).await.expect(404);
        let refused = api.get(&format!("{path}/{}", "x".repeat(31))).await;
        assert_eq!(refused.refusal(), (400, "invalid_uri".to_owned()));
        assert!(text(&refused.json(), "message").starts_with("Path validation error: '"), "{}", refused.text);
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    for body in ["", "{", "{\"name\":\"x\"}}", "\u{0}", "{\"name\":\"\\ud800\"}", &"[".repeat(100_000)] {
        assert_eq!(api.post_text(FLOWS, body).await.refusal(), (400, "invalid_body".to_owned()), "{body:.20}");
    }
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let server = Launch::new().start().await;
    let api = server.api();
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(20 << 20));
    match api.try_post(FLOWS, &serde_json::from_str(&body).expect("JSON")).await {
        Ok(answer) => assert_eq!(answer.status, 413),
        // The server may hang up before everything is sent.
        Err(error) => assert!(error.is_request() || error.is_body(), "{error:?}"),
    }
    api.get(FLOWS).await.expect(200);
}

#[tokio::test]
async fn every_answer_tells_what_is_left_of_the_allowance() {
    let server = limited().await;
    let api = server.api();
    let answer = api.get(FLOWS).await.expect(200);
    let number = |name: &str| answer.header(name).and_then(|text| text.parse::<u64>().ok()).expect("a number");
    assert_eq!((number("x-ratelimit-limit"), number("x-ratelimit-remaining")), (3, 2));
    assert!(number("x-ratelimit-reset") > 1_700_000_000, "in UNIX seconds");
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back() {
    let server = limited().await;
    let api = server.api();
    for _ in 0..3 {
        api.get(FLOWS).await.expect(200);
    }
    let refused = api.get(FLOWS).await.expect(429);
    let expected = r#"{"statusCode":429,"error":"Too Many Requests","message":"Global limit has been reached","errorCode":"too_many_requests"}"#;
    assert_eq!(refused.text, expected);
    assert!(refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u64>().is_ok()));
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
}

#[tokio::test]
async fn client_telemetry_is_ignored() {
    let server = Launch::new().start().await;
    let api = server.api();
    let request = api.request(Method::GET, FLOWS).bearer_auth(api.token().await);
    let request = request.header("auth0-client", "eyJuYW1lIjoieCJ9").header("x-auth0-deploy-mode", "dry-run");
    api.send(request).await.expect(200);
}

#[tokio::test]
async fn health_needs_no_token() {
    let server = Launch::new().start().await;
    let api = server.api();
    api.send(api.request(Method::GET, "/health/live")).await.expect(200);
    api.send(api.request(Method::GET, "/health/ready")).await.expect(200);
}

async fn limited() -> Flowvault {
    let slow = Launch::new().with("FLOWVAULT_RATE_LIMIT_PER_SECOND", "0.01").with("FLOWVAULT_RATE_LIMIT_BURST", "3");
    slow.start().await
}

fn is_unauthorized(refused: Answer) {
    let problem = refused.expect(401).json();
    assert_eq!(keys(&problem), ["statusCode", "error", "message", "attributes"]);
    assert_eq!((text(&problem, "error"), &problem["attributes"]["error"]), ("Unauthorized", &problem["message"]));
}
