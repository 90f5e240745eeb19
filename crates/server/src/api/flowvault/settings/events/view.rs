//! Where a tenant hears of its events, as the wire shows it.

use model::UnixMillis;
use serde::Serialize;
use utoipa::ToSchema;
use vault::EventSettings;

/// Where the tenant hears of its events.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"url": "https://acme.example/flowvault", "created_at": "2024-09-23T11:02:56.086Z"}))]
pub(crate) struct EventSettingsView {
    /// Null while it hears of none.
    #[schema(required = true)]
    url: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    created_at: Option<UnixMillis>,
}

impl From<Option<EventSettings>> for EventSettingsView {
    fn from(settings: Option<EventSettings>) -> Self {
        let (url, created_at) = settings.map(|settings| (settings.url, settings.created_at)).unzip();
        Self { url, created_at }
    }
}
