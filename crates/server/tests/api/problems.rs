//! `/api/v2/flows/{id}/problems`

use serde_json::{Value, json};

use crate::house::House;

const CONNECTIONS: &str = "/api/v2/flows/vault/connections";

/// The path of the problems of a new flow that sends an SMS with this connection.
async fn sender(house: &House, token: &str, connection: &Value) -> String {
    let params = json!({"connection_id": connection, "from": "+1", "to": "+2", "message": "m"});
    let action = json!({"id": "sms_1", "type": "TWILIO", "action": "SEND_SMS", "params": params});
    let made = house.post("/api/v2/flows", token, &json!({"name": "a", "actions": [action]}).to_string()).await;
    format!("/api/v2/flows/{}/problems", made.expect(201)["id"].as_str().unwrap())
}

#[tokio::test]
async fn a_connection_is_a_problem_until_it_is_there_and_filled_and_again_when_it_is_gone() {
    let house = House::new().await;
    let token = house.token("all").await;
    let path = sender(&house, &token, &json!("ac_invented")).await;
    let problem = |code: &str, message: &str| {
        let place = "/actions/0/params/connection_id";
        json!({"problems": [{"action_id": "sms_1", "path": place, "code": code, "message": message, "severity": "error"}]})
    };
    let gone = |id: &str| {
        problem("unknown_connection", &format!("There is no connection {id}; if it was deleted, choose another"))
    };
    assert_eq!(house.get(&path, &token).await.expect(200), gone("ac_invented"));

    let made = house.post(CONNECTIONS, &token, r#"{"app_id":"TWILIO","name":"Phone"}"#).await.expect(201);
    let connection = made["id"].as_str().unwrap();
    let path = sender(&house, &token, &made["id"]).await;
    let empty = problem("empty_connection", "The connection \"Phone\" has no credentials yet: enter them");
    assert_eq!(house.get(&path, &token).await.expect(200), empty);

    let setup = r#"{"setup":{"type":"API_KEY","account_id":"AC00000000000000000000000000000000","api_key":"key"}}"#;
    house.patch(&format!("{CONNECTIONS}/{connection}"), &token, setup).await.expect(200);
    assert_eq!(house.get(&path, &token).await.expect(200), json!({"problems": []}));

    house.delete(&format!("{CONNECTIONS}/{connection}"), &token).await.expect(204);
    assert_eq!(house.get(&path, &token).await.expect(200), gone(connection));
}

#[tokio::test]
async fn a_connection_of_another_tenant_looks_like_one_that_is_not_there() {
    let house = House::new().await;
    house.make_tenant("other").await;
    let (ours, theirs) = (house.token("all").await, house.token_of("other", "all").await);
    let made = house.post(CONNECTIONS, &theirs, r#"{"app_id":"SLACK","name":"x"}"#).await.expect(201);
    let path = sender(&house, &ours, &made["id"]).await;
    assert_eq!(house.get(&path, &ours).await.expect(200)["problems"][0]["code"], "unknown_connection");
}

#[tokio::test]
async fn a_flow_without_actions_has_no_problems_and_a_flow_that_is_not_there_is_not_found() {
    let house = House::new().await;
    let token = house.token("all").await;
    let made = house.post("/api/v2/flows", &token, r#"{"name":"a"}"#).await.expect(201);
    let path = format!("/api/v2/flows/{}/problems", made["id"].as_str().unwrap());
    assert_eq!(house.get(&path, &token).await.expect(200), json!({"problems": []}));
    house.get(&format!("{path}?x=1"), &token).await.expect(400);
    house.get("/api/v2/flows/af_invented/problems", &token).await.expect(404);
}
