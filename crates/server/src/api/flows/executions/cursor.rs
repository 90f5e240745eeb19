//! Where the next part of a list of executions begins: opaque to clients, readable to us.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use model::{Execution, ExecutionId, UnixMillis};
use store::Cursor;

/// The text that asks for what comes after `last`.
pub(super) fn after(last: &Execution) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", last.created_at.0, last.id))
}

/// Reads it back; `None` for text that we never gave out.
pub(super) fn parse(text: &str) -> Option<Cursor> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
    let (created_at, id) = text.split_once(' ')?;
    let id = ExecutionId::parse(id).filter(|id| !id.as_str().contains('\0'))?;
    Some(Cursor { created_at: UnixMillis(created_at.parse().ok()?), id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn garbage_is_not_a_cursor() {
        assert!(parse("garbage").is_none());
        assert!(parse(&URL_SAFE_NO_PAD.encode("1 afe_1")).is_some());
        assert!(parse(&URL_SAFE_NO_PAD.encode("1 a\0b")).is_none());
    }
}
