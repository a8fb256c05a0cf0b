//! Requests of Logto in detail.

use crate::wire::logto_operations::USER;
use crate::wire::support::{Stage, TestResult, map};
use loopback::ServerResponse;
use oaspen_client::Patch;
use user_apis::logto::models::{
    CreateUserMfaVerificationRequest, CreateUserMfaVerificationRequestType, CreateUserRequest,
    CreateUserRequestPasswordAlgorithm, ReplaceUserIdentityRequest, UpdateUserCustomDataRequest, UpdateUserRequest,
    UserProfile, UserProfileAddress,
};

#[tokio::test]
async fn every_field_of_create_user() -> TestResult {
    let stage = Stage::json(USER);
    let address = UserProfileAddress::new()
        .with_formatted("f")
        .with_street_address("s")
        .with_locality("l")
        .with_region("r")
        .with_postal_code("p")
        .with_country("NL");
    let profile = UserProfile::new()
        .with_family_name("Doe")
        .with_given_name("A")
        .with_middle_name("M")
        .with_nickname("n")
        .with_preferred_username("pu")
        .with_profile("https://p.example")
        .with_website("https://w.example")
        .with_gender("g")
        .with_birthdate("2000-01-01")
        .with_zoneinfo("Europe/Amsterdam")
        .with_locale("nl")
        .with_address(address);
    let body = CreateUserRequest::new()
        .with_primary_phone("14155550101")
        .with_primary_email("alice@example.com")
        .with_username("alice_1")
        .with_password("Zq8!vTk2#pLw9")
        .with_password_digest("d")
        .with_password_algorithm(CreateUserRequestPasswordAlgorithm::Sha256)
        .with_name("Alice")
        .with_avatar("https://a.example/a.png")
        .with_custom_data(map(r#"{"a":null,"b":{"c":[2]}}"#))
        .with_profile(profile);
    stage.logto().create_user(body).await?;
    assert_eq!(
        stage.last().text(),
        concat!(
            r#"{"primaryPhone":"14155550101","primaryEmail":"alice@example.com","username":"alice_1","#,
            r#""password":"Zq8!vTk2#pLw9","passwordDigest":"d","passwordAlgorithm":"SHA256","name":"Alice","#,
            r#""avatar":"https://a.example/a.png","customData":{"a":null,"b":{"c":[2]}},"profile":{"familyName":"Doe","#,
            r#""givenName":"A","middleName":"M","nickname":"n","preferredUsername":"pu","profile":"https://p.example","#,
            r#""website":"https://w.example","gender":"g","birthdate":"2000-01-01","zoneinfo":"Europe/Amsterdam","#,
            r#""locale":"nl","address":{"formatted":"f","streetAddress":"s","locality":"l","region":"r","#,
            r#""postalCode":"p","country":"NL"}}}"#,
        )
    );
    Ok(())
}

/// `name` and `avatar` are unions whose branches all are texts: a nullable text, that can be empty.
#[tokio::test]
async fn quirk_overlapping_text_unions_are_nullable_texts() -> TestResult {
    let stage = Stage::json(USER);
    let bodies = [
        (UpdateUserRequest::new(), "{}"),
        (
            UpdateUserRequest::new().with_name(None).with_avatar(None),
            r#"{"name":null,"avatar":null}"#,
        ),
        (
            UpdateUserRequest::new().with_name("").with_avatar(""),
            r#"{"name":"","avatar":""}"#,
        ),
        (
            UpdateUserRequest::new().with_name("Alice B").with_avatar(Patch::Null),
            r#"{"name":"Alice B","avatar":null}"#,
        ),
        (
            UpdateUserRequest::new()
                .with_avatar("https://a.example/a.png")
                .with_primary_email("a@x")
                .with_primary_phone(""),
            r#"{"primaryEmail":"a@x","primaryPhone":"","avatar":"https://a.example/a.png"}"#,
        ),
        (
            UpdateUserRequest::new().with_username(Patch::Null),
            r#"{"username":null}"#,
        ),
        (
            UpdateUserRequest::new()
                .with_custom_data(map(r#"{"k":null}"#))
                .with_profile(UserProfile::new()),
            r#"{"customData":{"k":null},"profile":{}}"#,
        ),
    ];
    for (body, sent) in bodies {
        stage.logto().update_user("u", body).await?;
        assert_eq!(stage.last().text(), sent);
        assert_eq!(stage.last().method, "PATCH");
    }
    Ok(())
}

#[tokio::test]
async fn quirk_null_inside_custom_data_is_kept() -> TestResult {
    let stage = Stage::json(r#"{"a":null}"#);
    let body = UpdateUserCustomDataRequest::new(map(r#"{"a":null,"b":{"c":null}}"#));
    let answer = stage.logto().update_user_custom_data("u", body).await?;
    assert_eq!(stage.last().text(), r#"{"customData":{"a":null,"b":{"c":null}}}"#);
    assert_eq!(answer, map(r#"{"a":null}"#), "a free-form response");
    Ok(())
}

/// includeSsoIdentities is a text: `true`, `1`, `yes`.
#[tokio::test]
async fn quirk_boolean_as_text() -> TestResult {
    let stage = Stage::json(USER);
    for text in ["true", "1", "yes", "0", ""] {
        stage.logto().get_user("u").include_sso_identities(text).await?;
        assert_eq!(stage.last().target, format!("/api/users/u?includeSsoIdentities={text}"));
    }
    stage.logto().get_user("u").await?;
    assert_eq!(stage.last().target, "/api/users/u");
    Ok(())
}

#[tokio::test]
async fn quirk_page_and_page_size_are_integers() -> TestResult {
    let stage = Stage::json("[]");
    let users = stage.logto();
    users.list_users().await?;
    assert_eq!(stage.last().target, "/api/users", "defaults are left to the server");
    users.list_users().page(1).await?;
    assert_eq!(stage.last().target, "/api/users?page=1");
    users.list_users().page_size(100).page(3).await?;
    assert_eq!(stage.last().target, "/api/users?page_size=100&page=3");
    users.list_user_roles("u").page(2).page_size(1).await?;
    assert_eq!(stage.last().target, "/api/users/u/roles?page=2&page_size=1");
    Ok(())
}

/// Duplicate branches, a `type` that is a oneOf of two texts: an enum of two values, open to a third.
#[tokio::test]
async fn quirk_duplicate_branches_of_the_factor_type() -> TestResult {
    let stage = Stage::json(r#"{"type":"BackupCode","codes":[]}"#);
    let types = [
        (CreateUserMfaVerificationRequestType::Totp, "Totp"),
        (CreateUserMfaVerificationRequestType::BackupCode, "BackupCode"),
        ("WebAuthn".into(), "WebAuthn"),
    ];
    for (kind, text) in types {
        stage
            .logto()
            .create_user_mfa_verification("u", CreateUserMfaVerificationRequest::new(kind))
            .await?;
        assert_eq!(stage.last().text(), format!(r#"{{"type":"{text}"}}"#));
    }
    Ok(())
}

#[tokio::test]
async fn quirk_fields_that_are_keywords() -> TestResult {
    let stage = Stage::json(USER);
    let body = CreateUserRequest::new().with_profile(UserProfile::new().with_profile("p"));
    stage.logto().create_user(body).await?;
    assert_eq!(stage.last().text(), r#"{"profile":{"profile":"p"}}"#);
    stage.answer(ServerResponse::json(200, "{}"));
    stage
        .logto()
        .replace_user_identity("u", "github", ReplaceUserIdentityRequest::new("124"))
        .await?;
    assert_eq!(stage.last().text(), r#"{"userId":"124"}"#);
    Ok(())
}

/// The parameter is named `userId-root` for reuse and `id` in the document; what counts is its place.
#[tokio::test]
async fn quirk_shared_parameters_with_a_hyphen() -> TestResult {
    let stage = Stage::new(ServerResponse::empty(204));
    stage.logto().delete_user_role("u 1", "r/1").await?;
    assert_eq!(stage.last().target, "/api/users/u%201/roles/r%2F1");
    stage.logto().delete_user_mfa_verification("u", "v?").await?;
    assert_eq!(stage.last().target, "/api/users/u/mfa-verifications/v%3F");
    Ok(())
}

/// Patterns (`/^\d+$/`, written with slashes), lengths and formats (`regex`, `url`) are the server's to
/// check: what breaks them is sent, and read, as it is.
#[tokio::test]
async fn quirk_patterns_lengths_and_formats_are_not_enforced() -> TestResult {
    let id = "an-id-of-more-than-twelve-characters";
    let stage = Stage::json(&USER.replace("cczuqgho3dg5", id).replace("14155550101", "not a number"));
    let body = CreateUserRequest::new()
        .with_primary_phone("+1 (555)")
        .with_primary_email("nobody")
        .with_username("1 a");
    let user = stage.logto().create_user(body.with_avatar("no url")).await?;
    assert_eq!(
        stage.last().text(),
        r#"{"primaryPhone":"+1 (555)","primaryEmail":"nobody","username":"1 a","avatar":"no url"}"#
    );
    assert_eq!(
        (user.id.as_str(), user.primary_phone.as_deref()),
        (id, Some("not a number"))
    );
    Ok(())
}

/// Which fields exclude each other is not in the schemas: all of them can be sent.
#[tokio::test]
async fn quirk_field_rules_the_schema_lacks() -> TestResult {
    let stage = Stage::new(ServerResponse::json(
        400,
        r#"{"code":"guard.invalid_input","message":"m"}"#,
    ));
    let error = stage
        .logto()
        .create_user(CreateUserRequest::new().with_password("p").with_password_digest("d"));
    assert_eq!(error.await.unwrap_err().status().unwrap().as_u16(), 400);
    assert_eq!(stage.last().text(), r#"{"password":"p","passwordDigest":"d"}"#);
    Ok(())
}
