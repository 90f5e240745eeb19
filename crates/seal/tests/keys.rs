//! How keys are read, shown, wrapped and followed by newer ones.

use model::Rng;
use seal::{Error, KeyRing, Place, RootKey, TenantKey};

const HERE: Place<'static> = Place { table: "connections", column: "setup", tenant: "ten_1", row: "ac_1" };
const KEY_HOME: Place<'static> = Place { table: "tenant_keys", column: "wrapped", tenant: "ten_1", row: "key_1" };

#[test]
fn older_keys_still_open_and_new_seals_use_the_active_key() {
    let rng = Rng::seeded(1);
    let root = RootKey::generate(&rng);
    let old = TenantKey::generate(&rng);
    let wrapped = root.wrap(&rng, KEY_HOME, &old).unwrap();
    let before = KeyRing::new(old, Vec::new());
    let sealed_before = before.seal(&rng, HERE, b"first").unwrap();

    let after = KeyRing::new(TenantKey::generate(&rng), vec![root.unwrap(KEY_HOME, &wrapped).unwrap()]);
    let sealed_after = after.seal(&rng, HERE, b"second").unwrap();

    assert_eq!(after.open(HERE, &sealed_before).unwrap().as_slice(), b"first");
    assert_eq!(after.open(HERE, &sealed_after).unwrap().as_slice(), b"second");
    let id = after.active_id().to_string();
    assert_eq!(before.open(HERE, &sealed_after).unwrap_err(), Error::UnknownKey { id });
}

#[test]
fn an_unwrapped_key_keeps_its_id() {
    let rng = Rng::seeded(2);
    let root = RootKey::generate(&rng);
    let key = TenantKey::generate(&rng);
    let wrapped = root.wrap(&rng, KEY_HOME, &key).unwrap();
    assert_eq!(root.unwrap(KEY_HOME, &wrapped).unwrap().id(), key.id());
}

#[test]
fn another_root_key_opens_nothing_and_names_the_one_it_needs() {
    let rng = Rng::seeded(3);
    let (right, wrong) = (RootKey::generate(&rng), RootKey::generate(&rng));
    let wrapped = right.wrap(&rng, KEY_HOME, &TenantKey::generate(&rng)).unwrap();
    let error = wrong.unwrap(KEY_HOME, &wrapped).unwrap_err();
    assert_eq!(error, Error::UnknownKey { id: right.id().to_owned() });
    assert!(error.to_string().contains(right.id()));
}

#[test]
fn the_same_secret_sealed_twice_differs_in_every_byte_that_matters() {
    let rng = Rng::seeded(4);
    let ring = KeyRing::new(TenantKey::generate(&rng), Vec::new());
    let (one, two) = (ring.seal(&rng, HERE, b"secret").unwrap(), ring.seal(&rng, HERE, b"secret").unwrap());
    let header = 2 + ring.active_id().as_str().len();
    assert_eq!(one.as_bytes()[..header], two.as_bytes()[..header]);
    assert_ne!(one.as_bytes()[header..header + 24], two.as_bytes()[header..header + 24]);
    assert_ne!(one.as_bytes()[header + 24..], two.as_bytes()[header + 24..]);
}

#[test]
fn a_root_key_is_read_in_every_common_spelling() {
    // 32 times 0xFB spells with both characters in which the two alphabets differ.
    let id = RootKey::parse("+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=").unwrap().id().to_owned();
    for text in [
        "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s",
        "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s=",
        "-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_v7-_s",
        "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\n",
        " +/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/s=\r\n",
    ] {
        assert_eq!(RootKey::parse(text).expect(text).id(), id, "{text:?}");
    }
}

#[test]
fn a_text_that_is_no_root_key_says_how_to_make_one() {
    let long = "A".repeat(44);
    for text in ["", "hunter2", &long, "+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+_s=", "\u{2588}"] {
        let error = RootKey::parse(text).unwrap_err();
        assert_eq!(error, Error::BadKey, "{text:?}");
        assert!(error.to_string().contains("head -c 32 /dev/urandom | base64"));
    }
}

#[test]
fn a_written_root_key_reads_back() {
    let key = RootKey::generate(&Rng::seeded(5));
    assert_eq!(RootKey::parse(&key.to_base64()).unwrap().id(), key.id());
    assert_eq!(key.id().len(), 16);
}

#[test]
fn debug_output_shows_no_key_and_no_sealed_byte() {
    let rng = Rng::seeded(6);
    let root = RootKey::generate(&rng);
    let tenant = TenantKey::generate(&rng);
    let wrapped = root.wrap(&rng, KEY_HOME, &tenant).unwrap();
    assert_eq!(format!("{root:?}"), format!("[root key {}]", root.id()));
    assert_eq!(format!("{tenant:?}"), format!("TenantKey {{ id: {}, key: [key] }}", tenant.id()));
    assert_eq!(format!("{wrapped:?}"), format!("[wrapped key, {} bytes]", wrapped.as_bytes().len()));
    let ring = KeyRing::new(tenant, Vec::new());
    assert!(format!("{ring:?}").contains("key: [key]"));
    let sealed = ring.seal(&rng, HERE, b"secret").unwrap();
    assert_eq!(format!("{sealed:?}"), format!("[sealed, {} bytes]", sealed.as_bytes().len()));
}
