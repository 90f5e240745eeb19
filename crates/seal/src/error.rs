//! Why something could not be sealed or opened, told as what to do about it.

/// What went wrong. No variant carries a secret or any part of one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes were cut, changed, or belong to another row, tenant or column. Which of these cannot be told apart,
    /// and a thief learns nothing from trying. Restore the row from a backup.
    #[error("the sealed bytes are damaged or were sealed for another place")]
    Damaged,
    /// The bytes name a key that was not given. Bring that key back.
    #[error("sealed under key {id}, which is not at hand")]
    UnknownKey {
        /// The id in the sealed bytes. It is not authenticated before the key is found: show it, never act on it.
        id: String,
    },
    /// The text is not a root key. Make one as the message says.
    #[error("a root key is 32 random bytes in base64: make one with `head -c 32 /dev/urandom | base64`")]
    BadKey,
    /// The secret exceeds what the cipher can take in one piece (256 GiB).
    #[error("the secret is too long to be sealed in one piece")]
    TooLong,
}
