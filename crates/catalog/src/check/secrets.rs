//! Secrets go to the service and nowhere else.

use super::Meaning;
use crate::{
    compile::{Reading, Spot},
    error::Complaint,
    integration::Integration,
};

/// A secret field, a token, or what is derived from one, is read only where a request is made of it; elsewhere
/// only `shape.masked` may see it.
pub(super) fn secrets_go_only_where_they_are_sent(meaning: &Meaning<'_>) -> Vec<Complaint> {
    let leaks = meaning
        .readings
        .iter()
        .filter(|reading| !is_sent(reading.spot) && !reading.is_masked && is_secret(meaning, reading));
    let complain = |reading: &Reading| {
        let message = format!("{{{{{}}}}} is secret and would be shown", reading.path);
        Complaint::new(
            reading.key.clone(),
            message,
            format!("Write {{{{shape.masked({})}}}}, or leave it out", reading.path),
        )
    };
    leaks.map(complain).collect()
}

fn is_sent(spot: Spot) -> bool {
    match spot {
        // Hosts are only compared with.
        Spot::Host
        | Spot::Base
        | Spot::Derive
        | Spot::Sign
        | Spot::Token
        | Spot::Client
        | Spot::Check
        | Spot::Request => true,
        Spot::AccountName | Spot::CheckAnswer | Spot::Response => false,
    }
}

fn is_secret(meaning: &Meaning<'_>, reading: &Reading) -> bool {
    let name = reading.path.name(1).unwrap_or_default();
    match reading.path.root() {
        "setup" => is_secret_field(meaning.integration, name),
        "token" => true,
        "derive" => is_derived_from_secret(meaning, name),
        _ => false,
    }
}

/// Secret in one setup is secret in all: one name, one care.
fn is_secret_field(integration: &Integration, name: &str) -> bool {
    integration.setups.values().any(|setup| setup.secret_fields().any(|secret| secret == name))
}

fn is_derived_from_secret(meaning: &Meaning<'_>, name: &str) -> bool {
    let Some(template) = meaning.integration.derive.get(name) else { return false };
    template.names().iter().any(|path| match path.root() {
        "setup" => is_secret_field(meaning.integration, path.name(1).unwrap_or_default()),
        _ => true,
    })
}
