//! What a flow's author or a hostile service may try to reach our own network with.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{listener::*, *};

/// `PORT` is where a listener waits on 127.0.0.1.
const HOSTILE: &[&str] = &[
    // loopback, in every notation the URL standard reads
    "http://127.0.0.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0X7F.0.0.1:PORT/",
    "http://0x7f.1:PORT/",
    "http://017700000001:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0x0.0.1:PORT/",
    "http://127.0.0.01:PORT/",
    "http://127.255.255.254:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0x0:PORT/",
    "https://127.0.0.1:PORT/",
    "http:127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    "http:////127.0.0.1:PORT/",
    " http://127.0.0.1:PORT/ ",
    "ht\ntp://127.0.\t0.1:PORT/",
    // the same behind other digits and escapes
    "http://１２７.０.０.１:PORT/",
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://127。0。0。1:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://127%2E0%2E0%2E1:PORT/",
    "http://0x7f%2e1:PORT/",
    // IPv6, and IPv4 inside it
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[0:0:0:0:0:ffff:7f00:0001]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2001:0:7f00:1::]:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[fe80::1%25lo]:PORT/",
    "http://[fe80::1%lo]:PORT/",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[fec0::1]:PORT/",
    "http://[ff02::1]:PORT/",
    // the neighbourhood
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1:8443/",
    "http://100.64.0.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    // names that lead there
    "http://localhost:PORT/",
    "http://LOCALHOST:PORT/",
    "http://localhost.:PORT/",
    "http://private.test:PORT/",
    "http://private.test.:PORT/",
    "http://127.0.0.1.nip.test:PORT/",
    "http://xn--prvate-cva.test:PORT/",
    "http://mapped.test:PORT/",
    "http://metadata.test/",
    "http://everything-private.test:PORT/",
    "http://%70rivate.test:PORT/",
    "http://ｐｒｉｖａｔｅ.test:PORT/",
    // user names that look like hosts, and hosts that look like user names
    "http://api.example.com@127.0.0.1:PORT/",
    "http://api.example.com:443@127.0.0.1:PORT/",
    "http://api.example.com%2f@127.0.0.1:PORT/",
    "http://api.example.com%23@127.0.0.1:PORT/",
    "http://127.0.0.1:PORT\\@api.example.com/",
    "http://127.0.0.1:PORT#@api.example.com/",
    "http://127.0.0.1:PORT?@api.example.com/",
    "http://user:password@public.test:PORT/",
    "http://:password@public.test:PORT/",
    // other schemes
    "file:///etc/passwd",
    "file://127.0.0.1/etc/passwd",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/_GET%20/",
    "dict://127.0.0.1:PORT/info",
    "ldap://127.0.0.1:PORT/",
    "ws://127.0.0.1:PORT/",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun%2Fdocker.sock/info",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "blob:http://127.0.0.1:PORT/x",
    "about:blank",
    "jar:http://127.0.0.1:PORT/x!/",
];

/// Not URLs, or relative ones: refused when asked for, harmless as the target of a redirect.
const NOT_URLS: &[&str] = &[
    "",
    "//127.0.0.1:PORT/",
    "127.0.0.1:PORT",
    "http://",
    "http://[::1:PORT/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:PORT:80/",
    "http://256.256.256.256/",
    "http://0x100000000/",
    "http://1.2.3.4.5/",
    "http://127.0.0.1%00.example.com:PORT/",
    "http://127.0.0.1 .example.com:PORT/",
    "http://exa mple.com/",
    "http://a<b>.example.com/",
];

fn names(name: &str) -> Vec<IpAddr> {
    match name.trim_end_matches('.') {
        "public.test" => addresses(&[PUBLIC]),
        "mapped.test" => addresses(&["::ffff:127.0.0.1"]),
        "metadata.test" => addresses(&["169.254.169.254", "fd00:ec2::254"]),
        "everything-private.test" => addresses(&["10.0.0.1", "::1", "192.168.0.1", "127.0.0.1", "fe80::1"]),
        _ => addresses(&[PRIVATE]),
    }
}

async fn attempt(client: &Client, url: &str) -> Result<Response, Error> {
    client.send(Request::new(Method::GET, url)?).await
}

#[tokio::test]
async fn no_hostile_url_is_sent_a_single_byte() {
    assert!(HOSTILE.len() + NOT_URLS.len() >= 100);
    let trap = Listener::fine(PRIVATE).await;
    let client = client_with(public_only(), names);
    for url in HOSTILE.iter().chain(NOT_URLS) {
        let url = url.replace("PORT", &trap.port().to_string());
        let result = attempt(&client, &url).await;
        assert!(is_refused(&result), "{url}: {result:?}");
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn no_redirect_leads_to_a_hostile_url() {
    let trap = Listener::fine(PRIVATE).await;
    let client = client_with(public_only(), names);
    let port = trap.port().to_string();
    for url in HOSTILE.iter().filter(|url| !url.contains('\n')) {
        let service = Listener::redirecting(PUBLIC, 302, url.replace("PORT", &port)).await;
        let result = attempt(&client, &service.url("/")).await;
        assert!(is_misdirected(&result), "{url}: {result:?}");
        assert_eq!(service.connections(), 1);
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_scheme_relative_redirect_is_checked_like_any_other() {
    let trap = Listener::fine(PRIVATE).await;
    let service = Listener::redirecting(PUBLIC, 307, format!("//127.0.0.1:{}/", trap.port())).await;
    assert!(is_misdirected(&attempt(&client(), &service.url("/")).await));
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_name_that_turns_private_is_reached_only_while_it_was_public() {
    let trap = Listener::fine(PRIVATE).await;
    // HTTP/1.0 closes, so that the second request must resolve again.
    let service = Listener::start(PUBLIC, |_| b"HTTP/1.0 200 OK\r\n\r\npublic".to_vec()).await;
    let asked = AtomicUsize::new(0);
    let client = client_with(public_only(), move |_| match asked.fetch_add(1, Ordering::SeqCst) {
        0 => addresses(&[PUBLIC]),
        _ => addresses(&[PRIVATE]),
    });
    let first = attempt(&client, &format!("http://rebinding.test:{}/", service.port())).await.unwrap();
    assert_eq!(first.body, b"public");
    for port in [service.port(), trap.port()] {
        assert!(is_refused(&attempt(&client, &format!("http://rebinding.test:{port}/")).await));
    }
    assert_eq!((service.connections(), trap.connections()), (1, 0));
}

#[tokio::test]
async fn a_name_is_resolved_once_per_connection_so_there_is_no_second_answer_to_connect_to() {
    let service = Listener::fine(PUBLIC).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = client_with(public_only(), move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        addresses(&[PUBLIC])
    });
    attempt(&client, &format!("http://once.test:{}/", service.port())).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn of_mixed_answers_only_the_public_addresses_are_connected_to() {
    let service = Listener::fine(PUBLIC).await;
    let client = client_with(public_only(), |_| addresses(&["127.0.0.1", "::1", "10.0.0.1", PUBLIC, "127.0.0.3"]));
    let result = attempt(&client, &format!("http://mixed.test:{}/", service.port())).await.unwrap();
    assert_eq!((result.body.as_slice(), service.connections()), (b"ok".as_slice(), 1));

    let trap = Listener::fine(PRIVATE).await;
    // Nobody listens on this port of the public address, and that is the end of it.
    let result = attempt(&client, &format!("http://mixed.test:{}/", trap.port())).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_rewrite_does_not_lead_past_the_guard() {
    let trap = Listener::fine(PRIVATE).await;
    let rewrite = format!(r#"{{"https://api.example.com": "http://127.0.0.1:{}"}}"#, trap.port());
    let closed = client_with(Outbound::parse("", &rewrite).unwrap(), |_| addresses(&[PRIVATE]));
    assert!(is_refused(&attempt(&closed, "https://api.example.com/").await));
    assert_eq!(trap.connections(), 0);

    let open = client_with(Outbound::parse("127.0.0.0/8", &rewrite).unwrap(), |_| Vec::new());
    assert_eq!(attempt(&open, "https://api.example.com/a?b").await.unwrap().status, 200);
    assert!(trap.requests()[0].starts_with("GET /a?b HTTP/1.1"));
}

#[tokio::test]
async fn an_error_tells_why_without_path_and_query() {
    let client = client_with(public_only(), names);
    for url in ["http://10.0.0.1/hunter22?key=hunter22", "http://private.test/hunter22?key=hunter22"] {
        let error = attempt(&client, url).await.unwrap_err().to_string();
        assert!(!error.contains("hunter22"), "{error}");
        assert!(error.contains("private") || error.contains("loopback"), "{error}");
    }
}
