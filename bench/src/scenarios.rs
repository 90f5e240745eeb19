//! What is measured, and against what.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use crate::{
    flowvault::{Flowvault, make, post},
    load::{self, Asked},
    process::Server,
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";
const HEAD: &str =
    "| | requests/s | × bare | median | p99 | server's processor time | × bare |\n|---|---|---|---|---|---|---|\n";

pub(crate) async fn measure(binary: &Path) -> Result<String> {
    let folder = tempfile::tempdir()?;
    let service = Server::start_self(&["service"], folder.path()).await?;
    let bare = Server::start_self(&["bare", &service.url], folder.path()).await?;
    let flowvault = Flowvault::new(binary, folder.path());
    let ours = flowvault.start().await?;
    let token = flowvault.token(&ours).await?;
    let requests = Requests::prepare(&ours, &service, &token).await?;

    let mut table = HEAD.to_owned();
    let read = load::put(&bare, &get(&bare, "/connection", "")).await?;
    table += &read.row("bare handler: JSON", None);
    table += &load::put(&ours, &requests.read).await?.row("verify the token, read a connection", Some(&read));
    let run = load::put(&bare, &post(&bare, "/run", "", &input())).await?;
    table += &run.row("bare handler: JSON in, JSON out", None);
    table += &load::put(&ours, &requests.run).await?.row("run a saved flow, three JSON actions, recorded", Some(&run));
    let call = load::put(&bare, &post(&bare, "/call", "", &input())).await?;
    table += &call.row("bare handler: one HTTP call", None);
    table +=
        &load::put(&ours, &requests.call).await?.row("run a saved flow, one signed HTTP call, recorded", Some(&call));
    Ok(format!("{table}\nMemory after all this: {:.1} MiB.\n", ours.memory()?))
}

/// The requests to Flowvault, over things made for them.
struct Requests {
    read: Asked,
    run: Asked,
    call: Asked,
}

impl Requests {
    async fn prepare(ours: &Server, service: &Server, token: &str) -> Result<Self> {
        let setup = json!({"type": "BEARER", "token": "bench-token-0123456789"});
        let connection = json!({"app_id": "HTTP", "name": "bench", "setup": setup});
        let connection = make(ours, CONNECTIONS, token, &connection).await?;
        let call = json!({"connection_id": connection, "method": "GET", "url": format!("{}/orders/1", service.url)});
        let call = json!([
            {"id": "ask", "type": "HTTP", "action": "SEND_REQUEST", "params": call},
            return_json(json!({"state": "{{actions.ask.body.state}}"})),
        ]);
        Ok(Self {
            read: get(ours, &format!("{CONNECTIONS}/{connection}"), token),
            run: run(ours, token, json_actions()).await?,
            call: run(ours, token, call).await?,
        })
    }
}

fn json_actions() -> Value {
    json!([
        {"id": "make", "type": "JSON", "action": "CREATE_JSON", "params": {"object": {"name": "{{fields.name}}", "list": [1, 2, 3]}}},
        {"id": "write", "type": "JSON", "action": "SERIALIZE_JSON", "params": {"object": "{{actions.make.result}}"}},
        {"id": "read", "type": "JSON", "action": "PARSE_JSON", "params": {"json": "{{actions.write.json}}"}},
        return_json(json!({"hello": "{{actions.read.object.name}}"})),
    ])
}

fn return_json(payload: Value) -> Value {
    json!({"id": "answer", "type": "FLOW", "action": "RETURN_JSON", "params": {"payload": payload}})
}

/// Saves a flow and makes the request that runs it.
async fn run(ours: &Server, token: &str, actions: Value) -> Result<Asked> {
    let flow = make(ours, "/api/v2/flows", token, &json!({"name": "bench", "actions": actions})).await?;
    let asked = post(ours, &format!("/api/v2/flows/{flow}/executions"), token, &input());
    let answer = load::ask(&load::client()?, &asked).await?;
    anyhow::ensure!(answer.contains("COMPLETED"), "the flow does not work: {answer}");
    Ok(asked)
}

fn input() -> Value {
    json!({"input": {"fields": {"name": "Ada"}}, "synchronous": true})
}

fn get(server: &Server, path: &str, token: &str) -> Asked {
    Asked { method: reqwest::Method::GET, url: format!("{}{path}", server.url), token: token.to_owned(), body: None }
}
