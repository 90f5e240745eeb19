//! What a service gets to see of a request, and we of its answer.

use super::{listener::*, *};

#[tokio::test]
async fn a_request_arrives_as_built() {
    let service = Listener::fine(PUBLIC).await;
    let request = post(&service.url("/a/b?c=d#fragment"), "hello").basic("user", "password");
    client().send(request.header("X-Other", "Grüße").unwrap()).await.unwrap();
    let sent = &service.requests()[0];
    assert!(sent.starts_with("POST /a/b?c=d HTTP/1.1\r\n"), "{sent}");
    for part in [
        "content-type: text/plain\r\n",
        "content-length: 5\r\n",
        "authorization: Basic dXNlcjpwYXNzd29yZA==\r\n",
        "x-other: Grüße\r\n",
        concat!("user-agent: Flowvault/", env!("CARGO_PKG_VERSION"), "\r\n"),
        "accept-encoding: ",
        "\r\n\r\nhello",
    ] {
        assert!(sent.contains(part), "{part}: {sent}");
    }
    assert!(!sent.contains("referer") && !sent.contains("cookie"));
}

#[tokio::test]
async fn an_empty_post_says_that_it_is_empty() {
    let service = Listener::fine(PUBLIC).await;
    client().send(Request::new(Method::POST, &service.url("/")).unwrap()).await.unwrap();
    client().send(get(&service.url("/"))).await.unwrap();
    assert!(service.requests()[0].contains("content-length: 0"));
    assert!(!service.requests()[1].contains("content-length"));
}

#[tokio::test]
async fn connections_are_used_again() {
    let service = Listener::fine(PUBLIC).await;
    let client = client();
    for _ in 0..3 {
        client.send(get(&service.url("/"))).await.unwrap();
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 1));
}

#[tokio::test]
async fn what_signs_a_request_is_not_replaced_by_what_does_not() {
    let service = Listener::fine(PUBLIC).await;
    let request = get(&service.url("/")).basic("user", "password").header("Authorization", "mine").unwrap();
    client().send(request).await.unwrap();
    let request = get(&service.url("/")).header("Authorization", "mine").unwrap().basic("user", "password");
    client().send(request).await.unwrap();
    for sent in service.requests() {
        assert!(sent.contains("Basic dXNlcjpwYXNzd29yZA==") && !sent.contains("mine"), "{sent}");
    }
}

#[tokio::test]
async fn headers_that_frame_the_message_are_left_out() {
    let service = Listener::fine(PUBLIC).await;
    let mut request = post(&service.url("/"), "hello");
    for (name, value) in
        [("Content-Length", "0"), ("Transfer-Encoding", "chunked"), ("Connection", "upgrade"), ("TE", "x")]
    {
        request = request.header(name, value).unwrap();
    }
    client().send(request).await.unwrap();
    let sent = service.requests()[0].to_lowercase();
    assert!(sent.contains("content-length: 5") && sent.ends_with("hello"), "{sent}");
    assert!(!sent.contains("chunked") && !sent.contains("upgrade") && !sent.contains("te: x"), "{sent}");
}

#[test]
fn a_signature_is_never_left_out() {
    for name in ["Connection", "proxy-authorization", "Content-Length", "host"] {
        let result = get("https://api.example.com/").credential_header(name, "hunter22");
        assert!(matches!(result, Err(Error::Refused { .. })), "{name}");
    }
}

#[test]
fn headers_that_would_break_out_are_refused() {
    let url = "https://api.example.com/";
    for (name, value) in [
        ("x", "a\r\nhost: evil.example"),
        ("x", "a\nb"),
        ("x", "a\0b"),
        ("x y", "a"),
        ("x:", "a"),
        ("", "a"),
        ("x\r\ny", "a"),
        ("Host", "evil.example"),
        ("host", "api.example.com:8443"),
    ] {
        let result = get(url).header(name, value);
        assert!(matches!(result, Err(Error::Refused { .. })), "{name:?}: {value:?}");
        let error = get(url).credential_header("authorization", "hunter22\n").unwrap_err().to_string();
        assert!(!error.contains("hunter22"));
    }
    assert!(get(url).header("Host", "API.example.com").is_ok());
}

#[tokio::test]
async fn an_answer_has_lower_case_names_and_joined_values() {
    let headers = "X-One: a\r\nx-one: b\r\nSet-Cookie: c=1\r\nX-Latin: \u{e9}\r\n";
    let service = Listener::start(PUBLIC, move |_| answer("418 Teapot", headers, b"\xff\x00")).await;
    let response = client().send(get(&service.url("/"))).await.unwrap();
    assert_eq!((response.status, response.body.as_slice(), response.hops), (418, b"\xff\x00".as_slice(), 0));
    assert_eq!(response.header("x-one"), Some("a, b"));
    assert_eq!(response.header("set-cookie"), Some("c=1"));
    assert_eq!(response.header("x-latin"), Some("é"));
}

#[tokio::test]
async fn printing_a_request_or_its_answer_shows_no_secret() {
    let service = Listener::fine(PUBLIC).await;
    let request = post(&service.url("/hunter22?hunter22"), "hunter22").basic("hunter22", "hunter22");
    assert!(!format!("{request:?}").contains("hunter22"));
    assert_eq!(format!("{:?}", client().send(request).await.unwrap()), "[response 200, 2 bytes, 0 redirects]");
}

#[test]
fn sending_fits_into_any_task() {
    fn is_send<T: Send>(_: T) {}
    is_send(client().send(get("https://api.example.com/")));
}
