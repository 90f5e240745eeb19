//! How often one client may ask.

use serde_json::json;
use server::config::{Options, RateLimit};

use crate::house::House;

#[tokio::test]
async fn every_answer_says_what_is_left_and_too_many_are_refused() {
    let rate_limit = RateLimit { per_second: Some(1.0), burst: Some(2.0) };
    let house = House::furnished(Options { rate_limit, ..Options::default() }).await;
    let token = house.token("all").await;
    let first = house.get("/api/v2/flows", &token).await;
    let figures = ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"].map(|name| first.header(name));
    assert_eq!(figures, ["2", "1", "1726145537"]);
    house.get("/api/v2/flows", &token).await.expect(200);

    let refused = house.get("/api/v2/flows", &token).await;
    let expected = json!({
        "statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached",
        "errorCode": "too_many_requests"
    });
    assert_eq!(refused.expect(429), expected);
    assert_eq!(refused.header("retry-after"), "1");

    let another = house.token("all").await;
    house.get("/api/v2/flows", &another).await.expect(200);
    house.wait(1000);
    house.get("/api/v2/flows", &token).await.expect(200);
}

#[tokio::test]
async fn refusals_are_counted_too() {
    let house = House::new().await;
    let refused = house.send("GET", "/api/v2/flows", None, None).await;
    assert_eq!(refused.status, 401);
    assert_eq!(refused.header("x-ratelimit-remaining"), "199");
}
