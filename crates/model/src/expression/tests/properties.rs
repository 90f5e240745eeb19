//! Whatever people type, the parser answers and never dies; what it accepts, it can evaluate.

use proptest::prelude::*;

use super::*;

/// Texts that are nearly templates: the pieces of the grammar in any order.
fn nearly() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "{{",
        "}}",
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ".",
        ",",
        ":",
        "??",
        "'",
        "\"",
        "\\",
        "\\u{",
        "\\ud83d",
        " ",
        "a",
        "fields.name",
        "vars",
        "functions.slice",
        "functions.replaceAll",
        "shape.find",
        "functions.random",
        "-1",
        "1e5",
        "0",
        "null",
        "é😀",
        "custom_vars",
        "9999999999999999999",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// Calls with arguments of every type.
fn call() -> impl Strategy<Value = String> {
    let functions: Vec<String> =
        crate::expression::Function::all(Dialect::Catalogue).map(ToString::to_string).collect();
    let argument = prop::sample::select(vec![
        "undefined",
        "null",
        "true",
        "-1",
        "0",
        "1.5",
        "9e18",
        "-9e18",
        "''",
        "'é😀'",
        "'$&$'",
        "'a'",
        "[]",
        "[1,'a',null]",
        "{}",
        "{a:1}",
        "fields.list",
        "vars.pin",
        "'1e400'",
    ]);
    (prop::sample::select(functions), prop::collection::vec(argument, 0..4))
        .prop_map(|(function, arguments)| format!("{{{{ {function}({}) }}}}", arguments.join(",")))
}

fn parse_and_evaluate(text: &str) -> Result<(), TestCaseError> {
    for dialect in [Dialect::Flow, Dialect::Catalogue] {
        match Template::parse(text, dialect) {
            Ok(template) => {
                let rendered = template.evaluate(&Names::some());
                prop_assert_eq!(template.source(), text);
                prop_assert!(rendered.shown.is_none() || rendered.value.is_some());
            }
            Err(mistake) => prop_assert!(mistake.at <= text.chars().count()),
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_a_template_or_a_mistake_within_it(text in "\\PC{0,60}") {
        parse_and_evaluate(&text)?;
    }

    #[test]
    fn near_templates_are_no_exception(text in nearly()) {
        parse_and_evaluate(&text)?;
    }

    #[test]
    fn every_function_takes_every_argument(text in call()) {
        parse_and_evaluate(&text)?;
        prop_assert!(Template::parse(&text, Dialect::Catalogue).is_ok());
    }

    #[test]
    fn text_without_braces_never_changes(text in "[^{]{0,40}") {
        let template = Template::parse(&text, Dialect::Flow).unwrap();
        prop_assert_eq!(template.evaluate(&Names::some()).value, Some(json!(text)));
    }
}
