//! The files that come with the program load, and say what the contract says.

use catalog::{
    Body, Catalog, ClientAuth, ConnectionUse, Grant, Lifetime, Method, Native, Refresh, Retry, Signature, SourceFile,
    Success, Target, Verb, Work, schema::Moment,
};
use serde_json::json;

#[test]
fn every_file_that_comes_with_the_program_loads_without_a_complaint() {
    if let Err(errors) = Catalog::load(Vec::new()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}

#[test]
fn integrations_setups_and_actions_keep_the_order_of_the_files() {
    let catalog = Catalog::builtin();
    let ids: Vec<&str> = catalog.integrations().map(|it| it.id.as_str()).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    let http = catalog.integration("HTTP").unwrap();
    let types: Vec<&str> = http.setups.keys().map(String::as_str).collect();
    assert_eq!(types, ["BEARER", "OAUTH_CLIENT_CREDENTIALS", "BASIC_AUTH", "API_KEY"]);
}

#[test]
fn an_sms_is_a_form_that_is_never_sent_twice() {
    let catalog = Catalog::builtin();
    let (_, action) = catalog.action("TWILIO", "SEND_SMS").unwrap();
    let Work::Requests { requests, response } = &action.work else { panic!("SEND_SMS is no native action") };
    assert!(matches!(requests[0].verb, Verb::Fixed(Method::Post)));
    assert!(matches!(requests[0].target, Target::BehindBase(_)));
    assert!(matches!(requests[0].body, Body::Form { .. }));
    assert_eq!(response.success, Success::Statuses(vec![201]));
    assert_eq!(response.retry, Retry::Never);
}

#[test]
fn client_credentials_put_the_grant_type_in_front() {
    let catalog = Catalog::builtin();
    let setup = &catalog.integration("HTTP").unwrap().setups["OAUTH_CLIENT_CREDENTIALS"];
    let token = setup.token.as_ref().unwrap();
    assert_eq!(token.grant, Grant::ClientCredentials);
    assert!(matches!(setup.sign.as_slice(), [Signature::Bearer(_)]));
    let Body::Form { fields: model::expression::Tree::Object(fields), .. } = &token.request.body else {
        panic!("the token is asked for with a form")
    };
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["grant_type", "client_id", "client_secret", "audience", "resource", "scope"]);
}

#[test]
fn an_auth0_application_is_tried_before_it_is_saved() {
    let catalog = Catalog::builtin();
    let check = catalog.integration("AUTH0").unwrap().setups["OAUTH_APP"].check.as_ref().unwrap();
    assert!(check.required_on_save && check.request.is_none());
}

#[test]
fn a_saved_action_names_its_connection_where_it_must() {
    let catalog = Catalog::builtin();
    let faults = |integration: &str, action: &str, params| {
        let (_, action) = catalog.action(integration, action).unwrap();
        let violations = action.saved_params().validate(&params, Moment::Save);
        violations.iter().map(|it| it.contract_message()).collect::<Vec<_>>()
    };
    let sms = json!({ "from": "1", "to": "2", "message": "3" });
    assert_eq!(faults("TWILIO", "SEND_SMS", sms), ["Missing required property: connection_id"]);
    assert_eq!(faults("HTTP", "SEND_REQUEST", json!({ "url": "x" })), [""; 0]);
    assert_eq!(faults("HTTP", "SEND_REQUEST", json!({ "url": "x", "connection_id": "ac_1" })), [""; 0]);
    let parse = json!({ "json": "{}", "connection_id": "ac_1" });
    assert_eq!(faults("JSON", "PARSE_JSON", parse), ["Additional properties not allowed: connection_id"]);
}

#[test]
fn only_an_action_without_params_may_leave_them_out() {
    let catalog = Catalog::builtin();
    let actions = catalog.integrations().flat_map(|it| it.actions.values());
    let silent: Vec<&str> = actions.filter(|it| it.params_are_optional()).map(|it| it.id.as_str()).collect();
    assert_eq!(silent, ["DO_NOTHING"]);
}

#[test]
fn logic_is_native_and_knows_no_connections() {
    let catalog = Catalog::builtin();
    let (family, action) = catalog.action("FLOW", "BOOLEAN_CONDITION").unwrap();
    assert!(matches!(action.work, Work::Native(Native::BooleanCondition)));
    assert_eq!(action.connection, ConnectionUse::None);
    assert!(!family.is_connectable());
}

fn setup_faults(app_id: &str, setup: &serde_json::Value) -> Vec<String> {
    let catalog = Catalog::builtin();
    let result = catalog
        .integration(app_id)
        .expect("a built-in integration")
        .check_setup(setup)
        .map(|setup| setup.type_name.clone());
    match result {
        Ok(_) => Vec::new(),
        Err(violations) => {
            violations.iter().map(|it| format!("{} @{}", it.contract_message(), it.property())).collect()
        }
    }
}

#[test]
fn a_setup_is_checked_against_the_type_it_names() {
    let cases = [
        ("HTTP", json!({ "type": "BEARER", "token": "t" }), None),
        ("HTTP", json!({}), Some("Missing required property: type @")),
        ("HTTP", json!("x"), Some("Expected type object but found type string @")),
        ("HTTP", json!({ "type": 1 }), Some("Expected type string but found type number @type")),
        ("HTTP", json!({ "type": "TOKEN", "token": "t" }), Some("No enum match for: TOKEN @type")),
        ("HTTP", json!({ "type": "BEARER" }), Some("Missing required property: token @")),
        ("HTTP", json!({ "type": "BEARER", "token": "t", "x": 1 }), Some("Additional properties not allowed: x @")),
        ("HTTP", json!({ "type": "BASIC_AUTH", "username": "u" }), None),
        (
            "HTTP",
            json!({ "type": "API_KEY", "name": "n", "value": "v", "in": "BODY" }),
            Some("No enum match for: BODY @in"),
        ),
        ("TWILIO", json!({ "type": "API_KEY", "account_id": "anything", "api_key": "k" }), None),
        ("BIGQUERY", json!({ "project_id": "p" }), None),
        ("BIGQUERY", json!({}), Some("Missing required property: type @")),
        ("SLACK", json!({ "code": "c", "anything": [1] }), None),
        (
            "SLACK",
            json!({ "type": "WEBHOOK", "url": "http://x" }),
            Some("Object didn't pass validation for format forms-url-https: ███ @url"),
        ),
        ("SLACK", json!({ "code": 1 }), Some("Expected type string but found type number @code")),
        ("FLOW", json!({ "type": "API_KEY" }), Some("Expected type null but found type string @type")),
    ];
    for (app_id, setup, expected) in cases {
        assert_eq!(setup_faults(app_id, &setup), expected.into_iter().collect::<Vec<_>>(), "{app_id} {setup}");
    }
}

#[test]
fn a_domain_is_bare_and_an_audience_is_a_url() {
    let setup = json!({ "type": "OAUTH_APP", "client_id": "c", "client_secret": "s", "domain": "https://a.co", "audience": "a" });
    assert_eq!(
        setup_faults("AUTH0", &setup),
        [
            "Object didn't pass validation for format hostname-rfc2181: https://a.co @domain",
            "Object didn't pass validation for format forms-url-https: a @audience"
        ]
    );
}

#[test]
fn every_credential_is_marked_as_secret() {
    let catalog = Catalog::builtin();
    let mut secrets = Vec::new();
    for integration in catalog.integrations() {
        for setup in integration.setups.values() {
            secrets
                .extend(setup.secret_fields().map(|field| format!("{}.{}.{field}", integration.id, setup.type_name)));
        }
    }
    let expected = "
        ACTIVECAMPAIGN.API_KEY.api_key AIRTABLE.API_KEY.api_key AUTH0.OAUTH_APP.client_secret
        BIGQUERY.OAUTH_JWT.private_key CLEARBIT.API_KEY.secret_key DOCUSIGN.OAUTH_CODE.code
        GOOGLE_SHEETS.OAUTH_CODE.code HTTP.BEARER.token HTTP.OAUTH_CLIENT_CREDENTIALS.client_secret
        HTTP.BASIC_AUTH.password HTTP.API_KEY.value HUBSPOT.API_KEY.api_key HUBSPOT.OAUTH_CODE.code JWT.JWT.secret
        JWT.JWT.private_key MAILCHIMP.API_KEY.secret_key MAILCHIMP.OAUTH_CODE.code MAILJET.API_KEY.secret_key
        OAUTH2.OAUTH_CODE.code
        PIPEDRIVE.TOKEN.token PIPEDRIVE.OAUTH_CODE.code SALESFORCE.OAUTH_CODE.code SENDGRID.API_KEY.api_key
        SLACK.WEBHOOK.url SLACK.OAUTH_CODE.code STRIPE.KEY_PAIR.private_key STRIPE.OAUTH_CODE.code
        TELEGRAM.TOKEN.token TWILIO.API_KEY.api_key WHATSAPP.TOKEN.token ZAPIER.WEBHOOK.url
    ";
    assert_eq!(secrets, expected.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn the_console_learns_what_it_needs() {
    let catalog = Catalog::builtin();
    let twilio = catalog.integration("TWILIO").unwrap().to_json();
    assert_eq!(twilio["app_id"], "TWILIO");
    assert_eq!(twilio["connectable"], true);
    assert_eq!(
        twilio["setups"][0],
        json!({
            "type": "API_KEY", "label": "Account SID and auth token", "find": "https://console.twilio.com", "method": "form",
            "schema": {
                "type": "object",
                "properties": {
                    "account_id": { "type": "string", "title": "Account SID", "pattern": "^AC[0-9a-fA-F]{32}$" },
                    "api_key": { "type": "string", "title": "Auth token", "secret": true }
                },
                "required": ["account_id", "api_key"],
                "additionalProperties": false
            }
        })
    );
    let sms = &twilio["actions"][0];
    assert_eq!((&sms["label"], &sms["connection"]), (&json!("Send SMS with Twilio"), &json!("required")));
    assert_eq!(
        sms["params"]["properties"]["message"],
        json!({ "type": "string", "title": "Message", "x-kind": "text", "maxLength": 1500 })
    );
    assert!(sms["params"]["properties"]["connection_id"].is_null());
}

#[test]
fn a_connection_that_a_person_grants_is_told_from_one_that_is_typed() {
    let catalog = Catalog::builtin();
    let slack = catalog.integration("SLACK").unwrap().to_json();
    let methods: Vec<_> = slack["setups"].as_array().unwrap().iter().map(|setup| &setup["method"]).collect();
    assert_eq!(methods, ["form", "authorization_code"]);
}

#[test]
fn a_connection_asks_for_the_scopes_of_the_actions_that_use_it() {
    let catalog = Catalog::builtin();
    let oauth = |id: &str| catalog.integration(id).unwrap().setups["OAUTH_CODE"].oauth.clone().unwrap();
    assert_eq!(oauth("SLACK").scopes_for(["POST_MESSAGE"]), ["incoming-webhook", "chat:write"]);
    assert_eq!(oauth("HUBSPOT").scopes_for([]), ["oauth"]);
    assert_eq!(
        oauth("HUBSPOT").scopes_for(["GET_CONTACT", "ENROLL_CONTACT"]),
        ["oauth", "crm.objects.contacts.read", "automation"]
    );
}

#[test]
fn the_quirks_of_a_grant_are_data() {
    let catalog = Catalog::builtin();
    let oauth = |id: &str| catalog.integration(id).unwrap().setups["OAUTH_CODE"].oauth.clone().unwrap();
    assert_eq!(oauth("SALESFORCE").when_missing, Lifetime::Never);
    assert_eq!(oauth("DOCUSIGN").refresh, Refresh::SingleUse);
    assert_eq!((oauth("DOCUSIGN").client_auth, oauth("DOCUSIGN").idle_lifetime), (ClientAuth::Basic, Some(2_592_000)));
    assert_eq!(oauth("GOOGLE_SHEETS").params["access_type"], "offline");
    assert_eq!(oauth("MAILCHIMP").metadata.unwrap().keep, ["dc", "accountname"]);
}

#[test]
fn a_signed_assertion_is_declared_as_data() {
    let catalog = Catalog::builtin();
    let token = catalog.integration("BIGQUERY").unwrap().setups["OAUTH_JWT"].token.clone().unwrap();
    let assertion = token.assertion.unwrap();
    assert_eq!((token.grant, assertion.algorithm.as_str(), assertion.lifetime), (Grant::JwtBearer, "RS256", 3600));
    assert_eq!(assertion.key.source(), "{{setup.private_key}}");
}

#[test]
fn a_logo_is_a_picture_that_asks_nobody() {
    let catalog = Catalog::builtin();
    let logos: Vec<_> = catalog.integrations().filter_map(|it| Some((it, it.logo.as_ref()?))).collect();
    assert!(logos.len() > 10);
    for (integration, svg) in logos {
        assert!(svg.starts_with("<svg xmlns=") && svg.len() < 6000, "{}", integration.id);
        assert!(!svg.contains("script") && !svg.contains("href"), "{}", integration.id);
        let shown = integration.to_json()["logo"].as_str().unwrap().to_owned();
        assert!(shown.starts_with("data:image/svg+xml,%3Csvg"), "{shown}");
    }
}

#[test]
fn a_user_may_lay_a_logo_beside_a_file() {
    let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    let logo = file("own/sample.svg", "<svg/>");
    let catalog = Catalog::load(vec![file("own/sample.toml", include_str!("sample.toml")), logo]).unwrap();
    assert_eq!(catalog.integration("SAMPLE").unwrap().logo.as_deref(), Some("<svg/>"));
}
