//! Connections that people grant in their browser, from the registration at the service to the day the grant is taken
//! back, and on from there.

use std::process::Stdio;

use reqwest::{Method, Url, redirect};
use serde_json::{Value, json};

use crate::{
    api::{Answer, Api},
    oauth_service::{CLIENT_ID, CLIENT_SECRET, OauthService, contact, tells_a_secret},
    process::{Flowvault, Launch},
    within::{PATIENCE, within},
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";
const CLIENT: &str = "/api/v2/flows/vault/oauth-clients/HUBSPOT";
const PASSWORD: &str = "correct horse battery staple";
/// Long enough that nothing is renewed during a test.
const LONG: u64 = 1800;
/// Renewed after half of it.
const SHORT: u64 = 4;

/// A service, a server that knows an OAuth client there, and a caller.
async fn prepared(lifetime: u64) -> (OauthService, Flowvault, Api) {
    let service = OauthService::start(lifetime).await;
    let server = Launch::new().reaching([service.rewrite()]).start().await;
    let printed = register(&server);
    assert_eq!(printed["client_id"], CLIENT_ID);
    assert!(!tells_a_secret(&printed.to_string()), "{printed}");
    let api = server.api();
    (service, server, api)
}

/// Registers the client on the command line; its secret is no part of it.
fn register(server: &Flowvault) -> Value {
    let words = ["oauth-client", "put", "HUBSPOT", "--client-id", CLIENT_ID, "--json"];
    let launch = server.launch.clone().with("FLOWVAULT_OAUTH_CLIENT_SECRET", CLIENT_SECRET);
    serde_json::from_str(&launch.run(&words)).expect("JSON")
}

async fn empty_connection(api: &Api) -> String {
    let made = api.post(CONNECTIONS, &json!({"app_id": "HUBSPOT", "name": "contacts"})).await.expect(201).json();
    made["id"].as_str().expect("id").to_owned()
}

async fn status(api: &Api, id: &str) -> Value {
    api.get(&format!("{CONNECTIONS}/{id}/status")).await.expect(200).json()
}

async fn state_becomes(api: &Api, id: &str, state: &str) -> Value {
    within(PATIENCE, state, async || Some(status(api, id).await).filter(|status| status["state"] == state)).await
}

/// The service's page for this connection.
async fn page(api: &Api, id: &str, body: Value) -> Url {
    let begun = api.post(&format!("{CONNECTIONS}/{id}/authorization"), &body).await.expect(200).json();
    let page = Url::parse(begun["authorization_url"].as_str().expect("authorization_url")).expect("a URL");
    assert!(page.as_str().starts_with("https://app.hubspot.com/oauth/authorize?"), "{page}");
    page
}

/// A person says yes on the page and is sent back.
async fn come_back(service: &OauthService, api: &Api, page: &Url) -> Answer {
    let path = format!("/oauth/callback?{}", service.agree(page));
    api.send(api.request(Method::GET, &path)).await
}

async fn connect(service: &OauthService, api: &Api, id: &str) {
    let page = page(api, id, json!({})).await;
    let answer = come_back(service, api, &page).await.expect(200);
    assert!(answer.text.contains("Connected") && answer.text.contains("contacts"), "{}", answer.text);
}

fn scopes_of(page: &Url) -> String {
    let pairs: Vec<_> = page.query_pairs().into_owned().collect();
    pairs.into_iter().find(|(name, _)| name == "scope").expect("scope").1
}

#[tokio::test]
async fn a_granted_connection_lives_until_the_grant_is_taken_back_and_again_after_reconnecting() {
    let (service, server, api) = prepared(SHORT).await;
    let id = empty_connection(&api).await;
    assert_eq!(status(&api, &id).await["state"], "empty");
    // Before connecting: what it needs is asked for.
    let flow = api.save_flow(json!([contact("GET_CONTACT", &id)])).await;
    connect(&service, &api, &id).await;
    let known = status(&api, &id).await;
    assert_eq!((&known["account"], &known["failure"]), (&json!("1001"), &Value::Null), "{known}");
    let made = api.get(&format!("{CONNECTIONS}/{id}")).await.expect(200).json();
    assert_eq!(made["account_name"], "1001 (app.hubspot.com)");

    let issued = service.issued();
    within(PATIENCE, "two renewals", async || (service.issued() >= issued + 2).then_some(())).await;
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    let known = within(PATIENCE, "the last refresh", async || {
        Some(status(&api, &id).await).filter(|status| status["last_refresh"].is_string())
    })
    .await;
    assert!(known["next_refresh"].is_string() && known["remaining_seconds"].is_u64(), "{known}");
    let renewed = api.get(&format!("{CONNECTIONS}/{id}")).await.expect(200).json();
    assert_eq!((&renewed["updated_at"], &renewed["fingerprint"]), (&made["updated_at"], &made["fingerprint"]));

    service.revoke();
    let lost = state_becomes(&api, &id, "reconnect_required").await;
    assert_eq!(lost["who_must_act"], "an editor: connect again");
    assert_eq!(lost["failure"]["class"], "reconnect");
    assert!(lost["reason"].as_str().expect("a reason").contains("This grant was taken back"), "{lost}");
    let printed = server.launch.run(&["connection", "status", &id]);
    assert!(printed.contains("reconnect_required") && printed.contains("connect again"), "{printed}");

    connect(&service, &api, &id).await;
    state_becomes(&api, &id, "ready").await;
    assert_eq!(api.run(&flow, json!({})).await.status, "COMPLETED");
    assert!(!api.heard().iter().any(|answer| tells_a_secret(answer)));
    assert!(!tells_a_secret(&server.launch.output()), "{}", server.launch.output());
}

#[tokio::test]
async fn what_a_new_flow_needs_is_missing_until_somebody_grants_it() {
    let (service, _server, api) = prepared(LONG).await;
    let id = empty_connection(&api).await;
    connect(&service, &api, &id).await;
    assert_eq!(status(&api, &id).await["state"], "ready");
    let flow = api.save_flow(json!([contact("UPSERT_CONTACT", &id)])).await;
    let known = status(&api, &id).await;
    assert_eq!(known["state"], "scopes_missing", "{known}");
    assert_eq!(known["scopes"]["missing"], json!(["crm.objects.contacts.write"]));
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "FAILED");
    assert!(run.error.to_string().contains("crm.objects.contacts.write"), "{:?}", run.error);

    let page = page(&api, &id, json!({})).await;
    assert!(scopes_of(&page).split(' ').any(|scope| scope == "crm.objects.contacts.write"), "{page}");
    come_back(&service, &api, &page).await.expect(200);
    assert_eq!(status(&api, &id).await["state"], "ready");
    assert_eq!(api.run(&flow, json!({})).await.status, "COMPLETED");
}

#[tokio::test]
async fn another_account_needs_an_explicit_yes() {
    let (service, _server, api) = prepared(LONG).await;
    let id = empty_connection(&api).await;
    connect(&service, &api, &id).await;
    service.switch_account(2002);
    let refused = page(&api, &id, json!({})).await;
    let answer = come_back(&service, &api, &refused).await.expect(409);
    assert!(answer.text.contains("another account"), "{}", answer.text);
    assert_eq!(status(&api, &id).await["account"], "1001");
    let agreed = page(&api, &id, json!({"another_account": true})).await;
    come_back(&service, &api, &agreed).await.expect(200);
    assert_eq!(status(&api, &id).await["account"], "2002");
}

#[tokio::test]
async fn a_client_that_the_service_refuses_is_one_incident_until_it_takes_it_again() {
    let (service, server, api) = prepared(SHORT).await;
    let ids = [empty_connection(&api).await, empty_connection(&api).await];
    for id in &ids {
        connect(&service, &api, id).await;
    }
    service.know_client(false);
    for id in &ids {
        let known = state_becomes(&api, id, "misconfigured").await;
        assert_eq!(known["who_must_act"], "whoever registered the OAuth client");
    }
    let client = api.get(CLIENT).await.expect(200).json();
    assert!(client["refused"]["said"].as_str().expect("said").contains("This app is not registered"), "{client}");
    let listed = server.launch.run(&["oauth-client", "list"]);
    assert!(listed.contains("refused since"), "{listed}");

    service.know_client(true);
    register(&server);
    for id in &ids {
        state_becomes(&api, id, "ready").await;
    }
    assert_eq!(api.get(CLIENT).await.expect(200).json()["refused"], Value::Null);
}

#[tokio::test]
async fn a_program_hands_in_a_code_as_the_contract_has_it() {
    let (service, _server, api) = prepared(LONG).await;
    let setup = |code: &str| json!({"type": "OAUTH_CODE", "code": code});
    let id = api.connect("HUBSPOT", setup(&service.code())).await;
    assert_eq!(status(&api, &id).await["state"], "ready");
    assert_eq!(api.run_once(json!([contact("GET_CONTACT", &id)])).await.status, "COMPLETED");

    let wrong = json!({"app_id": "HUBSPOT", "name": "x", "setup": setup("canary-wrong")});
    let refused = api.post(CONNECTIONS, &wrong).await.expect(400).json();
    assert_eq!(refused["errorCode"], "invalid_body");
    assert!(refused["message"].as_str().expect("text").contains("This code was not given"), "{refused}");
    let path = format!("{CONNECTIONS}/{id}");
    api.patch(&path, &json!({"setup": setup("canary-wrong")})).await.expect(400);
    assert_eq!(status(&api, &id).await["state"], "ready", "what was there serves on");
    api.reconnect(&id, setup(&service.code())).await;
    assert!(!api.heard().iter().any(|answer| tells_a_secret(answer)));
}

#[tokio::test]
async fn a_person_comes_back_to_the_vault_in_the_same_browser_only() {
    let (service, server, api) = prepared(LONG).await;
    let id = empty_connection(&api).await;
    make_editor(&server);
    let cookie = sign_in(&api).await;
    let begun = api
        .request(Method::POST, &format!("{CONNECTIONS}/{id}/authorization"))
        .header("cookie", &cookie)
        .header("origin", server.url())
        .header("x-flowvault-tenant", "default")
        .header("content-type", "application/json");
    let begin = async || {
        let begun = begun.try_clone().expect("a body in memory").body("{}");
        let begun = api.send(begun).await.expect(200).json();
        Url::parse(begun["authorization_url"].as_str().expect("authorization_url")).expect("a URL")
    };
    let stolen = come_back(&service, &api, &begin().await).await.expect(400);
    assert!(stolen.text.contains("This link is no longer good"), "{}", stolen.text);
    assert_eq!(status(&api, &id).await["state"], "empty");

    let query = service.agree(&begin().await);
    let request = browser().get(format!("{}/oauth/callback?{query}", server.url())).header("cookie", &cookie);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], format!("/t/default/vault?connected={id}"));
    assert_eq!(answer.headers()["referrer-policy"], "no-referrer");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert_eq!(status(&api, &id).await["state"], "ready");
    assert!(!tells_a_secret(&server.launch.output()), "{}", server.launch.output());
}

#[tokio::test]
async fn the_command_line_keeps_registrations_and_reads_secrets_from_standard_input() {
    let server = Launch::new().start().await;
    let launch = &server.launch;
    let mut command = launch.command();
    command.args(["oauth-client", "put", "HUBSPOT", "--client-id", "c", "--scope", "a b"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    std::io::Write::write_all(&mut stdin, b"canary-secret\n").expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("ended");
    let printed = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success() && printed.contains("/oauth/callback"), "{printed}");

    let listed: Value = serde_json::from_str(&launch.run(&["oauth-client", "list", "--json"])).expect("JSON");
    assert_eq!((&listed[0]["app_id"], &listed[0]["scopes"]), (&json!("HUBSPOT"), &json!(["a", "b"])), "{listed}");
    assert!(!tells_a_secret(&listed.to_string()));
    launch.run(&["oauth-client", "delete", "HUBSPOT"]);
    assert_eq!(launch.run(&["oauth-client", "list", "--json"]).trim(), "[]");

    let api = server.api();
    let id = empty_connection(&api).await;
    let listed: Value = serde_json::from_str(&launch.run(&["connection", "list", "--json"])).expect("JSON");
    assert_eq!((&listed[0]["id"], &listed[0]["ready"]), (&json!(id), &json!(false)));
    let told: Value = serde_json::from_str(&launch.run(&["connection", "status", &id, "--json"])).expect("JSON");
    assert_eq!(told, status(&api, &id).await);
}

fn make_editor(server: &Flowvault) {
    let mut command = server.launch.command();
    command.args(["person", "create", "--email", "eve@example.com", "--role", "editor"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the binary runs");
    let mut stdin = child.stdin.take().expect("piped");
    std::io::Write::write_all(&mut stdin, PASSWORD.as_bytes()).expect("written");
    drop(stdin);
    assert!(child.wait().expect("ended").success());
}

async fn sign_in(api: &Api) -> String {
    let body = json!({"email": "eve@example.com", "password": PASSWORD}).to_string();
    let request = api.request(Method::POST, "/api/v2/flowvault/session").header("content-type", "application/json");
    let answer = api.send(request.body(body)).await.expect(200);
    answer.header("set-cookie").expect("a cookie").split(';').next().expect("a pair").to_owned()
}

#[expect(clippy::disallowed_methods, reason = "plays a browser: the vault's guarded door is not for it")]
fn browser() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(redirect::Policy::none()).build().expect("a client")
}
