//! Flows whose address leads inside: they fail cleanly, and nobody inside hears a knock.

use serde_json::json;

use crate::{
    actions::{get, send_request},
    api::Run,
    process::Launch,
    service::{Reply, Service},
};

#[tokio::test]
async fn a_flow_cannot_reach_this_machine_however_it_spells_the_address() {
    let inside = Service::always(200, json!({"secret": "inside"})).await;
    let server = Launch::new().start().await;
    let api = server.api();
    for url in spellings_of_loopback(inside.port()) {
        let run = api.run_once(json!([send_request("ask", json!({"url": url}))])).await;
        was_refused(&run, &url);
    }
    assert_eq!(inside.connections(), 0, "someone knocked");
}

#[tokio::test]
async fn other_refused_addresses_and_schemes_fail_as_cleanly() {
    let server = Launch::new().start().await;
    let api = server.api();
    let urls = [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://255.255.255.255/",
        "http://224.0.0.1/",
        "http://[fe80::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::10.0.0.1]/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "gopher://127.0.0.1:6379/_INFO",
        "javascript:alert(1)",
        "data:text/plain,hello",
        "//example.com/",
        "example.com",
        "",
    ];
    for url in urls {
        was_refused(&api.run_once(json!([send_request("ask", json!({"url": url}))])).await, url);
    }
}

#[tokio::test]
async fn an_address_that_comes_out_of_a_template_is_guarded_too() {
    let inside = Service::always(200, json!({})).await;
    let server = Launch::new().start().await;
    let api = server.api();
    let flow =
        api.save_flow(json!([send_request("ask", json!({"url": "{{fields.scheme}}://{{fields.host}}/"}))])).await;

    let fields = json!({"scheme": "http", "host": format!("127.0.0.1:{}", inside.port())});
    was_refused(&api.run(&flow, json!({"fields": fields})).await, "a template");

    assert_eq!(inside.connections(), 0);
}

#[tokio::test]
async fn a_redirect_does_not_lead_to_a_refused_address() {
    let inside = Service::start_at("127.0.0.2", |_| Reply::json(200, &json!({"secret": "inside"}))).await;
    let target = inside.url("/");
    let outside = Service::start(move |_| Reply::redirect(&target)).await;
    let server = Launch::new().with("FLOWVAULT_OUTBOUND_ALLOW", "127.0.0.1/32").start().await;
    let api = server.api();
    let connection = api.connect("HTTP", json!({"type": "BEARER", "token": "the-bearer-token"})).await;

    let run = api.run_once(json!([get("ask", &connection, &outside.url("/start"))])).await;

    assert!(!format!("{run:?}").contains("inside"), "{run:?}");
    assert_eq!(outside.received().len(), 1, "the first hop is allowed");
    assert_eq!(inside.connections(), 0, "the second is not");
}

#[tokio::test]
async fn a_redirect_to_another_host_does_not_take_the_credential_along() {
    let other = Service::start_at("127.0.0.2", |_| Reply::json(200, &json!({}))).await;
    let target = other.url("/landing");
    let first = Service::start(move |_| Reply::redirect(&target)).await;
    let server = Launch::new().reaching([]).start().await;
    let api = server.api();
    let setups = [
        json!({"type": "BEARER", "token": "the-secret-itself"}),
        json!({"type": "BASIC_AUTH", "username": "anna", "password": "the-secret-itself"}),
        json!({"type": "API_KEY", "name": "X-Key", "value": "the-secret-itself", "in": "HEADER"}),
        json!({"type": "API_KEY", "name": "key", "value": "the-secret-itself", "in": "QUERY"}),
    ];

    for setup in setups {
        let connection = api.connect("HTTP", setup).await;
        api.run_once(json!([get("ask", &connection, &first.url("/start"))])).await;
    }

    assert_eq!(first.received().len(), 4);
    for request in other.received() {
        let all = format!("{request:?}");
        assert!(!all.contains("the-secret-itself") && request.header("authorization").is_none(), "{all}");
    }
}

#[tokio::test]
async fn an_endless_answer_ends() {
    let endless = Service::start(|_| Reply::text(200, &"x".repeat(64 << 20))).await;
    let server = Launch::new().reaching([]).start().await;

    let run = server.api().run_once(json!([send_request("ask", json!({"url": endless.url("/")}))])).await;

    was_refused(&run, "an answer of 64 MB");
}

#[tokio::test]
async fn a_token_endpoint_inside_is_guarded_too() {
    let inside = Service::always(200, json!({"access_token": "x", "expires_in": 60})).await;
    let server = Launch::new().start().await;
    let api = server.api();
    let setup = json!({
        "type": "OAUTH_CLIENT_CREDENTIALS", "client_id": "c", "client_secret": "s",
        "token_endpoint": format!("https://127.0.0.1:{}/token", inside.port()),
    });
    let connection = api.connect("HTTP", setup).await;

    let run = api.run_once(json!([get("ask", &connection, "https://api.example.com/")])).await;

    was_refused(&run, "a token endpoint inside");
    assert_eq!(inside.connections(), 0);
}

fn spellings_of_loopback(port: u16) -> Vec<String> {
    let hosts = [
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.1.",
        "127.1.2.3",
        "0",
        "0.0.0.0",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::]",
        "１２７.０.０.１",
        "①②⑦.0.0.1",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "user@127.0.0.1",
        "example.com@127.0.0.1",
        "user:password@localhost",
    ];
    let mut urls: Vec<_> = hosts.iter().map(|host| format!("http://{host}:{port}/")).collect();
    urls.extend(hosts.iter().take(3).map(|host| format!("https://{host}:{port}/")));
    urls.push(format!("http://example.com\\@127.0.0.1:{port}/"));
    urls.push(format!("http:127.0.0.1:{port}/"));
    urls.push(format!("http:\\\\127.0.0.1:{port}\\"));
    urls.push(format!(" \thttp://127.0.0.1:{port}/"));
    urls.push(format!("ht\ntp://127.0.0.1:{port}/"));
    urls
}

fn was_refused(run: &Run, what: &str) {
    assert_eq!(run.status, "FAILED", "{what}: {run:?}");
    assert!(run.error["code"].as_str().is_some_and(|code| code.starts_with("ERR_")), "{what}: {run:?}");
}
