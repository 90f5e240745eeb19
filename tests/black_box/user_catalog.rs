//! A service we have never heard of, added by its user with one file: connected, called, and as well guarded as ours.

use std::fs;

use serde_json::json;

use crate::{
    actions::action,
    needle::{Haystack, Needle, assert_nowhere},
    process::Launch,
    service::{Reply, Service},
};

const ACME: &str = r#"
id      = "ACME"
name    = "Acme"
summary = "Rockets and anvils"
docs    = "https://acme.example.com/docs"
hosts   = ["api.acme.example.com"]
base    = "https://api.acme.example.com/v1"

[setup.API_KEY]
label        = "Shop and key"
account_name = "{{setup.shop}}"

[setup.API_KEY.field]
shop    = { label = "Shop", required = true }
api_key = { label = "API key", required = true, secret = true }

[setup.API_KEY.sign]
headers = { X-Acme-Key = "{{setup.api_key}}" }

[action.ORDER]
label = "Order something"

[action.ORDER.param]
item   = { label = "Item", type = "string", required = true }
amount = { label = "Amount", type = ["integer", "string"] }

[[action.ORDER.request]]
post = "/shops/{{setup.shop}}/items/{{params.item}}/orders"
json = { item = "{{params.item}}", amount = "{{params.amount}}" }

[action.ORDER.response]
success = [201]
output  = { order = "{{response.body.number}}" }
error   = { code = "{{response.body.code}}", message = "{{response.body.reason}}" }
retry   = "never"
"#;

fn with_acme(acme: &Service) -> Launch {
    let launch = Launch::new().reaching([("https://api.acme.example.com", acme.url(""))]);
    let folder = launch.beside("catalog");
    fs::create_dir(&folder).expect("writable");
    fs::write(folder.join("acme.toml"), ACME).expect("writable");
    launch.arguments(&["--catalog", &folder.display().to_string()])
}

#[tokio::test]
async fn a_users_own_integration_works_like_a_built_in_one() {
    let acme = Service::always(201, json!({"number": 42})).await;
    let server = with_acme(&acme).start().await;
    let api = server.api();
    let key = Needle::new("Acme key");
    let connection = api.connect("ACME", json!({"type": "API_KEY", "shop": "a/b", "api_key": key.secret()})).await;
    let shown = api.get(&format!("/api/v2/flows/vault/connections/{connection}")).await.expect(200).json();
    assert_eq!(shown["account_name"], "a/b");

    let order = json!({"connection_id": connection, "item": "anvil & co", "amount": "{{fields.amount}}"});
    let tell = crate::actions::return_json(json!({"order": "{{actions.order.order}}"}));
    let flow = api.save_flow(json!([action("order", "ACME", "ORDER", order), tell])).await;
    let run = api.run(&flow, json!({"fields": {"amount": 3}})).await;

    assert_eq!((run.status.as_str(), run.output), ("COMPLETED", json!({"order": 42})));
    let request = acme.only_request();
    assert_eq!(request.line(), "POST /v1/shops/a%2Fb/items/anvil%20&%20co/orders".replace('&', amp(&request.path)));
    assert_eq!(request.header("x-acme-key"), Some(key.secret().as_str()));
    assert_eq!(request.json(), json!({"item": "anvil & co", "amount": 3}));
    let heard: String = api.heard().concat();
    assert_nowhere(&[key], &[Haystack::new("the answers", heard.as_bytes())]);
}

/// `&` may stand in a path segment as it is or encoded: both are the same path.
fn amp(path: &str) -> &'static str {
    if path.contains("%26") { "%26" } else { "&" }
}

#[tokio::test]
async fn its_errors_are_told_in_the_services_own_words() {
    let acme = Service::start(|_| Reply::json(409, &json!({"code": "SOLD_OUT", "reason": "no anvils left"}))).await;
    let server = with_acme(&acme).start().await;
    let api = server.api();
    let connection = api.connect("ACME", json!({"type": "API_KEY", "shop": "s", "api_key": "k-0123456789"})).await;

    let run = api
        .run_once(json!([action("order", "ACME", "ORDER", json!({"connection_id": connection, "item": "anvil"}))]))
        .await;

    assert_eq!(run.status, "FAILED");
    assert!(run.error.to_string().contains("no anvils left"), "{run:?}");
}

#[tokio::test]
async fn its_setup_and_params_are_checked_as_its_file_says() {
    let acme = Service::always(201, json!({})).await;
    let server = with_acme(&acme).start().await;
    let api = server.api();
    let path = "/api/v2/flows/vault/connections";
    for setup in [
        json!({"type": "API_KEY", "shop": "s"}),
        json!({"type": "API_KEY", "shop": "s", "api_key": "k", "extra": 1}),
        json!({"type": "BEARER", "token": "t"}),
        json!({}),
    ] {
        let refused = api.post(path, &json!({"app_id": "ACME", "name": "x", "setup": setup})).await;
        assert_eq!(refused.refusal(), (400, "invalid_body".to_owned()));
    }
    let without_item = action("order", "ACME", "ORDER", json!({"connection_id": "ac_x"}));
    let refused = api.post("/api/v2/flows", &json!({"name": "x", "actions": [without_item]})).await;
    assert_eq!(refused.refusal(), (400, "invalid_body".to_owned()));
    assert_eq!(acme.connections(), 0);
}

#[tokio::test]
async fn it_cannot_take_the_place_of_a_built_in_integration() {
    let launch = Launch::new();
    let folder = launch.beside("catalog");
    fs::create_dir(&folder).expect("writable");
    fs::write(folder.join("twilio.toml"), ACME.replace("\"ACME\"", "\"TWILIO\"")).expect("writable");
    let said = launch.arguments(&["--catalog", &folder.display().to_string()]).refused().await;
    assert!(said.contains("TWILIO"), "{said}");
}
