//! Everything that goes wrong says so in one shape.

use axum::{body::Body, http::Request};
use serde_json::json;

use crate::house::House;

#[tokio::test]
async fn unknown_paths_and_methods_are_told_apart() {
    let house = House::new().await;
    let nowhere = house.send("GET", "/api/v2/nowhere", None, None).await.expect(404);
    assert_eq!(nowhere, json!({"statusCode": 404, "error": "Not Found", "message": "Not Found"}));
    let token = house.token("all").await;
    let method = house.send("PUT", "/api/v2/flows", Some(&token), None).await.expect(405);
    assert_eq!(method, json!({"statusCode": 405, "error": "Method Not Allowed", "message": "Method Not Allowed"}));
}

#[tokio::test]
async fn a_body_must_be_json_and_say_so() {
    let house = House::new().await;
    let token = house.token("all").await;
    let broken = house.post("/api/v2/flows", &token, "{").await.expect(400);
    assert_eq!(broken["errorCode"], "invalid_body");
    let request = Request::post("/api/v2/flows").header("authorization", format!("Bearer {token}"));
    let form = request.header("content-type", "text/plain").body(Body::from("name=a")).unwrap();
    assert_eq!(house.call(form).await.expect(415)["error"], "Unsupported Media Type");
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_not_read() {
    let house = House::new().await;
    let token = house.token("all").await;
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(5 * 1024 * 1024));
    assert_eq!(house.post("/api/v2/flows", &token, &body).await.expect(413)["statusCode"], 413);
}

#[tokio::test]
async fn a_query_that_breaks_a_rule_is_told_which() {
    let house = House::new().await;
    let token = house.token("all").await;
    let limit = "Number of results per page. Defaults to 50.";
    let page = "Page index of the results to return. First page is 0.";
    for (query, rule) in [
        ("per_page=0", format!("'Value 0 is less than minimum 1' on property per_page ({limit})")),
        ("per_page=101", format!("'Value 101 is greater than maximum 100' on property per_page ({limit})")),
        ("page=1001", format!("'Value 1001 is greater than maximum 1000' on property page ({page})")),
        ("page=-1", format!("'Value -1 is less than minimum 0' on property page ({page})")),
        ("x=1", "'Additional properties not allowed: x'".to_owned()),
    ] {
        for path in ["/api/v2/flows", "/api/v2/flows/vault/connections"] {
            let refused = house.get(&format!("{path}?{query}"), &token).await.expect(400);
            let message = format!("Query validation error: {rule}.");
            let expected = json!({"statusCode": 400, "error": "Bad Request", "message": message, "errorCode": "invalid_query_string"});
            assert_eq!(refused, expected);
        }
    }
}

#[tokio::test]
async fn an_invented_id_names_nothing_and_one_too_long_is_refused() {
    let house = House::new().await;
    let token = house.token("all").await;
    for path in ["/api/v2/flows", "/api/v2/flows/vault/connections"] {
        house.get(&format!("{path}/ac_42HT5oiobDyUs8ASwEEWK0"), &token).await.expect(404);
        let refused = house.get(&format!("{path}/{}", "x".repeat(31)), &token).await.expect(400);
        assert_eq!(refused["errorCode"], "invalid_uri");
        house.get(&format!("{path}/a%00b"), &token).await.expect(400);
    }
}

#[tokio::test]
async fn every_answer_carries_a_request_id_and_keeps_browsers_in_check() {
    let house = House::new().await;
    let answer = house.send("GET", "/health/live", None, None).await;
    assert_eq!(answer.header("x-request-id").len(), 32);
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");

    let with = |id: &str| Request::get("/health/live").header("x-request-id", id).body(Body::empty()).unwrap();
    assert_eq!(house.call(with("mine-1")).await.header("x-request-id"), "mine-1");
    assert_ne!(house.call(with("not harmless {}")).await.header("x-request-id"), "not harmless {}");
}

#[tokio::test]
async fn the_process_is_alive_and_ready() {
    let house = House::new().await;
    house.send("GET", "/health/live", None, None).await.expect(200);
    house.send("GET", "/health/ready", None, None).await.expect(200);
}
