//! Calls of the generated Clerk client in a browser to the server of `run.py`. It listens on another port, so every
//! call uses CORS.

#[allow(dead_code, unused_imports, reason = "a whole client, of which a few calls are used")]
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

fn check(passed: bool, what: &str) -> Checked {
    if passed { Ok(()) } else { Err(what.into()) }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Runs all checks with the API at `base`. Returns one line for each.
///
/// # Errors
/// Returns the lines as the error if a check failed.
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
        typed_responses_and_parameters,
        json_bodies,
        multipart_bodies,
        typed_errors,
        raw_responses_and_streams,
        limits,
        timeouts,
        no_retries,
        redirects_by_the_browser,
        connection_refused,
        tokens_are_fetched_and_cached,
        concurrent_calls,
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

async fn typed_responses_and_parameters(base: &str) -> Checked {
    let user = users(base)?.get_user("user/1 ä").await?;
    check(id(&user) == Some("user/1 ä"), "the path value")?;
    let list = users(base)?.get_user_list().limit(3).query("a+b&c").await?;
    check(list.len() == 3, "the query")?;
    let reply = users(base)?.get_user("user_1").send_with_response().await?;
    check(
        reply.status() == 200 && reply.request_id() == Some("r-1"),
        "exposed header fields",
    )
}

async fn json_bodies(base: &str) -> Checked {
    let body = CreateUserRequest::new().with_first_name("Grüße");
    let user = users(base)?.create_user(body).await?;
    check(user.first_name.as_deref() == Some("Grüße"), "the body")
}

async fn multipart_bodies(base: &str) -> Checked {
    let file = FilePart::new(vec![0_u8, 159, 146, 150])
        .with_file_name("a.png")
        .with_content_type("image/png");
    let user = users(base)?
        .set_user_profile_image("user_1", SetUserProfileImageRequest::new().with_file(file))
        .await?;
    check(user.image_url.as_deref() == Some("a.png:4"), "the file")
}

async fn typed_errors(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("nobody").await else {
        return Err("unexpected success".into());
    };
    check(error.kind() == ErrorKind::Status, "the kind of the error")?;
    check(error.status().is_some_and(|status| status == 404), "the status")?;
    let body = error.error_body().ok_or("no typed body")?;
    check(
        body.errors
            .first()
            .is_some_and(|first| first.code == "resource_not_found"),
        "the body of the error",
    )
}

async fn raw_responses_and_streams(base: &str) -> Checked {
    let raw: RawResponse = users(base)?.get_user("user_1").send_raw().await?;
    let pieces: Vec<_> = raw.into_stream().try_collect().await?;
    check(pieces.concat().starts_with(b"{"), "the chunks")
}

async fn limits(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("user_1").max_response_bytes(5).await else {
        return Err("unexpected success".into());
    };
    check(error.kind() == ErrorKind::BodyTooLarge, &error.to_string())
}

async fn timeouts(base: &str) -> Checked {
    let call = users(base)?.get_user("slow").timeout(Duration::from_millis(200));
    let Err(error) = call.await else {
        return Err("unexpected success".into());
    };
    check(error.is_timeout(), &error.to_string())?;
    // With the default of 30 s, and without a timeout.
    users(base)?.get_user("user_1").timeout(Duration::MAX).await?;
    Ok(())
}

async fn no_retries(base: &str) -> Checked {
    let Err(error) = users(base)?.get_user("busy").await else {
        return Err("retried".into());
    };
    check(error.status().is_some_and(|status| status == 503), &error.to_string())
}

async fn redirects_by_the_browser(base: &str) -> Checked {
    let user = users(base)?.get_user("moved").await?;
    check(id(&user) == Some("user_1"), "target of the redirect")
}

async fn connection_refused(_: &str) -> Checked {
    let Err(error) = users("http://127.0.0.1:1/")?.get_user("user_1").await else {
        return Err("unexpected success".into());
    };
    check(error.kind() == ErrorKind::Transport, &error.to_string())
}

async fn tokens_are_fetched_and_cached(base: &str) -> Checked {
    let login = ClientCredentials::new(format!("{base}/token"), "id", "secret");
    let client = Client::builder().base_url(base).client_credentials(login).build()?;
    let first = client.users().get_user("whose-token").await?;
    let second = client.users().get_user("whose-token").await?;
    check(
        id(&first) == Some("Bearer token-1") && id(&first) == id(&second),
        "the same token",
    )?;
    // The API refuses the token once; the client fetches a new one.
    let third = client.users().get_user("refuse-token-1").await?;
    check(id(&third) == Some("Bearer token-2"), "a new token")
}

async fn concurrent_calls(base: &str) -> Checked {
    let users = users(base)?;
    let calls = (0..50).map(|n| users.get_user(format!("user_{n}")).into_future());
    for (n, user) in join_all(calls).await.into_iter().enumerate() {
        check(id(&user?) == Some(format!("user_{n}").as_str()), "each call gets its own response")?;
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
    check(id(&first) == Some("user_1"), "the fast call")?;
    users.get_user("user_2").await?;
    Ok(())
}

async fn a_fake_server(_: &str) -> Checked {
    let fake = FakeServer::new();
    fake.on::<GetUser>(|call| FakeResponse::ok(user_named(call.path_value("user_id").unwrap_or_default())));
    let user = Client::builder().fake(&fake).build()?.users().get_user("u1").await?;
    check(id(&user) == Some("u1") && fake.calls().len() == 1, "the response of the fake")
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
    check(id(&user) == Some("Bearer marked"), "the header field of the layer")
}
