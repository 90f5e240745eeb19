//! Finds many byte strings in one pass, and wipes them when it goes.
//!
//! Our own instead of a general multi-pattern search: those keep copies of the patterns that nobody wipes.

use std::ops::Range;

use zeroize::Zeroizing;

use super::encodings::Needle;

/// Bytes looked at together. No needle is shorter: the shortest secret has eight characters, and its base64 more.
const WINDOW: usize = 8;
/// Bits of the filter that most windows do not get past; one credential sets some dozens of them.
const FILTER_BITS: u32 = 12;
/// Bytes that may be compared per byte of text, on average, before we call it an attack. Ordinary texts need none.
const WORK_PER_BYTE: usize = 64;

/// The text is made to be slow to search.
#[derive(Debug)]
pub(super) struct TooMuchWork;

/// What is looked for: folded, sorted by the first [`WINDOW`] bytes.
pub(super) struct Needles {
    needles: Vec<Needle>,
    starts: Zeroizing<Vec<u64>>,
    filter: [u64; (1 << FILTER_BITS) / 64],
}

impl Needles {
    pub(super) fn new(mut needles: Vec<Needle>) -> Self {
        needles.retain(|needle| needle.len() >= WINDOW);
        needles.iter_mut().flat_map(|needle| needle.iter_mut()).for_each(|byte| *byte = fold(*byte));
        // Sorted by bytes is sorted by window: the first byte is the window's highest.
        needles.sort_unstable_by(|one, other| one.as_slice().cmp(other.as_slice()));
        needles.dedup();
        let mut starts = Zeroizing::new(Vec::with_capacity(needles.len()));
        starts.extend(needles.iter().map(|needle| needle[..WINDOW].iter().fold(0, |window, byte| push(window, *byte))));
        let mut filter = [0; (1 << FILTER_BITS) / 64];
        for start in starts.iter() {
            let bit = filter_bit(*start);
            filter[bit / 64] |= 1 << (bit % 64);
        }
        Self { needles, starts, filter }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.needles.is_empty()
    }

    /// Adds where any needle stands in `text`, overlapping ones too.
    pub(super) fn find(&self, text: &[u8], found: &mut Vec<Range<usize>>) -> Result<(), TooMuchWork> {
        let mut work = 0;
        let mut window = 0;
        for (at, byte) in text.iter().enumerate() {
            window = push(window, FOLDED[usize::from(*byte)]);
            let bit = filter_bit(window);
            if self.filter[bit / 64] >> (bit % 64) & 1 == 1 && at + 1 >= WINDOW {
                work += self.compare(text, at + 1 - WINDOW, window, found);
                if work > WORK_PER_BYTE * (text.len() + 1024) {
                    return Err(TooMuchWork);
                }
            }
        }
        Ok(())
    }

    /// Compares all needles that begin with `window` to the text from `start` on; returns how many bytes that took.
    fn compare(&self, text: &[u8], start: usize, window: u64, found: &mut Vec<Range<usize>>) -> usize {
        let mut work = 0;
        let first = self.starts.partition_point(|known| *known < window);
        for needle in self.needles[first..].iter().zip(&self.starts[first..]).take_while(|(_, known)| **known == window)
        {
            let needle = &needle.0[WINDOW..];
            let alike = needle.iter().zip(&text[start + WINDOW..]).take_while(|(n, t)| **n == fold(**t)).count();
            if alike == needle.len() {
                found.push(start..start + WINDOW + needle.len());
            }
            work += 1 + alike;
        }
        work
    }
}

fn push(window: u64, byte: u8) -> u64 {
    window << 8 | u64::from(byte)
}

/// Multiplicative hashing (Knuth), by 2^64 over the golden ratio.
fn filter_bit(window: u64) -> usize {
    (window.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - FILTER_BITS)) as usize
}

/// Upper and lower case, the two base64 alphabets, and form encoding's `+` for a space look alike to the search: one
/// needle finds all of them. A text that is taken for a secret by this is one a person would take for it as well.
const fn fold(byte: u8) -> u8 {
    match byte {
        b'-' | b' ' => b'+',
        b'_' => b'/',
        other => other.to_ascii_lowercase(),
    }
}

const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = fold(byte as u8);
        byte += 1;
    }
    table
};
