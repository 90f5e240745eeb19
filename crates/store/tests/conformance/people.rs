//! People who sign in, and the link by which the first of them comes in.

use std::time::Duration;

use model::{PasswordHash, Person, PersonId, Role, Session};
use store::{Error, FirstPerson, system};

use crate::database::{Database, START, on_both};

pub(crate) fn person(database: &Database, email: &str) -> Person {
    Person {
        id: PersonId::new(&database.rng),
        email: email.to_owned(),
        everywhere: Some(Role::Owner),
        created_at: database.clock.now(),
    }
}

pub(crate) fn password() -> PasswordHash {
    PasswordHash::from_phc("$argon2id$v=19$m=1,t=1,p=1$c2FsdA$aGFzaA".to_owned())
}

/// A stored person who belongs to nothing yet.
pub(crate) async fn create(database: &Database, email: &str) -> Person {
    let person = Person { everywhere: None, ..person(database, email) };
    database
        .store
        .create_person(&person, &password(), database.line("person.create"))
        .await
        .expect("the e-mail is free");
    person
}

fn first(database: &Database, link: &[u8]) -> FirstPerson {
    let person = person(database, "ada@example.com");
    let now = database.clock.now();
    let session = Session { token_hash: vec![7], person: person.id.clone(), created_at: now, seen_at: now };
    let dead_before = now.minus(Duration::from_hours(1));
    FirstPerson { person, password: password(), session, link_hash: link.to_vec(), dead_before }
}

async fn make_link(database: &Database, link: &[u8]) -> bool {
    let (now, line) = (database.clock.now(), database.line("setup_link.create"));
    database
        .store
        .create_setup_link(link, now, now.minus(Duration::from_hours(1)), line)
        .await
        .expect("it can be written")
}

async fn set_up(database: &Database, link: &[u8]) -> bool {
    database
        .store
        .create_first_person(&first(database, link), database.line("person.create"))
        .await
        .expect("it can be written")
}

#[tokio::test]
async fn the_first_person_comes_in_by_the_link_and_is_signed_in() {
    on_both(async |database| {
        assert!(!database.store.has_people().await.unwrap());
        assert!(make_link(database, b"link").await);
        assert!(!set_up(database, b"another").await);
        assert!(set_up(database, b"link").await);
        assert!(database.store.has_people().await.unwrap());
        let (found, hash) = database.store.person_for_login("ada@example.com").await.unwrap().unwrap();
        assert_eq!((found.everywhere, hash), (Some(Role::Owner), password()));
        let (_, signed_in) = database.store.session(&[7]).await.unwrap().unwrap();
        assert_eq!(signed_in, found);
        assert_eq!(database.told(&system(), "person.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_up_together_with_every_other() {
    on_both(async |database| {
        assert!(make_link(database, b"one").await && make_link(database, b"two").await);
        assert!(set_up(database, b"one").await);
        assert!(!set_up(database, b"one").await && !set_up(database, b"two").await);
        let dead_before = START.minus(Duration::from_hours(1));
        assert!(!database.store.has_setup_link(b"two", dead_before).await.unwrap());
        assert!(!make_link(database, b"three").await);
    })
    .await;
}

#[tokio::test]
async fn of_several_who_hurry_one_becomes_the_first_person() {
    on_both(async |database| {
        make_link(database, b"link").await;
        let hurry = async |number: u8| {
            let mut first = first(database, b"link");
            first.person.email = format!("person{number}@example.com");
            first.session.token_hash = vec![number];
            database.store.create_first_person(&first, database.line("person.create")).await.unwrap()
        };
        let made: [bool; 4] = tokio::join!(hurry(0), hurry(1), hurry(2), hurry(3)).into();
        assert_eq!(made.iter().filter(|made| **made).count(), 1);
        assert_eq!(database.told(&system(), "person.create").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_with_its_time() {
    on_both(async |database| {
        make_link(database, b"link").await;
        let is_good = async || {
            let dead_before = database.clock.now().minus(Duration::from_hours(1));
            database.store.has_setup_link(b"link", dead_before).await.unwrap()
        };
        assert!(is_good().await);
        database.clock.advance(Duration::from_hours(1));
        assert!(!is_good().await && !set_up(database, b"link").await);
        assert!(make_link(database, b"link").await, "the dead one is out of the way");
    })
    .await;
}

#[tokio::test]
async fn an_email_belongs_to_one_person() {
    on_both(async |database| {
        let made = create(database, "ada@example.com").await;
        let other = person(database, "ada@example.com");
        let refused = database.store.create_person(&other, &password(), database.line("person.create")).await;
        assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
        assert_eq!(database.told(&system(), "person.create").await, 1);
        let (found, _) = database.store.person_for_login("ada@example.com").await.unwrap().unwrap();
        assert_eq!(found, made);
        assert!(database.store.person_for_login("eve@example.com").await.unwrap().is_none());
    })
    .await;
}
