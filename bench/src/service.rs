//! The outside service that actions call: answers everything with the same small JSON.

use anyhow::Result;
use axum::{Json, Router};
use serde_json::{Value, json};

pub(crate) async fn serve() -> Result<()> {
    listen(Router::new().fallback(answer)).await
}

async fn answer() -> Json<Value> {
    Json(json!({"state": "shipped", "parcels": [{"id": 1}, {"id": 2}]}))
}

/// Serves on a free port of this machine and says which.
pub(crate) async fn listen(router: Router) -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}
