//! `shape.*`, as integration files use them.

use super::*;

/// Each expression has the value beside it; JSON null stands for undefined.
fn all(cases: &[(&str, Value)]) {
    for (call, expected) in cases {
        let expected = Some(expected.clone()).filter(|expected| !expected.is_null());
        assert_eq!(value(&format!("shape.{call}")), expected, "{call}");
    }
}

#[test]
fn texts_are_bent() {
    all(&[
        ("number('12')", json!(12)),
        ("number(1.5)", json!(1.5)),
        ("number('')", json!(null)),
        ("number('x')", json!(null)),
        ("number(true)", json!(null)),
        ("lower('GOOD')", json!("good")),
        ("capital('HEADER')", json!("Header")),
        ("capital('')", json!("")),
        ("after_last('a-b-us6','-')", json!("us6")),
        ("after_last('ab','-')", json!(null)),
    ]);
}

#[test]
fn a_masked_label_shows_three_characters_at_each_end_or_none() {
    all(&[
        ("masked('my-token')", json!("my-***ken")),
        ("masked('1234567')", json!("123***567")),
        ("masked('123456')", json!("***")),
        ("masked('')", json!("***")),
        ("masked('ñandúes')", json!("ñan***úes")),
    ]);
}

#[test]
fn entries_and_objects_turn_into_each_other() {
    all(&[
        (
            "from_entries([{property:'a',value:1},{property:'b'},{value:2}],'property','value')",
            json!({ "a": 1, "b": null }),
        ),
        (
            "to_entries({a:1,b:[2]},'field','value')",
            json!([{ "field": "a", "value": 1 }, { "field": "b", "value": [2] }]),
        ),
        ("from_entries({a:1},'k','v')", json!(null)),
        ("to_entries([1],'k','v')", json!(null)),
    ]);
}

#[test]
fn members_are_renamed_picked_and_looked_up() {
    all(&[
        ("rename({postalCode:'1',city:'x'},{postalCode:'postal_code'})", json!({ "postal_code": "1", "city": "x" })),
        ("rename([{a:1},2],{a:'b'})", json!([{ "b": 1 }, 2])),
        ("rename({a:1,b:2},{a:null})", json!({ "b": 2 })),
        ("lower([{a:'UP',b:'UP'},2],['a'])", json!([{ "a": "up", "b": "UP" }, 2])),
        ("lower({a:1},['a'])", json!({ "a": 1 })),
        ("pick({a:1,b:2,c:3},['c','a','z'])", json!({ "c": 3, "a": 1 })),
        ("key({HEADER:'header'},'HEADER')", json!("header")),
        ("key({HEADER:'header'},'QUERY')", json!(null)),
        ("find([{p:{id:0}},{p:{id:7,t:'x'}}],'p.id','7')", json!({ "p": { "id": 7, "t": "x" } })),
        ("find([{id:0}],'id',1)", json!(null)),
    ]);
    assert_eq!(value("shape.rename({b:1,a:2},{b:'c'})").unwrap().to_string(), r#"{"c":1,"a":2}"#);
}
