//! How a connection is: gathered from what is stored of it, its renewals, its OAuth client and the flows that use it.

mod judging;

use std::collections::BTreeSet;

use catalog::{Integration, Oauth, Setup};
use model::{Connection, ConnectionId, Renewal, TenantId};
use store::Store;
use vault::{OauthClient, Vault};

pub(crate) use judging::Judgement;
use judging::{Facts, judge};

/// What is known of a connection.
pub(crate) struct ConnectionStatus {
    pub(crate) connection: Connection,
    /// Empty for a connection whose credentials need no renewal.
    pub(crate) renewal: Renewal,
    pub(crate) scopes: ScopeStatus,
    pub(crate) judgement: Judgement,
}

/// What a connection may do at its service, and what it has to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ScopeStatus {
    /// `None` when the service did not say, or knows no scopes.
    pub(crate) granted: Option<Vec<String>>,
    /// By the flows that use the connection, and by whoever registered the OAuth client. What the integration always
    /// asks for is not among them: services grant it under other names, or not at all, and it works.
    pub(crate) needed: Vec<String>,
    pub(crate) missing: Vec<String>,
}

impl ConnectionStatus {
    /// That of a connection; `None` when there is no such connection.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn of(
        vault: &Vault,
        store: &Store,
        tenant: &TenantId,
        id: &ConnectionId,
    ) -> Result<Option<Self>, vault::Error> {
        let Some(connection) = store.connection(tenant, id).await? else { return Ok(None) };
        let held = store.credential(tenant, id).await?;
        let setup_type = held.and_then(|held| held.setup_type);
        let integration = vault.catalog().integration(&connection.app_id);
        let granted_by = integration.and_then(|integration| oauth(integration, setup_type.as_deref()));
        let client = match granted_by {
            Some(_) => vault.oauth_client(tenant, &connection.app_id).await?,
            None => None,
        };
        let renewal = store.renewal(tenant, id).await?.unwrap_or_default();
        let scopes = match granted_by {
            Some(oauth) => {
                let actions = actions_of_flows(store, tenant, &connection).await?;
                ScopeStatus::new(renewal.scopes.as_deref(), needed(oauth, &actions, client.as_ref()))
            }
            None => ScopeStatus::default(),
        };
        let facts = Facts {
            connection: &connection,
            is_granted: granted_by.is_some(),
            client: client.as_ref(),
            renewal: &renewal,
            missing: &scopes.missing,
        };
        let judgement = judge(&facts);
        Ok(Some(Self { connection, renewal, scopes, judgement }))
    }
}

impl ScopeStatus {
    fn new(granted: Option<&str>, needed: Vec<String>) -> Self {
        let missing = granted.map(|granted| vault::scopes::missing(needed.iter().map(String::as_str), granted));
        let missing = missing.into_iter().flatten().map(str::to_owned).collect();
        let granted = granted.map(|all| all.split_whitespace().map(str::to_owned).collect());
        Self { granted, missing, needed }
    }
}

/// What the flows that name a connection do with it: actions of its integration.
///
/// # Errors
/// The database's.
pub(crate) async fn actions_of_flows(
    store: &Store,
    tenant: &TenantId,
    connection: &Connection,
) -> Result<BTreeSet<String>, store::Error> {
    let mut found = BTreeSet::new();
    for name in store.flows_using(tenant, &connection.id).await? {
        let flow = store.flow(tenant, &name.id).await?;
        let actions = flow.and_then(|flow| flow.actions).unwrap_or_default();
        let named = flow::actions_of_connection(&actions, &connection.id).into_iter();
        found.extend(named.filter(|(integration, _)| *integration == connection.app_id).map(|(_, action)| action));
    }
    Ok(found)
}

/// How the connection was granted in a browser, or, while it is empty, how it could be.
fn oauth<'i>(integration: &'i Integration, setup_type: Option<&str>) -> Option<&'i Oauth> {
    let setups: Vec<&Setup> = match setup_type {
        Some(name) => integration.setups.get(name).into_iter().collect(),
        None => integration.setups.values().collect(),
    };
    setups.into_iter().find_map(|setup| setup.oauth.as_ref())
}

fn needed(oauth: &Oauth, actions: &BTreeSet<String>, client: Option<&OauthClient>) -> Vec<String> {
    let by_action = actions.iter().filter_map(|action| oauth.scopes.by_action.get(action)).flatten();
    let by_client = client.into_iter().flat_map(|client| &client.scopes);
    let all: BTreeSet<&String> = by_action.chain(by_client).collect();
    all.into_iter().cloned().collect()
}
