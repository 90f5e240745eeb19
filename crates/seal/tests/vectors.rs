//! The committed vectors: what was sealed by any earlier version must open for ever, and the format must not drift.
//! `tests/vectors/version_1.json` is read here and can be opened by any other program from what it states.

use model::Rng;
use seal::{KeyRing, Place, RootKey, Sealed, TenantKey, WrappedKey};
use serde_json::{Value, json};

const VECTORS: &str = include_str!("vectors/version_1.json");
/// The seed that made the file.
const SEED: u64 = 1;
const TABLES: [&str; 2] = ["tenant_keys", "connections"];
const COLUMNS: [&str; 3] = ["wrapped", "setup", "token"];

#[test]
fn every_vector_opens() {
    let vectors: Value = serde_json::from_str(VECTORS).unwrap();
    let root = RootKey::parse(text(&vectors["root_key"])).unwrap();
    assert_eq!(root.id(), text(&vectors["root_key_id"]));

    let wrapped = &vectors["tenant_key"];
    let key = root.unwrap(place(wrapped), &WrappedKey::from_stored(bytes(&wrapped["wrapped"]))).unwrap();
    assert_eq!(key.id().as_str(), text(&wrapped["id"]));

    let ring = KeyRing::new(key, Vec::new());
    for value in vectors["values"].as_array().unwrap() {
        let secret = ring.open(place(value), &Sealed::from_stored(bytes(&value["sealed"]))).unwrap();
        assert_eq!(secret.as_slice(), text(&value["secret"]).as_bytes());
    }
}

#[test]
fn the_same_seed_still_seals_to_the_same_bytes() {
    let sealed_now = seal_all(&Rng::seeded(SEED));
    let committed: Value = serde_json::from_str(VECTORS).unwrap();
    assert_eq!(sealed_now, committed, "the format drifted; now it would be:\n{sealed_now:#}");
}

fn seal_all(rng: &Rng) -> Value {
    let root = RootKey::generate(rng);
    let key = TenantKey::generate(rng);
    let id = key.id().to_string();
    let home = Place { table: "tenant_keys", column: "wrapped", tenant: "ten_1", row: &id };
    let wrapped = root.wrap(rng, home, &key).expect("a key is short");
    let ring = KeyRing::new(key, Vec::new());
    let values: Vec<Value> = [("setup", "ac_1", r#"{"type":"BEARER","token":"my-token"}"#), ("token", "ac_2", "")]
        .into_iter()
        .map(|(column, row, secret)| {
            let place = Place { table: "connections", column, tenant: "ten_1", row };
            let sealed = ring.seal(rng, place, secret.as_bytes()).expect("a short secret");
            json!({ "place": spelled(place), "secret": secret, "sealed": hex(sealed.as_bytes()) })
        })
        .collect();
    json!({
        "root_key": root.to_base64().as_str(),
        "root_key_id": root.id(),
        "tenant_key": { "place": spelled(home), "id": id, "wrapped": hex(wrapped.as_bytes()) },
        "values": values,
    })
}

fn spelled(place: Place<'_>) -> Value {
    json!({ "table": place.table, "column": place.column, "tenant": place.tenant, "row": place.row })
}

fn place(vector: &Value) -> Place<'_> {
    let part = |name: &str| text(&vector["place"][name]);
    let known = |names: &[&'static str], name| *names.iter().find(|known| **known == name).expect("a listed name");
    Place {
        table: known(&TABLES, part("table")),
        column: known(&COLUMNS, part("column")),
        tenant: text(&vector["place"]["tenant"]),
        row: text(&vector["place"]["row"]),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Vec<u8> {
    let pairs = text(value).as_bytes().chunks(2).map(|pair| str::from_utf8(pair).expect("hex digits"));
    pairs.map(|pair| u8::from_str_radix(pair, 16).expect("hex digits")).collect()
}
