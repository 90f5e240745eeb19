//! A running server with something behind every path.

use reqwest::{Method, RequestBuilder, header::CONTENT_TYPE};
use serde_json::json;

use super::{
    ELSEWHERE, SECRET,
    case::{Body, Case},
    operation::{GRANTED, Operation, Things, operations},
};
use crate::{
    actions::return_json,
    api::{Answer, Api},
    process::{Flowvault, Launch},
    service::Service,
};

/// The server.
pub(super) struct House {
    pub(super) server: Flowvault,
    pub(super) api: Api,
    cookie: String,
    _elsewhere: Service,
}

impl House {
    /// Starts it, furnishes it, and asks it what it takes.
    pub(super) async fn open() -> (Self, Vec<Operation>) {
        let elsewhere = Service::always(204, json!(null)).await;
        let server = Launch::new().reaching([(ELSEWHERE, elsewhere.url(""))]).start().await;
        let api = server.api();
        let cookie = become_somebody(&server, &api).await;
        let flow = api.save_flow(json!([return_json(json!({"x": 1}))])).await;
        let things = Things {
            execution: api.run(&flow, json!({})).await.id,
            changing: api.save_flow(json!([])).await,
            granted: grant(&api).await,
            connection: api.connect("HTTP", json!({"type": "BEARER", "token": SECRET})).await,
            flow,
        };
        let catalogue = api.get("/api/v2/flows/catalog").await.expect(200).json();
        let description = api.get("/api/v2/openapi.json").await.expect(200).json();
        let operations = operations(&description, &catalogue, api.client(), &things);
        (Self { server, api, cookie, _elsewhere: elsewhere }, operations)
    }

    /// Sends it, as a program or as a person.
    pub(super) async fn send(&self, case: &Case) -> Answer {
        let method = Method::from_bytes(case.method.as_bytes()).expect("a method");
        let request = self.api.request(method, &case.target());
        let request = match case.by_person {
            true => self.as_person(request),
            false => request.bearer_auth(self.api.token().await),
        };
        self.api
            .send(match &case.body {
                Body::None => request,
                Body::Json(value) => request.header(CONTENT_TYPE, "application/json").body(value.to_string()),
                Body::Bytes("", bytes) => request.body(bytes.clone()),
                Body::Bytes(label, bytes) => request.header(CONTENT_TYPE, *label).body(bytes.clone()),
            })
            .await
    }

    fn as_person(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("cookie", &self.cookie).header("origin", self.server.url())
    }
}

/// Registers an OAuth client and returns a connection that waits for its grant.
async fn grant(api: &Api) -> String {
    let client = json!({"client_id": "me", "client_secret": SECRET});
    let request = api.request(Method::PUT, &format!("/api/v2/flows/vault/oauth-clients/{GRANTED}"));
    let request = request.bearer_auth(api.token().await).header(CONTENT_TYPE, "application/json");
    api.send(request.body(client.to_string())).await.expect(200);
    let connection = json!({"app_id": GRANTED, "name": "waits"});
    let made = api.post("/api/v2/flows/vault/connections", &connection).await.expect(201).json();
    made["id"].as_str().expect("id").to_owned()
}

/// Sets the server up and returns the cookie of the first person.
async fn become_somebody(server: &Flowvault, api: &Api) -> String {
    let output = server.output();
    let link = output.split_whitespace().find_map(|word| word.split_once("/setup#")).expect("a set-up link").1;
    let body = json!({"token": link, "email": "ada@example.com", "password": "correct horse battery staple"});
    let request = api.request(Method::POST, "/api/v2/flowvault/setup").header("origin", server.url());
    let answer = api.send(request.header(CONTENT_TYPE, "application/json").body(body.to_string())).await.expect(201);
    answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).expect("a cookie").to_owned()
}
