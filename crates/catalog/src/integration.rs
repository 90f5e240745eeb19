//! An outside service we know how to talk to.

use indexmap::IndexMap;
use model::expression::{Scope, Template};
use serde_json::Value;

use crate::{
    action::Action,
    host::HostPattern,
    schema::{Moment, Schema, Type, Violation},
    setup::Setup,
    url_template::UrlTemplate,
};

/// An outside service we know how to talk to, or a family of local actions.
#[derive(Clone, Debug)]
pub struct Integration {
    /// Its `app_id` on the wire, and the `type` of its actions.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is for, in a few words.
    pub summary: String,
    /// Where its own documentation is.
    pub docs: Option<String>,
    /// The only places its credentials may travel to.
    pub hosts: Vec<HostPattern>,
    /// Values worked out from the setup, readable as `derive.*`; none reads another.
    pub derive: IndexMap<String, Template>,
    /// The ways to connect, by type, in the order of the file. Empty for local families.
    pub setups: IndexMap<String, Setup>,
    /// What it can do, in the order of the file.
    pub actions: IndexMap<String, Action>,
    /// Its logo as SVG, where there is a free one.
    pub logo: Option<String>,
    pub(crate) base: Option<UrlTemplate>,
}

impl Integration {
    /// Whether there can be connections to it.
    pub fn is_connectable(&self) -> bool {
        !self.setups.is_empty()
    }

    /// Where requests that name only a path go, for a connection of this setup type.
    pub fn base(&self, setup_type: Option<&str>) -> Option<&UrlTemplate> {
        let own = setup_type.and_then(|name| self.setups.get(name)).and_then(|setup| setup.base.as_ref());
        own.or(self.base.as_ref())
    }

    /// Whether its requests may go to `host`. The scope answers for `setup`.
    pub fn may_reach(&self, host: &str, scope: &dyn Scope) -> bool {
        self.hosts.iter().any(|pattern| pattern.matches(host, scope))
    }

    /// The setup whose `type` the value names, if the value is one.
    ///
    /// # Errors
    /// Everything that is wrong with the value, in the contract's terms; paths begin at the setup itself.
    pub fn check_setup(&self, setup: &Value) -> Result<&Setup, Vec<Violation>> {
        let known = match setup.get("type") {
            Some(name) => name.as_str().and_then(|name| self.setups.get(name)),
            None => self.implied_by(setup),
        };
        let Some(known) = known else { return Err(self.type_schema().validate(setup, Moment::Setup)) };
        let violations = known.schema().validate(setup, Moment::Setup);
        if violations.is_empty() { Ok(known) } else { Err(violations) }
    }

    /// The setup meant by a value without `type`. An empty one means nothing.
    fn implied_by(&self, setup: &Value) -> Option<&Setup> {
        setup.as_object().filter(|members| !members.is_empty())?;
        self.setups.values().find(|setup| setup.implied)
    }

    /// Just the `type`, for values that name none we know.
    fn type_schema(&self) -> Schema {
        let types: Vec<&str> = self.setups.keys().map(String::as_str).collect();
        let mut choice = Schema::string().among(&types);
        if types.is_empty() {
            // No choices would mean no limit; a family without connections takes no setup at all.
            choice = Schema { types: vec![Type::Null], ..Schema::default() };
        }
        Schema::object().required("type", choice).open()
    }
}
