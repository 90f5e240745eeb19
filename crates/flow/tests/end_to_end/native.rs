//! Actions that ask no service: tokens signed with a stored key, and XML.

use model::Status;
use serde_json::{Value, json};

use crate::{House, action, debug};

const SECRET: &str = "canary-signing-secret";

fn hs256() -> Value {
    json!({ "type": "JWT", "algorithm": "HS256", "secret": SECRET })
}

fn give(payload: Value) -> Value {
    action("answer", "FLOW.RETURN_JSON", json!({ "payload": payload }))
}

#[tokio::test]
async fn a_token_goes_through_a_flow_from_its_signature_to_its_claims() {
    let house = House::open().await;
    let id = house.connect("JWT", Some(hs256())).await;
    let claims = json!({ "connection_id": id.as_str(), "payload": { "role": "{{fields.who}}" }, "subject": "auth0|1",
        "issuer": "us", "audience": "them", "expires_in": "5 Minutes" });
    let check =
        json!({ "connection_id": id.as_str(), "token": "{{actions.sign.token}}", "issuer": "us", "audience": "them" });
    let (_, finished) = house
        .run(&json!([
            action("sign", "JWT.SIGN_JWT", claims),
            action("verify", "JWT.VERIFY_JWT", check),
            action("decode", "JWT.DECODE_JWT", json!({ "token": "{{actions.sign.token}}" })),
            give(json!({ "verified": "{{actions.verify}}", "decoded": "{{actions.decode}}" })),
        ]))
        .await;
    assert_eq!(finished.error, None);
    let output = finished.output.as_ref().unwrap();
    assert_eq!(output["verified"]["valid"], true);
    assert_eq!(output["decoded"]["header"], json!({ "alg": "HS256", "typ": "JWT" }));
    let payload = &output["decoded"]["payload"];
    assert_eq!(payload["exp"].as_i64().unwrap() - payload["iat"].as_i64().unwrap(), 300);
    assert_eq!((&payload["role"], &payload["sub"]), (&json!("ada"), &json!("auth0|1")));
    for part in ["header", "payload", "signature"] {
        assert_eq!(output["verified"][part], output["decoded"][part]);
    }
    assert!(!finished.execution.debug.contains("canary"));
    assert!(house.service.requests().is_empty());
}

#[tokio::test]
async fn a_flow_decides_by_the_cause_of_a_token_that_is_not_believed() {
    let house = House::open().await;
    let id = house.connect("JWT", Some(hs256())).await;
    // Somebody else's secret signed it.
    let token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.rTCH8cLoGxAm_xw68z-zXVKi9ie6xJn9tnVWjd_9ftE";
    let fails = json!({ "operator": "EQ", "operands": ["{{actions.verify.cause}}", "INVALID_SIGNATURE"] });
    let (_, finished) = house
        .run(&json!([
            action("text", "JSON.CREATE_JSON", json!({ "object": { "token": token } })),
            action(
                "verify",
                "JWT.VERIFY_JWT",
                json!({ "connection_id": id.as_str(), "token": "{{actions.text.result.token}}" })
            ),
            action("if", "FLOW.BOOLEAN_CONDITION", json!({ "if": fails, "then": [give(json!("{{actions.verify}}"))] })),
        ]))
        .await;
    assert_eq!(finished.output, Some(json!({ "valid": false, "cause": "INVALID_SIGNATURE" })));
}

#[tokio::test]
async fn a_masked_token_is_in_no_record_and_a_wrong_key_in_no_error() {
    let house = House::open().await;
    let id = house.connect("JWT", Some(hs256())).await;
    let mut sign = action("sign", "JWT.SIGN_JWT", json!({ "connection_id": id.as_str() }));
    sign["mask_output"] = json!(true);
    let (_, finished) = house.run(&json!([sign, give(json!({ "token": "{{actions.sign.token}}" }))])).await;
    let token = finished.output.as_ref().unwrap()["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("eyJ") && !finished.execution.debug.contains(&token));

    let wrong = json!({ "type": "JWT", "algorithm": "RS256", "private_key": "canary-no-key" });
    let id = house.connect("JWT", Some(wrong)).await;
    let (_, finished) =
        house.run(&json!([action("sign", "JWT.SIGN_JWT", json!({ "connection_id": id.as_str() }))])).await;
    let error = finished.error.as_ref().unwrap();
    assert_eq!((&error["code"], &error["action_id"]), (&json!("ERR_ACTION_EXECUTION_ERROR"), &json!("sign")));
    assert!(error["message"].as_str().unwrap().starts_with("the private key is not readable"));
    assert!(!finished.execution.debug.contains("canary"));
}

#[tokio::test]
async fn bad_params_fail_in_the_shape_of_the_contract() {
    let house = House::open().await;
    let id = house.connect("JWT", Some(hs256())).await;
    let params = json!({ "connection_id": id.as_str(), "expires_in": "{{fields.who}}" });
    let (_, finished) = house.run(&json!([action("sign", "JWT.SIGN_JWT", params)])).await;
    let error = finished.error.unwrap();
    assert_eq!(error["code"], "ERR_INVALID_ACTION_PARAMS");
    assert_eq!(error["details"]["invalidParams"][0]["path"], "/expires_in");

    let undefined = json!({ "connection_id": id.as_str(), "token": "{{actions.nothing.token}}" });
    let failing = [action("verify", "JWT.VERIFY_JWT", undefined), action("sign", "JWT.SIGN_JWT", json!({}))];
    for one in failing {
        let mut flow = house.save(&json!([])).await;
        flow.actions = Some(json!([one]).to_string());
        let finished = house.run_with(&house.engine(), &flow).await;
        assert_eq!(finished.error.unwrap()["code"], "ERR_INVALID_ACTION_PARAMS");
    }
}

#[tokio::test]
async fn xml_is_read_changed_and_written() {
    let house = House::open().await;
    let xml = "<order id=\"7\"><item>one</item><item>two &amp; three</item></order>";
    let (_, finished) = house
        .run(&json!([
            action("read", "XML.PARSE_XML", json!({ "xml": xml })),
            action(
                "write",
                "XML.SERIALIZE_XML",
                json!({ "object": { "list": {
                "$": { "of": "{{actions.read.object.order.$.id}}" },
                "item": "{{actions.read.object.order.item}}", "by": "{{fields.who}}",
            } } })
            ),
            action("whole", "XML.SERIALIZE_XML", json!({ "object": "{{actions.read.object}}" })),
            give(json!({ "written": "{{actions.write.xml}}", "whole": "{{actions.whole}}" })),
        ]))
        .await;
    assert_eq!(finished.error, None);
    let output = finished.output.unwrap();
    let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let written = "<list of=\"7\">\n  <item>one</item>\n  <item>two &amp; three</item>\n  <by>ada</by>\n</list>";
    assert_eq!(output["written"], format!("{declaration}{written}"));
    let whole = "<order id=\"7\">\n  <item>one</item>\n  <item>two &amp; three</item>\n</order>";
    assert_eq!(output["whole"], json!({ "xml": format!("{declaration}{whole}") }));
}

#[tokio::test]
async fn hostile_xml_fails_the_action_and_the_record_of_the_deepest_can_be_read() {
    let house = House::open().await;
    let bomb = r#"<!DOCTYPE a [<!ENTITY x "xxxxxxxxxx"><!ENTITY y "&x;&x;&x;&x;&x;&x;">]><a>&y;</a>"#;
    let (_, finished) = house.run(&json!([action("read", "XML.PARSE_XML", json!({ "xml": bomb }))])).await;
    assert_eq!(finished.execution.status, Status::Failed);
    let error = finished.error.unwrap();
    assert_eq!(
        (&error["code"], &error["message"]),
        (
            &json!("ERR_ACTION_EXECUTION_ERROR"),
            &json!("The text is not valid XML (line 1): it declares entities or elements")
        )
    );
    let deepest = format!("{}{}", "<a/><a>".repeat(50), "</a>".repeat(50)).replacen("<a/>", "", 1);
    let (_, finished) = house.run(&json!([action("read", "XML.PARSE_XML", json!({ "xml": deepest }))])).await;
    assert_eq!(finished.error, None);
    assert!(debug(&finished)["tracing"][0]["output"]["object"]["a"].is_object());
}
