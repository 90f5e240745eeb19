//! A service on this machine that answers every request by its path and remembers what it was asked.

use std::sync::Mutex;

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// Listens as long as [`Service::serve`] is polled.
pub(crate) struct Service {
    listener: TcpListener,
    requests: Mutex<Vec<String>>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self { listener, requests: Mutex::default() }
    }

    /// Where it listens: `http://127.0.0.1:1234`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.listener.local_addr().unwrap())
    }

    /// Whole requests, in the order they came.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Answers one connection after the other, for ever.
    pub(crate) async fn serve(&self) -> ! {
        loop {
            let (mut stream, _) = self.listener.accept().await.unwrap();
            let request = read(&mut stream).await;
            let answer = self.answer(&request).await;
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    }

    async fn answer(&self, request: &str) -> String {
        let path = request.split(' ').nth(1).unwrap().to_owned();
        self.requests.lock().unwrap().push(request.to_owned());
        let (status, body) = match path.as_str() {
            "/slow" => std::future::pending().await,
            "/missing" => (404, json!({ "error": "no such thing" })),
            _ if path.starts_with("/twilio/") => (201, json!({ "sid": "SM1", "status": "queued" })),
            _ => (200, json!({ "name": "Ada Lovelace", "phone": "+34600111222" })),
        };
        http(status, &body)
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    while !is_whole(&request) {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece).await.unwrap();
        assert!(length > 0, "the client hung up");
        request.extend_from_slice(&piece[..length]);
    }
    String::from_utf8(request).unwrap()
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
    body.len() >= length.unwrap_or(0)
}

fn http(status: u16, body: &Value) -> String {
    let body = body.to_string();
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}
