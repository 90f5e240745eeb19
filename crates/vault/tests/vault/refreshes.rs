//! Grants with refresh tokens: renewed in time, never spent unsaid, never lost.

use std::{sync::Arc, time::Duration};

use model::{Actor, ConnectionId, FailureClass, Page, Renewal};
use serde_json::{Map, Value, json};
use store::{Claim, Decision, Lease};
use tokio::{sync::Semaphore, task::JoinSet};
use vault::{CallError, NewOauthClient};
use zeroize::Zeroizing;

use crate::{
    house::{House, outage, refusal},
    service::{Reply, Request},
};

/// A service that people grant access to in their browser. `rules` are lines of its OAuth table.
fn acme(rules: &str) -> String {
    format!(
        r#"
        id = "ACME"
        name = "Acme"
        summary = "A service"
        hosts = ["api.acme.example", "token.example"]
        base = "https://api.acme.example"

        [setup.OAUTH_CODE]
        label = "OAuth"
        implied = true

        [setup.OAUTH_CODE.field]
        code = {{ label = "Code", secret = true }}

        [setup.OAUTH_CODE.oauth]
        authorize = "https://acme.example/authorize"
        token = "https://token.example/oauth"
        client_auth = "body"
        {rules}

        [setup.OAUTH_CODE.oauth.scopes.by_action]
        WRITE = ["write"]

        [setup.OAUTH_CODE.sign]
        bearer = "{{{{token.access_token}}}}"

        [action.READ]
        label = "Read"
        [[action.READ.request]]
        get = "/api"
        [action.READ.response]
        retry = "idempotent"
        error = {{ code = "{{{{response.body.error}}}}" }}

        [action.WRITE]
        label = "Write"
        [[action.WRITE.request]]
        get = "/api"
        [action.WRITE.response]
        retry = "idempotent"
        "#
    )
}

const REUSABLE: &str = r#"refresh = "reusable""#;
const SINGLE_USE: &str = r#"refresh = "single_use""#;
const WINDOW: &str = "refresh = \"rotating\"\nreuse_window = 120";

/// The answer number `count` of a token endpoint that rotates: access-1 with refresh-1, access-2 with refresh-2, …
fn rotated(count: usize) -> Reply {
    Reply::json(200, &grant(count))
}

fn grant(count: usize) -> Value {
    json!({
        "access_token": format!("access-number-{count}"), "refresh_token": format!("refresh-number-{count}"),
        "token_type": "Bearer", "expires_in": 3600, "scope": "read",
    })
}

/// What a refresh spent; `None` for the exchange of a code.
fn spent(request: &Request) -> Option<String> {
    url::form_urlencoded::parse(request.body.as_bytes())
        .find_map(|(name, value)| (name == "refresh_token").then(|| value.into_owned()))
}

struct Granted {
    house: House,
    id: ConnectionId,
}

impl Granted {
    /// A connection to a service with these rules, granted and proved: it holds `access-number-2`.
    async fn by(rules: &str) -> Self {
        let house = House::with_file(&acme(rules)).await;
        house.service.on("/token", |count, _| rotated(count));
        house.service.on("/acme/api", |_, _| Reply::json(200, &json!({})));
        let client = NewOauthClient {
            client_id: "our-client".to_owned(),
            client_secret: Zeroizing::new("client-secret-1".to_owned()),
            scopes: Vec::new(),
            params: Map::new(),
        };
        house.vault.put_oauth_client(&house.tenant, Actor::Cli, "ACME", client).await.unwrap();
        let id = house.connect("ACME", json!({ "code": "code-1" })).await;
        Self { house, id }
    }

    async fn read(&self) -> Result<vault::Outcome, CallError> {
        self.house.call(&self.id, "ACME.READ", json!({})).await
    }

    async fn later(&self, span: Duration) -> &Self {
        self.house.clock.advance(span);
        self
    }

    /// One pass of the scheduler, and whatever it began.
    async fn pass(&self) -> usize {
        let begun = self.house.vault.renew_due().await.unwrap();
        self.house.vault.tasks().finished().await;
        begun
    }

    async fn renewal(&self) -> Renewal {
        self.house.store.renewal(&self.house.tenant, &self.id).await.unwrap().unwrap()
    }

    /// What was spent, in order.
    fn spent(&self) -> Vec<String> {
        self.house.service.requests("/token").iter().filter_map(spent).collect()
    }

    fn signatures(&self) -> Vec<String> {
        let requests = self.house.service.requests("/acme/api");
        requests.iter().map(|request| request.header("authorization").unwrap_or_default().to_owned()).collect()
    }

    /// A process took the lease, wrote the journal, and was never heard of again.
    async fn dies_with_the_answer(&self) {
        let lease = Lease { owner: "dead", length: Duration::ZERO };
        let (tenant, id) = (&self.house.tenant, &self.id);
        let claim = self.house.store.claim_renewal(tenant, id, lease, |_| Decision::Spend { hash: [7; 32] }).await;
        assert!(matches!(claim, Ok(Claim::Taken(..))));
    }
}

const HOUR: Duration = Duration::from_hours(1);
const INTO_THE_MARGIN: Duration = Duration::from_mins(58);

#[tokio::test]
async fn what_is_due_is_renewed_without_being_asked_and_nothing_else() {
    let acme = Granted::by(SINGLE_USE).await;
    assert_eq!(acme.pass().await, 0);
    assert_eq!(acme.later(INTO_THE_MARGIN).await.pass().await, 1);
    assert_eq!(acme.pass().await, 0, "the new one lives an hour");
    acme.read().await.unwrap();
    assert_eq!(acme.signatures(), ["Bearer access-number-3"]);
    assert_eq!(acme.spent(), ["refresh-number-1", "refresh-number-2"], "the first at connect time");
    let connection = acme.house.store.connection(&acme.house.tenant, &acme.id).await.unwrap().unwrap();
    assert_eq!(connection.refreshed_at, Some(acme.house.clock.now()));
    assert_eq!(connection.updated_at, connection.created_at);
}

#[tokio::test]
async fn a_hundred_callers_of_an_expired_token_ask_once_and_are_all_served() {
    let acme = Arc::new(Granted::by(SINGLE_USE).await);
    acme.house.service.on("/token", |count, _| rotated(count).after(Duration::from_millis(50)));
    acme.later(HOUR).await;
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let acme = Arc::clone(&acme);
        callers.spawn(async move { acme.read().await.unwrap() });
    }
    assert_eq!(callers.join_all().await.len(), 100);
    assert_eq!(acme.spent().len(), 2, "one at connect time, one for all");
    assert!(acme.signatures().iter().all(|signature| signature == "Bearer access-number-3"));
    assert_eq!(acme.house.vault.metrics().served_late(), 0);
}

#[tokio::test]
async fn two_nodes_that_want_the_same_token_spend_one_refresh_token() {
    let acme = Granted::by(SINGLE_USE).await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    acme.house.service.on("/token", move |count, _| rotated(count).behind(&held));
    let other = acme.house.another_node().await;
    acme.later(HOUR).await;
    let params = json!({});
    let elsewhere = crate::house::call(&other, &acme.house.tenant, &acme.id, "ACME.READ", params);
    let answered = async {
        acme.house.service.reached("/token", 3).await;
        gate.add_permits(1);
    };
    let (here, there, ()) = tokio::join!(acme.read(), elsewhere, answered);
    here.unwrap();
    there.unwrap();
    assert_eq!(acme.spent(), ["refresh-number-1", "refresh-number-2"]);
    assert_eq!(acme.signatures(), ["Bearer access-number-3"; 2]);
}

#[tokio::test]
async fn a_caller_who_hangs_up_takes_no_grant_with_them() {
    let acme = Granted::by(SINGLE_USE).await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    acme.house.service.on("/token", move |count, _| rotated(count).behind(&held));
    acme.later(HOUR).await;
    tokio::select! {
        _ = acme.read() => panic!("the answer is held back"),
        () = acme.house.service.reached("/token", 3) => {}
    }
    gate.add_permits(1);
    acme.house.vault.tasks().finished().await;
    acme.read().await.unwrap();
    assert_eq!((acme.spent().len(), acme.signatures()), (2, vec!["Bearer access-number-3".to_owned()]));
}

#[tokio::test]
async fn a_grant_that_is_refused_waits_for_a_person_and_is_not_asked_again() {
    let acme = Granted::by(REUSABLE).await;
    let words = json!({ "error": "invalid_grant", "error_description": "Revoked by refresh-number-2" });
    acme.house.service.always("/token", 400, words);
    acme.later(INTO_THE_MARGIN).await.pass().await;
    let failure = acme.renewal().await.failure.unwrap();
    assert_eq!((failure.class, acme.renewal().await.refresh_at), (FailureClass::Reconnect, None));
    assert!(failure.said.contains("Revoked by") && !failure.said.contains("refresh-number-2"), "{}", failure.said);
    acme.read().await.unwrap();
    assert_eq!(acme.signatures(), ["Bearer access-number-2"], "what still lives is used");
    acme.later(HOUR).await;
    for _ in 0..3 {
        assert!(refusal(acme.read().await).0.contains("Revoked by"));
        acme.later(HOUR).await.pass().await;
    }
    assert_eq!(acme.spent().len(), 2);
}

#[tokio::test]
async fn an_outage_kills_nothing_and_ends_by_itself() {
    let acme = Granted::by(SINGLE_USE).await;
    acme.house.service.always("/token", 503, json!({ "error": "maintenance" }));
    acme.later(INTO_THE_MARGIN).await.pass().await;
    acme.read().await.unwrap();
    acme.later(HOUR).await;
    assert!(outage(acme.read().await).0.contains("maintenance"));
    acme.house.service.on("/token", |count, _| rotated(count));
    acme.later(Duration::from_mins(2)).await.pass().await;
    acme.read().await.unwrap();
    assert_eq!(acme.renewal().await.failure, None);
}

#[tokio::test]
async fn a_service_that_says_when_to_come_back_is_not_asked_sooner() {
    let acme = Granted::by(SINGLE_USE).await;
    let busy = |_: usize, _: &Request| Reply::with_header(429, "retry-after", "600", r#"{"error":"slow_down"}"#);
    acme.house.service.on("/token", busy);
    acme.later(INTO_THE_MARGIN).await.pass().await;
    acme.later(Duration::from_secs(599)).await.pass().await;
    assert_eq!(acme.spent().len(), 2);
    acme.later(Duration::from_mins(3)).await.pass().await;
    assert_eq!(acme.spent().len(), 3);
}

#[tokio::test]
async fn after_a_lost_answer_a_single_use_token_rests_while_the_access_token_lives() {
    let acme = Granted::by(SINGLE_USE).await;
    acme.later(INTO_THE_MARGIN).await.dies_with_the_answer().await;
    acme.pass().await;
    acme.read().await.unwrap();
    assert_eq!((acme.spent().len(), acme.signatures().len()), (1, 1), "no blind retry");
    acme.later(HOUR).await.pass().await;
    assert_eq!(acme.spent(), ["refresh-number-1", "refresh-number-2"], "nothing is left to lose");
    acme.read().await.unwrap();
}

#[tokio::test]
async fn after_a_lost_answer_a_token_with_a_window_is_spent_again_within_it() {
    let acme = Granted::by(WINDOW).await;
    acme.later(INTO_THE_MARGIN).await.dies_with_the_answer().await;
    acme.later(Duration::from_secs(60)).await.pass().await;
    assert_eq!(acme.spent(), ["refresh-number-1", "refresh-number-2"]);
    assert_eq!(acme.renewal().await.spent, None);
}

#[tokio::test]
async fn a_grant_that_died_of_a_lost_answer_says_so() {
    let acme = Granted::by(SINGLE_USE).await;
    acme.later(INTO_THE_MARGIN).await.dies_with_the_answer().await;
    acme.house.service.always("/token", 400, json!({ "error": "invalid_grant" }));
    acme.later(HOUR).await.pass().await;
    let failure = acme.renewal().await.failure.unwrap();
    assert_eq!(failure.class, FailureClass::Reconnect);
    assert!(failure.said.contains("the answer to a renewal at 2024-"), "{}", failure.said);
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_counts_as_spent() {
    let acme = Granted::by(SINGLE_USE).await;
    acme.house.service.on("/token", |_, _| Reply::nothing());
    acme.later(INTO_THE_MARGIN).await.pass().await;
    let renewal = acme.renewal().await;
    assert_eq!(renewal.failure.unwrap().class, FailureClass::Indeterminate);
    assert!(renewal.spent.is_some());
    acme.later(Duration::from_secs(30)).await.pass().await;
    assert_eq!(acme.spent().len(), 2, "not again while the access token lives");
}

#[tokio::test]
async fn a_client_that_is_refused_is_one_incident_and_a_new_one_helps_at_once() {
    let acme = Granted::by(REUSABLE).await;
    acme.house.service.always("/token", 401, json!({ "error": "invalid_client" }));
    acme.later(INTO_THE_MARGIN).await.pass().await;
    assert_eq!(acme.renewal().await.failure.unwrap().class, FailureClass::Misconfigured);
    let registered = acme.house.vault.oauth_client(&acme.house.tenant, "ACME").await.unwrap().unwrap();
    assert!(registered.refused.unwrap().0.contains("invalid_client"));
    acme.house.service.on("/token", |count, _| rotated(count));
    let client = NewOauthClient {
        client_id: "our-client".to_owned(),
        client_secret: Zeroizing::new("client-secret-2".to_owned()),
        scopes: Vec::new(),
        params: Map::new(),
    };
    acme.house.vault.put_oauth_client(&acme.house.tenant, Actor::Cli, "ACME", client).await.unwrap();
    assert_eq!(acme.pass().await, 1);
    assert_eq!(acme.renewal().await.failure, None);
}

#[tokio::test]
async fn an_action_whose_scope_was_not_granted_is_refused_by_name_and_not_sent() {
    let acme = Granted::by(REUSABLE).await;
    let (message, status) = refusal(acme.house.call(&acme.id, "ACME.WRITE", json!({})).await);
    assert!(message.contains("was not granted write"), "{message}");
    assert_eq!((status, acme.signatures().len()), (None, 0));
}

#[tokio::test]
async fn a_life_that_nobody_told_is_learned_from_a_refusal() {
    let acme = Granted::by("refresh = \"reusable\"\nexpires_in = { when_missing = \"never\" }").await;
    let endless = |count: usize, _: &Request| {
        let mut grant = grant(count);
        grant.as_object_mut().unwrap().remove("expires_in");
        Reply::json(200, &grant)
    };
    acme.house.service.on("/token", endless);
    acme.later(INTO_THE_MARGIN).await.pass().await;
    assert_eq!(acme.renewal().await.expires_at, None);
    acme.later(Duration::from_hours(2)).await;
    acme.house.service.on("/acme/api", |count, _| match count {
        1 => Reply::json(401, &json!({})),
        _ => Reply::json(200, &json!({})),
    });
    acme.read().await.unwrap();
    let expires_at = acme.renewal().await.expires_at.unwrap();
    assert_eq!(expires_at, acme.house.clock.now().plus(Duration::from_hours(2)));
}

#[tokio::test]
async fn a_reconnect_overtakes_a_renewal_and_its_grant_is_kept() {
    let acme = Granted::by(SINGLE_USE).await;
    let gate = Arc::new(Semaphore::new(0));
    let held = Arc::clone(&gate);
    acme.house.service.on("/token", move |count, request| match spent(request).as_deref() {
        Some("refresh-number-2") => rotated(count).behind(&held),
        _ => rotated(count + 100),
    });
    acme.later(HOUR).await;
    let reconnect = async {
        acme.house.service.reached("/token", 3).await;
        acme.house.reconnect(&acme.id, json!({ "code": "code-2" })).await;
        gate.add_permits(1);
    };
    let (overtaken, ()) = tokio::join!(acme.read(), reconnect);
    overtaken.unwrap();
    acme.house.vault.tasks().finished().await;
    acme.read().await.unwrap();
    assert!(
        acme.signatures().iter().all(|signature| signature.starts_with("Bearer access-number-10")),
        "{:?}",
        acme.signatures()
    );
}

/// The kinds of what the tenant is told, oldest first.
async fn told(acme: &Granted) -> Vec<String> {
    let page = acme.house.store.events(&acme.house.tenant, Page { start: 0, limit: 10 }).await.unwrap();
    page.into_iter().rev().map(|event| event.kind).collect()
}

#[tokio::test]
async fn a_tenant_is_told_once_that_a_person_must_act_and_that_one_did() {
    let acme = Granted::by(REUSABLE).await;
    let url = "https://hooks.example/flowvault";
    acme.house.vault.set_event_endpoint(&acme.house.tenant, Actor::Cli, url, false).await.unwrap();
    acme.house.service.always("/token", 400, json!({ "error": "invalid_grant" }));
    acme.later(INTO_THE_MARGIN).await.pass().await;
    acme.later(HOUR).await.pass().await;
    refusal(acme.read().await);
    assert_eq!(told(&acme).await, ["connection.reconnect_required"]);
    acme.house.service.on("/token", |count, _| rotated(count));
    acme.house.reconnect(&acme.id, json!({ "code": "code-2" })).await;
    assert_eq!(told(&acme).await, ["connection.reconnect_required", "connection.recovered"]);
    acme.read().await.unwrap();
}

#[tokio::test]
async fn a_tenant_is_told_when_a_service_grants_less_than_before() {
    let acme = Granted::by(REUSABLE).await;
    let url = "https://hooks.example/flowvault";
    acme.house.vault.set_event_endpoint(&acme.house.tenant, Actor::Cli, url, false).await.unwrap();
    acme.house.service.on("/token", |count, _| {
        let mut less = grant(count);
        less["scope"] = json!("profile");
        Reply::json(200, &less)
    });
    acme.later(INTO_THE_MARGIN).await.pass().await;
    assert_eq!(told(&acme).await, ["connection.scopes_missing"]);
}

#[tokio::test]
async fn a_service_that_hangs_keeps_no_other_services_connections_waiting() {
    let acme = Granted::by(SINGLE_USE).await;
    let (house, gate) = (&acme.house, Arc::new(Semaphore::new(0)));
    let held = Arc::clone(&gate);
    house.service.on("/hubspot/oauth", |count, _| rotated(count));
    house.service.on("/hubspot/account-info", |_, _| Reply::json(200, &json!({ "portalId": 1, "uiDomain": "u" })));
    let client = NewOauthClient {
        client_id: "our-client".to_owned(),
        client_secret: Zeroizing::new("client-secret-1".to_owned()),
        scopes: Vec::new(),
        params: Map::new(),
    };
    house.vault.put_oauth_client(&house.tenant, Actor::Cli, "HUBSPOT", client).await.unwrap();
    let other = house.connect("HUBSPOT", json!({ "type": "OAUTH_CODE", "code": "code-1" })).await;
    house.service.on("/token", move |count, _| rotated(count).behind(&held));
    assert_eq!(acme.later(INTO_THE_MARGIN).await.house.vault.renew_due().await.unwrap(), 2);
    let renewed = async {
        while house.store.connection(&house.tenant, &other).await.unwrap().unwrap().refreshed_at.is_none() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(crate::house::PATIENCE, renewed).await.unwrap();
    assert_eq!(house.vault.renew_due().await.unwrap(), 0, "what hangs is not begun twice");
    gate.add_permits(1);
    house.vault.tasks().finished().await;
}

#[tokio::test]
async fn a_service_with_its_own_way_of_saying_that_a_token_ended_is_understood() {
    let acme = Granted::by("refresh = \"reusable\"\nexpired = { status = [], codes = [\"token_expired\"] }").await;
    acme.house.service.on("/acme/api", |count, _| match count {
        1 => Reply::json(403, &json!({ "error": "token_expired" })),
        _ => Reply::json(200, &json!({})),
    });
    acme.read().await.unwrap();
    assert_eq!(acme.signatures(), ["Bearer access-number-2", "Bearer access-number-3"]);
    acme.house.service.always("/acme/api", 401, json!({ "error": "not_allowed" }));
    assert_eq!(refusal(acme.read().await).1, Some(401));
    assert_eq!(acme.spent().len(), 2, "its 401 says something else");
}

#[tokio::test]
async fn a_token_that_ended_while_it_was_stored_is_not_served() {
    let acme = Granted::by(REUSABLE).await;
    let clock = acme.house.clock.clone();
    acme.house.service.on("/token", move |count, _| {
        // The first answer takes longer than its token lives.
        if count == 3 {
            clock.advance(Duration::from_hours(2));
        }
        rotated(count)
    });
    acme.later(HOUR).await;
    acme.read().await.unwrap();
    assert_eq!(acme.signatures(), ["Bearer access-number-4"]);
    assert_eq!(acme.house.vault.metrics().served_late(), 0);
}
