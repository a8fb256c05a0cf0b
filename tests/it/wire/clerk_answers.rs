//! Responses of Clerk in detail: unions, nulls, open enums, times, paths of decode errors.

use crate::wire::clerk_operations::{MEMBERSHIPS, USER};
use crate::wire::support::{Stage, TestResult, assert_error, map, value};
use loopback::ServerResponse;
use oaspen_client::{ErrorKind, json};
use user_apis::clerk::models::{
    EmailAddressVerification, IdentificationLinkType, OAuthVerificationStatus, OAuthVerificationStrategy,
    OrganizationMembershipObject, OtpVerificationStatus, OtpVerificationStrategy, PhoneNumberVerification,
    SamlVerificationStrategy, TotalCountObject, User, UserObject, VerifyTotpResponseCodeType, Web3VerificationNonce,
    Web3WalletVerification,
};

async fn user(body: &str) -> Result<User, oaspen_client::Error> {
    Ok(Stage::json(body).clerk().get_user("user_2x").await?)
}

#[tokio::test]
async fn user_in_full() -> TestResult {
    let user = user(USER).await?;
    assert_eq!(user.id.as_deref(), Some("user_2x"));
    assert_eq!(user.object, Some(UserObject::User));
    assert_eq!(user.external_id.as_deref(), Some("ext-1"));
    assert_eq!(user.primary_web3_wallet_id, None);
    assert_eq!(user.last_name, None);
    assert_eq!(user.has_image, Some(true));
    assert_eq!(
        user.public_metadata,
        Some(map(r#"{"plan":"pro","seats":3,"gone":null}"#))
    );
    assert_eq!(user.unsafe_metadata, Some(map("{}")));
    assert_eq!(user.banned, Some(false));
    assert_eq!(user.verification_attempts_remaining, Some(100));
    let external = user.external_accounts.unwrap();
    assert_eq!(
        external,
        [map(r#"{"object":"google_account","id":"idn_10","scopes":null}"#)]
    );
    let saml = &user.saml_accounts.unwrap()[0];
    assert_eq!(
        (saml.provider.as_str(), saml.active, saml.last_name.as_deref()),
        ("saml_okta", true, Some("L"))
    );
    Ok(())
}

#[tokio::test]
async fn quirk_union_without_discriminator_by_strategy() -> TestResult {
    let user = user(USER).await?;
    let emails = user.email_addresses.unwrap();
    assert_eq!(emails.len(), 5);
    match emails[0].verification.as_ref().unwrap() {
        EmailAddressVerification::Otp(otp) => {
            assert_eq!(otp.status, OtpVerificationStatus::Verified);
            assert_eq!(otp.strategy, OtpVerificationStrategy::EmailCode);
            assert_eq!((otp.attempts, otp.expire_at), (1, 1700690400000));
        }
        other => panic!("{other:?}"),
    }
    match emails[1].verification.as_ref().unwrap() {
        EmailAddressVerification::Admin(admin) => assert_eq!((admin.attempts, admin.expire_at), (None, None)),
        other => panic!("{other:?}"),
    }
    match emails[2].verification.as_ref().unwrap() {
        EmailAddressVerification::OAuth(oauth) => {
            assert_eq!(oauth.status, OAuthVerificationStatus::Transferable);
            assert_eq!(oauth.strategy, OAuthVerificationStrategy::OauthGoogle);
            assert_eq!((oauth.expire_at, oauth.attempts), (1700690400001, Some(2)));
            assert_eq!(oauth.error.as_ref().unwrap().code, "external_account_exists");
        }
        other => panic!("{other:?}"),
    }
    let phones = user.phone_numbers.unwrap();
    assert!(matches!(phones[0].verification, Some(PhoneNumberVerification::Otp(_))));
    assert!(matches!(
        phones[1].verification,
        Some(PhoneNumberVerification::Admin(_))
    ));
    let wallets = user.web3_wallets.unwrap();
    assert!(matches!(wallets[0].verification, Some(Web3WalletVerification::Web3(_))));
    assert!(matches!(
        wallets[1].verification,
        Some(Web3WalletVerification::Admin(_))
    ));
    Ok(())
}

/// The documents know google and mock only; the server sends every provider.
#[tokio::test]
async fn quirk_unknown_strategy_is_kept_unchanged() -> TestResult {
    let user = user(USER).await?;
    let email = &user.email_addresses.unwrap()[3];
    let sent = value(r#"{"status":"verified","strategy":"oauth_github","expire_at":1700690400002,"attempts":null}"#);
    match email.verification.as_ref().unwrap() {
        EmailAddressVerification::Unknown(json) => assert_eq!(json, &sent),
        other => panic!("{other:?}"),
    }
    assert_eq!(json::to_value(email)["verification"], sent);
    Ok(())
}

#[tokio::test]
async fn quirk_enums_accept_unknown_values() -> TestResult {
    let user = user(USER).await?;
    let links = &user.email_addresses.as_ref().unwrap()[0].linked_to;
    assert_eq!(links[0].r#type, IdentificationLinkType::OauthGoogle);
    assert_eq!(links[1].r#type, IdentificationLinkType::Unknown("oauth_github".into()));
    assert_eq!(links[1].r#type.as_str(), "oauth_github");
    assert_eq!(json::to_string(&links[1]), r#"{"type":"oauth_github","id":"idn_4"}"#);

    let stage = Stage::json(r#"{"object":"count","total_count":1}"#);
    let count = stage.clerk().get_users_count().await?;
    assert_eq!(count.object, TotalCountObject::Unknown("count".into()));
    stage.answer(ServerResponse::json(200, r#"{"verified":true,"code_type":"sms"}"#));
    let answer = stage.clerk().verify_totp("u").await?;
    assert_eq!(
        answer.code_type,
        Some(VerifyTotpResponseCodeType::Unknown("sms".into()))
    );
    stage.answer(ServerResponse::json(
        200,
        r#"{"verified":false,"code_type":"backup_code"}"#,
    ));
    let answer = stage.clerk().verify_totp("u").await?;
    assert_eq!(
        (answer.verified, answer.code_type),
        (Some(false), Some(VerifyTotpResponseCodeType::BackupCode))
    );
    Ok(())
}

/// The enum of the nonce is `["nonce"]`, which no real nonce is.
#[tokio::test]
async fn quirk_web3_nonce_is_any_text() -> TestResult {
    let user = user(USER).await?;
    match user.web3_wallets.unwrap()[0].verification.as_ref().unwrap() {
        Web3WalletVerification::Web3(web3) => {
            assert_eq!(web3.nonce, Web3VerificationNonce::Unknown("Sign this: 8f1c".into()));
            assert_eq!(web3.attempts, Some(1));
        }
        other => panic!("{other:?}"),
    }
    Ok(())
}

/// `verification` is required and may be null: null in, null out, and nothing like "no branch fits".
#[tokio::test]
async fn quirk_null_beside_a_union() -> TestResult {
    let body = concat!(
        r#"{"email_addresses":[{"object":"email_address","email_address":"e","reserved":false,"verification":null,"#,
        r#""linked_to":[]}],"phone_numbers":[{"object":"phone_number","phone_number":"1","reserved":false,"#,
        r#""verification":null,"linked_to":[]}],"web3_wallets":[{"object":"web3_wallet","web3_wallet":"w","#,
        r#""verification":null}],"saml_accounts":[{"id":"s","object":"saml_account","provider":"p","active":true,"#,
        r#""email_address":"e","verification":null}]}"#,
    );
    let read = user(body).await?;
    assert_eq!(read.email_addresses.as_ref().unwrap()[0].verification, None);
    assert_eq!(read.phone_numbers.as_ref().unwrap()[0].verification, None);
    assert_eq!(read.web3_wallets.as_ref().unwrap()[0].verification, None);
    assert_eq!(read.saml_accounts.as_ref().unwrap()[0].verification, None);
    assert_eq!(json::to_string(&read), body);
    assert_eq!(
        user(&body.replace(r#","verification":null"#, "")).await?,
        read,
        "absent is read as null"
    );
    Ok(())
}

#[tokio::test]
async fn quirk_required_and_nullable_together() -> TestResult {
    let body = r#"{"saml_accounts":[{"id":"s","object":"saml_account","provider":"p","active":false,"email_address":"e",
        "verification":{"status":"failed","strategy":"saml","external_verification_redirect_url":null,"expire_at":1}}]}"#;
    let user = user(body).await?;
    let accounts = user.saml_accounts.unwrap();
    let verification = accounts[0].verification.as_ref().unwrap();
    assert_eq!(verification.external_verification_redirect_url, None);
    assert_eq!(verification.strategy, SamlVerificationStrategy::Saml);
    assert_eq!(
        json::to_string(verification),
        r#"{"status":"failed","strategy":"saml","external_verification_redirect_url":null,"expire_at":1}"#
    );
    Ok(())
}

/// `verification` of SAML and `error` of OAuth are a oneOf of one type: they are that type.
#[tokio::test]
async fn quirk_one_of_a_single_reference_is_that_type() -> TestResult {
    let user = user(USER).await?;
    let saml = user.saml_accounts.unwrap().remove(0);
    let verification: user_apis::clerk::models::SamlVerification = saml.verification.unwrap();
    let error: Option<user_apis::clerk::models::ClerkError> = verification.error;
    assert_eq!(error, None);
    Ok(())
}

/// `organization` of a membership is an allOf of one type: nothing of it is lost.
#[tokio::test]
async fn quirk_all_of_a_single_reference_keeps_its_data() -> TestResult {
    let stage = Stage::json(MEMBERSHIPS);
    let page = stage.clerk().users_get_organization_memberships("u").await?;
    assert_eq!(page.total_count, 1);
    let membership = &page.data[0];
    assert_eq!(
        membership.object,
        Some(OrganizationMembershipObject::OrganizationMembership)
    );
    assert_eq!(membership.role.as_deref(), Some("org:admin"));
    assert_eq!(
        membership.permissions.as_deref(),
        Some(&["org:sys_domains:read".to_owned()][..])
    );
    let organization = membership.organization.as_ref().unwrap();
    assert_eq!(
        (organization.name.as_str(), organization.max_allowed_memberships),
        ("Org", 5)
    );
    assert_eq!(organization.private_metadata, map(r#"{"k":null}"#));
    let data = membership.public_user_data.as_ref().unwrap();
    assert_eq!(
        (data.identifier.as_deref(), data.last_name.as_deref()),
        (Some("ada@example.com"), None)
    );
    Ok(())
}

#[tokio::test]
async fn quirk_nullable_arrays_and_objects() -> TestResult {
    let user = user(USER).await?;
    assert_eq!(user.private_metadata, None);
    let phones = user.phone_numbers.unwrap();
    assert_eq!(phones[0].backup_codes, None);
    assert_eq!(
        phones[1].backup_codes.as_deref(),
        Some(&["c1".to_owned(), "c2".to_owned()][..])
    );
    Ok(())
}

/// Milliseconds as integers; `lockout_expires_in_seconds` is seconds.
#[tokio::test]
async fn quirk_times_are_integers_in_milliseconds() -> TestResult {
    let user = user(USER).await?;
    let times: [Option<i64>; 4] = [
        user.created_at,
        user.updated_at,
        user.last_active_at,
        user.last_sign_in_at,
    ];
    assert_eq!(
        times,
        [Some(1612137600000), Some(1700690400006), Some(1700690400007), None]
    );
    assert_eq!(user.lockout_expires_in_seconds, Some(3600));
    Ok(())
}

#[tokio::test]
async fn integers_written_as_floats_are_integers() -> TestResult {
    let user = user(r#"{"created_at":1612137600000.0,"updated_at":1.7e12,"last_active_at":-0}"#).await?;
    assert_eq!(user.created_at, Some(1612137600000));
    assert_eq!(user.updated_at, Some(1_700_000_000_000));
    assert_eq!(user.last_active_at, Some(0));
    for text in ["1.5", "1e400", "9223372036854775808", "\"1\"", "true"] {
        let error = self::user(&format!(r#"{{"created_at":{text}}}"#)).await.unwrap_err();
        assert_error(&error, ErrorKind::Decode, "GetUser");
        assert_eq!(error.decode_path(), Some("/created_at"), "{text}");
    }
    Ok(())
}

/// The documents forbid members they do not name; the server adds some all the time.
#[tokio::test]
async fn quirk_unknown_members_are_ignored() -> TestResult {
    let user =
        user(r#"{"passkeys":[{"deep":[1,2,{"x":"]}\""}]}],"id":"u","mfa_enabled_at":null,"":0,"é":1e9}"#).await?;
    assert_eq!(user.id.as_deref(), Some("u"));
    assert_eq!(json::to_string(&user), r#"{"id":"u"}"#);
    Ok(())
}

#[tokio::test]
async fn decode_errors_name_the_path() {
    let stage = Stage::json("");
    let users = stage.clerk();
    let wrong = r#"{"status":"verified","strategy":"email_code","attempts":"one","expire_at":1}"#;
    let email = |verification: &str| {
        format!(
            r#"{{"object":"email_address","email_address":"e","reserved":false,"verification":{verification},"linked_to":[]}}"#
        )
    };
    let bodies = [
        (format!(r#"[{{"email_addresses":[{},{}]}}]"#, email("null"), email(r#"{"strategy":"admin"}"#)), "/0/email_addresses/1/verification"),
        (
            format!(r#"[{{}},{{"email_addresses":[{}]}}]"#, email(wrong)),
            "/1/email_addresses/0/verification/attempts",
        ),
        (r#"[{"phone_numbers":[{"object":"phone_number","phone_number":"1","reserved":false,"linked_to":[{"id":"x"}]}]}]"#.into(), "/0/phone_numbers/0/linked_to/0"),
        (r#"[{"public_metadata":[]}]"#.into(), "/0/public_metadata"),
        (r#"[{"id":"a"},{"id":{}}]"#.into(), "/1/id"),
        (r#"{"data":[]}"#.into(), ""),
        (r#"[null]"#.into(), "/0"),
    ];
    for (body, path) in bodies {
        stage.answer(ServerResponse::json(200, &body));
        let error = users.get_user_list().await.unwrap_err();
        assert_error(&error.into(), ErrorKind::Decode, "GetUserList");
        let error = users.get_user_list().await.unwrap_err();
        assert_eq!(error.decode_path(), Some(path), "{body}\n{error}");
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert_eq!(error.raw_body().unwrap(), body.as_bytes());
        let pointed = value(&body).pointer(path).cloned();
        assert!(pointed.is_some(), "{path} is a JSON pointer into the body");
        assert!(error.to_string().contains(path), "{error}");
    }
}

/// A union keeps any unknown value.
#[tokio::test]
async fn unions_keep_values_that_are_no_objects() -> TestResult {
    for json in ["5", "\"text\"", "[]", "{}", r#"{"strategy":null}"#, "false"] {
        let body =
            format!(r#"{{"web3_wallets":[{{"object":"web3_wallet","web3_wallet":"w","verification":{json}}}]}}"#);
        let user = user(&body).await?;
        assert_eq!(json::to_string(&user), body);
        let wallets = user.web3_wallets.unwrap();
        assert_eq!(
            wallets[0].verification,
            Some(Web3WalletVerification::Unknown(value(json)))
        );
    }
    Ok(())
}

/// A branch that is known by its strategy and wrong inside is an error, not something unknown.
#[tokio::test]
async fn a_known_branch_with_invalid_content_is_an_error() {
    for (verification, path) in [
        (r#"{"strategy":"admin"}"#, "/email_addresses/0/verification"),
        (
            r#"{"status":"verified","strategy":"phone_code","expire_at":1}"#,
            "/email_addresses/0/verification",
        ),
        (
            r#"{"status":5,"strategy":"admin"}"#,
            "/email_addresses/0/verification/status",
        ),
        (
            r#"{"strategy":"oauth_google","status":"verified","expire_at":null}"#,
            "/email_addresses/0/verification/expire_at",
        ),
    ] {
        let body = format!(
            r#"{{"email_addresses":[{{"object":"email_address","email_address":"e","reserved":false,"linked_to":[],"verification":{verification}}}]}}"#
        );
        let error = user(&body).await.unwrap_err();
        assert_eq!(error.decode_path(), Some(path), "{verification}: {error}");
    }
}

#[tokio::test]
async fn quirk_deletes_respond_with_a_body() -> TestResult {
    let stage = Stage::json(r#"{"object":"user","id":"user_2x","slug":null,"deleted":true}"#);
    let deleted = stage.clerk().delete_user("user_2x").await?;
    assert_eq!(
        (deleted.object.as_str(), deleted.id.as_deref(), deleted.slug.as_deref()),
        ("user", Some("user_2x"), None)
    );
    assert!(deleted.deleted);
    stage.answer(ServerResponse::json(200, r#"{"user_id":"user_2x"}"#));
    assert_eq!(
        stage.clerk().disable_mfa("user_2x").await?.user_id.as_deref(),
        Some("user_2x")
    );
    stage.answer(ServerResponse::json(200, USER));
    assert_eq!(
        stage
            .clerk()
            .delete_user_profile_image("user_2x")
            .await?
            .username
            .as_deref(),
        Some("ada")
    );
    Ok(())
}

#[tokio::test]
async fn quirk_pages_differ() -> TestResult {
    let stage = Stage::json(&format!("[{USER},{USER}]"));
    assert_eq!(stage.clerk().get_user_list().await?.len(), 2, "a bare array");
    stage.answer(ServerResponse::json(200, r#"{"data":[],"total_count":7}"#));
    let page = stage.clerk().users_get_organization_memberships("u").await?;
    assert_eq!((page.data.len(), page.total_count), (0, 7));
    Ok(())
}

#[tokio::test]
async fn tokens_of_providers() -> TestResult {
    let stage = Stage::json(
        r#"[{"token":"t","provider":"oauth_x","scopes":["a"],"token_secret":"s","public_metadata":{"p":1},"label":"l"}]"#,
    );
    let tokens = stage.clerk().get_oauth_access_token("u", "oauth_x").await?;
    assert_eq!(tokens[0].token_secret.as_deref(), Some("s"));
    assert_eq!(tokens[0].public_metadata, Some(map(r#"{"p":1}"#)));
    stage.answer(ServerResponse::json(200, "[]"));
    assert!(stage.clerk().get_oauth_access_token("u", "oauth_x").await?.is_empty());
    Ok(())
}

/// Twice the same member: the last counts, as in every JSON reader of the web.
#[tokio::test]
async fn duplicate_members() -> TestResult {
    assert_eq!(user(r#"{"id":"a","id":"b"}"#).await?.id.as_deref(), Some("b"));
    Ok(())
}

#[tokio::test]
async fn nesting_without_end_is_an_error() {
    for body in [
        format!(r#"{{"public_metadata":{{"a":{}"#, "[".repeat(100_000)),
        format!(r#"{{"x":{}"#, "[".repeat(100_000)),
    ] {
        let error = user(&body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test]
async fn lenient_decoding_leaves_optional_members_out() -> TestResult {
    let stage = Stage::json(r#"{"id":5,"username":"ada","created_at":"soon"}"#);
    let issues = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let seen = std::sync::Arc::clone(&issues);
    let client = stage
        .clerk_builder()
        .lenient(move |issue| {
            seen.lock()
                .unwrap()
                .push(format!("{} {}", issue.operation_id(), issue.path()))
        })
        .build()?;
    let user = client.users().get_user("u").await?;
    assert_eq!(
        (user.id, user.username.as_deref(), user.created_at),
        (None, Some("ada"), None)
    );
    assert_eq!(*issues.lock().unwrap(), ["GetUser /id", "GetUser /created_at"]);
    Ok(())
}
