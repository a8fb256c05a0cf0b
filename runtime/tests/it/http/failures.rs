//! What servers and networks do to clients, by name. Each call gets the right error or succeeds, in time, and leaves
//! no connection and no task behind.

use crate::fake::{Fake, Step};
use crate::generated_shape::Client;
use crate::generated_shape::models::UploadRequest;
use crate::{CANARY, USER, client};
use http_body::Frame;
use loopback::{Server, ServerResponse};
use oaspen_client::{Body, BoxError, Bytes, ClientCredentials, ErrorKind, RetryPolicy, http};
use std::future::Future as _;
use std::io::Read as _;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep};

const SHORT: Duration = Duration::from_millis(200);
const HUNDRED_MIB: usize = 100 << 20;

/// Waits until something is so, which is to be soon.
async fn settle(what: &str, is_so: impl Fn() -> bool) {
    let started = std::time::Instant::now();
    while !is_so() {
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Once the client is gone, so is everything it had.
async fn nothing_leaks(server: &Server) {
    settle("connections are left", || server.open_connections() == 0).await;
    no_task_is_left().await;
}

async fn no_task_is_left() {
    let metrics = tokio::runtime::Handle::current().metrics();
    settle("tasks are left", || metrics.num_alive_tasks() == 0).await;
}

/// A body without an end, and whether it is still held.
fn endless() -> (Body, Weak<()>) {
    let alive = Arc::new(());
    let held = Arc::downgrade(&alive);
    (Body::from_reader(Endless(alive)), held)
}

struct Endless(#[allow(dead_code, reason = "held")] Arc<()>);

impl tokio::io::AsyncRead for Endless {
    fn poll_read(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        buffer.initialize_unfilled();
        buffer.advance(buffer.remaining());
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn server_killed_mid_body() {
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf";
    let server = Server::responding(ServerResponse::raw(half).then_hang());
    let client = client(&server);
    let mut raw = client.users().whoami().send_raw().await.unwrap();
    assert_eq!(raw.chunk().await.unwrap().unwrap(), "half");
    let waiting = tokio::spawn(client.users().whoami().send());
    settle("the second call arrives", || server.requests().len() == 2).await;
    drop(server);
    assert_eq!(raw.chunk().await.unwrap_err().kind(), ErrorKind::Transport);
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable());
    drop((raw, client));
    no_task_is_left().await;
}

#[tokio::test]
async fn server_killed_mid_upload() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut vec![0; 1 << 20]).unwrap();
    });
    let (body, held) = endless();
    let client = Client::builder()
        .base_url(url)
        .retries(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.files().put("a", body).await.unwrap_err();
    server.join().unwrap();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert_eq!(held.strong_count(), 0, "the body is let go of at once");
    drop(client);
    no_task_is_left().await;
}

/// A byte every twelve seconds.
struct Drip(Pin<Box<Sleep>>);

impl Drip {
    fn body() -> Body {
        Body::wrap(Self(Box::pin(tokio::time::sleep(Duration::from_secs(12)))))
    }
}

impl http_body::Body for Drip {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        std::task::ready!(self.0.as_mut().poll(cx));
        self.0.as_mut().reset(Instant::now() + Duration::from_secs(12));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(b"x")))))
    }
}

#[tokio::test(start_paused = true)]
async fn slow_loris_responses() {
    let drip = || Step::Respond(http::Response::new(Drip::body()));
    let silent = || Step::After(Duration::from_secs(3600), Box::new(Step::Hang));
    let late = move || Step::After(Duration::from_secs(25), Box::new(drip()));
    for (step, read) in [
        (Arc::new(drip) as Arc<dyn Fn() -> Step + Send + Sync>, 2),
        (Arc::new(silent), 0),
        (Arc::new(late), 1),
    ] {
        let fake = Fake::new(move |_, _| step());
        let client = Client::builder().service(fake.clone()).build().unwrap();
        let started = Instant::now();
        let error = client.users().whoami().await.unwrap_err();
        assert_eq!(
            started.elapsed(),
            Duration::from_secs(30),
            "the deadline, to the millisecond"
        );
        assert!(error.is_timeout(), "{error}");
        assert_eq!(error.raw_body().map_or(0, Bytes::len), read);
        assert_eq!(fake.count(), 1);
    }
}

#[tokio::test]
async fn slow_loris_readers_of_a_body() {
    // Takes connections, and reads nothing from them.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (body, held) = endless();
    let client = Client::builder().base_url(url).build().unwrap();
    let error = client.files().put("a", body).timeout(SHORT).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(held.strong_count(), 0, "the body is let go of at once");
    // What was written before waits to be read. reqwest gives that up after 30 s where the system can; here the peer
    // goes away.
    drop((client, listener));
    no_task_is_left().await;
}

#[tokio::test]
async fn content_length_too_large() {
    for head in ["content-length: 9\r\n", "content-length: 99999999999999\r\n"] {
        let server = Server::responding(ServerResponse::raw(format!("HTTP/1.1 200 OK\r\n{head}\r\nhalf")));
        let client = client(&server);
        let error = client.users().whoami().await.unwrap_err();
        let kind = if head.contains(" 9\r") {
            ErrorKind::Transport
        } else {
            ErrorKind::BodyTooLarge
        };
        assert_eq!(error.kind(), kind, "{error}");
        drop(client);
        nothing_leaks(&server).await;
    }
}

/// What follows a body that is announced too short belongs to no response.
#[tokio::test]
async fn content_length_too_small() {
    let evil = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil";
    let first = format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nme{evil}");
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |_| match calls.fetch_add(1, Ordering::Relaxed) {
        0 => ServerResponse::raw(first.clone()).then_hang(),
        _ => ServerResponse::new(200, &[], "real"),
    });
    let client = client(&server);
    assert_eq!(client.users().whoami().await.unwrap(), "me");
    for _ in 0..3 {
        assert_eq!(client.users().whoami().await.unwrap(), "real");
    }
    drop(client);
    nothing_leaks(&server).await;
}

#[tokio::test]
async fn content_length_nonsense() {
    for head in [
        "content-length: 2\r\ncontent-length: 4\r\n",
        "content-length: -1\r\n",
        "content-length: two\r\n",
        "transfer-encoding: chunked\r\n",
    ] {
        let server = Server::responding(ServerResponse::raw(format!(
            "HTTP/1.1 200 OK\r\n{head}\r\nnot a chunk\r\n"
        )));
        let client = client(&server);
        let error = client.users().whoami().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{head}: {error}");
        drop(client);
        nothing_leaks(&server).await;
    }
}

#[tokio::test]
async fn responses_that_are_not_http() {
    let endless_head = format!("HTTP/1.1 200 OK\r\n{}", "x: y\r\n".repeat(50_000));
    for bytes in ["", "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/1.1 9999 Hi\r\n\r\n", &endless_head] {
        let server = Server::responding(ServerResponse::raw(bytes));
        let client = client(&server);
        let error = client.users().ban_user("u").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        drop(client);
        nothing_leaks(&server).await;
    }
}

#[tokio::test]
async fn invalid_utf_8() {
    let json = b"{\"id\":\"\xff\xfe\",\"username\":null,\"status\":\"x\",\"created_at\":1}";
    let server = Server::start(move |request| match request.target.as_str() {
        "/v1/me" => ServerResponse::new(200, &[], b"\xc3\x28"),
        "/v1/users/u" => ServerResponse::json(200, json),
        _ => ServerResponse::raw(b"HTTP/1.1 404 \xff\r\nx-request-id: \xff\r\ncontent-length: 3\r\n\r\n\xff\xfe!"),
    });
    let client = client(&server);
    let error = client.users().whoami().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = client.users().get_user("u").await.unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("/id")));
    let raw = client.users().whoami().send_raw().await.unwrap();
    assert_eq!(raw.text().await.unwrap_err().kind(), ErrorKind::Decode);
    let error = client.users().get_user("nobody").await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 404)
    );
    assert_eq!(error.raw_body().unwrap(), &b"\xff\xfe!"[..]);
    assert_eq!(error.request_id(), None);
}

#[tokio::test]
async fn json_as_deep_as_a_well() {
    for deep in ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 18)] {
        let server = Server::responding(ServerResponse::json(200, deep));
        let error = client(&server)
            .files()
            .upload(UploadRequest::default())
            .await
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("nested"), "{error}");
    }
}

#[tokio::test]
async fn hundred_megabytes_over_the_limit() {
    let announced = format!("HTTP/1.1 200 OK\r\ncontent-length: {HUNDRED_MIB}\r\n\r\n");
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{HUNDRED_MIB:x}\r\n");
    let until_closed = "HTTP/1.1 200 OK\r\n\r\n".to_owned();
    for head in [announced, chunked, until_closed] {
        let reply = ServerResponse::raw(head).then_repeat([b'x'; 65_536], HUNDRED_MIB / 65_536);
        let server = Server::responding(reply);
        let client = client(&server);
        let error = client.users().whoami().max_response_bytes(1 << 20).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BodyTooLarge, "{error}");
        assert!(error.raw_body().map_or(0, Bytes::len) <= 1 << 20);
        // The connection is given up, though the client lives on.
        settle("the connection is closed", || server.open_connections() == 0).await;
        drop(client);
        no_task_is_left().await;
    }
}

#[tokio::test]
async fn redirect_loops() {
    let other = Server::start(|request| {
        let back = request.target.split_once("back=").map_or("", |(_, back)| back);
        ServerResponse::redirect(307, &format!("http://{back}/v1/me?again"))
    });
    let (there, longer) = (other.addr(), AtomicUsize::new(0));
    let server = Server::start(move |request| match request.target.split('?').next() {
        Some("/v1/me") => {
            let back = request.header("host").unwrap_or_default();
            ServerResponse::redirect(302, &format!("http://{there}/?back={back}"))
        }
        Some("/v1/link") => ServerResponse::redirect(303, "link"),
        _ => {
            let step = longer.fetch_add(1, Ordering::Relaxed);
            ServerResponse::redirect(308, &format!("{}/{step}", request.target))
        }
    });
    let client = client(&server);
    let between = client.users().whoami().await.unwrap_err();
    let itself = client.files().link().await.unwrap_err();
    let ever_longer = client.users().get_user("u").await.unwrap_err();
    for (kind, text) in [
        (between.kind(), between.to_string()),
        (itself.kind(), itself.to_string()),
        (ever_longer.kind(), ever_longer.to_string()),
    ] {
        assert_eq!(kind, ErrorKind::Redirect);
        assert!(text.contains("more than 10 redirects"), "{text}");
    }
    drop(client);
    nothing_leaks(&server).await;
    nothing_leaks(&other).await;
}

/// There, and back again: what was left behind at the border stays there.
#[tokio::test]
async fn redirects_to_another_host() {
    let other = Server::start(|request| {
        let back = request.target.split_once("back=").map_or("", |(_, back)| back);
        ServerResponse::redirect(302, &format!("http://{back}/v1/home?api_key={CANARY}&page=2"))
    });
    let there = other.addr();
    let server = Server::start(move |request| match request.target.as_str() {
        "/v1/home?page=2" => ServerResponse::new(200, &[], "home"),
        _ => {
            let back = request.header("host").unwrap_or_default();
            ServerResponse::redirect(302, &format!("//{there}/?back={back}"))
        }
    });
    let client = Client::builder()
        .base_url(format!("{}/v1", server.url()))
        .bearer_token(CANARY)
        .api_key("queryKey", CANARY)
        .api_key("headerKey", CANARY)
        .api_key("cookieKey", CANARY)
        .default_header("Cookie", CANARY)
        .build()
        .unwrap();
    assert_eq!(
        client.files().download("f").header("X-Own", CANARY).await.unwrap(),
        "home"
    );
    let [first, last] = server.requests().try_into().unwrap();
    assert!(format!("{first:?}").contains(CANARY));
    for request in [last, other.last()] {
        assert!(!format!("{request:?}").contains(CANARY), "{request:?}");
    }
    drop(client);
    nothing_leaks(&server).await;
    nothing_leaks(&other).await;
}

#[tokio::test]
async fn expired_tokens() {
    let issued = AtomicUsize::new(0);
    let used = AtomicUsize::new(0);
    let server = Server::start(move |request| match request.target.as_str() {
        "/token" => {
            let number = issued.fetch_add(1, Ordering::Relaxed);
            ServerResponse::json(200, format!(r#"{{"access_token":"t{number}","expires_in":3600}}"#))
        }
        // The API forgets the first token after ten calls, long before its time.
        _ if request.header("authorization") == Some("Bearer t0") && used.fetch_add(1, Ordering::Relaxed) >= 10 => {
            ServerResponse::empty(401)
        }
        _ => ServerResponse::json(200, USER),
    });
    let credentials = ClientCredentials::new(format!("{}/token", server.url()), "app", "secret");
    let client = Client::builder()
        .base_url(server.url())
        .client_credentials(credentials)
        .retries(RetryPolicy::none())
        .build()
        .unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| tokio::spawn(client.users().get_user("u").send()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id, "u1");
    }
    let tokens = server
        .requests()
        .iter()
        .filter(|request| request.target == "/token")
        .count();
    assert_eq!(tokens, 2);
    drop(client);
    nothing_leaks(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousand_concurrent_calls() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let client = client(&server);
    let calls: Vec<_> = (0..1000)
        .map(|_| tokio::spawn(client.users().get_user("u").send()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id, "u1");
    }
    assert_eq!(server.requests().len(), 1000);
    drop(client);
    nothing_leaks(&server).await;
}

#[tokio::test]
async fn cancelled_calls() {
    let server = Server::start(|request| match request.target.as_str() {
        "/v1/me" => ServerResponse::hang(),
        _ => ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf").then_hang(),
    });
    let client = client(&server);
    let calls: Vec<_> = (0..20)
        .flat_map(|_| {
            let (users, files) = (client.users(), client.files());
            [
                tokio::spawn(async move { drop(users.whoami().await) }),
                tokio::spawn(async move { drop(files.download("f").await) }),
            ]
        })
        .collect();
    settle("all are under way", || server.requests().len() == 40).await;
    calls.iter().for_each(tokio::task::JoinHandle::abort);
    // The client lives on, and holds no connection of theirs.
    settle("connections are left", || server.open_connections() == 0).await;
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }
    drop(client);
    no_task_is_left().await;
}
