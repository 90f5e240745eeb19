//! What was acknowledged is there after the worst end of the process, and only the right key opens it.

use std::fs;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::{
    actions::{get, return_json},
    api::{Api, Client},
    database::Database,
    process::{Flowvault, Launch},
    service::Service,
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

#[tokio::test]
async fn a_killed_server_comes_back_with_everything_on_sqlite() {
    a_killed_server_comes_back_with_everything(Database::Sqlite).await;
}

#[tokio::test]
async fn a_killed_server_comes_back_with_everything_on_postgres() {
    a_killed_server_comes_back_with_everything(Database::postgres()).await;
}

async fn a_killed_server_comes_back_with_everything(database: Database) {
    let service = Service::always(200, json!({})).await;
    let server = Launch::on(database).reaching([]).start().await;
    let api = server.api();
    let connection = api.connect("HTTP", json!({"type": "BEARER", "token": "the-token"})).await;
    let ask = get("ask", &connection, &service.url("/"));
    let flow = api.save_flow(json!([ask, return_json(json!({"status": "{{actions.ask.status}}"}))])).await;
    let run = api.run(&flow, json!({})).await;
    let paths = [
        format!("{CONNECTIONS}/{connection}"),
        format!("/api/v2/flows/{flow}"),
        format!("/api/v2/flows/{flow}/executions/{}?hydrate=debug", run.id),
    ];
    let before = texts(&api, &paths).await;

    let server = server.kill().start().await;
    let api = api.at(server.url());

    assert_eq!(texts(&api, &paths).await, before, "the old token is still good, and all is as it was");
    assert_eq!(api.run(&flow, json!({})).await.output, json!({"status": 200}));
    assert_eq!(service.received().pop().expect("a request").header("authorization"), Some("Bearer the-token"));
}

#[tokio::test]
async fn what_was_acknowledged_before_a_kill_is_there_afterwards() {
    let server = Launch::new().start().await;
    let api = server.api();
    api.token().await;
    let mut writers = JoinSet::new();
    for writer in 0..4 {
        let api = api.clone();
        writers.spawn(async move { create_until_cut_off(&api, writer).await });
    }
    // Cut off in the middle of writing, not after it.
    while list(&api).await.len() < 40 {}
    let launch = server.kill();
    let acknowledged: Vec<String> = writers.join_all().await.into_iter().flatten().collect();

    let server = launch.start().await;
    let kept = list(&api.at(server.url())).await;

    let lost: Vec<_> = acknowledged.iter().filter(|id| !kept.contains(id)).collect();
    assert!(acknowledged.len() >= 40 && lost.is_empty(), "of {} were lost {lost:?}", acknowledged.len());
}

#[tokio::test]
async fn without_its_root_key_the_server_refuses_to_start_and_names_it_on_sqlite() {
    without_its_root_key_the_server_refuses_to_start_and_names_it(Database::Sqlite).await;
}

#[tokio::test]
async fn without_its_root_key_the_server_refuses_to_start_and_names_it_on_postgres() {
    without_its_root_key_the_server_refuses_to_start_and_names_it(Database::postgres()).await;
}

async fn without_its_root_key_the_server_refuses_to_start_and_names_it(database: Database) {
    let launch = Launch::on(database).start().await.stop().await;
    let file = launch.data_dir().join("root.key");
    let id = root_key_id(&launch.output());
    let kept = fs::read(&file).expect("the root key");
    fs::remove_file(&file).expect("removable");

    let said = launch.refused().await;

    assert!(said.contains(&id), "{id} is not named in:\n{said}");
    assert!(!file.exists(), "a new key would open nothing");
    fs::write(&file, kept).expect("writable");
    launch.start().await.stop().await;
}

#[tokio::test]
async fn another_root_key_is_refused_on_sqlite() {
    another_root_key_is_refused(Database::Sqlite).await;
}

#[tokio::test]
async fn another_root_key_is_refused_on_postgres() {
    another_root_key_is_refused(Database::postgres()).await;
}

async fn another_root_key_is_refused(database: Database) {
    let other = Launch::new().start().await.stop().await;
    let launch = Launch::on(database).start().await.stop().await;
    let id = root_key_id(&launch.output());
    let file = launch.data_dir().join("root.key");
    fs::write(&file, fs::read(other.data_dir().join("root.key")).expect("a key")).expect("writable");

    let said = launch.refused().await;

    assert!(said.contains(&id), "{id} is not named in:\n{said}");
}

#[tokio::test]
async fn only_the_user_of_the_server_may_read_its_root_key() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = Launch::new().start().await;
    let mode = fs::metadata(server.launch.data_dir().join("root.key")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[tokio::test]
async fn two_servers_on_one_sqlite_file_do_not_harm_each_other() {
    let first = Launch::new().reaching([]).start().await;
    let second = first.launch.start().await;
    two_servers_agree(first, second).await;
}

#[tokio::test]
async fn two_servers_on_one_postgres_database_do_not_harm_each_other() {
    let database = Database::postgres();
    let first = Launch::on(database.clone()).reaching([]).start().await;
    let key = first.launch.data_dir().join("root.key").display().to_string();
    let second = Launch::on(database).reaching([]).arguments(&["--root-key-file", &key]).start().await;
    two_servers_agree(first, second).await;
}

async fn two_servers_agree(first: Flowvault, second: Flowvault) {
    let service = Service::always(200, json!({})).await;
    let one = first.api();
    let two = one.at(second.url());
    let mut writers = JoinSet::new();
    for number in 0..60 {
        let api = if number % 2 == 0 { one.clone() } else { two.clone() };
        writers.spawn(async move { api.connect("HTTP", json!({"type": "BEARER", "token": "a-token-of-one"})).await });
    }
    let mut made = writers.join_all().await;
    made.sort();
    let mut listed = [list(&one).await, list(&two).await];
    listed.iter_mut().for_each(|ids| ids.sort());
    assert_eq!(listed, [made.clone(), made.clone()]);

    let flow = one.save_flow(json!([get("ask", &made[0], &service.url("/"))])).await;
    assert_eq!(two.run(&flow, json!({})).await.status, "COMPLETED", "what one seals the other opens");
    one.reconnect(&made[0], json!({"type": "BEARER", "token": "a-newer-token"})).await;
    a_change_reaches_the_other(&two, &flow, &service).await;
}

async fn a_change_reaches_the_other(api: &Api, flow: &str, service: &Service) {
    let limit = std::time::Duration::from_secs(5);
    crate::within::within(limit, "the other server to use the new credential", async || {
        api.run(flow, json!({})).await;
        let last = service.received().pop()?;
        (last.header("authorization") == Some("Bearer a-newer-token")).then_some(())
    })
    .await;
}

/// Creates connections until the server is gone; returns the ids it has answered with.
async fn create_until_cut_off(api: &Api, writer: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let body =
        json!({"app_id": "HTTP", "name": format!("of writer {writer}"), "setup": {"type": "BEARER", "token": "t"}});
    while let Ok(answer) = api.try_post(CONNECTIONS, &body).await {
        acknowledged.push(answer.expect(201).json()["id"].as_str().expect("id").to_owned());
    }
    acknowledged
}

async fn list(api: &Api) -> Vec<String> {
    let mut ids = Vec::new();
    for page in 0.. {
        let path = format!("{CONNECTIONS}?per_page=100&page={page}");
        let Value::Array(some) = api.get(&path).await.expect(200).json() else { panic!("a list") };
        if some.is_empty() {
            break;
        }
        ids.extend(some.iter().map(|connection| connection["id"].as_str().expect("id").to_owned()));
    }
    ids
}

async fn texts(api: &Api, paths: &[String]) -> Vec<String> {
    let mut texts = Vec::new();
    for path in paths {
        texts.push(api.get(path).await.expect(200).text);
    }
    texts
}

/// What the first start said when it made the key.
fn root_key_id(output: &str) -> String {
    let plain: String =
        output.split('\u{1b}').map(|part| part.split_once('m').map_or(part, |(_, rest)| rest)).collect();
    let (_, after) = plain.split_once("root_key").expect("the first start names the key it made");
    after
        .chars()
        .skip_while(|c| !c.is_ascii_alphanumeric())
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect()
}

#[tokio::test]
async fn a_client_made_while_the_server_runs_works_at_once_and_after_a_restart() {
    let server = Launch::new().start().await;
    let Client { id, secret } = server.client("read:flows");
    Api::new(server.url(), Client { id: id.clone(), secret: secret.clone() }).get("/api/v2/flows").await.expect(200);
    let server = server.kill().start().await;
    Api::new(server.url(), Client { id, secret }).get("/api/v2/flows").await.expect(200);
}
