//! A cluster of real servers on one database, and connections whose tokens live for seconds.

use std::sync::{Mutex, PoisonError};

use model::UnixMillis;

use crate::{
    api::Api,
    callers::Caller,
    connections::{SERVICE, SHORTEST_LIFE, connect, register_clients, write_catalogue},
    database::Database,
    endpoint::Endpoint,
    journal::Journal,
    node::Node,
    plan::{POLICIES, Plan, Policy},
    process::Launch,
};

/// How large the fleet is and how long its tokens live.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) nodes: usize,
    /// Of each policy.
    pub(crate) connections: usize,
    /// The longest life of an access token, in seconds.
    pub(crate) longest_life: i64,
    /// How many times as often as the plan says things go wrong.
    pub(crate) intensity: u32,
}

/// One connection of the fleet.
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) policy: Policy,
    /// The number of the grant it has now.
    family: Mutex<usize>,
}

impl Connection {
    pub(crate) fn family(&self) -> usize {
        *self.family.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn note_family(&self, family: usize) {
        *self.family.lock().unwrap_or_else(PoisonError::into_inner) = family;
    }
}

/// Everything under torture.
pub(crate) struct Fleet {
    pub(crate) size: Size,
    pub(crate) endpoint: Endpoint,
    pub(crate) nodes: Vec<Node>,
    pub(crate) connections: Vec<Connection>,
    pub(crate) journal: Journal,
    pub(crate) caller: Caller,
    /// A flow without actions: what callers run are drafts of it.
    pub(crate) flow: String,
    /// When connections could not be changed: from and until.
    locks: Mutex<Vec<(UnixMillis, UnixMillis)>>,
}

impl Fleet {
    /// Starts everything and connects everybody, while the service does nothing wrong.
    pub(crate) async fn start(database: Database, seed: u64, size: Size) -> Self {
        let endpoint = Endpoint::start(Plan::new(seed, size.intensity), size.nodes).await;
        let first = launch(database.clone(), &endpoint, 0);
        let key = first.data_dir().join("root.key").display().to_string();
        let process = first.start().await;
        let api = process.api();
        let journal = Journal::open(&first).await;
        let mut nodes = vec![Node::of(process)];
        for node in 1..size.nodes {
            let launch = launch(database.clone(), &endpoint, node).arguments(&["--root-key-file", &key]);
            nodes.push(Node::of(launch.start().await));
        }
        let caller = Caller::new(api.token().await);
        let flow = api.save_flow(serde_json::json!([])).await;
        let connections = connect_all(&api, &endpoint, size).await;
        Self { size, endpoint, nodes, connections, journal, caller, flow, locks: Mutex::default() }
    }

    /// Notes that the database was locked since then.
    pub(crate) fn note_lock(&self, from: UnixMillis) {
        let until = self.endpoint.service.truth.now();
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).push((from, until));
    }

    pub(crate) fn locks(&self) -> Vec<(UnixMillis, UnixMillis)> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The address of some node that runs, counted from `start`.
    pub(crate) fn some_url(&self, start: usize) -> Option<String> {
        (0..self.nodes.len()).find_map(|offset| self.nodes[(start + offset) % self.nodes.len()].url())
    }

    /// A new grant for a connection: the code.
    pub(crate) fn grant(&self, connection: usize) -> String {
        grant(&self.endpoint, self.connections[connection].policy, connection, self.size)
    }
}

fn launch(database: Database, endpoint: &Endpoint, node: usize) -> Launch {
    let [tokens, api] = endpoint.urls(node);
    let launch = Launch::on(database).reaching([(SERVICE[0], tokens), (SERVICE[1], api)]);
    let folder = launch.beside("catalog");
    write_catalogue(&folder);
    launch.arguments(&["--catalog", &folder.display().to_string()])
}

async fn connect_all(api: &Api, endpoint: &Endpoint, size: Size) -> Vec<Connection> {
    register_clients(api).await;
    let mut connections = Vec::new();
    for _ in 0..size.connections {
        for policy in POLICIES {
            let code = grant(endpoint, policy, connections.len(), size);
            let id = connect(api, policy, &code).await;
            let family = Mutex::new(family_of(&code));
            connections.push(Connection { id, policy, family });
        }
    }
    connections
}

fn grant(endpoint: &Endpoint, policy: Policy, connection: usize, size: Size) -> String {
    let lives = u32::try_from(size.longest_life - SHORTEST_LIFE).expect("the longest is longer");
    let life = SHORTEST_LIFE + i64::from(endpoint.service.plan.below(lives + 1));
    endpoint.service.truth.grant(policy, connection, life * 1000)
}

/// The number of the grant that a code is for.
pub(crate) fn family_of(code: &str) -> usize {
    code.trim_start_matches("code-").parse().expect("a code of ours")
}
