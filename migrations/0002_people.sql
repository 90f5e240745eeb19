-- People who sign in, their sessions, and which connections each flow names.

CREATE TABLE people (
    id            TEXT   NOT NULL PRIMARY KEY,
    -- In lower case.
    email         TEXT   NOT NULL UNIQUE,
    password_hash TEXT   NOT NULL,
    -- A role in every tenant.
    everywhere    TEXT,
    created_at    BIGINT NOT NULL
);

CREATE TABLE memberships (
    person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    tenant_id TEXT NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    role      TEXT NOT NULL,
    PRIMARY KEY (person_id, tenant_id)
);
CREATE INDEX memberships_of_tenant ON memberships (tenant_id);

CREATE TABLE sessions (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    person_id  TEXT   NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL
);
CREATE INDEX sessions_of_person ON sessions (person_id);
CREATE INDEX sessions_by_age ON sessions (seen_at);

-- Links that let somebody become the first person.
CREATE TABLE setup_links (
    token_hash BYTEA  NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL
);
CREATE INDEX setup_links_by_age ON setup_links (created_at);

-- How often somebody tried lately. The subject is a hash: people type passwords where their e-mail belongs.
CREATE TABLE throttles (
    subject       BYTEA  NOT NULL PRIMARY KEY,
    attempts      BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    last_at       BIGINT NOT NULL
);
CREATE INDEX throttles_by_age ON throttles (last_at);

-- Written together with a flow. A flow may name connections that are not there, so only the flow is referenced.
CREATE TABLE flow_connections (
    tenant_id     TEXT NOT NULL,
    connection_id TEXT NOT NULL,
    flow_id       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, connection_id, flow_id),
    FOREIGN KEY (tenant_id, flow_id) REFERENCES flows (tenant_id, id) ON DELETE CASCADE
);
CREATE INDEX flow_connections_of_flow ON flow_connections (tenant_id, flow_id);
