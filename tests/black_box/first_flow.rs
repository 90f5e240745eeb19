//! The journey the product exists for: credentials go in once, a flow uses them, and each service receives exactly
//! the request it should and nothing else.

use serde_json::{Value, json};

use crate::{
    actions::{action, if_equal, return_json, send_request, send_sms},
    api::Api,
    database::Database,
    process::Launch,
    service::{Received, Reply, Service, basic},
};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

#[tokio::test]
async fn a_flow_asks_a_service_and_sends_a_text_on_sqlite() {
    a_flow_asks_a_service_and_sends_a_text(Database::Sqlite).await;
}

#[tokio::test]
async fn a_flow_asks_a_service_and_sends_a_text_on_postgres() {
    a_flow_asks_a_service_and_sends_a_text(Database::postgres()).await;
}

async fn a_flow_asks_a_service_and_sends_a_text(database: Database) {
    let (shop, twilio) = (shop().await, twilio().await);
    let server = Launch::on(database).reaching([("https://api.twilio.com", twilio.url(""))]).start().await;
    let api = server.api();
    let flow = save(&api, &shop).await;

    let run = api.run(&flow, json!({"fields": {"order": "A 17/x", "note": "ring twice"}})).await;

    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    assert_eq!(run.output, json!({"sms": "SM1", "state": "shipped", "count": 2}));
    the_shop_was_asked_once(&shop.only_request());
    twilio_was_asked_once(&twilio.only_request());
    the_record_tells_the_story(&api.record(&flow, &run.id).await);
}

#[tokio::test]
async fn the_other_branch_runs_when_the_service_says_no() {
    let (shop, twilio) = (Service::always(404, json!({"error": "no such order"})).await, twilio().await);
    let server = Launch::new().reaching([("https://api.twilio.com", twilio.url(""))]).start().await;
    let api = server.api();
    let flow = save(&api, &shop).await;

    let run = api.run(&flow, json!({"fields": {"order": "B2"}})).await;

    assert_eq!(run.status, "COMPLETED", "an ERROR_MESSAGE is an answer, not a failure: {:?}", run.error);
    assert!(format!("{run:?}").contains("Order B2 is unknown"), "{run:?}");
    assert!(twilio.received().is_empty(), "the branch not taken must not run");
}

async fn shop() -> Service {
    Service::always(200, json!({"state": "shipped", "parcels": [{"id": 1}, {"id": 2}]})).await
}

async fn twilio() -> Service {
    Service::start(|_| Reply::json(201, &json!({"sid": "SM1", "status": "queued"}))).await
}

async fn save(api: &Api, shop: &Service) -> String {
    let bearer = api.connect("HTTP", json!({"type": "BEARER", "token": "shop-token-0123456789"})).await;
    let texts = json!({"type": "API_KEY", "account_id": ACCOUNT, "api_key": "twilio-auth-token-42"});
    let texts = api.connect("TWILIO", texts).await;
    let ask = json!({
        "connection_id": bearer, "method": "POST", "content_type": "JSON",
        "url": shop.url("/orders/{{functions.encodeURIComponent(fields.order)}}/state"),
        "params": {"q": "a&b c", "n": 7}, "headers": {"X-Note": "{{fields.note}}"},
        "payload": {"order": "{{fields.order}}", "deep": {"list": [1, "{{fields.note}}", true]}},
    });
    let answer = json!({
        "sms": "{{actions.text_1.sid}}", "state": "{{actions.ask_1.body.state}}",
        "count": "{{functions.length(actions.ask_1.body.parcels)}}",
    });
    let text = send_sms("text_1", &texts, "Order {{fields.order}} is {{actions.ask_1.body.state}} & on its way + é");
    let sorry = action("sorry_1", "FLOW", "ERROR_MESSAGE", json!({"message": "Order {{fields.order}} is unknown"}));
    let branch = if_equal("{{actions.ask_1.status}}", "200", json!([text, return_json(answer)]), json!([sorry]));
    api.save_flow(json!([send_request("ask_1", ask), branch])).await
}

fn the_shop_was_asked_once(request: &Received) {
    assert_eq!(request.line(), "POST /orders/A%2017%2Fx/state");
    let query: Vec<_> = url::form_urlencoded::parse(request.query.as_deref().unwrap_or_default().as_bytes()).collect();
    assert_eq!(query, [("q".into(), "a&b c".into()), ("n".into(), "7".into())]);
    assert_eq!(request.header("authorization"), Some("Bearer shop-token-0123456789"));
    assert_eq!(request.header("x-note"), Some("ring twice"));
    assert!(request.header("content-type").is_some_and(|kind| kind.starts_with("application/json")));
    assert_eq!(request.json(), json!({"order": "A 17/x", "deep": {"list": [1, "ring twice", true]}}));
    only_expected_headers(request, &["x-note"]);
}

fn twilio_was_asked_once(request: &Received) {
    assert_eq!(request.line(), format!("POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json"));
    assert_eq!(request.query, None);
    assert_eq!(request.header("authorization"), Some(basic(ACCOUNT, "twilio-auth-token-42").as_str()));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let mut form: Vec<_> = url::form_urlencoded::parse(request.body.as_bytes()).into_owned().collect();
    form.sort();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let message = pair("Body", "Order A 17/x is shipped & on its way + é");
    assert_eq!(form, [message, pair("From", "+15005550006"), pair("To", "+15005550009")]);
    only_expected_headers(request, &[]);
}

/// Nothing is sent along that nobody asked for.
fn only_expected_headers(request: &Received, extra: &[&str]) {
    let usual = ["accept", "accept-encoding", "authorization", "content-length", "content-type", "host", "user-agent"];
    let strange: Vec<_> =
        request.header_names().into_iter().filter(|name| !usual.contains(name) && !extra.contains(name)).collect();
    assert!(strange.is_empty(), "{strange:?}");
}

fn the_record_tells_the_story(record: &Value) {
    assert_eq!(record["status"], "COMPLETED");
    let tracing = record["debug"]["tracing"].as_array().expect("debug.tracing");
    let story: Vec<_> = tracing.iter().map(|step| step["id"].as_str().expect("id")).collect();
    assert_eq!(story, ["ask_1", "is_equal", "text_1", "answer"], "{tracing:#?}");
    assert_eq!(tracing[0]["output"]["status"], 200);
    assert_eq!(tracing[1]["output"], json!({"result": true}));
    assert_eq!(tracing[2]["output"]["sid"], "SM1");
}
