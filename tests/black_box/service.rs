//! An outside service, played on this machine: keeps what it receives to the letter and answers as the test says.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::Response,
    serve::ListenerExt as _,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;
use tokio::{net::TcpListener, task::JoinSet};

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    /// As on the wire, still encoded.
    pub(crate) query: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    /// `METHOD /path`.
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// The one header of this name, `None` if there is none.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let first = found.next();
        assert_eq!(found.next(), None, "{name} came twice");
        first
    }

    /// The names of all headers, sorted.
    pub(crate) fn header_names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// What the service says, and when.
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    delay: Duration,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, &body.to_string()).header("content-type", "application/json")
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self { status, headers: Vec::new(), body: body.as_bytes().to_vec(), delay: Duration::ZERO }
    }

    pub(crate) fn redirect(location: &str) -> Self {
        Self::text(302, "").header("location", location)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Answers only after this long.
    pub(crate) fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

type Script = Box<dyn Fn(&Received) -> Reply + Send + Sync>;

struct Stage {
    script: Script,
    received: Mutex<Vec<Received>>,
    connections: AtomicUsize,
}

/// A listening service. Dropping it closes it.
pub(crate) struct Service {
    address: SocketAddr,
    stage: Arc<Stage>,
    _server: JoinSet<()>,
}

impl Service {
    /// Listens on a free port of 127.0.0.1.
    pub(crate) async fn start(script: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1", script).await
    }

    /// Listens on a free port of this address.
    pub(crate) async fn start_at(host: &str, script: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((host, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let stage =
            Arc::new(Stage { script: Box::new(script), received: Mutex::default(), connections: AtomicUsize::new(0) });
        let router = Router::new().fallback(play).with_state(Arc::clone(&stage));
        let counter = Arc::clone(&stage);
        let listener = listener.tap_io(move |_| {
            counter.connections.fetch_add(1, Ordering::SeqCst);
        });
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.expect("serving") });
        Self { address, stage, _server: server }
    }

    /// A service that answers everything with this JSON.
    pub(crate) async fn always(status: u16, body: Value) -> Self {
        Self::start(move |_| Reply::json(status, &body)).await
    }

    /// `http://127.0.0.1:port` and this path.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// All requests so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.stage.received.lock().expect("no script panics").clone()
    }

    /// The one request there was.
    #[track_caller]
    pub(crate) fn only_request(&self) -> Received {
        let mut received = self.received();
        assert_eq!(received.len(), 1, "{received:#?}");
        received.remove(0)
    }

    /// How often someone connected, whether or not a request followed.
    pub(crate) fn connections(&self) -> usize {
        self.stage.connections.load(Ordering::SeqCst)
    }
}

async fn play(State(stage): State<Arc<Stage>>, request: Request) -> Response<Body> {
    let received = read(request).await;
    let reply = (stage.script)(&received);
    stage.received.lock().expect("no script panics").push(received);
    tokio::time::sleep(reply.delay).await;
    let mut response = Response::builder().status(reply.status);
    for (name, value) in &reply.headers {
        // Bytes, since services do not keep to ASCII in headers either.
        response = response.header(name, value.as_bytes());
    }
    response.body(Body::from(reply.body)).expect("a valid reply")
}

async fn read(request: Request) -> Received {
    let (head, body) = request.into_parts();
    let body: Bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Received {
        method: head.method.to_string(),
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head.headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        body: text(&body),
    }
}

/// The `Authorization` header a user name and a password make.
pub(crate) fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{username}:{password}")))
}
