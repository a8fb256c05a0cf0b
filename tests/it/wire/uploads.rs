//! Uploads whose content is never held as a whole, through a generated client.

use crate::wire::support::{Stage, TestResult};
use oaspen_client::{Body, ErrorKind, FilePart};
use std::sync::{Arc, Mutex};
use user_apis::clerk::models::SetUserProfileImageRequest;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/specs/clerk.yaml");

fn image(file: FilePart) -> SetUserProfileImageRequest {
    SetUserProfileImageRequest::new().with_file(file)
}

#[tokio::test]
async fn streamed_bodies() -> TestResult {
    let stage = Stage::json("{}");
    let content = std::fs::read(FILE)?;
    let opened = || std::io::Cursor::new(std::fs::read(FILE).unwrap_or_default());
    for (file, has_length) in [
        (FilePart::from_path(FILE)?, true),
        (FilePart::from(Body::from_reader(opened())), false),
        (
            FilePart::from(Body::from_fn(move || Body::from_reader(opened()))),
            false,
        ),
    ] {
        stage.clerk().set_user_profile_image("u", image(file)).await?;
        let request = stage.last();
        assert_eq!(request.header("content-length").is_some(), has_length);
        assert_eq!(request.header("transfer-encoding").is_some(), !has_length);
        let found = request
            .body
            .windows(content.len())
            .filter(|part| *part == content)
            .count();
        assert_eq!(found, 1);
        assert!(request.text().ends_with("--\r\n"));
    }
    let failing = Body::from_reader(opened()).with_length(1 << 40);
    let call = stage.clerk().set_user_profile_image("u", image(failing.into()));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::RequestBody);
    Ok(())
}

#[tokio::test]
async fn upload_progress() -> TestResult {
    let stage = Stage::json("{}");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let file = FilePart::from_path(FILE)?.on_progress(move |sent, total| log.lock().unwrap().push((sent, total)));
    stage.clerk().set_user_profile_image("u", image(file)).await?;
    let size = std::fs::metadata(FILE)?.len();
    let seen = seen.lock().unwrap();
    assert_eq!(seen.last(), Some(&(size, Some(size))));
    assert!(seen.is_sorted());
    Ok(())
}
