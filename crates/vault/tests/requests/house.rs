//! A vault with a store of its own, whose every request goes to a service on this machine.

use std::{fs, path::Path, sync::Arc};

use catalog::{Catalog, SourceFile};
use model::{Actor, Clock, Connection, ConnectionId, Rng, TenantId};
use seal::RootKey;
use serde_json::Value;
use store::Store;
use tempfile::TempDir;
use vault::{
    Call, CallError, Error, NewConnection, Parts, Vault,
    http::{Client, Outbound},
};

use crate::{
    case::{Case, CaseFile, Seen},
    granted,
    service::{HOSTS, Service},
};

pub(crate) struct House {
    _folder: TempDir,
    vault: Vault,
    tenant: TenantId,
    service: Service,
}

impl House {
    pub(crate) async fn open() -> Self {
        let (folder, clock, rng) = (TempDir::new().unwrap(), Clock::system(), Rng::seeded(7));
        let service = Service::start().await;
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        let rewrites: Value =
            HOSTS.iter().map(|host| (format!("https://{host}"), Value::from(service.stand_in(host)))).collect();
        let parts = Parts {
            store: Store::open(&url, clock.clone()).await.unwrap(),
            catalog: Arc::new(Catalog::load(copies()).unwrap()),
            root_key: RootKey::generate(&rng),
            http: Client::new(Outbound::parse("127.0.0.0/8", &rewrites.to_string()).unwrap()).unwrap(),
            clock,
            rng,
        };
        let vault = Vault::open(parts).await.unwrap();
        let tenant = vault.create_tenant("default", Actor::Cli).await.unwrap().id;
        Self { _folder: folder, vault, tenant, service }
    }

    /// Connects, runs the action, and tells what was seen.
    pub(crate) async fn perform(&self, file: &CaseFile, case: &Case) -> Seen {
        self.service.expect(file.token.clone(), case.answers.clone());
        let integration = self.name_of(file, case);
        let connection = match file.setup_of(case) {
            Some(setup) => Some(self.connect(&integration, file.credentials(setup)).await),
            None => None,
        };
        let (connection, params) = (connection.as_ref(), &case.params());
        let call = Call { integration: &integration, action: &case.action, connection, params };
        let outcome = self.vault.call(&self.tenant, call).await;
        Seen { sent: self.service.taken(), outcome: outcome.map(|outcome| outcome.output).map_err(words) }
    }

    /// The integration, or the copy of it that needs no person.
    fn name_of(&self, file: &CaseFile, case: &Case) -> String {
        let copy = format!("{}{}", granted::COPY, file.integration);
        let original = self.vault.catalog().integration(&file.integration).unwrap();
        let setup = file.setup_of(case).and_then(|setup| original.setups.get(setup));
        let needs_copy = setup.is_some_and(|setup| {
            setup.oauth.is_some() || setup.token.as_ref().is_some_and(|token| token.assertion.is_some())
        });
        if needs_copy { copy } else { file.integration.clone() }
    }

    async fn connect(&self, app_id: &str, setup: Value) -> ConnectionId {
        self.create(app_id, Some(setup)).await.unwrap().id
    }

    pub(crate) async fn create(&self, app_id: &str, setup: Option<Value>) -> Result<Connection, Error> {
        let new = NewConnection { app_id: app_id.to_owned(), name: "test".to_owned(), setup };
        self.vault.create_connection(&self.tenant, Actor::Cli, new).await
    }

    /// What an action with these params comes to.
    pub(crate) async fn call(&self, kind: &str, connection: &ConnectionId, params: &Value) -> Result<Value, String> {
        let (integration, action) = kind.split_once('.').unwrap();
        let call = Call { integration, action, connection: Some(connection), params };
        self.vault.call(&self.tenant, call).await.map(|outcome| outcome.output).map_err(words)
    }
}

fn copies() -> Vec<SourceFile> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.filter_map(|path| granted::copy_of(&fs::read_to_string(path).unwrap())).collect()
}

/// `CODE: MESSAGE`, where the service has a code of its own.
fn words(error: CallError) -> String {
    match error {
        CallError::Refused { message, details, .. } => {
            let code = details.as_ref().and_then(|details| details["code"].as_str().map(str::to_owned));
            code.map_or_else(|| message.clone(), |code| format!("{code}: {message}"))
        }
        CallError::Outage { message, .. } => format!("outage: {message}"),
        CallError::Params(violations) => format!("{violations:?}"),
    }
}
