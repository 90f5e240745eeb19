//! A service made of one closure: it counts connections, keeps what it was sent, and answers as told.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// Listens until dropped.
pub(super) struct Listener {
    address: String,
    seen: Arc<Seen>,
    _accepting: JoinSet<()>,
}

#[derive(Default)]
struct Seen {
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

impl Listener {
    /// Listens on a free port of `host` and answers each request with the bytes `answer` gives for its text. No bytes
    /// means: no answer, with the connection left open.
    pub(super) async fn start(host: &str, answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((host, 0)).await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (seen, answer) = (Arc::new(Seen::default()), Arc::new(answer));
        let mut accepting = JoinSet::new();
        accepting.spawn({
            let seen = Arc::clone(&seen);
            async move {
                let mut connections = JoinSet::new();
                while let Ok((stream, _)) = listener.accept().await {
                    seen.connections.fetch_add(1, Ordering::SeqCst);
                    let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                    connections.spawn(async move { serve(stream, &seen, &*answer).await });
                }
            }
        });
        Self { address, seen, _accepting: accepting }
    }

    /// One that answers 200 with `ok`.
    pub(super) async fn fine(host: &str) -> Self {
        Self::start(host, |_| answer("200 OK", "", b"ok")).await
    }

    /// One that redirects everything.
    pub(super) async fn redirecting(host: &str, status: u16, location: String) -> Self {
        Self::start(host, move |_| redirect(status, &location)).await
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(super) fn port(&self) -> u16 {
        self.address.rsplit(':').next().unwrap().parse().unwrap()
    }

    pub(super) fn connections(&self) -> usize {
        self.seen.connections.load(Ordering::SeqCst)
    }

    /// The text of every request so far, head and body.
    pub(super) fn requests(&self) -> Vec<String> {
        self.seen.requests.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, seen: &Seen, answer: &(dyn Fn(&str) -> Vec<u8> + Send + Sync)) {
    while let Some(request) = read_request(&mut stream).await {
        let bytes = answer(&request);
        seen.requests.lock().unwrap().push(request);
        if bytes.is_empty() {
            std::future::pending::<()>().await;
        }
        if stream.write_all(&bytes).await.is_err() || bytes.starts_with(b"HTTP/1.0") {
            return;
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await.ok().filter(|length| *length > 0)?;
        text.extend_from_slice(&piece[..length]);
        let Some(head) = text.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head_text = String::from_utf8_lossy(&text[..head]).to_lowercase();
        let announced = head_text
            .split("content-length: ")
            .nth(1)
            .map_or(0, |rest| rest.lines().next().unwrap().trim().parse().unwrap());
        if text.len() >= head + 4 + announced {
            return Some(String::from_utf8_lossy(&text).into_owned());
        }
    }
}

/// A whole answer. `headers` are lines that end in a line break.
pub(super) fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
    [head.as_bytes(), body].concat()
}

pub(super) fn redirect(status: u16, location: &str) -> Vec<u8> {
    answer(&format!("{status} Moved"), &format!("location: {location}\r\n"), b"elsewhere")
}
