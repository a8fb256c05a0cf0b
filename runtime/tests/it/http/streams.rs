//! Bodies that are never held as a whole.

use crate::fake::{Fake, Step, response, status};
use crate::generated_shape::Client;
use crate::generated_shape::models::UploadRequest;
use crate::{CANARY, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{
    Body, BoxError, Bytes, Call, ClientCredentials, ErrorKind, FilePart, JsonLinesBody, RetryPolicy, http,
};
use std::error::Error as _;
use std::future::Future;
use std::io::Cursor;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/body/request.rs");

fn file() -> Vec<u8> {
    std::fs::read(FILE).unwrap()
}

/// A body that can be read once, and breaks after its content where an error is given.
pub fn once(content: &'static str, error: Option<&'static str>) -> Body {
    Body::from_reader(Broken { rest: content, error })
}

struct Broken {
    rest: &'static str,
    error: Option<&'static str>,
}

impl tokio::io::AsyncRead for Broken {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let rest = std::mem::take(&mut self.rest);
        buffer.put_slice(rest.as_bytes());
        match self.error.filter(|_| rest.is_empty()) {
            Some(error) => Poll::Ready(Err(std::io::Error::other(error))),
            None => Poll::Ready(Ok(())),
        }
    }
}

#[tokio::test]
async fn streamed_bodies() {
    let server = Server::responding(ServerResponse::empty(204));
    let files = client(&server).files();
    let content = file();
    let length = content.len() as u64;
    let of_reader = || Body::from_reader(Cursor::new(file()));
    let bodies = [
        (Body::from_path(FILE).unwrap(), true),
        (of_reader(), false),
        (of_reader().with_length(length), true),
        (Body::from_fn(of_reader), false),
        (Body::from_fn(of_reader).with_length(length), true),
        (Body::wrap(Body::from(file())), true),
    ];
    for (body, has_length) in bodies {
        let printed = format!("{body:?}");
        files.put("a.rs", body).await.unwrap();
        let request = server.last();
        assert!(request.body == content, "{printed}");
        assert_eq!(request.header("content-type"), Some("application/octet-stream"));
        let text = length.to_string();
        assert_eq!(
            request.header("content-length"),
            has_length.then_some(text.as_str()),
            "{printed}"
        );
        assert_eq!(
            request.header("transfer-encoding"),
            (!has_length).then_some("chunked"),
            "{printed}"
        );
    }
    files
        .put("empty", Body::from_reader(Cursor::new("")).with_length(0))
        .await
        .unwrap();
    assert_eq!(server.last().header("content-length"), Some("0"));
}

#[tokio::test]
async fn multipart_with_streams() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let files = client(&server).files();
    for known in [true, false] {
        let page = Body::from_reader(Cursor::new("page\r\n--oaspen-"));
        let page = if known { page.with_length(15) } else { page };
        let upload = UploadRequest::default()
            .with_file(FilePart::from_path(FILE).unwrap().with_content_type("text/rust"))
            .with_pages(vec![
                FilePart::from(page).with_file_name("p.png"),
                FilePart::from("in memory"),
            ])
            .with_note("hi");
        files.upload(upload).await.unwrap();
        let request = server.last();
        assert_eq!(request.header("content-length").is_some(), known);
        assert_eq!(request.header("transfer-encoding").is_some(), !known);
        let boundary = multer::parse_boundary(request.header("content-type").unwrap()).unwrap();
        let body = futures_util::stream::iter([Ok::<_, std::io::Error>(Bytes::from(request.body))]);
        let mut parts = multer::Multipart::new(body, boundary);
        let mut seen = Vec::new();
        while let Some(part) = parts.next_field().await.unwrap() {
            let label = format!(
                "{} {:?} {:?}",
                part.name().unwrap(),
                part.file_name(),
                part.content_type().map(ToString::to_string)
            );
            seen.push((label, part.bytes().await.unwrap()));
        }
        let expected: [(&str, Vec<u8>); 5] = [
            (r#"file Some("request.rs") Some("text/rust")"#, file()),
            (
                r#"pages[] Some("p.png") Some("image/png")"#,
                b"page\r\n--oaspen-".to_vec(),
            ),
            (r#"pages[] Some("pages[]") Some("image/png")"#, b"in memory".to_vec()),
            (r#"note None None"#, b"hi".to_vec()),
            (r#"numbers None Some("application/vnd.n+json")"#, b"[]".to_vec()),
        ];
        assert_eq!(seen.len(), expected.len());
        for ((label, content), (expected, bytes)) in seen.iter().zip(&expected) {
            assert_eq!(label, expected);
            assert!(content == bytes, "{label}");
        }
    }
}

#[tokio::test]
async fn upload_progress() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let files = client(&server).files();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let total = file().len() as u64;
    let body = Body::from_path(FILE)
        .unwrap()
        .on_progress(move |sent, total| log.lock().unwrap().push((sent, total)));
    files.put("a", body).await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(total, Some(total))]);

    seen.lock().unwrap().clear();
    let log = Arc::clone(&seen);
    let part = FilePart::from(vec![7; 100_000]).on_progress(move |sent, total| log.lock().unwrap().push((sent, total)));
    files.upload(UploadRequest::default().with_file(part)).await.unwrap();
    let total = Some(100_000);
    assert_eq!(*seen.lock().unwrap(), [(65_536, total), (100_000, total)]);
    assert!(server.last().header("content-length").is_some());
}

#[tokio::test]
async fn json_lines_bodies() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = client(&server);
    // What a generated method of such an operation consists of.
    let import = |items: JsonLinesBody<i64>| {
        let call: Call = oaspen_client::TypedCall::into_call(client.files().put("numbers", ""));
        call.json_lines("application/x-ndjson", items).send_raw()
    };
    import(vec![1, 2, 3].into()).await.unwrap();
    let request = server.last();
    assert_eq!(
        (request.text().as_str(), request.header("content-length")),
        ("1\n2\n3\n", Some("6"))
    );
    assert_eq!(request.header("content-type"), Some("application/x-ndjson"));
    import(JsonLinesBody::new(0..100_000)).await.unwrap();
    let request = server.last();
    assert_eq!(request.header("transfer-encoding"), Some("chunked"));
    assert_eq!(request.text().lines().count(), 100_000);
    assert!(request.text().ends_with("\n99999\n"));
}

/// A service that reads what it is sent, and then responds from a script.
#[derive(Clone)]
struct Reading {
    script: Fake,
    bodies: Arc<Mutex<Vec<Bytes>>>,
}

impl Reading {
    fn new(handler: impl Fn(usize, &http::Request<Body>) -> Step + Send + Sync + 'static) -> Self {
        Self {
            script: Fake::new(handler),
            bodies: Arc::default(),
        }
    }

    fn client(&self) -> Client {
        Client::builder()
            .bearer_token(CANARY)
            .retries(RetryPolicy::new())
            .service(self.clone())
            .build()
            .unwrap()
    }

    fn bodies(&self) -> Vec<Bytes> {
        self.bodies.lock().unwrap().clone()
    }
}

impl oaspen_client::tower_service::Service<http::Request<Body>> for Reading {
    type Response = http::Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let mut this = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let bytes = body.collect().await?;
            this.bodies.lock().unwrap().push(bytes);
            this.script
                .call(http::Request::from_parts(parts, Body::default()))
                .await
        })
    }
}

fn failing(times: usize) -> impl Fn(usize, &http::Request<Body>) -> Step + Send + Sync + 'static {
    move |at, _| if at < times { status(503) } else { status(204) }
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_sent_once_and_what_can_be_read_again_is() {
    let service = Reading::new(failing(1));
    let error = service.client().files().put("a", once("abc", None)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(service.bodies(), ["abc"]);
    for body in [Body::from_fn(|| once("abc", None)), Body::from("abc")] {
        let service = Reading::new(failing(2));
        service.client().files().put("a", body).await.unwrap();
        assert_eq!(service.bodies(), ["abc", "abc", "abc"]);
    }
    let service = Reading::new(failing(1));
    service
        .client()
        .files()
        .put("a", Body::from_path(FILE).unwrap())
        .await
        .unwrap();
    assert!(service.bodies() == [file(), file()]);
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_was_not_begun_is_sent_by_the_next_attempt() {
    let fake = Fake::new(|at, _| if at < 2 { Step::Refuse } else { status(204) });
    let client = Client::builder().service(fake.clone()).build().unwrap();
    client.files().put("a", once("abc", None)).await.unwrap();
    assert_eq!(fake.count(), 3);
    let last = fake.seen.lock().unwrap().pop().unwrap();
    assert_eq!(last.request.into_body().collect().await.unwrap(), "abc");
}

#[tokio::test]
async fn a_call_with_a_stream_is_sent_once() {
    let server = Server::responding(ServerResponse::empty(204));
    let call = client(&server).files().put("a", once("abc", None));
    let twin = call.clone();
    call.await.unwrap();
    let error = twin.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("can be read once only"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_redirect_that_wants_the_body_again() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/files/a" => ServerResponse::redirect(307, "/v1/files/b"),
        "/v1/files/c" => ServerResponse::redirect(303, "/v1/files/d"),
        "/v1/files/e" => ServerResponse::redirect(307, "/v1/files/a"),
        _ => ServerResponse::empty(204),
    });
    let files = client(&server).files();
    files.put("e", Body::from_path(FILE).unwrap()).await.unwrap();
    let sent = server.requests();
    assert!(sent.len() == 3 && sent.iter().all(|request| request.body == file()));
    let error = files.put("a", once("abc", None)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("a stream that can be read once"), "{error}");
    assert_eq!(server.requests().len(), 4);
    files.put("a", Body::from_path(FILE).unwrap()).await.unwrap();
    assert!(server.last().body == file());
    // This one does not want it.
    files.put("c", once("abc", None)).await.unwrap();
    let last = server.last();
    assert_eq!(
        (last.method.as_str(), last.target.as_str(), last.size),
        ("GET", "/v1/files/d", 0)
    );
}

#[tokio::test]
async fn a_refused_token_is_replaced_for_the_call_after_a_stream() {
    let tokens = AtomicUsize::new(0);
    let server = Server::start(move |request| match request.target.as_str() {
        "/token" => {
            let number = tokens.fetch_add(1, Ordering::Relaxed);
            ServerResponse::json(200, format!(r#"{{"access_token":"t{number}","expires_in":3600}}"#))
        }
        _ if request.header("authorization") == Some("Bearer t0") => ServerResponse::empty(401),
        _ => ServerResponse::json(200, "{}"),
    });
    let credentials = ClientCredentials::new(format!("{}/token", server.url()), "app", "secret");
    let builder = Client::builder().base_url(server.url());
    let client = builder.client_credentials(credentials).build().unwrap();
    let upload = || UploadRequest::default().with_file(once("abc", None));
    let error = client.files().upload(upload()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    client.files().upload(upload()).await.unwrap();
    assert_eq!(server.last().header("authorization"), Some("Bearer t1"));
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_body_that_breaks_is_an_error_of_its_own() {
    let server = Server::responding(ServerResponse::empty(204));
    let sockets = client(&server).files();
    let service = Reading::new(failing(0));
    let in_process = service.client().files();
    let announced = "of the 9 bytes that were announced";
    for files in [sockets, in_process] {
        for (body, expected_text) in [
            (once("abc", Some("the disk is gone")), "the disk is gone"),
            (once("abc", None).with_length(9), announced),
            (once("abcdefghijk", None).with_length(9), "more than the 9 bytes"),
            (Body::from_fn(|| once("abc", None)).with_length(9), announced),
        ] {
            let error = files.put("a", body).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::RequestBody, "{error}");
            assert!(error.to_string().contains(expected_text), "{error}");
            assert!(error.source().unwrap().to_string().contains(expected_text));
            assert!(!error.is_retryable(), "{error}");
        }
    }
    assert!(service.bodies().is_empty(), "nothing was tried again");
}

#[tokio::test]
async fn a_service_gets_the_stream_itself() {
    let fake = Fake::new(|_, _| response(204, &[], ""));
    let client = Client::builder()
        .service(fake.clone())
        .timeout(Duration::from_secs(1))
        .build()
        .unwrap();
    client.files().put("a", once("abc", None).with_length(3)).await.unwrap();
    let mut seen = fake.seen.lock().unwrap().pop().unwrap();
    assert_eq!(seen.request.body().as_bytes(), None);
    assert_eq!(seen.request.body().length(), Some(3));
    let body = Pin::new(seen.request.body_mut());
    assert_eq!(http_body::Body::size_hint(&*body).exact(), Some(3));
}

#[cfg(feature = "blocking")]
#[test]
fn files_are_sent_by_blocking_calls_too() {
    use oaspen_client::BlockingCall as _;
    let server = Server::responding(ServerResponse::empty(204));
    let body = Body::from_path(FILE).unwrap();
    client(&server).files().put("a", body).send_blocking().unwrap();
    assert!(server.last().body == file());
}
