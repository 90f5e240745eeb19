//! The keys that sign our own access tokens.

use store::StoredSigningKey;

use crate::database::{START, on_both, sealed};

fn key(id: &str) -> StoredSigningKey {
    StoredSigningKey {
        id: id.to_owned(),
        private_key: sealed(id),
        public_jwk: format!(r#"{{"kid":"{id}"}}"#),
        created_at: START,
    }
}

#[tokio::test]
async fn the_first_signing_key_comes_back_whole() {
    on_both(async |database| {
        assert!(database.store.signing_keys().await.unwrap().is_empty());
        let line = database.line("signing_key.create");
        assert!(database.store.add_signing_key_if_none(&key("one"), line).await.unwrap());
        let stored = database.store.signing_keys().await.unwrap();
        assert_eq!(stored.len(), 1);
        assert_eq!((stored[0].id.as_str(), stored[0].created_at), ("one", START));
        assert_eq!((&stored[0].private_key, stored[0].public_jwk.as_str()), (&sealed("one"), r#"{"kid":"one"}"#));
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_at_once_end_up_with_one_signing_key() {
    on_both(async |database| {
        let add = async |id: &str| {
            let line = database.line("signing_key.create");
            database.store.add_signing_key_if_none(&key(id), line).await.unwrap()
        };
        let added: [bool; 4] = tokio::join!(add("one"), add("two"), add("three"), add("four")).into();
        assert_eq!(added.iter().filter(|added| **added).count(), 1);
        assert_eq!(database.store.signing_keys().await.unwrap().len(), 1);
        assert_eq!(database.told(&store::system(), "signing_key.create").await, 1);
    })
    .await;
}
