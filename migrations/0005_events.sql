-- Events are kept for a while after they were told, and then forgotten across all tenants.

CREATE INDEX events_by_age ON events (created_at);
