//! What a token allows, one name per right, as the contract spells them.

use std::{collections::BTreeSet, fmt, str::FromStr};

/// One right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    ReadFlows,
    CreateFlows,
    UpdateFlows,
    DeleteFlows,
    ReadConnections,
    CreateConnections,
    UpdateConnections,
    DeleteConnections,
    ReadExecutions,
    CreateExecutions,
    DeleteExecutions,
    ReadAudit,
    /// Of owners: what is decided about a tenant as a whole.
    ManageSettings,
    /// Of people only: it reaches beyond a tenant, and clients belong to one.
    CreateTenants,
}

impl Scope {
    /// Every right a client may have: what `--scope all` grants.
    pub const ALL: [Self; 13] = [
        Self::ReadFlows,
        Self::CreateFlows,
        Self::UpdateFlows,
        Self::DeleteFlows,
        Self::ReadConnections,
        Self::CreateConnections,
        Self::UpdateConnections,
        Self::DeleteConnections,
        Self::ReadExecutions,
        Self::CreateExecutions,
        Self::DeleteExecutions,
        Self::ReadAudit,
        Self::ManageSettings,
    ];

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadFlows => "read:flows",
            Self::CreateFlows => "create:flows",
            Self::UpdateFlows => "update:flows",
            Self::DeleteFlows => "delete:flows",
            Self::ReadConnections => "read:flows_vault_connections",
            Self::CreateConnections => "create:flows_vault_connections",
            Self::UpdateConnections => "update:flows_vault_connections",
            Self::DeleteConnections => "delete:flows_vault_connections",
            Self::ReadExecutions => "read:flows_executions",
            Self::CreateExecutions => "create:flows_executions",
            Self::DeleteExecutions => "delete:flows_executions",
            Self::ReadAudit => "read:audit",
            Self::ManageSettings => "manage:settings",
            Self::CreateTenants => "create:tenants",
        }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name is none of ours.
#[derive(Debug, thiserror::Error)]
#[error("there is no scope {0:?}")]
pub struct UnknownScope(pub String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(name: &str) -> Result<Self, UnknownScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name).ok_or_else(|| UnknownScope(name.to_owned()))
    }
}

/// A set of rights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// Every right in a tenant.
    pub fn all() -> Self {
        Scope::ALL.into_iter().collect()
    }

    /// Reads a list separated by white space or commas.
    ///
    /// # Errors
    /// [`UnknownScope`] names the first word that is no scope.
    pub fn parse(list: &str) -> Result<Self, UnknownScope> {
        words(list).map(Scope::from_str).collect()
    }

    /// Reads names stored or signed earlier; those since abolished grant nothing.
    pub fn known<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        names.into_iter().filter_map(|name| name.parse().ok()).collect()
    }

    /// Whether the right is among these.
    pub fn contains(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// These rights and perhaps one more.
    pub fn with(mut self, more: Option<Scope>) -> Self {
        self.0.extend(more);
        self
    }

    /// The rights that are in both sets.
    pub fn intersection(&self, other: &Self) -> Self {
        self.0.intersection(&other.0).copied().collect()
    }

    /// The rights here that `other` lacks.
    pub fn difference(&self, other: &Self) -> Self {
        self.0.difference(&other.0).copied().collect()
    }

    /// Whether there is no right at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names, one string each, for the store.
    pub fn names(&self) -> Vec<String> {
        self.0.iter().map(Scope::to_string).collect()
    }
}

/// The words of a list of scopes, however it is separated.
pub(crate) fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty())
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

/// Separated by spaces, as in the `scope` claim.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.names().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_is_read_back_from_its_name() {
        assert_eq!(Scopes::parse(&Scopes::all().to_string()).expect("own names"), Scopes::all());
    }

    #[test]
    fn an_unknown_name_is_refused_by_name() {
        let refused = Scopes::parse("read:flows read:users").expect_err("not ours");
        assert_eq!(refused.to_string(), "there is no scope \"read:users\"");
    }
}
