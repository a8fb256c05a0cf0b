#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::auth::token::Life;

fn credentials() -> ClientCredentials {
    ClientCredentials::new("https://login.example.com/token", "id:1", "s3/cr et")
}

#[test]
fn the_header_is_encoded_twice() {
    let basic = credentials().basic().unwrap();
    let text = basic.to_str().unwrap().strip_prefix("Basic ").unwrap();
    let pair = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    assert_eq!(pair, b"id%3A1:s3%2Fcr+et");
    assert!(basic.is_sensitive());
}

#[test]
fn forms() {
    assert_eq!(credentials().form(), "grant_type=client_credentials");
    let full = credentials()
        .scope("a:b")
        .scope("c")
        .parameter("resource", "https://x/api")
        .in_body();
    assert_eq!(
        full.form(),
        "grant_type=client_credentials&scope=a%3Ab+c&resource=https%3A%2F%2Fx%2Fapi&client_id=id%3A1&client_secret=s3%2Fcr+et"
    );
    let endpoint = Endpoint::new(&full).ok().unwrap();
    assert!(!endpoint.headers.contains_key(AUTHORIZATION));
}

#[test]
fn credentials_are_checked() {
    for url in [
        "",
        "/token",
        "ftp://h/t",
        "https://canary:canary@h/t",
        "https://h/t#canary",
        "data:canary",
    ] {
        let wrong = ClientCredentials::new(url, "id", "canary");
        let error = Endpoint::new(&wrong).err().unwrap().to_string();
        assert!(!error.contains("canary"), "{error}");
    }
    let twice = credentials().parameter("scope", "canary");
    assert_eq!(
        Endpoint::new(&twice).err().unwrap().to_string(),
        "the parameter `scope` is set by the client itself"
    );
}

#[test]
fn answers_of_a_success() {
    for (body, life) in [
        (
            r#"{"access_token":"t","token_type":"Bearer","expires_in":3600}"#,
            Life::For(Duration::from_secs(3600)),
        ),
        (
            r#"{"access_token":"t","token_type":"bearer","expires_in":"60"}"#,
            Life::For(Duration::from_secs(60)),
        ),
        (
            r#"{"access_token":"t","expires_in":0.5}"#,
            Life::For(Duration::from_millis(500)),
        ),
        (r#"{"access_token":"t","expires_in":-1}"#, Life::UntilRefused),
        (r#"{"access_token":"t","expires_in":1e300}"#, Life::UntilRefused),
        (r#"{"access_token":"t","expires_in":null}"#, Life::UntilRefused),
        (r#"{"access_token":"t"}"#, Life::UntilRefused),
        ("\u{FEFF}{\"access_token\":\"t\"}", Life::UntilRefused),
    ] {
        let token = token(body.as_bytes()).ok().unwrap();
        assert_eq!((token.token.expose(), token.life), ("t", life), "{body}");
    }
    for body in [
        "",
        "canary",
        "[]",
        r#"{"access_token":"","x":"canary"}"#,
        r#"{"access_token":["canary"]}"#,
        r#"{"access_token":"canary","token_type":"DPoP"}"#,
    ] {
        assert!(
            !token(body.as_bytes()).err().unwrap().message.contains("canary"),
            "{body}"
        );
    }
}

#[test]
fn refusals_say_what_the_standard_has_for_them() {
    let endpoint = Endpoint::new(&credentials()).ok().unwrap();
    let body = br#"{"error":"invalid_client","error_description":"no s3/cr et\r\n here","x":"canary"}"#;
    assert_eq!(
        endpoint.refusal(StatusCode::UNAUTHORIZED, &serde_json::from_slice(body).unwrap()),
        "the token endpoint responded with 401 Unauthorized: invalid_client: no (..) here"
    );
    let plain = "the token endpoint responded with 502 Bad Gateway";
    for body in ["", "<html>", "{}", r#"{"error":{"code":1}}"#] {
        assert_eq!(
            endpoint.refusal(StatusCode::BAD_GATEWAY, &serde_json::from_str(body).unwrap_or_default()),
            plain
        );
    }
}
