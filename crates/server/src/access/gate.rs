//! Turns an `authorization` header into a [`Caller`]. A verified token is remembered until it expires; its client is
//! looked up again every second, so that deleting a client, from wherever, ends its tokens.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use axum::http::HeaderValue;
use model::{Client, Clock, UnixMillis};
use sha2::{Digest as _, Sha256};
use store::Store;

use super::{Caller, ClientSecret, Refusal, Scopes, SigningKey};
use crate::error::{Error, Result};

/// How long a deleted client's tokens may go on working.
const CLIENT_FRESH: Duration = Duration::from_secs(1);
/// A cache beyond this many entries drops what has expired, and everything if that is not enough.
const REMEMBERED: usize = 10_000;

/// Decides who comes in.
pub struct Gate {
    store: Store,
    clock: Clock,
    key: SigningKey,
    tokens: Mutex<HashMap<[u8; 32], Verified>>,
    clients: Mutex<HashMap<String, Seen>>,
}

/// A token whose signature was checked.
#[derive(Clone)]
struct Verified {
    client: String,
    scopes: Scopes,
    expires: UnixMillis,
}

/// A client as the database knew it a moment ago.
struct Seen {
    client: Client,
    at: UnixMillis,
}

impl Gate {
    /// A gate for tokens signed with `key`.
    pub fn new(store: Store, clock: Clock, key: SigningKey) -> Self {
        Self { store, clock, key, tokens: Mutex::default(), clients: Mutex::default() }
    }

    /// The key behind the tokens.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// Who sent this header.
    ///
    /// # Errors
    /// [`Error::AuthorizationHeader`], [`Error::Unauthorized`], or the database's.
    pub async fn identify(&self, header: Option<&HeaderValue>) -> Result<Caller> {
        let token = bearer(header)?;
        let verified = self.verify(token).map_err(|refusal| Error::Unauthorized(refusal.message()))?;
        let client = self.client(&verified.client).await?;
        let client = client.ok_or(Error::Unauthorized(Refusal::Malformed.message()))?;
        // A right taken from the client is gone from its tokens too; one given later needs a new token.
        let scopes = verified.scopes.intersection(&granted(&client));
        Ok(Caller::client(client.tenant, client.id, scopes))
    }

    /// The client with this id and secret. Takes the same path whether or not there is such a client.
    ///
    /// # Errors
    /// The database's.
    pub async fn authenticate(&self, id: &str, secret: &ClientSecret) -> Result<Option<Client>> {
        let client = self.store.client_for_login(id).await?;
        let hash = client.as_ref().map_or(&[0; 32][..], |client| &client.secret_hash);
        let is_right = secret.is_behind(hash);
        Ok(client.filter(|_| is_right))
    }

    fn verify(&self, token: &str) -> std::result::Result<Verified, Refusal> {
        let now = self.clock.now();
        let name: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some(verified) = lock(&self.tokens).get(&name) {
            return if verified.expires > now { Ok(verified.clone()) } else { Err(Refusal::Expired) };
        }
        let claims = self.key.verify(token, now)?;
        let verified = Verified {
            client: claims.azp,
            scopes: Scopes::known(super::words(&claims.scope)),
            expires: UnixMillis(claims.exp.saturating_mul(1000)),
        };
        let mut tokens = lock(&self.tokens);
        make_room(&mut tokens, |verified| verified.expires > now);
        tokens.insert(name, verified.clone());
        Ok(verified)
    }

    async fn client(&self, id: &str) -> Result<Option<Client>> {
        let now = self.clock.now();
        let is_fresh = |seen: &Seen| now.since(seen.at) < CLIENT_FRESH;
        if let Some(seen) = lock(&self.clients).get(id).filter(|seen| is_fresh(seen)) {
            return Ok(Some(seen.client.clone()));
        }
        let client = self.store.client_for_login(id).await?;
        let mut clients = lock(&self.clients);
        make_room(&mut clients, is_fresh);
        match &client {
            Some(client) => clients.insert(id.to_owned(), Seen { client: client.clone(), at: now }),
            None => clients.remove(id),
        };
        Ok(client)
    }
}

/// The rights a client has today.
pub(crate) fn granted(client: &Client) -> Scopes {
    Scopes::known(client.scopes.iter().map(String::as_str))
}

fn bearer(header: Option<&HeaderValue>) -> Result<&str> {
    let header = header.ok_or(Error::Unauthorized("Missing authentication"))?;
    let (scheme, token) =
        header.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(Error::AuthorizationHeader)?;
    if scheme.eq_ignore_ascii_case("bearer") { Ok(token.trim()) } else { Err(Error::AuthorizationHeader) }
}

fn make_room<K, V>(cache: &mut HashMap<K, V>, is_of_use: impl Fn(&V) -> bool) {
    if cache.len() >= REMEMBERED {
        cache.retain(|_, entry| is_of_use(entry));
    }
    if cache.len() >= REMEMBERED {
        cache.clear();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no code panics while it holds a cache")
}
