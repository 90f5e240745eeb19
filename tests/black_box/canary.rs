//! Secrets made for this test go through everything that can be done with them. Afterwards they are nowhere but at
//! the services they belong to: not in an answer, a log, a database file, its journal, or a record.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{
    actions::{action, get, may_fail, return_json, send_request, send_sms},
    api::Api,
    database::Database,
    needle::{Haystack, Needle, assert_nowhere, written_in_many_ways},
    process::{Flowvault, Launch},
    service::{Received, Reply, Service},
    token_endpoint::token,
};

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

#[tokio::test]
async fn a_secret_is_nowhere_but_at_its_service_on_sqlite() {
    a_secret_is_nowhere_but_at_its_service(Database::Sqlite).await;
}

#[tokio::test]
async fn a_secret_is_nowhere_but_at_its_service_on_postgres() {
    a_secret_is_nowhere_but_at_its_service(Database::postgres()).await;
}

async fn a_secret_is_nowhere_but_at_its_service(database: Database) {
    let secrets = Arc::new(Secrets::new());
    let service = echo(&secrets).await;
    let server = start(database, &service).await;
    let api = server.api();

    for (app_id, setup) in setups(&secrets) {
        live_a_life(&api, &service, app_id, setup).await;
    }
    refuse_setups(&api, &secrets).await;
    the_services_did_receive_them(&service, &secrets);

    let while_running = haystacks(&server, &api);
    let token = api.token().await;
    let launch = server.stop().await;
    let after_the_end = Haystack::folder(&launch.data_dir());
    assert_nowhere(&secrets.all(), &while_running);
    assert_nowhere(&secrets.all(), &after_the_end);
    our_own_secrets_are_not_stored(&launch, &api, &token);
}

#[tokio::test]
async fn what_a_flow_masks_or_keeps_in_vars_is_in_no_record() {
    let masked = [Needle::new("masked"), Needle::new("vars"), Needle::new("masked output")];
    let [field, var, output] = [0, 1, 2].map(|index: usize| masked[index].secret());
    let answer = json!({"code": output});
    let service = Service::start(move |_| Reply::json(200, &answer)).await;
    let server = Launch::new().with("FLOWVAULT_LOG", "debug").reaching([]).start().await;
    let api = server.api();
    let mut quiet = send_request("quiet", json!({"url": service.url("/"), "method": "GET"}));
    quiet["mask_output"] = json!(true);
    let payload = json!({
        "from_field": format!("{{{{functions.mask('{field}')}}}}"), "from_var": "{{vars.pin}}",
        "from_output": "{{functions.mask(actions.quiet.body.code)}}",
    });
    let tell = send_request("tell", json!({"url": service.url("/tell"), "method": "POST", "payload": payload}));
    let keep = action("keep", "FLOW", "STORE_VARS", json!({"vars": {"pin": "{{vars.pin}}", "copy": "{{vars.pin}}"}}));
    // The flow's own text is what its author wrote; it is the run that must not spread it.
    let flow = api.save_flow(json!([quiet, keep, tell])).await;

    let run = api.run(&flow, json!({"vars": {"pin": var}})).await;

    assert_eq!(run.status, "COMPLETED", "{:?}", run.error);
    let told = service.received().pop().expect("a request").json();
    assert_eq!(told["from_field"], masked[0].secret(), "the service gets the value itself");
    assert_eq!((&told["from_var"], &told["from_output"]), (&json!(var), &json!(masked[2].secret())));
    let record = api.record(&flow, &run.id).await;
    assert!(record.to_string().contains("███"), "{record}");
    assert_nowhere(&masked, &[Haystack::new("the record", record.to_string().as_bytes())]);
    assert_nowhere(&masked, &[Haystack::new("the logs", server.launch.output().as_bytes())]);
    assert_nowhere(&masked[1..], &Haystack::folder(&server.launch.data_dir()));
}

#[tokio::test]
async fn the_root_key_is_only_in_its_file() {
    let server = Launch::new().with("FLOWVAULT_LOG", "debug").start().await;
    let file = server.launch.data_dir().join("root.key");
    let key = std::fs::read_to_string(&file).expect("the root key");
    for haystack in Haystack::folder(&server.launch.data_dir()) {
        let holds = haystack.contains_text(key.trim());
        assert_eq!(holds, haystack.from == file.display().to_string(), "{}", haystack.from);
    }
    assert!(!server.launch.output().contains(key.trim()), "the log tells the root key");
}

/// One secret of each kind of setup, and the tokens that services hand out.
struct Secrets {
    bearer: Needle,
    password: Needle,
    header_key: Needle,
    query_key: Needle,
    client_secret: Needle,
    access_token: Needle,
    twilio: Needle,
    auth0_client_secret: Needle,
    auth0_access_token: Needle,
}

impl Secrets {
    fn new() -> Self {
        Self {
            bearer: Needle::new("bearer token"),
            password: Needle::awkward("password"),
            header_key: Needle::new("API key in a header"),
            query_key: Needle::awkward("API key in a query"),
            client_secret: Needle::awkward("client secret"),
            access_token: Needle::new("access token"),
            twilio: Needle::awkward("Twilio auth token"),
            auth0_client_secret: Needle::awkward("Auth0 client secret"),
            auth0_access_token: Needle::new("Auth0 access token"),
        }
    }

    fn all(&self) -> Vec<Needle> {
        let first = [&self.bearer, &self.password, &self.header_key, &self.query_key, &self.client_secret];
        let rest = [&self.access_token, &self.twilio, &self.auth0_client_secret, &self.auth0_access_token];
        first.into_iter().chain(rest).cloned().collect()
    }
}

fn setups(secrets: &Secrets) -> [(&'static str, Value); 6] {
    [
        ("HTTP", json!({"type": "BEARER", "token": secrets.bearer.secret()})),
        ("HTTP", json!({"type": "BASIC_AUTH", "username": "anna", "password": secrets.password.secret()})),
        ("HTTP", json!({"type": "API_KEY", "name": "X-Key", "value": secrets.header_key.secret(), "in": "HEADER"})),
        ("HTTP", json!({"type": "API_KEY", "name": "key", "value": secrets.query_key.secret(), "in": "QUERY"})),
        (
            "HTTP",
            json!({
                "type": "OAUTH_CLIENT_CREDENTIALS", "client_id": "client", "client_secret": secrets.client_secret.secret(),
                "token_endpoint": "https://auth.example.com/token",
            }),
        ),
        (
            "TWILIO",
            json!({"type": "API_KEY", "account_id": "AC0123456789abcdef0123456789abcdef", "api_key": secrets.twilio.secret()}),
        ),
    ]
}

async fn start(database: Database, service: &Service) -> Flowvault {
    let rewrites = [
        ("https://auth.example.com", service.url("/auth")),
        ("https://tenant.example.com", service.url("/tenant")),
        ("https://api.twilio.com", service.url("/json")),
    ];
    Launch::on(database).with("FLOWVAULT_LOG", "debug").reaching(rewrites).start().await
}

/// A service that gossips: it writes every secret it knows into its answers, in every way it can.
async fn echo(secrets: &Arc<Secrets>) -> Service {
    let secrets = Arc::clone(secrets);
    let gossip: Vec<String> = secrets.all().iter().flat_map(|needle| written_in_many_ways(&needle.secret())).collect();
    Service::start(move |request| match request.path.as_str() {
        "/auth/token" => token(&secrets.access_token.secret(), 3600),
        "/tenant/oauth/token" => token(&secrets.auth0_access_token.secret(), 3600),
        _ => tell(request, &gossip),
    })
    .await
}

fn tell(request: &Received, gossip: &[String]) -> Reply {
    let authorization = request.header("authorization").unwrap_or_default();
    let heard = format!("{authorization} {:?} {}", request.query, request.body);
    let body =
        json!({"gossip": gossip, "heard": heard, "authorization": authorization, "nested": {"query": request.query}});
    let safe = |text: &str| text.chars().filter(|c| (' '..='~').contains(c)).collect::<String>();
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

/// Created, listed, read, renamed, used in runs that work and runs that fail, reconnected, used again, deleted.
async fn live_a_life(api: &Api, service: &Service, app_id: &str, setup: Value) {
    let connection = api.connect(app_id, setup.clone()).await;
    let path = format!("{CONNECTIONS}/{connection}");
    api.get(&path).await.expect(200);
    api.get(&format!("{CONNECTIONS}?include_totals=true")).await.expect(200);
    api.patch(&path, &json!({"name": "renamed"})).await.expect(200);
    use_it(api, service, app_id, &connection).await;
    api.reconnect(&connection, setup).await;
    use_it(api, service, app_id, &connection).await;
    api.delete(&path).await.expect(204);
    api.delete(&path).await.expect(404);
}

async fn use_it(api: &Api, service: &Service, app_id: &str, connection: &str) {
    let actions = match app_id {
        "TWILIO" => {
            json!([may_fail(send_sms("text", connection, "hello")), return_json(json!({"said": "{{actions.text}}"}))])
        }
        _ => http_actions(service, connection),
    };
    let flow = api.save_flow(actions).await;
    let run = api.run(&flow, json!({})).await;
    api.record(&flow, &run.id).await;
    api.get(&format!("/api/v2/flows/{flow}/executions")).await.expect(200);
    let failing = match app_id {
        "TWILIO" => send_sms("text", connection, "hello"),
        _ => get("ask", connection, "http://127.0.0.1:1/nobody/listens"),
    };
    let flow = api.save_flow(json!([failing])).await;
    let run = api.run(&flow, json!({})).await;
    assert_eq!(run.status, "FAILED", "{run:?}");
    api.record(&flow, &run.id).await;
}

fn http_actions(service: &Service, connection: &str) -> Value {
    let paths = ["json", "text", "xml", "broken", "error", "denied", "moved"];
    let mut actions: Vec<_> =
        paths.iter().map(|path| may_fail(get(path, connection, &service.url(&format!("/{path}"))))).collect();
    let said: Vec<_> = paths.iter().map(|path| format!("{{{{actions.{path}}}}}")).collect();
    let post =
        json!({"connection_id": connection, "method": "POST", "url": service.url("/json"), "payload": {"said": said}});
    actions.push(may_fail(send_request("post", post)));
    actions.push(return_json(json!({"said": said})));
    Value::Array(actions)
}

/// Setups that are refused must not be repeated in the refusal, nor in the log of it.
async fn refuse_setups(api: &Api, secrets: &Secrets) {
    let wrong = [
        json!({"type": "BEARER", "token": secrets.bearer.secret(), "extra": 1}),
        json!({"type": "BEARER", "token": [secrets.bearer.secret()]}),
        json!({"type": secrets.bearer.secret()}),
        json!({"type": "BASIC_AUTH", "username": 7, "password": secrets.password.secret()}),
        json!({"type": "BASIC_AUTH", "username": "u", "password": secrets.password.secret().repeat(9)}),
        json!({"type": "API_KEY", "name": "n", "value": secrets.header_key.secret(), "in": "BODY"}),
        json!({"type": "API_KEY", "name": "n", "value": {"deep": secrets.query_key.secret()}, "in": "QUERY"}),
    ];
    for setup in wrong {
        api.post(CONNECTIONS, &json!({"app_id": "HTTP", "name": "wrong", "setup": setup})).await.expect(400);
    }
    let broken =
        format!("{{\"app_id\": \"HTTP\", \"name\": \"wrong\", \"setup\": {{\"token\": \"{}\"", secrets.bearer.secret());
    api.post_text(CONNECTIONS, &broken).await.expect(400);
}

/// The control: without this, a server that sends nothing would pass.
fn the_services_did_receive_them(service: &Service, secrets: &Secrets) {
    let received: Vec<_> =
        service.received().iter().map(|request| Haystack::new("", format!("{request:?}").as_bytes())).collect();
    let unused = [secrets.auth0_client_secret.name, secrets.auth0_access_token.name];
    for needle in secrets.all().iter().filter(|needle| !unused.contains(&needle.name)) {
        assert!(received.iter().any(|request| !needle.found_in(request).is_empty()), "{} was never sent", needle.name);
    }
}

fn haystacks(server: &Flowvault, api: &Api) -> Vec<Haystack> {
    let mut haystacks = Haystack::folder(&server.launch.data_dir());
    if matches!(server.launch.database(), Database::Sqlite) {
        let journal = haystacks.iter().find(|haystack| haystack.from.ends_with("-wal"));
        assert!(journal.is_some_and(|journal| !journal.is_empty()), "the journal must be part of the search");
    }
    haystacks.push(Haystack::new("the database", server.launch.database().dump().as_bytes()));
    haystacks.push(Haystack::new("the logs", server.output().as_bytes()));
    haystacks.extend(api.heard().iter().map(|answer| Haystack::new(format!("the answer {answer}"), answer.as_bytes())));
    haystacks
}

/// The secrets of our own API clients are kept as hashes, their tokens not at all.
fn our_own_secrets_are_not_stored(launch: &Launch, api: &Api, token: &str) {
    let mut places = Haystack::folder(&launch.data_dir());
    places.push(Haystack::new("the logs", launch.output().as_bytes()));
    for place in &places {
        assert!(!place.contains_text(&api.client().secret), "the client's secret in {}", place.from);
        assert!(!place.contains_text(token), "the access token in {}", place.from);
    }
}
