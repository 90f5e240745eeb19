//! The end of the process: the first signal lets runs finish, the second does not wait for them.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::{
    actions::{return_json, send_request},
    api::Api,
    process::{Flowvault, Launch},
    service::{Reply, Service},
    within::{PATIENCE, within},
};

#[tokio::test]
async fn the_first_signal_lets_a_run_finish_and_takes_no_new_ones() {
    let service = slow_service(Duration::from_millis(1500)).await;
    let mut server = Launch::new().reaching([]).start().await;
    let api = server.api();
    let flow = save_slow_flow(&api, &service).await;

    let (run, ()) = tokio::join!(api.run(&flow, json!({})), async {
        within(PATIENCE, "the call to reach the service", async || (service.connections() > 0).then_some(())).await;
        server.terminate();
        no_longer_listens(&server).await;
    });

    assert_eq!((run.status.as_str(), run.output), ("COMPLETED", json!({"status": 200})));
    assert!(server.ended().await.success(), "{}", server.output());
}

#[tokio::test]
async fn the_second_signal_stops_at_once() {
    let service = slow_service(Duration::from_secs(60)).await;
    let mut server = Launch::new().reaching([]).start().await;
    let api = server.api();
    let flow = save_slow_flow(&api, &service).await;
    let path = format!("/api/v2/flows/{flow}/executions");

    let body = json!({"input": {}, "synchronous": true});
    let (answer, took) = tokio::join!(api.try_post(&path, &body), async {
        within(PATIENCE, "the call to reach the service", async || (service.connections() > 0).then_some(())).await;
        server.terminate();
        no_longer_listens(&server).await;
        let second = Instant::now();
        server.terminate();
        server.ended().await;
        second.elapsed()
    });

    assert!(took < Duration::from_secs(10), "took {took:?}");
    assert!(answer.is_err(), "the run was cut off");
}

#[tokio::test]
async fn an_idle_server_ends_with_the_first_signal() {
    let server = Launch::new().start().await;
    server.api().get("/api/v2/flows").await.expect(200);
    let signal = Instant::now();
    server.stop().await;
    assert!(signal.elapsed() < Duration::from_secs(10), "took {:?}", signal.elapsed());
}

/// The first sign that a signal was heard: the address is free.
async fn no_longer_listens(server: &Flowvault) {
    let address = server.url().trim_start_matches("http://");
    within(PATIENCE, "the listener to be closed", async || tokio::net::TcpListener::bind(address).await.ok().map(drop))
        .await;
}

async fn slow_service(delay: Duration) -> Service {
    Service::start(move |_| Reply::json(200, &json!({})).after(delay)).await
}

async fn save_slow_flow(api: &Api, service: &Service) -> String {
    let ask = send_request("ask", json!({"url": service.url("/slow")}));
    api.save_flow(json!([ask, return_json(json!({"status": "{{actions.ask.status}}"}))])).await
}
