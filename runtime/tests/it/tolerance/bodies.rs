//! Bodies that are not of the declared media type, encoding or compression.

use super::*;
use oaspen_client::{ErrorKind, PagedCall as _};
use std::io::Write as _;

async fn note(media_type: &str, body: impl AsRef<[u8]>) -> Result<String, oaspen_client::Error<()>> {
    let (_server, client) = respond(ServerResponse::new(200, &[("content-type", media_type)], body));
    GetNote(Call::new(&client, &GET_NOTE)).await
}

async fn name(media_type: &str, body: impl AsRef<[u8]>) -> Result<String, oaspen_client::Error<()>> {
    let (_server, client) = respond(ServerResponse::new(200, &[("content-type", media_type)], body));
    GetName(Call::new(&client, &GET_NAME)).await
}

#[tokio::test]
async fn text_and_json_are_read_by_what_came() {
    // Text is declared.
    assert_eq!(note("application/json", r#""a \"b\"""#).await.unwrap(), "a \"b\"");
    assert_eq!(note("application/json", r#"{"a":1}"#).await.unwrap(), r#"{"a":1}"#);
    assert_eq!(note("text/plain", r#""a""#).await.unwrap(), r#""a""#);
    // JSON is declared.
    assert_eq!(name("text/plain", "two words").await.unwrap(), "two words");
    assert_eq!(name("text/plain", "17").await.unwrap(), "17");
    assert_eq!(name("text/plain", r#""quoted""#).await.unwrap(), "quoted");
    assert_eq!(name("text/csv; charset=utf-8", "a,b").await.unwrap(), "a,b");
    let error = name("text/html", "<p>Sign in</p>").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let error = name("application/json", "two words").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let when = ServerResponse::new(200, &[("content-type", "text/plain")], "2024-05-06T07:08:09Z");
    let (_server, client) = respond(when);
    let when = GetWhen(Call::new(&client, &GET_WHEN)).await.unwrap();
    assert_eq!(when.to_string(), "2024-05-06T07:08:09Z");
    // No text is an object.
    let (_server, client) = respond(ServerResponse::new(200, &[("content-type", "text/plain")], "none"));
    let error = GetItem(Call::new(&client, &GET_ITEM)).await.unwrap_err();
    assert!(error.to_string().contains("as it should be JSON: "), "{error}");
    let (_server, client) = respond(ServerResponse::new(
        200,
        &[("content-type", "text/plain")],
        r#"{"id":"a"}"#,
    ));
    assert_eq!(GetItem(Call::new(&client, &GET_ITEM)).await.unwrap().id, "a");
}

#[tokio::test]
async fn latin_1_is_read_by_its_charset() {
    for charset in ["iso-8859-1", "Latin1", "\"ISO-8859-1\"", "windows-1252"] {
        let media_type = format!("text/plain; x=y; charset={charset}");
        assert_eq!(note(&media_type, b"caf\xE9 \x80").await.unwrap(), "café €", "{charset}");
        let media_type = format!("application/json;charset={charset}");
        assert_eq!(name(&media_type, b"\"caf\xE9\"").await.unwrap(), "café", "{charset}");
        // JSON is UTF-8 if it can be.
        assert_eq!(name(&media_type, "\"café\"").await.unwrap(), "café", "{charset}");
    }
    let error = note("text/plain; charset=koi8-r", b"\xC1").await.unwrap_err();
    assert!(error.to_string().contains("not UTF-8, but `koi8-r`"), "{error}");
    let file = ServerResponse::new(
        200,
        &[("content-type", "application/pdf; charset=latin1")],
        b"caf\xE9".as_slice(),
    );
    let (_server, client) = respond(file);
    let file = GetFile(Call::new(&client, &GET_FILE)).send_streamed().await.unwrap();
    assert_eq!(file.text().await.unwrap(), "café");
}

fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[tokio::test]
async fn utf_16_is_read_by_its_byte_order_mark_or_its_charset() {
    let orders = [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes];
    for (order, charset) in orders.into_iter().zip(["utf-16le", "UTF-16BE"]) {
        for mark in ["\u{FEFF}", ""] {
            let charsets = if mark.is_empty() {
                vec![charset, "utf-16"]
            } else {
                vec![charset, "utf-16", "utf-8", "x"]
            };
            for charset in charsets {
                let text = utf_16(&format!("{mark}a €\u{1F600}"), order);
                let media_type = format!("text/plain; charset={charset}");
                assert_eq!(note(&media_type, text).await.unwrap(), "a €\u{1F600}", "{charset}");
            }
            // JSON needs no `charset`.
            let text = utf_16(&format!("{mark}\"a €\""), order);
            assert_eq!(name("application/json", text).await.unwrap(), "a €");
            let (_server, client) = respond(ServerResponse::json(
                200,
                utf_16(&format!("{mark}[{{\"id\":\"€\"}}]"), order),
            ));
            let mut pages = ListItems(Call::new(&client, &LIST_ITEMS)).pages();
            assert_eq!(pages.next().await.unwrap().unwrap().items()[0].id, "€");
        }
    }
    // Both bytes are ASCII, and the text is what its server declares.
    assert_eq!(note("text/plain; charset=utf-16le", "-N").await.unwrap(), "中");
    // It is UTF-8 although its `charset` is another one.
    assert_eq!(name("application/json; charset=utf-16", "\"a\"").await.unwrap(), "a");
    let error = note("text/plain; charset=utf-16", b"a\0b").await.unwrap_err();
    assert!(error.to_string().contains("the text is not UTF-16"), "{error}");
    let file = ServerResponse::new(
        200,
        &[("content-type", "text/csv")],
        utf_16("\u{FEFF}a,b", u16::to_le_bytes),
    );
    let (_server, client) = respond(file);
    let file = GetFile(Call::new(&client, &GET_FILE)).send_streamed().await.unwrap();
    assert_eq!(file.text().await.unwrap(), "a,b");
}

#[tokio::test]
async fn bytes_that_are_no_text_are_replaced_in_lenient_mode() {
    let response = ServerResponse::new(200, &[("content-type", "text/plain")], b"caf\xE9".as_slice());
    let server = Server::responding(response);
    let strict = builder(&server).build().unwrap();
    let error = GetNote(Call::new(&strict, &GET_NOTE)).await.unwrap_err();
    assert!(error.to_string().contains("the text is not UTF-8"), "{error}");
    let (sender, reports) = std::sync::mpsc::channel();
    let lenient = builder(&server)
        .lenient(move |issue| sender.send(issue.to_string()).unwrap())
        .build()
        .unwrap();
    assert_eq!(GetNote(Call::new(&lenient, &GET_NOTE)).await.unwrap(), "caf\u{FFFD}");
    assert_eq!(
        reports.try_iter().collect::<Vec<_>>(),
        ["getNote (GET /note): replaced by U+FFFD: the text is not UTF-8"]
    );
}

#[tokio::test]
async fn events_without_data_keep_a_stream_of_json_alive() {
    let events = "data:\n\nevent: ping\ndata: \n\nid: 7\ndata: {\"id\":\"a\"}\n\ndata\n\n";
    let (_server, client) = respond(ServerResponse::new(
        200,
        &[("content-type", "text/event-stream")],
        events,
    ));
    let mut events = Watch(Call::new(&client, &WATCH))
        .events()
        .reconnect(oaspen_client::ReconnectPolicy::none());
    let event = events.next().await.unwrap().unwrap();
    assert_eq!(
        (event.data.id.as_str(), event.id.as_deref(), event.event),
        ("a", Some("7"), None)
    );
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn a_body_that_is_compressed_twice_is_an_error_that_names_its_encoding() {
    let gzip = |data: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    };
    let once = gzip(br#"{"id":"a"}"#);
    let twice = gzip(&once);
    let get = async |headers: &[(&str, &str)], body: &[u8]| {
        let (_server, client) = respond(ServerResponse::new(200, headers, body));
        GetItem(Call::new(&client, &GET_ITEM)).await
    };
    let json = ("content-type", "application/json");
    assert_eq!(get(&[json, ("content-encoding", "gzip")], &once).await.unwrap().id, "a");
    let error = get(&[json, ("content-encoding", "gzip, gzip")], &twice)
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("its content encoding `gzip, gzip` is not undone"),
        "{error}"
    );
    let error = get(&[json, ("content-encoding", "gzip")], &twice).await.unwrap_err();
    assert!(error.to_string().contains("it is compressed (gzip)"), "{error}");
}
