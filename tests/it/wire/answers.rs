//! Successes of all 41 operations.

use crate::wire::operations::{ID, all};
use crate::wire::support::{Stage, TestResult, assert_covers, value};
use loopback::ServerResponse;
use oaspen_client::Json;

/// Members of these responses that the specs do not declare.
pub(crate) const UNKNOWN: &[&str] = &["passkeys", "mfa_enabled_at", "cimdClientId"];

/// What is decoded and written again is what came, but for nulls and members that are not declared.
#[tokio::test]
async fn every_success_decodes_and_reads_back() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all() {
        stage.answer(row.reply());
        let outcome = (row.call)(&clients, ID).await;
        let read = outcome.map_err(|failed| failed.error)?;
        if row.has_json() {
            assert_covers(&read, &value(row.answer), UNKNOWN);
        } else {
            assert_eq!(read, Json::Null, "{}", row.id);
        }
    }
    Ok(())
}

/// When only a status is set, Koa responds with "OK", "Created", or a content type without a body.
#[tokio::test]
async fn quirk_success_without_content_ignores_the_body() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    let text = &[("content-type", "text/plain; charset=utf-8")];
    let mut seen = Vec::new();
    for row in all().filter(|row| !row.has_json()) {
        let replies = [
            ServerResponse::new(row.success(), text, "OK"),
            ServerResponse::new(row.success(), &[], ""),
            ServerResponse::json(row.success(), r#"{"roleIds":["r1"],"addedRoleIds":[]}"#),
            ServerResponse::json(row.success(), "{ not json"),
            ServerResponse::chunked(row.success(), text, &[b"Crea", b"ted"]),
        ];
        // A 204 cannot have a body, so only the empty one of these can be sent.
        let replies = if row.success() == 204 {
            &replies[1..2]
        } else {
            &replies[..]
        };
        for reply in replies {
            stage.answer(reply.clone());
            (row.call)(&clients, ID).await.map_err(|failed| failed.error)?;
        }
        seen.push(row.id);
    }
    let expected = [
        "DeleteUser",
        "VerifyUserPassword",
        "AssignUserRoles",
        "DeleteUserRole",
        "DeleteUserMfaVerification",
    ];
    assert_eq!(seen, expected);
    Ok(())
}

/// An operation whose successes have no content takes every 2xx status.
#[tokio::test]
async fn any_success_status_is_accepted_without_declared_content() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all().filter(|row| !row.has_json()) {
        for status in [200, 201, 202, 204] {
            stage.answer(ServerResponse::empty(status));
            (row.call)(&clients, ID).await.map_err(|failed| failed.error)?;
        }
    }
    Ok(())
}

/// The declared type is what decides, not the content type the server names.
#[tokio::test]
async fn json_is_read_for_any_content_type() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    let names = [
        "application/json; charset=utf-8",
        "application/problem+json",
        "text/plain",
        "Application/JSON",
    ];
    for row in all().filter(|row| row.has_json()) {
        for name in names {
            stage.answer(ServerResponse::new(
                row.success(),
                &[("content-type", name)],
                row.answer,
            ));
            (row.call)(&clients, ID).await.map_err(|failed| failed.error)?;
        }
        // With a byte order mark, white space around it, and no content type at all.
        stage.answer(ServerResponse::new(
            row.success(),
            &[],
            format!("\u{FEFF}\r\n{}\n ", row.answer),
        ));
        (row.call)(&clients, ID).await.map_err(|failed| failed.error)?;
    }
    Ok(())
}

#[tokio::test]
async fn chunked_bodies_are_joined() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all().filter(|row| row.has_json()) {
        let chunks: Vec<&[u8]> = row.answer.as_bytes().chunks(1000).collect();
        stage.answer(ServerResponse::chunked(
            row.success(),
            &[("content-type", "application/json")],
            &chunks,
        ));
        let read = (row.call)(&clients, ID).await.map_err(|failed| failed.error)?;
        assert_covers(&read, &value(row.answer), UNKNOWN);
    }
    Ok(())
}

/// The same types from a bare `{}`: the specs decide which members are required.
#[tokio::test]
async fn required_members_are_required() {
    let stage = Stage::json("{}");
    let clients = stage.clients();
    let mut lax = Vec::new();
    for row in all().filter(|row| row.has_json() && row.answer.starts_with('{')) {
        if (row.call)(&clients, ID).await.is_ok() {
            lax.push(row.id);
        }
    }
    let users = ["CreateUser", "GetUser", "UpdateUser"];
    let states = ["BanUser", "UnbanUser", "LockUser", "UnlockUser"];
    let rest = [
        "SetUserProfileImage",
        "DeleteUserProfileImage",
        "UpdateUserMetadata",
        "VerifyPassword",
        "VerifyTOTP",
    ];
    let clerk: Vec<_> = users
        .into_iter()
        .chain(states)
        .chain(rest)
        .chain(["DisableMFA"])
        .collect();
    // Free-form objects, a body without a schema, a profile all of whose members are optional, maps, and a union that keeps what it does not know.
    let logto = [
        "ListUserCustomData",
        "UpdateUserCustomData",
        "UpdateUserProfile",
        "ReplaceUserRoles",
        "CreateUserIdentity",
    ];
    let maps = ["ReplaceUserIdentity", "CreateUserMfaVerification"];
    let expected: Vec<_> = clerk.into_iter().chain(logto).chain(maps).collect();
    assert_eq!(lax, expected);
}
