-- What both databases understand; forward only. Times are unix milliseconds; ids are the text of the wire.

CREATE TABLE tenants (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

-- A tenant's sealing keys, wrapped by the root key. The owner 'system' holds the installation's own, and is no tenant.
CREATE TABLE keys (
    tenant_id   TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    root_key_id TEXT   NOT NULL,
    wrapped     BYTEA  NOT NULL,
    created_at  BIGINT NOT NULL,
    retired_at  BIGINT,
    PRIMARY KEY (tenant_id, id)
);
-- One key seals. Nodes that start at once would otherwise each give the same owner a first key.
CREATE UNIQUE INDEX keys_active ON keys (tenant_id) WHERE retired_at IS NULL;
CREATE INDEX keys_of_root_key ON keys (root_key_id);

CREATE TABLE signing_keys (
    id          TEXT   NOT NULL PRIMARY KEY,
    private_key BYTEA  NOT NULL,
    public_jwk  TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    retired_at  BIGINT
);
-- One key signs, for the same reason. The indexed expression is true in every row the index holds.
CREATE UNIQUE INDEX signing_keys_active ON signing_keys ((retired_at IS NULL)) WHERE retired_at IS NULL;
CREATE INDEX signing_keys_by_age ON signing_keys (created_at, id);

CREATE TABLE clients (
    id          TEXT   NOT NULL PRIMARY KEY,
    tenant_id   TEXT   NOT NULL REFERENCES tenants (id),
    name        TEXT   NOT NULL,
    scopes      TEXT   NOT NULL,
    secret_hash BYTEA  NOT NULL,
    created_at  BIGINT NOT NULL
);
CREATE INDEX clients_of_tenant ON clients (tenant_id, created_at, id);

CREATE TABLE connections (
    tenant_id    TEXT    NOT NULL REFERENCES tenants (id),
    id           TEXT    NOT NULL,
    app_id       TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    account_name TEXT,
    setup_type   TEXT,
    setup        BYTEA,
    tokens       BYTEA,
    generation   BIGINT  NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    refreshed_at BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX connections_of_tenant ON connections (tenant_id, created_at, id);

CREATE TABLE flows (
    tenant_id   TEXT   NOT NULL REFERENCES tenants (id),
    id          TEXT   NOT NULL,
    name        TEXT   NOT NULL,
    actions     TEXT,
    created_at  BIGINT NOT NULL,
    updated_at  BIGINT NOT NULL,
    executed_at BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX flows_of_tenant ON flows (tenant_id, created_at, id);

CREATE TABLE executions (
    tenant_id  TEXT   NOT NULL,
    flow_id    TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    trace_id   TEXT   NOT NULL,
    status     TEXT   NOT NULL,
    debug      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at   BIGINT,
    PRIMARY KEY (tenant_id, flow_id, id),
    FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX executions_of_flow ON executions (tenant_id, flow_id, created_at, id);

CREATE TABLE audit (
    tenant_id TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    actor     TEXT   NOT NULL,
    action    TEXT   NOT NULL,
    target    TEXT   NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX audit_of_tenant ON audit (tenant_id, at, id);
