//! Every rule of the standard, however the bytes are cut.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{Frame, Parser, TooLong};
use bytes::Bytes;
use proptest::prelude::*;
use std::time::Duration;

fn parse_pieces(pieces: &[&[u8]]) -> Vec<Frame> {
    let mut parser = Parser::new(1000);
    let mut frames = Vec::new();
    for piece in pieces {
        parser.push(Bytes::copy_from_slice(piece));
        while let Some(frame) = parser.next().unwrap() {
            frames.push(frame);
        }
    }
    frames
}

fn parse(text: &str) -> Vec<Frame> {
    parse_pieces(&[text.as_bytes()])
}

fn data(text: &str) -> Vec<String> {
    parse(text).into_iter().map(|frame| frame.data).collect()
}

#[test]
fn the_examples_of_the_standard() {
    let frames = parse("data: YHOO\ndata: +2\ndata: 10\n\n");
    assert_eq!(frames.first().unwrap().data, "YHOO\n+2\n10");

    let frames = parse(": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n");
    let seen: Vec<_> = frames.iter().map(|f| (f.id.as_deref(), f.data.as_str())).collect();
    assert_eq!(seen, [(Some("1"), "first event"), (None, "second event")]);

    assert_eq!(data("data\n\ndata\ndata\n\ndata:"), ["", "\n"]);
    assert_eq!(data("data:test\n\ndata: test\n\n"), ["test", "test"]);
}

#[test]
fn lines_end_with_cr_lf_or_both() {
    for end in ["\n", "\r", "\r\n"] {
        let text = ["event: a", "data: 1", "data: 2", "", "data: 3", "", ""].join(end);
        let frames = parse(&text);
        assert_eq!(frames.len(), 2, "{end:?}");
        assert_eq!(frames.first().unwrap().data, "1\n2");
        assert_eq!(frames.first().unwrap().event.as_deref(), Some("a"));
        assert_eq!(frames.last().unwrap().event, None);
    }
    assert_eq!(data("data: 1\r\r\ndata: 2\n\r"), ["1", "2"]);
}

#[test]
fn a_byte_order_mark_counts_at_the_start_only() {
    assert_eq!(data("\u{FEFF}data: 1\n\n\u{FEFF}data: 2\n\n"), ["1"]);
    assert_eq!(data("\u{FEFF}\u{FEFF}data: 1\n\n"), Vec::<String>::new());
}

#[test]
fn ids_stay_and_retries_are_digits() {
    let frames =
        parse("id: 7\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\nid\nretry: 250\ndata: d\n\nretry: 1s\ndata: e\n\n");
    let ids: Vec<_> = frames.iter().map(|frame| frame.id.as_deref()).collect();
    assert_eq!(ids, [Some("7"), Some("7"), Some("7"), None, None]);
    let retries: Vec<_> = frames.iter().map(|frame| frame.retry).collect();
    assert_eq!(retries, [None, None, None, Some(Duration::from_millis(250)), None]);
}

#[test]
fn an_id_without_data_counts_and_gives_no_event() {
    let mut parser = Parser::new(100);
    parser.push(Bytes::from_static(b"event: ping\nid: 9\n\ndata: half"));
    assert_eq!(parser.next(), Ok(None));
    assert_eq!(parser.last_id(), Some("9"));
    parser.restart();
    parser.push(Bytes::from_static(b"data: whole\n\n"));
    let frame = parser.next().unwrap().unwrap();
    assert_eq!(
        (frame.id.as_deref(), frame.event, frame.data.as_str()),
        (Some("9"), None, "whole")
    );
}

#[test]
fn unknown_fields_comments_and_invalid_utf_8() {
    assert_eq!(data(":data: 0\nDATA: 1\n data: 2\ndata : 3\ndata: 4\n\n"), ["4"]);
    let frames = parse_pieces(&[b"data: \xFF\xC3(\n\n"]);
    assert_eq!(frames.first().unwrap().data, "\u{FFFD}\u{FFFD}(");
}

#[test]
fn one_event_is_bounded() {
    let mut parser = Parser::new(20);
    parser.push(Bytes::from_static(b"data: 12345\n\ndata: 67890\n\n"));
    assert!(parser.next().unwrap().is_some());
    assert!(parser.next().unwrap().is_some());
    for text in ["data: 123456789\ndata: 123456789\n\n", ": a comment without an end"] {
        let mut parser = Parser::new(20);
        let result = text.bytes().try_for_each(|byte| {
            parser.push(Bytes::copy_from_slice(&[byte]));
            parser.next().map(drop)
        });
        assert_eq!(result, Err(TooLong), "{text}");
    }
}

proptest! {
    #[test]
    fn pieces_may_end_anywhere(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("data: é漢🦀\r\n"), Just("data: b\n"), Just("\r\n"), Just("\n"), Just("\r"), Just("id: ü\r"),
                Just("event: ping\n"), Just(": note\n"), Just("retry: 10\n"), Just("\u{FEFF}"),
            ],
            0..12,
        ),
        cuts in proptest::collection::vec(any::<prop::sample::Index>(), 0..8),
    ) {
        let text = parts.concat();
        let whole = parse(&text);
        let bytes = text.as_bytes();
        let mut at: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        at.extend([0, bytes.len()]);
        at.sort_unstable();
        let pieces: Vec<&[u8]> = at.windows(2).map(|two| bytes.get(two[0]..two[1]).unwrap()).collect();
        prop_assert_eq!(parse_pieces(&pieces), whole);
    }
}

/// A long id is not copied for each short event after it, and is a part of the event that sends it.
#[test]
fn a_long_id_is_shared_and_counted() {
    let long = "x".repeat(800);
    let frames = parse(&format!("id: {long}\ndata: a\n\ndata: b\n\n"));
    let ids: Vec<_> = frames.iter().filter_map(|frame| frame.id.clone()).collect();
    assert!(matches!(&ids[..], [one, other] if one.len() == 800 && std::sync::Arc::ptr_eq(one, other)));
    for field in ["id", "event", "data"] {
        let mut parser = Parser::new(1500);
        parser.push(Bytes::from(format!("{field}: {long}\ndata: {long}\n\n")));
        assert_eq!(parser.next(), Err(TooLong), "{field}");
    }
}
