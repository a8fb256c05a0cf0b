//! Which server the requests of generated clients go to.

use loopback::{Server, ServerResponse};
use oaspen_client::ErrorKind;
use snapshots::{server_relative_first as relative, server_relative_variable as variable};

type TestResult = Result<(), Box<dyn std::error::Error>>;

#[tokio::test]
async fn a_relative_server_that_comes_first_needs_an_origin() -> TestResult {
    for error in [
        relative::Client::builder().build().unwrap_err(),
        variable::Client::builder()
            .server_variable("stage", "test")
            .build()
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains("the server URL is relative"), "{error}");
    }
    let chosen = relative::Client::builder().server(1).build()?;
    assert_eq!(chosen.as_ref().base_url(), "https://sandbox.example/v1");

    let server = Server::responding(ServerResponse::empty(204));
    let calls = relative::Client::builder().origin(server.url()).build()?.calls();
    calls.get_a().await?;
    assert_eq!(server.last().target, "/api/v1/a");
    calls.get_b().await?;
    assert_eq!(server.last().target, "/files/b");
    calls.get_d().await?;
    assert_eq!(server.last().target, "/api/v1/d");

    let builder = variable::Client::builder()
        .origin(server.url())
        .server_variable("stage", "test");
    builder.build()?.calls().get_a().await?;
    assert_eq!(server.last().target, "/test/v1/a");
    Ok(())
}

#[tokio::test]
async fn a_client_names_itself() -> TestResult {
    let server = Server::responding(ServerResponse::empty(204));
    relative::Client::builder()
        .origin(server.url())
        .build()?
        .calls()
        .get_a()
        .await?;
    let agent = server.last().header("user-agent").unwrap_or_default().to_owned();
    assert!(agent.starts_with("server_relative_first/1 oaspen-client/"), "{agent}");
    Ok(())
}
