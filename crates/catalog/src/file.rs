//! The shape of an integration file, exactly as it is written. Texts stay texts here; compiling comes later.
//!
//! What a named check can explain better than the parser is optional here, labels for instance.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    action::{ConnectionUse, Native},
    one_or_many::one_or_many,
    request::FormStyle,
    response::{Retry, Success},
    schema::{Format, Kind},
    setup::Grant,
};

/// A whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IntegrationFile {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) summary: String,
    pub(crate) docs: Option<String>,
    #[serde(default)]
    pub(crate) hosts: Vec<String>,
    pub(crate) base: Option<String>,
    #[serde(default)]
    pub(crate) connection: ConnectionUse,
    #[serde(default)]
    pub(crate) derive: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) setup: IndexMap<String, SetupFile>,
    #[serde(default)]
    pub(crate) action: IndexMap<String, ActionFile>,
}

/// `[setup.TYPE]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SetupFile {
    pub(crate) label: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) find: Option<String>,
    #[serde(default)]
    pub(crate) open: bool,
    pub(crate) account_name: Option<String>,
    pub(crate) base: Option<String>,
    #[serde(default)]
    pub(crate) field: IndexMap<String, FieldFile>,
    pub(crate) sign: Option<SignFile>,
    pub(crate) token: Option<TokenFile>,
    pub(crate) check: Option<CheckFile>,
}

/// `[setup.TYPE.sign]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignFile {
    pub(crate) basic: Option<BasicFile>,
    pub(crate) bearer: Option<String>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) query: IndexMap<String, String>,
    pub(crate) key: Option<KeyFile>,
}

/// `basic = { username, password }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BasicFile {
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) password: String,
}

/// `key = { in, name, value }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    pub(crate) r#in: String,
    pub(crate) name: String,
    pub(crate) value: String,
}

/// `[setup.TYPE.token]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenFile {
    pub(crate) grant: Grant,
    pub(crate) post: String,
    pub(crate) basic: Option<BasicFile>,
    pub(crate) headers: Option<Value>,
    pub(crate) form: Option<Value>,
    pub(crate) json: Option<Value>,
    #[serde(default)]
    pub(crate) keep: Vec<String>,
    pub(crate) expires_in: Option<u64>,
}

/// `[setup.TYPE.check]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckFile {
    pub(crate) get: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) headers: Option<Value>,
    pub(crate) json: Option<Value>,
    #[serde(default)]
    pub(crate) success: Success,
    pub(crate) success_if: Option<String>,
    pub(crate) account_name: Option<String>,
    #[serde(default)]
    pub(crate) required_on_save: bool,
}

/// A field of a setup, a param of an action, or anything inside one.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFile {
    pub(crate) label: Option<String>,
    pub(crate) help: Option<String>,
    #[serde(default, deserialize_with = "one_or_many")]
    pub(crate) r#type: Vec<TypeWord>,
    pub(crate) kind: Option<Kind>,
    #[serde(default)]
    pub(crate) required: bool,
    #[serde(default)]
    pub(crate) secret: bool,
    #[serde(default)]
    pub(crate) advanced: bool,
    pub(crate) format: Option<Format>,
    pub(crate) pattern: Option<String>,
    pub(crate) min: Option<i64>,
    pub(crate) max: Option<i64>,
    pub(crate) min_items: Option<usize>,
    pub(crate) max_items: Option<usize>,
    #[serde(default)]
    pub(crate) r#enum: Vec<Value>,
    pub(crate) default: Option<Value>,
    #[serde(default)]
    pub(crate) fields: IndexMap<String, FieldFile>,
    #[serde(default)]
    pub(crate) open: bool,
    pub(crate) values: Option<Box<FieldFile>>,
    pub(crate) items: Option<Box<FieldFile>>,
    #[serde(default)]
    pub(crate) one_of: Vec<FieldFile>,
}

/// The words `type` knows. `text` is a string of several lines, `any` leaves the type open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TypeWord {
    String,
    Text,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Null,
    Any,
}

/// `[action.ACTION]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ActionFile {
    pub(crate) label: Option<String>,
    pub(crate) group: Option<String>,
    pub(crate) help: Option<String>,
    pub(crate) connection: Option<ConnectionUse>,
    #[serde(default)]
    pub(crate) param: IndexMap<String, FieldFile>,
    #[serde(default)]
    pub(crate) open: bool,
    pub(crate) native: Option<Native>,
    #[serde(default)]
    pub(crate) request: Vec<RequestFile>,
    pub(crate) response: Option<ResponseFile>,
    pub(crate) example: Option<Value>,
}

/// `[[action.ACTION.request]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestFile {
    pub(crate) r#as: Option<String>,
    pub(crate) r#for: Option<String>,
    pub(crate) get: Option<String>,
    pub(crate) post: Option<String>,
    pub(crate) put: Option<String>,
    pub(crate) patch: Option<String>,
    pub(crate) delete: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) path: Option<String>,
    pub(crate) query: Option<Value>,
    pub(crate) headers: Option<Value>,
    pub(crate) basic: Option<BasicFile>,
    pub(crate) json: Option<Value>,
    pub(crate) form: Option<Value>,
    pub(crate) form_style: Option<FormStyle>,
    pub(crate) text: Option<String>,
    pub(crate) xml: Option<String>,
    pub(crate) body: Option<ChosenBodyFile>,
}

/// `body = { as, value }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenBodyFile {
    pub(crate) r#as: String,
    pub(crate) value: Value,
}

/// `[action.ACTION.response]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResponseFile {
    #[serde(default)]
    pub(crate) success: Success,
    pub(crate) success_if: Option<String>,
    pub(crate) output: Option<Value>,
    #[serde(default)]
    pub(crate) error: ErrorFile,
    pub(crate) retry: Option<Retry>,
    pub(crate) idempotency_header: Option<String>,
}

/// `error = { code, message }`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorFile {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
}
