//! Sealing keys, as the root key wrapped them.

use std::time::Duration;

use store::StoredKey;

use crate::database::on_both;

#[tokio::test]
async fn the_system_has_keys_like_a_tenant() {
    on_both(async |database| {
        let key = database.key();
        assert!(database.store.add_key(&store::system(), &key, database.line("key.create")).await.unwrap());
        assert_eq!(database.store.keys(&store::system()).await.unwrap(), [key]);
        assert_eq!(database.told(&store::system(), "key.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_owner_with_an_active_key_gets_no_second_one() {
    on_both(async |database| {
        let first = database.key();
        assert!(database.store.add_key(&store::system(), &first, database.line("key.create")).await.unwrap());
        database.clock.advance(Duration::from_secs(1));
        assert!(!database.store.add_key(&store::system(), &database.key(), database.line("key.create")).await.unwrap());
        assert_eq!(database.store.keys(&store::system()).await.unwrap(), [first]);
        assert_eq!(database.told(&store::system(), "key.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn two_nodes_that_start_at_once_give_the_system_one_key() {
    on_both(async |database| {
        let add = async || {
            let key = database.key();
            database.store.add_key(&store::system(), &key, database.line("key.create")).await.unwrap()
        };
        let added: [bool; 4] = tokio::join!(add(), add(), add(), add()).into();
        assert_eq!(added.iter().filter(|added| **added).count(), 1);
        assert_eq!(database.store.keys(&store::system()).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_tenant_does_not_see_the_keys_of_another() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let (ours, theirs) = (database.store.keys(&acme).await.unwrap(), database.store.keys(&other).await.unwrap());
        assert_eq!((ours.len(), theirs.len()), (1, 1));
        assert_ne!(ours[0].id, theirs[0].id);
    })
    .await;
}

#[tokio::test]
async fn every_root_key_that_is_needed_is_named_once() {
    on_both(async |database| {
        assert_eq!(database.store.root_key_ids().await.unwrap(), Vec::<String>::new());
        database.tenant("acme").await;
        database.tenant("other").await;
        let under_another = StoredKey { root_key_id: "root-0".to_owned(), ..database.key() };
        database.store.add_key(&store::system(), &under_another, database.line("key.create")).await.unwrap();
        assert_eq!(database.store.root_key_ids().await.unwrap(), ["root-0", "root-1"]);
    })
    .await;
}
