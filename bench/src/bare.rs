//! What Flowvault is compared with: handlers that do the unavoidable part of the work and nothing else.
//! No token, no database, no template, no record.

use anyhow::Result;
use axum::{
    Json, Router,
    body::Bytes,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{load, service};

pub(crate) async fn serve(service: &str) -> Result<()> {
    let state = (load::client()?, service.to_owned());
    let router =
        Router::new().route("/connection", get(connection)).route("/run", post(run)).route("/call", post(call));
    service::listen(router.with_state(state)).await
}

/// An answer of the size of a connection.
async fn connection() -> Json<Value> {
    Json(json!({
        "id": "ac_ik8c7qvwKSSHsxdbfjoUN6", "app_id": "HTTP", "name": "bench", "account_name": "Bearer ben***ken", "ready": true,
        "created_at": "2024-09-12T12:52:15.805Z", "updated_at": "2024-09-12T12:52:15.805Z",
        "fingerprint": "44078f05a47efb23da187165f5aada25",
    }))
}

/// Reads a JSON body and answers in the shape of a run.
async fn run(Json(body): Json<Value>) -> Json<Value> {
    let name = body["input"]["fields"]["name"].clone();
    Json(json!({"id": "afe_ik8c7qvwKSSHsxdbfjoUN6", "status": "COMPLETED", "output": {"hello": name}, "error": null}))
}

/// Makes the same request that the action makes, and passes the answer on.
async fn call(
    State((client, service)): State<(reqwest::Client, String)>,
    _body: Bytes,
) -> Result<Json<Value>, StatusCode> {
    let request = client.get(format!("{service}/orders/1")).header("authorization", "Bearer bench-token-0123456789");
    let answer = request.send().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let body = answer.bytes().await.map_err(|_| StatusCode::BAD_GATEWAY)?;
    let body: Value = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_GATEWAY)?;
    Ok(Json(
        json!({"id": "afe_ik8c7qvwKSSHsxdbfjoUN6", "status": "COMPLETED", "output": {"state": body["state"]}, "error": null}),
    ))
}
