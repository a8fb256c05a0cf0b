//! Which redirects are followed, and what goes along.

use crate::generated_shape::Client;
use crate::generated_shape::models::UpdateUserRequest;
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{ErrorKind, RedirectPolicy};

#[tokio::test]
async fn same_origin_keeps_everything() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/users/u" => ServerResponse::redirect(307, "../people/u?x=1#frag"),
        _ => ServerResponse::json(200, USER),
    });
    let users = client(&server).users();
    users
        .update_user("u", UpdateUserRequest::new().with_username("n"))
        .header("X-Own", "1")
        .await
        .unwrap();
    let [first, second] = server.requests().try_into().unwrap();
    assert_eq!(second.target, "/v1/people/u?x=1");
    assert_eq!(
        (&second.method, &second.body, &second.headers),
        (&first.method, &first.body, &first.headers)
    );
    assert_eq!(second.header("referer"), None);
}

#[tokio::test]
async fn a_redirect_of_a_redirect_keeps_everything_too() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/users/u" => ServerResponse::redirect(307, "/second"),
        "/second" => ServerResponse::redirect(308, "/third"),
        _ => ServerResponse::json(200, USER),
    });
    let call = client(&server)
        .users()
        .update_user("u", UpdateUserRequest::new().with_username("n"));
    call.header("X-Own", "1").await.unwrap();
    let [first, second, third] = server.requests().try_into().unwrap();
    assert_eq!((second.target.as_str(), third.target.as_str()), ("/second", "/third"));
    for next in [second, third] {
        assert_eq!(
            (&next.method, &next.body, &next.headers),
            (&first.method, &first.body, &first.headers)
        );
    }
}

#[tokio::test]
async fn see_other_becomes_get_without_the_body() {
    for (status, method) in [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")] {
        let server = Server::start(move |request| match request.target.as_str() {
            "/v1/form" => ServerResponse::redirect(status, "/done"),
            _ => ServerResponse::empty(204),
        });
        let form = serde_json::json!({"a": 1}).as_object().unwrap().clone();
        client(&server).files().submit(form).await.unwrap();
        let last = server.last();
        assert_eq!(last.method, method, "{status}");
        assert_eq!(last.header("content-type").is_some(), method == "POST");
        assert_eq!(last.text(), if method == "POST" { "a=1" } else { "" });
    }
}

#[tokio::test]
async fn another_origin_learns_nothing() {
    let storage = Server::start(|request| match request.target.as_str() {
        "/again" => ServerResponse::new(200, &[], "file"),
        _ => ServerResponse::redirect(302, "/again"),
    });
    let location = format!("{}/obj?sig=a%2Fb&api_key={CANARY}&x", storage.url());
    let api = Server::responding(ServerResponse::redirect(302, &location));
    let client = Client::builder()
        .base_url(api.url())
        .bearer_token(CANARY)
        .api_key("queryKey", CANARY)
        .default_header("X-Secret", CANARY)
        .default_header("Cookie", CANARY)
        .build()
        .unwrap();
    let bytes = client.files().download("f").header("X-More", CANARY).await.unwrap();
    assert_eq!(bytes, "file");
    assert_eq!(api.last().target, format!("/files/f?api_key={CANARY}"));
    let requests = storage.requests();
    assert_eq!(requests[0].target, "/obj?sig=a%2Fb&x");
    assert_eq!(requests[0].header("accept"), Some("application/octet-stream"));
    for request in &requests {
        assert!(!format!("{request:?}").contains(CANARY), "{request:?}");
        assert_eq!(request.header("referer"), None);
    }
}

#[tokio::test]
async fn another_origin_only_for_reads() {
    let other = Server::responding(ServerResponse::json(200, USER));
    for status in [301, 302, 303, 307, 308] {
        let api = Server::responding(ServerResponse::redirect(
            status,
            &format!("{}/x?secret={CANARY}", other.url()),
        ));
        let users = client(&api).users();
        for error in [
            users
                .update_user("u", UpdateUserRequest::new())
                .await
                .map(drop)
                .map_err(crate::generated_shape::Error::from),
            users.ban_user("u").await.map_err(Into::into),
            users.delete_user("u").await.map_err(Into::into),
        ] {
            let error = error.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Redirect);
            assert!(!format!("{error} {error:?}").contains(CANARY), "{error}");
        }
    }
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn loops_and_nonsense_end() {
    let server = Server::responding(ServerResponse::redirect(302, "/v1/me"));
    let error = client(&server).users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("more than 10 redirects"), "{error}");
    assert_eq!(server.requests().len(), 11);
    for location in ["file:///etc/passwd", "http://user:pw@127.0.0.1/", "http://", "ftp://h/"] {
        let server = Server::responding(ServerResponse::redirect(302, location));
        let error = client(&server).users().whoami().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
        assert_eq!(error.status().unwrap(), 302);
    }
}

#[tokio::test]
async fn policies() {
    let other = Server::responding(ServerResponse::new(200, &[], "me"));
    let api = Server::responding(ServerResponse::redirect(302, &other.url()));
    let with = |policy| Client::builder().base_url(api.url()).redirects(policy).build().unwrap();
    let error = with(RedirectPolicy::none()).users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert!(error.headers().contains_key("location"));
    let raw = with(RedirectPolicy::none()).users().whoami().send_raw().await.unwrap();
    assert_eq!(raw.status(), 302);
    let error = with(RedirectPolicy::new().same_origin_only())
        .users()
        .whoami()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(with(RedirectPolicy::new()).users().whoami().await.unwrap(), "me");
}

#[tokio::test]
async fn a_declared_redirect_is_returned() {
    let server = Server::responding(ServerResponse::redirect(302, "https://elsewhere.example/"));
    let reply = client(&server).files().link().send_with_response().await.unwrap();
    assert_eq!(reply.headers()["location"], "https://elsewhere.example/");
}

#[tokio::test]
async fn redirect_without_location_is_returned() {
    let server = Server::responding(ServerResponse::empty(302));
    let error = client(&server).users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
}
