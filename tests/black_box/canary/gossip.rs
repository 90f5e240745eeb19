//! The services of this test: careless with what they are told.

use std::sync::Arc;

use serde_json::json;

use super::secrets::Secrets;
use crate::{
    needle::{Needle, written_in_many_ways},
    service::{Received, Reply, Service},
    token_endpoint::token,
};

/// A service that gossips: it writes every secret it was told into its answers, in every way it can.
pub(super) async fn echo(secrets: &Arc<Secrets>) -> Service {
    let secrets = Arc::clone(secrets);
    Service::start(move |request| match request.path.as_str() {
        "/auth/token" => token(&secrets.access_token.secret(), 3600),
        "/tenant/oauth/token" => token(&secrets.auth0_access_token.secret(), 3600),
        _ => tell(request, &secrets.known_to_the_receiver_of(request)),
    })
    .await
}

fn tell(request: &Received, secrets: &[&Needle]) -> Reply {
    let gossip: Vec<String> = secrets.iter().flat_map(|needle| written_in_many_ways(&needle.secret())).collect();
    let authorization = request.header("authorization").unwrap_or_default();
    let heard = format!("{authorization} {:?} {}", request.query, request.body);
    let body =
        json!({"gossip": gossip, "heard": heard, "authorization": authorization, "nested": {"query": request.query}});
    let safe = |text: &str| text.replace(char::is_control, "");
    let reply = match request.path.rsplit('/').next() {
        Some("text") => Reply::text(200, &gossip.join("\n")).header("content-type", "text/plain"),
        Some("xml") => Reply::text(200, &format!("<a b='{authorization}'>{}</a>", gossip.join(" ")))
            .header("content-type", "application/xml"),
        Some("broken") => Reply::text(200, &format!("{{\"half\": \"{heard} {}", gossip.join(" ")))
            .header("content-type", "application/json"),
        Some("error") => Reply::json(500, &body),
        Some("denied") => Reply::json(401, &body).header("www-authenticate", &safe(authorization)),
        Some("moved") => Reply::redirect(&format!("/json?was={}", request.query.as_deref().unwrap_or_default())),
        Some("Messages.json") => Reply::json(400, &json!({"code": 20003, "message": heard, "more": gossip})),
        _ => Reply::json(200, &body),
    };
    gossip
        .iter()
        .enumerate()
        .fold(reply, |reply, (index, text)| reply.header(&format!("x-gossip-{index}"), &safe(text)))
}
