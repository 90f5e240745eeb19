//! A text as it reads with one kind of escape undone, and the way back to where each byte came from.

use std::ops::Range;

use super::needles::TooMuchWork;

/// A way of writing characters by others.
pub(super) struct Escape {
    /// What every escape of this kind begins with.
    mark: u8,
    /// Reads the escape at the beginning of this text.
    read: fn(&[u8]) -> Option<Plain>,
}

/// What an escape stands for.
struct Plain {
    character: [u8; 4],
    length: usize,
    /// How many bytes the escape took.
    consumed: usize,
}

pub(super) const ESCAPES: [Escape; 3] = [
    Escape { mark: b'%', read: percent },
    Escape { mark: b'\\', read: backslash },
    Escape { mark: b'&', read: entity },
];

/// A text with its escapes undone.
pub(super) struct View {
    pub(super) bytes: Vec<u8>,
    seams: Vec<Seam>,
}

/// From `plain` on in the view, bytes come from `source` on in the text; all from the same escape if it is one.
/// Narrow, because a hostile text can consist of nothing but escapes.
struct Seam {
    plain: u32,
    source: u32,
    /// Bytes of the escape in the text, 0 for a stretch without escapes.
    escape: u8,
}

impl View {
    /// `None` if the text holds no such escape.
    pub(super) fn of(text: &[u8], escape: &Escape) -> Result<Option<Self>, TooMuchWork> {
        if u32::try_from(text.len()).is_err() {
            return Err(TooMuchWork);
        }
        let mut view = Self { bytes: Vec::new(), seams: Vec::new() };
        let mut copied_to = 0;
        let mut at = 0;
        while let Some(ahead) = text[at..].iter().position(|byte| *byte == escape.mark) {
            at += ahead;
            match (escape.read)(&text[at..]) {
                Some(plain) => {
                    view.copy(text, copied_to..at);
                    view.seam(at, plain.consumed);
                    view.bytes.extend_from_slice(&plain.character[..plain.length]);
                    at += plain.consumed;
                    copied_to = at;
                }
                None => at += 1,
            }
        }
        if copied_to == 0 {
            return Ok(None);
        }
        view.copy(text, copied_to..text.len());
        Ok(Some(view))
    }

    /// The stretch of the text that a stretch of the view came from.
    pub(super) fn origin(&self, range: Range<usize>) -> Range<usize> {
        let first = self.seam_at(range.start);
        let last = self.seam_at(range.end - 1);
        let start = match first.escape {
            0 => first.source as usize + (range.start - first.plain as usize),
            _ => first.source as usize,
        };
        let end = match last.escape {
            0 => last.source as usize + (range.end - last.plain as usize),
            length => last.source as usize + usize::from(length),
        };
        start..end
    }

    fn seam_at(&self, plain: usize) -> &Seam {
        &self.seams[self.seams.partition_point(|seam| seam.plain as usize <= plain) - 1]
    }

    fn copy(&mut self, text: &[u8], range: Range<usize>) {
        if !range.is_empty() {
            self.seam(range.start, 0);
            self.bytes.extend_from_slice(&text[range]);
        }
    }

    fn seam(&mut self, source: usize, escape: usize) {
        self.seams.push(Seam { plain: self.bytes.len() as u32, source: source as u32, escape: escape as u8 });
    }
}

/// `%2F`, whichever characters the writer chose to escape.
fn percent(text: &[u8]) -> Option<Plain> {
    let byte = number(text.get(1..3)?, 16)?;
    Some(Plain { character: [byte as u8, 0, 0, 0], length: 1, consumed: 3 })
}

/// `\"`, `\n`, `\u0041`, `\x41`: JSON's escapes and JavaScript's.
fn backslash(text: &[u8]) -> Option<Plain> {
    let byte = match text.get(1)? {
        b'u' => return unicode(text),
        b'x' => return plain(number(text.get(2..4)?, 16)?, 4),
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        other @ (b'"' | b'\'' | b'\\' | b'/' | b'&' | b'<' | b'>') => *other,
        _ => return None,
    };
    plain(u32::from(byte), 2)
}

/// `\u0041`, or two of them for a character beyond the first 65,536.
fn unicode(text: &[u8]) -> Option<Plain> {
    let high = number(text.get(2..6)?, 16)?;
    if !(0xD800..0xDC00).contains(&high) {
        return plain(high, 6);
    }
    let low = number(text.get(6..12)?.strip_prefix(b"\\u")?, 16)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    plain(0x10000 + ((high - 0xD800) << 10) + low, 12)
}

/// The longest number an entity may have: `&#x0010FFFF;` and some zeros more.
const LONGEST_ENTITY: usize = 12;

/// `&amp;`, `&#38;`, `&#x26;`.
fn entity(text: &[u8]) -> Option<Plain> {
    let end = text.iter().take(LONGEST_ENTITY + 1).position(|byte| *byte == b';')?;
    let character = match &text[1..end] {
        b"amp" => u32::from(b'&'),
        b"lt" => u32::from(b'<'),
        b"gt" => u32::from(b'>'),
        b"quot" => u32::from(b'"'),
        b"apos" => u32::from(b'\''),
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    };
    plain(character, end + 1)
}

fn plain(character: u32, consumed: usize) -> Option<Plain> {
    let character = char::from_u32(character)?;
    let mut bytes = [0; 4];
    let length = character.encode_utf8(&mut bytes).len();
    Some(Plain { character: bytes, length, consumed })
}

/// Digits only: the standard parser would also take a sign.
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let value = |number: u32, digit: &u8| number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?);
    if digits.is_empty() { None } else { digits.iter().try_fold(0, value) }
}
