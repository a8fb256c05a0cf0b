//! Security schemes that lack what OpenAPI requires, or that no operation uses.

use loopback::{Server, ServerResponse};
use oaspen_client::ErrorKind;
use snapshots::{security_sloppy as sloppy, security_undeclared as undeclared, security_unused as unused};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_token_is_sent_whatever_the_document_lacks() -> TestResult {
    let server = Server::responding(ServerResponse::empty(204));
    let client = sloppy::Client::builder()
        .base_url(server.url())
        .bearer_token("secret")
        .build()?;
    let calls = client.calls();
    macro_rules! sends_token {
        ($($call:ident)*) => {$(
            calls.$call().await?;
            assert_eq!(server.last().header("authorization"), Some("Bearer secret"), stringify!($call));
        )*};
    }
    sends_token! {
        no_token_url empty_flows no_flows implicit_only relative_token_url empty_token_url one_of_two_flows open_id
        open_id_without_url type_bearer format_only no_type
    }
    let client = sloppy::Client::builder()
        .base_url(server.url())
        .basic_auth("a", "b")
        .build()?;
    client.calls().type_basic().await?;
    assert_eq!(server.last().header("authorization"), Some("Basic YTpi"));
    Ok(())
}

#[tokio::test]
async fn what_the_transport_has_to_do_is_named() -> TestResult {
    let client = sloppy::Client::builder().base_url("http://127.0.0.1:9").build()?;
    let error = client.calls().mutual_tls().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(
        error
            .to_string()
            .contains("`mutual_tls` (mutualTLS: left to the transport"),
        "{error}"
    );
    let error = client.calls().key_anywhere().await.unwrap_err();
    assert!(error.to_string().contains("apiKey without a location"), "{error}");
    Ok(())
}

#[test]
fn a_credential_that_no_operation_can_use_is_an_error() {
    let error = undeclared::Client::builder()
        .bearer_token("secret")
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    let text = error.to_string();
    assert!(
        text.contains("no operation uses the security scheme `machine`"),
        "{text}"
    );
    assert!(!text.contains("secret"), "{text}");
    assert!(undeclared::Client::builder().build().is_ok());

    let problem =
        |builder: oaspen_client::ClientBuilder<unused::Client>| builder.build().err().map(|error| error.to_string());
    let builder = unused::Client::builder;
    assert!(problem(builder().basic_auth("a", "b")).is_some_and(|text| text.contains("`everywhere`")));
    assert!(problem(builder().api_key("other_key", "k")).is_some_and(|text| text.contains("`other_key`")));
    // One of the two schemes that take a token is used.
    assert_eq!(problem(builder().api_key("key", "k").bearer_token("t")), None);
}
