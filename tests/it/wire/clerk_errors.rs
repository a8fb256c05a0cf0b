//! Errors of Clerk in detail.

use crate::wire::support::{Stage, TestResult, map};
use loopback::ServerResponse;
use oaspen_client::ErrorKind;
use user_apis::clerk::models::UpdateUserRequest;

const TWO: &str = r#"{"errors":[
    {"message":"is invalid","long_message":"Username is invalid.","code":"form_param_format_invalid","meta":{"param_name":"username","gone":null}},
    {"message":"m2","long_message":"l2","code":"c2","clerk_trace_id":"trace_2","new":[1]}
],"meta":{"clerk":true},"clerk_trace_id":"trace_1"}"#;

#[tokio::test]
async fn errors_in_full() -> TestResult {
    let stage = Stage::new(ServerResponse::json(422, TWO));
    let error = stage
        .clerk()
        .update_user("u", UpdateUserRequest::new().with_username("!"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 422)
    );
    let body = error.error_body().unwrap();
    assert_eq!(body.meta, Some(map(r#"{"clerk":true}"#)));
    let [first, second] = &body.errors[..] else {
        panic!("{body:?}")
    };
    assert_eq!(
        (first.message.as_str(), first.long_message.as_str()),
        ("is invalid", "Username is invalid.")
    );
    assert_eq!(first.code, "form_param_format_invalid");
    assert_eq!(first.meta, Some(map(r#"{"param_name":"username","gone":null}"#)));
    assert_eq!(first.clerk_trace_id, None);
    // On ClerkError in this version of the document, on ClerkErrors in the newest: either does no harm.
    assert_eq!(second.clerk_trace_id.as_deref(), Some("trace_2"));
    assert_eq!(error.raw_body().unwrap(), TWO.as_bytes());
    Ok(())
}

/// VerifyPassword and VerifyTOTP: 400, 404 and 422 have no content, 500 has.
#[tokio::test]
async fn quirk_error_statuses_without_content() {
    let stage = Stage::json("");
    for status in [400, 404, 422] {
        for body in ["", TWO, "nope"] {
            stage.answer(ServerResponse::json(status, body));
            let error = stage.clerk().verify_password("u").await.unwrap_err();
            assert_eq!(
                (error.kind(), error.status().unwrap().as_u16()),
                (ErrorKind::Status, status)
            );
            assert!(error.error_body().is_none());
            assert_eq!(error.raw_body().unwrap(), body.as_bytes());
            let error = stage.clerk().verify_totp("u").await.unwrap_err();
            assert!(error.error_body().is_none());
            assert_eq!(error.raw_body().unwrap(), body.as_bytes());
        }
    }
    stage.answer(ServerResponse::json(500, TWO));
    assert_eq!(
        stage
            .clerk()
            .verify_password("u")
            .await
            .unwrap_err()
            .error_body()
            .unwrap()
            .errors
            .len(),
        2
    );
    assert_eq!(
        stage
            .clerk()
            .verify_totp("u")
            .await
            .unwrap_err()
            .error_body()
            .unwrap()
            .errors
            .len(),
        2
    );
}

/// BanUser lists 402 only, LockUser 403 only: the server sends others as well.
#[tokio::test]
async fn quirk_statuses_the_documents_lack() {
    let stage = Stage::new(ServerResponse::json(404, TWO));
    let errors = [
        stage.clerk().ban_user("u").await.unwrap_err(),
        stage.clerk().lock_user("u").await.unwrap_err(),
        stage.clerk().unban_user("u").await.unwrap_err(),
        stage.clerk().unlock_user("u").await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Status, 404)
        );
        assert!(error.error_body().is_none(), "not declared, so not typed");
        assert_eq!(error.raw_body().unwrap(), TWO.as_bytes());
        assert!(error.to_string().contains("is invalid"), "{error}");
    }
    let error = stage.clerk().users_get_organization_memberships("u").await.unwrap_err();
    assert!(error.error_body().is_none());
}

/// A gateway responds with HTML; the status and the text are kept.
#[tokio::test]
async fn gateways_respond_with_html() {
    let html = "<html><head><title>502 Bad Gateway</title></head></html>";
    let stage = Stage::new(ServerResponse::new(
        502,
        &[("content-type", "text/html"), ("server", "cloudflare")],
        html,
    ));
    let error = stage.clerk().get_user("u").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 502)
    );
    assert!(error.is_retryable() && error.error_body().is_none());
    assert_eq!(error.headers()["server"], "cloudflare");
    assert!(error.to_string().contains("502 Bad Gateway"), "{error}");
}

/// What a server writes cannot break a log line.
#[tokio::test]
async fn messages_are_cleaned() {
    let body = format!("a\r\nb\u{1b}[31m\u{202e}{}", "x".repeat(5000));
    let stage = Stage::new(ServerResponse::new(418, &[], &body));
    let error = stage.clerk().get_user("u").await.unwrap_err();
    let shown = error.to_string();
    assert!(shown.len() < 400, "{} bytes", shown.len());
    assert!(!shown.contains(['\n', '\r', '\u{1b}', '\u{202e}']), "{shown:?}");
    assert_eq!(
        error.raw_body().unwrap(),
        body.as_bytes(),
        "all of it is there for who wants it"
    );
}
