//! `format: password` is sent like any other string, and not shown.

use loopback::{Server, ServerResponse};
use snapshots::passwords::Client;
use snapshots::passwords::models::{Login, PutUserRequest};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn passwords_are_sent_and_received_as_texts() -> TestResult {
    let reply = r#"{"token":"t&=1","tokens":{"a":"b"}}"#;
    let server = Server::responding(ServerResponse::new(200, &[("content-type", "application/json")], reply));
    let client = Client::builder().base_url(server.url()).build()?;
    let body = Login::new("me", "p &=é").with_old("o");
    assert!(!format!("{body:?}").contains("é"), "{body:?}");
    let session = client.login().login(body).otp("1 2").backup(["a", "b"]).await?;
    let request = server.last();
    let text = request.text();
    let mut parts: Vec<&str> = text.split('&').collect();
    parts.sort_unstable();
    assert_eq!(parts, ["old=o", "password=p+%26%3D%C3%A9", "user=me"]);
    assert!(
        request.target.ends_with("/login?otp=1%202&backup=a&backup=b"),
        "{}",
        request.target
    );
    let token = session.token.as_ref().ok_or("no token")?;
    assert_eq!(token.expose(), "t&=1");
    assert!(!format!("{session:?}").contains("t&=1"), "{session:?}");
    Ok(())
}

#[tokio::test]
async fn passwords_in_paths_and_parts_are_texts() -> TestResult {
    let server = Server::responding(ServerResponse::empty(204));
    let client = Client::builder().base_url(server.url()).build()?;
    client.users().put_user("a/b", PutUserRequest::new("secret")).await?;
    let request = server.last();
    assert!(request.target.ends_with("/users/a%2Fb"), "{}", request.target);
    assert!(
        request.text().contains("name=\"password\"\r\n\r\nsecret\r\n"),
        "{}",
        request.text()
    );
    Ok(())
}
