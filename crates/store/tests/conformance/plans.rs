//! Every query of the store finds its rows by an index. The queries are read from the sources, so none is forgotten.

use std::{fs, path::Path};

use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, SqliteConnection};

use crate::database::{on_postgres, on_sqlite};

/// Fewer would mean that the sources are no longer written the way [`queries_in`] reads them.
const AT_LEAST: usize = 25;

/// The text of every string constant in the store's sources.
fn queries() -> Vec<String> {
    let sources = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("the sources are there");
    let texts = sources.map(|file| fs::read_to_string(file.expect("readable").path()).expect("readable"));
    let queries: Vec<String> = texts.flat_map(|text| queries_in(&text)).collect();
    assert!(queries.len() >= AT_LEAST, "only {} queries found", queries.len());
    queries
}

fn queries_in(source: &str) -> Vec<String> {
    let after_type = source.split(": &str =").skip(1);
    after_type.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next().map(str::to_owned)).collect()
}

/// How many values a query takes.
fn parameters(query: &str) -> usize {
    (1..20).take_while(|number| query.contains(&format!("${number}"))).count()
}

#[tokio::test]
async fn no_query_reads_a_whole_table_on_postgresql() {
    on_postgres(async |database| {
        let mut connection = PgConnection::connect(&database.url).await.unwrap();
        // On tables this small every plan is cheap: a sequential scan that is planned all the same has no index.
        let settings = "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan";
        sqlx::raw_sql(settings).execute(&mut connection).await.unwrap();
        for (number, query) in queries().into_iter().enumerate() {
            let values = vec!["NULL"; parameters(&query)].join(", ");
            let values = if values.is_empty() { values } else { format!("({values})") };
            let prepare = format!("PREPARE q{number} AS {query}");
            sqlx::raw_sql(AssertSqlSafe(prepare)).execute(&mut connection).await.unwrap();
            let explain = format!("EXPLAIN EXECUTE q{number}{values}");
            let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
            let lines = |text: &str| plan.iter().filter(|line| line.contains(text)).count();
            assert_eq!(lines("Seq Scan"), 0, "{query}\n{}", plan.join("\n"));
            // Walking along all of an index is reading the whole table, too.
            if parameters(&query) > 0 {
                let scans = lines("Index Scan") + lines("Index Only Scan");
                assert!(lines("Index Cond:") >= scans, "{query}\n{}", plan.join("\n"));
            }
        }
        connection.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn no_query_reads_a_whole_table_on_sqlite() {
    on_sqlite(async |database| {
        let path = database.url.strip_prefix("sqlite:").unwrap();
        let mut connection = SqliteConnection::connect(path).await.unwrap();
        for query in queries() {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
            let plan = sqlx::raw_sql(explain).fetch_all(&mut connection).await.unwrap();
            let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
            // What takes no parameter is meant to walk along all of a small table, but by an index.
            let whole_table = |line: &str| line.starts_with("SCAN") && !line.starts_with("SCAN CONSTANT ROW");
            let scans =
                plan.iter().any(|line| whole_table(line) && (parameters(&query) > 0 || !line.contains("INDEX")));
            assert!(!scans, "{query}\n{}", plan.join("\n"));
        }
        connection.close().await.unwrap();
    })
    .await;
}

#[test]
fn queries_are_found_in_a_source() {
    let source = "const A: &str = \"SELECT 1\";\npub(crate) const B: &str =\n    \"SELECT '' AS x\n WHERE a = $1\";";
    assert_eq!(queries_in(source), ["SELECT 1", "SELECT '' AS x\n WHERE a = $1"]);
    assert_eq!(parameters("a = $1 AND b = $2 AND c = $1"), 2);
}
