//! A tenant as the wire shows it.

use model::{Tenant, TenantId, UnixMillis};
use serde::Serialize;
use utoipa::ToSchema;

/// A tenant.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"id": "ten_nMs6ocaGGsd31WFnestY6j", "name": "default", "created_at": "2024-09-23T11:02:56.086Z"}))]
pub(crate) struct TenantView {
    #[schema(value_type = String, max_length = 30)]
    id: TenantId,
    #[schema(max_length = 60)]
    name: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: UnixMillis,
}

impl From<Tenant> for TenantView {
    fn from(tenant: Tenant) -> Self {
        Self { id: tenant.id, name: tenant.name, created_at: tenant.created_at }
    }
}
