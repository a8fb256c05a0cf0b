//! Servers that repeat a credential in a place other than the body: a field of the response, a URL, the refusal of a token.

use super::secrets::chain;
use crate::generated_shape::Client;
use loopback::{Request, Server, ServerResponse};
use oaspen_client::{ClientCredentials, Error, Json, RetryPolicy};
use std::sync::Arc;

/// It contains its own beginning, and letters in upper case.
const TOKEN: &str = "aaaaaaaa-aaaaaaaa-sk.LIVE.tail";

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url()).retries(RetryPolicy::none());
    builder.bearer_token(TOKEN).build().unwrap()
}

/// Everything that an error shows.
fn shown(error: impl Into<Error>) -> String {
    let error = error.into();
    format!("{} {error:#?}", chain(&error)).to_ascii_lowercase()
}

#[track_caller]
fn hides(error: impl Into<Error>) -> String {
    let text = shown(error);
    for part in ["aaaaaaaa", "live", "tail"] {
        assert!(!text.contains(part), "{part}: {text}");
    }
    text
}

#[tokio::test]
async fn in_the_id_of_the_request() {
    let server = Server::start(|request| {
        let status = if request.method == "DELETE" { 403 } else { 200 };
        ServerResponse::new(status, &[("x-request-id", &format!("for {TOKEN}"))], "[")
    });
    let users = client(&server).users();
    assert!(hides(users.delete_user("u").await.unwrap_err()).contains("(request id for (..))"));
    hides(users.get_user("u").await.unwrap_err());
}

#[tokio::test]
async fn an_id_of_a_request_is_cut() {
    let id = "i".repeat(100_000);
    let server = Server::start(move |_| ServerResponse::new(403, &[("x-request-id", &id)], ""));
    let error = client(&server).users().delete_user("u").await.unwrap_err();
    assert_eq!(error.request_id().map(str::len), Some(100_000));
    let text = shown(error);
    assert!(text.len() < 2_000, "{}", text.len());
}

#[tokio::test]
async fn in_the_media_type_of_a_stream() {
    let server = Server::responding(ServerResponse::new(
        200,
        &[("content-type", &format!("{TOKEN}/x"))],
        "x",
    ));
    let client = client(&server);
    let mut events = client.streams().chat(Json::Null).events();
    assert!(hides(events.next().await.unwrap().unwrap_err()).contains("`(..)/x`"));
    hides(
        client
            .streams()
            .export()
            .json_lines()
            .next()
            .await
            .unwrap()
            .unwrap_err(),
    );
}

#[tokio::test]
async fn in_the_address_of_a_redirect() {
    for location in [format!("http://{TOKEN}.example.com/"), format!("{TOKEN}:x")] {
        let server = Server::responding(ServerResponse::redirect(307, &location));
        assert!(hides(client(&server).users().delete_user("u").await.unwrap_err()).contains("(..)"));
    }
}

#[tokio::test]
async fn a_token_that_could_not_be_read_is_a_response() {
    let server = Server::responding(ServerResponse::new(200, &[], "x".repeat(100_000)));
    let builder = Client::builder().base_url(server.url()).retries(RetryPolicy::none());
    let credentials = ClientCredentials::new(server.url(), "app", TOKEN);
    let client = builder.client_credentials(credentials).build().unwrap();
    let error: Error = client.users().delete_user("u").await.unwrap_err().into();
    let text = shown(error);
    assert!(text.contains("larger than the limit of 65536 bytes"), "{text}");
    assert!(!text.contains("did not respond"), "{text}");
}

#[tokio::test]
async fn in_a_refused_token() {
    let secret = "p@ss/wörd &x-tail";
    let repeats = |request: &Request| {
        let told = format!("{} {}", request.header("authorization").unwrap_or("-"), request.text());
        let body = format!(r#"{{"error":"invalid_client","error_description":"no {told}"}}"#);
        ServerResponse::json(401, body)
    };
    let server = Arc::new(Server::start(repeats));
    for credentials in [|c| c, ClientCredentials::in_body] {
        let credentials = credentials(ClientCredentials::new(server.url(), "app", secret));
        let builder = Client::builder().base_url(server.url()).retries(RetryPolicy::none());
        let client = builder.client_credentials(credentials).build().unwrap();
        let text = shown(client.users().delete_user("u").await.unwrap_err());
        let sent = server.last();
        let basic = sent.header("authorization").map(|value| value.to_ascii_lowercase());
        for part in basic
            .iter()
            .flat_map(|value| value.split(' ').nth(1))
            .chain(["p%40ss", "tail"])
        {
            assert!(!text.contains(part), "{part}: {text}");
        }
        assert!(text.contains("(..)"), "{text}");
    }
}
