//! Which connections can be made, and what is said of those that cannot be yet.

use catalog::Catalog;
use serde_json::{Value, json};
use vault::Error;

use crate::{case_files, house::House};

#[tokio::test]
async fn a_connection_to_every_app_may_be_empty() {
    let house = House::open().await;
    for integration in Catalog::builtin().integrations().filter(|it| it.is_connectable()) {
        let connection = house.create(&integration.id, None).await.unwrap();
        assert_eq!((connection.app_id.as_str(), connection.ready), (integration.id.as_str(), false));
    }
}

#[tokio::test]
async fn every_setup_that_needs_no_person_makes_a_connection_that_shows_no_secret() {
    let house = House::open().await;
    for file in case_files() {
        // Tried when its connection is made, by other tests.
        for (setup, credentials) in file.setups().filter(|(setup, _)| !matches!(*setup, "OAUTH_CODE" | "OAUTH_APP")) {
            let connection = house.create(&file.integration, Some(credentials.clone())).await.unwrap();
            let name = connection.account_name.unwrap();
            let declared = Catalog::builtin().integration(&file.integration).unwrap().setups[setup].clone();
            assert!(connection.ready && !name.is_empty());
            for secret in declared.secret_fields().filter_map(|field| credentials[field].as_str()) {
                assert!(!name.contains(secret), "{} {setup}: {name}", file.integration);
            }
        }
    }
}

#[tokio::test]
async fn a_code_is_refused_in_words_while_nobody_registered_an_oauth_client() {
    let house = House::open().await;
    for integration in Catalog::builtin().integrations().filter(|it| it.setups.contains_key("OAUTH_CODE")) {
        for setup in [json!({ "type": "OAUTH_CODE", "code": "c" }), json!({ "code": "c", "more": 1 })] {
            let error = house.create(&integration.id, Some(setup)).await.unwrap_err();
            let Error::Invalid(violations) = error else { panic!("{error:?}") };
            let [violation] = violations.as_slice() else { panic!("{violations:?}") };
            assert_eq!(violation.property(), "setup");
            assert!(violation.contract_message().starts_with("no OAuth client is registered for"), "{violation:?}");
        }
    }
}

#[tokio::test]
async fn a_key_file_is_known_by_its_email_and_a_broken_one_fails_in_words() {
    let house = House::open().await;
    let setup = json!({ "project_id": "p", "client_email": "a@example.com", "private_key": "-----BEGIN" });
    let connection = house.create("BIGQUERY", Some(setup)).await.unwrap();
    assert_eq!((connection.ready, connection.account_name.as_deref()), (true, Some("a@example.com")));
    let params: Value = json!({ "dataset_id": "d", "table_id": "t" });
    let failure = house.call("BIGQUERY.INSERT_ROWS", &connection.id, &params).await.unwrap_err();
    assert_eq!(failure, "the private key is not readable: paste all of it, from -----BEGIN to -----END");
}
