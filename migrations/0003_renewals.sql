-- Keeping tokens fresh, and the grants they come from.

-- What is known of renewing one connection's token; there is a row for each connection that holds one.
CREATE TABLE renewals (
    tenant_id        TEXT   NOT NULL,
    connection_id    TEXT   NOT NULL,
    -- When to look at it next without being asked; NULL for never.
    refresh_at       BIGINT,
    -- When the access token ends; NULL when nobody said.
    expires_at       BIGINT,
    -- Who renews it now. The number grows with every lease, so that whoever lost one is recognised.
    lease_owner      TEXT,
    lease_until      BIGINT NOT NULL DEFAULT 0,
    lease_number     BIGINT NOT NULL DEFAULT 0,
    -- The journal: written before a request that spends the refresh token of this generation, cleared with its answer.
    spent_generation BIGINT,
    spent_number     BIGINT,
    spent_at         BIGINT,
    spent_hash       BYTEA,
    -- The last failure, while it lasts.
    failure          TEXT,
    said             TEXT,
    failed_at        BIGINT,
    failures         BIGINT NOT NULL DEFAULT 0,
    -- What the service granted, parted by spaces; NULL when it did not say.
    scopes           TEXT,
    -- Which account at the service granted it.
    account          TEXT,
    PRIMARY KEY (tenant_id, connection_id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX renewals_due ON renewals (refresh_at, tenant_id, connection_id) WHERE refresh_at IS NOT NULL;

-- A tenant's own registration at a service.
CREATE TABLE oauth_clients (
    tenant_id  TEXT   NOT NULL REFERENCES tenants (id),
    app_id     TEXT   NOT NULL,
    client_id  TEXT   NOT NULL,
    secret     BYTEA  NOT NULL,
    -- Asked for beside those that the integration's file names, parted by spaces.
    scopes     TEXT   NOT NULL,
    -- What the integration's file reads as client.params: a JSON object of texts.
    params     TEXT   NOT NULL,
    -- What its token endpoint said when it refused the client itself.
    said       TEXT,
    failed_at  BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, app_id)
);

-- People on their way to a service's page and back. Found by the hash of the state they carry.
CREATE TABLE authorizations (
    state_hash      BYTEA  NOT NULL PRIMARY KEY,
    tenant_id       TEXT   NOT NULL REFERENCES tenants (id),
    connection_id   TEXT   NOT NULL,
    actor           TEXT   NOT NULL,
    -- The PKCE verifier.
    verifier        BYTEA  NOT NULL,
    scopes          TEXT   NOT NULL,
    redirect_uri    TEXT   NOT NULL,
    -- Whether another account than the present one is fine: 1 for yes.
    another_account BIGINT NOT NULL,
    -- The browser that may come back; NULL when a program asked for the address.
    session_hash    BYTEA,
    created_at      BIGINT NOT NULL
);
CREATE INDEX authorizations_by_age ON authorizations (created_at);

-- Where a tenant hears of what happens to its connections.
CREATE TABLE event_endpoints (
    tenant_id  TEXT   NOT NULL PRIMARY KEY REFERENCES tenants (id),
    url        TEXT   NOT NULL,
    secret     BYTEA  NOT NULL,
    created_at BIGINT NOT NULL
);

-- What is still to be told, and what was told lately.
CREATE TABLE events (
    tenant_id     TEXT   NOT NULL REFERENCES tenants (id),
    id            TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    connection_id TEXT   NOT NULL,
    -- JSON.
    payload       TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    -- When it is sent next; NULL once it was delivered or given up.
    next_at       BIGINT,
    attempts      BIGINT NOT NULL DEFAULT 0,
    delivered_at  BIGINT,
    said          TEXT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX events_due ON events (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX events_of_tenant ON events (tenant_id, created_at, id);
