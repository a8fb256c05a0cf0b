//! Addresses, headers and credentials, byte for byte.

use crate::generated_shape::Client;
use crate::generated_shape::models::{UpdateUserRequest, UserStatus};
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{Credential, ErrorKind, Patch};
use serde_json::json;

fn object(value: serde_json::Value) -> oaspen_client::JsonMap {
    value.as_object().unwrap().clone()
}

#[tokio::test]
async fn a_get_with_everything() {
    let server = Server::responding(ServerResponse::json(200, format!("[{USER}]")));
    let users = client(&server)
        .users()
        .get_user_list()
        .limit(5)
        .limit(10)
        .user_id(["+u1", "-u2"])
        .order_by("-created_at")
        .status(UserStatus::OnHold)
        .x_version("2024-10-01")
        .theme("dark; Secure")
        .await
        .unwrap();
    assert_eq!(users[0].status, Some(UserStatus::OnHold));
    let request = server.last();
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.target,
        "/v1/users?limit=10&user_id=%2Bu1&user_id=-u2&order_by=-created_at&status=on%20hold"
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {CANARY}").as_str())
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(request.header("x-version"), Some("2024-10-01"));
    assert_eq!(request.header("cookie"), Some("theme=dark%3B%20Secure"));
    assert_eq!(
        request.header("user-agent"),
        Some(concat!("shape/v1 oaspen-client/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(request.header("content-length"), None);
    assert_eq!(request.body, b"");
}

#[tokio::test]
async fn undeclared_parameters() {
    let server = Server::responding(ServerResponse::json(200, "[]"));
    client(&server)
        .users()
        .get_user_list()
        .limit(5)
        .query_param("limit", 7)
        .query_param("beta feature", ["a&b", "c"])
        .query_param("preview", true)
        .query_param("none", None::<&str>)
        .header("x-preview", "on")
        .await
        .unwrap();
    let request = server.last();
    assert_eq!(
        request.target,
        "/v1/users?limit=7&beta%20feature=a%26b&beta%20feature=c&preview=true"
    );
    assert_eq!(request.header("x-preview"), Some("on"));
}

#[tokio::test]
async fn objects_in_the_query() {
    let server = Server::responding(ServerResponse::json(200, "[]"));
    client(&server)
        .users()
        .get_user_list()
        .search_params(object(json!({"mode": ["x", "y"], "search.name": "a%"})))
        .filter(object(json!({"a": {"b": 1}})))
        .where_(object(json!({"a": [1, null]})))
        .next("https://x/?a=b&c#d")
        .await
        .unwrap();
    assert_eq!(
        server.last().target,
        "/v1/users?mode=x&mode=y&search.name=a%25&filter%5Ba%5D%5Bb%5D=1\
         &where=%7B%22a%22%3A%5B1%2Cnull%5D%7D&next=https://x/?a=b%26c%23d"
    );
}

#[tokio::test]
async fn a_patch_with_a_body() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let body = UpdateUserRequest::new()
        .with_username(Patch::Null)
        .with_tags(["a".to_owned()]);
    let reply = client(&server)
        .users()
        .update_user("a/b ü", body)
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(reply.into_body().id, "u1");
    let request = server.last();
    assert_eq!(request.method, "PATCH");
    assert_eq!(request.target, "/v1/users/a%2Fb%20%C3%BC");
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.text(), r#"{"username":null,"tags":["a"]}"#);
}

#[tokio::test]
async fn a_post_without_a_body() {
    let server = Server::responding(ServerResponse::new(200, &[("content-type", "text/plain")], "OK"));
    client(&server).users().ban_user("u").await.unwrap();
    let request = server.last();
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/v1/users/u/ban")
    );
    assert_eq!(request.header("content-length"), Some("0"));
    assert_eq!(request.header("content-type"), None);
    assert_eq!(request.header("authorization"), None, "the operation asks for none");
}

#[tokio::test]
async fn several_success_types() {
    use crate::generated_shape::api::users::ReplaceIdentityOutput;
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/users/u/identities/new" => ServerResponse::new(201, &[("content-type", "text/plain")], "Created"),
        _ => ServerResponse::json(200, r#"{"a":1}"#),
    });
    let users = client(&server).users();
    assert_eq!(
        users.replace_identity("u", "new").await.unwrap(),
        ReplaceIdentityOutput::Created
    );
    let other = users.replace_identity("u", "old").await.unwrap();
    assert_eq!(other, ReplaceIdentityOutput::Ok(object(json!({"a": 1}))));
}

#[tokio::test]
async fn credentials_by_scheme() {
    let server = Server::responding(ServerResponse::new(200, &[], "me"));
    let builder = || Client::builder().base_url(server.url());
    let anonymous = builder().build().unwrap();
    assert_eq!(anonymous.users().whoami().await.unwrap(), "me");
    assert_eq!(server.last().target, "/me");

    let both = builder()
        .api_key("headerKey", "h")
        .api_key("queryKey", "q&r")
        .build()
        .unwrap();
    both.users().whoami().await.unwrap();
    assert_eq!(server.last().target, "/me?api_key=q%26r");
    assert_eq!(server.last().header("x-api-key"), Some("h"));

    let cookie = builder()
        .api_key("headerKey", "h")
        .api_key("cookieKey", "c+d/e==")
        .build()
        .unwrap();
    cookie.users().whoami().await.unwrap();
    assert_eq!(server.last().target, "/me");
    assert_eq!(server.last().header("x-api-key"), None);
    assert_eq!(server.last().header("cookie"), Some("session=c+d/e=="));
}

#[tokio::test]
async fn a_missing_credential_is_reported_before_sending() {
    let server = Server::responding(ServerResponse::empty(200));
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(
        error.to_string(),
        "GetUser (GET /users/{user_id}): no credential for `bearerAuth` (set it with `bearer_token`); \
         `without_credentials` sends calls without"
    );
    assert!(server.requests().is_empty());
    let call = client.users().get_user("u").header("Authorization", "Bearer mine");
    let _ = call.await;
    assert_eq!(server.last().header("authorization"), Some("Bearer mine"));
}

#[tokio::test]
async fn headers_cannot_be_smuggled() {
    let server = Server::responding(ServerResponse::json(200, "[]"));
    let users = client(&server).users();
    for call in [
        users.get_user_list().x_version("1\r\nX-Evil: 1"),
        users.get_user_list().x_version("1\nX-Evil: 1"),
        users.get_user_list().header("X-A", "a\r\nb"),
        users.get_user_list().header("X-A\r\nX-B", "a"),
        users.get_user_list().header("Content-Length", "3"),
        users.get_user_list().header("Transfer-Encoding", "chunked"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
    }
    assert!(server.requests().is_empty());
    // A cookie is encoded instead.
    users.get_user_list().theme("1\r\nX-Evil: 1; a=b").await.unwrap();
    assert_eq!(
        server.last().header("cookie"),
        Some("theme=1%0D%0AX-Evil%3A%201%3B%20a%3Db")
    );
}

#[tokio::test]
async fn bad_path_values_are_kept_until_the_call_is_sent() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let users = client(&server).users();
    for id in ["", ".", ".."] {
        let error = users.get_user(id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains("path parameter `user_id`"), "{error}");
    }
    assert!(server.requests().is_empty());
    users.get_user("../admin").await.unwrap();
    assert_eq!(server.last().target, "/v1/users/..%2Fadmin");
    users.get_user("%2e%2e").await.unwrap();
    assert_eq!(server.last().target, "/v1/users/%252e%252e");
}

#[test]
fn builders_say_what_is_wrong() {
    let build = |builder: oaspen_client::ClientBuilder<Client>| builder.build().unwrap_err().to_string();
    assert!(Client::builder().build().is_ok());
    assert!(build(Client::builder().server(1)).contains("`[tenant_id]`"));
    assert!(build(Client::builder().server(2)).contains("relative"));
    assert!(build(Client::builder().server(4)).contains("none is number 4"));
    assert!(build(Client::builder().base_url("http://h/?a=b")).contains("query"));
    assert!(build(Client::builder().api_key("nope", "x")).contains("no security scheme `nope`"));
    assert!(build(Client::builder().default_header("a b", "x")).contains("not a header name"));
    let mtls = Client::builder().credential("mtls", &Credential::External);
    assert!(mtls.build().is_ok());
}

#[tokio::test]
async fn default_headers_and_settings_of_a_call() {
    let server = Server::responding(ServerResponse::json(200, "[]"));
    let client = Client::builder()
        .base_url(server.url())
        .bearer_token("t")
        .user_agent("mine/1")
        .default_header("X-One", "a")
        .default_header("X-Two", "b")
        .build()
        .unwrap();
    client.users().get_user_list().header("x-two", "c").await.unwrap();
    let request = server.last();
    assert_eq!(request.header("user-agent"), Some("mine/1"));
    assert_eq!(request.header("x-one"), Some("a"));
    assert_eq!(request.header("x-two"), Some("c"));
}
