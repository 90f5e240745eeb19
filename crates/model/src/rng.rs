//! Where chance comes from: the system in production, a seed in tests.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Fills bytes with chance. Cheap to clone.
#[derive(Clone)]
pub struct Rng(Source);

#[derive(Clone)]
enum Source {
    System,
    Seeded(Arc<AtomicU64>),
}

impl Rng {
    /// The system's cryptographic generator.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A repeatable sequence. For tests and vectors only: anyone who knows the seed knows every byte.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(AtomicU64::new(seed))))
    }

    /// `N` bytes of chance.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A version-4 UUID.
    pub fn uuid(&self) -> uuid::Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    /// Overwrites `bytes` with chance.
    pub fn fill(&self, bytes: &mut [u8]) {
        match &self.0 {
            Source::System => getrandom::fill(bytes).expect("the system's generator does not fail once it is up"),
            Source::Seeded(state) => bytes.chunks_mut(8).for_each(|chunk| {
                chunk.copy_from_slice(&split_mix(state).to_le_bytes()[..chunk.len()]);
            }),
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, well distributed, not for secrets.
fn split_mix(state: &AtomicU64) -> u64 {
    const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut z = state.fetch_add(GOLDEN, Ordering::SeqCst).wrapping_add(GOLDEN);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl fmt::Debug for Rng {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("rng")
    }
}
