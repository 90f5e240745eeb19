//! Certificates: an authority of one's own counts when it is given, and only for the names it signed.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{ServerConfig, pki_types::PrivatePkcs8KeyDer};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

use super::*;

/// A service with a certificate for `service.test` by an authority of its own, until the set is dropped.
async fn service() -> (u16, String, JoinSet<()>) {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(vec!["service.test".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], PrivatePkcs8KeyDer::from(key.serialize_der()).into())
        .unwrap();
    let listener = TcpListener::bind((PUBLIC, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let mut serving = JoinSet::new();
    serving.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _head = stream.read(&mut [0; 4096]).await;
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.ok();
            stream.shutdown().await.ok();
        }
    });
    (port, authority.pem(), serving)
}

fn trusting(extra_roots: Option<String>) -> Client {
    client_with(Outbound { extra_roots, ..public_only() }, |_| addresses(&[PUBLIC]))
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_not_accepted_and_nothing_is_sent() {
    let (port, _, _serving) = service().await;
    let result = trusting(None).send(get(&format!("https://service.test:{port}/"))).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
}

#[tokio::test]
async fn an_extra_authority_counts_for_the_names_it_signed() {
    let (port, authority, _serving) = service().await;
    let client = trusting(Some(authority));
    let response = client.send(get(&format!("https://service.test:{port}/"))).await.unwrap();
    assert_eq!(response.body, b"ok");
    let result = client.send(get(&format!("https://other.test:{port}/"))).await;
    assert!(matches!(result, Err(Error::NotSent { .. })), "{result:?}");
}

#[test]
fn what_is_no_certificate_is_an_error_at_the_start() {
    let outbound = Outbound { extra_roots: Some("-----BEGIN CERTIFICATE-----\n!\n".into()), ..public_only() };
    assert!(Client::new(outbound).is_err());
}
