//! Bodies: what the author gives and what is sent.

use serde_json::{Value, json};

use crate::house::{House, bearer, refusal};

#[tokio::test]
async fn a_body_is_written_as_its_content_type_says() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let (json_type, form, xml) = ("application/json", "application/x-www-form-urlencoded", "application/xml");
    let cases = [
        (Value::Null, json!({ "b": 1, "a": "ä" }), json_type, r#"{"b":1,"a":"ä"}"#),
        (json!("JSON"), json!([1, 2.50, "x"]), json_type, r#"[1,2.5,"x"]"#),
        (json!("JSON"), json!("{\"ready\": true}"), json_type, "{\"ready\": true}"),
        (
            json!("FORM"),
            json!({ "a": "x y&z", "l": [1, 2], "o": { "k": null } }),
            form,
            "a=x+y%26z&l%5B0%5D=1&l%5B1%5D=2",
        ),
        (json!("FORM"), json!("a=1&b=2"), form, "a=1&b=2"),
        (json!("XML"), json!("<a>1</a>"), xml, "<a>1</a>"),
    ];
    for (content_type, payload, sent_type, body) in cases {
        let url = house.service.url("/api");
        let mut params = json!({ "url": url, "method": "POST", "payload": payload });
        if !content_type.is_null() {
            params["content_type"] = content_type;
        }
        house.call(&id, "HTTP.SEND_REQUEST", params).await.unwrap();
        let sent = house.service.requests("/api").pop().unwrap();
        assert_eq!((sent.header("content-type"), sent.body.as_str()), (Some(sent_type), body));
    }
}

#[tokio::test]
async fn without_a_payload_nothing_is_sent_and_nothing_is_called_json() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    for method in ["GET", "POST", "DELETE"] {
        let params = json!({ "url": house.service.url("/api"), "method": method });
        house.call(&id, "HTTP.SEND_REQUEST", params).await.unwrap();
        let sent = house.service.requests("/api").pop().unwrap();
        assert_eq!((sent.method.as_str(), sent.body.as_str(), sent.header("content-type")), (method, "", None));
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_written_are_refused_before_anything_is_sent() {
    let house = House::open().await;
    let id = house.connect("HTTP", bearer("first-token")).await;
    let cases = [
        ("XML", json!({ "a": 1 }), "a body with content type XML must be text; XML.SERIALIZE_XML makes one"),
        ("FORM", json!([1]), "a form body must be an object"),
    ];
    for (content_type, payload, message) in cases {
        let params = json!({ "url": house.service.url("/api"), "content_type": content_type, "payload": payload });
        assert_eq!(refusal(house.call(&id, "HTTP.SEND_REQUEST", params).await).0, message);
    }
    assert_eq!(house.service.count("/"), 0);
}
