//! Keys as people paste them: PEM (RFC 7468), with line ends or with `\n` written out.

use zeroize::Zeroizing;

/// One key out of a PEM text.
pub(super) struct Block {
    /// `PRIVATE KEY`
    pub(super) label: String,
    pub(super) der: Zeroizing<Vec<u8>>,
}

/// Reads the one key of a text. `what` names it in words: `the private key`.
///
/// # Errors
/// What is wrong, in words that hold nothing of the text.
pub(super) fn read(text: &str, what: &str) -> Result<Block, String> {
    let text = Zeroizing::new(text.replace("\\r", "").replace("\\n", "\n"));
    let blocks = pem::parse_many(text.as_bytes()).map_err(|_| unreadable(what))?;
    // OpenSSL writes the name of a curve in a block of its own before the key.
    let block = blocks.into_iter().find(|block| block.tag() != "EC PARAMETERS").ok_or_else(|| unreadable(what))?;
    let (label, has_cipher) = (block.tag().to_owned(), block.headers().get("Proc-Type").is_some());
    let der = Zeroizing::new(block.into_contents());
    if has_cipher || label == "ENCRYPTED PRIVATE KEY" {
        return Err(format!("{what} is protected by a passphrase: paste it without one"));
    }
    Ok(Block { label, der })
}

/// Whether a text is meant to be PEM, whatever it holds.
pub(super) fn looks_like_pem(text: &str) -> bool {
    text.contains("-----BEGIN ")
}

pub(super) fn unreadable(what: &str) -> String {
    format!("{what} is not readable: paste all of it, from -----BEGIN to -----END")
}
