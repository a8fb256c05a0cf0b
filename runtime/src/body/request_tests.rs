#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::body::json_lines::JsonLinesBody;
use crate::body::source;
use std::io;
use std::sync::Mutex;

/// Pieces from a list.
struct List(Vec<Result<&'static str, &'static str>>);

impl HttpBody for List {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.0.is_empty() {
            return Poll::Ready(None);
        }
        let first = self.0.remove(0);
        Poll::Ready(Some(first.map(|text| Frame::data(text.into())).map_err(Into::into)))
    }
}

fn list(pieces: &[&'static str]) -> Body {
    Body::wrap(List(pieces.iter().map(|piece| Ok(*piece)).collect()))
}

#[tokio::test]
async fn a_stream_is_read_once_by_whoever_begins() {
    let body = list(&["ab", "", "c"]);
    let twin = body.clone();
    assert!(!body.is_spent());
    assert_eq!(body.collect().await.unwrap(), "abc");
    assert!(twin.is_spent());
    assert_eq!(twin.collect().await.unwrap_err().to_string(), source::SPENT);
}

#[tokio::test]
async fn what_is_made_anew_is_read_as_often_as_wanted() {
    let body = Body::from_fn(|| list(&["ab", "c"]));
    for _ in 0..2 {
        assert_eq!(body.clone().collect().await.unwrap(), "abc");
    }
    assert!(!body.is_spent());
}

#[tokio::test]
async fn a_row_knows_its_length_if_all_its_members_do() {
    let known = Body::concat(vec![Body::from("ab"), list(&["c"]).with_length(1), Body::from("d")]);
    assert_eq!(known.length(), Some(4));
    assert_eq!(known.size_hint().exact(), Some(4));
    let twin = known.clone();
    assert_eq!(known.collect().await.unwrap(), "abcd");
    assert!(twin.is_spent());
    assert_eq!(Body::concat(vec![Body::from("ab"), list(&["c"])]).length(), None);
}

#[tokio::test]
async fn announced_lengths_are_checked() {
    for (length, problem) in [
        (2, "it has more than the 2 bytes that were announced"),
        (4, "it ended after 3 of the 4 bytes that were announced"),
    ] {
        for body in [
            list(&["ab", "c"]).with_length(length),
            Body::concat(vec![list(&["ab", "c"]).with_length(length)]),
        ] {
            let watch = body.watch();
            assert_eq!(body.collect().await.unwrap_err().to_string(), problem);
            assert_eq!(watch.failure().unwrap().to_string(), problem);
        }
    }
    assert_eq!(list(&["ab", "c"]).with_length(3).collect().await.unwrap(), "abc");
}

#[tokio::test]
async fn progress_counts_what_was_handed_over() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let body = list(&["ab", "c"]).on_progress(move |sent, total| log.lock().unwrap().push((sent, total)));
    body.collect().await.unwrap();
    assert_eq!(*seen.lock().unwrap(), [(2, None), (3, None)]);

    let log = Arc::clone(&seen);
    seen.lock().unwrap().clear();
    let body = Body::from(vec![0; 150_000]).on_progress(move |sent, total| log.lock().unwrap().push((sent, total)));
    assert_eq!(body.collect().await.unwrap().len(), 150_000);
    let total = Some(150_000);
    assert_eq!(
        *seen.lock().unwrap(),
        [(65_536, total), (131_072, total), (150_000, total)]
    );
}

#[tokio::test]
async fn files_are_read_in_pieces_and_again() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/body/request.rs");
    let expected = std::fs::read(path).unwrap();
    let body = Body::from_path(path).unwrap();
    assert_eq!(body.length(), Some(expected.len() as u64));
    assert_eq!(body.as_bytes(), None);
    for _ in 0..2 {
        assert_eq!(body.clone().collect().await.unwrap(), expected);
    }
    assert!(Body::from_path(env!("CARGO_MANIFEST_DIR")).is_err());
    assert!(Body::from_path("/no/such/file").is_err());
}

#[test]
fn files_need_no_runtime() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let collected = std::pin::pin!(Body::from_path(path).unwrap().collect());
    let Poll::Ready(bytes) = collected.poll(&mut Context::from_waker(std::task::Waker::noop())) else {
        return assert_eq!(path, "", "it waited");
    };
    assert_eq!(bytes.unwrap(), std::fs::read(path).unwrap());
}

#[tokio::test]
async fn readers_and_their_errors() {
    let content: Vec<u8> = (0..=255).cycle().take(200_000).collect();
    let body = Body::from_reader(io::Cursor::new(content.clone()));
    assert_eq!(body.collect().await.unwrap(), content);
    let failing = Body::wrap(List(vec![Ok("ab"), Err("the disk is gone")]));
    assert_eq!(failing.collect().await.unwrap_err().to_string(), "the disk is gone");
}

#[tokio::test]
async fn lines_of_json() {
    let expected = "\"a\\nb\"\nnull\n";
    let items = || vec![Some("a\nb".to_owned()), None];
    assert_eq!(
        JsonLinesBody::from(items()).body().as_bytes(),
        Some(expected.as_bytes())
    );
    let lazy = JsonLinesBody::<Option<String>>::new(items()).into_body();
    assert_eq!(lazy.collect().await.unwrap(), expected);
    let many = JsonLinesBody::<i64>::new((0..100_000).map(|_| 7)).into_body();
    assert_eq!(many.collect().await.unwrap().len(), 200_000);
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn streams_of_pieces_and_of_items() {
    let pieces = [Ok("ab"), Err(io::Error::other("no more"))];
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    assert_eq!(body.collect().await.unwrap_err().to_string(), "no more");
    let items = futures_util::stream::iter([Ok::<i64, BoxError>(1), Ok(2)]);
    let lines = JsonLinesBody::from_stream(items).into_body();
    assert_eq!(lines.collect().await.unwrap(), "1\n2\n");
}

#[test]
fn nothing_of_the_content_is_printed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let printed = format!(
        "{:?} {:?} {:?}",
        Body::from("canary"),
        Body::from_path(path).unwrap(),
        list(&["canary"])
    );
    assert!(!printed.contains("canary") && !printed.contains("Cargo"), "{printed}");
}
