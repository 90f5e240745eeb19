//! Prints the format of integration files as JSON Schema, for editors, into `docs/integration.schema.json`.

use std::{borrow::Cow, fs, path::Path};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::IntegrationFile;
use crate::{oauth::Lifetime, response::Success};

/// `type = "string"` and `type = ["string", "null"]`.
pub(super) struct OneOrMany<T>(std::marker::PhantomData<T>);

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

impl JsonSchema for Success {
    fn schema_name() -> Cow<'static, str> {
        "Success".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let status = serde_json::json!({ "type": "integer", "minimum": 100, "maximum": 599 });
        json_schema!({ "anyOf": [{ "const": "any" }, { "type": "array", "items": status }] })
    }
}

impl JsonSchema for Lifetime {
    fn schema_name() -> Cow<'static, str> {
        "Lifetime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "const": "never" }, { "type": "integer", "minimum": 0 }] })
    }
}

/// Set to write the file instead of comparing it.
const UPDATE: &str = "UPDATE_SNAPSHOTS";

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the test says so in the environment")]
fn the_schema_for_editors_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/integration.schema.json");
    let schema = schemars::schema_for!(IntegrationFile);
    let current = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var(UPDATE).is_ok() {
        fs::write(&path, &current).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == current, "docs/integration.schema.json is stale: run `{UPDATE}=1 cargo test -p catalog --lib`");
}
