//! Size and time: what a service may cost us.

use std::{io::Write, time::Duration};

use super::{listener::*, *};
use crate::http::Limits;

const LIMIT: usize = 100_000;

fn limited() -> Client {
    let limits = Limits { connect: Duration::from_millis(300), total: Duration::from_millis(600), body_bytes: LIMIT };
    client_with(Outbound { limits, ..public_only() }, |_| Vec::new())
}

async fn fetch(answer: Vec<u8>) -> Result<Response, Error> {
    let service = Listener::start(PUBLIC, move |_| answer.clone()).await;
    limited().send(get(&service.url("/"))).await
}

fn is_too_large(result: &Result<Response, Error>) -> bool {
    matches!(result, Err(Error::TooLarge { limit: LIMIT }))
}

#[tokio::test]
async fn an_answer_of_exactly_the_limit_is_read_and_one_byte_more_is_not() {
    assert_eq!(fetch(answer("200 OK", "", &[7; LIMIT])).await.unwrap().body.len(), LIMIT);
    assert!(is_too_large(&fetch(answer("200 OK", "", &[7; LIMIT + 1])).await));
}

#[tokio::test]
async fn an_answer_that_does_not_say_its_size_is_cut_off_at_the_limit() {
    let endless = [b"HTTP/1.0 200 OK\r\n\r\n".as_slice(), &[7; LIMIT * 3]].concat();
    assert!(is_too_large(&fetch(endless).await));
}

#[tokio::test]
async fn an_announced_size_above_the_limit_is_not_waited_for() {
    assert!(is_too_large(&fetch(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n".to_vec()).await));
}

fn compressed(encoding: &str, plain: &[u8]) -> Vec<u8> {
    match encoding {
        "gzip" => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(plain).unwrap();
            encoder.finish().unwrap()
        }
        "deflate" => {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(plain).unwrap();
            encoder.finish().unwrap()
        }
        _ => {
            let mut packed = Vec::new();
            brotli::CompressorWriter::new(&mut packed, 4096, 5, 22).write_all(plain).unwrap();
            packed
        }
    }
}

#[tokio::test]
async fn compressed_answers_are_unpacked_and_count_by_what_they_unpack_to() {
    for encoding in ["gzip", "deflate", "br"] {
        let header = format!("content-encoding: {encoding}\r\n");
        let small = answer("200 OK", &header, &compressed(encoding, b"hello"));
        assert_eq!(fetch(small).await.unwrap().body, b"hello", "{encoding}");

        let bomb = compressed(encoding, &vec![0; 20 * 1024 * 1024]);
        assert!(bomb.len() < LIMIT, "{encoding}: {}", bomb.len());
        assert!(is_too_large(&fetch(answer("200 OK", &header, &bomb)).await), "{encoding}");
    }
}

#[tokio::test]
async fn a_broken_compression_is_no_usable_answer() {
    let result = fetch(answer("200 OK", "content-encoding: gzip\r\n", b"not gzip at all, surely")).await;
    assert!(matches!(result, Err(Error::Indeterminate { .. })), "{result:?}");
}

#[tokio::test]
async fn a_silent_service_is_given_up_after_the_total_time() {
    let result = fetch(Vec::new()).await;
    assert!(matches!(result, Err(Error::Indeterminate { .. })), "{result:?}");
}

#[tokio::test]
async fn a_service_that_stops_within_its_answer_is_given_up_too() {
    let result = fetch(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".to_vec()).await;
    assert!(matches!(result, Err(Error::Indeterminate { .. })), "{result:?}");
}

#[tokio::test]
async fn a_request_may_shorten_its_time() {
    let service = Listener::start(PUBLIC, |_| Vec::new()).await;
    let result = client().send(get(&service.url("/")).within(Duration::from_millis(50))).await;
    assert!(result.unwrap_err().to_string().contains("50ms"));
}

#[tokio::test]
async fn a_service_nobody_runs_was_sent_nothing() {
    let gone = Listener::fine(PUBLIC).await.url("/");
    let result = client().send(get(&gone)).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
    let result = client_with(public_only(), |_| Vec::new()).send(get("http://unknown.test/")).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
}

#[tokio::test]
async fn a_connection_that_never_completes_was_sent_nothing() {
    // Over TLS the handshake belongs to connecting, and this service never shakes hands.
    let silent = Listener::start(PUBLIC, |_| Vec::new()).await;
    let result = limited().send(get(&silent.url("/").replace("http", "https"))).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
}

#[tokio::test]
async fn a_service_that_hangs_up_without_an_answer_may_have_acted() {
    let service = Listener::start(PUBLIC, |_| b"HTTP/1.0".to_vec()).await;
    let result = client().send(post(&service.url("/"), "order")).await;
    assert!(matches!(result, Err(Error::Indeterminate { .. })), "{result:?}");
}
