//! Fields and params that make sense.

use indexmap::IndexMap;

use super::Shape;
use crate::{
    compile::types_of,
    error::Complaint,
    file::{FieldFile, IntegrationFile},
    key::Key,
    schema::{Kind, Type},
};

/// A field, wherever it stands.
pub(super) struct FieldPlace<'f> {
    pub(super) key: Key,
    pub(super) field: &'f FieldFile,
    /// Whether it is a member of something, and so seen in forms.
    pub(super) is_named: bool,
}

/// Calls `visit` for every field and param of the file, and for those inside them.
pub(super) fn each_field<'f>(file: &'f IntegrationFile, visit: &mut dyn FnMut(FieldPlace<'f>)) {
    for (name, setup) in &file.setup {
        each_member(&Key::new(&["setup", name, "field"]), &setup.field, visit);
        if let Some(oauth) = &setup.oauth {
            each_member(&Key::new(&["setup", name, "oauth", "client"]), &oauth.client, visit);
        }
    }
    for (name, action) in &file.action {
        each_member(&Key::new(&["action", name, "param"]), &action.param, visit);
        for (index, params) in action.one_of.iter().enumerate() {
            each_member(&Key::new(&["action", name, "one_of"]).item(index), params, visit);
        }
    }
}

fn each_member<'f>(key: &Key, fields: &'f IndexMap<String, FieldFile>, visit: &mut dyn FnMut(FieldPlace<'f>)) {
    for (name, field) in fields {
        visit(FieldPlace { key: key.child(name), field, is_named: true });
        each_inside(&key.child(name), field, visit);
    }
}

fn each_inside<'f>(key: &Key, field: &'f FieldFile, visit: &mut dyn FnMut(FieldPlace<'f>)) {
    each_member(&key.child("fields"), &field.fields, visit);
    let mut unnamed = |key: Key, field: &'f FieldFile| {
        visit(FieldPlace { key: key.clone(), field, is_named: false });
        each_inside(&key, field, visit);
    };
    field.values.iter().for_each(|values| unnamed(key.child("values"), values));
    field.items.iter().for_each(|items| unnamed(key.child("items"), items));
    for (index, one) in field.one_of.iter().enumerate() {
        unnamed(key.child("one_of").item(index), one);
    }
}

/// An object says what it may hold, and only objects and lists hold anything.
pub(super) fn every_field_says_what_it_holds(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    each_field(shape.file, &mut |FieldPlace { key, field, .. }| {
        let types = types_of(field);
        let declares = field.open || field.values.is_some() || !field.fields.is_empty();
        if types.contains(&Type::Object) && !declares {
            let fix = "Add fields = { … }, values = { … } for members of any name, or open = true";
            complaints.push(Complaint::new(key.clone(), "an object that may hold nothing", fix));
        }
        if declares && !types.contains(&Type::Object) {
            let fix = "Set type = \"object\", or drop fields, values and open";
            complaints.push(Complaint::new(key.clone(), "only an object has fields, values or is open", fix));
        }
        if field.items.is_some() && !types.contains(&Type::Array) {
            complaints.push(Complaint::new(
                key.clone(),
                "only an array has items",
                "Set type = \"array\", or drop items",
            ));
        }
        if field.kind == Some(Kind::Actions) && !types.contains(&Type::Array) {
            complaints.push(Complaint::new(key, "actions come in a list", "Set type = \"array\""));
        }
    });
    complaints
}

/// A limit counts what the type has: characters of text, the size of a number, items of a list.
pub(super) fn limits_fit_their_type(shape: &Shape<'_>) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    each_field(shape.file, &mut |FieldPlace { key, field, .. }| {
        let types: Vec<Type> = types_of(field).into_iter().filter(|one| *one != Type::Null).collect();
        let is_number = matches!(types.as_slice(), [Type::Integer | Type::Number]);
        let has_bounds = field.min.is_some() || field.max.is_some();
        if has_bounds && !is_number && !matches!(types.as_slice(), [Type::String | Type::Object]) {
            let fix = "Use min_items and max_items for lists, and one_of = [{ … }, { … }] where types differ";
            complaints.push(Complaint::new(key.clone(), "min and max are unclear for this type", fix));
        }
        if !is_number && field.min.into_iter().chain(field.max).any(|bound| bound < 0) {
            complaints.push(Complaint::new(key.clone(), "a length below zero", "Use 0 or more"));
        }
        if (field.min_items.is_some() || field.max_items.is_some()) && !types.contains(&Type::Array) {
            complaints.push(Complaint::new(key.clone(), "only an array has items to count", "Use min and max"));
        }
        if field.format.is_some() && !types.contains(&Type::String) {
            complaints.push(Complaint::new(key, "only text has a format", "Set type = \"string\", or drop format"));
        }
    });
    complaints
}
