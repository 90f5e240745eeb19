//! Stands in for every service: answers what the case says, and writes down what it was sent.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::case::TokenAnswer;

/// Every host that a case sends something to.
pub(crate) const HOSTS: &[&str] = &[
    "account.docusign.com",
    "acme.api-us1.com",
    "acme.auth0.com",
    "acme.my.salesforce.com",
    "acme.pipedrive.com",
    "api.airtable.com",
    "api.example.com",
    "api.hubapi.com",
    "api.mailjet.com",
    "api.pipedrive.com",
    "api.sendgrid.com",
    "api.stripe.com",
    "api.telegram.org",
    "api.twilio.com",
    "bigquery.googleapis.com",
    "company.clearbit.com",
    "connect.stripe.com",
    "graph.facebook.com",
    "hooks.slack.com",
    "hooks.zapier.com",
    "login.example.com",
    "login.mailchimp.com",
    "login.salesforce.com",
    "oauth.pipedrive.com",
    "oauth2.googleapis.com",
    "person.clearbit.com",
    "sheets.googleapis.com",
    "slack.com",
    "us19.api.mailchimp.com",
    "us6.api.mailchimp.com",
];

/// Headers that say nothing about an action.
const UNINTERESTING: [&str; 5] = ["accept", "accept-encoding", "content-length", "host", "user-agent"];

pub(crate) struct Service {
    address: String,
    script: Arc<Mutex<Script>>,
    _accepting: JoinSet<()>,
}

#[derive(Default)]
struct Script {
    token: Option<TokenAnswer>,
    answers: VecDeque<String>,
    taken: Vec<String>,
}

impl Service {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let script = Arc::new(Mutex::new(Script::default()));
        let mut accepting = JoinSet::new();
        let shared = Arc::clone(&script);
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, script, _accepting: accepting }
    }

    /// Where requests for a host really go.
    pub(crate) fn stand_in(&self, host: &str) -> String {
        format!("http://{}/{host}", self.address)
    }

    pub(crate) fn expect(&self, token: Option<TokenAnswer>, answers: Vec<String>) {
        *self.script.lock().unwrap() = Script { token, answers: answers.into(), taken: Vec::new() };
    }

    /// What was sent since, except to the token endpoint.
    pub(crate) fn taken(&self) -> Vec<String> {
        self.script.lock().unwrap().taken.clone()
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<Script>>) {
    while let Some(request) = Received::read(&mut stream).await {
        let answer = script.lock().unwrap().answer(&request);
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}

impl Script {
    fn answer(&mut self, request: &Received) -> Vec<u8> {
        if let Some(token) = self.token.as_ref().filter(|token| token.at == request.url) {
            return written(&format!("200 {}", token.answer));
        }
        self.taken.push(request.to_text());
        written(&self.answers.pop_front().unwrap_or_else(|| "599".to_owned()))
    }
}

/// `STATUS BODY`, and headers in lines of their own, as it goes over the wire.
fn written(answer: &str) -> Vec<u8> {
    let (first, headers) = answer.trim().split_once('\n').unwrap_or((answer.trim(), ""));
    let (status, body) = first.split_once(' ').unwrap_or((first, ""));
    let headers: String = headers.lines().map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes()
}

struct Received {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Received {
    async fn read(stream: &mut TcpStream) -> Option<Self> {
        let mut text = Vec::new();
        loop {
            let mut piece = [0; 4096];
            let length = stream.read(&mut piece).await.ok().filter(|length| *length > 0)?;
            text.extend_from_slice(&piece[..length]);
            let Some(end) = text.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = Self::of_head(&String::from_utf8_lossy(&text[..end]));
            let announced = head.header("content-length").map_or(0, |length| length.parse().unwrap());
            if text.len() >= end + 4 + announced {
                let body = String::from_utf8(text[end + 4..].to_vec()).unwrap();
                return Some(Self { body, ..head });
            }
        }
    }

    fn of_head(head: &str) -> Self {
        let mut lines = head.lines();
        let mut words = lines.next().unwrap().split(' ');
        let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let mut headers: Vec<_> = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        headers.sort();
        Self { method, url: format!("https:/{path}"), headers, body: String::new() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Method and URL, the headers in the order of the alphabet, an empty line, the body.
    fn to_text(&self) -> String {
        let interesting = self.headers.iter().filter(|(name, _)| !UNINTERESTING.contains(&name.as_str()));
        let headers: String = interesting.map(|(name, value)| format!("{name}: {}\n", shown(name, value))).collect();
        format!("{} {}\n{headers}\n{}", self.method, self.url, self.body).trim().to_owned()
    }
}

/// Base64 hides what is signed with, and keys are different each time.
fn shown(name: &str, value: &str) -> String {
    let pair = value.strip_prefix("Basic ").and_then(|pair| STANDARD.decode(pair).ok());
    match pair.and_then(|pair| String::from_utf8(pair).ok()) {
        Some(pair) => format!("Basic of {pair}"),
        None if name == "idempotency-key" && value.len() >= 36 => "a new one".to_owned(),
        None => value.to_owned(),
    }
}
