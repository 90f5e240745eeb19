//! The description of the API: generated, served, and kept in `docs/openapi.json`.

use std::{fs, path::PathBuf};

use crate::house::House;

/// Set to write the file instead of comparing it.
const UPDATE: &str = "UPDATE_SNAPSHOTS";

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the test says so in the environment")]
fn the_file_in_docs_is_fresh() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let document = server::api::openapi::document();
    if std::env::var(UPDATE).is_ok() {
        fs::write(&file, &document).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == document, "docs/openapi.json is stale: run `{UPDATE}=1 cargo test -p server --test api openapi`");
}

#[tokio::test]
async fn the_served_document_is_the_same_one() {
    let house = House::new().await;
    let token = house.token("read:flows").await;
    let served = house.get("/api/v2/openapi.json", &token).await;
    assert_eq!(served.expect(200)["openapi"], "3.1.0");
    assert_eq!(served.text, server::api::openapi::document());
}
