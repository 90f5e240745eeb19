//! What a record may show.

use super::{super::MASK, *};

#[test]
fn nothing_is_masked_where_nothing_is_hidden() {
    let rendered = tree(&json!({ "a": "{{fields.name}}" }));
    assert_eq!((rendered.shown, rendered.masked), (None, vec![]));
}

#[test]
fn a_masked_value_works_but_is_not_shown() {
    let rendered = render("{{functions.mask(fields.name)}}");
    assert_eq!(rendered.value, Some(json!("Ada")));
    assert_eq!(rendered.shown, Some(json!(MASK)));
}

#[test]
fn in_mixed_text_only_the_masked_part_is_covered() {
    let rendered = render("Bearer {{functions.mask(fields.name)}} for {{fields.age}}");
    assert_eq!(rendered.value, Some(json!("Bearer Ada for 36")));
    assert_eq!(rendered.shown, Some(json!("Bearer ███ for 36")));
}

#[test]
fn what_is_computed_from_something_hidden_is_hidden_too() {
    let rendered = render("{{functions.md5(functions.mask(fields.name))}}");
    assert_eq!(rendered.shown, Some(json!(MASK)));
    assert_eq!(rendered.masked.first(), Some(&json!("Ada")));
    assert_eq!(rendered.masked.last(), rendered.value.as_ref());
}

#[test]
fn what_the_scope_hides_is_covered_wherever_it_lands() {
    let rendered = tree(&json!({ "pin": "{{vars.pin}}", "all": ["{{vars}}", "{{fields.age}}"], "n": "#{{vars.n}}" }));
    assert_eq!(
        rendered.value,
        Some(json!({ "pin": "1234-5678", "all": [{ "pin": "1234-5678", "n": 7 }, 36], "n": "#7" }))
    );
    assert_eq!(rendered.shown, Some(json!({ "pin": MASK, "all": [MASK, 36], "n": "#███" })));
    assert!(rendered.masked.contains(&json!("1234-5678")));
}

#[test]
fn a_fallback_is_covered_only_if_it_used_something_hidden() {
    assert_eq!(render("{{fields.name ?? vars.pin}}").shown, None);
    assert_eq!(render("{{fields.absent ?? vars.pin}}").shown, Some(json!(MASK)));
}

#[test]
fn undefined_needs_no_mask() {
    assert_eq!(render("{{functions.mask(fields.absent)}}"), Rendered::default());
    assert_eq!(tree(&json!({ "a": "{{vars.absent}}" })).shown, None);
}
