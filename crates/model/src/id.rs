//! Identifiers as the contract writes them: a prefix, then a version-4 UUID in flickr-base58,
//! padded to 22 characters. An `Id` may also hold text of another form (clients paste invented ids);
//! it then names nothing and is answered with 404, not 400.

use std::{cmp::Ordering, fmt, hash::Hash, marker::PhantomData};

use serde::{Serialize, Serializer};

use crate::Rng;

/// Lower case before upper: the alphabet of the npm package short-uuid.
const ALPHABET: &[u8; 58] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
/// Base-58 digits that hold 128 bits.
const DIGITS: usize = 22;
/// The contract's `maxLength` for ids in paths and bodies.
const MAX_LENGTH: usize = 30;

/// What an id points at; its type keeps a flow's id out of a connection's place.
pub trait IdKind {
    /// The letters before the underscore.
    const PREFIX: &'static str;
}

/// The kinds of things that have ids.
pub mod kind {
    use super::IdKind;

    /// A tenant.
    pub enum Tenant {}
    /// A tenant's sealing key.
    pub enum Key {}
    /// A vault connection.
    pub enum Connection {}
    /// A flow.
    pub enum Flow {}
    /// One run of a flow.
    pub enum Execution {}
    /// A line of the audit log.
    pub enum Audit {}
    /// Someone who signs in.
    pub enum Person {}
    /// Something a tenant is told.
    pub enum Event {}

    impl IdKind for Tenant {
        const PREFIX: &'static str = "ten";
    }
    impl IdKind for Key {
        const PREFIX: &'static str = "key";
    }
    impl IdKind for Connection {
        const PREFIX: &'static str = "ac";
    }
    impl IdKind for Flow {
        const PREFIX: &'static str = "af";
    }
    impl IdKind for Execution {
        const PREFIX: &'static str = "afe";
    }
    impl IdKind for Audit {
        const PREFIX: &'static str = "aud";
    }
    impl IdKind for Person {
        const PREFIX: &'static str = "per";
    }
    impl IdKind for Event {
        const PREFIX: &'static str = "evt";
    }
}

/// Names one thing of kind `K`.
pub struct Id<K>(String, PhantomData<fn() -> K>);

/// Names a tenant.
pub type TenantId = Id<kind::Tenant>;
/// Names a tenant's sealing key.
pub type KeyId = Id<kind::Key>;
/// Names a vault connection: `ac_…`.
pub type ConnectionId = Id<kind::Connection>;
/// Names a flow: `af_…`.
pub type FlowId = Id<kind::Flow>;
/// Names one run of a flow: `afe_…`.
pub type ExecutionId = Id<kind::Execution>;
/// Names a line of the audit log.
pub type AuditId = Id<kind::Audit>;
/// Names someone who signs in.
pub type PersonId = Id<kind::Person>;
/// Names something a tenant is told: `evt_…`.
pub type EventId = Id<kind::Event>;

impl<K: IdKind> Id<K> {
    /// A new id that nobody can guess.
    pub fn new(rng: &Rng) -> Self {
        Self(format!("{}_{}", K::PREFIX, base58(rng.uuid().as_u128())), PhantomData)
    }
}

impl<K> Id<K> {
    /// Takes any text of 1 to 30 characters; `None` for longer or empty text.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=MAX_LENGTH).contains(&text.chars().count());
        fits.then(|| Self(text.to_owned(), PhantomData))
    }

    /// Takes back what we stored ourselves.
    pub fn from_stored(text: String) -> Self {
        Self(text, PhantomData)
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn base58(mut number: u128) -> String {
    let mut digits = [ALPHABET[0]; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(number % 58) as usize];
        number /= 58;
    }
    digits.iter().map(|&b| char::from(b)).collect()
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<K> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl<K> Clone for Id<K> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}
impl<K> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K> Eq for Id<K> {}
impl<K> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K> Hash for Id<K> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_id_decodes_to_a_version_4_uuid() {
        let id = ConnectionId::new(&Rng::seeded(7));
        let digits = id.as_str().strip_prefix("ac_").expect("prefix");
        assert_eq!(digits.len(), DIGITS);
        let number =
            digits.bytes().fold(0u128, |n, b| n * 58 + ALPHABET.iter().position(|&a| a == b).expect("digit") as u128);
        let uuid = uuid::Uuid::from_u128(number);
        assert_eq!((uuid.get_version_num(), uuid.get_variant()), (4, uuid::Variant::RFC4122));
    }

    #[test]
    fn small_numbers_are_padded_with_ones() {
        assert_eq!(base58(57), format!("{}Z", "1".repeat(21)));
    }

    #[test]
    fn foreign_text_up_to_thirty_characters_is_an_id_that_names_nothing() {
        assert!(FlowId::parse("ac_42HT5oiobDyUs8ASwEEWK0").is_some());
        assert!(FlowId::parse(&"x".repeat(30)).is_some());
        assert!(FlowId::parse(&"x".repeat(31)).is_none());
        assert!(FlowId::parse("").is_none());
    }
}
