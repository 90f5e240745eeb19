//! Journeys to a service's page and back: who may come back, what is asked for, and what a failure leaves alone.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use model::{Actor, ConnectionId, Rng};
use seal::{KeyRing, Place, TenantKey};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use vault::{BeginAuthorization, CameBack, NotConnected};

use crate::{
    house::House,
    oauth_journey::{asked, faults, granted, plain, registration, with_code, words},
    service::Reply,
};

#[tokio::test]
async fn a_person_connects_and_the_connection_signs() {
    let house = House::open().await;
    let id = house.own_service().await;
    let connected = house.walk(&id).await.unwrap();
    assert_eq!((connected.tenant, connected.connection), (house.tenant.clone(), id.clone()));
    assert_eq!(connected.account_name.as_deref(), Some("me@own.example"));
    let connection = house.vault.update_connection(&house.tenant, Actor::Cli, &id, vault::Change::default()).await;
    let connection = connection.unwrap().unwrap();
    assert!(connection.ready && connection.account_name.as_deref() == Some("me@own.example"));
    // The first token was spent in the drill.
    assert_eq!(house.signs_with(&id).await, "Bearer access-2");
}

#[tokio::test]
async fn a_state_works_once() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, plain()).await;
    house.come_back(&page).await.unwrap();
    assert!(matches!(house.come_back(&page).await, Err(NotConnected::UnknownState)));
    assert_eq!(house.service.count("/own-id/token"), 2);
}

#[tokio::test]
async fn a_state_works_for_ten_minutes() {
    let house = House::open().await;
    let id = house.own_service().await;
    let early = house.set_out(&id, plain()).await;
    let late = house.set_out(&id, plain()).await;
    house.clock.advance(Duration::from_secs(599));
    house.come_back(&early).await.unwrap();
    house.clock.advance(Duration::from_secs(1));
    assert!(matches!(house.come_back(&late).await, Err(NotConnected::UnknownState)));
}

#[tokio::test]
async fn a_state_that_is_not_ours_is_nobodys() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, plain()).await;
    let state = asked(&page)["state"].clone();
    let mut changed = BASE64_URL_SAFE_NO_PAD.decode(&state).unwrap();
    *changed.last_mut().unwrap() ^= 1;
    let foreign = foreign_state();
    let long = "A".repeat(100_000);
    for state in ["", "x", &state[1..], &BASE64_URL_SAFE_NO_PAD.encode(changed), &foreign, &long, "ä\u{0}"] {
        let came_back = CameBack { state: state.to_owned(), ..with_code(&page) };
        let result = house.vault.finish_authorization(came_back).await;
        assert!(matches!(result, Err(NotConnected::UnknownState)), "{state:?}");
    }
    house.come_back(&page).await.unwrap();
}

/// What another installation would give out.
fn foreign_state() -> String {
    let rng = Rng::seeded(99);
    let ring = KeyRing::new(TenantKey::generate(&rng), Vec::new());
    let place = Place { table: "authorizations", column: "state", tenant: "system", row: "" };
    BASE64_URL_SAFE_NO_PAD.encode(ring.seal(&rng, place, &[7; 32]).unwrap().as_bytes())
}

#[tokio::test]
async fn only_the_browser_that_set_out_comes_back() {
    let house = House::open().await;
    let id = house.own_service().await;
    let own = Some(b"own session".to_vec());
    for other in [None, Some(b"another one".to_vec())] {
        let page = house.set_out(&id, BeginAuthorization { session_hash: own.clone(), ..plain() }).await;
        let came_back = CameBack { session_hash: other, ..with_code(&page) };
        assert!(matches!(house.vault.finish_authorization(came_back).await, Err(NotConnected::UnknownState)));
    }
    assert_eq!(house.service.count("/own-id"), 0);
    let page = house.set_out(&id, BeginAuthorization { session_hash: own.clone(), ..plain() }).await;
    house.vault.finish_authorization(CameBack { session_hash: own, ..with_code(&page) }).await.unwrap();
}

#[tokio::test]
async fn the_verifier_is_the_one_whose_challenge_the_page_was_given() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, plain()).await;
    house.come_back(&page).await.unwrap();
    let sent = house.service.requests("/own-id/token")[0].body.clone();
    let verifier = sent.split('&').find_map(|pair| pair.strip_prefix("code_verifier=")).unwrap();
    assert_eq!(verifier.len(), 43);
    assert_eq!(asked(&page)["code_challenge"], BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)));
}

#[tokio::test]
async fn no_two_journeys_share_a_state_or_a_verifier() {
    let house = House::open().await;
    let id = house.own_service().await;
    let (one, two) = (house.set_out(&id, plain()).await, house.set_out(&id, plain()).await);
    assert_ne!(asked(&one)["state"], asked(&two)["state"]);
    assert_ne!(asked(&one)["code_challenge"], asked(&two)["code_challenge"]);
}

#[tokio::test]
async fn whoever_says_no_is_told_so_and_the_state_is_spent() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, plain()).await;
    let declined = CameBack {
        code: None,
        error: Some("access_denied".to_owned()),
        error_description: Some("not\u{1b}today".to_owned()),
        ..with_code(&page)
    };
    let result = house.vault.finish_authorization(declined).await;
    assert!(matches!(&result, Err(NotConnected::Declined { said }) if said == "access_denied: nottoday"), "{result:?}");
    assert!(matches!(house.come_back(&page).await, Err(NotConnected::UnknownState)));
    let page = house.set_out(&id, plain()).await;
    let failed = CameBack { error: Some("invalid_scope".to_owned()), ..with_code(&page) };
    let result = house.vault.finish_authorization(failed).await;
    assert_eq!(words(result), "the connection was not made: invalid_scope");
    let page = house.set_out(&id, plain()).await;
    let result = house.vault.finish_authorization(CameBack { code: None, ..with_code(&page) }).await;
    assert_eq!(words(result), "the connection was not made: the service sent no code");
    assert_eq!(house.service.count("/own-id/token"), 0);
}

#[tokio::test]
async fn an_answer_from_another_issuer_is_refused_before_the_code_goes_anywhere() {
    let house = House::open().await;
    house.register("GOOGLE_SHEETS", &json!({})).await;
    let id = house.empty("GOOGLE_SHEETS").await;
    let page = house.set_out(&id, plain()).await;
    let came_back = CameBack { iss: Some("https://evil.example".to_owned()), ..with_code(&page) };
    let said = words(house.vault.finish_authorization(came_back).await);
    assert!(
        said.ends_with("the answer comes from https://evil.example, not from https://accounts.google.com"),
        "{said}"
    );
    assert_eq!(house.service.count("/"), 0);
}

/// What is said of a failure, and what brings it about.
type Breaking = (&'static str, fn(&House));

#[tokio::test]
async fn what_works_serves_on_until_something_better_has_proved_good() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let good = house.signs_with(&id).await;
    let failures: [Breaking; 5] = [
        ("the service did not take the code: the token endpoint answered 400: invalid_grant", |house| {
            house.service.always("/own-id/token", 400, json!({ "error": "invalid_grant" }));
        }),
        ("the service refuses the OAuth client: the token endpoint answered 401: invalid_client", |house| {
            house.service.always("/own-id/token", 401, json!({ "error": "invalid_client" }));
        }),
        ("the service gave a token that does not renew: the token endpoint answered 400: invalid_grant", |house| {
            house.service.on("/own-id/token", |_, sent| match sent.body.contains("refresh_token") {
                true => Reply::json(400, &json!({ "error": "invalid_grant" })),
                false => granted("access-bad"),
            });
        }),
        ("the service gave a token that does not renew: the service gave no usable answer", |house| {
            house.service.on("/own-id/token", |_, sent| match sent.body.contains("refresh_token") {
                true => Reply::nothing(),
                false => granted("access-bad"),
            });
        }),
        ("the service does not take its own token: the service answered 403", |house| {
            house.service.on("/own-id/token", |_, _| granted("access-bad"));
            house.service.always("/own-id/userinfo", 403, json!({}));
        }),
    ];
    for (expected, break_it) in failures {
        break_it(&house);
        let said = words(house.walk(&id).await);
        assert!(said.contains(expected), "{said}");
        assert_eq!(house.signs_with(&id).await, good);
    }
    house.service.on("/own-id/token", |_, _| granted("access-new"));
    house.account("me@own.example", "1");
    house.walk(&id).await.unwrap();
    assert_eq!(house.signs_with(&id).await, "Bearer access-new");
}

#[tokio::test]
async fn a_service_that_is_away_is_not_a_service_that_refuses() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.service.always("/own-id/token", 503, json!({}));
    assert!(matches!(house.walk(&id).await, Err(NotConnected::Unreachable { .. })));
    house.service.on("/own-id/token", |_, _| granted("access"));
    house.service.always("/own-id/userinfo", 500, json!({}));
    assert!(matches!(house.walk(&id).await, Err(NotConnected::Unreachable { .. })));
}

#[tokio::test]
async fn another_account_needs_an_explicit_yes() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let good = house.signs_with(&id).await;
    house.account("other@own.example", "2");
    let result = house.walk(&id).await;
    let Err(NotConnected::AnotherAccount { present, new }) = result else { panic!("{result:?}") };
    assert_eq!((present.as_str(), new.as_str()), ("me@own.example", "other@own.example"));
    assert_eq!(house.signs_with(&id).await, good);
    // The same account under another name is the same.
    house.account("married@own.example", "1");
    house.walk(&id).await.unwrap();
    house.account("other@own.example", "2");
    let page = house.set_out(&id, BeginAuthorization { another_account: true, ..plain() }).await;
    assert_eq!(house.come_back(&page).await.unwrap().account_name.as_deref(), Some("other@own.example"));
}

#[tokio::test]
async fn scopes_are_those_of_the_file_the_actions_the_registration_and_the_caller() {
    let house = House::open().await;
    let new =
        vault::NewOauthClient { scopes: vec!["tickets".to_owned(), "oauth".to_owned()], ..registration(&json!({})) };
    house.vault.put_oauth_client(&house.tenant, Actor::Cli, "HUBSPOT", new).await.unwrap();
    let id = house.empty("HUBSPOT").await;
    let begin = |actions: &[&str], scopes: &[&str]| BeginAuthorization {
        actions: actions.iter().map(|it| (*it).to_owned()).collect(),
        scopes: scopes.iter().map(|it| (*it).to_owned()).collect(),
        ..plain()
    };
    let page = house.set_out(&id, begin(&["GET_CONTACT", "ENROLL_CONTACT"], &["more"])).await;
    assert_eq!(asked(&page)["scope"], "oauth crm.objects.contacts.read automation tickets more");
    let result = house.vault.begin_authorization(&house.tenant, Actor::Cli, &id, begin(&["FLY"], &[])).await;
    assert_eq!(faults(result), ["No enum match for: FLY @actions"]);
}

#[tokio::test]
async fn nobody_is_asked_for_less_than_they_granted_before() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, BeginAuthorization { scopes: vec!["a".to_owned(), "b".to_owned()], ..plain() }).await;
    house.come_back(&page).await.unwrap();
    // The service did not say what it granted, so it granted what it was asked for.
    let page = house.set_out(&id, BeginAuthorization { scopes: vec!["c".to_owned()], ..plain() }).await;
    assert_eq!(asked(&page)["scope"], "c a b");
    house.service.on("/own-id/token", |_, _| Reply::json(200, &json!({ "access_token": "t", "scope": "a c d" })));
    house.come_back(&page).await.unwrap();
    assert_eq!(asked(&house.set_out(&id, plain()).await)["scope"], "a c d");
}

#[tokio::test]
async fn a_connection_of_nobody_leads_nowhere() {
    let house = House::open().await;
    let id = house.own_service().await;
    let nobody = ConnectionId::new(&Rng::seeded(9));
    let none = house.vault.begin_authorization(&house.tenant, Actor::Cli, &nobody, plain());
    assert_eq!(none.await.unwrap(), None);
    let other = house.vault.create_tenant("other", Actor::Cli).await.unwrap().id;
    assert_eq!(house.vault.begin_authorization(&other, Actor::Cli, &id, plain()).await.unwrap(), None);
    let page = house.set_out(&id, plain()).await;
    house.vault.delete_connection(&house.tenant, Actor::Cli, &id).await.unwrap();
    assert!(matches!(house.come_back(&page).await, Err(NotConnected::Gone)));
}

#[tokio::test]
async fn a_closed_browser_does_not_take_the_grant_along() {
    let house = House::open().await;
    let id = house.own_service().await;
    let page = house.set_out(&id, plain()).await;
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let held = std::sync::Arc::clone(&gate);
    house.service.on("/own-id/token", move |_, _| granted("access").behind(&held));
    tokio::select! {
        _ = house.come_back(&page) => panic!("the service has not answered yet"),
        () = house.service.reached("/own-id/token", 1) => {}
    }
    gate.add_permits(2);
    house.vault.tasks().finished().await;
    assert_eq!(house.signs_with(&id).await, "Bearer access");
}
