//! What each service is sent, to the letter: the address of its page, and the request that spends the code.

use serde_json::{Value, json};
use vault::BeginAuthorization;

use crate::{
    house::{House, refusal},
    oauth_journey::{asked, granted, own_service, plain, words},
    service::{Reply, Request},
};

/// What is random in a text, under names.
fn named(text: &str, page: &url::Url) -> String {
    let asked = asked(page);
    let mut text = text.to_owned();
    for name in ["state", "code_challenge"] {
        if let Some(value) = asked.get(name) {
            text = text.replace(value, &name.to_uppercase());
        }
    }
    text
}

/// The page of an app, and the first request that its token endpoint got.
async fn journey(house: &House, app_id: &str, params: &Value, actions: &[&str], token: &str) -> (String, Request) {
    house.register(app_id, params).await;
    let id = house.empty(app_id).await;
    let actions = actions.iter().map(|action| (*action).to_owned()).collect();
    let page = house.set_out(&id, BeginAuthorization { actions, ..plain() }).await;
    house.come_back(&page).await.unwrap();
    let sent = house.service.requests(token).remove(0);
    assert_eq!((sent.method.as_str(), sent.target.as_str()), ("POST", token));
    assert_eq!(sent.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(sent.header("accept"), Some("application/json"));
    (named(page.as_str(), &page), sent)
}

/// The body without the verifier, and whether there was one.
fn body(sent: &Request) -> (String, bool) {
    let is_verifier = |pair: &&str| pair.starts_with("code_verifier=");
    let others: Vec<&str> = sent.body.split('&').filter(|pair| !is_verifier(pair)).collect();
    (others.join("&"), sent.body.split('&').any(|pair| is_verifier(&pair)))
}

const SPENDS: &str =
    "grant_type=authorization_code&code=the-code-1&redirect_uri=https%3A%2F%2Fflows.example%2Foauth%2Fcallback";
const IN_BODY: &str = "&client_id=client-1&client_secret=client+secret%2F1";
/// `client-1:client+secret%2F1`, since both are encoded before they are joined.
const IN_HEADER: &str = "Basic Y2xpZW50LTE6Y2xpZW50K3NlY3JldCUyRjE=";
const BEGINS: &str =
    "response_type=code&client_id=client-1&redirect_uri=https%3A%2F%2Fflows.example%2Foauth%2Fcallback";
const PKCE: &str = "&state=STATE&code_challenge=CODE_CHALLENGE&code_challenge_method=S256";

#[tokio::test]
async fn hubspot() {
    let house = House::open().await;
    house.service.on("/hubspot/oauth", |count, _| granted(&format!("access-{count}")));
    house.service.always("/hubspot/account-info", 200, json!({ "portalId": 42, "uiDomain": "app.hubspot.com" }));
    let (page, sent) =
        journey(&house, "HUBSPOT", &json!({}), &["UPSERT_CONTACT"], "/hubspot/oauth/2026-03/token").await;
    assert_eq!(
        page,
        format!("https://app.hubspot.com/oauth/authorize?{BEGINS}&scope=oauth%20crm.objects.contacts.write{PKCE}")
    );
    assert_eq!(body(&sent), (format!("{SPENDS}{IN_BODY}"), true));
    assert_eq!(sent.header("authorization"), None);
    let drill = &house.service.requests("/hubspot/oauth")[1];
    assert_eq!(drill.body, format!("grant_type=refresh_token&refresh_token=refresh-1{IN_BODY}"));
    let check = &house.service.requests("/hubspot/account-info")[0];
    assert_eq!(check.header("authorization"), Some("Bearer access-2"));
}

#[tokio::test]
async fn google() {
    let house = House::open().await;
    house.service.on("/google-token", |count, _| granted(&format!("access-{count}")));
    house.service.always("/google/oauth2/v2/userinfo", 200, json!({ "id": "1", "email": "me@example.com" }));
    let (page, sent) = journey(&house, "GOOGLE_SHEETS", &json!({}), &["ADD_ROW"], "/google-token/token").await;
    let scope = "openid%20email%20https%3A%2F%2Fwww.googleapis.com%2Fauth%2Fspreadsheets";
    assert_eq!(
        page,
        format!(
            "https://accounts.google.com/o/oauth2/v2/auth?{BEGINS}&scope={scope}{PKCE}&access_type=offline&prompt=consent"
        )
    );
    assert_eq!(body(&sent), (format!("{SPENDS}{IN_BODY}"), true));
}

#[tokio::test]
async fn salesforce_at_a_host_of_ones_own() {
    let house = House::open().await;
    house.service.on("/salesforce/services/oauth2/token", |count, _| {
        let mut answer = json!({
            "access_token": format!("access-{count}"), "instance_url": "https://acme.my.salesforce.com",
            "id": "https://acme.my.salesforce.com/id/00D/005", "signature": "s",
        });
        if count == 1 {
            answer["refresh_token"] = json!("refresh-1");
        }
        Reply::json(200, &answer)
    });
    let user = json!({ "sub": "00D/005", "preferred_username": "me@acme.example" });
    house.service.always("/salesforce/services/oauth2/userinfo", 200, user);
    let params = json!({ "login_host": "acme.my.salesforce.com" });
    let (page, sent) = journey(&house, "SALESFORCE", &params, &[], "/salesforce/services/oauth2/token").await;
    let scope = "api%20refresh_token%20openid";
    assert_eq!(page, format!("https://acme.my.salesforce.com/services/oauth2/authorize?{BEGINS}&scope={scope}{PKCE}"));
    assert_eq!(body(&sent), (format!("{SPENDS}{IN_BODY}"), true));
    assert_eq!(house.service.count("/salesforce-login"), 0);
}

#[tokio::test]
async fn salesforce_at_its_own_host_unless_one_is_entered_and_nowhere_else() {
    let house = House::open().await;
    house.register("SALESFORCE", &json!({})).await;
    let id = house.empty("SALESFORCE").await;
    let page = house.set_out(&id, plain()).await;
    assert!(page.as_str().starts_with("https://login.salesforce.com/services/oauth2/authorize?"), "{page}");
    house.register("SALESFORCE", &json!({ "login_host": "evil.example" })).await;
    let page = house.set_out(&id, plain()).await;
    let said = words(house.come_back(&page).await);
    assert!(said.contains("the request was not sent"), "{said}");
    assert_eq!(house.service.count("/"), 0);
}

#[tokio::test]
async fn slack() {
    let house = House::open().await;
    house.service.always(
        "/slack/api/oauth",
        200,
        json!({
            "ok": true, "access_token": "xoxb-1", "token_type": "bot", "scope": "incoming-webhook,chat:write",
            "team": { "id": "T1" }, "authed_user": { "id": "U1", "access_token": "xoxp-other" },
            "incoming_webhook": { "url": "https://hooks.slack.com/x", "channel_id": "C1" },
        }),
    );
    house.service.always(
        "/slack/api/auth.test",
        200,
        json!({ "ok": true, "team": "Acme", "user": "bot", "team_id": "T1" }),
    );
    let (page, sent) = journey(&house, "SLACK", &json!({}), &["POST_MESSAGE"], "/slack/api/oauth.v2.access").await;
    let scope = "incoming-webhook%2Cchat%3Awrite";
    assert_eq!(page, format!("https://slack.com/oauth/v2/authorize?{BEGINS}&scope={scope}&state=STATE"));
    assert_eq!(body(&sent), (SPENDS.to_owned(), false));
    assert_eq!(sent.header("authorization"), Some(IN_HEADER));
    // Nothing came to renew it with, so nothing was tried.
    assert_eq!(house.service.count("/slack/api/oauth"), 1);
}

#[tokio::test]
async fn slack_says_no_with_a_200() {
    let house = House::open().await;
    house.register("SLACK", &json!({})).await;
    house.service.always("/slack/api/oauth", 200, json!({ "ok": false, "error": "invalid_code" }));
    let said = words(house.walk(&house.empty("SLACK").await).await);
    assert_eq!(
        said,
        "the connection was not made: the service did not take the code: the token endpoint answered 200: invalid_code"
    );
}

#[tokio::test]
async fn a_service_of_ones_own() {
    let house = House::open().await;
    house.service.on("/own-id/token", |count, _| granted(&format!("access-{count}")));
    house.account("me@own.example", "1");
    let (page, sent) = journey(&house, "OAUTH2", &own_service(), &[], "/own-id/token").await;
    assert_eq!(page, format!("https://id.own.example/authorize?realm=a%20b&{BEGINS}{PKCE}"));
    assert_eq!(body(&sent), (SPENDS.to_owned(), true));
    assert_eq!(sent.header("authorization"), Some(IN_HEADER));
}

#[tokio::test]
async fn a_service_of_ones_own_may_want_the_client_in_the_body_or_take_one_without_a_secret() {
    let house = House::open().await;
    house.service.on("/own-id/token", |count, _| granted(&format!("access-{count}")));
    let mut params = own_service();
    params["client_auth"] = json!("body");
    let (_, sent) = journey(&house, "OAUTH2", &params, &[], "/own-id/token").await;
    assert_eq!((body(&sent).0, sent.header("authorization")), (format!("{SPENDS}{IN_BODY}"), None));
    let public = vault::NewOauthClient {
        client_secret: String::new().into(),
        ..crate::oauth_journey::registration(&own_service())
    };
    house.vault.put_oauth_client(&house.tenant, model::Actor::Cli, "OAUTH2", public).await.unwrap();
    house.walk(&house.empty("OAUTH2").await).await.unwrap();
    let sent = house.service.requests("/own-id/token").remove(2);
    assert_eq!((body(&sent).0, sent.header("authorization")), (format!("{SPENDS}&client_id=client-1"), None));
}

#[tokio::test]
async fn a_service_of_ones_own_without_user_info_has_no_name() {
    let house = House::open().await;
    let id = house.own_service().await;
    let mut params = own_service();
    params.as_object_mut().unwrap().remove("userinfo_url");
    house.register("OAUTH2", &params).await;
    assert_eq!(house.walk(&id).await.unwrap().account_name, None);
    assert_eq!(house.signs_with(&id).await, "Bearer access-2");
}

#[tokio::test]
async fn a_token_goes_to_the_registered_place_and_no_other() {
    let house = House::open().await;
    let id = house.own_service().await;
    house.walk(&id).await.unwrap();
    let before = house.service.count("/");
    for path in ["//api.acme.example/x", "https://api.acme.example/x", "/\\api.acme.example/x", "@api.acme.example/x"] {
        refusal(house.call(&id, "OAUTH2.SEND_REQUEST", json!({ "path": path })).await);
    }
    assert_eq!(house.service.count("/"), before);
}

#[tokio::test]
async fn what_a_token_does_not_say_is_asked_for() {
    let house = House::open().await;
    house.service.always("/mailchimp-login/oauth2/token", 200, json!({ "access_token": "access-1", "expires_in": 0 }));
    house.service.always(
        "/mailchimp-login/oauth2/metadata",
        200,
        json!({ "dc": "us7", "accountname": "Acme", "login": {} }),
    );
    house.service.always("/mailchimp/3.0/", 200, json!({ "account_name": "Acme", "account_id": "a1" }));
    journey(&house, "MAILCHIMP", &json!({}), &[], "/mailchimp-login/oauth2/token").await;
    let asked = &house.service.requests("/mailchimp-login/oauth2/metadata")[0];
    assert_eq!(asked.header("authorization"), Some("OAuth access-1"));
    assert_eq!(house.service.requests("/mailchimp/3.0/")[0].header("authorization"), Some("Bearer access-1"));
}

#[tokio::test]
async fn a_token_endpoint_that_redirects_is_not_followed() {
    let house = House::open().await;
    let id = house.own_service().await;
    let elsewhere = house.service.url("/elsewhere");
    house.service.on("/own-id/token", move |_, _| Reply::with_header(307, "location", &elsewhere, ""));
    words(house.walk(&id).await);
    assert_eq!(house.service.count("/elsewhere"), 0);
}

#[tokio::test]
async fn no_failure_tells_a_secret() {
    let house = House::open().await;
    let id = house.own_service().await;
    let mut texts = Vec::new();
    for (status, only_drill) in [(400, false), (401, false), (200, false), (400, true), (500, true)] {
        house.service.on("/own-id/token", move |_, sent| {
            if only_drill && sent.body.contains("authorization_code") {
                return granted("access-secret-1");
            }
            let echo = format!("{} {}", sent.body, sent.header("authorization").unwrap());
            Reply::json(status, &json!({ "error": echo, "error_description": echo }))
        });
        let error = house.walk(&id).await.unwrap_err();
        texts.push(format!("{error} {error:?}"));
    }
    house.service.on("/own-id/token", |_, _| granted("access-secret-1"));
    house.service.on("/own-id/userinfo", |_, sent| {
        Reply::json(403, &json!({ "message": sent.header("authorization").unwrap() }))
    });
    texts.push(words(house.walk(&id).await));
    let sent = house.service.requests("/own-id/token");
    let verifier = |body: &str| body.split("code_verifier=").nth(1).map(|it| it.split('&').next().unwrap().to_owned());
    let mut secrets: Vec<String> = sent.iter().filter_map(|sent| verifier(&sent.body)).collect();
    secrets.extend(
        ["the-code-1", "client secret/1", "client+secret%2F1", "access-secret-1", "refresh-secret-1"]
            .map(str::to_owned),
    );
    secrets.push(IN_HEADER.trim_start_matches("Basic ").to_owned());
    assert!(secrets.len() > 10);
    for text in texts {
        assert!(!secrets.iter().any(|secret| text.contains(secret)), "{text}");
    }
    let refused = house.vault.oauth_client(&house.tenant, "OAUTH2").await.unwrap().unwrap().refused;
    assert!(!secrets.iter().any(|secret| format!("{refused:?}").contains(secret)), "{refused:?}");
}
