//! Big bodies, counted where memory is given out: this is a binary of its own with one test.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
#![allow(missing_docs, unreachable_pub, reason = "a test binary")]

#[allow(dead_code, reason = "more than is called here")]
#[path = "it/generated_shape/mod.rs"]
mod generated_shape;

use generated_shape::Client;
use generated_shape::models::UploadRequest;
use loopback::{Server, ServerResponse};
use oaspen_client::{Body, ErrorKind, FilePart, JsonLinesBody, TypedCall as _};
use peak_alloc::PeakAlloc;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const SIZE: u64 = 100 << 20;
/// What a call may hold at any time, buffers of sockets and both sides included.
const MOST: usize = 4 << 20;

/// So many bytes.
struct Bytes(u64);

impl tokio::io::AsyncRead for Bytes {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut tokio::io::ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let size = usize::try_from(self.0).unwrap_or(usize::MAX).min(buffer.remaining());
        buffer.initialize_unfilled_to(size);
        buffer.advance(size);
        self.0 -= size as u64;
        Poll::Ready(Ok(()))
    }
}

/// The most that was held on top of what was held before.
async fn peak<T>(what: &str, work: impl IntoFuture<Output = T>) -> T {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let result = work.await;
    let peak = MEMORY.peak_usage().saturating_sub(before);
    assert!(peak < MOST, "{what} held {peak} bytes");
    result
}

#[tokio::test]
async fn hundred_megabytes_in_bounded_memory() {
    let server = Server::discarding(|request| match request.method.as_str() {
        "GET" => ServerResponse::raw(format!("HTTP/1.1 200 OK\r\ncontent-length: {SIZE}\r\n\r\n"))
            .then_repeat([b'x'; 65_536], usize::try_from(SIZE / 65_536).unwrap()),
        _ => ServerResponse::json(200, "{}"),
    });
    let builder = Client::builder().base_url(server.url()).bearer_token("t");
    let client = builder.timeout(Duration::from_secs(300)).build().unwrap();
    let files = client.files();

    let path = std::env::temp_dir().join(format!("oaspen-{}.bin", std::process::id()));
    std::fs::File::create(&path).unwrap().set_len(SIZE).unwrap();
    let file = FilePart::from_path(&path).unwrap();
    peak("a file", files.put("a", file.body().clone())).await.unwrap();
    assert_eq!(server.last().size, SIZE);
    let form = UploadRequest::default()
        .with_file(file)
        .with_pages(vec![FilePart::from(Body::from_reader(Bytes(SIZE)))]);
    peak("a form", files.upload(form)).await.unwrap();
    assert!(server.last().size > 2 * SIZE);
    std::fs::remove_file(path).unwrap();

    peak("a reader", files.put("a", Body::from_reader(Bytes(SIZE))))
        .await
        .unwrap();
    assert_eq!(server.last().size, SIZE);

    let lines = JsonLinesBody::<i64>::new(0..10_000_000);
    let call = files.put("a", "").into_call().json_lines("application/x-ndjson", lines);
    peak("lines", call.send_raw()).await.unwrap();
    assert_eq!(server.last().size, 78_888_890);

    let download = async {
        let mut raw = files.download("f").send_raw().await.unwrap();
        let mut size = 0;
        while let Some(chunk) = raw.chunk().await.unwrap() {
            size += chunk.len() as u64;
        }
        size
    };
    assert_eq!(peak("a download", download).await, SIZE);
    let refused = files.download("f").max_response_bytes(1 << 20);
    let error = peak("a refused download", async { refused.await.unwrap_err() }).await;
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}
