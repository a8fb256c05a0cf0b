//! Calls of the generated Clerk client from a browser, against the server of `run.py`, which listens on another
//! port, so that every call goes through CORS.

#[allow(dead_code, unused_imports, reason = "a whole client, of which a few calls are made")]
#[path = "../../../generated/clerk/mod.rs"]
mod clerk;

use clerk::Client;
use clerk::api::users::{GetUser, Users};
use clerk::models::{CreateUserRequest, SetUserProfileImageRequest, User};
use futures_util::future::join_all;
use futures_util::{StreamExt as _, TryStreamExt as _};
use oaspen_client::{BoxError, ClientCredentials, ErrorKind, FakeResponse, FakeServer, FilePart, RawResponse, json};
use std::future::IntoFuture as _;
use std::time::Duration;
use wasm_bindgen::prelude::*;

type Checked = Result<(), BoxError>;

fn check(holds: bool, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(what.into()) }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Runs all checks against the API at `base`; one line each.
///
/// # Errors
/// The lines, if one of them says FAILED.
#[wasm_bindgen]
pub async fn run(base: String) -> Result<String, JsValue> {
    std::panic::set_hook(Box::new(|info| error(&info.to_string())));
    let mut lines = Vec::new();
    let mut all_fine = true;
    macro_rules! checks {
        ($($name:ident),* $(,)?) => {$(
            let line = match $name(&base).await {
                Ok(()) => format!("ok      {}", stringify!($name)),
                Err(problem) => {
                    all_fine = false;
                    format!("FAILED  {}: {problem}", stringify!($name))
                }
            };
            lines.push(line);
        )*};
    }
    checks!(
        typed_answers_and_parameters,
        json_bodies,
        multipart_bodies,
        typed_errors,
        raw_answers_and_streams,
        limits,
        timeouts,
        nothing_is_tried_again,
        redirects_are_the_browsers,
        nobody_listens,
        tokens_are_fetched_and_kept,
        many_calls_at_once,
        a_dropped_call,
        a_fake_server,
        layers,
    );
    let report = lines.join("\n");
    if all_fine { Ok(report) } else { Err(report.into()) }
}

fn users(base: &str) -> Result<Users, BoxError> {
    Ok(Client::builder()
        .base_url(base)
        .bearer_token("sk_test")
        .build()?
        .users())
}

fn id(user: &User) -> Option<&str> {
    user.id.as_deref()
}

async fn typed_answers_and_parameters(base: &str) -> Checked {
    let user = users(base)?.get_user("user/1 ä").await?;
    check(id(&user) == Some("user/1 ä"), "the path value arrives")?;
    let list = users(base)?.get_user_list().limit(3).query("a+b&c").await?;
    check(list.len() == 3, "the query arrives")?;
    let reply = users(base)?.get_user("user_1").send_with_response().await?;
    check(
        reply.status() == 200 && reply.request_id() == Some("r-1"),
        "exposed headers",
    )
}

async fn json_bodies(base: &str) -> Checked {
    let body = CreateUserRequest::new().with_first_name("Grüße");
    let user = users(base)?.create_user(body).await?;
    check(user.first_name.as_deref() == Some("Grüße"), "the body arrives")
}

async fn multipart_bodies(base: &str) -> Checked {
    let file = FilePart::new(vec![0_u8, 159, 146, 150])
        .with_file_name("a.png")
        .with_content_type("image/png");
    let user = users(base)?
        .set_user_profile_image("user_1", SetUserProfileImageRequest::new().with_file(file))
        .await?;
    check(user.image_url.as_deref() == Some("a.png:4"), "the file arrives")
}

async fn typed_errors(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("nobody").await else {
        return Err("a success".into());
    };
    check(error.kind() == ErrorKind::Status, "its kind")?;
    check(error.status().is_some_and(|status| status == 404), "its status")?;
    let body = error.error_body().ok_or("no typed body")?;
    check(
        body.errors
            .first()
            .is_some_and(|first| first.code == "resource_not_found"),
        "its body",
    )
}

async fn raw_answers_and_streams(base: &str) -> Checked {
    let raw: RawResponse = users(base)?.get_user("user_1").send_raw().await?;
    let pieces: Vec<_> = raw.into_stream().try_collect().await?;
    check(pieces.concat().starts_with(b"{"), "the pieces")
}

async fn limits(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("user_1").max_response_bytes(5).await else {
        return Err("a success".into());
    };
    check(error.kind() == ErrorKind::BodyTooLarge, &error.to_string())
}

async fn timeouts(base: &str) -> Checked {
    let call = users(base)?.get_user("slow").timeout(Duration::from_millis(200));
    let Err(error) = call.await else {
        return Err("a success".into());
    };
    check(error.is_timeout(), &error.to_string())?;
    // The default of 30 s, and none.
    users(base)?.get_user("user_1").timeout(Duration::MAX).await?;
    Ok(())
}

async fn nothing_is_tried_again(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("busy").await else {
        return Err("tried again".into());
    };
    check(error.status().is_some_and(|status| status == 503), &error.to_string())
}

async fn redirects_are_the_browsers(base: &str) -> Checked {
    let user = users(base)?.get_user("moved").await?;
    check(id(&user) == Some("user_1"), "where it leads")
}

async fn nobody_listens(_: &str) -> Checked {
    let Err(error) = users("http://127.0.0.1:1/")?.get_user("user_1").await else {
        return Err("a success".into());
    };
    check(error.kind() == ErrorKind::Transport, &error.to_string())
}

async fn tokens_are_fetched_and_kept(base: &str) -> Checked {
    let login = ClientCredentials::new(format!("{base}/token"), "id", "secret");
    let client = Client::builder().base_url(base).client_credentials(login).build()?;
    let first = client.users().get_user("whose-token").await?;
    let second = client.users().get_user("whose-token").await?;
    check(
        id(&first) == Some("Bearer token-1") && id(&first) == id(&second),
        "one token",
    )?;
    // The API refuses the token once; the client gets another.
    let third = client.users().get_user("refuse-token-1").await?;
    check(id(&third) == Some("Bearer token-2"), "another token")
}

async fn many_calls_at_once(base: &str) -> Checked {
    let users = users(base)?;
    let calls = (0..50).map(|n| users.get_user(format!("user_{n}")).into_future());
    for (n, user) in join_all(calls).await.into_iter().enumerate() {
        check(id(&user?) == Some(format!("user_{n}").as_str()), "each its own")?;
    }
    Ok(())
}

async fn a_dropped_call(base: &str) -> Checked {
    let users = users(base)?;
    let hanging = users.get_user("slow").into_future();
    let quick = users.get_user("user_1").into_future();
    let mut both = futures_util::stream::FuturesUnordered::from_iter([hanging, quick]);
    let first = both.next().await.ok_or("none")??;
    drop(both);
    check(id(&first) == Some("user_1"), "the quick one")?;
    users.get_user("user_2").await?;
    Ok(())
}

async fn a_fake_server(_: &str) -> Checked {
    let fake = FakeServer::new();
    fake.on::<GetUser>(|call| FakeResponse::ok(user_named(call.path_value("user_id").unwrap_or_default())));
    let user = Client::builder().fake(&fake).build()?.users().get_user("u1").await?;
    check(id(&user) == Some("u1") && fake.calls().len() == 1, "its answer")
}

fn user_named(id: &str) -> User {
    json::from_str(&format!(r#"{{"id":"{id}"}}"#)).unwrap_or_default()
}

async fn layers(base: &str) -> Checked {
    #[derive(Clone)]
    struct Mark<S>(S);
    impl<S: oaspen_client::tower_service::Service<oaspen_client::http::Request<oaspen_client::Body>>>
        oaspen_client::tower_service::Service<oaspen_client::http::Request<oaspen_client::Body>> for Mark<S>
    {
        type Response = S::Response;
        type Error = S::Error;
        type Future = S::Future;
        fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> std::task::Poll<Result<(), S::Error>> {
            self.0.poll_ready(cx)
        }
        fn call(&mut self, mut request: oaspen_client::http::Request<oaspen_client::Body>) -> S::Future {
            let marked = oaspen_client::http::HeaderValue::from_static("Bearer marked");
            request.headers_mut().insert("authorization", marked);
            self.0.call(request)
        }
    }
    struct Marks;
    impl<S> oaspen_client::tower_layer::Layer<S> for Marks {
        type Service = Mark<S>;
        fn layer(&self, inner: S) -> Mark<S> {
            Mark(inner)
        }
    }
    let client = Client::builder()
        .base_url(base)
        .bearer_token("t")
        .layer(Marks)
        .build()?;
    let user = client.users().get_user("whose-token").await?;
    check(id(&user) == Some("Bearer marked"), "the header of the layer")
}
