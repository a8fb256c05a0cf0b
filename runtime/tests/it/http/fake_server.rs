//! The fake server of the feature `test-util`.

use crate::generated_shape::Client;
use crate::generated_shape::api::files::*;
use crate::generated_shape::api::users::*;
use crate::generated_shape::models::{UpdateUserRequest, User};
use oaspen_client::{
    CallInfo, ClientCredentials, Credential, ErrorKind, FakeCall, FakeResponse, FakeServer, Json, RetryPolicy, json,
};
use std::future::{Future, IntoFuture};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

fn client(fake: &FakeServer) -> Client {
    Client::builder().fake(fake).build().unwrap()
}

fn user() -> User {
    json::from_str(crate::USER).unwrap()
}

/// Polls once: a fake server responds at once, without a runtime.
fn now<F: IntoFuture>(future: F) -> F::Output {
    let mut cx = Context::from_waker(Waker::noop());
    match pin!(future.into_future()).poll(&mut cx) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn typed_values_by_operation_and_calls_are_recorded() {
    let fake = FakeServer::new();
    fake.on::<GetUser>(|call| match call.path_value("user_id") {
        Some("a/b c") => FakeResponse::ok(user()),
        _ => FakeResponse::status(404),
    });
    fake.returns::<GetUserList>(vec![user()]);
    fake.returns::<UpdateUser>(user());
    let users = client(&fake).users();
    assert_eq!(now(users.get_user("a/b c")).unwrap(), user());
    assert_eq!(now(users.get_user("u")).unwrap_err().status().unwrap(), 404);
    assert_eq!(
        now(users.get_user_list().limit(7).user_id(["x y", "z"])).unwrap().len(),
        1
    );
    let body = UpdateUserRequest::new().with_username("n");
    now(users.update_user("u", body.clone()).header("X-Tag", "t")).unwrap();

    let calls = fake.calls();
    let ids: Vec<_> = calls.iter().map(FakeCall::operation_id).collect();
    assert_eq!(ids, ["GetUser", "GetUser", "GetUserList", "UpdateUser"]);
    assert_eq!(calls[0].path(), "/users/a%2Fb%20c");
    assert_eq!(calls[0].info().path_template(), "/users/{user_id}");
    assert_eq!(calls[2].query_value("limit"), Some("7"));
    let pairs: Vec<_> = calls[2]
        .query()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(pairs, [("limit", "7"), ("user_id", "x y"), ("user_id", "z")]);
    let call = &fake.calls_of::<UpdateUser>()[0];
    assert_eq!((call.method().as_str(), call.header("x-tag")), ("PATCH", Some("t")));
    assert_eq!(
        call.json::<Json>().unwrap(),
        json::from_str::<Json>(r#"{"username":"n"}"#).unwrap()
    );
    assert!(call.is::<UpdateUser>() && !call.is::<GetUser>());
    assert!(format!("{call:?}").contains("UpdateUser"));
    fake.clear_calls();
    assert!(fake.calls().is_empty());
    assert!(now(users.get_user("a/b c")).is_ok(), "responses stay");
}

#[test]
fn errors_by_status_are_typed() {
    let fake = FakeServer::new();
    fake.on::<UpdateUser>(|_| FakeResponse::error(400, UpdateUserError::BadRequest));
    let users = client(&fake).users();
    let update = || users.update_user("u", UpdateUserRequest::new());
    let error = now(update()).unwrap_err();
    assert!(matches!(error.error_body(), Some(UpdateUserError::BadRequest)));

    fake.on::<UpdateUser>(|_| FakeResponse::error(418, UpdateUserError::Default("tea".to_owned())));
    let error = now(update()).unwrap_err();
    assert!(matches!(error.error_body(), Some(UpdateUserError::Default(text)) if text == "tea"));
    assert_eq!(
        (
            error.status().unwrap().as_u16(),
            error.headers()["content-type"].to_str().unwrap()
        ),
        (418, "text/plain")
    );

    fake.on::<UpdateUser>(|_| FakeResponse::error(404, UpdateUserError::BadRequest));
    let error = now(update()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(
        error
            .to_string()
            .contains("status 404 has another type than this value (`BadRequest`)"),
        "{error}"
    );
}

#[test]
fn several_successes_by_status() {
    let fake = FakeServer::new();
    let users = client(&fake).users();
    fake.returns::<ReplaceIdentity>(ReplaceIdentityOutput::Created);
    let reply = now(users.replace_identity("u", "t").send_with_response()).unwrap();
    assert_eq!(
        (reply.status().as_u16(), reply.body()),
        (201, &ReplaceIdentityOutput::Created)
    );
    fake.on::<ReplaceIdentity>(|_| FakeResponse::ok(ReplaceIdentityOutput::Ok(json::from_str(r#"{"a":1}"#).unwrap())));
    let reply = now(users.replace_identity("u", "t").send_with_response()).unwrap();
    assert_eq!(reply.status(), 200);
    assert!(matches!(reply.body(), ReplaceIdentityOutput::Ok(map) if map.contains_key("a")));
}

#[test]
fn texts_bytes_empty_bodies_and_headers() {
    let fake = FakeServer::new();
    fake.on::<Whoami>(|_| {
        FakeResponse::ok("me".to_owned())
            .with_status(203)
            .header("x-request-id", "r1")
    });
    fake.returns::<DeleteUser>(());
    fake.returns::<BanUser>(());
    let users = client(&fake).users();
    let reply = now(users.whoami().send_with_response()).unwrap();
    assert_eq!(
        (reply.status().as_u16(), reply.request_id(), reply.body().as_str()),
        (203, Some("r1"), "me")
    );
    assert_eq!(reply.headers()["content-type"], "text/plain");
    assert_eq!(now(users.delete_user("u").send_with_response()).unwrap().status(), 204);
    assert_eq!(now(users.ban_user("u").send_with_response()).unwrap().status(), 200);
    fake.on::<Whoami>(|_| FakeResponse::ok("me".to_owned()).with_status(500));
    let error = now(users.whoami()).unwrap_err();
    assert!(
        error.to_string().contains("status 500 is not declared as a success"),
        "{error}"
    );
}

#[test]
fn raw_responses_and_broken_connections() {
    let fake = FakeServer::new();
    let users = client(&fake).users();
    fake.on::<GetUser>(|_| FakeResponse::raw(502, "text/html", "<h1>Bad gateway</h1>"));
    let error = now(users.get_user("u")).unwrap_err();
    assert_eq!(error.raw_body().unwrap(), "<h1>Bad gateway</h1>");
    fake.on::<GetUser>(|_| FakeResponse::raw(200, "application/json", r#"{"id":5}"#));
    assert_eq!(now(users.get_user("u")).unwrap_err().decode_path(), Some("/id"));
    fake.on::<GetUser>(|_| FakeResponse::broken());
    assert_eq!(now(users.get_user("u")).unwrap_err().kind(), ErrorKind::Transport);
    fake.on::<GetUser>(|_| FakeResponse::status(200).header("no name", ""));
    assert!(
        now(users.get_user("u"))
            .unwrap_err()
            .to_string()
            .contains("cannot be sent")
    );
}

#[tokio::test(start_paused = true)]
async fn sequences_come_first_and_attempts_are_calls() {
    let fake = FakeServer::new();
    fake.sequence::<GetUser>([
        FakeResponse::status(503),
        FakeResponse::broken(),
        FakeResponse::ok(user()),
    ]);
    fake.once::<GetUser>(|_| FakeResponse::status(404));
    let users = client(&fake).users();
    assert_eq!(users.get_user("u").await.unwrap().id, "u1");
    let attempts: Vec<_> = fake.calls().iter().map(|call| call.info().attempt()).collect();
    assert_eq!(attempts, [1, 2, 3]);
    assert_eq!(users.get_user("u").await.unwrap_err().status().unwrap(), 404);
    let error = users.get_user("u").await.unwrap_err();
    assert!(error.to_string().contains("has sent all its responses"), "{error}");
    fake.returns::<GetUser>(user());
    assert!(users.get_user("u").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_response_that_never_comes_is_a_timeout() {
    let fake = FakeServer::new();
    fake.on::<Whoami>(|_| FakeResponse::never());
    let error = client(&fake)
        .users()
        .whoami()
        .timeout(Duration::from_secs(3))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_response_names_its_operation_and_those_with_one() {
    let fake = FakeServer::new();
    let users = client(&fake).users();
    let error = users.get_user("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build, "it is the test that is wrong");
    assert!(error.to_string().ends_with("(operations with one: none)"), "{error}");
    fake.returns::<BanUser>(()).returns::<GetUserList>(Vec::new());
    let error = users.get_user("u").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GetUser (GET /users/{user_id}): the fake server has no response for this operation \
         (operations with one: BanUser (POST /users/{user_id}/ban), GetUserList (GET /users))"
    );
    assert_eq!(
        fake.calls().len(),
        2,
        "nothing is tried again, and the calls are recorded"
    );
}

#[tokio::test]
async fn credentials_are_required_if_some_are_set() {
    let fake = FakeServer::new();
    fake.returns::<GetUser>(user()).returns::<Whoami>("me".to_owned());
    let none = client(&fake).users();
    assert!(none.get_user("u").await.is_ok());
    let wrong = Client::builder()
        .api_key("headerKey", "k")
        .fake(&fake)
        .build()
        .unwrap()
        .users();
    assert_eq!(wrong.get_user("u").await.unwrap_err().kind(), ErrorKind::Auth);

    let login = ClientCredentials::new("https://login.example/token", "id", "secret");
    let tokens = Client::builder()
        .credential("bearerAuth", &Credential::client_credentials(login))
        .fake(&fake);
    fake.clear_calls();
    assert!(tokens.build().unwrap().users().get_user("u").await.is_ok());
    assert_eq!(fake.calls().len(), 1, "the request for the token is none");
    assert_eq!(fake.calls()[0].header("authorization"), Some("Bearer fake-token"));
}

#[tokio::test]
async fn layers_go_around_it() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let fake = FakeServer::new();
    fake.returns::<GetUser>(user());
    let sees = Arc::clone(&seen);
    let layer = tower::util::MapRequestLayer::new(move |request: oaspen_client::http::Request<oaspen_client::Body>| {
        let info = request.extensions().get::<CallInfo>().copied();
        sees.lock().unwrap().extend(info.map(|info| info.operation_id()));
        request
    });
    let client = Client::builder()
        .layer(layer)
        .fake(&fake)
        .retries(RetryPolicy::none())
        .build()
        .unwrap();
    client.users().get_user("u").await.unwrap();
    assert_eq!(*seen.lock().unwrap(), ["GetUser"]);
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_calls_reach_it() {
    use oaspen_client::BlockingCall as _;
    let fake = FakeServer::new();
    fake.returns::<GetUser>(user());
    assert_eq!(client(&fake).users().get_user("u").send_blocking().unwrap(), user());
}

#[test]
fn files_come_as_bytes_and_default_has_a_status() {
    let fake = FakeServer::new();
    let files = client(&fake).files();
    fake.returns::<Download>("abc".into());
    let reply = now(files.download("f").send_with_response()).unwrap();
    assert_eq!(reply.headers()["content-type"], "application/octet-stream");
    assert_eq!(reply.body(), "abc");
    fake.on::<Download>(|_| FakeResponse::error(404, Json::Null));
    assert_eq!(now(files.download("f")).unwrap_err().error_body(), Some(&Json::Null));
    fake.on::<Put>(|call| {
        assert_eq!(call.body(), "data");
        FakeResponse::error(507, "full".into())
    });
    let error = now(files.put("f", "data")).unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.error_body().unwrap()),
        (507, &"full".into())
    );
    fake.on::<Link>(|_| FakeResponse::error(404, ()));
    assert_eq!(now(files.link()).unwrap_err().status().unwrap(), 404);
}
