//! What sealing promises, tried on generated secrets, places and damage.

use model::Rng;
use proptest::prelude::*;
use seal::{Error, KeyRing, Place, RootKey, Sealed, TenantKey, WrappedKey};

const TABLES: [&str; 2] = ["connections", "tenant_keys"];
const COLUMNS: [&str; 2] = ["setup", "token"];

/// Ids from a small alphabet, so that places often differ by one moved letter only.
fn place_parts() -> impl Strategy<Value = (usize, usize, String, String)> {
    (0..2usize, 0..2usize, "[ab1]{0,4}", "[ab1]{0,4}")
}

fn place(parts: &(usize, usize, String, String)) -> Place<'_> {
    Place { table: TABLES[parts.0], column: COLUMNS[parts.1], tenant: &parts.2, row: &parts.3 }
}

fn secret() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..200)
}

fn here() -> Place<'static> {
    Place { table: "connections", column: "setup", tenant: "ten_1", row: "ac_1" }
}

fn ring(rng: &Rng) -> KeyRing {
    KeyRing::new(TenantKey::generate(rng), Vec::new())
}

fn is_refused(ring: &KeyRing, bytes: Vec<u8>) -> bool {
    matches!(ring.open(here(), &Sealed::from_stored(bytes)), Err(Error::Damaged | Error::UnknownKey { .. }))
}

proptest! {
    #[test]
    fn a_secret_opens_where_it_was_sealed(seed: u64, secret in secret(), parts in place_parts()) {
        let rng = Rng::seeded(seed);
        let ring = ring(&rng);
        let sealed = ring.seal(&rng, place(&parts), &secret).unwrap();
        let opened = ring.open(place(&parts), &sealed).unwrap();
        prop_assert_eq!(opened.as_slice(), &secret[..]);
    }

    #[test]
    fn a_secret_opens_nowhere_else(seed: u64, secret in secret(), home in place_parts(), away in place_parts()) {
        prop_assume!(home != away);
        let rng = Rng::seeded(seed);
        let ring = ring(&rng);
        let sealed = ring.seal(&rng, place(&home), &secret).unwrap();
        prop_assert_eq!(ring.open(place(&away), &sealed).unwrap_err(), Error::Damaged);
    }

    #[test]
    fn a_cut_anywhere_is_an_error(seed: u64, secret in secret(), cut: prop::sample::Index) {
        let rng = Rng::seeded(seed);
        let ring = ring(&rng);
        let mut bytes = ring.seal(&rng, here(), &secret).unwrap().as_bytes().to_vec();
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(is_refused(&ring, bytes));
    }

    #[test]
    fn a_flipped_bit_anywhere_is_an_error(seed: u64, secret in secret(), at: prop::sample::Index, bit in 0..8u8) {
        let rng = Rng::seeded(seed);
        let ring = ring(&rng);
        let mut bytes = ring.seal(&rng, here(), &secret).unwrap().as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(is_refused(&ring, bytes));
    }

    #[test]
    fn bytes_that_were_never_sealed_are_an_error(seed: u64, bytes in secret()) {
        let ring = ring(&Rng::seeded(seed));
        prop_assert!(is_refused(&ring, bytes.clone()));
        // The same behind a header that is right, so that the chance bytes reach the cipher.
        let id = ring.active_id().as_str().as_bytes();
        prop_assert!(is_refused(&ring, [&[1, id.len() as u8], id, &bytes].concat()));
    }

    #[test]
    fn a_removed_key_is_named_and_opens_nothing(seed: u64, secret in secret()) {
        let rng = Rng::seeded(seed);
        let removed = ring(&rng);
        let sealed = removed.seal(&rng, here(), &secret).unwrap();
        let id = removed.active_id().to_string();
        prop_assert_eq!(ring(&rng).open(here(), &sealed).unwrap_err(), Error::UnknownKey { id });
    }

    #[test]
    fn a_wrapped_key_with_a_flipped_bit_or_another_place_stays_shut(seed: u64, at: prop::sample::Index, bit in 0..8u8) {
        let rng = Rng::seeded(seed);
        let root = RootKey::generate(&rng);
        let wrapped = root.wrap(&rng, here(), &TenantKey::generate(&rng)).unwrap();
        let mut bytes = wrapped.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(root.unwrap(here(), &WrappedKey::from_stored(bytes)).is_err());
        let elsewhere = Place { row: "ac_2", ..here() };
        prop_assert_eq!(root.unwrap(elsewhere, &wrapped).unwrap_err(), Error::Damaged);
    }

    #[test]
    fn any_text_is_a_root_key_or_a_clear_refusal(text in ".{0,60}") {
        if let Err(error) = RootKey::parse(&text) {
            prop_assert_eq!(error, Error::BadKey);
        }
    }
}
