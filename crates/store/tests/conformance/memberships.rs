//! Who belongs to which tenant, and as what.

use model::{Person, Role};

use crate::{
    database::{Database, on_both},
    people,
};

async fn names(database: &Database, person: &Person) -> Vec<(String, Role)> {
    let tenants = database.store.tenants_of_member(person).await.expect("they can be read");
    tenants.into_iter().map(|(tenant, role)| (tenant.name, role)).collect()
}

#[tokio::test]
async fn a_person_sees_the_tenants_they_belong_to_and_no_others() {
    on_both(async |database| {
        let (acme, other) = (database.tenant("acme").await, database.tenant("other").await);
        let ada = people::create(database, "ada@example.com").await;
        assert_eq!(names(database, &ada).await, []);
        database.store.put_member(&acme, &ada.id, Role::Viewer, database.line("member.put")).await.unwrap();
        assert_eq!(names(database, &ada).await, [("acme".to_owned(), Role::Viewer)]);
        let found = database.store.tenant_of_member(&ada, "acme").await.unwrap();
        assert_eq!(found, Some((acme.clone(), Role::Viewer)));
        assert_eq!(database.store.tenant_of_member(&ada, "other").await.unwrap(), None);
        assert_eq!(database.store.tenant_of_member(&ada, "nowhere").await.unwrap(), None);
        assert_eq!((database.told(&acme, "member.put").await, database.told(&other, "member.put").await), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn a_new_role_takes_the_place_of_the_old_one() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let ada = people::create(database, "ada@example.com").await;
        for role in [Role::Owner, Role::Editor] {
            database.store.put_member(&acme, &ada.id, role, database.line("member.put")).await.unwrap();
        }
        assert_eq!(names(database, &ada).await, [("acme".to_owned(), Role::Editor)]);
    })
    .await;
}

#[tokio::test]
async fn a_role_everywhere_holds_in_tenants_made_later_and_never_weakens_another() {
    on_both(async |database| {
        let acme = database.tenant("acme").await;
        let ada = Person { everywhere: Some(Role::Editor), ..people::person(database, "ada@example.com") };
        database.store.create_person(&ada, &people::password(), database.line("person.create")).await.unwrap();
        database.store.put_member(&acme, &ada.id, Role::Owner, database.line("member.put")).await.unwrap();
        database.tenant("later").await;
        let expected = [("acme".to_owned(), Role::Owner), ("later".to_owned(), Role::Editor)];
        assert_eq!(names(database, &ada).await, expected);
        for (name, role) in expected {
            let (_, found) = database.store.tenant_of_member(&ada, &name).await.unwrap().unwrap();
            assert_eq!(found, role);
        }
    })
    .await;
}
