//! What a tenant may be called: its name stands in addresses and on command lines.

/// Longer names do not fit anywhere.
const LENGTH: usize = 60;

/// The name, if it is one.
///
/// # Errors
/// What a name is made of.
pub(crate) fn tenant_name(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let fits = (1..=LENGTH).contains(&text.len()) && text.chars().all(allowed) && !text.starts_with('-');
    if fits { Ok(text.to_owned()) } else { Err(format!("1 to {LENGTH} lower-case letters, digits and dashes")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_can_stand_in_an_address() {
        assert!(["a", "team-1", &"x".repeat(60)].iter().all(|text| tenant_name(text).is_ok()));
        let wrong = ["", "-a", "Team", "a b", "ä", "a/b", "a_b", &"x".repeat(61)];
        assert!(wrong.iter().all(|text| tenant_name(text).is_err()));
    }
}
