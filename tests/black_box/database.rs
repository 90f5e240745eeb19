//! Which database a server runs on, and a fresh one for each test.

use std::{
    fmt::Write as _,
    process::{Command, Output},
    sync::Arc,
};

use model::Rng;

/// The two databases every promise holds on.
#[derive(Clone)]
pub(crate) enum Database {
    /// A file in the server's own data folder.
    Sqlite,
    /// A database of its own on the server that `FLOWVAULT_TEST_POSTGRES` names.
    Postgres(Arc<PostgresDatabase>),
}

impl Database {
    /// A new, empty PostgreSQL database; dropped with the last server that uses it.
    pub(crate) fn postgres() -> Self {
        Self::Postgres(Arc::new(PostgresDatabase::create()))
    }

    /// What the server is told; `None` leaves it its default.
    pub(crate) fn url(&self) -> Option<&str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres(database) => Some(&database.url),
        }
    }

    /// Everything the database holds, as text, so that it can be searched. SQLite's is in the data folder already.
    pub(crate) fn dump(&self) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres(database) => database.dump(),
        }
    }
}

/// One database on a PostgreSQL server.
pub(crate) struct PostgresDatabase {
    server: String,
    name: String,
    url: String,
}

impl PostgresDatabase {
    fn create() -> Self {
        let server = server_url();
        let name = Rng::system().bytes::<8>().iter().fold("flowvault_test_".to_owned(), |mut name, byte| {
            write!(name, "{byte:02x}").expect("writing to a string");
            name
        });
        run_psql(&server, &format!("CREATE DATABASE {name}"));
        let (start, _) = server.rsplit_once('/').expect("postgres://…/database");
        Self { url: format!("{start}/{name}"), server, name }
    }

    /// Every row of every table; bytes become hex, which the search knows.
    fn dump(&self) -> String {
        run_psql(&self.url, "SET xmlbinary = 'hex'; SELECT database_to_xml(true, false, '')")
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        // Best effort: the whole server is thrown away after the tests.
        let _ = psql(&self.server, &format!("DROP DATABASE {} WITH (FORCE)", self.name)).output();
    }
}

#[expect(clippy::disallowed_methods, reason = "how `tests/with-postgres` tells where its server is")]
fn server_url() -> String {
    std::env::var("FLOWVAULT_TEST_POSTGRES").expect(
        "FLOWVAULT_TEST_POSTGRES is not set: run the tests through `make test` or `tests/with-postgres cargo test`",
    )
}

fn run_psql(url: &str, sql: &str) -> String {
    let missing = "psql, PostgreSQL's command line client, must be installed to run these tests";
    let Output { status, stdout, stderr } = psql(url, sql).output().expect(missing);
    assert!(status.success(), "psql failed: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8_lossy(&stdout).into_owned()
}

fn psql(url: &str, sql: &str) -> Command {
    let mut psql = Command::new("psql");
    psql.args([url, "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--command", sql]);
    psql
}
