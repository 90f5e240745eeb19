//! A service's token endpoint is away for six hours: nothing dies of it, what is still good serves, and when it is back
//! everything mends itself.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use model::{Actor, Clock, ConnectionId, FailureClass, UnixMillis};
use serde_json::{Map, json};
use vault::{CallError, NewOauthClient, Outcome};
use zeroize::Zeroizing;

use crate::{
    house::{House, outage},
    service::{Reply, Request},
};

const CONNECTIONS: usize = 12;
/// How long access tokens live.
const LIFE: Duration = Duration::from_hours(2);
const AWAY: Duration = Duration::from_hours(6);
/// How often the scheduler looks here.
const STEP: Duration = Duration::from_mins(5);

const ACME: &str = r#"
id      = "ACME"
name    = "Acme"
summary = "Rockets and anvils"
hosts   = ["api.acme.example"]
base    = "https://api.acme.example"

[setup.OAUTH_CODE]
label   = "Acme account"
implied = true
open    = true

[setup.OAUTH_CODE.field]
code = { label = "Authorization code", secret = true }

[setup.OAUTH_CODE.oauth]
authorize   = "https://api.acme.example/authorize"
token       = "https://api.acme.example/token"
client_auth = "body"
refresh     = "single_use"

[setup.OAUTH_CODE.sign]
bearer = "{{token.access_token}}"

[action.CALL]
label = "Call Acme"

[[action.CALL.request]]
get = "/call"

[action.CALL.response]
success = [200]
output  = "{{response.body}}"
error   = { code = "refused", message = "refused" }
retry   = "idempotent"
"#;

/// The service's memory: which refresh token is good for whom, and until when each access token is.
struct Acme {
    clock: Clock,
    is_away: AtomicBool,
    refresh_tokens: Mutex<HashMap<String, String>>,
    access_tokens: Mutex<HashMap<String, UnixMillis>>,
}

impl Acme {
    fn token(&self, number: usize, request: &Request) -> Reply {
        if self.is_away.load(Ordering::SeqCst) {
            return Reply::json(503, &json!({ "error": "away" }));
        }
        let form: HashMap<String, String> = request
            .body
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(k, v)| (k.into(), v.into()))
            .collect();
        let mut good = self.refresh_tokens.lock().unwrap();
        let spent = form.get("refresh_token").and_then(|token| good.remove(token));
        let Some(whose) = form.get("code").cloned().or(spent) else {
            return Reply::json(400, &json!({ "error": "invalid_grant" }));
        };
        let (access, refresh) = (format!("access-{number}-{whose}"), format!("refresh-{number}-{whose}"));
        good.insert(refresh.clone(), whose);
        self.access_tokens.lock().unwrap().insert(access.clone(), self.clock.now().plus(LIFE));
        let seconds = LIFE.as_secs();
        Reply::json(200, &json!({ "access_token": access, "refresh_token": refresh, "expires_in": seconds }))
    }

    fn call(&self, request: &Request) -> Reply {
        let sent =
            request.header("authorization").and_then(|header| header.strip_prefix("Bearer ")).unwrap_or_default();
        let is_good = self.access_tokens.lock().unwrap().get(sent).is_some_and(|until| self.clock.now() < *until);
        if is_good { Reply::json(200, &json!({})) } else { Reply::json(401, &json!({ "late": sent })) }
    }
}

#[tokio::test]
async fn nothing_dies_while_a_service_is_away_for_six_hours() {
    let house = House::with_file(ACME).await;
    let (acme, ids) = connected(&house).await;
    acme.is_away.store(true, Ordering::SeqCst);
    let began = house.clock.now();
    let (mut served, mut refused) = (0, 0);
    while house.clock.now().since(began) < AWAY {
        pass(&house).await;
        for id in &ids {
            let is_good = acme_token_ends(&house, id).await > house.clock.now();
            match call(&house, id).await {
                Ok(_) => served += 1,
                Err(error) => {
                    assert!(!is_good, "a good token did not serve: {error:?}");
                    assert_eq!(outage(Err(error)).1, Some(503));
                    refused += 1;
                }
            }
            assert_ne!(class(&house, id).await, Some(FailureClass::Reconnect));
        }
        house.clock.advance(STEP);
    }
    assert!(served >= CONNECTIONS * 20, "old tokens served for two hours: {served}");
    assert!(refused >= CONNECTIONS * 40, "and for four there was none: {refused}");

    acme.is_away.store(false, Ordering::SeqCst);
    // Longer than the longest pause between two tries.
    house.clock.advance(Duration::from_mins(2));
    pass(&house).await;

    for id in &ids {
        assert_eq!(class(&house, id).await, None, "renewed without a call and without a person");
        call(&house, id).await.unwrap();
    }
    let late = house.service.requests("/acme/call");
    let sent: Vec<_> = late.iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(sent.len(), served + CONNECTIONS, "every request that was sent was served");
}

async fn connected(house: &House) -> (Arc<Acme>, Vec<ConnectionId>) {
    let acme = Arc::new(Acme {
        clock: house.clock.clone(),
        is_away: AtomicBool::new(false),
        refresh_tokens: Mutex::default(),
        access_tokens: Mutex::default(),
    });
    let (tokens, calls) = (Arc::clone(&acme), Arc::clone(&acme));
    house.service.on("/acme/token", move |number, request| tokens.token(number, request));
    house.service.on("/acme/call", move |_, request| calls.call(request));
    let client = NewOauthClient {
        client_id: "acme-client".to_owned(),
        client_secret: Zeroizing::new("acme-client-secret".to_owned()),
        scopes: Vec::new(),
        params: Map::new(),
    };
    house.vault.put_oauth_client(&house.tenant, Actor::Cli, "ACME", client).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..CONNECTIONS {
        let setup = json!({ "type": "OAUTH_CODE", "code": format!("code-{number}") });
        ids.push(house.connect("ACME", setup).await);
        // Not all granted at one moment.
        house.clock.advance(Duration::from_mins(3));
    }
    (acme, ids)
}

/// One turn of the scheduler, to its end.
async fn pass(house: &House) {
    house.vault.renew_due().await.unwrap();
    house.vault.tasks().finished().await;
}

async fn call(house: &House, id: &ConnectionId) -> Result<Outcome, CallError> {
    house.call(id, "ACME.CALL", json!({})).await
}

async fn class(house: &House, id: &ConnectionId) -> Option<FailureClass> {
    let renewal = house.store.renewal(&house.tenant, id).await.unwrap().expect("it has a token");
    renewal.failure.map(|failure| failure.class)
}

async fn acme_token_ends(house: &House, id: &ConnectionId) -> UnixMillis {
    let renewal = house.store.renewal(&house.tenant, id).await.unwrap().expect("it has a token");
    renewal.expires_at.expect("the service says so")
}
