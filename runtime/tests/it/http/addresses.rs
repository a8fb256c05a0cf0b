//! Where a request goes: paths of several segments, variables of servers.

use crate::client;
use crate::generated_shape::Client;
use loopback::{Server, ServerResponse};
use oaspen_client::{Call, ErrorKind, RawFuture, TypedCall as _};

/// What a generated method with such a parameter consists of.
fn read(client: &Client, path: &str) -> RawFuture {
    let call: Call = client.files().download("overwritten").into_call();
    call.path_segments("name", path).send_raw()
}

#[tokio::test]
async fn path_segments() {
    let server = Server::responding(ServerResponse::new(200, &[], ""));
    let client = client(&server);
    for (path, sent) in [
        ("accounts/a/products/b", "accounts/a/products/b"),
        ("one", "one"),
        ("a b/c?d/e#f/%2e%2e", "a%20b/c%3Fd/e%23f/%252e%252e"),
        ("a\\../b", "a%5C../b"),
        (".../é", ".../%C3%A9"),
        ("http:/evil.example", "http%3A/evil.example"),
    ] {
        read(&client, path).await.unwrap();
        assert_eq!(server.last().target, format!("/v1/files/{sent}"), "{path:?}");
    }
    let sent = server.requests().len();
    for path in [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "../x",
        "a/../b",
        "a/.",
        "./a",
        "//evil.example",
    ] {
        let error = read(&client, path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{path:?}");
        assert!(error.to_string().contains("path parameter `name` has a"), "{error}");
    }
    assert_eq!(server.requests().len(), sent, "nothing was sent");
}

#[test]
fn server_variables() {
    let builder = || Client::builder().server(3);
    let url = |builder: oaspen_client::ClientBuilder<Client>| {
        let client: oaspen_client::Client = builder.build().map(|client| client.inner().clone())?;
        Ok::<_, oaspen_client::Error>(client.base_url().to_owned())
    };
    assert_eq!(url(builder()).unwrap(), "https://demo.eu.example.com/v1");
    let chosen = builder()
        .server_variable("tenant", "shop")
        .server_variable("region", "us")
        .server_variable("base", "a/b");
    assert_eq!(url(chosen).unwrap(), "https://shop.us.example.com/a/b");
    for (name, value, expected_text) in [
        ("region", "mars", "takes one of `eu`, `us`"),
        ("tenant", "evil.example/", "would change the host or the path"),
        ("tenant", "u:p@evil.example", "would change the host or the path"),
        ("tenant", "", "would change the host or the path"),
        ("base", "../x", "would change the host or the path"),
        ("base", "v1?x=", "would change the host or the path"),
        ("nope", "x", "no server variable `nope`"),
    ] {
        let error = url(builder().server_variable(name, value)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains(expected_text), "{error}");
    }
    let replaced = builder().server_variable("region", "us").base_url("http://h/");
    assert_eq!(url(replaced).unwrap(), "http://h");
}
