//! Whether a grant is ever lost: real servers against a token endpoint that rotates, detects reuse, fails in every way
//! there is, and knows the whole truth; killed at every step, paused, cut off from their database. docs/proof.md tells
//! what comes of it and how to run the long form.

#[path = "../black_box/actions.rs"]
#[expect(dead_code, reason = "shared with black_box, which uses all of it")]
mod actions;
#[path = "../black_box/api.rs"]
#[expect(dead_code, reason = "shared with black_box, which uses all of it")]
mod api;
#[path = "../black_box/database.rs"]
#[expect(dead_code, reason = "shared with black_box, which uses all of it")]
mod database;
#[path = "../black_box/openapi.rs"]
mod openapi;
#[path = "../black_box/process.rs"]
#[expect(dead_code, reason = "shared with black_box, which uses all of it")]
mod process;
#[path = "../black_box/within.rs"]
mod within;

mod callers;
mod chaos;
mod connections;
mod endpoint;
mod figures;
mod fleet;
mod gate;
mod journal;
mod node;
mod person;
mod plan;
mod storm;
mod story;
mod truth;
mod verdict;
mod wire;

mod crowd;
mod oidc;
mod proof;
