//! Opening a PostgreSQL database, and how long its answers may take.

use std::{io::ErrorKind, str::FromStr, time::Duration};

use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::time::{sleep, timeout};

use crate::{
    Db, Error, Result,
    opening::{CONNECTIONS, migrate},
};

/// How long a caller waits for a connection before it is told that the database is away. Long enough for a thousand who
/// come at once to be served one after the other.
const ACQUIRE: Duration = Duration::from_secs(10);
/// How long a start waits for a server that does not answer.
const START: Duration = Duration::from_secs(5);
/// The pause before asking a server again that does not answer yet.
const AGAIN: Duration = Duration::from_millis(200);
/// What the server itself cuts off. Our longest query reads one page by an index, and nobody waits half a minute for it.
const LIMITS: [(&str, &str); 3] =
    [("statement_timeout", "30s"), ("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "30s")];

/// Opens the database a URL names and brings its schema up to date.
pub(crate) async fn open(url: &str) -> Result<Db> {
    let options = PgConnectOptions::from_str(url).map_err(|error| Error::BadUrl(error.to_string()))?;
    let options = options.application_name("flowvault");
    // On a connection of its own, without the limits: a migration takes as long as it takes, and so does the wait for
    // another node that migrates. The migrator holds an advisory lock, so of several that start at once one migrates.
    let mut connection = connect(&options).await?;
    migrate(&mut connection).await?;
    connection.close().await?;
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(ACQUIRE);
    Ok(Db::Postgres(pool.connect_with(options.options(LIMITS)).await?))
}

/// The first connection. The pool would not say why it got none.
async fn connect(options: &PgConnectOptions) -> Result<PgConnection> {
    let mut away = Error::Unavailable(std::io::Error::from(ErrorKind::TimedOut).into());
    let trying = async {
        loop {
            match PgConnection::connect_with(options).await.map_err(connecting) {
                // It may be starting, like us.
                Err(error @ Error::Unavailable(_)) => away = error,
                done => return done,
            }
            sleep(AGAIN).await;
        }
    };
    let connected = timeout(START, trying).await;
    connected.unwrap_or(Err(away))
}

/// Why there is no connection. Classes 28 and 3D: the user, the password or the database is not one the server knows.
/// What a server says of them never repeats the password.
fn connecting(error: sqlx::Error) -> Error {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let is_url = code.is_some_and(|code| code.starts_with("28") || code.starts_with("3D"));
    match error {
        sqlx::Error::Database(cause) if is_url => Error::BadUrl(cause.message().to_owned()),
        sqlx::Error::Configuration(cause) => Error::BadUrl(cause.to_string()),
        error => error.into(),
    }
}
