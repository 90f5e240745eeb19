//! Secrets made for this test go through everything that can be done with them. Afterwards they are nowhere but at
//! the services they belong to: not in an answer, a log, a database file, its journal, or a record.

mod gossip;
mod life;
mod secrets;

use std::sync::Arc;

use serde_json::json;

use self::{
    gossip::echo,
    life::{live_a_life, refuse_setups},
    secrets::{Secrets, setups},
};
use crate::{
    actions::{action, send_request},
    api::Api,
    database::Database,
    needle::{Haystack, Needle, assert_nowhere},
    process::{Flowvault, Launch},
    service::{Reply, Service},
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

#[tokio::test]
async fn a_secret_is_nowhere_but_at_its_service_on_sqlite() {
    a_secret_is_nowhere_but_at_its_service(Database::Sqlite).await;
}

#[tokio::test]
async fn a_secret_is_nowhere_but_at_its_service_on_postgres() {
    a_secret_is_nowhere_but_at_its_service(Database::postgres()).await;
}

async fn a_secret_is_nowhere_but_at_its_service(database: Database) {
    let secrets = Arc::new(Secrets::new());
    let service = echo(&secrets).await;
    let server = start(database, &service).await;
    let api = server.api();

    for (app_id, setup) in setups(&secrets) {
        live_a_life(&api, &service, app_id, setup).await;
    }
    refuse_setups(&api, &secrets).await;
    the_services_did_receive_them(&service, &secrets);
    assert!(api.heard().concat().contains("███"), "the services did repeat them");

    let while_running = haystacks(&server, &api);
    let token = api.token().await;
    let launch = server.stop().await;
    let after_the_end = Haystack::folder(&launch.data_dir());
    assert_nowhere(&secrets.all(), &while_running);
    assert_nowhere(&secrets.all(), &after_the_end);
    our_own_secrets_are_not_stored(&launch, &api, &token);
}

#[tokio::test]
async fn what_a_flow_masks_or_keeps_in_vars_is_in_no_record() {
    let masked = [Needle::new("masked"), Needle::new("vars"), Needle::new("masked output")];
    let [field, var, output] = [0, 1, 2].map(|index: usize| masked[index].secret());
    let answer = json!({"code": output});
    let service = Service::start(move |_| Reply::json(200, &answer)).await;
    let server = Launch::new().with("FLOWVAULT_LOG", "debug").reaching([]).start().await;
    let api = server.api();
    let mut quiet = send_request("quiet", json!({"url": service.url("/"), "method": "GET"}));
    quiet["mask_output"] = json!(true);
    let payload = json!({
        "from_field": format!("{{{{functions.mask('{field}')}}}}"), "from_var": "{{vars.pin}}",
        "from_output": "{{functions.mask(actions.quiet.body.code)}}",
    });
    let tell = send_request("tell", json!({"url": service.url("/tell"), "method": "POST", "payload": payload}));
    let keep = action("keep", "FLOW", "STORE_VARS", json!({"vars": {"pin": "{{vars.pin}}", "copy": "{{vars.pin}}"}}));
    // The flow's own text is what its author wrote; it is the run that must not spread it.
    let flow = api.save_flow(json!([quiet, keep, tell])).await;

    let run = api.run(&flow, json!({"vars": {"pin": var}})).await;

    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    let told = service.received().pop().expect("a request").json();
    assert_eq!(told["from_field"], masked[0].secret(), "the service gets the value itself");
    assert_eq!((&told["from_var"], &told["from_output"]), (&json!(var), &json!(masked[2].secret())));
    let record = api.record(&flow, &run.id).await;
    assert!(record.to_string().contains("███"), "{record}");
    assert_nowhere(&masked, &[Haystack::new("the record", record.to_string().as_bytes())]);
    assert_nowhere(&masked, &[Haystack::new("the logs", server.launch.output().as_bytes())]);
    assert_nowhere(&masked[1..], &Haystack::folder(&server.launch.data_dir()));
}

#[tokio::test]
async fn the_root_key_is_only_in_its_file() {
    let server = Launch::new().with("FLOWVAULT_LOG", "debug").start().await;
    let file = server.launch.data_dir().join("root.key");
    let key = std::fs::read_to_string(&file).expect("the root key");
    for haystack in Haystack::folder(&server.launch.data_dir()) {
        let holds = haystack.contains_text(key.trim());
        assert_eq!(holds, haystack.from == file.display().to_string(), "{}", haystack.from);
    }
    assert!(!server.launch.output().contains(key.trim()), "the log tells the root key");
}

async fn start(database: Database, service: &Service) -> Flowvault {
    let rewrites = [
        ("https://auth.example.com", service.url("/auth")),
        ("https://tenant.example.com", service.url("/tenant")),
        ("https://api.twilio.com", service.url("/json")),
    ];
    Launch::on(database).with("FLOWVAULT_LOG", "debug").reaching(rewrites).start().await
}

/// The control: without this, a server that sends nothing would pass.
fn the_services_did_receive_them(service: &Service, secrets: &Secrets) {
    let received: Vec<_> =
        service.received().iter().map(|request| Haystack::new("", format!("{request:?}").as_bytes())).collect();
    for needle in secrets.all() {
        assert!(received.iter().any(|request| !needle.found_in(request).is_empty()), "{} was never sent", needle.name);
    }
}

fn haystacks(server: &Flowvault, api: &Api) -> Vec<Haystack> {
    let mut haystacks = Haystack::folder(&server.launch.data_dir());
    if matches!(server.launch.database(), Database::Sqlite) {
        let journal = haystacks.iter().find(|haystack| haystack.from.ends_with("-wal"));
        assert!(journal.is_some_and(|journal| !journal.is_empty()), "the journal must be part of the search");
    }
    haystacks.push(Haystack::new("the database", server.launch.database().dump().as_bytes()));
    haystacks.push(Haystack::new("the logs", server.output().as_bytes()));
    haystacks.extend(api.heard().iter().map(|answer| Haystack::new(format!("the answer {answer}"), answer.as_bytes())));
    haystacks
}

/// The secrets of our own API clients are kept as hashes, their tokens not at all.
fn our_own_secrets_are_not_stored(launch: &Launch, api: &Api, token: &str) {
    let mut places = Haystack::folder(&launch.data_dir());
    places.push(Haystack::new("the logs", launch.output().as_bytes()));
    for place in &places {
        assert!(!place.contains_text(&api.client().secret), "the client's secret in {}", place.from);
        assert!(!place.contains_text(token), "the access token in {}", place.from);
    }
}
