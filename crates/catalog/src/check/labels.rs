//! Whatever a person sees in the console has a name there.

use super::{Shape, fields::each_field};
use crate::{error::Complaint, key::Key};

/// Setups, fields, actions and params are labelled, those inside others too.
pub(super) fn everything_has_a_label(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    let mut need = |key: Key, label: Option<&str>| {
        if label.is_none_or(|label| label.trim().is_empty()) {
            complaints.push(Complaint::new(key, "there is no label", "Add label = \"…\": forms and lists show it"));
        }
    };
    for (name, setup) in &shape.file.setup {
        need(Key::new(&["setup", name]), setup.label.as_deref());
    }
    for (name, action) in &shape.file.action {
        need(Key::new(&["action", name]), action.label.as_deref());
    }
    each_field(shape.file, &mut |place| {
        if place.is_named {
            need(place.key, place.field.label.as_deref());
        }
    });
    complaints
}
