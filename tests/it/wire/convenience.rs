//! Convenience: `?`, responses with their headers, settings of one call, spawning.

use crate::wire::clerk_operations::USER;
use crate::wire::support::{Stage, TOKEN, TestResult};
use loopback::ServerResponse;
use oaspen_client::{ErrorKind, StatusCode};
use std::future::IntoFuture;
use std::time::{Duration, Instant};
use user_apis::{clerk, logto};

const ERRORS: &str = r#"{"errors":[{"message":"m","long_message":"l","code":"c"}]}"#;

async fn two_calls(client: &clerk::Client) -> Result<i64, clerk::Error> {
    let user = client.users().get_user("u").await?;
    let tokens = client.users().get_oauth_access_token("u", "oauth_google").await;
    let tokens = tokens
        .map(|tokens| tokens.len() as i64)
        .or_else(|error| match error.error_body() {
            Some(_) => Ok(0),
            None => Err(error),
        })?;
    Ok(tokens + user.created_at.unwrap_or_default())
}

async fn two_apis(clerk: &clerk::Client, logto: &logto::Client) -> Result<(), oaspen_client::Error> {
    clerk.users().get_user("u").await?;
    logto.users().delete_user("u").await?;
    Ok(())
}

#[tokio::test]
async fn errors_of_calls_convert_into_one() -> TestResult {
    let stage = Stage::json(r#"{"created_at":5}"#);
    let client = stage.clerk_builder().build()?;
    let error = two_calls(&client).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation()),
        (ErrorKind::Decode, "GetOAuthAccessToken")
    );

    stage.answer(ServerResponse::json(404, ERRORS));
    let error: clerk::Error = two_calls(&client).await.unwrap_err();
    assert_eq!(error.operation(), "GetUser");
    assert_eq!(
        error.downcast_ref::<clerk::models::ClerkErrors>().unwrap().errors[0].code,
        "c"
    );
    assert!(error.downcast_ref::<()>().is_none());
    let errors = error.downcast::<clerk::models::ClerkErrors>().unwrap();
    assert_eq!(errors.errors[0].long_message, "l");

    let logto = stage.logto_builder().build()?;
    let error = two_apis(&client, &logto).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    Ok(())
}

#[tokio::test]
async fn typed_errors_are_reached_in_one_match() -> TestResult {
    let stage = Stage::new(ServerResponse::json(422, ERRORS));
    match stage.clerk().create_user(clerk::models::CreateUserRequest::new()).await {
        Ok(user) => panic!("{user:?}"),
        Err(error) => match error.error_body() {
            Some(errors) => assert_eq!(errors.errors[0].code, "c"),
            None => return Err(error.into()),
        },
    }
    let error = stage
        .clerk()
        .create_user(clerk::models::CreateUserRequest::new())
        .await
        .unwrap_err();
    assert_eq!(error.into_error_body().unwrap().errors.len(), 1);
    Ok(())
}

#[tokio::test]
async fn futures_are_send_and_own_what_they_need() -> TestResult {
    fn check<T: Send + 'static>(value: T) -> T {
        value
    }
    let stage = Stage::json(USER);
    let task = {
        let client = stage.clerk_builder().build()?;
        let id = "user_2x".to_owned();
        tokio::spawn(check(client.users().get_user(&id).into_future()))
    };
    assert_eq!(task.await??.id.as_deref(), Some("user_2x"));
    let task = tokio::spawn(check(stage.clerk().get_user("u").send_with_response()));
    assert_eq!(task.await??.status(), 200);
    let call = check(stage.clerk().get_user("u"));
    let again = call.clone();
    tokio::try_join!(call.send(), again.send())?;
    Ok(())
}

#[tokio::test]
async fn clones_of_a_client_share_everything() -> TestResult {
    let stage = Stage::json(USER);
    let client = stage.clerk_builder().build()?;
    let other = client.clone();
    drop(client);
    let users = other.users();
    drop(other);
    for _ in 0..3 {
        users.clone().get_user("u").await?;
    }
    assert_eq!(stage.server.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn send_with_response_returns_status_and_headers() -> TestResult {
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "r1"),
        ("x-many", "1"),
        ("x-many", "2"),
    ];
    let stage = Stage::new(ServerResponse::new(200, &headers, USER));
    let response = stage.clerk().get_user("u").send_with_response().await?;
    assert_eq!(response.status(), 200);
    assert_eq!(response.request_id(), Some("r1"));
    assert_eq!(response.headers().get_all("x-many").iter().count(), 2);
    assert_eq!(response.body().username.as_deref(), Some("ada"));
    let (status, headers, user) = response.into_parts();
    assert_eq!(
        (status.as_u16(), headers.len() >= 4, user.username.as_deref()),
        (200, true, Some("ada"))
    );

    stage.answer(ServerResponse::empty(204));
    let response = stage.logto().delete_user("u").send_with_response().await?;
    assert_eq!((response.status().as_u16(), response.into_body()), (204, ()));
    Ok(())
}

#[tokio::test]
async fn send_raw_returns_any_status_unread() -> TestResult {
    let stage = Stage::new(ServerResponse::new(404, &[("x-request-id", "r2")], "gone"));
    let response = stage.clerk().get_user("u").send_raw().await?;
    assert_eq!((response.status().as_u16(), response.request_id()), (404, Some("r2")));
    assert_eq!(response.text().await?, "gone");
    assert_eq!(stage.last().target, "/v1/users/u");
    Ok(())
}

#[tokio::test]
async fn headers_of_one_call_and_of_all() -> TestResult {
    let stage = Stage::json(USER);
    let client = stage
        .clerk_builder()
        .default_header("X-All", "1")
        .user_agent("app/2")
        .build()?;
    client
        .users()
        .get_user("u")
        .header("X-One", "ä b")
        .header("x-all", "2")
        .await?;
    let request = stage.last();
    assert_eq!(request.header("x-one"), Some("ä b"));
    assert_eq!(request.header("x-all"), Some("2"), "the call's wins");
    assert_eq!(request.header("user-agent"), Some("app/2"));
    client.users().get_user("u").await?;
    assert_eq!(stage.last().header("x-one"), None, "one call's only");
    assert_eq!(stage.last().header("x-all"), Some("1"));

    client
        .users()
        .get_user("u")
        .header("authorization", "Bearer of-one-call")
        .await?;
    let request = stage.last();
    let sent: Vec<_> = request
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("authorization"))
        .collect();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].1, "Bearer of-one-call");
    Ok(())
}

#[tokio::test]
async fn invalid_headers() {
    let stage = Stage::json(USER);
    let bad = [
        ("", "x"),
        ("a b", "x"),
        ("a\r\nb", "x"),
        ("x-a", "1\r\nX-B: 2"),
        ("x-a", "\0"),
        ("content-length", "1"),
    ];
    for (name, text) in bad {
        let error = stage.clerk().get_user("u").header(name, text).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{name:?}: {text:?}");
        assert_eq!(error.operation(), "GetUser");
    }
    assert_eq!(stage.server.requests(), []);
}

#[tokio::test]
async fn timeout_of_one_call() -> TestResult {
    let stage = Stage::new(ServerResponse::hang());
    let client = stage.clerk_builder().build()?;
    let start = Instant::now();
    let error = client
        .users()
        .get_user("u")
        .timeout(Duration::from_millis(60))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(start.elapsed() >= Duration::from_millis(60) && start.elapsed() < Duration::from_secs(5));
    let logto = stage.logto_builder().timeout(Duration::from_secs(60)).build()?;
    let error = logto
        .users()
        .delete_user("u")
        .timeout(Duration::from_millis(60))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    // The client's setting holds for calls that have none; `Duration::MAX` takes it off.
    let short = stage.clerk_builder().timeout(Duration::from_millis(60)).build()?;
    assert!(short.users().get_user("u").await.unwrap_err().is_timeout());
    stage.answer(ServerResponse::json(200, USER));
    short.users().get_user("u").timeout(Duration::MAX).await?;
    Ok(())
}

#[tokio::test]
async fn limit_of_one_call() -> TestResult {
    let stage = Stage::json(USER);
    let client = stage.clerk_builder().max_response_bytes(10).build()?;
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    assert!(error.to_string().contains("10 bytes"), "{error}");
    client.users().get_user("u").max_response_bytes(USER.len()).await?;
    Ok(())
}

#[tokio::test]
async fn a_dropped_call_is_cancelled() -> TestResult {
    let stage = Stage::new(ServerResponse::hang());
    let call = stage.clerk().get_user("u").send();
    assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
    stage.answer(ServerResponse::json(200, USER));
    stage.clerk().get_user("u").await?;
    Ok(())
}

#[tokio::test]
async fn messages_are_one_line() {
    let stage = Stage::new(ServerResponse::new(
        404,
        &[("x-request-id", "req_7")],
        "gone\r\n  for good",
    ));
    let error = stage.clerk().get_user("u").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GetUser (GET /users/{user_id}): 404 Not Found (request id req_7): gone for good"
    );
    stage.answer(ServerResponse::json(200, r#"{"id":5}"#));
    let error = stage.clerk().get_user("u").await.unwrap_err();
    let message = error.to_string();
    assert!(
        message.starts_with("GetUser (GET /users/{user_id}): 200 OK"),
        "{message}"
    );
    assert!(message.contains("/id: expected string, found"), "{message}");
    assert!(!message.contains(TOKEN));
}
