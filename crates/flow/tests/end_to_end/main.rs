//! Flows through a real store and a real vault, against a service on this machine.
#![expect(clippy::unwrap_used, reason = "a test may stop anywhere")]

mod native;
mod service;

use std::{sync::Arc, time::Duration};

use catalog::Catalog;
use flow::{Engine, Finished, Input, Limits};
use model::{Actor, AuditLine, Clock, ConnectionId, Flow, FlowId, Rng, Status, TenantId};
use seal::RootKey;
use serde_json::{Value, json};
use store::Store;
use tempfile::TempDir;
use vault::{
    NewConnection, Parts, Vault,
    http::{Client, Outbound},
};

use service::Service;

const TOKEN: &str = "canary-bearer-token";

/// Everything a run needs, in a folder that disappears.
struct House {
    _folder: TempDir,
    clock: Clock,
    rng: Rng,
    store: Store,
    vault: Arc<Vault>,
    tenant: TenantId,
    service: Service,
}

impl House {
    async fn open() -> Self {
        let (folder, clock, rng) = (TempDir::new().unwrap(), Clock::system(), Rng::seeded(7));
        let service = Service::start().await;
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let store = Store::open(&url, clock.clone()).await.unwrap();
        let rewrites = json!({ "https://api.twilio.com": format!("{}/twilio", service.url()) }).to_string();
        let http = Client::new(Outbound::parse("127.0.0.0/8", &rewrites).unwrap()).unwrap();
        let parts = Parts {
            store: store.clone(),
            catalog: Arc::new(Catalog::builtin()),
            root_key: RootKey::generate(&rng),
            http,
            clock: clock.clone(),
            rng: rng.clone(),
        };
        let vault = Arc::new(Vault::open(parts).await.unwrap());
        let tenant = vault.create_tenant("default", Actor::Cli).await.unwrap().id;
        Self { _folder: folder, clock, rng, store, vault, tenant, service }
    }

    fn engine(&self) -> Engine {
        Engine::new(Arc::clone(&self.vault), self.store.clone(), self.clock.clone(), self.rng.clone())
    }

    async fn connect(&self, app_id: &str, setup: Option<Value>) -> ConnectionId {
        let new = NewConnection { app_id: app_id.to_owned(), name: app_id.to_owned(), setup };
        self.vault.create_connection(&self.tenant, Actor::Cli, new).await.unwrap().id
    }

    async fn save(&self, actions: &Value) -> Flow {
        self.engine().check(actions).unwrap();
        let now = self.clock.now();
        let (id, actions) = (FlowId::new(&self.rng), Some(actions.to_string()));
        let flow = Flow { id, name: "test".to_owned(), actions, created_at: now, updated_at: now, executed_at: None };
        let line = AuditLine::new(&self.rng, Actor::Cli, "flow.create", flow.id.as_str());
        self.store.create_flow(&self.tenant, &flow, line).await.unwrap();
        flow
    }

    /// Runs while the service answers.
    async fn run_with(&self, engine: &Engine, flow: &Flow) -> Finished {
        let input = Input { fields: json!({ "who": "ada" }), context: json!({}), vars: json!({}) };
        tokio::select! {
            finished = engine.run(&self.tenant, Actor::Cli, flow, input) => finished.unwrap(),
            never = self.service.serve() => never,
        }
    }

    async fn run(&self, actions: &Value) -> (Flow, Finished) {
        let flow = self.save(actions).await;
        let finished = self.run_with(&self.engine(), &flow).await;
        (flow, finished)
    }
}

fn action(id: &str, kind: &str, params: Value) -> Value {
    let (integration, name) = kind.split_once('.').unwrap();
    json!({ "id": id, "type": integration, "action": name, "params": params })
}

fn debug(finished: &Finished) -> Value {
    serde_json::from_str(&finished.execution.debug).unwrap()
}

#[tokio::test]
async fn a_look_up_decides_about_a_message_and_an_answer() {
    let house = House::open().await;
    let bearer = house.connect("HTTP", Some(json!({ "type": "BEARER", "token": TOKEN }))).await;
    let account = json!({ "type": "API_KEY", "account_id": "AC00000000000000000000000000000001", "api_key": "canary-auth-token" });
    let twilio = house.connect("TWILIO", Some(account)).await;
    let url = format!("{}/people/{{{{fields.who}}}}", house.service.url());
    let sms = json!({
        "connection_id": twilio.as_str(), "from": "+15550001", "to": "{{actions.look_up.body.phone}}",
        "message": "Hello {{actions.look_up.body.name}}",
    });
    let is_known = json!({ "operator": "EQ", "operands": ["{{actions.look_up.status}}", "200"] });
    let (flow, finished) = house
        .run(&json!([
            action("look_up", "HTTP.SEND_REQUEST", json!({ "connection_id": bearer.as_str(), "url": url })),
            action(
                "known",
                "FLOW.BOOLEAN_CONDITION",
                json!({ "if": is_known, "then": [action("sms", "TWILIO.SEND_SMS", sms)] })
            ),
            action("answer", "FLOW.RETURN_JSON", json!({ "payload": { "sid": "{{actions.sms.sid}}" } })),
        ]))
        .await;

    assert_eq!(finished.error, None);
    assert_eq!(
        (finished.execution.status, finished.output.as_ref()),
        (Status::Completed, Some(&json!({ "sid": "SM1" })))
    );
    let requests = house.service.requests();
    assert!(
        requests[0].starts_with("GET /people/ada ") && requests[0].contains(&format!("Bearer {TOKEN}")),
        "{}",
        requests[0]
    );
    assert!(requests[1].starts_with("POST /twilio/2010-04-01/Accounts/AC0"), "{}", requests[1]);
    assert!(requests[1].ends_with("To=%2B34600111222&From=%2B15550001&Body=Hello+Ada+Lovelace"), "{}", requests[1]);
    assert_eq!(requests.len(), 2);

    let statuses: Vec<_> =
        debug(&finished)["tracing"].as_array().unwrap().iter().map(|entry| entry["status"].clone()).collect();
    assert_eq!(statuses, [json!(200), json!(null), json!(201), json!(null)]);
    assert!(!finished.execution.debug.contains("canary"));
    let stored = house.store.execution(&house.tenant, &flow.id, &finished.execution.id).await.unwrap();
    assert_eq!(stored, Some(finished.execution.clone()));
    let flow = house.store.flow(&house.tenant, &flow.id).await.unwrap().unwrap();
    assert_eq!(flow.executed_at, finished.execution.started_at);
}

#[tokio::test]
async fn an_answer_of_404_is_the_flows_to_judge() {
    let house = House::open().await;
    let url = format!("{}/missing", house.service.url());
    let (_, finished) = house
        .run(&json!([
            action("call", "HTTP.SEND_REQUEST", json!({ "url": url })),
            action("answer", "FLOW.RETURN_JSON", json!({ "payload": "{{actions.call}}" })),
        ]))
        .await;
    let output = finished.output.unwrap();
    assert_eq!((&output["status"], &output["success"]), (&json!(404), &json!(false)));
    assert_eq!(output["body"], json!({ "error": "no such thing" }));
}

#[tokio::test]
async fn an_empty_or_missing_connection_fails_the_action() {
    let house = House::open().await;
    let empty = house.connect("HTTP", None).await;
    for id in [empty.as_str(), "ac_42HT5oiobDyUs8ASwEEWK0"] {
        let params = json!({ "connection_id": id, "url": house.service.url() });
        let (_, finished) = house.run(&json!([action("call", "HTTP.SEND_REQUEST", params)])).await;
        assert_eq!((finished.execution.status, finished.output), (Status::Failed, None));
        assert_eq!(finished.error.unwrap()["action_id"], "call");
    }
    assert!(house.service.requests().is_empty());
}

#[tokio::test]
async fn a_run_that_takes_too_long_is_stopped_and_recorded() {
    let house = House::open().await;
    let url = format!("{}/slow", house.service.url());
    let flow = house.save(&json!([action("call", "HTTP.SEND_REQUEST", json!({ "url": url }))])).await;
    let engine = house.engine().with_limits(Limits { time: Duration::from_millis(300) });
    let finished = house.run_with(&engine, &flow).await;
    assert_eq!(finished.execution.status, Status::Failed);
    let error = finished.error.as_ref().unwrap();
    assert_eq!((&error["code"], &error["action_id"]), (&json!("ERR_FLOW_EXECUTION_ERROR"), &json!("call")));
    assert_eq!(error["message"], "The flow ran longer than 0.3 seconds");
    assert!(house.store.execution(&house.tenant, &flow.id, &finished.execution.id).await.unwrap().is_some());
}

#[tokio::test]
async fn a_flow_that_changed_runs_as_it_is_now() {
    let house = House::open().await;
    let engine = house.engine();
    let answer = |n: u32| json!([action("answer", "FLOW.RETURN_JSON", json!({ "payload": { "n": n } }))]);
    let mut flow = house.save(&answer(1)).await;
    assert_eq!(house.run_with(&engine, &flow).await.output, Some(json!({ "n": 1 })));
    assert_eq!(house.run_with(&engine, &flow).await.output, Some(json!({ "n": 1 })));
    flow.actions = Some(answer(2).to_string());
    assert_eq!(house.run_with(&engine, &flow).await.output, Some(json!({ "n": 2 })));
}

#[tokio::test]
async fn actions_that_cannot_be_read_are_a_failed_run() {
    let house = House::open().await;
    let mut flow = house.save(&json!([])).await;
    for broken in ["{", "{}", r#"[{"id": "a"}]"#] {
        flow.actions = Some(broken.to_owned());
        let finished = house.run_with(&house.engine(), &flow).await;
        assert_eq!(finished.execution.status, Status::Failed);
        assert_eq!(finished.error.unwrap()["code"], "ERR_FLOW_EXECUTION_ERROR");
    }
}

#[tokio::test]
async fn a_run_of_a_flow_deleted_meanwhile_still_answers() {
    let house = House::open().await;
    let flow = house.save(&json!([])).await;
    let line = AuditLine::new(&house.rng, Actor::Cli, "flow.delete", flow.id.as_str());
    house.store.delete_flow(&house.tenant, &flow.id, line).await.unwrap();
    let finished = house.run_with(&house.engine(), &flow).await;
    assert_eq!(finished.output, Some(json!({})));
}
