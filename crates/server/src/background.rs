//! What a node does without being asked, for as long as it serves.

use std::{convert::Infallible, time::Duration};

use tokio::time::sleep;
use vault::Vault;

/// How often the node looks for tokens and events whose time has come.
const LOOK_FOR_WHAT_IS_DUE: Duration = Duration::from_secs(1);

/// Goes on for ever.
pub(crate) async fn run(vault: &Vault) -> Infallible {
    loop {
        if let Err(error) = vault.renew_due().await {
            tracing::warn!(%error, "could not look for tokens that are due: trying again");
        }
        if let Err(error) = vault.deliver_events().await {
            tracing::warn!(%error, "could not look for events that are due: trying again");
        }
        sleep(LOOK_FOR_WHAT_IS_DUE).await;
    }
}
