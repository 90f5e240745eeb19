//! How a program becomes an API client.

use model::{Actor, AuditLine, Client, TenantId};

use super::{ClientSecret, Scopes};
use crate::rooms::Rooms;

/// Makes a client and the secret that is shown this one time.
///
/// # Errors
/// The database's.
pub async fn register_client(
    rooms: &Rooms,
    tenant: &TenantId,
    name: String,
    scopes: &Scopes,
    actor: Actor,
) -> Result<(Client, ClientSecret), store::Error> {
    let secret = ClientSecret::generate(&rooms.rng);
    let client = Client {
        id: format!("{:032x}", u128::from_be_bytes(rooms.rng.bytes())),
        tenant: tenant.clone(),
        name,
        scopes: scopes.names(),
        secret_hash: secret.hash(),
        created_at: rooms.clock.now(),
    };
    let line = AuditLine::new(&rooms.rng, actor, "client.create", &client.id);
    rooms.store.create_client(&client, line).await?;
    Ok((client, secret))
}
