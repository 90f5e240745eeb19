//! E-mail addresses as people type them, as far as we can tell them apart from other things.

/// The longest an address may be (RFC 5321).
const LENGTH: usize = 254;

/// The address in the one form we compare: lower case, nothing around it. `None` when it is none.
pub(crate) fn email(text: &str) -> Option<String> {
    let address = text.trim().to_lowercase();
    let (name, host) = address.rsplit_once('@')?;
    let is_plain = !address.chars().any(|c| c.is_whitespace() || c.is_control());
    (is_plain && !name.is_empty() && !host.is_empty() && address.len() <= LENGTH).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_and_spaces_around_make_no_difference() {
        assert_eq!(email(" Ada@Example.COM\n").as_deref(), Some("ada@example.com"));
    }

    #[test]
    fn what_is_no_address_is_none() {
        for text in ["", "ada", "@example.com", "ada@", "a b@example.com", "a\0@example.com", &"a@".repeat(200)] {
            assert_eq!(email(text), None, "{text:?}");
        }
    }
}
