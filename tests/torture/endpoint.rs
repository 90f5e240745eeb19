//! The service: a token endpoint and an API, a door of its own for each node, so that it is known who asks. It does
//! right by its books and wrong by the plan.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinSet, time::sleep};

use crate::{
    figures::Calls,
    gate::{Gate, Stop},
    plan::{Fault, Plan},
    truth::{Judgement, Truth},
    wire::{CLOSE, Reply, Request, Wire},
};

/// Longer than anybody waits for a token endpoint.
const FOR_EVER: Duration = Duration::from_secs(45);

/// What all doors share.
pub(crate) struct Service {
    pub(crate) truth: Truth,
    pub(crate) plan: Plan,
    pub(crate) calls: Calls,
    /// Requests for a token that the endpoint could make nothing of.
    pub(crate) strange: AtomicUsize,
}

/// Where one node finds the service.
struct Place {
    tokens: SocketAddr,
    api: SocketAddr,
    gate: Arc<Gate>,
}

/// The running service.
pub(crate) struct Endpoint {
    pub(crate) service: Arc<Service>,
    places: Vec<Place>,
    _servers: JoinSet<()>,
}

impl Endpoint {
    /// Listens on two ports for each node: requests for a token can be stopped at the door, calls cannot.
    pub(crate) async fn start(plan: Plan, nodes: usize) -> Self {
        let truth = Truth::new();
        let service = Arc::new(Service { truth, plan, calls: Calls::default(), strange: AtomicUsize::new(0) });
        let (mut places, mut servers) = (Vec::new(), JoinSet::new());
        for node in 0..nodes {
            let gate = Arc::new(Gate::open());
            let mut listen = async |gate| {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
                let address = listener.local_addr().expect("bound");
                servers.spawn(serve(listener, Door { service: Arc::clone(&service), gate, node }));
                address
            };
            let tokens = listen(Arc::clone(&gate)).await;
            let api = listen(Arc::new(Gate::open())).await;
            places.push(Place { tokens, api, gate });
        }
        Self { service, places, _servers: servers }
    }

    /// Where a node finds the token endpoint, and where the API.
    pub(crate) fn urls(&self, node: usize) -> [String; 2] {
        let place = &self.places[node];
        [place.tokens, place.api].map(|address| format!("http://{address}"))
    }

    pub(crate) fn gate(&self, node: usize) -> &Gate {
        &self.places[node].gate
    }
}

#[derive(Clone)]
struct Door {
    service: Arc<Service>,
    gate: Arc<Gate>,
    node: usize,
}

async fn serve(listener: TcpListener, door: Door) {
    let mut clients = JoinSet::new();
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            clients.spawn(door.clone().attend(Wire::new(stream)));
        }
        while clients.try_join_next().is_some() {}
    }
}

impl Door {
    /// Serves one client's connection to its end.
    async fn attend(self, mut wire: Wire) {
        if self.gate.pass(Stop::Unread).await {
            // Whoever waited here was killed meanwhile; the request is never read.
            return;
        }
        while let Ok(Some(request)) = wire.request().await {
            if request.path.starts_with("/token") {
                return self.ask(&mut wire, &request).await;
            }
            if !wire.answer(&self.call(&request)).await {
                return;
            }
        }
    }

    /// A call of the API.
    fn call(&self, request: &Request) -> Reply {
        let judgement = self.service.truth.judge(&request.bearer);
        self.service.calls.count(self.node, self.service.truth.now(), judgement);
        match judgement {
            Judgement::Valid => Reply::json(200, &json!({"ok": true})),
            _ => Reply::json(401, &json!({"ok": false})),
        }
    }

    async fn ask(&self, wire: &mut Wire, request: &Request) {
        let field = |name| request.field(name).unwrap_or_default();
        match field("grant_type").as_str() {
            "authorization_code" => {
                let answer = self.service.truth.exchange(&field("code"));
                wire.answer(&granted(answer)).await;
            }
            "refresh_token" => self.refresh(wire, &field("refresh_token")).await,
            _ => {
                self.service.strange.fetch_add(1, Ordering::SeqCst);
                wire.answer(&Reply::last(400, &json!({"error": "unsupported_grant_type"}))).await;
            }
        }
    }

    async fn refresh(&self, wire: &mut Wire, token: &str) {
        let truth = &self.service.truth;
        let Some((request, may_fail)) = truth.arrived(self.node, token) else {
            self.service.strange.fetch_add(1, Ordering::SeqCst);
            wire.answer(&granted(None)).await;
            return;
        };
        let fault = self.service.plan.fault(may_fail);
        if let Some(fault) = fault {
            truth.curse(request, fault);
        }
        self.gate.pass(Stop::Received).await;
        match fault {
            Some(Fault::DroppedBefore) => return,
            Some(Fault::ErrorBefore) => {
                wire.answer(&Reply::last(503, &json!({"error": "away"}))).await;
                return;
            }
            Some(Fault::TooMany) => {
                wire.answer(&Reply::text(429, &format!("retry-after: 1\r\n{CLOSE}"), "{}")).await;
                return;
            }
            Some(Fault::Withdrawn) => truth.withdraw(request),
            _ => {}
        }
        let answer = truth.refresh(request, token);
        self.gate.pass(Stop::Rotated).await;
        if self.deliver(wire, fault, answer).await {
            truth.answered(request);
        }
    }

    /// Whether anything was answered.
    async fn deliver(&self, wire: &mut Wire, fault: Option<Fault>, answer: Option<Value>) -> bool {
        let reply = match fault {
            Some(Fault::DroppedAfter) => return false,
            Some(Fault::HangingAfter) => {
                sleep(FOR_EVER).await;
                return false;
            }
            Some(Fault::ErrorAfter) => Reply::last(500, &json!({"error": "server_error"})),
            Some(Fault::Garbage) => Reply::text(200, CLOSE, "<html>everything is fine</html>"),
            Some(Fault::Slow) => {
                sleep(Duration::from_millis(200 + u64::from(self.service.plan.below(1300)))).await;
                granted(answer)
            }
            _ => granted(answer),
        };
        wire.answer(&reply).await
    }
}

fn granted(answer: Option<Value>) -> Reply {
    match answer {
        Some(answer) => Reply::last(200, &answer),
        None => Reply::last(400, &json!({"error": "invalid_grant", "error_description": "this grant is gone"})),
    }
}
