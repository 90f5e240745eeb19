//! Which texts are templates, and where the mistakes of the others are.

use super::{super::Part, *};

#[test]
fn text_without_braces_stands_for_itself() {
    for plain in ["", "hello", "{ not } a { template }", "}} alone", "{single}"] {
        let template = Template::parse(plain, Dialect::Flow).unwrap();
        assert!(template.is_literal());
        assert_eq!(template.evaluate(&Names::some()).value, Some(json!(plain)));
    }
}

#[test]
fn a_template_knows_its_pieces_and_its_source() {
    let template = Template::parse("a {{ fields.name }} b", Dialect::Flow).unwrap();
    assert_eq!(template.source(), "a {{ fields.name }} b");
    assert!(
        matches!(template.parts(), [Part::Literal(a), Part::Expression(_), Part::Literal(b)] if a == "a " && b == " b")
    );
}

#[test]
fn an_opening_without_an_end_is_pointed_at() {
    for text in ["é {{ fields.name", "é {{", "é {{ [1, ", "é {{ fields.a ??", "é {{custom_vars.x"] {
        let mistake = mistake(text);
        assert_eq!((mistake.at, mistake.message.as_str()), (2, "this `{{` is never closed by `}}`"), "{text}");
    }
}

#[test]
fn mistakes_are_located_in_characters_of_the_string() {
    let cases = [
        ("é{{}}", 3, "an expression is missing here"),
        ("{{ a }", 5, "found `}` where `}}`, `??` or `.` should be"),
        ("{{ a + b }}", 5, "found `+` where `}}`, `??` or `.` should be"),
        ("{{ a ? b : c }}", 5, "found `?` where `}}`, `??` or `.` should be"),
        ("{{ (a) }}", 3, "found `(` where a name, a string, a number, `[` or `{` should be"),
        ("{{ a..b }}", 5, "found `.` where a name should be"),
        ("{{ a[b] }}", 5, "found `b` where a quoted name or an index should be"),
        ("{{ a[0 }}", 7, "found `}` where `]` should be"),
        ("{{ [1 2] }}", 6, "found `2` where `,` or `]` should be"),
        ("{{ {a 1} }}", 6, "found `1` where `:` should be"),
        ("{{ 'abc }}", 3, "this string is never closed"),
        (r"{{ '\u12' }}", 4, "this escape needs 4 hexadecimal digits"),
        (r"{{ '\u{110000}' }}", 4, "this escape names no character"),
        ("{{ 1e999 }}", 3, "`1e999` is not a number"),
        ("{{ 12abc }}", 5, "a number ends here and something else begins"),
        ("{{ a[99999999999999999999999] }}", 5, "this index is too large"),
    ];
    for (text, at, message) in cases {
        let mistake = mistake(text);
        assert_eq!((mistake.at, mistake.message.as_str()), (at, message), "{text}");
    }
}

#[test]
fn an_unknown_function_is_told_the_nearest_known_one() {
    let cases = [
        (
            "{{functions.tolowercase(a)}}",
            "unknown function `functions.tolowercase`; did you mean `functions.toLowerCase`?",
        ),
        ("{{functions.sha265(a)}}", "unknown function `functions.sha265`; did you mean `functions.sha256`?"),
        ("{{now()}}", "unknown function `now`; did you mean `functions.now`?"),
        ("{{function.now()}}", "unknown family `function` in `function.now`; did you mean `functions.now`?"),
        ("{{functions.now}}", "`functions.now` is not called: write `functions.now(…)`"),
        ("{{shape.lower(a)}}", "`shape.lower` can only be called in integration files"),
    ];
    for (text, message) in cases {
        assert_eq!(mistake(text).message, message);
    }
}

#[test]
fn the_end_of_a_template_inside_quotes_does_not_close_it() {
    assert_eq!(text("<{{ '}}' }}>"), "<}}>");
    assert_eq!(text("<{{ \"{{\" }}>"), "<{{>");
}

#[test]
fn nested_objects_may_touch_the_closing_braces() {
    assert_eq!(value("{a:{b:1}}"), Some(json!({ "a": { "b": 1 } })));
    assert_eq!(text("{{{a:{b:1}}}}!"), r#"{"a":{"b":1}}!"#);
}

#[test]
fn strings_know_the_escapes_of_javascript() {
    assert_eq!(value(r#"'\n\t\\\'\"\x41\u0042\u{1F600}\ud83d\ude00\q'"#), Some(json!("\n\t\\'\"AB😀😀q")));
}

#[test]
fn custom_vars_stay_text_in_flows_whatever_liquid_makes_of_them() {
    for liquid in ["{{custom_vars.CODE}}", "{{ custom_vars.name | upcase }}", "{{custom_vars}}"] {
        let template = Template::parse(&format!("Hi {{{{fields.name}}}}: {liquid}"), Dialect::Flow).unwrap();
        assert_eq!(template.evaluate(&Names::some()).value, Some(json!(format!("Hi Ada: {liquid}"))));
    }
    assert!(Template::parse("{{custom_vars_of_mine}}", Dialect::Flow).unwrap().names().len() == 1);
    assert!(Template::parse("{{custom_vars.x}}", Dialect::Catalogue).unwrap().names().len() == 1);
}

#[test]
fn hostile_nesting_is_a_mistake_and_never_a_crash() {
    let deep = 10_000;
    let texts = [
        format!("{{{{{}", "[".repeat(deep)),
        format!("{{{{{}", "{a:".repeat(deep)),
        format!("{{{{{}", "functions.length(".repeat(deep)),
    ];
    for text in texts {
        assert_eq!(mistake(&text).message, "nested more than 64 levels deep");
    }
    let alternatives = format!("{{{{{}a}}}}", "a ?? ".repeat(deep));
    assert_eq!(mistake(&alternatives).message, "more than 64 alternatives joined by `??`");
}

#[test]
fn deeply_nested_json_is_a_mistake_with_its_place() {
    let deep = (0..200).fold(json!("{{fields.name}}"), |inner, _| json!([inner]));
    let mistake = Tree::compile(&deep, Dialect::Flow).unwrap_err();
    assert_eq!(mistake.message, "nested more than 128 levels deep");
    assert!(mistake.path.starts_with("/0/0/0/"));
}

#[test]
fn a_mistake_inside_json_carries_its_pointer() {
    let mistake = Tree::compile(&json!({ "a/b": [1, { "c~d": "x {{" }] }), Dialect::Flow).unwrap_err();
    assert_eq!((mistake.path.as_str(), mistake.at), ("/a~1b/1/c~0d", 2));
    assert_eq!(mistake.to_string(), "this `{{` is never closed by `}}` (character 3 of /a~1b/1/c~0d)");
}

#[test]
fn every_name_an_expression_reads_is_known() {
    let source = "{{ a.b ?? functions.slice([c['d e'], {k: f[0]}], 1)[0].g }} {{h}}";
    let template = Template::parse(source, Dialect::Flow).unwrap();
    let names: Vec<String> = template.names().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["a.b", "c['d e']", "f[0]", "h"]);
}

#[test]
fn names_can_be_rewritten_everywhere() {
    let json =
        json!({ "a": "{{actions.Alias.x}}", "b": ["{{functions.length(actions.Alias)}} of {{actions.Alias.y}}"] });
    let mut tree = Tree::compile(&json, Dialect::Flow).unwrap();
    tree.rewrite(&mut |path| {
        if path.name(1) == Some("Alias") {
            path.segments[1] = crate::expression::Segment::Name("id".to_owned());
        }
    });
    let names: Vec<String> = tree.names().iter().map(ToString::to_string).collect();
    assert_eq!(names, ["actions.id.x", "actions.id", "actions.id.y"]);
}
