//! Server-sent events: typed, bounded in size and time, connected again when they are lost.

use crate::scripted::{Piece, Scripted, events, response, text};
use loopback::{Server, ServerResponse};
use oaspen_client::{Error, ErrorKind, Event, EventStream, Json, ReconnectPolicy, RetryPolicy};
use std::time::Duration;

const SECOND: Duration = Duration::from_secs(1);

/// The data of every event, and what the stream failed with.
async fn all<T, E>(mut stream: EventStream<T, E>) -> (Vec<T>, Option<Error<E>>) {
    let mut data = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => data.push(event.data),
            Err(error) => return (data, Some(error)),
        }
    }
    (data, None)
}

#[tokio::test]
async fn server_sent_events_over_a_socket() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\r\n";
    let body =
        "\u{FEFF}: hello\r\nid: 1\r\nevent: add\r\ndata: [1,\r\ndata: 2]\r\n\r\ndata: [3]\n\ndata: [4]\n\ndata: [";
    let server = Server::responding(ServerResponse::raw(format!("{head}{body}")));
    let mut stream = crate::client(&server)
        .streams()
        .watch()
        .events()
        .reconnect(ReconnectPolicy::none());
    let first: Event<Vec<i64>> = stream.next().await.unwrap().unwrap();
    assert_eq!((first.id.as_deref(), first.event.as_deref()), (Some("1"), Some("add")));
    assert_eq!(first.data, [1, 2]);
    let second = stream.next().await.unwrap().unwrap();
    assert_eq!(
        (second.id.as_deref(), second.event, second.data),
        (Some("1"), None, vec![3])
    );
    assert_eq!(stream.last_id(), Some("1"));
    let (rest, error) = all(stream).await;
    assert_eq!(rest, [[4]]);
    assert!(error.is_none(), "{error:?}");
    assert_eq!(server.last().header("accept"), Some("text/event-stream"));
    assert_eq!(server.last().header("last-event-id"), None);
}

#[tokio::test(start_paused = true)]
async fn events_reconnect_with_the_last_id_after_the_wait_of_the_server() {
    let server = Scripted::new([
        events([text("retry: 200\nid: a\ndata: [1]\n\nid: b\ndata: [2"), Piece::Break]),
        events([text("id: b\ndata: [2]\n\n")]),
        events([text(": nothing new\n\n")]),
        events([Piece::Break]),
        response(503, "text/plain", []),
        response(204, "", []),
    ]);
    let (data, error) = all(server.client().streams().watch().events()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(data, [[1], [2]]);
    let ids = server.header("last-event-id");
    let ids: Vec<_> = ids.iter().map(Option::as_deref).collect();
    assert_eq!(ids, [None, Some("a"), Some("b"), Some("b"), Some("b"), Some("b")]);
    // Doubled with each connection that gave no event.
    assert_eq!(server.waits(), [200, 200, 400, 800, 1600]);
}

#[tokio::test(start_paused = true)]
async fn events_give_up_after_so_many_connections() {
    let server = Scripted::new([events([text("id: 1\ndata: [1]\n\n")]), events([Piece::Break])]);
    let policy = ReconnectPolicy::new()
        .max_attempts(3)
        .delay(4 * SECOND)
        .max_delay(10 * SECOND);
    let (data, error) = all(server.client().streams().watch().events().reconnect(policy)).await;
    assert_eq!(data, [[1]]);
    assert_eq!(error.unwrap().kind(), ErrorKind::Transport);
    assert_eq!(server.waits(), [4000, 8000, 10_000]);
    // The same if every connection ends at once, or with nothing but comments and events without data.
    for silence in ["", ": alive\n\n", "id: 2\ndata:\n\n"] {
        let server = Scripted::new([events([text("id: 1\ndata: [1]\n\n")]), events([text(silence)])]);
        let (data, error) = all(server.client().streams().watch().events()).await;
        assert_eq!((data, server.waits().len()), (vec![vec![1]], 5), "{silence}");
        let error = error.unwrap();
        assert_eq!(error.kind(), ErrorKind::Transport);
        let text = error.to_string();
        assert!(text.contains("5 connections in a row had no event"), "{text}");
        assert!(
            text.contains("`ReconnectPolicy::max_attempts` sets another limit"),
            "{text}"
        );
    }
    // One connection is all that the policy allows: its end is that of the stream.
    let server = Scripted::new([events([text("id: 1\ndata: [1]\n\n")])]);
    let stream = server.client().streams().watch().events();
    let (data, error) = all(stream.reconnect(ReconnectPolicy::none())).await;
    assert_eq!((data.len(), error.is_none(), server.waits().len()), (1, true, 0));
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_no_wait_is_not_called_at_once() {
    let replies = || {
        [
            events([text("retry: 0\nid: 1\ndata: [1]\n\n")]),
            events([text("id: 2\ndata: [2]\n\n")]),
            events([]),
            response(204, "", []),
        ]
    };
    let server = Scripted::new(replies());
    assert_eq!(all(server.client().streams().watch().events()).await.0, [[1], [2]]);
    assert_eq!(server.waits(), [100, 200, 400]);
    let server = Scripted::new(replies());
    let policy = ReconnectPolicy::new().min_delay(Duration::from_millis(700));
    all(server.client().streams().watch().events().reconnect(policy)).await;
    assert_eq!(server.waits(), [700, 1000, 1400]);
    let server = Scripted::new(replies());
    let policy = ReconnectPolicy::new().min_delay(Duration::ZERO);
    all(server.client().streams().watch().events().reconnect(policy)).await;
    assert_eq!(server.waits(), [0, 0, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ends_each_connection_after_one_event_is_called_less_often() {
    let one = || events([text("retry: 0\nid: 1\ndata: [1]\n\n")]);
    let long = || events([text("id: 1\ndata: [1]\n\n"), Piece::Wait(2 * SECOND)]);
    let done = || response(204, "", []);
    let server = Scripted::new([one(), one(), one(), one(), one(), one(), long(), one(), done()]);
    let (data, error) = all(server.client().streams().watch().events()).await;
    assert_eq!((data.len(), error.is_none()), (8, true));
    // Up to the usual wait. A connection that lasts begins it again.
    assert_eq!(server.waits(), [100, 200, 400, 800, 1000, 1000, 2100, 100]);
    // A wait that the server requests is not shortened.
    let slow = || events([text("retry: 700\nid: 1\ndata: [1]\n\n")]);
    let server = Scripted::new([slow(), slow(), slow(), slow(), slow(), done()]);
    all(server.client().streams().watch().events()).await;
    assert_eq!(server.waits(), [700, 700, 700, 800, 1000]);
    // The first connection is measured as well.
    let server = Scripted::new([long(), one(), one(), done()]);
    let policy = ReconnectPolicy::new()
        .delay(SECOND)
        .min_delay(Duration::from_millis(600));
    all(server.client().streams().watch().events().reconnect(policy)).await;
    assert_eq!(server.waits(), [3000, 600, 1000]);
    // A connection that is refused is a short one, however long ago the one before it was opened.
    let refused = || response(503, "text/plain", []);
    let both = || [one(), refused()];
    let server = Scripted::new([both(), both(), both(), both()].concat());
    let client = server.client();
    let mut stream = client.streams().watch().events();
    for _ in 0..4 {
        assert_eq!(stream.next().await.unwrap().unwrap().data, [1]);
    }
    assert_eq!(server.waits(), [100, 200, 400, 800, 1000, 1000]);
    // The policy decides how far it grows.
    let server = Scripted::new([one(), one(), one(), one(), done()]);
    let policy = ReconnectPolicy::new().delay(Duration::from_millis(300));
    all(server.client().streams().watch().events().reconnect(policy)).await;
    assert_eq!(server.waits(), [100, 200, 300, 300]);
}

#[tokio::test(start_paused = true)]
async fn an_id_that_is_too_long_to_be_sent_is_an_error() {
    let long: &'static str = Box::leak(format!("id: {}\ndata: [1]\n\n", "i".repeat(4097)).into_boxed_str());
    let server = Scripted::new([events([text(long)]), response(204, "", [])]);
    let (data, error) = all(server.client().streams().watch().events()).await;
    assert_eq!((data, server.waits().len()), (vec![vec![1]], 0));
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Build);
    let shown = error.to_string();
    assert!(
        shown.contains("the id of the last event has 4097 bytes, more than the limit of 4096"),
        "{shown}"
    );
    assert!(
        shown.contains("`max_id_bytes` sets another limit") && !shown.contains("iii"),
        "{shown}"
    );
    let server = Scripted::new([events([text(long)]), response(204, "", [])]);
    let stream = server.client().streams().watch().events().max_id_bytes(4097);
    assert!(all(stream).await.1.is_none());
    assert_eq!(server.header("last-event-id")[1].as_ref().map(String::len), Some(4097));

    let server = Scripted::new([events([text("data: [1]\n\n")])]);
    let mut stream = server
        .client()
        .streams()
        .watch()
        .events()
        .last_event_id("i".repeat(4097));
    assert_eq!(stream.connect().await.unwrap_err().kind(), ErrorKind::Build);
    assert!(stream.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn events_without_ids_end_with_their_response() {
    let server = Scripted::new([events([text("data: [1]\n\n")])]);
    assert_eq!(all(server.client().streams().watch().events()).await.0, [[1]]);
    assert_eq!(server.waits().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn events_of_a_post_reconnect_only_with_a_policy() {
    let pieces = [text("id: 1\ndata: {\"a\":1}\n\n"), Piece::Break];
    let server = Scripted::new([events(pieces.clone())]);
    let (data, error) = all(server.client().streams().chat(Json::Null).events()).await;
    assert_eq!(data.len(), 1);
    assert_eq!(error.unwrap().kind(), ErrorKind::Transport);
    let server = Scripted::new([events(pieces), response(204, "", [])]);
    let stream = server.client().streams().chat(Json::Null).events();
    let (data, error) = all(stream.reconnect(ReconnectPolicy::new())).await;
    assert_eq!((data.len(), error.is_none()), (1, true));
}

#[tokio::test(start_paused = true)]
async fn events_may_be_silent_longer_than_the_timeout_of_the_call() {
    let minutes = |count: u32| Piece::Wait(60 * count * SECOND);
    let server = Scripted::new([events([
        minutes(4),
        text(": alive\n"),
        minutes(4),
        text("data: [1]\n\n"),
        minutes(6),
        text("data: [2]\n\n"),
    ])]);
    let call = || server.client().streams().watch().timeout(SECOND).events();
    let (data, error) = all(call().reconnect(ReconnectPolicy::none())).await;
    assert_eq!(data, [[1]]);
    let error = error.unwrap();
    assert!(error.is_timeout());
    assert!(error.to_string().contains("no data arrived for 300s"), "{error}");
    let patient = call().reconnect(ReconnectPolicy::none()).idle_timeout(Duration::MAX);
    assert_eq!(all(patient).await.0, [[1], [2]]);
    let hasty = call().reconnect(ReconnectPolicy::none()).idle_timeout(SECOND);
    assert!(all(hasty).await.1.unwrap().is_timeout());
}

#[tokio::test]
async fn an_event_that_does_not_fit_is_one_error() {
    let server = Scripted::new([events([text(
        "data: [1]\n\nevent: odd\ndata: [1,\"x\"]\n\ndata: [2]\n\n",
    )])]);
    let mut stream = server.client().streams().watch().events();
    assert_eq!(stream.next().await.unwrap().unwrap().data, [1]);
    let error = stream.next().await.unwrap().unwrap_err();
    assert_eq!((error.kind(), error.decode_path()), (ErrorKind::Decode, Some("/1")));
    let expected_text = "event 2 `odd` does not fit: /1: expected integer, found string";
    assert!(error.to_string().contains(expected_text), "{error}");
    assert_eq!(error.raw_body().unwrap(), "[1,\"x\"]");
    assert_eq!(stream.next().await.unwrap().unwrap().data, [2]);
    assert!(stream.next().await.is_none());
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn done_ends_a_stream_of_json_and_is_a_text_in_a_stream_of_texts() {
    let pieces = [text("data: {}\n\ndata: [DONE]\n\ndata: {}\n\n")];
    let server = Scripted::new([events(pieces)]);
    let (data, error) = all(server.client().streams().chat(Json::Null).events()).await;
    assert_eq!((data.len(), error.is_none()), (1, true));
    let server = Scripted::new([events([text("data: {\"a\":[7]}\n\ndata: [DONE]\n\n")])]);
    let mut stream = server.client().streams().log().events();
    let first = stream.next().await.unwrap().unwrap();
    assert_eq!(
        first.json::<std::collections::BTreeMap<String, Vec<i64>>>().unwrap()["a"],
        [7]
    );
    assert_eq!(all(stream).await.0, ["[DONE]"]);
}

#[tokio::test]
async fn an_event_is_bounded_and_their_sum_is_not() {
    let events_of = |pieces: Vec<Piece>| Scripted::new([events(pieces)]);
    let server = events_of(vec![text("data: [1, 2, 3]\n\n"); 100]);
    let stream = server.client().streams().watch().max_response_bytes(40).events();
    assert_eq!(all(stream).await.0.len(), 100);
    let server = events_of(vec![
        text("data: [1]\n\n:"),
        text("0123456789012345678901234567890123456789"),
    ]);
    let (data, error) = all(server.client().streams().watch().max_response_bytes(40).events()).await;
    assert_eq!(data, [[1]]);
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
    assert!(
        error
            .to_string()
            .contains("an event is larger than the limit of 40 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_stream_has_the_typed_error_of_its_call() {
    let refusal = r#"{"errors":[{"code":"gone","message":"Gone"}]}"#;
    let server = Scripted::new([response(410, "application/json", [text(refusal)])]);
    let mut stream = server.client().streams().watch().events();
    let error = stream.connect().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Status, 410)
    );
    assert_eq!(error.error_body().unwrap().errors[0].code, "gone");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn the_media_type_of_another_response_is_named() {
    let server = Scripted::new([response(200, "application/json; charset=utf-8", [text("{}")])]);
    let error = all(server.client().streams().chat(Json::Null).events())
        .await
        .1
        .unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let expected_text = "the response is `application/json` and not `text/event-stream`";
    assert!(error.to_string().contains(expected_text), "{error}");
    // One that does not say what it is may be events.
    let server = Scripted::new([response(200, "", [text("data: {}\n\n")])]);
    assert_eq!(
        all(server.client().streams().chat(Json::Null).events()).await.0.len(),
        1
    );
}

#[tokio::test]
async fn a_stream_goes_on_where_one_before_it_stopped() {
    let server = Scripted::new([events([text("data: [1]\n\n")]), response(204, "", [])]);
    let stream = server
        .client()
        .streams()
        .watch()
        .header("accept", "text/event-stream;v=2")
        .events();
    let mut stream = stream.last_event_id("41").reconnect(ReconnectPolicy::none());
    stream.connect().await.unwrap();
    stream.connect().await.unwrap();
    assert_eq!(all(stream).await.0, [[1]]);
    assert_eq!(server.header("last-event-id"), [Some("41".to_owned())]);
    assert_eq!(server.header("accept"), [Some("text/event-stream;v=2".to_owned())]);
}

/// An empty id resets it; one with a control character cannot be sent.
#[tokio::test(start_paused = true)]
async fn an_id_that_is_reset_is_not_sent_again() {
    for last in ["id:\ndata: [2]\n\n", "id: \u{7f}\ndata: [2]\n\n"] {
        let server = Scripted::new([
            events([text("retry: 1\nid: 1\ndata: [1]\n\n")]),
            events([text(last), Piece::Break]),
            response(204, "", []),
        ]);
        let (data, error) = all(server.client().streams().watch().events()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(data, [[1], [2]]);
        assert_eq!(
            server.header("last-event-id"),
            [None, Some("1".to_owned()), None],
            "{last:?}"
        );
    }
    // One of the call itself stays.
    let server = Scripted::new([events([text("retry: 1\ndata: [1]\n\n")]), response(204, "", [])]);
    let call = server.client().streams().watch().header("last-event-id", "own");
    assert_eq!(all(call.events()).await.0, [[1]]);
    assert_eq!(
        server.header("last-event-id"),
        [Some("own".to_owned()), Some("own".to_owned())]
    );
}

#[tokio::test(start_paused = true)]
async fn the_first_connection_is_tried_as_any_call() {
    let server = Scripted::new([response(503, "", []), events([text("data: [1]\n\n")])]);
    let stream = server.client().streams().watch().retry(RetryPolicy::new()).events();
    assert_eq!(all(stream).await.0, [[1]]);
}

/// A mark is one only at the beginning of the stream.
#[tokio::test]
async fn a_byte_order_mark_in_an_event_is_content() {
    let server = Scripted::new([events([text("\u{FEFF}data:\u{FEFF}a\n\ndata:\u{FEFF}\n\n")])]);
    let stream = server.client().streams().log().events();
    let (data, error) = all(stream.reconnect(ReconnectPolicy::none())).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(data, ["\u{FEFF}a", "\u{FEFF}"]);
}

#[tokio::test(start_paused = true)]
async fn dropping_the_wait_for_an_event_loses_nothing() {
    let server = Scripted::new([events([text("data: [1"), Piece::Wait(2 * SECOND), text("]\n\n")])]);
    let mut stream = server.client().streams().watch().events();
    assert!(tokio::time::timeout(SECOND, stream.next()).await.is_err());
    assert_eq!(stream.next().await.unwrap().unwrap().data, [1]);
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn events_and_lines_are_streams() {
    use futures_util::StreamExt as _;
    let server = Scripted::new([events([text("data: [1]\n\ndata: [2]\n\n")])]);
    let seen: Vec<_> = server
        .client()
        .streams()
        .watch()
        .events()
        .map(|event| event.unwrap().data)
        .collect()
        .await;
    assert_eq!(seen, [[1], [2]]);
    let server = Scripted::new([response(200, "application/jsonl", [text("[1]\n[2]")])]);
    let seen: Vec<_> = server
        .client()
        .streams()
        .export()
        .json_lines()
        .map(Result::unwrap)
        .collect()
        .await;
    assert_eq!(seen, [[1], [2]]);
}

#[test]
fn streams_are_send_and_static() {
    fn check<T: Send + 'static>(_: T) {}
    let server = Scripted::new([]);
    check(server.client().streams().watch().events());
    check(server.client().streams().export().json_lines());
    check(server.client().streams().export().send_streamed());
}
