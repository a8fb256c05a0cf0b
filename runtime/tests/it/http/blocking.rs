//! Calls without async. Feature `blocking`.

use crate::fake::{Fake, response, status};
use crate::generated_shape::Client;
use crate::{CANARY, USER, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{BlockingCall as _, ClientCredentials, Credential, Error, ErrorKind, ReconnectPolicy, RetryPolicy};
use std::io::Read as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::{Builder, Handle};

#[test]
fn calls_without_async() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let users = client(&server).users();
    assert_eq!(users.get_user("u").send_blocking().unwrap().id, "u1");
    let reply = users.get_user("u").send_with_response_blocking().unwrap();
    assert_eq!(reply.status(), 200);
    let raw = users.get_user("u").send_raw_blocking().unwrap();
    assert_eq!(raw.body(), USER.as_bytes());
}

#[test]
fn many_threads_wait_at_once() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let client = client(&server);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(client.users().get_user("u").send_blocking().unwrap().id, "u1");
                }
            });
        }
    });
    assert_eq!(server.requests().len(), 80);
}

#[test]
fn threads_share_one_token() {
    let fake = Fake::new(|_, request| match request.uri().path() {
        "/token" => response(200, &[], r#"{"access_token":"t","expires_in":3600}"#),
        _ => response(200, &[], USER),
    });
    let login = ClientCredentials::new("https://login.example/token", "id", "secret");
    let client = Client::builder()
        .credential("bearerAuth", &Credential::client_credentials(login))
        .service(fake.clone())
        .build()
        .unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.users().get_user("u").send_blocking().unwrap());
        }
    });
    let seen = fake.seen.lock().unwrap();
    let tokens = seen.iter().filter(|seen| seen.request.uri().path() == "/token");
    assert_eq!((tokens.count(), seen.len()), (1, 9));
}

#[test]
fn attempts_and_timeouts_work_as_in_async_code() {
    let fake = Fake::new(|at, _| match at {
        0 => status(503),
        1 => response(200, &[], USER),
        _ => crate::fake::Step::Hang,
    });
    let client = Client::builder()
        .bearer_token("t")
        .service(fake.clone())
        .retries(RetryPolicy::new().base_delay(Duration::from_nanos(1)))
        .build()
        .unwrap();
    assert_eq!(client.users().get_user("u").send_blocking().unwrap().id, "u1");
    let error = client
        .users()
        .get_user("u")
        .timeout(Duration::from_millis(1))
        .send_blocking()
        .unwrap_err();
    assert!(error.is_timeout());
}

/// Checks that a blocking call is refused, sends nothing and does not panic.
fn refused(server: &Server, client: &Client) {
    let before = server.requests().len();
    let users = client.users();
    for text in [
        users.get_user("u").send_blocking().unwrap_err().to_string(),
        users
            .get_user("u")
            .send_with_response_blocking()
            .unwrap_err()
            .to_string(),
        users.get_user("u").send_raw_blocking().unwrap_err().to_string(),
    ] {
        assert!(text.contains("await the call"), "{text}");
    }
    assert_eq!(
        users.get_user("u").send_blocking().unwrap_err().kind(),
        ErrorKind::Build
    );
    assert_eq!(server.requests().len(), before);
}

#[test]
fn on_threads_of_a_runtime_it_is_an_error_and_no_panic() {
    let server = Arc::new(Server::responding(ServerResponse::json(200, USER)));
    let client = client(&server);
    for runtime in [
        Builder::new_current_thread().enable_all().build().unwrap(),
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap(),
    ] {
        runtime.block_on(async {
            refused(&server, &client);
            let (shared, mine) = (Arc::clone(&server), client.clone());
            tokio::spawn(async move { refused(&shared, &mine) }).await.unwrap();
            let (shared, mine) = (Arc::clone(&server), client.clone());
            let waits = tokio::task::spawn_blocking(move || {
                refused(&shared, &mine);
                // What the message advises.
                Handle::current().block_on(mine.users().get_user("u").send())
            });
            assert_eq!(waits.await.unwrap().unwrap().id, "u1");
            // A thread of one's own is none of the runtime's.
            let mine = client.clone();
            let (sender, receiver) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || sender.send(mine.users().get_user("u").send_blocking()));
            assert_eq!(receiver.await.unwrap().unwrap().id, "u1");
            assert_eq!(
                client.users().get_user("u").await.unwrap().id,
                "u1",
                "and it can be awaited"
            );
        });
        // Connections of a runtime that is gone do not stop the next call.
        drop(runtime);
        assert_eq!(
            client
                .users()
                .get_user("u")
                .retry(RetryPolicy::new())
                .send_blocking()
                .unwrap()
                .id,
            "u1"
        );
    }
}

#[test]
fn from_a_hook_of_a_blocking_call_it_is_an_error_and_no_deadlock() {
    let shared_message = Arc::new(Mutex::new(String::new()));
    let (message, other) = (
        Arc::clone(&shared_message),
        Client::builder()
            .service(Fake::new(|_, _| status(200)))
            .build()
            .unwrap(),
    );
    let client = Client::builder()
        .service(Fake::new(|_, _| response(200, &[], "me")))
        .on_attempt(move |_| {
            *message.lock().unwrap() = other.users().whoami().send_blocking().unwrap_err().to_string();
        })
        .build()
        .unwrap();
    assert_eq!(client.users().whoami().send_blocking().unwrap(), "me");
    assert!(shared_message.lock().unwrap().contains("await the call"));
}

#[test]
fn what_comes_piece_by_piece_without_async() {
    let stream = |media: &str, body: &str| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {media}\r\nconnection: close\r\n\r\n");
        Server::responding(ServerResponse::raw(format!("{head}{body}")))
    };
    let server = stream("text/event-stream", "data: [1]\n\ndata: [2]\n\n");
    let events = client(&server).streams().watch().events();
    let events = events.reconnect(ReconnectPolicy::none()).blocking();
    let seen: Vec<_> = events.map(|event| event.unwrap().data).collect();
    assert_eq!(seen, [[1], [2]]);

    let server = stream("application/jsonl", "[1]\n[2]");
    let lines = client(&server).streams().export().json_lines().blocking();
    assert_eq!(lines.map(Result::unwrap).collect::<Vec<_>>(), [[1], [2]]);

    let server = stream("application/octet-stream", "many bytes");
    let response = client(&server).streams().export().send_streamed_blocking().unwrap();
    assert_eq!(response.media_type().as_deref(), Some("application/octet-stream"));
    let (mut body, mut text) = (response.blocking(), String::new());
    let mut first = [0; 4];
    body.read_exact(&mut first).unwrap();
    body.read_to_string(&mut text).unwrap();
    assert_eq!((&first, text.as_str()), (b"many", " bytes"));
}

#[test]
fn a_body_that_breaks_is_an_error_of_its_reader() {
    let server = Server::responding(ServerResponse::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
    let response = client(&server).streams().export().send_streamed_blocking().unwrap();
    let mut body = response.blocking();
    let error = body.read_to_end(&mut Vec::new()).unwrap_err();
    let error: &Error = error.get_ref().unwrap().downcast_ref().unwrap();
    assert_eq!(error.kind(), ErrorKind::Transport);
    body.read(&mut [0]).unwrap_err();
    assert_eq!(body.read(&mut []).unwrap(), 0);
}

#[test]
fn a_reader_shows_nothing_of_its_body() {
    let server = Server::responding(ServerResponse::new(200, &[], CANARY));
    let response = client(&server).streams().export().send_streamed_blocking().unwrap();
    let mut body = response.blocking();
    body.read_exact(&mut [0]).unwrap();
    assert!(!format!("{body:?}").contains(CANARY.get(5..).unwrap()), "{body:?}");
    let mut rest = String::new();
    body.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, CANARY[1..]);
    assert_eq!(body.read(&mut [0]).unwrap(), 0);
}

#[tokio::test]
async fn iterators_inside_async_code_give_one_error() {
    let server = Server::responding(ServerResponse::json(200, "[1]"));
    let mut lines = client(&server).streams().export().json_lines().blocking();
    assert_eq!(lines.next().unwrap().unwrap_err().kind(), ErrorKind::Build);
    assert!(lines.next().is_none());
    let mut events = client(&server).streams().watch().events().blocking();
    assert_eq!(events.next().unwrap().unwrap_err().kind(), ErrorKind::Build);
    assert!(events.next().is_none());
}
