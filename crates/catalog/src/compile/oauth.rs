//! The authorization-code grant of a setup: nearly all of it is data already.

use super::{Compiler, Position, Spot};
use crate::{
    file::{MetadataFile, OauthFile, RequestFile},
    key::Key,
    oauth::{Metadata, Oauth, Scopes},
};

impl Compiler {
    pub(super) fn oauth(&mut self, key: &Key, file: &OauthFile, setup: &str) -> Oauth {
        let metadata = file.metadata.as_ref();
        Oauth {
            authorize: file.authorize.clone(),
            token: file.token.clone(),
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
            params: file.params.clone(),
            keep: file.keep.clone(),
            metadata: metadata.and_then(|metadata| self.metadata(&key.child("metadata"), metadata, setup)),
        }
    }

    fn metadata(&mut self, key: &Key, file: &MetadataFile, setup: &str) -> Option<Metadata> {
        let position = Position { spot: Spot::Check, setups: vec![setup], action: None, answers: Vec::new() };
        let request =
            RequestFile { get: Some(file.get.clone()), headers: file.headers.clone(), ..RequestFile::default() };
        Some(Metadata { request: self.request(key, &request, &position)?, keep: file.keep.clone() })
    }
}
