//! Setups: fields, signature, token and check.

use indexmap::IndexMap;
use model::expression::{Dialect, Tree};
use serde_json::json;

use super::{Compiler, Position, Spot, field, request::with_grant_type};
use crate::{
    file::{AssertionFile, CheckFile, IntegrationFile, RequestFile, SetupFile, SignFile, TokenFile},
    key::Key,
    request::{Body, FormStyle},
    setup::{Assertion, Check, Grant, Setup, Signature, TokenGrant, with_type},
};

/// Lifetime in seconds of a token whose answer does not say: short enough to be safe with every service, long
/// enough not to fetch one for each action.
const UNSAID_LIFETIME: u64 = 300;

const CLIENT_CREDENTIALS: &str = "client_credentials";
/// RFC 7523, 2.1.
const JWT_BEARER: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// What a token endpoint is sent with an assertion; the vault fills it in under its name.
fn assertion_form() -> Body {
    let form = json!({ "grant_type": JWT_BEARER, "assertion": "{{assertion}}" });
    let fields = Tree::compile(&form, Dialect::Catalogue).expect("one name is an expression");
    Body::Form { fields, style: FormStyle::Flat }
}

impl Compiler {
    pub(super) fn setups(&mut self, file: &IntegrationFile) -> IndexMap<String, Setup> {
        file.setup.iter().map(|(name, setup)| (name.clone(), self.setup(name, setup))).collect()
    }

    fn setup(&mut self, name: &str, file: &SetupFile) -> Setup {
        let key = Key::new(&["setup", name]);
        let at = |spot| Position { spot, setups: vec![name], action: None, answers: Vec::new() };
        let fields = field::object(&file.field, file.open);
        let account_name = file.account_name.as_deref();
        Setup {
            type_name: name.to_owned(),
            label: file.label.clone().unwrap_or_default(),
            help: file.help.clone(),
            find: file.find.clone(),
            implied: file.implied,
            account_name: self.template_if(&key.child("account_name"), account_name, &at(Spot::AccountName)),
            base: self.url_if(&key.child("base"), file.base.as_deref(), &at(Spot::Base)),
            sign: file
                .sign
                .as_ref()
                .map(|sign| self.sign(&key.child("sign"), sign, &at(Spot::Sign)))
                .unwrap_or_default(),
            token: file.token.as_ref().and_then(|token| self.token(&key.child("token"), token, &at(Spot::Token))),
            oauth: file.oauth.as_ref().and_then(|oauth| self.oauth(&key.child("oauth"), oauth, name)),
            check: file.check.as_ref().map(|check| self.check(&key.child("check"), check, name)),
            schema: with_type(name, file.implied, &fields),
            fields,
        }
    }

    fn sign(&mut self, key: &Key, file: &SignFile, position: &Position<'_>) -> Vec<Signature> {
        let mut signatures = Vec::new();
        let basic = file.basic.as_ref().and_then(|basic| self.basic(&key.child("basic"), basic, position));
        signatures.extend(basic.map(Signature::Basic));
        let bearer = self.template_if(&key.child("bearer"), file.bearer.as_deref(), position);
        signatures.extend(bearer.map(Signature::Bearer));
        let headers = self.templates(&key.child("headers"), &file.headers, position);
        signatures.extend(headers.into_iter().map(|(name, value)| Signature::Header { name, value }));
        let query = self.templates(&key.child("query"), &file.query, position);
        signatures.extend(query.into_iter().map(|(name, value)| Signature::Query { name, value }));
        if let Some(chosen) = &file.key {
            let key = key.child("key");
            let place = self.template(&key.child("in"), &chosen.r#in, position);
            let name = self.template(&key.child("name"), &chosen.name, position);
            let value = self.template(&key.child("value"), &chosen.value, position);
            if let (Some(place), Some(name), Some(value)) = (place, name, value) {
                signatures.push(Signature::Key { place, name, value });
            }
        }
        signatures
    }

    fn token(&mut self, key: &Key, file: &TokenFile, position: &Position<'_>) -> Option<TokenGrant> {
        let request = RequestFile {
            post: Some(file.post.clone()),
            headers: file.headers.clone(),
            json: file.json.as_ref().map(|body| with_grant_type(CLIENT_CREDENTIALS, body)),
            form: file.form.as_ref().map(|body| with_grant_type(CLIENT_CREDENTIALS, body)),
            ..RequestFile::default()
        };
        let mut request = self.request(key, &request, position)?;
        request.basic = file.basic.as_ref().and_then(|basic| self.basic(&key.child("basic"), basic, position));
        if file.grant == Grant::JwtBearer {
            request.body = assertion_form();
        }
        let assertion = file.assertion.as_ref();
        let assertion = assertion.and_then(|file| self.assertion(&key.child("assertion"), file, position));
        let expires_in = file.expires_in.unwrap_or(UNSAID_LIFETIME);
        Some(TokenGrant { grant: file.grant, request, assertion, keep: file.keep.clone(), expires_in })
    }

    fn assertion(&mut self, key: &Key, file: &AssertionFile, position: &Position<'_>) -> Option<Assertion> {
        let signed_with = self.template(&key.child("key"), &file.key, position);
        let claims = self.tree(&key.child("claims"), &file.claims, position);
        let (algorithm, lifetime) = (file.algorithm.clone(), file.lifetime);
        Some(Assertion { algorithm, key: signed_with?, lifetime, claims: claims? })
    }

    fn check(&mut self, key: &Key, file: &CheckFile, name: &str) -> Check {
        let at = |spot| Position { spot, setups: vec![name], action: None, answers: Vec::new() };
        let request = RequestFile {
            get: file.get.clone(),
            post: file.post.clone(),
            headers: file.headers.clone(),
            json: file.json.clone(),
            ..RequestFile::default()
        };
        let answer = at(Spot::CheckAnswer);
        Check {
            request: self.request(key, &request, &at(Spot::Check)),
            success: file.success.clone(),
            success_if: self.template_if(&key.child("success_if"), file.success_if.as_deref(), &answer),
            account_name: self.template_if(&key.child("account_name"), file.account_name.as_deref(), &answer),
            account_id: self.template_if(&key.child("account_id"), file.account_id.as_deref(), &answer),
            required_on_save: file.required_on_save,
        }
    }
}
