//! The client-credentials grant as a service plays it: every request makes a new token, numbered from 1.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::service::{Received, Reply, Service};

/// A service with `POST /token`; every other path is an API that wants the newest token.
pub(crate) async fn protected_service(expires_in: u64) -> Service {
    let issued = AtomicUsize::new(0);
    Service::start(move |request| {
        if request.path == "/token" {
            let number = issued.fetch_add(1, Ordering::SeqCst) + 1;
            return token(&format!("token-{number}"), expires_in);
        }
        let newest = format!("Bearer token-{}", issued.load(Ordering::SeqCst));
        match request.header("authorization") == Some(newest.as_str()) {
            true => Reply::json(200, &json!({"ok": true})),
            false => Reply::json(401, &json!({"ok": false})),
        }
    })
    .await
}

/// The answer of a token endpoint.
pub(crate) fn token(access_token: &str, expires_in: u64) -> Reply {
    let body = json!({"access_token": access_token, "token_type": "Bearer", "expires_in": expires_in});
    Reply::json(200, &body)
}

/// The requests for a token among all.
pub(crate) fn token_requests(service: &Service) -> Vec<Received> {
    service.received().into_iter().filter(|request| request.path == "/token").collect()
}

/// The requests that carried a token.
pub(crate) fn calls(service: &Service) -> Vec<Received> {
    service.received().into_iter().filter(|request| request.path != "/token").collect()
}
