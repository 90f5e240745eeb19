//! Actions of a user's own catalogue file: several requests, keys for repeating, secrets in queries.

use serde_json::{Value, json};

use crate::{
    house::{House, outage, refusal},
    service::{Reply, Service},
};

const FILE: &str = r#"
id      = "ACME"
name    = "Acme"
summary = "For tests"
docs    = "https://api.acme.example"
hosts   = ["api.acme.example"]
base    = "https://api.acme.example"

[setup.API_KEY]
label        = "Key"
account_name = "Acme"

[setup.API_KEY.field]
key = { label = "Key", required = true, secret = true }

[setup.API_KEY.sign]
bearer = "{{setup.key}}"

[action.CREATE_TWO]
label = "Create two"

[action.CREATE_TWO.param]
name = { label = "Name", type = "string", required = true }

[[action.CREATE_TWO.request]]
as   = "first"
post = "/first"
json = { name = "{{params.name}}" }

[[action.CREATE_TWO.request]]
post = "/second"
json = { parent = "{{first.body.id}}" }

[action.CREATE_TWO.response]
output             = { first = "{{first.body.id}}", second = "{{response.body.id}}" }
retry              = "with_key"
idempotency_header = "Idempotency-Key"

[action.LOOK_UP]
label = "Look up"

[action.LOOK_UP.param]
name = { label = "Name", type = "string", required = true }

[[action.LOOK_UP.request]]
as  = "found"
get = "/look-up"

[[action.LOOK_UP.request]]
post = "/away"
json = { id = "{{found.body.id}}" }

[action.LOOK_UP.response]
output = "{{response.body}}"
retry  = "never"
"#;

async fn connected() -> (House, model::ConnectionId) {
    let house = House::with_file(FILE).await;
    let id = house.connect("ACME", json!({ "type": "API_KEY", "key": "acme-key-1" })).await;
    (house, id)
}

async fn create(house: &House, id: &model::ConnectionId) -> Result<vault::Outcome, vault::CallError> {
    house.call(id, "ACME.CREATE_TWO", json!({ "name": "n" })).await
}

#[tokio::test]
async fn a_later_request_reads_the_answer_to_an_earlier_one() {
    let (house, id) = connected().await;
    house.service.always("/acme/first", 201, json!({ "id": 1 }));
    house.service.always("/acme/second", 201, json!({ "id": 2 }));
    assert_eq!(create(&house, &id).await.unwrap().output, json!({ "first": 1, "second": 2 }));
    let sent = house.service.requests("/acme/second");
    assert_eq!(
        (sent[0].body.as_str(), sent[0].header("authorization")),
        (r#"{"parent":1}"#, Some("Bearer acme-key-1"))
    );
}

#[tokio::test]
async fn every_request_has_a_key_of_its_own() {
    let (house, id) = connected().await;
    create(&house, &id).await.unwrap();
    create(&house, &id).await.unwrap();
    let sent = house.service.requests("/acme");
    let mut keys: Vec<_> = sent.iter().map(|request| request.header("idempotency-key").unwrap()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 4);
}

#[tokio::test]
async fn a_refusal_of_an_earlier_request_ends_the_action() {
    let (house, id) = connected().await;
    house.service.always("/acme/first", 422, Value::Null);
    assert_eq!(refusal(create(&house, &id).await), ("the service answered 422".to_owned(), Some(422)));
    assert_eq!(house.service.count("/acme/second"), 0);
}

#[tokio::test]
async fn after_a_change_every_outage_may_have_acted() {
    let (house, id) = connected().await;
    house.service.always("/acme/second", 429, Value::Null);
    assert_eq!(outage(create(&house, &id).await), ("the service answered 429".to_owned(), Some(429), true));
    let look_up = house.call(&id, "ACME.LOOK_UP", json!({ "name": "n" })).await;
    assert!(look_up.is_ok(), "{look_up:?}");
    house.service.always("/acme/away", 429, Value::Null);
    let look_up = house.call(&id, "ACME.LOOK_UP", json!({ "name": "n" })).await;
    assert!(!outage(look_up).2, "reading changes nothing");
}

#[tokio::test]
async fn a_connection_whose_file_is_gone_says_so_without_its_secret() {
    let (house, id) = connected().await;
    let without = house.second_vault().await;
    let params = json!({ "url": house.service.url("/api") });
    let result = crate::house::call(&without, &house.tenant, &id, "HTTP.SEND_REQUEST", params).await;
    assert_eq!(refusal(result).0, "the connection's credentials cannot be opened");
    assert!(without.delete_connection(&house.tenant, model::Actor::Cli, &id).await.unwrap());
}

#[tokio::test]
async fn what_an_answer_redirects_to_gets_neither_body_nor_signature() {
    let (house, id) = connected().await;
    let elsewhere = Service::start().await;
    let target = elsewhere.url("/stolen");
    house.service.on("/acme/first", move |_, _| Reply::with_header(307, "location", &target, ""));
    refusal(create(&house, &id).await);
    assert_eq!(elsewhere.count("/"), 0, "not one of the hosts of the file");
}
