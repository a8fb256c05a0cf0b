//! Servers of an API, and those that single operations have of their own.

use loopback::{Server, ServerResponse};
use oaspen_client::{Call, Client, ClientBuilder, ErrorKind};

oaspen_client::api! {
    API {
        name: "demo",
        title: "Demo",
        version: "1",
        table: 1,
        servers: ["http://127.0.0.1:9/v1"],
        operation_servers: { "http://{host}:9/up" { "host": "uploads.invalid" } },
        schemes: {},
    }
}

#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Upload(Call);

oaspen_client::operation! {
    Upload as UPLOAD {
        id: "Upload",
        POST: "/files",
        server: "http://{host}:9/up",
        security: [],
        success () {}
        error () {}
    }
}

fn upload(client: &Client) -> Upload {
    Upload(Call::new(client, &UPLOAD))
}

#[tokio::test]
async fn an_operation_is_sent_to_its_own_server() {
    let (api, uploads) = (
        Server::responding(ServerResponse::empty(204)),
        Server::responding(ServerResponse::empty(204)),
    );
    let builder = ClientBuilder::<Client>::new(&API).base_url(api.url());
    // A base URL is meant for everything.
    upload(&builder.clone().build().unwrap()).await.unwrap();
    assert_eq!((api.requests().len(), uploads.requests().len()), (1, 0));
    let alone = builder.operation_server("http://{host}:9/up", format!("{}/up", uploads.url()));
    upload(&alone.build().unwrap()).await.unwrap();
    assert_eq!((api.requests().len(), uploads.requests().len()), (1, 1));
    assert_eq!(uploads.last().target, "/up/files");
}

#[tokio::test]
async fn server_variables_are_validated() {
    let refused = ClientBuilder::<Client>::new(&API).server_variable("host", "evil.example/?");
    let client = refused.build().unwrap();
    // The server of the API is fine; only calls of this operation fail, before anything is sent.
    let error = upload(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(
        error.to_string().contains("would change the host or the path"),
        "{error}"
    );
    assert!(!error.to_string().contains("evil"), "{error}");
}
