//! Both directions, what is refused, and what is made to hurt.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;

#[track_caller]
fn read(xml: &str) -> Value {
    parse(xml).unwrap_or_else(|failure| panic!("{xml}: {}", failure.message))
}

#[track_caller]
fn written(object: Value) -> String {
    let xml = serialize(&object).unwrap();
    xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n").unwrap().to_owned()
}

#[track_caller]
fn refused(xml: &str) -> String {
    let failure = parse(xml).unwrap_err();
    assert_eq!(failure.code, "ERR_ACTION_EXECUTION_ERROR");
    failure.message
}

#[test]
fn the_examples_of_the_contract_hold_both_ways() {
    let (xml, object) = (
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<name>John Doe</name>",
        json!({ "name": "John Doe" }),
    );
    assert_eq!(read(xml), object);
    assert_eq!(serialize(&object).unwrap(), xml);
}

#[test]
fn elements_become_text_objects_and_lists() {
    let order = r#"
        <?xml version="1.0"?>
        <!-- an order --><!DOCTYPE order>
        <order id="7" xmlns:x="urn:x">
            <customer>Ada &amp; Co &#x2713;</customer>
            <item sku="a">one</item> <item sku="b"/> <item/>
            <x:note><![CDATA[<b>5 > 4</b>]]></x:note>
            <address><city>Paris</city></address>
        </order><?done?>
    "#;
    assert_eq!(
        read(order),
        json!({ "order": {
            "$": { "id": "7", "xmlns:x": "urn:x" },
            "customer": "Ada & Co ✓",
            "item": [{ "$": { "sku": "a" }, "_": "one" }, { "$": { "sku": "b" } }, ""],
            "x:note": "<b>5 > 4</b>",
            "address": { "city": "Paris" },
        } })
    );
}

#[test]
fn text_keeps_its_blanks_and_attributes_lose_their_line_ends() {
    assert_eq!(read("<a>  b\r\nc </a>"), json!({ "a": "  b\nc " }));
    assert_eq!(read("<a> </a>"), json!({ "a": " " }));
    assert_eq!(read("<a b=' x\n y&#10;&quot;'/>"), json!({ "a": { "$": { "b": " x  y\n\"" } } }));
    assert_eq!(read("<p>one <b>two</b> three</p>"), json!({ "p": { "_": "one  three", "b": "two" } }));
}

#[test]
fn objects_become_elements_with_nothing_around_them() {
    assert_eq!(written(json!({ "a": 1, "b": true, "c": null, "d": "" })), "<a>1</a>\n<b>true</b>\n<c/>\n<d/>");
    assert_eq!(written(json!({ "a": [1, "x", 2.5] })), "<a>1</a>\n<a>x</a>\n<a>2.5</a>");
    let nested = json!({ "r": { "$": { "id": 7, "no": null }, "i": [{ "n": 1 }, {}], "none": [], "t": { "_": "x" } } });
    assert_eq!(written(nested), "<r id=\"7\">\n  <i>\n    <n>1</n>\n  </i>\n  <i/>\n  <t>x</t>\n</r>");
    assert_eq!(written(json!({ "p": { "_": "text ", "b": { "i": "x" } } })), "<p>text <b><i>x</i></b></p>");
    assert_eq!(written(json!(r#"{"name": "John Doe"}"#)), "<name>John Doe</name>");
}

#[test]
fn no_value_gets_out_of_its_element() {
    let object = json!({ "a": { "$": { "b": "\"'><x>&\t\n\r" }, "_": "]]></a><x>&amp;\r\n\t" } });
    let xml = written(object.clone());
    assert_eq!(xml, "<a b=\"&quot;'&gt;&lt;x&gt;&amp;&#9;&#10;&#13;\">]]&gt;&lt;/a&gt;&lt;x&gt;&amp;amp;&#13;\n\t</a>");
    assert_eq!(read(&xml), object);
}

#[test]
fn what_is_no_xml_is_refused_in_words_that_quote_nothing() {
    for (xml, reason) in [
        ("", "it has no element"),
        ("secret", "there is text outside of its outermost element"),
        ("<!-- only this -->", "it has no element"),
        ("<secret>", "an element is not closed"),
        ("<secret></other>", "it is not well-formed"),
        ("</secret>", "it is not well-formed"),
        ("<secret", "it is not well-formed"),
        ("<a/><secret/>", "it has more than one outermost element"),
        ("<a/>secret", "there is text outside of its outermost element"),
        ("<a/><![CDATA[secret]]>", "there is text outside of its outermost element"),
        ("<a>&secret;</a>", "it names an unknown entity"),
        ("<a>&#0;</a>", "it is not well-formed"),
        ("<a>&#8;</a>", "it holds a character that XML does not allow"),
        ("<a>\u{1}</a>", "it holds a character that XML does not allow"),
        ("<a b='\u{1}'/>", "it holds a character that XML does not allow"),
        ("<a secret='1' secret='2'/>", "an element has the same attribute twice"),
        ("<a secret/>", "it is not well-formed"),
        ("<a secret='<'/>", "an attribute is not well-formed"),
        ("<a b='&secret;'/>", "an attribute names an unknown entity or character"),
        ("<1secret/>", "an element has no valid name"),
        ("<_>secret</_>", "an element is called _, which is where text is kept"),
        ("<a/><?xml version='1.0'?>", "its declaration is not at the beginning"),
    ] {
        let message = refused(xml);
        assert_eq!(message, format!("The text is not valid XML (line 1): {reason}"), "{xml}");
    }
    assert!(refused("<a>\n<b>\n</c></a>").contains("(line 3)"));
}

#[test]
fn entities_are_never_expanded_and_files_never_read() {
    let bomb = r#"<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><lolz>&lol2;</lolz>"#;
    let file = r#"<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>"#;
    for hostile in [bomb, file] {
        assert!(refused(hostile).ends_with("it declares entities or elements"));
    }
    assert!(refused(r#"<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a>&f;</a>"#).ends_with("unknown entity"));
}

#[test]
fn depth_and_size_have_an_end() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let deepest = read(&nested(MAX_DEPTH));
    assert_eq!(read(&serialize(&deepest).unwrap()), deepest);
    assert!(refused(&nested(MAX_DEPTH + 1)).contains("nested too deep"));
    assert!(refused(&"<a>".repeat(600_000)).contains("nested too deep"));
    assert!(refused(&format!("<a>{}</a>", "x".repeat(MAX_BYTES))).contains("larger than"));

    let too_deep = (0..=MAX_DEPTH).fold(json!("x"), |inner, _| json!({ "a": [inner] }));
    assert_eq!(serialize(&too_deep).unwrap_err().message, "The object is nested more than 50 times");
    let growing = json!({ "n".repeat(10_000): vec![Value::Null; 1_000] });
    assert_eq!(serialize(&growing).unwrap_err().message, "The XML would be larger than 2097152 bytes");
}

#[test]
fn a_hundred_thousand_attributes_or_children_are_read_at_once() {
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(read(&format!("<a{attributes}/>"))["a"]["$"].as_object().unwrap().len(), 100_000);
    let children = "<b/>".repeat(300_000);
    assert_eq!(read(&format!("<a>{children}</a>"))["a"]["b"].as_array().unwrap().len(), 300_000);
}

#[test]
fn what_xml_cannot_say_is_refused_by_its_key() {
    for (object, message) in [
        (json!("no JSON"), "The text is no JSON object"),
        (json!("[1]"), "The text is no JSON object"),
        (json!({}), "An empty object has no elements"),
        (json!({ "a b": 1 }), "\"a b\" cannot be the name of an element"),
        (json!({ "": 1 }), "\"\" cannot be the name of an element"),
        (json!({ "$": { "a": 1 } }), "\"$\" cannot be the name of an element"),
        (json!({ "_": "text" }), "\"_\" cannot be the name of an element"),
        (json!({ "a": { "$": { "b c": 1 } } }), "\"b c\" cannot be the name of an attribute"),
        (json!({ "a": { "$": { "b": {} } } }), "the attribute \"b\" is no text"),
        (json!({ "a": { "$": "x" } }), "$ holds attributes, so it must be an object"),
        (json!({ "a": { "_": [] } }), "_ of \"a\" is no text"),
        (json!({ "a": [["x"]] }), "\"a\" holds a list in a list, which has no name"),
        (json!({ "a": "\u{0}" }), "\"a\" holds a character that XML does not allow"),
        (json!({ "><script": 1 }), "\"><script\" cannot be the name of an element"),
    ] {
        assert_eq!(serialize(&object).unwrap_err().message, message);
    }
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(
        prop_oneof![
            Just('<'),
            Just('&'),
            Just('>'),
            Just('"'),
            Just('\''),
            Just('\r'),
            Just('\n'),
            Just('\t'),
            Just(' '),
            any::<char>()
        ],
        0..8,
    )
    .prop_map(|characters| characters.into_iter().filter(|c| characters::is_allowed(*c)).collect())
}

fn name() -> impl Strategy<Value = String> {
    "[a-zé][a-z0-9:.-]{0,4}"
}

/// Objects as the reader makes them: what the writer makes of such a one reads back as the same.
fn element() -> impl Strategy<Value = Value> {
    let leaf = text().prop_map(Value::from);
    leaf.prop_recursive(4, 40, 4, |inner| {
        let several = proptest::collection::vec(inner.clone(), 2..4).prop_map(Value::from);
        let children = proptest::collection::vec((name(), prop_oneof![inner, several]), 0..4);
        let attributes = proptest::collection::vec((name(), text().prop_map(Value::from)), 0..3);
        (attributes, text(), children).prop_map(|(attributes, text, children)| {
            let children: Map<String, Value> = children.into_iter().collect();
            let attributes: Map<String, Value> = attributes.into_iter().collect();
            if children.is_empty() && attributes.is_empty() {
                return Value::from(text);
            }
            let mut members = Map::new();
            if !attributes.is_empty() {
                members.insert(ATTRIBUTES.to_owned(), Value::Object(attributes));
            }
            if !text.is_empty() && (children.is_empty() || !is_blank(&text)) {
                members.insert(TEXT.to_owned(), Value::from(text));
            }
            members.extend(children);
            Value::Object(members)
        })
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(name in name(), element in element()) {
        let object = json!({ name: element });
        let xml = serialize(&object).unwrap();
        prop_assert_eq!(parse(&xml).unwrap(), object, "{}", xml);
    }

    #[test]
    fn whatever_is_read_can_be_written_and_read_again(xml in "(<[ab]( c='[x&;<]{0,2}')?/?>|</[ab]>|[xé ]|&(lt|#65|q);|<!--x-->|<!\\[CDATA\\[x\\]\\]>){0,12}") {
        if let Ok(object) = parse(&xml) {
            prop_assert_eq!(parse(&serialize(&object).unwrap()).unwrap(), object);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(xml in any::<String>()) {
        let _ = parse(&xml);
    }
}
