//! A service that keeps what it was sent and answers each path as told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    task::JoinSet,
};

/// What arrived.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) target: String,
    headers: HashMap<String, String>,
    pub(crate) body: String,
}

impl Request {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// What to answer, and when.
pub(crate) struct Reply {
    bytes: Vec<u8>,
    delay: Duration,
    gate: Option<Arc<Semaphore>>,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, &body.to_string())
    }

    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self::with_header(status, "x-test", "1", body)
    }

    pub(crate) fn with_header(status: u16, name: &str, value: &str, body: &str) -> Self {
        let head = format!("HTTP/1.1 {status} Told\r\ncontent-length: {}\r\n{name}: {value}\r\n\r\n", body.len());
        Self { bytes: (head + body).into_bytes(), delay: Duration::ZERO, gate: None }
    }

    /// Closes the connection instead of answering.
    pub(crate) fn nothing() -> Self {
        Self { bytes: Vec::new(), delay: Duration::ZERO, gate: None }
    }

    pub(crate) fn after(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// Waits until somebody adds a permit.
    pub(crate) fn behind(self, gate: &Arc<Semaphore>) -> Self {
        Self { gate: Some(Arc::clone(gate)), ..self }
    }
}

type Answer = Arc<dyn Fn(usize, &Request) -> Reply + Send + Sync>;

#[derive(Default)]
struct Told {
    routes: Vec<(String, Answer)>,
    requests: Vec<Request>,
}

/// Listens until dropped.
pub(crate) struct Service {
    url: String,
    told: Arc<Mutex<Told>>,
    _accepting: JoinSet<()>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let told = Arc::new(Mutex::new(Told::default()));
        let mut accepting = JoinSet::new();
        let shared = Arc::clone(&told);
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { url, told, _accepting: accepting }
    }

    /// Answers paths that begin with `path`; what was said last counts. The number is how often a path of that
    /// beginning was asked for, this time included.
    pub(crate) fn on(&self, path: &str, answer: impl Fn(usize, &Request) -> Reply + Send + Sync + 'static) {
        self.told.lock().unwrap().routes.insert(0, (path.to_owned(), Arc::new(answer)));
    }

    pub(crate) fn always(&self, path: &str, status: u16, body: Value) {
        self.on(path, move |_, _| Reply::json(status, &body));
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Everything asked of paths with this beginning.
    pub(crate) fn requests(&self, path: &str) -> Vec<Request> {
        let told = self.told.lock().unwrap();
        told.requests.iter().filter(|request| request.target.starts_with(path)).cloned().collect()
    }

    pub(crate) fn count(&self, path: &str) -> usize {
        self.requests(path).len()
    }

    /// Waits until so many requests of that beginning have come.
    pub(crate) async fn reached(&self, path: &str, count: usize) {
        while self.count(path) < count {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

async fn serve(mut stream: TcpStream, told: Arc<Mutex<Told>>) {
    while let Some(request) = read(&mut stream).await {
        let reply = answer(&told, request);
        tokio::time::sleep(reply.delay).await;
        if let Some(gate) = &reply.gate {
            gate.acquire().await.unwrap().forget();
        }
        if reply.bytes.is_empty() || stream.write_all(&reply.bytes).await.is_err() {
            return;
        }
    }
}

fn answer(told: &Mutex<Told>, request: Request) -> Reply {
    let mut told = told.lock().unwrap();
    told.requests.push(request.clone());
    let route = told.routes.iter().find(|(path, _)| request.target.starts_with(path)).cloned();
    let Some((path, answer)) = route else { return Reply::text(200, "{}") };
    let count = told.requests.iter().filter(|earlier| earlier.target.starts_with(&path)).count();
    drop(told);
    answer(count, &request)
}

async fn read(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let request = parse(head, body);
        let announced = request.header("content-length").map_or(0, |length| length.parse().unwrap());
        if body.len() >= announced {
            return Some(request);
        }
    }
}

fn parse(head: &str, body: &str) -> Request {
    let mut lines = head.lines();
    let mut first = lines.next().unwrap().split(' ');
    let (method, target) = (first.next().unwrap().to_owned(), first.next().unwrap().to_owned());
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
    Request { method, target, headers, body: body.to_owned() }
}
