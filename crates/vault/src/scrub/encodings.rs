//! The forms of a secret that are looked for. Escapings (percent, JSON, HTML) are not among them: those are undone in
//! the text instead, since they may touch any of the characters or none.

use std::fmt::Write;

use base64::{
    Engine, alphabet,
    engine::{GeneralPurpose, GeneralPurposeConfig},
};
use url::Url;
use zeroize::Zeroizing;

use super::SHORTEST;

/// Lines of a longer secret (a PEM file) are secrets themselves from this length on.
const LONG_LINE: usize = 24;

/// The standard alphabet stands for the URL-safe one too: the search sees no difference between them.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&alphabet::STANDARD, GeneralPurposeConfig::new().with_encode_padding(false));

/// One form of a secret, as bytes to look for.
pub(super) type Needle = Zeroizing<Vec<u8>>;

/// Adds all forms of `secret`, and of those parts of it that are secret by themselves.
pub(super) fn add_all(secret: &str, needles: &mut Vec<Needle>) {
    add_forms(secret, needles);
    add_forms(secret.trim(), needles);
    let is_key = |line: &&str| line.len() >= LONG_LINE && !line.starts_with("-----");
    if secret.contains('\n') {
        secret.lines().map(str::trim).filter(is_key).for_each(|line| add_forms(line, needles));
    }
    // Of a URL that is a secret, the host is none and the rest may come back without it.
    if let Ok(url) = Url::parse(secret)
        && matches!(url.scheme(), "http" | "https")
    {
        add_forms(&url[url::Position::BeforePath..], needles);
    }
}

fn add_forms(secret: &str, needles: &mut Vec<Needle>) {
    if secret.chars().nth(SHORTEST - 1).is_none() {
        return;
    }
    needles.push(Zeroizing::new(secret.as_bytes().to_vec()));
    needles.push(hex(secret.as_bytes()));
    for bytes_before in 0..3 {
        add_base64(secret.as_bytes(), bytes_before, needles);
    }
}

fn hex(secret: &[u8]) -> Needle {
    let mut hex = Zeroizing::new(String::with_capacity(secret.len() * 2));
    for byte in secret {
        write!(hex, "{byte:02x}").expect("writing to a String cannot fail");
    }
    Zeroizing::new(hex.as_bytes().to_vec())
}

/// How the secret looks within the base64 of a longer text, `bytes_before` bytes (modulo 3) into it: the characters
/// that depend on nothing but the secret, once with more text behind it, once at the end.
fn add_base64(secret: &[u8], bytes_before: usize, needles: &mut Vec<Needle>) {
    let mut padded = Zeroizing::new(vec![0; bytes_before]);
    padded.extend_from_slice(secret);
    let encoded = Zeroizing::new(BASE64.encode(&*padded));
    let first = (bytes_before * 8).div_ceil(6);
    let inner_end = padded.len() * 8 / 6;
    needles.push(Zeroizing::new(encoded.as_bytes()[first..].to_vec()));
    needles.push(Zeroizing::new(encoded.as_bytes()[first..inner_end].to_vec()));
}
