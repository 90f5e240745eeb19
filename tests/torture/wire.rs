//! HTTP/1.1 by hand, because a server that always answers well cannot play one that does not.

use std::io;

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};
use url::form_urlencoded;

/// A request, as far as anyone here asks.
pub(crate) struct Request {
    pub(crate) path: String,
    pub(crate) bearer: String,
    body: String,
}

impl Request {
    /// A field of the form in the body.
    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let mut fields = form_urlencoded::parse(self.body.as_bytes());
        fields.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

/// One client's connection.
pub(crate) struct Wire(BufReader<TcpStream>);

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self(BufReader::new(stream))
    }

    /// The next request; `None` when the client is done.
    pub(crate) async fn request(&mut self) -> io::Result<Option<Request>> {
        let mut line = String::new();
        if self.0.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let (mut bearer, mut length) = (String::new(), 0);
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "authorization" => bearer = value.strip_prefix("Bearer ").unwrap_or_default().to_owned(),
                "content-length" => length = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await?;
        Ok(Some(Request { path, bearer, body: String::from_utf8_lossy(&body).into_owned() }))
    }

    /// Answers; `false` when nobody is there to hear it.
    pub(crate) async fn answer(&mut self, reply: &Reply) -> bool {
        self.0.write_all(reply.0.as_bytes()).await.is_ok() && self.0.flush().await.is_ok()
    }
}

/// An answer.
pub(crate) struct Reply(String);

impl Reply {
    /// JSON, after which the connection stays open.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::text(status, "", &body.to_string())
    }

    /// Anything, with more headers, each ending in a line break.
    pub(crate) fn text(status: u16, headers: &str, body: &str) -> Self {
        let length = body.len();
        Self(format!(
            "HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
        ))
    }

    /// JSON, after which the connection is closed: every request for a token comes on one of its own, so that each can
    /// be stopped at the door.
    pub(crate) fn last(status: u16, body: &Value) -> Self {
        Self::text(status, CLOSE, &body.to_string())
    }
}

/// The header that ends a connection.
pub(crate) const CLOSE: &str = "connection: close\r\n";
