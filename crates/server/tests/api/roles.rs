//! What a viewer, an editor and an owner may do, over every operation of the description.

use model::Role;
use serde_json::json;

use crate::{
    browser::{Browser, make_owner, make_person},
    house::House,
    walk::{MARK, furnished, operations},
};

const TENANTS: &str = "/api/v2/flowvault/tenants";

#[tokio::test]
async fn every_operation_that_takes_a_session_refuses_who_has_none() {
    let furnished = furnished().await;
    make_owner(&furnished.house, "ada@example.com").await;
    let mut browser = Browser::open(&furnished.house, "ada@example.com", "default").await;
    browser.cookie = "__Host-flowvault=guess".to_owned();
    let operations = operations();
    assert!(operations.iter().filter(|each| each.takes_session).count() > 20);
    for operation in operations.iter().filter(|each| each.takes_session) {
        let answer = browser.send(&operation.method, &furnished.path(operation), operation.body()).await;
        assert_eq!(answer.expect(401)["message"], "The session has ended", "{} {}", operation.method, operation.path);
    }
}

#[tokio::test]
async fn every_operation_with_a_token_takes_a_session_too() {
    let without: Vec<_> = operations().into_iter().filter(|each| !each.is_open && !each.takes_session).collect();
    assert!(without.is_empty(), "{}", without[0].path);
}

#[tokio::test]
async fn a_viewer_reads_everything_but_settings_and_changes_nothing() {
    let furnished = furnished().await;
    make_person(&furnished.house, "eve@example.com", Role::Viewer, "default").await;
    let browser = Browser::open(&furnished.house, "eve@example.com", "default").await;
    for operation in operations().iter().filter(|each| !each.scopes.is_empty()) {
        let answer = browser.send(&operation.method, &furnished.path(operation), operation.body()).await;
        match operation.method.as_str() {
            "GET" if !operation.is_for_owners() => drop(answer.expect(200)),
            _ => {
                let refused = answer.expect(403);
                assert_eq!(refused["errorCode"], "insufficient_scope", "{} {}", operation.method, operation.path);
            }
        }
    }
    browser.post(TENANTS, r#"{"name":"mine"}"#).await.expect(403);
}

#[tokio::test]
async fn an_editor_may_do_everything_in_the_tenant_but_decide_about_it_and_makes_no_other() {
    let furnished = furnished().await;
    make_person(&furnished.house, "eve@example.com", Role::Editor, "default").await;
    let browser = Browser::open(&furnished.house, "eve@example.com", "default").await;
    let operations = operations();
    // What deletes comes last, and of that the flow.
    let mut own: Vec<_> = operations.iter().filter(|each| !each.scopes.is_empty()).collect();
    own.sort_by_key(|each| (each.method == "DELETE", std::cmp::Reverse(each.path.len())));
    for operation in own {
        let answer = browser.send(&operation.method, &furnished.path(operation), operation.body()).await;
        if operation.is_for_owners() {
            assert_eq!(answer.expect(403)["message"], "Insufficient scope, expected any of: manage:settings");
        } else {
            assert!(answer.status.is_success(), "{} {}: {}", operation.method, operation.path, answer.text);
        }
    }
    let refused = browser.post(TENANTS, r#"{"name":"mine"}"#).await.expect(403);
    assert_eq!(refused["message"], "Insufficient scope, expected any of: create:tenants");
}

#[tokio::test]
async fn a_tenant_one_does_not_belong_to_looks_like_one_that_is_not_there() {
    let furnished = furnished().await;
    furnished.house.make_tenant("other").await;
    make_person(&furnished.house, "eve@example.com", Role::Owner, "other").await;
    let mut browser = Browser::open(&furnished.house, "eve@example.com", "other").await;
    for operation in operations().iter().filter(|each| !each.scopes.is_empty()) {
        let path = furnished.path(operation);
        let mut answers = Vec::new();
        for tenant in ["default", "nowhere"] {
            browser.tenant = Some(tenant.to_owned());
            answers.push(browser.send(&operation.method, &path, operation.body()).await);
        }
        assert_eq!(answers[0].expect(404)["message"], "Tenant not found", "{} {path}", operation.method);
        assert_eq!(answers[0].text, answers[1].text);
    }
}

#[tokio::test]
async fn two_tenants_never_see_each_other_through_one_browser() {
    let furnished = furnished().await;
    furnished.house.make_tenant("other").await;
    make_owner(&furnished.house, "ada@example.com").await;
    let browser = Browser::open(&furnished.house, "ada@example.com", "other").await;
    for operation in operations().iter().filter(|each| !each.scopes.is_empty()) {
        let answer = browser.send(&operation.method, &furnished.path(operation), operation.body()).await;
        assert!(!answer.text.contains(MARK), "{} {}: {}", operation.method, operation.path, answer.text);
        if operation.names_something() {
            assert_eq!(answer.status, 404, "{} {}", operation.method, operation.path);
        }
    }
}

#[tokio::test]
async fn an_owner_makes_tenants_and_sees_those_they_belong_to() {
    let house = House::new().await;
    make_owner(&house, "ada@example.com").await;
    make_person(&house, "eve@example.com", Role::Owner, "default").await;
    let mut ada = Browser::open(&house, "ada@example.com", "default").await;
    ada.tenant = None;
    let made = ada.post(TENANTS, r#"{"name":"second"}"#).await.expect(201);
    let keys: Vec<_> = made.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!((keys, &made["name"]), (vec!["id", "name", "created_at"], &json!("second")));
    let taken = ada.post(TENANTS, r#"{"name":"second"}"#).await.expect(409);
    assert_eq!((&taken["errorCode"], &taken["error"]), (&json!("conflict"), &json!("Conflict")));
    for wrong in ["", "Second", "-a", "a/b", &"x".repeat(61)] {
        ada.post(TENANTS, &json!({"name": wrong}).to_string()).await.expect(400);
    }
    let names = async |browser: &Browser<'_>| {
        let list = browser.get(TENANTS).await.expect(200);
        list["tenants"].as_array().unwrap().iter().map(|each| each["name"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&ada).await, ["default", "second"]);
    ada.tenant = Some("second".to_owned());
    ada.post("/api/v2/flows/vault/connections", r#"{"app_id":"HTTP","name":"a"}"#).await.expect(201);

    let eve = Browser::open(&house, "eve@example.com", "default").await;
    assert_eq!(names(&eve).await, ["default"]);
    eve.post(TENANTS, r#"{"name":"third"}"#).await.expect(403);
}
