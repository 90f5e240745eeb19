//! `FLOWVAULT_OUTBOUND_REWRITE`: URL prefixes that go elsewhere. The longest wins, and a prefix ends where a part of
//! the URL ends, so that nobody's host name begins like somebody else's.

use serde_json::json;

use crate::{actions::send_request, process::Launch, service::Service};

#[tokio::test]
async fn the_longest_prefix_at_a_boundary_wins() {
    let (short, long) = (Service::always(200, json!({})).await, Service::always(200, json!({})).await);
    let rewrites =
        [("https://api.example.com", short.url("/short")), ("https://api.example.com/v2", long.url("/long"))];
    let server = Launch::new().reaching(rewrites).start().await;
    let api = server.api();
    for url in [
        "https://api.example.com/v1/a?x=1",
        "https://api.example.com/v2/b?x=1",
        "https://api.example.com/v20/c",
        "https://api.example.com/?y=2",
        "https://API.example.com:443/v2",
    ] {
        let run = api.run_once(json!([send_request("ask", json!({"url": url}))])).await;
        assert_eq!(run.status, "COMPLETED", "{url}: {:?}", run.error);
    }
    assert_eq!(lines(&short), ["/short/v1/a?x=1", "/short/v20/c", "/short/?y=2"]);
    assert_eq!(lines(&long), ["/long/b?x=1", "/long"]);
}

#[tokio::test]
async fn a_host_that_only_begins_alike_goes_nowhere() {
    let service = Service::always(200, json!({})).await;
    let server = Launch::new().reaching([("https://api.example.com", service.url(""))]).start().await;
    let api = server.api();
    for url in [
        "https://api.example.com.invalid/",
        "https://api.example.community.invalid/",
        "https://api.example.com@nobody.invalid/",
        "http://api.example.com.invalid/",
    ] {
        assert_eq!(api.run_once(json!([send_request("ask", json!({"url": url}))])).await.status, "FAILED", "{url}");
    }
    assert_eq!(service.connections(), 0);
}

fn lines(service: &Service) -> Vec<String> {
    let with_query = |query: Option<String>| query.map(|query| format!("?{query}")).unwrap_or_default();
    service.received().into_iter().map(|request| request.path + &with_query(request.query)).collect()
}
