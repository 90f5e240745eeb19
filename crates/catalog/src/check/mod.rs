//! The named checks: what a file can get wrong that its shape cannot show. One function, one rule, one sentence.

use crate::{compile::Reading, error::Complaint, file::IntegrationFile, integration::Integration};

/// Rules about what is written, checked before anything is compiled.
pub(crate) fn shape(_file_name: &str, _file: &IntegrationFile) -> Vec<Complaint> {
    Vec::new()
}

/// Rules about what the templates and hosts mean together.
pub(crate) fn meaning(_file: &IntegrationFile, _integration: &Integration, _readings: &[Reading]) -> Vec<Complaint> {
    Vec::new()
}
