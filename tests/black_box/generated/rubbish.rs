//! Requests that nobody would send on purpose, except on purpose.

use proptest::{prelude::*, sample::select};

use super::{
    case::{Body, Case, Wrong},
    schema::{anything, fitting},
};

const LABELS: [&str; 7] = [
    "application/json",
    "application/json; charset=utf-16",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "text/plain",
    "application/json;;;",
    "",
];
/// What parsers have tripped over.
const AWKWARD: [&str; 14] = [
    "",
    "null",
    "{\"name\":\"a\",\"name\":7}",
    "{\"\\u0000\":1}",
    "{\"name\":\"\\ud800\"}",
    "{\"name\":1e999}",
    "{\"name\":-0}",
    "{\"name\":123456789012345678901234567890}",
    "\u{feff}{}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
    "{\"actions\":[{\"id\":\"a\",\"type\":\"__proto__\",\"action\":\"constructor\",\"params\":{}}]}",
    "{\"setup\":{\"type\":\"\"},\"app_id\":\"../HTTP\",\"name\":\"x\"}",
    "name=a&name=b&%ff=%00",
    "{\"name\":\"x\"}{\"name\":\"y\"}",
];

/// The request with one of its parts replaced by something wild.
pub(super) fn rubbish(case: Case) -> BoxedStrategy<Case> {
    let case = Case { wrong: Wrong::Anything, ..case };
    let takes_body = !matches!(case.body, Body::None);
    let (in_body, in_query, in_path) = (case.clone(), case.clone(), case);
    let body = (select(LABELS.to_vec()), contents(&in_body)).prop_map(move |(label, bytes)| {
        let label = if bytes.len() % 3 == 0 { "application/json" } else { label };
        Case { body: Body::Bytes(label, bytes), ..in_body.clone() }
    });
    let pairs = prop::collection::vec((wild(), wild()), 0..6);
    let known: Vec<_> = in_query.rules.query.iter().map(|(name, _)| name.clone()).chain(["page".to_owned()]).collect();
    let query = (pairs, prop::collection::vec((select(known), wild()), 0..3))
        .prop_map(move |(pairs, known)| Case { query: pairs.into_iter().chain(known).collect(), ..in_query.clone() });
    let path = prop::collection::vec(wild(), in_path.path.len()).prop_map(move |texts| {
        let names = in_path.path.iter().map(|(name, _)| name.clone());
        Case { path: names.zip(texts).collect(), ..in_path.clone() }
    });
    prop_oneof![if takes_body { 6 } else { 1 } => body, 2 => query, 2 => path].boxed()
}

fn contents(case: &Case) -> BoxedStrategy<Vec<u8>> {
    let mixed = case.rules.body.as_ref().map_or_else(
        || anything().boxed(),
        |schema| {
            // Known names with values from anywhere.
            let names: Vec<String> =
                schema["properties"].as_object().into_iter().flat_map(|all| all.keys().cloned()).collect();
            match names.is_empty() {
                true => anything().boxed(),
                false => prop::collection::vec((select(names), anything()), 0..5)
                    .prop_map(|all| serde_json::Value::Object(all.into_iter().collect()))
                    .boxed(),
            }
        },
    );
    let whole = case.rules.body.as_ref().map_or_else(|| anything().boxed(), fitting);
    // A right body that ends too early, wherever.
    let cut = (whole, any::<prop::sample::Index>()).prop_map(|(value, end)| {
        let bytes = value.to_string().into_bytes();
        bytes[..end.index(bytes.len())].to_vec()
    });
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        anything().prop_map(|value| value.to_string().into_bytes()),
        mixed.prop_map(|value| value.to_string().into_bytes()),
        cut,
        select(AWKWARD.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
    ]
    .boxed()
}

/// Text of a path or a query: anything, often what means something to someone.
fn wild() -> BoxedStrategy<String> {
    let known =
        ["..", ".", "%2e%2e", "\0", "' OR 1=1 --", "null", "-1", "1e9", "[]", "{{x}}", "\r\nx: y", "ac_1", "\u{202e}"];
    prop_oneof![
        select(known.to_vec()).prop_map(str::to_owned),
        prop::string::string_regex("\\PC{1,40}").expect("a pattern"),
        "[a-z]{31,60}"
    ]
    .boxed()
}
