//! Requests of Clerk in detail: queries, bodies, the upload.

use crate::wire::support::{Stage, TestResult, map, value};
use oaspen_client::{ErrorKind, FilePart, Patch};
use user_apis::clerk::models::{
    CreateUserRequest, CreateUserRequestPasswordHasher, SetUserProfileImageRequest, UpdateUserMetadataRequest,
    UpdateUserRequest, VerifyPasswordRequest,
};

#[tokio::test]
async fn every_filter_of_get_user_list() -> TestResult {
    let stage = Stage::json("[]");
    let call = stage.clerk().get_user_list();
    let call = call
        .email_address(["a@x"])
        .phone_number(["+15555550100", "2"])
        .external_id(["e"])
        .username(["n"]);
    let call = call
        .web3_wallet(["0x1"])
        .user_id(["u"])
        .organization_id(["o"])
        .query("q")
        .last_active_at_since(1700690400000);
    call.limit(500).offset(20).order_by("-created_at").await?;
    assert_eq!(
        stage.last().target,
        "/v1/users?email_address=a%40x&phone_number=%2B15555550100&phone_number=2&external_id=e&username=n\
         &web3_wallet=0x1&user_id=u&organization_id=o&query=q&last_active_at_since=1700690400000\
         &limit=500&offset=20&order_by=-created_at"
    );
    Ok(())
}

#[tokio::test]
async fn every_filter_of_get_users_count() -> TestResult {
    let stage = Stage::json(r#"{"object":"total_count","total_count":0}"#);
    let call = stage.clerk().get_users_count();
    let call = call
        .email_address(["a@x"])
        .phone_number(["1"])
        .external_id(["e"])
        .username(["n"]);
    call.web3_wallet(["w"]).user_id(["u"]).query("q").await?;
    assert_eq!(
        stage.last().target,
        "/v1/users/count?email_address=a%40x&phone_number=1&external_id=e&username=n&web3_wallet=w&user_id=u&query=q"
    );
    Ok(())
}

#[tokio::test]
async fn parameters_with_arrays_are_repeated_without_brackets() -> TestResult {
    let stage = Stage::json("[]");
    let users = stage.clerk();
    users.get_user_list().username(["a", "b", "a"]).await?;
    assert_eq!(stage.last().target, "/v1/users?username=a&username=b&username=a");
    // Commas, ampersands and equals signs of values are encoded; an empty value stays a value.
    users.get_user_list().username(["a,b", "c&d=e", ""]).await?;
    assert_eq!(
        stage.last().target,
        "/v1/users?username=a%2Cb&username=c%26d%3De&username="
    );
    // Owned, borrowed, computed: anything that iterates.
    let names = vec![String::from("x"), String::from("y")];
    users
        .get_user_list()
        .username(["k"])
        .user_id(names.iter().map(String::as_str))
        .external_id(names)
        .await?;
    assert_eq!(
        stage.last().target,
        "/v1/users?username=k&user_id=x&user_id=y&external_id=x&external_id=y"
    );
    // No values, no parameter; the last call of a setter counts.
    users
        .get_user_list()
        .username(Vec::<String>::new())
        .limit(1)
        .limit(2)
        .await?;
    assert_eq!(stage.last().target, "/v1/users?limit=2");
    users.get_user_list().username(["a"]).username(["b"]).await?;
    assert_eq!(stage.last().target, "/v1/users?username=b");
    Ok(())
}

/// `+` sent as it is would arrive as a space.
#[tokio::test]
async fn quirk_plus_and_minus_prefixes_are_encoded() -> TestResult {
    let stage = Stage::json("[]");
    let call = stage
        .clerk()
        .get_user_list()
        .external_id(["+e1", "-e2"])
        .user_id(["-u1"])
        .organization_id(["+o1"]);
    call.order_by("+created_at").await?;
    assert_eq!(
        stage.last().target,
        "/v1/users?external_id=%2Be1&external_id=-e2&user_id=-u1&organization_id=%2Bo1&order_by=%2Bcreated_at"
    );
    Ok(())
}

#[tokio::test]
async fn quirk_limit_and_offset_are_integers() -> TestResult {
    let stage = Stage::json("[]");
    stage.clerk().get_user_list().limit(10).offset(0).await?;
    assert_eq!(stage.last().target, "/v1/users?limit=10&offset=0");
    stage.clerk().get_user_list().limit(i64::MAX).offset(-1).await?;
    assert_eq!(stage.last().target, "/v1/users?limit=9223372036854775807&offset=-1");
    Ok(())
}

/// The server's defaults (limit 10, offset 0, order_by -created_at) are left to the server.
#[tokio::test]
async fn quirk_defaults_are_not_sent() -> TestResult {
    let stage = Stage::json("[]");
    stage.clerk().get_user_list().await?;
    assert_eq!(stage.last().target, "/v1/users");
    Ok(())
}

#[tokio::test]
async fn query_texts_are_encoded() -> TestResult {
    let stage = Stage::json("[]");
    let texts = [
        ("ada lovelace", "ada%20lovelace"),
        ("100%", "100%25"),
        ("a&b=c#d?e/f", "a%26b%3Dc%23d%3Fe%2Ff"),
        ("\"<>\\^`{|}'", "%22%3C%3E%5C%5E%60%7B%7C%7D%27"),
        ("ü\r\n\0", "%C3%BC%0D%0A%00"),
        ("-._~", "-._~"),
        ("", ""),
    ];
    for (text, sent) in texts {
        stage.clerk().get_user_list().query(text).await?;
        assert_eq!(stage.last().target, format!("/v1/users?query={sent}"), "{text:?}");
    }
    Ok(())
}

#[tokio::test]
async fn every_field_of_create_user() -> TestResult {
    let stage = Stage::json("{}");
    let body = CreateUserRequest::new()
        .with_created_at("2023-11-22T22:00:00Z")
        .with_unsafe_metadata(map("{}"))
        .with_private_metadata(map(r#"{"k":[1,2.5,true,null,"x"]}"#))
        .with_public_metadata(map(r#"{"a":{"b":null}}"#))
        .with_backup_codes(vec!["b1".into()])
        .with_totp_secret("totp")
        .with_skip_password_requirement(true)
        .with_skip_password_checks(false)
        .with_password_hasher(CreateUserRequestPasswordHasher::BcryptSha256Django)
        .with_password_digest("digest")
        .with_password("p")
        .with_username("")
        .with_web3_wallet(vec!["w".into()])
        .with_phone_number(vec!["+1".into(), "+2".into()])
        .with_email_address(vec![])
        .with_last_name(None)
        .with_first_name("F\u{1F600}\u{7}")
        .with_external_id(Patch::Value("e".into()));
    stage.clerk().create_user(body).await?;
    let request = stage.last();
    assert_eq!(
        request.text(),
        concat!(
            r#"{"external_id":"e","first_name":"F😀\u0007","last_name":null,"email_address":[],"#,
            r#""phone_number":["+1","+2"],"web3_wallet":["w"],"username":"","password":"p","password_digest":"digest","#,
            r#""password_hasher":"bcrypt_sha256_django","skip_password_checks":false,"skip_password_requirement":true,"#,
            r#""totp_secret":"totp","backup_codes":["b1"],"public_metadata":{"a":{"b":null}},"#,
            r#""private_metadata":{"k":[1,2.5,true,null,"x"]},"unsafe_metadata":{},"created_at":"2023-11-22T22:00:00Z"}"#,
        ),
        "in the order of the document, whatever the order of the calls"
    );
    assert_eq!(
        request.header("content-length").unwrap(),
        request.body.len().to_string()
    );
    Ok(())
}

#[tokio::test]
async fn every_field_of_update_user() -> TestResult {
    let stage = Stage::json("{}");
    let body = UpdateUserRequest::new()
        .with_external_id("e")
        .with_first_name("f")
        .with_last_name("l")
        .with_primary_email_address_id("p1")
        .with_notify_primary_email_address_changed(true)
        .with_primary_phone_number_id("p2")
        .with_primary_web3_wallet_id("p3")
        .with_username("u")
        .with_profile_image_id("i")
        .with_password("p")
        .with_password_digest("d")
        .with_password_hasher("sha256_salted")
        .with_skip_password_checks(true)
        .with_sign_out_of_other_sessions(None)
        .with_totp_secret("t")
        .with_backup_codes(vec![])
        .with_public_metadata(map("{}"))
        .with_private_metadata(map("{}"))
        .with_unsafe_metadata(map("{}"))
        .with_delete_self_enabled(false)
        .with_create_organization_enabled(Patch::Null)
        .with_created_at("c");
    stage.clerk().update_user("u", body).await?;
    assert_eq!(
        stage.last().text(),
        concat!(
            r#"{"external_id":"e","first_name":"f","last_name":"l","primary_email_address_id":"p1","#,
            r#""notify_primary_email_address_changed":true,"primary_phone_number_id":"p2","#,
            r#""primary_web3_wallet_id":"p3","username":"u","profile_image_id":"i","password":"p","password_digest":"d","#,
            r#""password_hasher":"sha256_salted","skip_password_checks":true,"sign_out_of_other_sessions":null,"#,
            r#""totp_secret":"t","backup_codes":[],"public_metadata":{},"private_metadata":{},"unsafe_metadata":{},"#,
            r#""delete_self_enabled":false,"create_organization_enabled":null,"created_at":"c"}"#,
        )
    );
    Ok(())
}

#[tokio::test]
async fn quirk_absent_null_and_empty_text_differ() -> TestResult {
    let stage = Stage::json("{}");
    let bodies = [
        (UpdateUserRequest::new(), "{}"),
        (UpdateUserRequest::new().with_username(Patch::Absent), "{}"),
        (
            UpdateUserRequest::new().with_username(Patch::Null),
            r#"{"username":null}"#,
        ),
        (UpdateUserRequest::new().with_username(None), r#"{"username":null}"#),
        (UpdateUserRequest::new().with_username(""), r#"{"username":""}"#),
        (UpdateUserRequest::new().with_username("a"), r#"{"username":"a"}"#),
        (
            UpdateUserRequest::new().with_username(String::from("a")),
            r#"{"username":"a"}"#,
        ),
        (
            UpdateUserRequest::new().with_username(Some(String::from("a"))),
            r#"{"username":"a"}"#,
        ),
        (
            UpdateUserRequest::new().with_username("a").with_username(Patch::Absent),
            "{}",
        ),
    ];
    for (body, sent) in bodies {
        stage.clerk().update_user("u", body).await?;
        assert_eq!(stage.last().text(), sent);
        assert_eq!(stage.last().header("content-type"), Some("application/json"));
    }
    Ok(())
}

/// Null inside free-form JSON deletes a key, so it must not be stripped.
#[tokio::test]
async fn quirk_null_inside_metadata_is_kept() -> TestResult {
    let stage = Stage::json("{}");
    let text = r#"{"a":null,"b":{"c":null,"d":[null,{"e":null}]}}"#;
    let body = UpdateUserMetadataRequest::new()
        .with_public_metadata(map(text))
        .with_unsafe_metadata(map("{}"));
    stage.clerk().update_user_metadata("u").body(body).await?;
    assert_eq!(
        stage.last().text(),
        format!(r#"{{"public_metadata":{text},"unsafe_metadata":{{}}}}"#)
    );
    assert_eq!(value(&stage.last().text())["public_metadata"], value(text));
    Ok(())
}

#[tokio::test]
async fn quirk_optional_bodies_may_be_left_out() -> TestResult {
    let stage = Stage::json("{}");
    let users = stage.clerk();
    users.update_user_metadata("u").await?;
    let check = |method: &str, target: &str| {
        let request = stage.last();
        assert_eq!((request.method.as_str(), request.target.as_str()), (method, target));
        assert_eq!(request.text(), "");
        assert_eq!(request.header("content-type"), None);
        assert_eq!(request.header("content-length"), Some("0"));
    };
    check("PATCH", "/v1/users/u/metadata");
    users.verify_password("u").await?;
    check("POST", "/v1/users/u/verify_password");
    users.verify_totp("u").await?;
    check("POST", "/v1/users/u/verify_totp");
    users
        .verify_password("u")
        .body(VerifyPasswordRequest::new("a"))
        .body(VerifyPasswordRequest::new("b"))
        .await?;
    assert_eq!(stage.last().text(), r#"{"password":"b"}"#);
    Ok(())
}

/// The same name with another shape, and times as text in requests.
#[tokio::test]
async fn quirk_same_name_with_another_shape() -> TestResult {
    let stage = Stage::json(crate::wire::clerk_operations::USER);
    let body = CreateUserRequest::new()
        .with_email_address(vec!["a@x".into()])
        .with_created_at("2023-11-22T22:00:00Z");
    let user = stage.clerk().create_user(body).await?;
    assert_eq!(
        stage.last().text(),
        r#"{"email_address":["a@x"],"created_at":"2023-11-22T22:00:00Z"}"#
    );
    let emails: Vec<String> = user
        .email_addresses
        .unwrap()
        .into_iter()
        .map(|email| email.email_address)
        .collect();
    assert_eq!(emails[0], "ada@example.com");
    assert_eq!(user.created_at, Some(1612137600000));
    Ok(())
}

/// The body of an upload, its boundary taken from the header.
fn upload(stage: &Stage) -> (String, Vec<u8>) {
    let request = stage.last();
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap()
        .to_owned();
    assert!((16..=70).contains(&boundary.len()), "{boundary}");
    assert!(
        boundary
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
        "{boundary}"
    );
    assert_eq!(
        request.header("content-length").unwrap(),
        request.body.len().to_string()
    );
    assert_eq!(request.header("transfer-encoding"), None);
    (boundary, request.body)
}

#[tokio::test]
async fn quirk_multipart_upload() -> TestResult {
    let stage = Stage::json("{}");
    let content = b"\x89PNG\r\n\x1a\n\0--\r\n--x\xff";
    let files = [
        (
            FilePart::new(&content[..]),
            r#"filename="file""#,
            "application/octet-stream",
        ),
        (
            FilePart::new(&content[..]).with_file_name("me.png"),
            r#"filename="me.png""#,
            "application/octet-stream",
        ),
        (
            FilePart::new(content.to_vec())
                .with_file_name("a \"b\"\r\nX: y.png")
                .with_content_type("image/png"),
            r#"filename="a %22b%22%0D%0AX: y.png""#,
            "image/png",
        ),
        (
            FilePart::new(content.to_vec()).with_file_name("ü;é.gif"),
            r#"filename="ü;é.gif""#,
            "application/octet-stream",
        ),
    ];
    let mut boundaries = Vec::new();
    for (file, name, content_type) in files {
        stage
            .clerk()
            .set_user_profile_image("u", SetUserProfileImageRequest::new().with_file(file))
            .await?;
        let (boundary, body) = upload(&stage);
        let mut expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; {name}\r\nContent-Type: {content_type}\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(content);
        expected.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
        assert_eq!(String::from_utf8_lossy(&body), String::from_utf8_lossy(&expected));
        assert_eq!(body, expected);
        boundaries.push(boundary);
    }
    assert_eq!(stage.last().target, "/v1/users/u/profile_image");
    boundaries.sort_unstable();
    boundaries.dedup();
    assert_eq!(boundaries.len(), 4, "each body has a boundary of its own");
    Ok(())
}

/// The part is not listed as required: a form without parts is still a form.
#[tokio::test]
async fn quirk_multipart_part_is_optional() -> TestResult {
    let stage = Stage::json("{}");
    stage
        .clerk()
        .set_user_profile_image("u", SetUserProfileImageRequest::new())
        .await?;
    let (boundary, body) = upload(&stage);
    assert_eq!(String::from_utf8(body)?, format!("--{boundary}--\r\n"));
    Ok(())
}

#[tokio::test]
async fn uploads_of_files_and_of_a_megabyte() -> TestResult {
    let stage = Stage::json("{}");
    let path = std::env::temp_dir().join(format!("oaspen-wire-{}.JPG", std::process::id()));
    let content: Vec<u8> = (0..1_048_576_u32).map(|i| (i % 251) as u8).collect();
    std::fs::write(&path, &content)?;
    let file = FilePart::from_path(&path)?;
    stage
        .clerk()
        .set_user_profile_image("u", SetUserProfileImageRequest::new().with_file(file))
        .await?;
    std::fs::remove_file(&path)?;
    let (_, body) = upload(&stage);
    let head = String::from_utf8_lossy(&body[..300]).into_owned();
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    assert!(
        head.contains(&format!("filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n")),
        "{head}"
    );
    let start = body.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    assert!(body[start..].starts_with(&content));
    assert!(FilePart::from_path("/nonexistent/me.png").is_err());
    Ok(())
}

#[tokio::test]
async fn an_invalid_content_type_is_refused() {
    let stage = Stage::json("{}");
    let file = FilePart::new(vec![1]).with_content_type("image/png\r\nX-Evil: 1");
    let call = stage
        .clerk()
        .set_user_profile_image("u", SetUserProfileImageRequest::new().with_file(file));
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert_eq!(stage.server.requests(), []);
}
