//! Targets and credentials of requests, for all arguments.

use crate::wire::operations::{ID, all};
use crate::wire::support::{Clients, NOBODY, Stage, TOKEN, TestResult, assert_error, failed};
use loopback::{Server, ServerResponse};
use oaspen_client::{Credential, ErrorKind};
use user_apis::{clerk, logto};

#[tokio::test]
async fn path_safety_keeps_a_value_in_its_segment() {
    let stage = Stage::json("{}");
    let clients = stage.clients();
    for row in all().filter(|row| row.has_path_parameter()) {
        for id in ["", ".", ".."] {
            let failed = failed((row.call)(&clients, id).await, row.id);
            assert_error(&failed.error, ErrorKind::Build, row.id);
            assert!(
                failed.error.to_string().contains("path parameter `"),
                "{}",
                failed.error
            );
            assert_eq!(failed.status(), 0);
        }
    }
    assert_eq!(stage.server.requests(), [], "nothing was sent");
}

#[tokio::test]
async fn quirk_path_ids_are_opaque_texts() -> TestResult {
    let stage = Stage::json("{}");
    let users = stage.clerk();
    let ids = [
        ("user_2x", "user_2x"),
        ("a/b", "a%2Fb"),
        ("../admin", "..%2Fadmin"),
        ("a/../b", "a%2F..%2Fb"),
        ("/", "%2F"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("..%2f", "..%252f"),
        ("a?b=c", "a%3Fb%3Dc"),
        ("a#b", "a%23b"),
        ("a b", "a%20b"),
        ("a+b", "a%2Bb"),
        ("\\..\\", "%5C..%5C"),
        ("a:b@c", "a%3Ab%40c"),
        ("//evil.example", "%2F%2Fevil.example"),
        ("https://evil.example/", "https%3A%2F%2Fevil.example%2F"),
        ("a\r\nX: y", "a%0D%0AX%3A%20y"),
        ("a\0\t", "a%00%09"),
        ("é😀", "%C3%A9%F0%9F%98%80"),
        ("{user_id}", "%7Buser_id%7D"),
        (" ", "%20"),
        ("a~b-c_d.e!", "a~b-c_d.e%21"),
        ("count", "count"),
    ];
    for (id, sent) in ids {
        users.get_user(id).await?;
        let request = stage.last();
        assert_eq!(request.target, format!("/v1/users/{sent}"), "{id:?}");
        assert_eq!(request.header("host").unwrap(), stage.server.addr().to_string());
        assert_eq!(request.headers.len(), 5, "{id:?}: no header was added");
    }
    Ok(())
}

/// `provider` of Clerk and `target` of Logto are names chosen elsewhere.
#[tokio::test]
async fn quirk_provider_and_target_are_names_chosen_elsewhere() -> TestResult {
    let stage = Stage::json("[]");
    stage
        .clerk()
        .get_oauth_access_token("u/1", "oauth_custom_a/b c")
        .await?;
    assert_eq!(
        stage.last().target,
        "/v1/users/u%2F1/oauth_access_tokens/oauth_custom_a%2Fb%20c"
    );
    stage.answer(ServerResponse::json(200, crate::wire::logto_operations::USER));
    stage.logto().delete_user_identity("u1", "my provider/2").await?;
    assert_eq!(stage.last().target, "/api/users/u1/identities/my%20provider%2F2");
    Ok(())
}

#[tokio::test]
async fn quirk_static_path_beside_a_template() -> TestResult {
    let stage = Stage::json(r#"{"object":"total_count","total_count":3}"#);
    let users = stage.clerk();
    assert_eq!(users.get_users_count().await?.total_count, 3);
    assert_eq!(stage.last().target, "/v1/users/count");
    // Whose id is "count" cannot be read; that is the API's, not ours to hide.
    let user = users.get_user("count").await?;
    assert_eq!(stage.last().target, "/v1/users/count");
    assert!(user.id.is_none());
    Ok(())
}

#[tokio::test]
async fn every_operation_requires_its_credential() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let clerk = clerk::Client::builder().base_url(server.url()).build().unwrap();
    let logto = logto::Client::builder().base_url(server.url()).build().unwrap();
    let clients = Clients {
        clerk: clerk.users(),
        logto: logto.users(),
    };
    for row in all() {
        let failed = failed((row.call)(&clients, ID).await, row.id);
        assert_error(&failed.error, ErrorKind::Auth, row.id);
        let scheme = if row.api == "clerk" {
            "`bearerAuth`"
        } else {
            "`ManagementApi`"
        };
        assert!(failed.error.to_string().contains(scheme), "{}", failed.error);
        assert!(failed.error.to_string().contains("bearer_token"), "{}", failed.error);
    }
    assert_eq!(server.requests(), [], "nothing was sent");
}

#[tokio::test]
async fn credentials_by_scheme_name() -> TestResult {
    let stage = Stage::json("{}");
    let client = stage
        .clerk_builder()
        .credential("bearerAuth", &Credential::token("other"))
        .build()?;
    client.users().get_user("u").await?;
    assert_eq!(stage.last().header("authorization"), Some("Bearer other"));
    let error = stage
        .clerk_builder()
        .credential("nope", &Credential::token("other"))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("bearerAuth"), "{error}");
    let error = stage.clerk_builder().bearer_token("line\nbreak").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(!format!("{error:?}").contains("break"), "{error:?}");
    Ok(())
}

#[tokio::test]
async fn base_url_with_and_without_a_slash_at_its_end() -> TestResult {
    let stage = Stage::json("{}");
    let root = stage.server.url();
    let bases = [
        (root.clone(), "/users/u"),
        (format!("{root}/"), "/users/u"),
        (format!("{root}/v1"), "/v1/users/u"),
        (format!("{root}/v1/"), "/v1/users/u"),
        (format!("{root}/a%20b/v1//"), "/a%20b/v1/users/u"),
        (
            format!("{root}/proxy/https:%2F%2Fapi.clerk.com/v1"),
            "/proxy/https:%2F%2Fapi.clerk.com/v1/users/u",
        ),
    ];
    for (base, target) in bases {
        let client = stage.clerk_builder().base_url(&base).build()?;
        client.users().get_user("u").await?;
        assert_eq!(stage.last().target, target, "{base}");
    }
    let client = stage.logto_builder().base_url(format!("{root}/")).build()?;
    stage.answer(ServerResponse::json(200, "[]"));
    client.users().list_users().await?;
    assert_eq!(stage.last().target, "/api/users");
    Ok(())
}

#[test]
fn invalid_base_urls() {
    let bases = [
        "",
        "users",
        "/v1",
        "ftp://h/v1",
        "http://",
        "https://h/v1?x=1",
        "https://h/#f",
        "https://u:p@h/v1",
    ];
    for base in bases {
        let error = clerk::Client::builder()
            .base_url(base)
            .bearer_token(TOKEN)
            .build()
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{base}");
    }
}

/// Logto's newer documents name the server `https://[tenant_id].logto.app/`, which is no address.
#[test]
fn quirk_square_brackets_in_a_server() {
    let builder = logto::Client::builder().base_url("https://[tenant_id].logto.app/");
    let error = builder.bearer_token(TOKEN).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("[tenant_id]"), "{error}");
    assert!(
        logto::Client::builder()
            .base_url("http://[::1]:3001/")
            .bearer_token(TOKEN)
            .build()
            .is_ok()
    );
}

/// The servers of the documents, Clerk's with its base path, are what a client uses by itself.
#[test]
fn servers_of_the_documents() {
    assert!(clerk::Client::builder().bearer_token(TOKEN).build().is_ok());
    assert!(clerk::Client::builder().server(0).bearer_token(TOKEN).build().is_ok());
    assert!(clerk::Client::builder().server(1).bearer_token(TOKEN).build().is_err());
    assert!(logto::Client::builder().bearer_token(TOKEN).build().is_ok());
}

/// Query values and credentials stay out of messages, also where the transport would name the URL.
#[tokio::test]
async fn errors_do_not_repeat_queries() {
    let client = clerk::Client::builder()
        .base_url(NOBODY)
        .bearer_token(TOKEN)
        .build()
        .unwrap();
    let error = client
        .users()
        .get_user_list()
        .email_address(["ada@secret.example"])
        .await
        .unwrap_err();
    let mut chain = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        chain.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    assert!(!chain.contains("secret.example") && !chain.contains(TOKEN), "{chain}");
    let call = client.users().get_user_list().email_address(["ada@secret.example"]);
    assert!(!format!("{call:?} {client:?}").contains("secret.example"));
    assert!(!format!("{call:?} {client:?}").contains(TOKEN));
}

#[tokio::test]
async fn redirects_take_nothing_to_another_origin() -> TestResult {
    let stage = Stage::json("{}");
    let elsewhere = stage.server.url();
    let front = Server::start(move |request| match request.target.as_str() {
        "/v1/users/here" => ServerResponse::redirect(307, "/v1/users/there"),
        "/v1/users/there" => ServerResponse::json(200, r#"{"id":"there"}"#),
        target => ServerResponse::redirect(307, &format!("{elsewhere}{target}")),
    });
    let client = clerk::Client::builder()
        .base_url(format!("{}/v1", front.url()))
        .bearer_token(TOKEN)
        .build()?;
    assert_eq!(client.users().get_user("here").await?.id.as_deref(), Some("there"));
    assert_eq!(front.last().header("authorization").unwrap(), format!("Bearer {TOKEN}"));

    client.users().get_user("away").header("x-own", "1").await?;
    assert_eq!(stage.last().target, "/v1/users/away");
    assert_eq!(stage.last().header("authorization"), None);
    assert_eq!(stage.last().header("x-own"), None);

    let error = client.users().ban_user("away").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(stage.server.requests().len(), 1, "a POST is not repeated elsewhere");
    Ok(())
}
