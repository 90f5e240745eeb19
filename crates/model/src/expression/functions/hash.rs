//! Fingerprints and identifiers. These are tools for talking to services, not for keeping secrets.

use std::fmt::Write;

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::{Answer, Arguments, Function, owned};

pub(super) const TABLE: &[Function] = &[
    Function::new("md5", digest::<Md5>),
    Function::new("sha1", digest::<Sha1>),
    Function::new("sha256", digest::<Sha256>),
    Function::new("sha512", digest::<Sha512>),
    Function::new("uuid", |arguments| {
        let uuid = arguments.rng.uuid();
        owned(uuid.hyphenated().to_string())
    }),
];

/// Lower-case hexadecimal.
fn digest<'v, D: Digest>(arguments: &mut Arguments<'v>) -> Answer<'v> {
    let digest = D::digest(arguments.text(0)?.as_bytes());
    let hex = digest.iter().fold(String::with_capacity(128), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes everything");
        hex
    });
    owned(hex)
}
