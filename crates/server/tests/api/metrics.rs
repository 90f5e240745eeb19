//! `GET /metrics`, on its own listener.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use server::api;
use tower::ServiceExt as _;

use crate::{
    house::House,
    walk::{MARK, furnished, operations},
};

async fn get(router: &Router, path: &str) -> (u16, String, String) {
    let request = Request::get(path).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn requests_are_counted_by_route_and_answer() {
    let house = House::new().await;
    let token = house.token("all").await;
    house.get("/api/v2/flows", &token).await.expect(200);
    house.get("/api/v2/flows/af_42HT5oiobDyUs8ASwEEWK1", &token).await.expect(404);
    house.send("GET", "/api/v2/flows", None, None).await.expect(401);
    let (status, kind, figures) = get(&house.metrics, "/metrics").await;
    assert_eq!((status, kind.as_str()), (200, "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    for line in [
        r#"flowvault_http_requests_total{method="GET",route="/api/v2/flows",status="200"} 1"#,
        r#"flowvault_http_requests_total{method="GET",route="/api/v2/flows",status="401"} 1"#,
        r#"flowvault_http_requests_total{method="GET",route="/api/v2/flows/{id}",status="404"} 1"#,
        r#"flowvault_http_request_duration_seconds_count{route="/api/v2/flows"} 2"#,
        "flowvault_tokens_served_late_total 0",
    ] {
        assert!(figures.lines().any(|found| found == line), "{line} is missing in\n{figures}");
    }
    assert!(figures.contains("\nprocess_resident_memory_bytes ") && figures.ends_with("# EOF\n"));
}

#[tokio::test]
async fn no_figure_names_what_somebody_typed() {
    let furnished = furnished().await;
    for operation in operations() {
        furnished.call(&operation, Some(&furnished.token)).await;
    }
    furnished.house.send("BREW", "/api/v2/no-such-thing-4711", None, None).await;
    let (_, _, figures) = get(&furnished.house.metrics, "/metrics").await;
    let typed = [MARK, "4711", "BREW", "default", "af_", "ac_", "ten_", &furnished.token];
    assert_eq!(typed.into_iter().find(|text| figures.contains(text)), None, "{figures}");
    assert!(figures.contains(r#"method="other",route="-",status="404""#), "{figures}");
}

#[tokio::test]
async fn figures_are_on_their_own_listener_and_nothing_else_is() {
    let house = House::new().await;
    house.send("GET", "/metrics", None, None).await.expect(404);
    for path in ["/", "/api/v2/flows", "/api/v2/health"] {
        assert_eq!(get(&house.metrics, path).await.0, 404, "{path}");
    }
    assert!(api::openapi::document().lines().all(|line| !line.contains("/metrics")));
}
