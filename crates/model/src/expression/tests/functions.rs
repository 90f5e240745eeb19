//! `functions.*`, against what JavaScript answers.

use super::*;

/// Each expression has the value beside it; JSON null stands for undefined.
fn all(cases: &[(&str, Value)]) {
    for (call, expected) in cases {
        let expected = Some(expected.clone()).filter(|expected| !expected.is_null());
        assert_eq!(value(&format!("functions.{call}")), expected, "{call}");
    }
}

#[test]
fn to_array_wraps_what_is_no_list() {
    all(&[("toArray('abc')", json!(["abc"])), ("toArray([1])", json!([1])), ("toArray(fields.absent)", json!(null))]);
}

#[test]
fn to_boolean_follows_javascript() {
    all(&[
        ("toBoolean(1)", json!(true)),
        ("toBoolean(0)", json!(false)),
        ("toBoolean(-0.0)", json!(false)),
        ("toBoolean('')", json!(false)),
        ("toBoolean('false')", json!(true)),
        ("toBoolean([])", json!(true)),
        ("toBoolean(null)", json!(false)),
        ("toBoolean(fields.absent)", json!(false)),
    ]);
}

#[test]
fn to_number_follows_javascript_and_is_undefined_for_what_is_no_number() {
    all(&[
        ("toNumber('123')", json!(123)),
        ("toNumber(' 1.50 ')", json!(1.5)),
        ("toNumber('1e3')", json!(1000)),
        ("toNumber('-.5')", json!(-0.5)),
        ("toNumber('0x1F')", json!(31)),
        ("toNumber('0b101')", json!(5)),
        ("toNumber('')", json!(0)),
        ("toNumber(true)", json!(1)),
        ("toNumber(null)", json!(0)),
        ("toNumber(2.5)", json!(2.5)),
        ("toNumber('9007199254740993')", json!(9_007_199_254_740_993_i64)),
        ("toNumber('abc')", json!(null)),
        ("toNumber('inf')", json!(null)),
        ("toNumber('NaN')", json!(null)),
        ("toNumber('1_000')", json!(null)),
        ("toNumber('0x')", json!(null)),
        ("toNumber([5])", json!(null)),
        ("toNumber(fields.absent)", json!(null)),
    ]);
}

#[test]
fn to_string_prints_words_as_javascript_and_structures_as_json() {
    all(&[
        ("toString(123)", json!("123")),
        ("toString(1.0)", json!("1")),
        ("toString(true)", json!("true")),
        ("toString(null)", json!("null")),
        ("toString('a')", json!("a")),
        ("toString({a:[1,'b']})", json!(r#"{"a":[1,"b"]}"#)),
        ("toString(fields.absent)", json!(null)),
    ]);
}

#[test]
fn length_counts_utf16_units_and_items() {
    all(&[
        ("length('auth0')", json!(5)),
        ("length('é😀')", json!(3)),
        ("length([1,2])", json!(2)),
        ("length(12)", json!(null)),
        ("length({a:1})", json!(null)),
    ]);
}

#[test]
fn slice_takes_negative_positions_from_the_end() {
    all(&[
        ("slice('example',3,5)", json!("mp")),
        ("slice('example',-3)", json!("ple")),
        ("slice('example',-3,-1)", json!("pl")),
        ("slice('example',5,2)", json!("")),
        ("slice('example','x')", json!("example")),
        ("slice('example',1.9)", json!("xample")),
        ("slice('example',-99,99)", json!("example")),
        ("slice('a😀b',1,3)", json!("😀")),
        ("slice('a😀b',1,2)", json!("\u{FFFD}")),
        ("slice([1,2,3],1)", json!([2, 3])),
        ("slice([1,2,3],-2,-1)", json!([2])),
        ("slice(12,1)", json!(null)),
    ]);
}

#[test]
fn substring_orders_its_positions_and_knows_no_negative_ones() {
    all(&[
        ("substring('example',3,5)", json!("mp")),
        ("substring('example',5,3)", json!("mp")),
        ("substring('example',-3,2)", json!("ex")),
        ("substring('example','x',2)", json!("ex")),
        ("substring('example',4)", json!("ple")),
        ("substring(12345,1,3)", json!("23")),
        ("substring([1],1)", json!(null)),
    ]);
}

#[test]
fn to_timestamp_gives_whole_seconds() {
    all(&[
        ("toTimestamp('2021-04-30T10:02:50.876Z')", json!(1_619_776_970)),
        ("toTimestamp('2021-04-30T12:02:50+02:00')", json!(1_619_776_970)),
        ("toTimestamp('2021-04-30')", json!(1_619_740_800)),
        ("toTimestamp('Fri, 30 Apr 2021 10:02:50 GMT')", json!(1_619_776_970)),
        ("toTimestamp(1619776970876)", json!(1_619_776_970)),
        ("toTimestamp('1969-12-31T23:59:59.500Z')", json!(-1)),
        ("toTimestamp()", json!(1_726_145_535)),
        ("toTimestamp('yesterday')", json!(null)),
        ("toTimestamp(fields.absent)", json!(null)),
    ]);
}

#[test]
fn now_is_the_clock_with_milliseconds() {
    all(&[("now()", json!("2024-09-12T12:52:15.805Z"))]);
}

#[test]
fn case_changes() {
    all(&[
        ("toLowerCase('ÀB1')", json!("àb1")),
        ("toUpperCase('straße')", json!("STRASSE")),
        ("toLowerCase(['A'])", json!(null)),
        ("toUpperCase(fields.absent)", json!(null)),
    ]);
}

#[test]
fn replace_changes_the_first_and_replace_all_every_one() {
    all(&[
        ("replace('2021-04-30','-','/')", json!("2021/04-30")),
        ("replaceAll('2021-04-30','-','/')", json!("2021/04/30")),
        ("replace('a.c','.','b')", json!("abc")),
        ("replace('abc','x','y')", json!("abc")),
        ("replace('abc','','_')", json!("_abc")),
        ("replaceAll('ab','','_')", json!("_a_b_")),
        ("replace('abc','b',fields.absent)", json!(null)),
    ]);
}

#[test]
fn the_dollar_patterns_of_javascript_count_in_replacements() {
    all(&[
        ("replace('abc','b','[$&]')", json!("a[b]c")),
        ("replace('abc','b','$$')", json!("a$c")),
        ("replace('abc','b','$`')", json!("aac")),
        ("replace('abc','b',\"$'\")", json!("acc")),
        ("replace('abc','b','$1$')", json!("a$1$c")),
        ("replaceAll('aba','a','<$&>')", json!("<a>b<a>")),
    ]);
}

#[test]
fn split_gives_pieces_up_to_a_limit() {
    all(&[
        ("split('a,b,c',',')", json!(["a", "b", "c"])),
        ("split('a,b,c',',',2)", json!(["a", "b"])),
        ("split('a,b,c',',',0)", json!([])),
        ("split('abc','')", json!(["a", "b", "c"])),
        ("split('abc')", json!(["abc"])),
        ("split('',',')", json!([""])),
        ("split({a:1},',')", json!(null)),
    ]);
}

#[test]
fn includes_and_index_of_search_lists_and_text() {
    all(&[
        ("includes([1,2],2)", json!(true)),
        ("includes([1,2],'2')", json!(false)),
        ("includes([1.0],1)", json!(true)),
        ("includes([{a:1}],{a:1})", json!(true)),
        ("includes([1,2,3],1,1)", json!(false)),
        ("includes([1,2,3],3,-1)", json!(true)),
        ("includes('example','amp')", json!(true)),
        ("includes('a1',1)", json!(true)),
        ("includes('example','ex',1)", json!(false)),
        ("includes(fields.list,fields.absent)", json!(false)),
        ("includes(fields.absent,1)", json!(null)),
        ("indexOf(['a','b'],'b')", json!(1)),
        ("indexOf(['a','b'],'c')", json!(-1)),
        ("indexOf(['a','b','a'],'a',1)", json!(2)),
        ("indexOf('😀b','b')", json!(2)),
        ("indexOf('abab','a',1)", json!(2)),
        ("indexOf('ab','a',9)", json!(-1)),
        ("indexOf('ab','',9)", json!(2)),
    ]);
}

#[test]
fn merge_joins_by_the_type_of_the_base() {
    all(&[
        ("merge([1],[2])", json!([1, 2])),
        ("merge([1],2)", json!([1, 2])),
        ("merge({a:1,b:1},{b:2})", json!({ "a": 1, "b": 2 })),
        ("merge('a','b')", json!("ab")),
        ("merge('a',1)", json!("a1")),
        ("merge({a:1},fields.absent)", json!({ "a": 1 })),
        ("merge({a:1},'b')", json!(null)),
        ("merge(1,2)", json!(null)),
    ]);
}

#[test]
fn hashes_are_lower_case_hexadecimal() {
    all(&[
        ("md5('abc')", json!("900150983cd24fb0d6963f7d28e17f72")),
        ("sha1('abc')", json!("a9993e364706816aba3e25717850c26c9cd0d89d")),
        ("sha256('abc')", json!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")),
        ("md5(123)", json!("202cb962ac59075b964b07152d234b70")),
        ("sha256({})", json!(null)),
    ]);
    assert_eq!(value("functions.length(functions.sha512('abc'))"), Some(json!(128)));
}

#[test]
fn a_uuid_is_of_version_four_and_never_the_same() {
    let uuid = value("functions.uuid()").unwrap();
    let parsed: uuid::Uuid = uuid.as_str().unwrap().parse().unwrap();
    assert_eq!(parsed.get_version_num(), 4);
    let two = value("[functions.uuid(), functions.uuid()]").unwrap();
    assert_ne!(two[0], two[1]);
}

#[test]
fn random_includes_both_ends_and_nothing_else() {
    let names = Names::some();
    let template = Template::parse("{{functions.random(3, '1')}}", Dialect::Flow).unwrap();
    let mut seen = [false; 5];
    for _ in 0..200 {
        let number = template.evaluate(&names).value.unwrap().as_u64().unwrap();
        seen[usize::try_from(number).unwrap()] = true;
    }
    assert_eq!(seen, [false, true, true, true, false]);
}

#[test]
fn random_gives_a_float_on_demand() {
    let float = value("functions.random(1, 2, true)").unwrap();
    assert!(float.is_f64() && (1.0..2.0).contains(&float.as_f64().unwrap()));
    all(&[("random(5,5)", json!(5)), ("random(0.2,0.8)", json!(null)), ("random('a')", json!(null))]);
    assert!(value("functions.random(-9223372036854775808, 9223372036854775807)").unwrap().is_i64());
}

#[test]
fn encode_uri_component_leaves_what_javascript_leaves() {
    all(&[
        ("encodeURIComponent(\"AZaz09-_.!~*'()\")", json!("AZaz09-_.!~*'()")),
        ("encodeURIComponent('auth0|é /?#')", json!("auth0%7C%C3%A9%20%2F%3F%23")),
        ("encodeURIComponent(12)", json!("12")),
        ("encodeURIComponent([1])", json!(null)),
    ]);
}

#[test]
fn missing_arguments_are_undefined_everywhere() {
    let answers = ["now", "uuid", "toTimestamp", "toBoolean"];
    for function in crate::expression::Function::all(Dialect::Catalogue) {
        if !answers.contains(&function.name()) {
            assert_eq!(value(&format!("{function}()")), None, "{function}");
        }
    }
}
