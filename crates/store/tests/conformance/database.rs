//! A fresh database per test and engine. A missing PostgreSQL is a failure: half a proof is none.

use model::{Actor, AuditLine, Clock, KeyId, Page, Rng, Tenant, TenantId, UnixMillis};
use seal::Sealed;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use store::{AuditEntry, AuditFilter, Store, StoredKey};

/// When every test begins.
pub(crate) const START: UnixMillis = UnixMillis(1_726_145_535_805);
/// More than any test makes.
pub(crate) const ALL: Page = Page { start: 0, limit: 1000 };

/// A database of its own for one test.
pub(crate) struct Database {
    pub(crate) store: Store,
    /// What the store takes for the present; stands still until a test moves it.
    pub(crate) clock: Clock,
    pub(crate) rng: Rng,
    pub(crate) url: String,
}

impl Database {
    async fn open(url: String) -> Self {
        let clock = Clock::fixed(START);
        let store = Store::open(&url, clock.clone()).await.expect("a new database opens");
        Self { store, clock, rng: Rng::system(), url }
    }

    /// An audit line of the test's client.
    pub(crate) fn line(&self, action: &'static str) -> AuditLine {
        AuditLine::new(&self.rng, Actor::Client("tester".to_owned()), action, "target")
    }

    /// A new tenant of this name.
    pub(crate) async fn tenant(&self, name: &str) -> TenantId {
        let tenant = Tenant { id: TenantId::new(&self.rng), name: name.to_owned(), created_at: self.clock.now() };
        self.store.create_tenant(&tenant, &self.key(), self.line("tenant.create")).await.expect("the name is free");
        tenant.id
    }

    /// A wrapped key that nobody ever opens.
    pub(crate) fn key(&self) -> StoredKey {
        StoredKey {
            id: KeyId::new(&self.rng),
            root_key_id: "root-1".to_owned(),
            wrapped: vec![1, 0, 255],
            created_at: self.clock.now(),
            retired_at: None,
        }
    }

    /// The tenant's whole audit log.
    pub(crate) async fn audit(&self, tenant: &TenantId) -> Vec<AuditEntry> {
        let lines = self.store.audit_lines(tenant, &AuditFilter::default(), None, ALL.limit).await;
        lines.expect("the audit log can be read")
    }

    /// How often the tenant's audit log tells of an action.
    pub(crate) async fn told(&self, tenant: &TenantId, action: &str) -> usize {
        let lines = self.audit(tenant).await;
        lines.iter().filter(|line| line.action == action).count()
    }
}

/// Bytes that stand for something sealed.
pub(crate) fn sealed(text: &str) -> Sealed {
    Sealed::from_stored([&[0, 255], text.as_bytes()].concat())
}

/// Runs a test on a fresh SQLite file, then on a fresh PostgreSQL database.
pub(crate) async fn on_both(test: impl AsyncFn(&Database)) {
    on_sqlite(&test).await;
    on_postgres(&test).await;
}

/// Runs a test on a fresh SQLite file.
pub(crate) async fn on_sqlite(test: impl AsyncFn(&Database)) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let database = Database::open(format!("sqlite:{}", folder.path().join("flowvault.db").display())).await;
    eprintln!("on SQLite");
    test(&database).await;
    database.store.close().await;
}

/// Runs a test on a fresh PostgreSQL database.
pub(crate) async fn on_postgres(test: impl AsyncFn(&Database)) {
    on_empty_postgres(async |url| {
        let database = Database::open(url.to_owned()).await;
        eprintln!("on PostgreSQL");
        test(&database).await;
        database.store.close().await;
    })
    .await;
}

/// Gives a test the URL of a PostgreSQL database without any tables.
pub(crate) async fn on_empty_postgres(test: impl AsyncFn(&str)) {
    let server = server();
    let name = format!("flowvault_{:032x}", u128::from_be_bytes(Rng::system().bytes()));
    // Names of databases cannot be bound.
    execute(&server, format!("CREATE DATABASE {name}")).await;
    test(server.clone().database(&name).to_url_lossy().as_str()).await;
    execute(&server, format!("DROP DATABASE {name} WITH (FORCE)")).await;
}

#[expect(clippy::disallowed_methods, reason = "where the test's server is, only its environment can say")]
fn server() -> PgConnectOptions {
    let url = std::env::var("FLOWVAULT_TEST_POSTGRES").expect(
        "these tests need PostgreSQL: run `tests/with-postgres cargo test -p store`, \
         or set FLOWVAULT_TEST_POSTGRES to a server whose databases may be created and dropped",
    );
    url.parse().expect("FLOWVAULT_TEST_POSTGRES is a postgres:// URL")
}

async fn execute(server: &PgConnectOptions, sql: String) {
    let mut connection = PgConnection::connect_with(server).await.expect("FLOWVAULT_TEST_POSTGRES names a server");
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.expect("its databases may be made and dropped");
    connection.close().await.expect("a connection closes");
}
