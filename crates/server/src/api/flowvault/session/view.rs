//! A session as the wire shows it: who is signed in and what they may do, nothing that lets anyone in.

use model::{Role, TenantId, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access::{Scope, Scopes, Visitor, role, sessions},
    app::App,
    error::{Error, Result},
};

/// Who is signed in.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "email": "ada@example.com", "role": "owner",
    "tenants": [{"id": "ten_nMs6ocaGGsd31WFnestY6j", "name": "default", "role": "owner"}],
    "scopes": ["read:flows", "create:tenants"], "expires_at": "2024-09-24T11:02:56.086Z"
}))]
pub(crate) struct SessionView {
    email: String,
    /// In the tenant that the request names; without one, the strongest the person has anywhere.
    #[schema(value_type = RoleName)]
    role: &'static str,
    /// Every tenant the person belongs to.
    tenants: Vec<OwnTenant>,
    /// What that role may do.
    scopes: Vec<String>,
    /// When the session ends, if nobody uses it any more.
    #[schema(value_type = String, format = DateTime)]
    expires_at: UnixMillis,
}

/// A tenant, and what the person is in it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OwnTenant {
    #[schema(value_type = String, max_length = 30)]
    id: TenantId,
    name: String,
    #[schema(value_type = RoleName)]
    role: &'static str,
}

/// What a person may do in a tenant, from the most to the least.
#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "documents the names, which the model has already")]
pub(crate) enum RoleName {
    Owner,
    Editor,
    Viewer,
}

impl SessionView {
    /// What a visitor may do: in the tenant of this name, or anywhere.
    ///
    /// # Errors
    /// [`Error::Absent`] when they do not belong to that tenant.
    pub(crate) async fn of(app: &App, visitor: &Visitor, tenant: Option<&str>) -> Result<Self> {
        let tenants = app.store.tenants_of_member(&visitor.person).await?;
        let role = match tenant {
            Some(name) => {
                let named = tenants.iter().find(|(tenant, _)| tenant.name == name);
                named.ok_or(Error::Absent("Tenant not found"))?.1
            }
            // Who belongs nowhere may do nothing anyway.
            None => tenants.iter().map(|(_, role)| *role).max().max(visitor.person.everywhere).unwrap_or(Role::Viewer),
        };
        let own =
            |(tenant, role): (model::Tenant, Role)| OwnTenant { id: tenant.id, name: tenant.name, role: role.as_str() };
        Ok(Self {
            email: visitor.person.email.clone(),
            role: role.as_str(),
            tenants: tenants.into_iter().map(own).collect(),
            scopes: scopes(visitor, role).names(),
            expires_at: sessions::end(&visitor.session),
        })
    }
}

fn scopes(visitor: &Visitor, role: Role) -> Scopes {
    role::scopes(role).with(role::may_create_tenants(&visitor.person).then_some(Scope::CreateTenants))
}
