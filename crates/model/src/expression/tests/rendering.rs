//! Which values templates have, and of which type.

use super::*;

#[test]
fn a_whole_template_keeps_the_type_of_its_value() {
    assert_eq!(value("fields.age"), Some(json!(36)));
    assert_eq!(value("fields.ok"), Some(json!(true)));
    assert_eq!(value("fields.phone"), Some(json!({ "number": "+34" })));
    assert_eq!(value("fields.nothing"), Some(json!(null)));
    assert_eq!(value("fields"), Names::some().values.get("fields").cloned());
}

#[test]
fn a_template_in_mixed_text_becomes_text() {
    assert_eq!(text("{{fields.name}} is {{fields.age}}"), "Ada is 36");
    assert_eq!(text(" {{fields.age}}"), " 36");
    assert_eq!(text("{{fields.phone}}/{{fields.list}}/{{fields.ratio}}"), r#"{"number":"+34"}/["a","b","c"]/1.5"#);
    assert_eq!(text("<{{fields.absent}}{{fields.nothing}}>"), "<>");
}

#[test]
fn names_are_written_with_dots_brackets_and_hyphens() {
    assert_eq!(value("fields['first name']"), Some(json!("Augusta")));
    assert_eq!(value(r#" fields [ "phone" ] . number "#), Some(json!("+34")));
    assert_eq!(value("fields.list[1]"), Some(json!("b")));
    assert_eq!(value("fields.list.2"), Some(json!("c")));
    assert_eq!(value("actions.http-1.status"), Some(json!(200)));
}

#[test]
fn a_name_that_leads_nowhere_is_undefined_and_never_an_error() {
    for name in
        ["absent", "fields.absent.deeper", "fields.name.length", "fields.list[9]", "undefined", "fields.nothing.x"]
    {
        assert_eq!(value(name), None, "{name}");
    }
}

#[test]
fn literals_are_values() {
    assert_eq!(value("'a'"), Some(json!("a")));
    assert_eq!(value("-1.5e1"), Some(json!(-15.0)));
    assert_eq!(value("12"), Some(json!(12)));
    assert_eq!(value("[true, false, null, undefined,]"), Some(json!([true, false, null, null])));
    assert_eq!(value("{a: fields.age, 'b c': undefined, d: {}}"), Some(json!({ "a": 36, "d": {} })));
    assert_eq!(value("[1,[2,3]][1][0]"), Some(json!(2)));
}

#[test]
fn words_that_begin_like_literals_are_names() {
    assert_eq!(value("nullable"), None);
    assert_eq!(value("fields.null ?? 'x'"), Some(json!("x")));
}

#[test]
fn the_first_value_that_is_something_wins() {
    assert_eq!(value("fields.absent ?? fields.nothing ?? fields.name ?? 'x'"), Some(json!("Ada")));
    assert_eq!(value("fields.empty ?? 'x'"), Some(json!("")));
    assert_eq!(value("fields.absent ?? fields.nothing"), Some(json!(null)));
    assert_eq!(value("fields.nothing ?? fields.absent"), None);
}

#[test]
fn undefined_members_are_left_out_and_undefined_items_become_null() {
    let json = json!({ "a": "{{fields.absent}}", "b": ["{{fields.absent}}", "{{fields.age}}"], "c": 1 });
    assert_eq!(tree(&json).value, Some(json!({ "b": [null, 36], "c": 1 })));
    assert_eq!(tree(&json!("{{fields.absent}}")).value, None);
}

#[test]
fn members_keep_their_order_and_keys_are_never_templates() {
    let json = json!({ "z": "{{fields.age}}", "{{fields.name}}": 1, "a": "{{fields.ok}}" });
    assert_eq!(tree(&json).value.unwrap().to_string(), r#"{"z":36,"{{fields.name}}":1,"a":true}"#);
}

#[test]
fn json_without_templates_is_one_constant() {
    let json = json!({ "a": [1, { "b": "c" }], "liquid": "{{custom_vars.x}}" });
    assert!(matches!(Tree::compile(&json, Dialect::Flow).unwrap(), Tree::Constant(value) if value == json));
}

#[test]
fn what_grows_beyond_the_limit_is_cut_and_said_so() {
    let ten = "'aaaaaaaaaa'";
    let bomb = (0..30).fold(ten.to_owned(), |inner, _| format!("functions.replaceAll({inner}, 'a', {ten})"));
    let twice = (0..40)
        .fold("'0123456789'".to_owned(), |inner, _| format!("functions.merge({inner}, functions.toString({ten}))"));
    assert!(render(&format!("{{{{{bomb}}}}}")).overflowed);
    assert!(!render(&format!("{{{{{twice}}}}}")).overflowed);

    let big = Names::new(json!({ "vars": "x".repeat(1 << 20) }));
    let copies = Value::Array(vec![json!("{{vars}}"); 40]);
    assert!(Tree::compile(&copies, Dialect::Flow).unwrap().render(&big).overflowed);
    let template = Template::parse(&"{{vars}} ".repeat(40), Dialect::Flow).unwrap();
    assert!(template.evaluate(&big).overflowed);
    let literal = format!("{{{{[{}]}}}}", "vars,".repeat(40));
    assert!(Template::parse(&literal, Dialect::Flow).unwrap().evaluate(&big).overflowed);
}
