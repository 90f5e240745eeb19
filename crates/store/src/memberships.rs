//! Who belongs to which tenant, and as what.

use model::{AuditLine, Person, PersonId, Role, Tenant, TenantId, UnixMillis};
use sqlx::FromRow;

use crate::{Db, Result, Store, on_db, people::role};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    created_at: i64,
    role: String,
}

#[derive(FromRow)]
struct Found {
    id: String,
    role: Option<String>,
}

const PUT: &str = "INSERT INTO memberships (person_id, tenant_id, role) VALUES ($1, $2, $3)
    ON CONFLICT (person_id, tenant_id) DO UPDATE SET role = $3";
const OF_PERSON: &str = "SELECT t.id, t.name, t.created_at, m.role
    FROM memberships m JOIN tenants t ON t.id = m.tenant_id WHERE m.person_id = $1 ORDER BY t.name";
const IN_TENANT: &str = "SELECT t.id, m.role FROM tenants t
    LEFT JOIN memberships m ON m.person_id = $2 AND m.tenant_id = t.id WHERE t.name = $1";

impl Store {
    /// Gives a person a role in a tenant, in place of the one they had.
    ///
    /// # Errors
    /// [`crate::Error::Broken`] when there is no such person or tenant.
    pub async fn put_member(&self, tenant: &TenantId, person: &PersonId, role: Role, line: AuditLine) -> Result<()> {
        on_db!(self, audit(tenant, line) change => {
            let put = sqlx::query(PUT).bind(person.as_str()).bind(tenant.as_str()).bind(role.as_str());
            Some(put.execute(&mut *change).await?.rows_affected())
        });
        Ok(())
    }

    /// The tenant of this name with the person's role in it; `None` when they do not belong to it or it is not there.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn tenant_of_member(&self, person: &Person, name: &str) -> Result<Option<(TenantId, Role)>> {
        let found: Option<Found> = on_db!(self, read pool => {
            sqlx::query_as(IN_TENANT).bind(name).bind(person.id.as_str()).fetch_optional(pool).await?
        });
        let Some(found) = found else { return Ok(None) };
        let own = found.role.as_deref().map(role).transpose()?;
        Ok(own.max(person.everywhere).map(|role| (TenantId::from_stored(found.id), role)))
    }

    /// Every tenant a person belongs to with their role in it, by name.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] when the database is away.
    pub async fn tenants_of_member(&self, person: &Person) -> Result<Vec<(Tenant, Role)>> {
        let rows: Vec<Row> =
            on_db!(self, read pool => sqlx::query_as(OF_PERSON).bind(person.id.as_str()).fetch_all(pool).await?);
        let own = rows.into_iter().map(member).collect::<Result<Vec<_>>>()?;
        let Some(everywhere) = person.everywhere else { return Ok(own) };
        let role_in = |id: &TenantId| own.iter().find(|(tenant, _)| tenant.id == *id).map(|(_, role)| *role);
        let stronger = |tenant: Tenant| {
            let role = role_in(&tenant.id).map_or(everywhere, |role| role.max(everywhere));
            (tenant, role)
        };
        Ok(self.tenants().await?.into_iter().map(stronger).collect())
    }
}

fn member(row: Row) -> Result<(Tenant, Role)> {
    let tenant = Tenant { id: TenantId::from_stored(row.id), name: row.name, created_at: UnixMillis(row.created_at) };
    Ok((tenant, role(&row.role)?))
}
