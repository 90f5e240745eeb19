//! What a service receives for each way to connect, and how tokens are fetched, shared and renewed.

use serde_json::{Value, json};

use crate::{
    actions::{get, may_fail, return_json, send_request},
    api::{Api, Run},
    database::Database,
    process::{Flowvault, Launch},
    service::{Received, Service, basic},
    token_endpoint::{calls, protected_service, token_requests},
    within::{PATIENCE, within},
};

const AUTH: &str = "https://auth.example.com";

#[tokio::test]
async fn a_bearer_token_is_sent_as_such() {
    let request = request_with(json!({"type": "BEARER", "token": "abc.def-ghi"})).await;
    assert_eq!(request.header("authorization"), Some("Bearer abc.def-ghi"));
}

#[tokio::test]
async fn user_name_and_password_are_sent_as_basic() {
    let request = request_with(json!({"type": "BASIC_AUTH", "username": "anna", "password": "pä:ss w"})).await;
    assert_eq!(request.header("authorization"), Some(basic("anna", "pä:ss w").as_str()));
}

#[tokio::test]
async fn a_user_name_may_come_without_a_password() {
    let request = request_with(json!({"type": "BASIC_AUTH", "username": "anna"})).await;
    assert_eq!(request.header("authorization"), Some(basic("anna", "").as_str()));
}

#[tokio::test]
async fn an_api_key_goes_into_the_header_it_names() {
    let request =
        request_with(json!({"type": "API_KEY", "name": "X-Api-Key", "value": "k ey=1", "in": "HEADER"})).await;
    assert_eq!(request.header("x-api-key"), Some("k ey=1"));
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.query.as_deref(), Some("a=1"));
}

#[tokio::test]
async fn an_api_key_goes_into_the_query_it_names_encoded_and_beside_the_rest() {
    let request = request_with(json!({"type": "API_KEY", "name": "api key", "value": "k&y=1+2", "in": "QUERY"})).await;
    let query = request.query.expect("a query");
    let pairs: Vec<_> = url::form_urlencoded::parse(query.as_bytes()).collect();
    assert_eq!(pairs, [("a".into(), "1".into()), ("api key".into(), "k&y=1+2".into())], "{query}");
}

#[tokio::test]
async fn a_token_request_carries_exactly_what_the_setup_says() {
    let service = protected_service(3600).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let mut setup = client_credentials("c1", "s ecret&1");
    setup["audience"] = json!("https://api.example.com/");
    setup["resource"] = json!("urn:thing");
    setup["scope"] = json!("read write");
    let connection = api.connect("HTTP", setup).await;

    let run = api.run_once(json!([get("ask", &connection, &service.url("/thing"))])).await;

    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    let request = token_requests(&service).remove(0);
    assert_eq!(request.line(), "POST /token");
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let expected = [
        ("audience", "https://api.example.com/"),
        ("client_id", "c1"),
        ("client_secret", "s ecret&1"),
        ("grant_type", "client_credentials"),
        ("resource", "urn:thing"),
        ("scope", "read write"),
    ];
    assert_eq!(form(&request), expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert_eq!(calls(&service)[0].header("authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn fifty_runs_at_once_share_one_token_on_sqlite() {
    fifty_runs_at_once_share_one_token(Database::Sqlite).await;
}

#[tokio::test]
async fn fifty_runs_at_once_share_one_token_on_postgres() {
    fifty_runs_at_once_share_one_token(Database::postgres()).await;
}

async fn fifty_runs_at_once_share_one_token(database: Database) {
    let service = protected_service(3600).await;
    let server = start(database, &service).await;
    let api = server.api();
    let (_, flow) = save_protected(&api, &service).await;

    let mut runs = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (api, flow) = (api.clone(), flow.clone());
        runs.spawn(async move { api.run(&flow, json!({})).await });
    }
    let outputs: Vec<_> = runs.join_all().await.into_iter().map(|run| run.output).collect();

    assert_eq!(outputs, vec![json!({"status": 200}); 50]);
    assert_eq!(calls(&service).len(), 50);
    assert_eq!(token_requests(&service).len(), 1, "one token serves them all");
}

#[tokio::test]
async fn a_stored_token_survives_a_restart_on_sqlite() {
    a_stored_token_survives_a_restart(Database::Sqlite).await;
}

#[tokio::test]
async fn a_stored_token_survives_a_restart_on_postgres() {
    a_stored_token_survives_a_restart(Database::postgres()).await;
}

async fn a_stored_token_survives_a_restart(database: Database) {
    let service = protected_service(3600).await;
    let server = start(database, &service).await;
    let api = server.api();
    let (_, flow) = save_protected(&api, &service).await;
    assert_eq!(api.run(&flow, json!({})).await.output, json!({"status": 200}));

    let server = server.stop().await.start().await;
    let api = api.at(server.url());

    assert_eq!(api.run(&flow, json!({})).await.output, json!({"status": 200}));
    assert_eq!(token_requests(&service).len(), 1, "the token was kept");
}

#[tokio::test]
async fn a_token_that_runs_out_is_replaced_before_a_call_fails() {
    let service = protected_service(2).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let (_, flow) = save_protected(&api, &service).await;

    within(PATIENCE, "a second token", async || {
        let run = api.run(&flow, json!({})).await;
        assert_eq!(run.output, json!({"status": 200}), "{:?}", run.error);
        (token_requests(&service).len() >= 2).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_renewal_shows_in_refreshed_at_and_moves_nothing_else() {
    let service = protected_service(1).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let (connection, flow) = save_protected(&api, &service).await;
    let path = format!("/api/v2/flows/vault/connections/{connection}");
    let before = api.get(&path).await.expect(200).json();

    let after = within(PATIENCE, "refreshed_at", async || {
        api.run(&flow, json!({})).await;
        let shown = api.get(&path).await.expect(200).json();
        shown["refreshed_at"].is_string().then_some(shown)
    })
    .await;

    assert_eq!(before["refreshed_at"], Value::Null);
    assert_eq!((&after["updated_at"], &after["fingerprint"]), (&before["updated_at"], &before["fingerprint"]));
}

#[tokio::test]
async fn a_reconnected_connection_is_used_by_the_next_run_on_sqlite() {
    a_reconnected_connection_is_used_by_the_next_run(Database::Sqlite).await;
}

#[tokio::test]
async fn a_reconnected_connection_is_used_by_the_next_run_on_postgres() {
    a_reconnected_connection_is_used_by_the_next_run(Database::postgres()).await;
}

async fn a_reconnected_connection_is_used_by_the_next_run(database: Database) {
    let service = Service::always(200, json!({})).await;
    let server = start(database, &service).await;
    let api = server.api();
    let connection = api.connect("HTTP", json!({"type": "BEARER", "token": "first-token"})).await;
    let flow = api.save_flow(json!([get("ask", &connection, &service.url("/"))])).await;
    api.run(&flow, json!({})).await;

    api.reconnect(&connection, json!({"type": "BEARER", "token": "second-token"})).await;
    api.run(&flow, json!({})).await;
    api.reconnect(&connection, json!({"type": "BASIC_AUTH", "username": "u", "password": "p"})).await;
    api.run(&flow, json!({})).await;

    let sent: Vec<_> =
        service.received().into_iter().map(|request| request.header("authorization").map(str::to_owned)).collect();
    let expected = ["Bearer first-token", "Bearer second-token", &basic("u", "p")];
    assert_eq!(sent, expected.map(|text| Some(text.to_owned())));
}

#[tokio::test]
async fn a_reconnected_client_fetches_a_token_of_its_own() {
    let service = protected_service(3600).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let (connection, flow) = save_protected(&api, &service).await;
    api.run(&flow, json!({})).await;

    api.reconnect(&connection, client_credentials("another-client", "another-secret")).await;
    let run = api.run(&flow, json!({})).await;

    assert_eq!(run.output, json!({"status": 200}), "{:?}", run.error);
    let clients: Vec<_> = token_requests(&service).iter().map(|request| form(request)[0].1.clone()).collect();
    assert_eq!(clients, ["client-1", "another-client"]);
}

#[tokio::test]
async fn a_renamed_connection_keeps_its_credentials() {
    let service = Service::always(200, json!({})).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let connection = api.connect("HTTP", json!({"type": "BEARER", "token": "the-token"})).await;
    let path = format!("/api/v2/flows/vault/connections/{connection}");

    api.patch(&path, &json!({"name": "renamed"})).await.expect(200);
    api.run_once(json!([get("ask", &connection, &service.url("/"))])).await;

    assert_eq!(service.only_request().header("authorization"), Some("Bearer the-token"));
}

#[tokio::test]
async fn a_flow_fails_cleanly_with_a_connection_that_is_empty_deleted_or_unknown() {
    let service = Service::always(200, json!({})).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let path = "/api/v2/flows/vault/connections";
    let empty = api.post(path, &json!({"app_id": "HTTP", "name": "empty"})).await.expect(201).json();
    let deleted = api.connect("HTTP", json!({"type": "BEARER", "token": "the-token"})).await;
    api.delete(&format!("{path}/{deleted}")).await.expect(204);

    for connection in [empty["id"].as_str().expect("id"), &deleted, "ac_42HT5oiobDyUs8ASwEEWK0"] {
        let run = api.run_once(json!([get("ask", connection, &service.url("/"))])).await;
        failed_cleanly(&run);
    }
    assert!(service.received().is_empty(), "no credential, no call");
}

#[tokio::test]
async fn a_connection_of_another_tenant_is_as_good_as_unknown() {
    let service = Service::always(200, json!({})).await;
    let server = start(Database::Sqlite, &service).await;
    let connection = server.api().connect("HTTP", json!({"type": "BEARER", "token": "the-token"})).await;
    server.launch.run(&["tenant", "create", "other"]);
    let other = Api::new(server.url(), server.client_of("other", "all"));

    let run = other.run_once(json!([get("ask", &connection, &service.url("/"))])).await;

    failed_cleanly(&run);
    assert!(service.received().is_empty());
    other.get(&format!("/api/v2/flows/vault/connections/{connection}")).await.expect(404);
}

#[tokio::test]
async fn a_refused_grant_fails_the_run_and_is_asked_again_by_the_next() {
    let service = Service::always(401, json!({"error": "invalid_client"})).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let (_, flow) = save_protected(&api, &service).await;

    failed_cleanly(&api.run(&flow, json!({})).await);
    failed_cleanly(&api.run(&flow, json!({})).await);

    assert!(calls(&service).is_empty(), "no token, no call");
    assert!(!token_requests(&service).is_empty());
}

#[tokio::test]
async fn a_flow_that_may_fail_goes_on_without_the_failed_answer() {
    let service = Service::always(200, json!({})).await;
    let server = start(Database::Sqlite, &service).await;
    let ask = may_fail(get("ask", "ac_42HT5oiobDyUs8ASwEEWK0", &service.url("/")));
    let answer = return_json(json!({"status": "{{actions.ask.status ?? 'none'}}"}));

    let run = server.api().run_once(json!([ask, answer])).await;

    assert_eq!((run.status.as_str(), run.output), ("COMPLETED", json!({"status": "none"})));
}

async fn start(database: Database, service: &Service) -> Flowvault {
    Launch::on(database).reaching([(AUTH, service.url(""))]).start().await
}

/// The one request a service receives for a connection with this setup.
async fn request_with(setup: Value) -> Received {
    let service = Service::always(200, json!({})).await;
    let server = start(Database::Sqlite, &service).await;
    let api = server.api();
    let connection = api.connect("HTTP", setup).await;
    let params =
        json!({"connection_id": connection, "method": "GET", "url": service.url("/thing"), "params": {"a": 1}});
    let run = api.run_once(json!([send_request("ask", params)])).await;
    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    let request = service.only_request();
    assert_eq!(request.line(), "GET /thing");
    request
}

fn client_credentials(id: &str, secret: &str) -> Value {
    let endpoint = format!("{AUTH}/token");
    json!({"type": "OAUTH_CLIENT_CREDENTIALS", "client_id": id, "client_secret": secret, "token_endpoint": endpoint})
}

/// A connection whose token the service wants, and a flow that answers with the status it was given.
async fn save_protected(api: &Api, service: &Service) -> (String, String) {
    let connection = api.connect("HTTP", client_credentials("client-1", "client-secret-1")).await;
    let ask = get("ask", &connection, &service.url("/thing"));
    let flow = api.save_flow(json!([ask, return_json(json!({"status": "{{actions.ask.status}}"}))])).await;
    (connection, flow)
}

fn form(request: &Received) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = url::form_urlencoded::parse(request.body.as_bytes()).into_owned().collect();
    pairs.sort();
    pairs
}

fn failed_cleanly(run: &Run) {
    assert_eq!(run.status, "FAILED", "{run:?}");
    assert!(run.error["code"].as_str().is_some_and(|code| code.starts_with("ERR_")), "{run:?}");
    assert!(run.error["message"].as_str().is_some_and(|message| !message.is_empty()), "{run:?}");
}
