//! A connection's credential, opened: what the vault holds while it signs, and nobody else ever sees.

use std::fmt;

use catalog::{Catalog, Integration, Setup, Signature};
use model::{Clock, Rng};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use crate::{names::Names, scrub::Scrubber, secret_json::SecretJson, signing, token::Token};

/// The parts of a row, opened.
pub(crate) struct Opened {
    pub(crate) setup_type: String,
    pub(crate) setup: SecretJson,
    pub(crate) token: Option<Token>,
    pub(crate) generation: i64,
}

/// An opened setup, and the token it bought if it needs one.
pub(crate) struct Credential {
    pub(crate) app_id: String,
    pub(crate) setup_type: String,
    /// The generation of the row it was opened from; whatever is written back is compared with it.
    pub(crate) generation: i64,
    /// What `{{setup.…}}` reads.
    setup: SecretJson,
    /// What `{{derive.…}}` reads.
    derive: SecretJson,
    pub(crate) token: Option<Token>,
    scrubber: Scrubber,
}

impl Credential {
    /// Opens a setup of one of `integration`'s types; the setup itself was checked when it was saved.
    pub(crate) fn new(integration: &Integration, opened: Opened, clock: &Clock, rng: &Rng) -> Self {
        let Opened { setup_type, setup, token, generation } = opened;
        let derive = derive(integration, setup.value(), clock, rng);
        let mut credential = Self {
            app_id: integration.id.clone(),
            setup_type,
            generation,
            setup,
            derive,
            token,
            scrubber: Scrubber::new([]),
        };
        credential.scrubber = credential.make_scrubber(integration, clock, rng);
        credential
    }

    /// How the catalogue declares it; `None` once the file no longer has this integration or way to connect.
    pub(crate) fn declared<'c>(&self, catalog: &'c Catalog) -> Option<(&'c Integration, &'c Setup)> {
        let integration = catalog.integration(&self.app_id)?;
        Some((integration, integration.setups.get(&self.setup_type)?))
    }

    /// Finds everything that must not be seen: declared secrets, all of a token, and pairs as Basic writes them.
    fn make_scrubber(&self, integration: &Integration, clock: &Clock, rng: &Rng) -> Scrubber {
        let declared = integration.setups.get(&self.setup_type);
        let is_public = |name: &str| declared.is_some_and(|setup| is_public(setup, name));
        let members = self.setup.value().as_object().into_iter().flatten();
        let typed = members.filter(|(name, _)| !is_public(name)).filter_map(|(_, value)| value.as_str());
        let pairs = self.basic_pairs(declared, clock, rng);
        let tokens = self.token.iter().flat_map(Token::secrets);
        Scrubber::new(typed.chain(tokens).chain(pairs.iter().map(|pair| pair.as_str())))
    }

    fn basic_pairs(&self, declared: Option<&Setup>, clock: &Clock, rng: &Rng) -> Vec<Zeroizing<String>> {
        let names = self.name(Names::new(clock, rng));
        let signatures = declared.map_or(&[][..], |setup| &setup.sign);
        let pair = |signature: &Signature| match signature {
            Signature::Basic(basic) => Some(signing::basic_pair(basic, &names)),
            _ => None,
        };
        signatures.iter().filter_map(pair).collect()
    }

    /// The same names and `setup`, `derive`, `token`, and `client` as it was when a person granted this.
    pub(crate) fn name<'a>(&'a self, names: Names<'a>) -> Names<'a> {
        let names = names.with("setup", self.setup.value()).with("derive", self.derive.value());
        let names = match self.setup.value().get("client") {
            Some(client) => names.with("client", client),
            None => names,
        };
        match &self.token {
            Some(token) => names.with("token", token.value()),
            None => names,
        }
    }

    /// What was entered, for the actions that the vault does itself.
    pub(crate) fn setup(&self) -> &Value {
        self.setup.value()
    }

    /// The OAuth client that its grant was given to, where it has one.
    pub(crate) fn oauth_client_id(&self) -> Option<&str> {
        self.setup.value()["client_id"].as_str()
    }

    /// Takes every encoding of its secrets out of what is shown to anyone.
    pub(crate) fn scrubber(&self) -> &Scrubber {
        &self.scrubber
    }
}

fn derive(integration: &Integration, setup: &Value, clock: &Clock, rng: &Rng) -> SecretJson {
    let names = Names::new(clock, rng).with("setup", setup);
    let derived =
        integration.derive.iter().filter_map(|(name, template)| Some((name.clone(), template.evaluate(&names).value?)));
    SecretJson::new(Value::Object(derived.collect::<Map<_, _>>()))
}

/// What nobody declared is treated as secret.
fn is_public(setup: &Setup, name: &str) -> bool {
    name == "type"
        || (name == "client_id" && setup.oauth.is_some())
        || setup.fields.members.get(name).is_some_and(|member| !member.schema.secret)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[credential of {} by {}]", self.app_id, self.setup_type)
    }
}
