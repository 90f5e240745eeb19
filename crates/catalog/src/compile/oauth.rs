//! The authorization-code grant of a setup: most of it is data already.

use super::{Compiler, Position, Spot, field};
use crate::{
    file::{MetadataFile, OauthFile, RequestFile},
    key::Key,
    oauth::{ErrorCodes, Expired, Metadata, Oauth, Scopes},
};

impl Compiler {
    pub(super) fn oauth(&mut self, key: &Key, file: &OauthFile, setup: &str) -> Option<Oauth> {
        let at = Position { spot: Spot::Client, setups: vec![setup], action: None, answers: Vec::new() };
        let metadata = file.metadata.as_ref();
        let authorize = self.url(&key.child("authorize"), &file.authorize, &at);
        let token = self.url(&key.child("token"), &file.token, &at);
        Some(Oauth {
            client: field::object(&file.client, false),
            authorize: authorize?,
            token: token?,
            issuer: self.template_if(&key.child("issuer"), file.issuer.as_deref(), &at),
            client_auth: file.client_auth,
            pkce: file.pkce,
            scopes: Scopes {
                separator: file.scopes.separator.clone(),
                base: file.scopes.base.clone(),
                by_action: file.scopes.by_action.clone(),
            },
            refresh: file.refresh,
            reuse_window: file.reuse_window,
            idle_lifetime: file.idle_lifetime,
            unit: file.expires_in.unit,
            when_missing: file.expires_in.when_missing,
            margin: file.margin,
            expired: Expired { status: file.expired.status.clone(), codes: file.expired.codes.clone() },
            params: file.params.clone(),
            keep: file.keep.clone(),
            metadata: metadata.and_then(|metadata| self.metadata(&key.child("metadata"), metadata, setup)),
            errors: ErrorCodes {
                invalid_grant: file.errors.invalid_grant.clone(),
                invalid_client: file.errors.invalid_client.clone(),
                later: file.errors.later.clone(),
            },
        })
    }

    fn metadata(&mut self, key: &Key, file: &MetadataFile, setup: &str) -> Option<Metadata> {
        let position = Position { spot: Spot::Check, setups: vec![setup], action: None, answers: Vec::new() };
        let request =
            RequestFile { get: Some(file.get.clone()), headers: file.headers.clone(), ..RequestFile::default() };
        Some(Metadata { request: self.request(key, &request, &position)?, keep: file.keep.clone() })
    }
}
