//! Everything that can be printed, with a secret in everything that can carry one.

use super::secrets::chain;
use crate::CANARY;
use crate::fake::{Fake, Step, response, status};
use crate::generated_shape::Client;
use crate::generated_shape::models::{UpdateUserRequest, UploadRequest};
use loopback::{Server, ServerResponse};
use oaspen_client::{
    AccessToken, Attempt, Body, BoxError, ClientCredentials, Credential, Encode as _, Encoder, Error, FilePart, Json,
    JsonLinesBody, RetryPolicy, Secret, SecretString, TypedCall as _,
};
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Types whose text is looked at below, or in `secrets.rs` and `pages.rs`.
const PRINTED: &[&str] = &[
    "AccessToken",
    "Attempt",
    "Blocking",
    "BlockingBody",
    "Body",
    "ByteStream",
    "Call",
    "CallFuture",
    "CallInfo",
    "Client",
    "ClientBuilder",
    "ClientCredentials",
    "Credential",
    "Encoder",
    "Error",
    "EventStream",
    "FilePart",
    "ResponseBody",
    "IfChangedFuture",
    "Items",
    "JsonLines",
    "JsonLinesBody",
    "Page",
    "Pages",
    "RawFuture",
    "RawResponse",
    "Response",
    "ResponseFuture",
    "Secret",
    "SecretString",
    "StreamedFuture",
    "TokenError",
    "TokenRequest",
];

/// What has nothing to hide: traits, settings without values, the caller's own data, other crates' types, and the fake
/// server of tests, which is there to show what it got.
const PLAIN: &[&str] = &[
    "UntypedError",
    "AnyPart",
    "AsJson",
    "Base64",
    "BlockingCall",
    "BoxError",
    "BuildError",
    "CallExt",
    "Bytes",
    "Decode",
    "DecodeError",
    "DecodeIssue",
    "Decoder",
    "Encode",
    "ErrorBody",
    "ErrorKind",
    "Event",
    "FakeResponse",
    "FakeCall",
    "FakeServer",
    "HeaderMap",
    "HttpService",
    "InUtc",
    "Kind",
    "LenientIssue",
    "LenientPolicy",
    "MaybeSend",
    "PagedCall",
    "ParamValue",
    "Patch",
    "PathStyle",
    "QueryStyle",
    "ReconnectPolicy",
    "Recorder",
    "RecordingService",
    "RedirectPolicy",
    "Repair",
    "ResponseHeader",
    "RetryPolicy",
    "StatusCode",
    "TimesWithoutOffset",
    "ToParam",
    "TokenFuture",
    "TokenSource",
    "TypedCall",
    "formats",
    "http",
    "http_body",
    "json",
    "reqwest",
    "tower_layer",
    "tower_service",
];

/// The names that the crate exports, as its source lists them.
fn exported() -> BTreeSet<String> {
    let source = include_str!("../../../src/lib.rs");
    let (public, _) = source.split_once("#[doc(hidden)]").unwrap();
    let uses = public
        .split("pub use ")
        .skip(1)
        .map(|rest| rest.split_once(';').unwrap().0);
    uses.flat_map(|list| match list.split_once('{') {
        Some((_, names)) => names.trim_end_matches('}').split(',').map(str::to_owned).collect(),
        None => vec![list.trim_end_matches("::*").rsplit("::").next().unwrap().to_owned()],
    })
    .map(|name| name.trim().to_owned())
    .filter(|name| !name.is_empty())
    .collect()
}

#[test]
fn every_public_type_is_looked_at_or_plain() {
    let known: BTreeSet<String> = PRINTED.iter().chain(PLAIN).map(|name| (*name).to_owned()).collect();
    let new: Vec<_> = exported().difference(&known).cloned().collect();
    assert!(
        new.is_empty(),
        "add these to PRINTED, with a look at their text, or to PLAIN: {new:?}"
    );
}

#[track_caller]
fn hides(values: &[&dyn Debug]) {
    for value in values {
        let text = format!("{value:?} {value:#?}");
        assert!(!text.contains(CANARY), "{text}");
    }
}

fn everything() -> oaspen_client::ClientBuilder<Client> {
    Client::builder()
        .bearer_token(CANARY)
        .basic_auth(CANARY, CANARY)
        .api_key("headerKey", CANARY)
        .api_key("queryKey", CANARY)
        .api_key("cookieKey", CANARY)
        .default_header("X-Default", CANARY)
        .default_header("Cookie", format!("a={CANARY}"))
        .user_agent(CANARY)
}

/// Calls with the secret in their path, query, headers, cookies and bodies.
async fn errors(client: &Client) -> Vec<Error> {
    let (users, files) = (client.users(), client.files());
    let upload = || {
        let file = FilePart::from(Body::from_reader(CANARY.as_bytes())).with_file_name(CANARY);
        UploadRequest::default().with_file(file).with_note(CANARY)
    };
    let list = users.get_user_list().order_by(CANARY).x_version(CANARY).theme(CANARY);
    let update = users.update_user(CANARY, UpdateUserRequest::new().with_username(CANARY));
    let put = files.put(CANARY, Body::from_fn(|| Body::from_reader(CANARY.as_bytes())));
    let lines = JsonLinesBody::from(vec![CANARY.to_owned()]);
    let raw = files
        .put(CANARY, "")
        .into_call()
        .json_lines("application/jsonl", lines.clone());
    hides(&[
        &users,
        &files,
        &list,
        &update,
        &put,
        &lines,
        &raw,
        &files.upload(upload()),
    ]);
    let streams = client.streams();
    let chat = || streams.chat(Json::from(CANARY)).header("X-Own", CANARY);
    hides(&[
        &chat(),
        &chat().events(),
        &chat().send_streamed(),
        &streams.export().json_lines(),
    ]);
    let mut errors: Vec<Error> = Vec::new();
    let mut events = chat().events();
    errors.extend(events.next().await.and_then(Result::err).map(Into::into));
    errors.extend(chat().send_streamed().await.err().map(Into::into));
    let mut lines = streams.export().header("X-Own", CANARY).json_lines();
    errors.extend(lines.next().await.and_then(Result::err).map(Into::into));
    errors.extend(list.header("X-Own", CANARY).await.err().map(Into::into));
    errors.extend(update.idempotency_key(CANARY).await.err().map(Into::into));
    errors.extend(files.download(CANARY).await.err().map(Into::into));
    errors.extend(files.upload(upload()).await.err().map(Into::into));
    errors.extend(put.await.err().map(Into::into));
    errors.extend(users.delete_user(CANARY).await.err().map(Into::into));
    if let Ok(response) = raw.send_raw().await {
        hides(&[&response]);
    }
    errors
}

#[tokio::test(start_paused = true)]
async fn nothing_printable_shows_a_secret() {
    let seen = Arc::new(Mutex::new(String::new()));
    let steps: [fn() -> Step; 7] = [
        || status(503),
        || response(200, &[("set-cookie", CANARY), ("content-type", "text/plain")], "{"),
        || response(302, &[("location", &format!("https://other.example/?x={CANARY}"))], ""),
        || response(302, &[("location", &format!("ftp://{CANARY}/"))], ""),
        || Step::Break,
        || Step::Refuse,
        || Step::Hang,
    ];
    for step in steps {
        let fake = Fake::new(move |_, _| step());
        let log = Arc::clone(&seen);
        let note = move |attempt: &Attempt| log.lock().unwrap().push_str(&format!("{attempt:?} {attempt:#?}"));
        let builder = everything().retries(RetryPolicy::new()).on_attempt(note).service(fake);
        hides(&[&builder]);
        let client = builder.build().unwrap();
        hides(&[&client]);
        let errors = errors(&client).await;
        assert!(!errors.is_empty());
        for error in &errors {
            let text = format!("{} {error:#?}", chain(error));
            assert!(!text.contains(CANARY), "{text}");
        }
    }
    let seen = seen.lock().unwrap();
    assert!(seen.contains("Attempt") && !seen.contains(CANARY), "{seen}");
}

/// A server that repeats what it was sent, as some do to be helpful.
#[tokio::test]
async fn a_server_that_repeats_secrets_has_none_of_them_shown() {
    let server = Server::start(|request| {
        let echo = format!("{:?} {}", request.headers, request.target);
        let found: Vec<&str> = [CANARY, "dXNlcjp"]
            .into_iter()
            .filter(|secret| echo.contains(secret))
            .collect();
        let text = format!("no entry for {found:?}, {echo}").replace('"', "'");
        match request.method.as_str() {
            "GET" if request.target.starts_with("/users") => {
                ServerResponse::json(200, format!(r#"{{"id":1,"username":"{text}"}}"#))
            }
            "GET" => ServerResponse::new(200, &[("content-type", "application/json")], format!("[{text}")),
            _ => ServerResponse::new(403, &[], text),
        }
    });
    let builder = || Client::builder().base_url(server.url()).retries(RetryPolicy::none());
    let by_basic = builder().basic_auth("user", CANARY).build().unwrap();
    let by_token = builder()
        .bearer_token(CANARY)
        .api_key("queryKey", CANARY)
        .build()
        .unwrap();
    for client in [by_basic, by_token] {
        let users = client.users();
        let chat = || client.streams().chat(Json::Null).header("X-Own", CANARY);
        let mut events = chat().events();
        let errors: [Error; 5] = [
            chat().send_streamed().await.unwrap_err().into(),
            events.next().await.unwrap().unwrap_err().into(),
            users.get_user("u").await.unwrap_err().into(),
            users.delete_user("u").await.unwrap_err().into(),
            client
                .files()
                .upload(UploadRequest::default())
                .await
                .unwrap_err()
                .into(),
        ];
        for error in errors {
            let text = format!("{} {error:#?}", chain(&error));
            assert!(!text.contains(CANARY) && !text.contains("dXNlcjp"), "{text}");
        }
    }
    let error = builder()
        .bearer_token(CANARY)
        .build()
        .unwrap()
        .users()
        .delete_user("u")
        .await
        .unwrap_err();
    assert!(error.to_string().contains("no entry for ['(..)']"), "{error}");
    assert!(
        String::from_utf8_lossy(error.raw_body().unwrap()).contains(CANARY),
        "what came is kept"
    );
}

#[tokio::test]
async fn a_broken_raw_response_shows_no_secret() {
    let server = Server::start(|request| {
        let token = request.header("authorization").unwrap_or_default();
        ServerResponse::raw(format!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{token}{}",
            "x".repeat(100)
        ))
    });
    let builder = Client::builder().base_url(server.url()).bearer_token(CANARY);
    let client = builder.build().unwrap();
    let call = client.users().get_user("u").max_response_bytes(100);
    let error = call.send_raw().await.unwrap().bytes().await.unwrap_err();
    assert_eq!(error.kind(), oaspen_client::ErrorKind::BodyTooLarge);
    assert!(String::from_utf8_lossy(error.raw_body().unwrap()).contains(CANARY));
    let text = format!("{} {error:#?}", chain(&error));
    assert!(!text.contains(CANARY), "{text}");
}

#[tokio::test]
async fn errors_of_sockets_show_no_secret() {
    let other = Server::responding(ServerResponse::hang());
    let unreachable = Server::responding(ServerResponse::empty(200)).url();
    let broken = Server::responding(ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    let to = format!("{}/{CANARY}?x={CANARY}", other.url());
    let away = Server::responding(ServerResponse::redirect(302, &to));
    for url in [unreachable, broken.url(), away.url(), other.url()] {
        let builder = everything().base_url(url).retries(RetryPolicy::none());
        let client = builder.timeout(Duration::from_millis(100)).build().unwrap();
        for error in errors(&client).await {
            let text = format!("{} {error:#?}", chain(&error));
            assert!(!text.contains(CANARY), "{text}");
        }
    }
}

#[tokio::test]
async fn values_on_their_own_show_no_secret() {
    let mut encoder = Encoder::default();
    CANARY.to_owned().encode(&mut encoder);
    let credentials = ClientCredentials::new(format!("https://h/{CANARY}"), CANARY, CANARY).scope(CANARY);
    hides(&[
        &Secret::from(CANARY),
        &SecretString::from(CANARY),
        &AccessToken::new(CANARY),
        &Credential::token(CANARY),
        &Credential::basic(CANARY, CANARY),
        &Credential::api_key(CANARY),
        &credentials,
        &Credential::client_credentials(credentials.clone()),
        &encoder,
        &Body::from(CANARY),
        &FilePart::from(CANARY),
        &JsonLinesBody::from(vec![CANARY.to_owned()]),
    ]);
    let bytes: Vec<String> = CANARY.bytes().map(|byte| byte.to_string()).collect();
    assert!(!format!("{encoder:?}").contains(&bytes.join(", ")));
    // Errors repeat texts of the program itself, and nothing else.
    let error: BoxError = Body::from_fn(|| Body::from_reader(CANARY.as_bytes()))
        .with_length(3)
        .collect()
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "it has more than the 3 bytes that were announced");
    for builder in [
        everything().server(3).server_variable("tenant", format!("{CANARY}/")),
        everything().server(3).server_variable("region", CANARY),
        everything().base_url(format!("https://u:{CANARY}@h/")),
        everything().base_url(format!("https://h/?{CANARY}")),
        everything().origin(format!("https://u:{CANARY}@h")),
        everything().origin(format!("https://h/{CANARY}")),
        everything().default_header("x", format!("{CANARY}\n")),
        everything().api_key("cookieKey", format!("{CANARY};")),
    ] {
        let error = builder.build().unwrap_err();
        assert!(!chain(&error).contains(CANARY), "{}", chain(&error));
    }
    let call = everything().build().unwrap().files().download("x").into_call();
    let error = call
        .path_segments("name", format!("{CANARY}/../x"))
        .send_raw()
        .await
        .unwrap_err();
    assert!(!chain(&error).contains(CANARY), "{}", chain(&error));
}
