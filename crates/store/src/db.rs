//! The two databases behind one SQL text.

use sqlx::{PgPool, SqlitePool};

/// Where the data is.
#[derive(Clone)]
pub(crate) enum Db {
    /// One file. All writing goes through one connection, so that writers queue instead of failing.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// Runs the same code against whichever database there is: `read` outside, `write` inside a transaction.
macro_rules! on_db {
    ($store:expr, read $pool:ident => $body:expr) => {
        match &$store.db {
            Db::Sqlite { read: $pool, .. } => $body,
            Db::Postgres($pool) => $body,
        }
    };
    ($store:expr, write $change:ident => $body:expr) => {
        match &$store.db {
            // IMMEDIATE: a transaction that reads first and then wants to write would fail under another writer.
            Db::Sqlite { write, .. } => {
                let mut $change = write.begin_with("BEGIN IMMEDIATE").await?;
                let done = $body;
                $change.commit().await?;
                done
            }
            Db::Postgres(pool) => {
                let mut $change = pool.begin_with("BEGIN").await?;
                let done = $body;
                $change.commit().await?;
                done
            }
        }
    };
    // A change together with the audit line that tells of it. The code gives `Some` when it changed something.
    ($store:expr, audit($tenant:expr, $line:expr) $change:ident => $body:expr) => {
        on_db!($store, write $change => {
            let done = $body;
            if done.is_some() {
                let insert = sqlx::query(crate::audit::INSERT).bind($tenant.as_str()).bind($line.id.as_str());
                let insert = insert.bind($store.clock.now().0).bind($line.actor.label());
                insert.bind($line.action).bind(&$line.target).execute(&mut *$change).await?;
            }
            done
        })
    };
}
pub(crate) use on_db;
