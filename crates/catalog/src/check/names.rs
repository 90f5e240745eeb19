//! What things may be called.

use super::Shape;
use crate::{error::Complaint, key::Key};

/// The file can be found by the id and the id by the file.
pub(super) fn the_file_is_named_after_the_id(shape: &Shape<'_>) -> Vec<Complaint> {
    let expected = format!("{}.toml", shape.file.id.to_lowercase());
    // A user's files are named with the folder they lie in.
    let name = shape.file_name.rsplit('/').next().unwrap_or_default();
    if name == expected {
        return Vec::new();
    }
    let message = format!("the file is called {name}, but its id is {}", shape.file.id);
    vec![Complaint::new(Key::new(&["id"]), message, format!("Rename the file to {expected}"))]
}

/// Ids and types are `UPPER_CASE`, as flows write them; fields, params and answers are `lower_case`, as templates
/// read them.
pub(super) fn every_name_is_in_form(shape: &Shape<'_>) -> Vec<Complaint> {
    let file = shape.file;
    let mut complaints = Vec::new();
    let mut upper = |key: Key, name: &str| complaints.extend((!is_upper_case(name)).then(|| upper_case(key, name)));
    upper(Key::new(&["id"]), &file.id);
    file.setup.keys().for_each(|name| upper(Key::new(&["setup", name]), name));
    file.action.keys().for_each(|name| upper(Key::new(&["action", name]), name));

    let mut lower = |key: Key, name: &str| complaints.extend((!is_lower_case(name)).then(|| lower_case(key, name)));
    file.derive.keys().for_each(|name| lower(Key::new(&["derive", name]), name));
    for (setup, it) in &file.setup {
        it.field.keys().for_each(|name| lower(Key::new(&["setup", setup, "field", name]), name));
        let asked = it.oauth.iter().flat_map(|oauth| oauth.client.keys());
        asked.for_each(|name| lower(Key::new(&["setup", setup, "oauth", "client", name]), name));
    }
    for (action, it) in &file.action {
        it.param.keys().for_each(|name| lower(Key::new(&["action", action, "param", name]), name));
        for (index, request) in it.request.iter().enumerate() {
            let key = Key::new(&["action", action, "request"]).item(index).child("as");
            request.r#as.iter().for_each(|name| lower(key.clone(), name));
        }
    }
    complaints
}

fn is_upper_case(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_uppercase());
    starts && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn is_lower_case(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    starts && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn upper_case(key: Key, name: &str) -> Complaint {
    Complaint::new(key, format!("{name:?} is not in upper case"), "Use A to Z, 0 to 9 and _, beginning with a letter")
}

fn lower_case(key: Key, name: &str) -> Complaint {
    Complaint::new(key, format!("{name:?} is not in lower case"), "Use a to z, 0 to 9 and _, beginning with a letter")
}
