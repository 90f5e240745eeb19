//! Failures, told as what a flow may do next.

use std::time::Duration;

use serde_json::{Value, json};
use vault::{CallError, Outcome};

use crate::{
    house::{House, bearer, outage, refusal, twilio},
    service::Reply,
};

async fn answered(status: u16, body: Value) -> Result<Outcome, CallError> {
    let house = House::open().await;
    house.service.always("/twilio", status, body);
    let id = house.connect("TWILIO", twilio("auth-token-1")).await;
    house.call(&id, "TWILIO.SEND_SMS", json!({ "from": "+1", "to": "+2", "message": "x" })).await
}

#[tokio::test]
async fn a_refusal_is_told_in_the_services_words() {
    let result = answered(400, json!({ "code": 21211, "message": "Invalid 'To' Phone Number" })).await;
    let Err(CallError::Refused { code, message, details, status }) = result else { panic!("{result:?}") };
    assert_eq!((code.as_str(), message.as_str()), ("ERR_ACTION_EXECUTION_ERROR", "Invalid 'To' Phone Number"));
    assert_eq!((details.as_deref(), status), (Some(&json!({ "code": "21211" })), Some(400)));
    assert_eq!(refusal(answered(404, Value::Null).await), ("the service answered 404".to_owned(), Some(404)));
    assert_eq!(refusal(answered(200, json!({})).await), ("the service answered 200".to_owned(), Some(200)));
}

#[tokio::test]
async fn a_page_of_words_is_cut() {
    let (message, _) = refusal(answered(400, json!({ "message": "ä".repeat(9000) })).await);
    assert_eq!(message, "ä".repeat(500) + "…");
}

#[tokio::test]
async fn too_many_requests_is_an_outage_in_which_nothing_happened() {
    assert_eq!(outage(answered(429, json!({ "message": "slow" })).await), ("slow".to_owned(), Some(429), false));
}

#[tokio::test]
async fn a_failing_service_may_have_acted() {
    for status in [500, 502, 503] {
        assert_eq!(outage(answered(status, json!({ "message": "m" })).await), ("m".to_owned(), Some(status), true));
    }
}

#[tokio::test]
async fn a_service_that_takes_the_request_and_says_nothing_may_have_acted() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.service.on("/api", |_, _| Reply::nothing());
    let (_, status, may_have_acted) = outage(house.send(&id, "/api").await);
    assert_eq!((status, may_have_acted), (None, true));
    house.service.on("/api", |_, _| Reply::text(200, "late").after(Duration::from_secs(9)));
    assert!(outage(house.send(&id, "/api").await).2);
}

#[tokio::test]
async fn a_service_nobody_reaches_has_not_acted() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let result = house.call(&id, "HTTP.SEND_REQUEST", json!({ "url": "https://away.example/" })).await;
    let (message, status, may_have_acted) = outage(result);
    assert!(message.starts_with("the service cannot be reached"), "{message}");
    assert_eq!((status, may_have_acted), (None, false));
}

#[tokio::test]
async fn a_database_that_is_away_is_an_outage_in_which_nothing_happened() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    house.store.close().await;
    assert_eq!(outage(house.send(&id, "/api").await), ("the database cannot be reached".to_owned(), None, false));
    assert_eq!(house.service.count("/"), 0);
}
