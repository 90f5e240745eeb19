//! What the store promises, on SQLite and on PostgreSQL alike: one file per resource, each test on both databases.
//! Needs FLOWVAULT_TEST_POSTGRES; `tests/with-postgres` gives it.

mod audit;
mod authorizations;
mod clients;
mod connections;
mod credentials;
mod database;
mod events;
mod executions;
mod flow_connections;
mod flows;
mod keys;
mod memberships;
mod oauth_clients;
mod opening;
mod people;
mod plans;
mod postgres;
mod renewals;
mod sessions;
mod signing_keys;
mod sqlite;
mod tenants;
mod throttles;
mod writers;
