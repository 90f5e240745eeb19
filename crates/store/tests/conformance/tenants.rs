//! Tenants.

use model::{Tenant, TenantId};
use store::Error;

use crate::database::{Database, START, on_both};

fn tenant(database: &Database, name: &str) -> Tenant {
    Tenant { id: TenantId::new(&database.rng), name: name.to_owned(), created_at: START }
}

#[tokio::test]
async fn a_tenant_is_found_by_id_and_by_name() {
    on_both(async |database| {
        let acme = tenant(database, "Acme ü");
        database.store.create_tenant(&acme, &database.key(), database.line("tenant.create")).await.unwrap();
        assert_eq!(database.store.tenant(&acme.id).await.unwrap().as_ref(), Some(&acme));
        assert_eq!(database.store.tenant_by_name("Acme ü").await.unwrap().as_ref(), Some(&acme));
        assert_eq!(database.store.tenant_by_name("acme ü").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_tenant_comes_with_its_first_key() {
    on_both(async |database| {
        let (acme, key) = (tenant(database, "acme"), database.key());
        database.store.create_tenant(&acme, &key, database.line("tenant.create")).await.unwrap();
        assert_eq!(database.store.keys(&acme.id).await.unwrap(), [key]);
    })
    .await;
}

#[tokio::test]
async fn a_second_tenant_of_the_same_name_leaves_no_trace() {
    on_both(async |database| {
        database.tenant("acme").await;
        let second = tenant(database, "acme");
        let refused = database.store.create_tenant(&second, &database.key(), database.line("tenant.create")).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        assert_eq!(database.store.tenant(&second.id).await.unwrap(), None);
        assert_eq!(database.store.keys(&second.id).await.unwrap(), []);
        assert_eq!(database.told(&second.id, "tenant.create").await, 0);
    })
    .await;
}

#[tokio::test]
async fn tenants_are_listed_by_name_and_the_system_is_none_of_them() {
    on_both(async |database| {
        database.store.add_key(&store::system(), &database.key(), database.line("key.create")).await.unwrap();
        database.tenant("beta").await;
        database.tenant("alpha").await;
        let names: Vec<_> = database.store.tenants().await.unwrap().into_iter().map(|tenant| tenant.name).collect();
        assert_eq!(names, ["alpha", "beta"]);
        assert_eq!(database.store.tenant(&store::system()).await.unwrap(), None);
    })
    .await;
}
