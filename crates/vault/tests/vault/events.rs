//! What tenants are told, and how: signed, retried, once at a time, and never to where nothing may be sent.

use std::{sync::Arc, time::Duration};

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use model::{Actor, AuditLine, FailureClass, Page, Rng, TenantId};
use serde_json::{Value, json};
use store::{Claim, Decision, Event, FailedRenewal, Lease};
use tokio::sync::Semaphore;
use vault::{About, Error, News, Vault};

use crate::{
    house::{House, bearer},
    service::{Reply, Request},
};

const PATH: &str = "/events";

/// Has the tenant told at the service; the secret.
async fn listen(house: &House, tenant: &TenantId) -> String {
    let url = house.service.url(PATH);
    let set = house.vault.set_event_endpoint(tenant, Actor::Cli, &url, false).await.unwrap();
    set.secret.unwrap().to_string()
}

/// A connection of the tenant turns out to be revoked.
async fn happen(house: &House) {
    let id = house.connect("HTTP", bearer("secret-of-acme")).await;
    let news = News::ReconnectRequired { reason: "the grant was revoked" };
    let about = About { tenant: &house.tenant, connection: &id, app_id: "HTTP", name: Some("Ours") };
    tell(house, about, news).await;
}

async fn tell(house: &House, about: About<'_>, news: News<'_>) {
    let event = house.vault.event(about, news);
    let lease = Lease { owner: "test", length: Duration::from_mins(1) };
    let spend = |_: &_| Decision::Spend { hash: [0; 32] };
    let Claim::Taken(claimed, _) =
        house.store.claim_renewal(about.tenant, about.connection, lease, spend).await.unwrap()
    else {
        panic!("somebody has the lease")
    };
    let failed = FailedRenewal {
        number: claimed.number,
        failure: FailureClass::Reconnect,
        said: "revoked",
        refresh_at: None,
        may_be_spent: false,
        event: Some(&event),
    };
    assert!(house.store.fail_renewal(about.tenant, about.connection, failed).await.unwrap());
}

/// One pass, to its end.
async fn deliver(vault: &Vault) -> usize {
    let begun = vault.deliver_events().await.unwrap();
    vault.tasks().finished().await;
    begun
}

async fn events(house: &House, tenant: &TenantId) -> Vec<Event> {
    house.store.events(tenant, Page { start: 0, limit: 100 }).await.unwrap()
}

fn signature(secret: &str, request: &Request) -> String {
    let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let header = |name: &str| request.header(name).unwrap().to_owned();
    let signed = format!("{}.{}.{}", header("webhook-id"), header("webhook-timestamp"), request.body);
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &key), signed.as_bytes());
    format!("v1,{}", BASE64_STANDARD.encode(tag))
}

#[tokio::test]
async fn an_event_arrives_signed_and_says_what_happened_to_which_connection() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(204, ""));
    let secret = listen(&house, &house.tenant).await;
    happen(&house).await;
    assert_eq!((deliver(&house.vault).await, deliver(&house.vault).await), (1, 0));
    let request = house.service.requests(PATH).remove(0);
    let event = events(&house, &house.tenant).await.remove(0);
    assert_eq!((request.method.as_str(), request.header("content-type")), ("POST", Some("application/json")));
    assert_eq!(request.header("webhook-id"), Some(event.id.as_str()));
    assert_eq!(request.header("webhook-timestamp"), Some(house.clock.now().seconds().to_string().as_str()));
    assert_eq!(request.header("webhook-signature"), Some(signature(&secret, &request).as_str()));
    let expected = json!({
        "type": "connection.reconnect_required",
        "timestamp": house.clock.now(),
        "data": {
            "tenant_id": house.tenant.as_str(), "connection_id": event.connection.as_str(), "app_id": "HTTP",
            "name": "Ours", "reason": "the grant was revoked",
        },
    });
    assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), expected);
    assert_eq!((event.delivered_at, event.next_at, event.attempts), (Some(house.clock.now()), None, 1));
    assert!(house.vault.metrics().render().contains("event_deliveries_total{outcome=\"delivered\"} 1"));
}

#[tokio::test]
async fn every_kind_of_news_has_its_words() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    let id = house.connect("HTTP", bearer("token")).await;
    let about = About { tenant: &house.tenant, connection: &id, app_id: "HTTP", name: None };
    tell(&house, about, News::Recovered).await;
    tell(&house, about, News::ScopesMissing { missing: &["crm.write".to_owned()] }).await;
    deliver(&house.vault).await;
    let bodies = house.service.requests(PATH).into_iter().map(|request| request.body);
    let mut told: Vec<Value> = bodies.map(|body| serde_json::from_str(&body).unwrap()).collect();
    told.sort_by_key(|body| body["type"].as_str().unwrap().to_owned());
    assert_eq!(told[0]["type"], "connection.recovered");
    assert_eq!(told[1]["type"], "connection.scopes_missing");
    assert_eq!(told[1]["data"]["missing_scopes"], json!(["crm.write"]));
    assert_eq!(told[0]["data"].get("name"), None);
}

#[tokio::test]
async fn an_event_that_is_not_taken_is_sent_again_under_the_same_id() {
    let house = House::open().await;
    house.service.on(PATH, |count, _| match count {
        1 => Reply::text(503, "busy"),
        2 => Reply::nothing(),
        3 => Reply::with_header(302, "location", "/elsewhere", ""),
        _ => Reply::text(200, ""),
    });
    listen(&house, &house.tenant).await;
    happen(&house).await;
    for (attempt, pause) in [(1, 6), (2, 18), (3, 54), (4, 0)] {
        assert_eq!(deliver(&house.vault).await, 1, "{attempt}");
        assert_eq!(deliver(&house.vault).await, 0, "not before its time");
        house.clock.advance(Duration::from_secs(pause));
    }
    let requests = house.service.requests(PATH);
    assert!(requests.iter().all(|request| request.header("webhook-id") == requests[0].header("webhook-id")));
    assert_ne!(requests[0].header("webhook-timestamp"), requests[3].header("webhook-timestamp"));
    assert_eq!(house.service.count("/elsewhere"), 0, "an endpoint does not send us on");
    let event = events(&house, &house.tenant).await.remove(0);
    assert_eq!((event.attempts, event.delivered_at), (4, Some(house.clock.now())));
}

#[tokio::test]
async fn an_event_that_nobody_takes_is_given_up_after_three_days() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(500, ""));
    listen(&house, &house.tenant).await;
    happen(&house).await;
    let mut tries = 0;
    while events(&house, &house.tenant).await[0].next_at.is_some() {
        tries += deliver(&house.vault).await;
        house.clock.advance(Duration::from_hours(15));
    }
    assert_eq!(tries, 6, "a node that looks every 15 hours finds at 75 that it was the last try");
    let event = events(&house, &house.tenant).await.remove(0);
    assert_eq!((event.delivered_at, event.said.as_deref()), (None, Some("the endpoint answered with status 500")));
}

#[tokio::test]
async fn two_nodes_do_not_send_the_same_event() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    let other = house.second_vault().await;
    for round in 1..=5 {
        happen(&house).await;
        let (here, there) = tokio::join!(deliver(&house.vault), deliver(&other));
        assert_eq!((here + there, house.service.count(PATH)), (1, round));
    }
}

#[tokio::test]
async fn a_slow_endpoint_holds_up_only_its_own_tenant() {
    let house = House::open().await;
    let gate = Arc::new(Semaphore::new(0));
    let shared = Arc::clone(&gate);
    house.service.on(PATH, move |_, _| Reply::text(200, "").behind(&shared));
    house.service.on("/quick", |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    for _ in 0..6 {
        happen(&house).await;
    }
    let other = house.vault.create_tenant("other", Actor::Cli).await.unwrap().id;
    let quick = house.service.url("/quick");
    house.vault.set_event_endpoint(&other, Actor::Cli, &quick, false).await.unwrap();
    let new = vault::NewConnection { app_id: "HTTP".into(), name: "x".into(), setup: Some(bearer("t")) };
    let id = house.vault.create_connection(&other, Actor::Cli, new).await.unwrap().id;
    let about = About { tenant: &other, connection: &id, app_id: "HTTP", name: None };
    tell(&house, about, News::Recovered).await;
    assert_eq!(house.vault.deliver_events().await.unwrap(), 5, "four of the slow one, and the quick one");
    while events(&house, &other).await[0].delivered_at.is_none() {
        tokio::task::yield_now().await;
    }
    gate.add_permits(6);
    house.vault.tasks().finished().await;
    assert_eq!(deliver(&house.vault).await, 2);
}

#[tokio::test]
async fn a_secret_is_shown_when_it_is_made_and_stays_until_it_is_replaced() {
    let house = House::open().await;
    house.service.on("/", |_, _| Reply::text(200, ""));
    let first = listen(&house, &house.tenant).await;
    assert_eq!(BASE64_STANDARD.decode(first.strip_prefix("whsec_").unwrap()).unwrap().len(), 32);
    let moved = house.service.url("/moved");
    let set = async |rotate| house.vault.set_event_endpoint(&house.tenant, Actor::Cli, &moved, rotate).await.unwrap();
    assert!(set(false).await.secret.is_none());
    let check = async |secret: &str| {
        assert!(house.vault.send_test_event(&house.tenant).await.unwrap().unwrap().is_delivered);
        let request = house.service.requests("/moved").pop().unwrap();
        assert_eq!(request.header("webhook-signature"), Some(signature(secret, &request).as_str()));
    };
    check(&first).await;
    let second = set(true).await.secret.unwrap();
    assert_ne!(*second, first);
    check(&second).await;
    assert_eq!(house.vault.event_settings(&house.tenant).await.unwrap().unwrap().url, moved);
}

#[tokio::test]
async fn a_test_says_what_came_of_it_and_is_not_kept() {
    let house = House::open().await;
    assert_eq!(house.vault.send_test_event(&house.tenant).await.unwrap(), None, "nobody listens");
    listen(&house, &house.tenant).await;
    house.service.on(PATH, |_, _| Reply::text(404, "what?"));
    let outcome = house.vault.send_test_event(&house.tenant).await.unwrap().unwrap();
    assert_eq!((outcome.is_delivered, outcome.status), (false, Some(404)));
    let body: Value = serde_json::from_str(&house.service.requests(PATH)[0].body).unwrap();
    assert_eq!((&body["type"], &body["data"]["tenant_id"]), (&json!("flowvault.test"), &json!(house.tenant.as_str())));
    assert_eq!(events(&house, &house.tenant).await, []);
}

#[tokio::test]
async fn nothing_is_sent_into_the_operators_network() {
    let house = House::open().await;
    for inside in ["http://10.0.0.1/", "https://169.254.169.254/latest"] {
        house.vault.set_event_endpoint(&house.tenant, Actor::Cli, inside, false).await.unwrap();
        let outcome = house.vault.send_test_event(&house.tenant).await.unwrap().unwrap();
        assert!(!outcome.is_delivered && outcome.said.contains("not a public address"), "{}", outcome.said);
    }
    let refused = house.vault.set_event_endpoint(&house.tenant, Actor::Cli, "http://acme.example/", false).await;
    assert!(matches!(refused.err(), Some(Error::Invalid(_))), "without TLS");
}

#[tokio::test]
async fn a_secret_copied_to_another_tenant_signs_nothing() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    let stolen = house.store.event_endpoint(&house.tenant).await.unwrap().unwrap();
    let thief = house.vault.create_tenant("thief", Actor::Cli).await.unwrap().id;
    let line = AuditLine::new(&Rng::seeded(9), Actor::Cli, "theft", thief.as_str());
    house.store.put_event_endpoint(&thief, &stolen.url, (&stolen.secret, true), line).await.unwrap();
    assert!(matches!(house.vault.send_test_event(&thief).await, Err(Error::Broken(_))));
    assert_eq!(house.service.count(PATH), 0);
}

#[tokio::test]
async fn who_stops_listening_is_told_nothing_more() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    happen(&house).await;
    assert!(house.vault.delete_event_endpoint(&house.tenant, Actor::Cli).await.unwrap());
    happen(&house).await;
    assert_eq!((deliver(&house.vault).await, house.service.count(PATH)), (0, 0));
    assert_eq!(house.vault.event_settings(&house.tenant).await.unwrap(), None);
}

#[tokio::test]
async fn old_events_are_forgotten() {
    let house = House::open().await;
    house.service.on(PATH, |_, _| Reply::text(200, ""));
    listen(&house, &house.tenant).await;
    happen(&house).await;
    deliver(&house.vault).await;
    house.clock.advance(Duration::from_hours(29 * 24));
    deliver(&house.vault).await;
    assert_eq!(events(&house, &house.tenant).await.len(), 1);
    house.clock.advance(Duration::from_hours(24));
    deliver(&house.vault).await;
    assert_eq!(events(&house, &house.tenant).await, []);
}
