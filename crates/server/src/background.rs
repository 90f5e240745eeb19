//! What a node does without being asked, for as long as it serves.

use std::{convert::Infallible, time::Duration};

use tokio::time::sleep;
use vault::Vault;

/// How often the node looks for tokens whose time has come.
const LOOK_FOR_DUE_TOKENS: Duration = Duration::from_secs(1);

/// Goes on for ever.
pub async fn run(vault: &Vault) -> Infallible {
    loop {
        if let Err(error) = vault.renew_due().await {
            tracing::warn!(%error, "could not look for tokens that are due: trying again");
        }
        sleep(LOOK_FOR_DUE_TOKENS).await;
    }
}
