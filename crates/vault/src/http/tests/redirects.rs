//! What comes along on a redirect, and what stays behind.

use super::{listener::*, *};
use crate::http::Hosts;

const SECRET: &str = "hunter22-hunter22";

/// Signed in every way a header can be, with headers that only their author knows to be secrets.
fn signed(request: Request<'static>) -> Request<'static> {
    let request = request.basic("user", SECRET).credential_header("x-signature", SECRET).unwrap();
    let request = request.header("cookie", SECRET).unwrap().header("x-api-key", SECRET).unwrap();
    request.header("accept", "application/json").unwrap()
}

fn base64_secret() -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(format!("user:{SECRET}"))
}

#[tokio::test]
async fn no_credential_crosses_to_another_origin_and_none_comes_back() {
    for status in [301, 302, 303, 307, 308] {
        let last = Listener::fine(PUBLIC).await;
        let other = Listener::redirecting(PUBLIC, status, last.url("/last")).await;
        let service = Listener::redirecting(PUBLIC, status, other.url("/other")).await;
        let answer = client().send(signed(get(&service.url("/")))).await.unwrap();
        assert_eq!((answer.status, answer.hops), (200, 2));
        assert!(service.requests()[0].contains(&base64_secret()) && service.requests()[0].contains(SECRET));
        for request in [&other.requests()[0], &last.requests()[0]] {
            assert!(!request.contains(SECRET) && !request.contains(&base64_secret()), "{status}: {request}");
            assert!(request.contains("accept: application/json"), "what is no secret travels: {request}");
        }
    }
}

#[tokio::test]
async fn credentials_do_not_return_after_a_detour() {
    let service = Arc::new(std::sync::OnceLock::<String>::new());
    let home = Arc::clone(&service);
    let detour = Listener::start(PUBLIC, move |_| redirect(302, home.get().unwrap())).await;
    let away = detour.url("/");
    let listener = Listener::start(PUBLIC, move |request| match request.starts_with("GET /back ") {
        true => answer("200 OK", "", b""),
        false => redirect(302, &away),
    })
    .await;
    service.set(listener.url("/back")).unwrap();
    client().send(signed(get(&listener.url("/")))).await.unwrap();
    assert!(!listener.requests()[1].contains(SECRET));
}

#[tokio::test]
async fn within_the_origin_credentials_stay() {
    let service = Listener::start(PUBLIC, |request| match request.starts_with("GET /new ") {
        true => answer("200 OK", "", b"new"),
        false => redirect(301, "/new"),
    })
    .await;
    let answer = client().send(signed(get(&service.url("/old?x=1")))).await.unwrap();
    assert_eq!((answer.body.as_slice(), answer.hops), (b"new".as_slice(), 1));
    assert!(service.requests()[1].contains(&base64_secret()));
}

#[tokio::test]
async fn another_port_is_another_origin() {
    let other = Listener::fine(PUBLIC).await;
    let service = Listener::redirecting(PUBLIC, 307, other.url("/")).await;
    client().send(signed(post(&service.url("/"), "hello"))).await.unwrap();
    assert!(other.requests()[0].ends_with("hello") && !other.requests()[0].contains(SECRET));
}

#[tokio::test]
async fn a_request_with_a_credential_in_its_url_or_body_is_not_redirected_off_its_origin() {
    for status in [301, 302, 303, 307, 308] {
        let trap = Listener::fine(PUBLIC).await;
        let service = Listener::redirecting(PUBLIC, status, trap.url("/")).await;
        let result = client().send(post(&service.url("/"), SECRET).secret_inside()).await;
        assert!(is_misdirected(&result), "{status}: {result:?}");
        assert_eq!(trap.connections(), 0);
    }
}

#[tokio::test]
async fn a_redirect_out_of_the_permitted_hosts_is_refused() {
    let trap = Listener::fine(PUBLIC).await;
    let service = Listener::redirecting(PUBLIC, 302, format!("http://elsewhere.test:{}/", trap.port())).await;
    let client = client_with(public_only(), |_| addresses(&[PUBLIC]));
    let permitted = |host: &str| host == "here.test";
    let url = format!("http://here.test:{}/", service.port());
    let result = client.send(signed(get(&url)).hosts(Hosts::Only(&permitted))).await;
    assert!(is_misdirected(&result), "{result:?}");
    assert_eq!(trap.connections(), 0);

    let result = client.send(signed(get(&trap.url("/"))).hosts(Hosts::Only(&permitted))).await;
    assert!(is_refused(&result) && trap.connections() == 0, "{result:?}");
}

#[tokio::test]
async fn the_method_and_the_body_follow_the_status() {
    for (status, method, expected, keeps_body) in [
        (301, Method::POST, "GET", false),
        (302, Method::POST, "GET", false),
        (303, Method::POST, "GET", false),
        (303, Method::PUT, "GET", false),
        (303, Method::HEAD, "HEAD", false),
        (301, Method::PUT, "PUT", true),
        (302, Method::DELETE, "DELETE", true),
        (307, Method::POST, "POST", true),
        (308, Method::PATCH, "PATCH", true),
    ] {
        let service = Listener::start(PUBLIC, move |request| match request.contains(" /new ") {
            true => b"HTTP/1.0 204 No Content\r\n\r\n".to_vec(),
            false => format!("HTTP/1.0 {status} Moved\r\nlocation: /new\r\n\r\n").into_bytes(),
        })
        .await;
        let request = Request::new(method.clone(), &service.url("/old")).unwrap();
        let request = if method == Method::HEAD { request } else { request.body(b"hello".to_vec()) };
        client().send(request.header("content-type", "text/plain").unwrap()).await.unwrap();
        let last = service.requests().pop().unwrap();
        assert!(last.starts_with(expected), "{status} {method}: {last}");
        assert_eq!(last.ends_with("hello"), keeps_body, "{status} {method}: {last}");
        assert_eq!(last.contains("content-type"), keeps_body || expected == "HEAD", "{status} {method}: {last}");
    }
}

#[tokio::test]
async fn five_redirects_are_followed_and_no_sixth() {
    let counting = |last: usize| {
        Listener::start(PUBLIC, move |request| {
            let number: usize = request[5..].split(' ').next().unwrap().parse().unwrap();
            if number == last { answer("200 OK", "", b"") } else { redirect(302, &format!("/{}", number + 1)) }
        })
    };
    let (five, six) = (counting(5).await, counting(6).await);
    assert_eq!(client().send(get(&five.url("/0"))).await.unwrap().hops, 5);
    assert!(is_misdirected(&client().send(get(&six.url("/0"))).await));
    assert_eq!(six.requests().len(), 6);
}

#[tokio::test]
async fn a_redirect_is_resolved_against_the_url_before_the_rewrite() {
    let service = Listener::start(PUBLIC, |request| match request.starts_with("GET /stand-in/new ") {
        true => answer("200 OK", "", b"new"),
        false => redirect(302, "new"),
    })
    .await;
    let rewrite = format!(r#"{{"https://api.example.com": "{}"}}"#, service.url("/stand-in"));
    let client = client_with(Outbound::parse("127.0.0.2", &rewrite).unwrap(), |_| Vec::new());
    let permitted = |host: &str| host == "api.example.com";
    let request = signed(get("https://api.example.com/old")).hosts(Hosts::Only(&permitted));
    assert_eq!(client.send(request).await.unwrap().body, b"new");
    assert!(service.requests()[1].contains(SECRET));
}

#[tokio::test]
async fn a_redirect_is_an_answer_to_who_does_not_follow() {
    let service = Listener::redirecting(PUBLIC, 302, "http://10.0.0.1/".into()).await;
    let answer = client().send(get(&service.url("/")).without_redirects()).await.unwrap();
    assert_eq!((answer.status, answer.header("location")), (302, Some("http://10.0.0.1/")));
}

#[tokio::test]
async fn a_redirect_without_a_target_and_a_304_are_answers() {
    for head in ["302 Found", "304 Not Modified", "300 Multiple Choices"] {
        let service = Listener::start(PUBLIC, move |_| answer(head, "", b"")).await;
        assert_eq!(client().send(get(&service.url("/"))).await.unwrap().status.to_string(), head[..3]);
    }
}

#[tokio::test]
async fn a_failure_after_a_redirect_is_not_called_unsent() {
    let gone = Listener::fine(PUBLIC).await.url("/");
    let service = Listener::redirecting(PUBLIC, 303, gone).await;
    let result = client().send(post(&service.url("/"), "order")).await;
    assert!(matches!(result, Err(Error::Indeterminate { .. })), "{result:?}");
}
