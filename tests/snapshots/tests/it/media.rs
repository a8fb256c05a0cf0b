//! Bodies: which bytes and which `Content-Type` are sent for each declared media type, and what comes back.

use loopback::{Request, Server, ServerResponse};
use oaspen_client::{AnyPart, FilePart, Json, JsonLinesBody, JsonMap};
use snapshots::body_any_media_type::api::blobs::Blobs;
use snapshots::body_every_media_type::api::notes::Notes;
use snapshots::body_every_media_type::models::{AddNoteMultipartRequest, AddNoteRequest, Note, Upload};
use snapshots::media_type_without_schema::api::notes::Notes as Untyped;
use snapshots::{body_of_a_get as reports, gateway_streams as gateway, media_type_without_schema as untyped};
use snapshots::{multipart_files as files, multipart_untyped_parts as parts};
use snapshots::{redirect_followed as redirects, status_without_body as bodies};

type TestResult = Result<(), Box<dyn std::error::Error>>;

macro_rules! client {
    ($case:ident, $server:expr) => {
        snapshots::$case::Client::builder().base_url($server.url()).build()?
    };
}

fn done() -> Server {
    Server::responding(ServerResponse::empty(204))
}

/// The content type of a request, without its boundary, and its body with the boundary `B`.
fn sent(request: &Request) -> (String, String) {
    let content_type = request.header("content-type").unwrap_or_default();
    let (media, boundary) = content_type.split_once("; boundary=").unwrap_or((content_type, "\0"));
    (
        media.to_owned(),
        request.text().replace(boundary, "B").replace("\r\n", "|"),
    )
}

fn responding_with(media_type: &str, body: &str) -> Server {
    Server::responding(ServerResponse::new(200, &[("content-type", media_type)], body))
}

fn note(title: &str) -> Note {
    Note::new().with_title(title)
}

#[tokio::test]
async fn each_declared_media_type_has_its_own_content_type() -> TestResult {
    let server = done();
    let notes: Notes = client!(body_every_media_type, server).notes();
    let last = || sent(&server.last());
    let is = |media: &str, body: &str| (media.to_owned(), body.to_owned());

    notes.add_note(AddNoteRequest::new("a")).await?;
    assert_eq!(last(), is("application/json", r#"{"title":"a"}"#));
    notes
        .add_note_multipart_form_data(AddNoteMultipartRequest::new(b"PNG".to_vec()))
        .await?;
    let part = "--B|Content-Disposition: form-data; name=\"scan\"; filename=\"scan\"|Content-Type: application/octet-stream||PNG|--B--|";
    assert_eq!(last(), is("multipart/form-data", part));

    notes.change_notes("application/merge-patch+json", note("b")).await?;
    assert_eq!(last(), is("application/merge-patch+json", r#"{"title":"b"}"#));
    let patch = JsonMap::from_iter([("op".to_owned(), Json::from("remove"))]);
    notes.change_notes_json_patch_json(vec![patch]).await?;
    assert_eq!(last(), is("application/json-patch+json", r#"[{"op":"remove"}]"#));

    notes.import_notes("a,b").await?;
    assert_eq!(last(), is("text/csv", "a,b"));
    notes
        .import_notes_json_lines(JsonLinesBody::from(vec![note("1"), note("2")]))
        .await?;
    assert_eq!(
        last(),
        is("application/x-ndjson", "{\"title\":\"1\"}\n{\"title\":\"2\"}\n")
    );
    notes.import_notes_ms_excel(vec![1, 2]).await?;
    assert_eq!(last(), is("application/vnd.ms-excel", "\u{1}\u{2}"));
    Ok(())
}

#[tokio::test]
async fn media_types_of_one_value_are_chosen_by_the_header() -> TestResult {
    let server = done();
    let notes: Notes = client!(body_every_media_type, server).notes();
    notes.same_note(note("a")).await?;
    assert_eq!(sent(&server.last()).0, "application/json");
    notes.same_note(note("a")).header("content-type", "text/json").await?;
    let text = (String::from("text/json"), String::from(r#"{"title":"a"}"#));
    assert_eq!(sent(&server.last()), text);
    Ok(())
}

#[tokio::test]
async fn optional_bodies_are_setters_and_the_last_one_is_sent() -> TestResult {
    let server = done();
    let notes: Notes = client!(body_every_media_type, server).notes();
    notes.replace_notes().await?;
    assert_eq!(sent(&server.last()), (String::new(), String::new()));
    notes.replace_notes().form_body(note("a b")).await?;
    let form = (
        String::from("application/x-www-form-urlencoded"),
        String::from("title=a+b"),
    );
    assert_eq!(sent(&server.last()), form);
    notes.replace_notes().body(note("a")).xml_body("<note/>").await?;
    let xml = (String::from("application/xml"), String::from("<note/>"));
    assert_eq!(sent(&server.last()), xml);
    Ok(())
}

#[tokio::test]
async fn a_form_with_files_is_multipart_first() -> TestResult {
    let server = done();
    let notes: Notes = client!(body_every_media_type, server).notes();
    notes
        .add_note_multipart(
            snapshots::body_every_media_type::models::AddNoteMultipartRequestModel::new()
                .with_files(vec![FilePart::from("x").with_file_name("x.txt")]),
        )
        .await?;
    assert_eq!(sent(&server.last()).0, "multipart/form-data");
    notes.add_note_multipart_form(Upload::new().with_name("n")).await?;
    let form = (
        String::from("application/x-www-form-urlencoded"),
        String::from("name=n"),
    );
    assert_eq!(sent(&server.last()), form);
    Ok(())
}

#[tokio::test]
async fn bytes_of_any_media_type_are_sent_as_they_are() -> TestResult {
    let server = done();
    let blobs: Blobs = client!(body_any_media_type, server).blobs();
    let last = || sent(&server.last());
    let is = |media: &str, body: &str| (media.to_owned(), body.to_owned());
    blobs.put_binary("application/pdf", "%PDF").await?;
    assert_eq!(last(), is("application/pdf", "%PDF"));
    blobs.put_string_bytes("text/markdown", "# \"a\"").await?;
    assert_eq!(last(), is("text/markdown", "# \"a\""), "a text is not JSON in quotes");
    blobs.put_nothing("application/cbor", vec![0x61]).await?;
    assert_eq!(last(), is("application/cbor", "a"));
    blobs.put_image("image/webp", "w").await?;
    assert_eq!(last(), is("image/webp", "w"));
    blobs
        .put_pictures()
        .body("image/jpeg", "j")
        .content_type_param("q")
        .await?;
    assert_eq!(last(), is("image/jpeg", "j"));
    assert_eq!(server.last().target, "/pictures?content_type=q");
    blobs.put_texts("text/html", "<p>").await?;
    assert_eq!(last(), is("text/html", "<p>"));
    blobs.put_json_file(r#"{"a":1}"#).await?;
    assert_eq!(last(), is("application/json", r#"{"a":1}"#));
    let wrong = blobs.put_binary("text/plain\r\nx: y", "").await;
    assert!(wrong.is_err_and(|error| error.to_string().contains("content type")));
    Ok(())
}

#[tokio::test]
async fn a_body_without_a_schema_is_read() -> TestResult {
    let json = Server::responding(ServerResponse::json(200, r#"{"key":"s3cret"}"#));
    let notes: Untyped = client!(media_type_without_schema, json).notes();
    assert_eq!(notes.get_json().await?["key"], "s3cret");
    assert_eq!(notes.get_null().await?["key"], "s3cret");
    assert_eq!(notes.get_example().await?["key"], "s3cret");
    assert_eq!(notes.get_any().await?, r#"{"key":"s3cret"}"#);
    assert_eq!(notes.get_file().await?, r#"{"key":"s3cret"}"#);
    let nothing = Server::responding(ServerResponse::new(200, &[], ""));
    let notes: Untyped = client!(media_type_without_schema, nothing).notes();
    assert_eq!(notes.get_json().await?, Json::Null, "nothing promises a body");
    let nothing = responding_with("application/json", "");
    let notes: Untyped = client!(media_type_without_schema, nothing).notes();
    assert_eq!(notes.get_json().await?, Json::Null, "whatever the media type");
    let broken = responding_with("application/json", " ");
    let notes: Untyped = client!(media_type_without_schema, broken).notes();
    assert!(notes.get_json().await.is_err(), "the server declares JSON");
    let text = responding_with("text/plain", "OK");
    let notes: Untyped = client!(media_type_without_schema, text).notes();
    assert_eq!(
        (notes.get_text().await?.as_str(), &notes.get_bytes().await?[..]),
        ("OK", &b"OK"[..])
    );
    assert_eq!(notes.get_json().await?, "OK", "plain text is a string");
    let page = responding_with("text/html", "<html>");
    let notes: Untyped = client!(media_type_without_schema, page).notes();
    assert!(notes.get_json().await.is_err(), "a page of a proxy is no value");
    let failed = Server::responding(ServerResponse::json(400, r#"{"why":1}"#));
    let notes: Untyped = client!(media_type_without_schema, failed).notes();
    let error = notes.get_failure().await.err().ok_or("no error")?;
    assert_eq!(error.error_body().map(|body| &body["why"]), Some(&Json::from(1)));
    Ok(())
}

#[tokio::test]
async fn a_form_without_a_schema_takes_any_parts() -> TestResult {
    let server = done();
    let notes = client!(media_type_without_schema, server).notes();
    let extra = [
        ("a".to_owned(), AnyPart::from("text")),
        ("b".to_owned(), AnyPart::from(vec![b'f'])),
        ("c".to_owned(), AnyPart::from(Json::from_iter([("d", 1)]))),
    ];
    notes
        .send_parts(untyped::models::SendPartsRequest::new().with_extra(extra.into()))
        .await?;
    let head = "Content-Disposition: form-data; name=";
    let expected = format!(
        "--B|{head}\"a\"||text|--B|{head}\"b\"; filename=\"b\"|Content-Type: application/octet-stream||f|\
         --B|{head}\"c\"|Content-Type: application/json||{{\"d\":1}}|--B--|"
    );
    assert_eq!(sent(&server.last()).1, expected);
    Ok(())
}

#[tokio::test]
async fn an_untyped_part_is_a_file_or_a_value() -> TestResult {
    let server = done();
    let assets = client!(multipart_untyped_parts, server).assets();
    let form = parts::models::AddAssetRequest::new()
        .with_file(FilePart::from("x").with_file_name("x.txt"))
        .with_attachments(vec![FilePart::from("1"), FilePart::from("2")])
        .with_file_name("name")
        .with_data(FilePart::from("d"));
    assets.add_asset().body(form).await?;
    let head = "--B|Content-Disposition: form-data; name=";
    let octets = "|Content-Type: application/octet-stream||";
    let expected = format!(
        "{head}\"file\"; filename=\"x.txt\"{octets}x|{head}\"attachments\"; filename=\"attachments\"{octets}1|\
         {head}\"attachments\"; filename=\"attachments\"{octets}2|{head}\"file_name\"||name|\
         {head}\"data\"; filename=\"data\"{octets}d|--B--|"
    );
    assert_eq!(sent(&server.last()).1, expected);
    assets
        .add_chosen(parts::models::AddChosenRequest::new(FilePart::from("b")).with_more(3))
        .await?;
    let expected = format!("{head}\"blob\"; filename=\"blob\"{octets}b|{head}\"more\"||3|--B--|");
    assert_eq!(sent(&server.last()).1, expected);
    let meta = parts::models::AddMixedRequestMeta::new().with_id(1);
    assets.add_mixed(parts::models::AddMixedRequest::new(meta)).await?;
    assert_eq!(sent(&server.last()).0, "multipart/mixed");
    Ok(())
}

#[tokio::test]
async fn lists_of_objects_are_a_part_for_each_item() -> TestResult {
    let server = done();
    let api = client!(multipart_files, server).files();
    let rows = || [1, 2].map(files::models::Row::new).to_vec();
    let form = files::models::AddFilesRequest::new("p")
        .with_scan("s")
        .with_either("https://example.com")
        .with_rows(rows())
        .with_whole(rows());
    api.add_files(form).await?;
    let head = "--B|Content-Disposition: form-data; name=";
    let json = "|Content-Type: application/json||";
    let expected = format!(
        "{head}\"plain\"; filename=\"plain\"|Content-Type: application/octet-stream||p|\
         {head}\"scan\"; filename=\"scan\"|Content-Type: image/png||s|{head}\"either\"||https://example.com|\
         {head}\"rows\"{json}{{\"id\":1}}|{head}\"rows\"{json}{{\"id\":2}}|\
         {head}\"whole\"{json}[{{\"id\":1}},{{\"id\":2}}]|--B--|"
    );
    assert_eq!(sent(&server.last()).1, expected);
    Ok(())
}

#[tokio::test]
async fn redirects_without_a_body_are_followed() -> TestResult {
    let server = Server::start(|request| match request.target.as_str() {
        "/archive" => ServerResponse::new(200, &[("content-type", "application/zip")], "PK"),
        "/302" if request.header("x-missing").is_some() => ServerResponse::json(404, r#"{"message":"none"}"#),
        "/described" => ServerResponse::new(302, &[("location", "/archive")], r#"{"url":"u"}"#),
        "/unchanged" => ServerResponse::empty(304),
        "/posted" => ServerResponse::new(303, &[("location", "/archive")], ""),
        path => {
            let status = path.trim_start_matches('/').parse().unwrap_or(302);
            ServerResponse::new(status, &[("location", "/archive")], "")
        }
    });
    let files: redirects::api::files::Files = client!(redirect_followed, server).files();
    assert_eq!(files.get301().await?, "PK");
    assert_eq!(files.get302().await?, "PK");
    assert_eq!(files.get303().await?, "PK");
    assert_eq!(files.get307().await?, "PK");
    assert_eq!(files.get308().await?, "PK");
    assert_eq!(files.get_range().await?, "PK");
    assert_eq!(files.get_page().await?, "PK");
    let missing = files.get302().header("x-missing", "1").await.err().ok_or("no error")?;
    assert_eq!(
        missing.error_body().and_then(|body| body.message.as_deref()),
        Some("none")
    );
    assert_eq!(
        files.get_described().await?.url.as_deref(),
        Some("u"),
        "its own body is the response"
    );
    files.get_unchanged().await?;
    files.post_form().await?;
    assert_eq!(server.last().target, "/posted", "only GET follows");
    Ok(())
}

#[tokio::test]
async fn a_status_without_a_body_decodes_to_nothing() -> TestResult {
    let server = Server::start(|request| match request.target.as_str() {
        "/205" => ServerResponse::empty(205),
        "/null" | "/list" | "/const" => ServerResponse::json(200, "null"),
        _ => ServerResponse::empty(204),
    });
    let areas: bodies::api::areas::Areas = client!(status_without_body, server).areas();
    areas.drop204().await?;
    areas.drop205().await?;
    areas.put_described().await?;
    areas.put_text().await?;
    areas.get_null().await?;
    areas.get_null_of().await?;
    areas.get_const().await?;
    areas.head_area().await?;
    Ok(())
}

#[tokio::test]
async fn items_with_commas_do_not_become_two_in_a_header() -> TestResult {
    let server = done();
    let reports: reports::api::reports::Reports = client!(body_of_a_get, server).reports();
    reports.get_with_headers(["a", "\"b,c\""]).await?;
    assert_eq!(server.last().header("x-tags"), Some("a,\"b,c\""));
    let error = reports.get_with_headers(["a,b"]).await.err().ok_or("no error")?;
    assert!(
        error
            .to_string()
            .contains("header parameter `X-Tags`: an item with a comma"),
        "{error}"
    );
    assert!(!error.to_string().contains("a,b"), "values are not repeated");
    let range = [("from".to_owned(), "1,2".to_owned())].into();
    assert!(reports.get_with_headers(["a"]).x_range(range).await.is_err());
    let name = "x".repeat(200_000);
    let error = reports.get_with_headers(["a"]).header(&format!("{name} "), "v").await;
    let text = error.err().ok_or("no error")?.to_string();
    assert!(
        text.len() < 300 && text.contains("is not a header name"),
        "{}",
        text.len()
    );
    assert_eq!(server.requests().len(), 1, "nothing else was sent");
    Ok(())
}

#[tokio::test]
async fn a_body_of_a_get_is_sent_if_it_is_required_or_chosen() -> TestResult {
    let server = done();
    let reports: reports::api::reports::Reports = client!(body_of_a_get, server).reports();
    let query = || reports::models::Query::new().with_text("t");
    reports.get_optional().await?;
    assert_eq!(sent(&server.last()), (String::new(), String::new()));
    reports.get_required(query()).await?;
    assert_eq!(sent(&server.last()).1, r#"{"text":"t"}"#);
    reports.get_wanted().body(query()).await?;
    assert_eq!(sent(&server.last()).1, r#"{"text":"t"}"#);
    reports.get_refused().await?;
    reports.delete_reports().body(query()).await?;
    assert_eq!(sent(&server.last()).1, r#"{"text":"t"}"#);
    Ok(())
}

#[tokio::test]
async fn a_stream_of_a_gateway_is_read_line_by_line() -> TestResult {
    let lines = concat!(
        "{\"result\":{\"text\":\"a\"}}\n{\"result\":{\"text\":\"b\"}}\n",
        "{\"error\":{\"code\":13,\"message\":\"m\"}}\n"
    );
    let server = responding_with("application/json", lines);
    let logs: gateway::api::logs::Logs = client!(gateway_streams, server).logs();
    let mut stream = logs.tail_logs().json_lines();
    let mut texts = Vec::new();
    let mut codes = Vec::new();
    while let Some(line) = stream.next().await {
        let line = line?;
        texts.extend(line.result.and_then(|line| line.text));
        codes.extend(line.error.and_then(|error| error.code));
    }
    assert_eq!((texts, codes), (vec!["a".to_owned(), "b".to_owned()], vec![13]));
    assert_eq!(logs.tail_shared().await?, lines.as_bytes(), "awaited, it is its bytes");
    Ok(())
}

#[tokio::test]
async fn an_event_that_is_no_json_is_called_text() -> TestResult {
    let server = responding_with("text/event-stream", "data: nope\n\n");
    let chat: snapshots::event_streams::api::chat::Chat = client!(event_streams, server).chat();
    let request = snapshots::event_streams::models::CreateChatRequest::new();
    let event = chat.create_chat(request).events().next().await.ok_or("no event")?;
    let error = event.err().ok_or("no error")?.to_string();
    assert!(error.contains("expected object, found text"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_form_that_is_a_text_is_sent_as_it_is() -> TestResult {
    let server = Server::responding(ServerResponse::empty(204));
    let client = snapshots::body_urlencoded::Client::builder()
        .base_url(server.url())
        .build()?;
    client.signed().send_signed("a=b&c=d").await?;
    let sent = |text: &str| {
        let request = server.last();
        assert_eq!(request.text(), text);
        let expected = "application/x-www-form-urlencoded";
        assert_eq!(request.header("content-type"), Some(expected));
    };
    sent("a=b&c=d");
    client.pairs().send_pairs().form_body("x=1&x=2").await?;
    sent("x=1&x=2");
    Ok(())
}

#[tokio::test]
async fn members_of_a_form_are_written_as_the_document_declares() -> TestResult {
    use snapshots::body_urlencoded_encoding::models::{Frame, PostRequest};
    let server = done();
    let notices = client!(body_urlencoded_encoding, server).notices();
    // The order of the members is not declared.
    let pairs = || {
        let body = sent(&server.last()).1;
        let mut pairs: Vec<String> = body.split('&').map(ToOwned::to_owned).collect();
        pairs.sort();
        pairs.join(" ")
    };
    notices
        .post(PostRequest::new("a b", Frame::new().with_name("a b&c")))
        .await?;
    assert_eq!(pairs(), "frame=%7B%22name%22%3A%22a+b%26c%22%7D title=a+b");
    let words = || vec!["x".to_owned(), "y".to_owned()];
    let body = PostRequest::new("t", Frame::new())
        .with_frames(vec![Frame::new().with_w(1)])
        .with_words(words())
        .with_maybe(oaspen_client::Patch::Null)
        .with_open(Json::from(1))
        .with_label("l")
        .with_bare(Frame::new().with_w(1))
        .with_joined(Frame::new().with_w(1))
        .with_spread(Frame::new().with_w(1))
        .with_piped(words());
    notices.post(body).await?;
    assert_eq!(
        pairs(),
        "bare%5Bw%5D=1 frame=%7B%7D frames=%5B%7B%22w%22%3A1%7D%5D joined=w,1 label=l maybe=null open=1 piped=x%7Cy \
         title=t w=1 words=%5B%22x%22%2C%22y%22%5D"
    );
    Ok(())
}
