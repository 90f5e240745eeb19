//! One way to connect: what a person types, how requests are signed with it, and how to find out whether it works.

use model::expression::{Template, Tree};
use serde::Deserialize;

use crate::{
    oauth::Oauth,
    request::{Basic, Request},
    response::Success,
    schema::Schema,
    url_template::UrlTemplate,
};

/// One part of signing a request. Templates read `setup`, `token` and `derive`.
#[derive(Clone, Debug)]
pub enum Signature {
    /// `Authorization: Basic …`
    Basic(Basic),
    /// `Authorization: Bearer …`
    Bearer(Template),
    /// A header of this name.
    Header {
        /// The name, as the file has it.
        name: String,
        /// The value.
        value: Template,
    },
    /// A query parameter of this name.
    Query {
        /// The name, as the file has it.
        name: String,
        /// The value.
        value: Template,
    },
    /// A header or a query parameter, as the person chose.
    Key {
        /// Renders to `HEADER` or `QUERY`.
        place: Template,
        /// The name.
        name: Template,
        /// The value.
        value: Template,
    },
}

/// The ways to get a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// The setup itself buys a token; there is no person and no refresh token.
    ClientCredentials,
    /// A JWT signed with the setup's private key buys a token (RFC 7523).
    JwtBearer,
}

/// The JWT that [`Grant::JwtBearer`] sends. `iat` and `exp` are added when it is signed.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The algorithm it is signed with: `RS256`.
    pub algorithm: String,
    /// The private key, in PEM.
    pub key: Template,
    /// Seconds from `iat` to `exp`.
    pub lifetime: u64,
    /// An object with the other claims.
    pub claims: Tree,
}

/// How to get the token that `token.*` reads.
#[derive(Clone, Debug)]
pub struct TokenGrant {
    /// The way.
    pub grant: Grant,
    /// The call of the token endpoint; its body holds `grant_type` already. With an assertion it reads the signed
    /// one as `assertion`.
    pub request: Request,
    /// What is signed and sent, where the grant asks for it.
    pub assertion: Option<Assertion>,
    /// Members of the answer that `token.*` may read beside `access_token`.
    pub keep: Vec<String>,
    /// Lifetime in seconds where the answer does not say.
    pub expires_in: u64,
}

/// How to find out whether a setup works.
#[derive(Clone, Debug)]
pub struct Check {
    /// The cheapest call that proves it. `None`: getting a token proves it.
    pub request: Option<Request>,
    /// Which statuses prove it.
    pub success: Success,
    /// Must come out truthy as well.
    pub success_if: Option<Template>,
    /// What to call the account from then on; reads `response` and `setup`.
    pub account_name: Option<Template>,
    /// What tells the account from all others, if its name does not; reads `response` and `setup`.
    pub account_id: Option<Template>,
    /// Whether a setup that the service refuses is not even saved.
    pub required_on_save: bool,
}

/// One way to connect.
#[derive(Clone, Debug)]
pub struct Setup {
    /// `API_KEY`
    pub type_name: String,
    /// What a person calls it.
    pub label: String,
    /// A sentence of help.
    pub help: Option<String>,
    /// The page where a person finds the values.
    pub find: Option<String>,
    /// Whether a setup without `type` is taken for this one.
    pub implied: bool,
    /// What a person types: an object without `type`.
    pub fields: Schema,
    /// What to call the account before anyone asked the service; reads `setup` and `derive`.
    pub account_name: Option<Template>,
    /// Where its requests go, if that differs from the integration's own base.
    pub base: Option<UrlTemplate>,
    /// How its requests are signed, in order.
    pub sign: Vec<Signature>,
    /// How to get a token, if it needs one.
    pub token: Option<TokenGrant>,
    /// How a person grants a token in their browser, if that is the way.
    pub oauth: Option<Oauth>,
    /// How to find out whether it works, if that is possible.
    pub check: Option<Check>,
    pub(crate) schema: Schema,
}

impl Setup {
    /// The fields together with `type`, as the API takes them.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The names of the fields that are secret.
    pub fn secret_fields(&self) -> impl Iterator<Item = &str> {
        self.fields.members.iter().filter(|(_, member)| member.schema.secret).map(|(name, _)| name.as_str())
    }
}

/// `type` in front of the fields.
pub(crate) fn with_type(type_name: &str, implied: bool, fields: &Schema) -> Schema {
    let name = Schema::string().among(&[type_name]);
    let schema = Schema::object();
    let mut schema = if implied { schema.optional("type", name) } else { schema.required("type", name) };
    schema.members.extend(fields.members.clone());
    schema.additional = fields.additional.clone();
    schema
}
