//! Responses of Logto in detail.

use crate::wire::logto_operations::USER;
use crate::wire::support::{Stage, TestResult, assert_error, map, value};
use loopback::ServerResponse;
use oaspen_client::{CallExt as _, ErrorKind, Json, json};
use user_apis::logto::api::users::ReplaceUserIdentityOutput;
use user_apis::logto::models::{
    CreateUserMfaVerificationRequest, CreateUserMfaVerificationResponse, ListUserMfaVerificationsResponseItemType,
    ListUserRolesResponseItemType, ReplaceUserIdentityRequest, ReplaceUserRolesRequest, VerifyUserPasswordRequest,
};

#[tokio::test]
async fn user_in_full() -> TestResult {
    let stage = Stage::json(USER);
    let user = stage.logto().get_user("cczuqgho3dg5").await?;
    assert_eq!(user.id, "cczuqgho3dg5");
    assert_eq!(user.username.as_deref(), Some("alice_1"));
    assert_eq!(
        (user.primary_email.as_deref(), user.primary_phone.as_deref()),
        (None, Some("14155550101"))
    );
    assert_eq!((user.name.as_deref(), user.avatar.as_deref()), (Some(""), None));
    assert_eq!(user.custom_data, map(r#"{"plan":"pro","gone":null}"#));
    assert_eq!(user.profile.family_name.as_deref(), Some("Doe"));
    assert_eq!(user.profile.address.unwrap().country.as_deref(), Some("NL"));
    assert_eq!((user.is_suspended, user.has_password), (false, Some(true)));
    let identity = &user.sso_identities.unwrap()[0];
    assert_eq!(identity.detail, map(r#"{"k":[null]}"#));
    assert_eq!(identity.sso_connector_id, "c1");
    Ok(())
}

/// Null in, null out; absent where null is meant is read as null as well.
#[tokio::test]
async fn quirk_required_and_nullable_together() -> TestResult {
    let names = [
        "username",
        "primaryEmail",
        "primaryPhone",
        "name",
        "avatar",
        "lastSignInAt",
        "applicationId",
    ];
    let mut sent = map(USER);
    for name in names {
        assert!(sent.insert(name.into(), Json::Null).is_some(), "{name}");
    }
    let stage = Stage::json(&Json::from(sent.clone()).to_string());
    let user = stage.logto().get_user("u").await?;
    let Json::Object(written) = json::to_value(&user) else {
        panic!("no object")
    };
    for name in names {
        assert_eq!(written.get(name), Some(&Json::Null), "{name}");
        sent.remove(name);
    }
    stage.answer(ServerResponse::json(200, Json::from(sent).to_string()));
    assert_eq!(stage.logto().get_user("u").await?, user);
    let description = r#"[{"tenantId":"t","id":"o","name":"n","description":null,"customData":{},"isMfaRequired":true,"createdAt":1,"organizationRoles":[]}]"#;
    stage.answer(ServerResponse::json(200, description));
    assert_eq!(
        json::to_string(&stage.logto().list_user_organizations("u").await?),
        description
    );
    Ok(())
}

/// `number`, not `integer`: milliseconds, read without loss and written as they came.
#[tokio::test]
async fn quirk_times_are_numbers_in_milliseconds() -> TestResult {
    let stage = Stage::json(&USER.replace("\"lastSignInAt\":null", "\"lastSignInAt\":1795289306999.5"));
    let user = stage.logto().get_user("u").await?;
    assert_eq!(user.created_at, 1795289306936.0);
    assert_eq!(user.last_sign_in_at, Some(1795289306999.5));
    let text = json::to_string(&user);
    assert!(text.contains(r#""createdAt":1795289306936,"#), "{text}");
    assert!(text.contains(r#""lastSignInAt":1795289306999.5,"#), "{text}");
    Ok(())
}

#[tokio::test]
async fn quirk_maps_of_identities() -> TestResult {
    let stage = Stage::json(USER);
    let identities = stage.logto().get_user("u").await?.identities;
    assert_eq!(identities.keys().collect::<Vec<_>>(), ["github", "gitlab"]);
    assert_eq!(identities["github"].user_id, "123");
    assert_eq!(identities["github"].details, Some(map(r#"{"a":1}"#)));
    assert_eq!(identities["gitlab"].details, None);
    stage.answer(ServerResponse::json(
        200,
        USER.replace(r#"{"userId":"7"}"#, r#"{"userId":7}"#),
    ));
    let error = stage.logto().get_user("u").await.unwrap_err();
    assert_eq!(error.decode_path(), Some("/identities/gitlab/userId"));
    Ok(())
}

#[tokio::test]
async fn quirk_two_success_codes() -> TestResult {
    let stage = Stage::json(r#"{"github":{"userId":"124"}}"#);
    let call = || {
        stage
            .logto()
            .replace_user_identity("u", "github", ReplaceUserIdentityRequest::new("124"))
    };
    match call().await? {
        ReplaceUserIdentityOutput::Ok(identities) => assert_eq!(identities["github"].user_id, "124"),
        other => panic!("{other:?}"),
    }
    // No content is declared for 201, so what the server sends there is not looked at.
    for body in ["", "Created", r#"{"github":{"userId":"124"}}"#, "{"] {
        stage.answer(ServerResponse::json(201, body));
        assert_eq!(call().await?, ReplaceUserIdentityOutput::Created);
    }
    let response = call().send_with_response().await?;
    assert_eq!(response.status(), 201);
    // Of the declared successes, one has JSON.
    stage.answer(ServerResponse::json(202, "{}"));
    assert!(matches!(call().await?, ReplaceUserIdentityOutput::Ok(identities) if identities.is_empty()));
    assert_eq!(
        call().strict_status(true).await.unwrap_err().kind(),
        ErrorKind::UnexpectedStatus
    );
    stage.answer(ServerResponse::json(200, ""));
    assert_eq!(call().await.unwrap_err().kind(), ErrorKind::Decode);
    Ok(())
}

#[tokio::test]
async fn quirk_union_of_factors_by_type() -> TestResult {
    let stage = Stage::json(r#"{"type":"Totp","secret":"JBSW","secretQrCode":"data:image/png;base64,AA=="}"#);
    let call = || {
        stage
            .logto()
            .create_user_mfa_verification("u", CreateUserMfaVerificationRequest::new("Totp"))
    };
    match call().await? {
        CreateUserMfaVerificationResponse::Totp(totp) => assert_eq!(totp.secret, "JBSW"),
        other => panic!("{other:?}"),
    }
    stage.answer(ServerResponse::json(200, r#"{"codes":["a","b"],"type":"BackupCode"}"#));
    match call().await? {
        CreateUserMfaVerificationResponse::BackupCode(codes) => assert_eq!(codes.codes, ["a", "b"]),
        other => panic!("{other:?}"),
    }
    let unknown = r#"{"type":"WebAuthn","options":{}}"#;
    stage.answer(ServerResponse::json(200, unknown));
    match call().await? {
        CreateUserMfaVerificationResponse::Unknown(json) => assert_eq!(json, value(unknown)),
        other => panic!("{other:?}"),
    }
    stage.answer(ServerResponse::json(200, r#"{"type":"BackupCode","codes":[1]}"#));
    let error = call().await.unwrap_err();
    assert_eq!(error.decode_path(), Some("/codes/0"));
    Ok(())
}

#[tokio::test]
async fn factors_and_roles() -> TestResult {
    let stage = Stage::json(
        r#"[{"id":"m","createdAt":"2026-11-21T19:28:28.009Z","type":"Passkey","agent":"x","remainCodes":9.0,"name":"new"}]"#,
    );
    let factors = stage.logto().list_user_mfa_verifications("u").await?;
    assert_eq!(
        factors[0].created_at, "2026-11-21T19:28:28.009Z",
        "a text here, a number elsewhere"
    );
    assert_eq!(
        factors[0].r#type,
        ListUserMfaVerificationsResponseItemType::Unknown("Passkey".into())
    );
    assert_eq!(factors[0].remain_codes, Some(9.0));
    stage.answer(ServerResponse::json(
        200,
        r#"[{"tenantId":"t","id":"r","name":"n","description":"d","type":"MachineToMachine","isDefault":true}]"#,
    ));
    let roles = stage.logto().list_user_roles("u").await?;
    assert_eq!(
        (&roles[0].r#type, roles[0].is_default),
        (&ListUserRolesResponseItemType::MachineToMachine, true)
    );
    Ok(())
}

#[tokio::test]
async fn organizations() -> TestResult {
    let stage = Stage::json(
        r#"[{"tenantId":"t","id":"o","name":"n","description":null,"customData":{"k":1},"isMfaRequired":true,"createdAt":1,"organizationRoles":[]},
            {"tenantId":"t","id":"p","name":"n","description":"d","customData":{},"isMfaRequired":false,"createdAt":2,"organizationRoles":[{"id":"r","name":"m","x":1}]}]"#,
    );
    let organizations = stage.logto().list_user_organizations("u").await?;
    assert_eq!(
        (
            organizations[0].description.as_deref(),
            organizations[1].description.as_deref()
        ),
        (None, Some("d"))
    );
    assert_eq!(organizations[1].organization_roles[0].name, "m");
    stage.answer(ServerResponse::json(200, r#"[{"tenantId":"t"}]"#));
    let error = stage.logto().list_user_organizations("u").await.unwrap_err();
    assert_eq!(error.decode_path(), Some("/0"));
    assert!(
        error.to_string().contains("customData") || error.to_string().contains("id"),
        "{error}"
    );
    Ok(())
}

/// The success of a password test is 204; 422 means "no match".
#[tokio::test]
async fn quirk_no_content_is_the_success_of_a_test() -> TestResult {
    let stage = Stage::new(ServerResponse::empty(204));
    stage
        .logto()
        .verify_user_password("u", VerifyUserPasswordRequest::new("p"))
        .await?;
    stage.answer(ServerResponse::json(422, r#"{"code":"session.invalid_credentials"}"#));
    let error = stage
        .logto()
        .verify_user_password("u", VerifyUserPasswordRequest::new("p"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 422)
    );
    Ok(())
}

/// A 500 has `{message}` only, unknown routes are text: neither is declared, both are kept.
#[tokio::test]
async fn quirk_errors_without_content_keep_their_body() {
    let stage = Stage::json("");
    let bodies = [
        (500, "application/json", r#"{"message":"Internal server error."}"#),
        (404, "text/plain; charset=utf-8", "Not Found"),
        (405, "text/plain; charset=utf-8", "Method Not Allowed"),
        (
            404,
            "application/json",
            r#"{"code":"entity.not_found","message":"The resource does not exist."}"#,
        ),
        (413, "text/plain", ""),
    ];
    for (status, content_type, body) in bodies {
        let headers = [
            ("content-type", content_type),
            ("Logto-Core-Request-Id", "Q7h-n_00000000a2"),
        ];
        stage.answer(ServerResponse::new(status, &headers, body));
        let error = stage
            .logto()
            .replace_user_roles("u", ReplaceUserRolesRequest::new(vec![]))
            .await
            .unwrap_err();
        assert_eq!(error.request_id(), Some("Q7h-n_00000000a2"));
        assert_eq!(error.raw_body().unwrap(), body.as_bytes());
        assert_eq!(error.status().unwrap().as_u16(), status);
        let error = oaspen_client::Error::from(error);
        assert_error(&error, ErrorKind::Status, "ReplaceUserRoles");
        assert!(error.to_string().contains("Q7h-n_00000000a2"), "{error}");
    }
}

/// 404 on ListUserCustomData and UpdateUserPassword is not in the document.
#[tokio::test]
async fn quirk_statuses_the_documents_lack() {
    let stage = Stage::new(ServerResponse::json(404, r#"{"code":"entity.not_found"}"#));
    let error = stage.logto().list_user_custom_data("nope").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 404)
    );
    assert!(error.error_body().is_none());
    assert_eq!(error.raw_body().unwrap(), &br#"{"code":"entity.not_found"}"#[..]);
}
