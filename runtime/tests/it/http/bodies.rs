//! Request bodies other than JSON.

use crate::client;
use crate::generated_shape::models::UploadRequest;
use loopback::{Server, ServerResponse};
use oaspen_client::FilePart;
use serde_json::json;

#[tokio::test]
async fn multipart_bytes() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let png = FilePart::from(b"\x89PNG\r\n".to_vec())
        .with_file_name("m\"e\r\n.png")
        .with_content_type("image/png");
    let body = UploadRequest::default()
        .with_file(png)
        .with_pages(vec![FilePart::from("p1"), FilePart::from("p2")])
        .with_note("hi")
        .with_tags(["a".to_owned(), "b".to_owned()])
        .with_meta(json!({"n": 1.5}).as_object().unwrap().clone())
        .with_numbers(vec![1, 2])
        .with_type("x");
    client(&server).files().upload(body).await.unwrap();
    let request = server.last();
    let content_type = request.header("content-type").unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expected = concat!(
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"m%22e%0D%0A.png\"\r\n",
        "Content-Type: image/png\r\n\r\n\u{FFFD}PNG\r\n\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"pages[]\"; filename=\"pages[]\"\r\n",
        "Content-Type: image/png\r\n\r\np1\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"pages[]\"; filename=\"pages[]\"\r\n",
        "Content-Type: image/png\r\n\r\np2\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\na\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nb\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"n\":1.5}\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"numbers\"\r\n",
        "Content-Type: application/vnd.n+json\r\n\r\n[1,2]\r\n",
        "--B\r\nContent-Disposition: form-data; name=\"type\"\r\nContent-Type: text/x-type\r\n\r\nx\r\n",
        "--B--\r\n",
    );
    assert_eq!(request.text().replace(boundary, "B"), expected);
    assert_eq!(
        request.header("content-length"),
        Some(request.body.len().to_string().as_str())
    );
}

#[tokio::test]
async fn boundaries_differ_and_bad_content_types_are_errors() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let files = client(&server).files();
    for _ in 0..2 {
        files.upload(UploadRequest::default()).await.unwrap();
    }
    let types: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("content-type").unwrap().to_owned())
        .collect();
    assert_ne!(types[0], types[1]);
    let evil = FilePart::from("x").with_content_type("a/b\r\nX-Evil: 1");
    let error = files
        .upload(UploadRequest::default().with_file(evil))
        .await
        .unwrap_err();
    assert!(error.to_string().contains("part `file`"), "{error}");
}

#[test]
fn files_from_disk() {
    let part = FilePart::from_path(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).unwrap();
    assert_eq!(part.file_name(), Some("Cargo.toml"));
    assert_eq!(part.content_type(), None);
    assert!(part.body().length() > Some(100));
    assert!(!format!("{part:?}").contains("package"));
    assert!(FilePart::from_path("/nonexistent").is_err());
}

#[tokio::test]
async fn forms_and_bytes() {
    let server = Server::responding(ServerResponse::empty(204));
    let files = client(&server).files();
    let form = json!({"a": "x y&z", "b": [1, 2], "c": {"d": true}});
    files.submit(form.as_object().unwrap().clone()).await.unwrap();
    let request = server.last();
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.text(), "a=x+y%26z&b=1&b=2&c%5Bd%5D=true");

    files.put("a.bin", vec![0, 1, 255]).await.unwrap();
    let request = server.last();
    assert_eq!(request.method, "PUT");
    assert_eq!(request.header("content-type"), Some("application/octet-stream"));
    assert_eq!(request.body, [0, 1, 255]);

    files.put("empty", Vec::new()).await.unwrap();
    assert_eq!(server.last().header("content-length"), Some("0"));
}

#[tokio::test]
async fn another_parser_reads_the_same_parts() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let content: Vec<u8> = (0..=255).cycle().take(70_000).chain(*b"\r\n--oaspen-\r\n--").collect();
    let file = FilePart::from(content.clone()).with_file_name("na\"me ü.bin");
    client(&server)
        .files()
        .upload(UploadRequest::default().with_file(file).with_note(""))
        .await
        .unwrap();
    let request = server.last();
    let boundary = multer::parse_boundary(request.header("content-type").unwrap()).unwrap();
    let body = futures_util::stream::iter([Ok::<_, std::io::Error>(oaspen_client::Bytes::from(request.body))]);
    let mut parts = multer::Multipart::new(body, boundary);
    let file = parts.next_field().await.unwrap().unwrap();
    assert_eq!((file.name(), file.file_name()), (Some("file"), Some("na%22me ü.bin")));
    assert_eq!(file.bytes().await.unwrap(), content);
    let note = parts.next_field().await.unwrap().unwrap();
    assert_eq!((note.name(), note.file_name()), (Some("note"), None));
    assert_eq!(note.text().await.unwrap(), "");
    let numbers = parts.next_field().await.unwrap().unwrap();
    assert_eq!(numbers.text().await.unwrap(), "[]");
    assert!(parts.next_field().await.unwrap().is_none());
}
