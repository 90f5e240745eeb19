//! `GET /api/v2/flowvault/audit`: who did what in a tenant, and when. Lines name things; none holds a value of one.

use axum::extract::State;
use catalog::schema::Schema;
use model::{AuditId, UnixMillis, kind};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{AuditCursor, AuditEntry, AuditFilter};
use utoipa::ToSchema;

use crate::{
    access::{Caller, Scope},
    api::{
        answer::Answer,
        checkpoint::{Checkpoint, FROM_HELP},
        paging::{DEFAULT_LIMIT, LIMIT_HELP, number},
        query::Query,
    },
    app::App,
    error::{Error, Problem, Result},
};

const ACTOR_HELP: &str = "Only what this one did: client:…, person:…, cli or system.";
const ACTION_HELP: &str = "Only this: connection.create.";
const TARGET_HELP: &str = "Only what was done to the thing with this id.";
const SINCE_HELP: &str = "Not before this moment: 2024-09-12T12:52:15.805Z.";
/// Longer than any word or id of ours.
const LONGEST: usize = 100;

/// A part of the audit log, newest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuditList {
    lines: Vec<AuditLineView>,
    /// What to send as `from` for the next part, within 24 hours. Absent with the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// Somebody did something.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "aud_nMs6ocaGGsd31WFnestY6j", "at": "2024-09-23T11:02:56.086Z", "actor": "client:5Wq…", "actor_name": "deploy", "action": "flow.create", "target": "af_42HT5oiobDyUs8ASwEEWK1"}))]
pub(crate) struct AuditLineView {
    #[schema(value_type = String, max_length = 30)]
    id: AuditId,
    #[schema(value_type = String, format = DateTime)]
    at: UnixMillis,
    /// `client:…`, `person:…`, `cli` for the server's command line, `system` for Flowvault itself.
    actor: String,
    /// The client's name or the person's e-mail address, while they are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    actor_name: Option<String>,
    /// What was done: `connection.create`.
    action: String,
    /// The id of what it was done to.
    target: String,
}

impl From<AuditEntry> for AuditLineView {
    fn from(entry: AuditEntry) -> Self {
        let AuditEntry { id, at, actor, actor_name, action, target } = entry;
        Self { id, at, actor, actor_name, action, target }
    }
}

/// List what was done in a tenant.
#[utoipa::path(get, path = "/api/v2/flowvault/audit", tag = "audit", operation_id = "list_audit_lines",
    security(("token" = ["read:audit"])),
    params(("from" = Option<String>, Query, description = "The `next` of the part before, which is good for 24 hours"),
        ("take" = Option<u32>, Query, description = LIMIT_HELP, minimum = 1, maximum = 100),
        ("actor" = Option<String>, Query, description = ACTOR_HELP, max_length = 100),
        ("action" = Option<String>, Query, description = ACTION_HELP, max_length = 100),
        ("target" = Option<String>, Query, description = TARGET_HELP, max_length = 100),
        ("since" = Option<String>, Query, description = SINCE_HELP, format = DateTime)),
    responses((status = 200, body = AuditList), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(crate) async fn list(caller: Caller, State(app): State<App>, query: Query) -> Result<Answer<AuditList>> {
    let tenant = caller.may(Scope::ReadAudit)?;
    let query = query.read(&schema())?;
    let take = number(&query, "take").unwrap_or(DEFAULT_LIMIT);
    let list = format!("audit/{tenant}");
    let from = match query.get("from").and_then(Value::as_str) {
        Some(text) => Some(cursor(Checkpoint::open(&app, &list, text).await?)),
        None => None,
    };
    // One more than wanted tells whether there is a next part.
    let mut found = app.store.audit_lines(tenant, &filter(&query)?, from.as_ref(), take + 1).await?;
    let more = found.len() > take as usize;
    found.truncate(take as usize);
    let next = match found.last().filter(|_| more) {
        Some(last) => Some(after(last).seal(&app, &list).await?),
        None => None,
    };
    Ok(Answer(AuditList { lines: found.into_iter().map(AuditLineView::from).collect(), next }))
}

fn schema() -> Schema {
    let word = || Schema::string().max_length(LONGEST);
    Schema::object()
        .optional("from", Schema::string().help(FROM_HELP))
        .optional("take", Schema::integer().between(1, 100).help(LIMIT_HELP))
        .optional("actor", word().help(ACTOR_HELP))
        .optional("action", word().help(ACTION_HELP))
        .optional("target", word().help(TARGET_HELP))
        .optional("since", Schema::string().help(SINCE_HELP))
}

fn filter(query: &Map<String, Value>) -> Result<AuditFilter> {
    // No database stores a NUL in text, and PostgreSQL does not even search for one.
    let word = |name: &str| query.get(name).and_then(Value::as_str).map(|text| text.replace('\0', "\u{fffd}"));
    let since = query.get("since").and_then(Value::as_str).map(str::parse).transpose();
    let since = since.map_err(|_| {
        Error::Query(format!("'Object didn't pass validation for format date-time' on property since ({SINCE_HELP})"))
    })?;
    Ok(AuditFilter { actor: word("actor"), action: word("action"), target: word("target"), since })
}

fn after(last: &AuditEntry) -> Checkpoint<kind::Audit> {
    Checkpoint { at: last.at, id: last.id.clone() }
}

fn cursor(checkpoint: Checkpoint<kind::Audit>) -> AuditCursor {
    AuditCursor { at: checkpoint.at, id: checkpoint.id }
}
