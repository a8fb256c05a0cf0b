//! Successes whose status is not declared.

use super::*;
use oaspen_client::{CallExt as _, Error, ErrorKind, PagedCall as _};

const ITEM: &str = r#"{"id":"a"}"#;

fn item() -> Item {
    Item {
        id: "a".to_owned(),
        ..Item::default()
    }
}

fn kind<T: std::fmt::Debug, E: oaspen_client::ErrorBody>(result: Result<T, Error<E>>) -> ErrorKind {
    result.unwrap_err().kind()
}

#[tokio::test]
async fn undeclared_statuses_with_the_body_of_the_only_success_are_that_success() {
    for status in [201, 202, 203, 206, 226] {
        let (_server, client) = respond(ServerResponse::json(status, ITEM));
        let call = || GetItem(Call::new(&client, &GET_ITEM));
        let response = call().send_with_response().await.unwrap();
        assert_eq!(response.status(), status, "the status stays visible");
        assert_eq!(*response.body(), item());
        assert_eq!(kind(call().strict_status(true).await), ErrorKind::UnexpectedStatus);
    }
}

#[tokio::test]
async fn strict_clients_take_declared_statuses_only() {
    let server = Server::responding(ServerResponse::json(201, ITEM));
    let client = builder(&server).strict_status(true).build().unwrap();
    let call = || GetItem(Call::new(&client, &GET_ITEM));
    let error = call().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert_eq!(error.raw_body().unwrap(), ITEM);
    assert_eq!(call().strict_status(false).await.unwrap(), item());
    // 204 is declared, so 201 is not.
    assert_eq!(
        kind(DropItem(Call::new(&client, &DROP_ITEM)).await),
        ErrorKind::UnexpectedStatus
    );
    assert_eq!(AnyItem(Call::new(&client, &ANY_ITEM)).await.unwrap(), item());
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_an_error_with_both_reasons() {
    let (_server, client) = respond(ServerResponse::json(202, r#"{"id":7}"#));
    let error = GetItem(Call::new(&client, &GET_ITEM)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    let text = error.to_string();
    let expected = "202 Accepted is not declared, and the body is not that of the declared success: \
                    /id: expected string, found number";
    assert!(text.contains(expected), "{text}");
    assert_eq!(error.decode_path(), Some("/id"));
    assert_eq!(error.raw_body().unwrap(), r#"{"id":7}"#);
    for (media_type, body) in [("text/html", "<html>"), ("application/xml", "<a/>")] {
        let (_server, client) = respond(ServerResponse::new(201, &[("content-type", media_type)], body));
        let error = GetItem(Call::new(&client, &GET_ITEM)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedStatus, "{media_type}");
        assert_eq!(error.raw_body().unwrap(), body);
    }
}

#[tokio::test]
async fn no_body_is_a_success_of_types_that_can_be_nothing() {
    let (_server, client) = respond(ServerResponse::empty(204));
    assert_eq!(FindItem(Call::new(&client, &FIND_ITEM)).await.unwrap(), None);
    assert_eq!(
        kind(GetItem(Call::new(&client, &GET_ITEM)).await),
        ErrorKind::UnexpectedStatus
    );
    assert_eq!(
        kind(GetNote(Call::new(&client, &GET_NOTE)).await),
        ErrorKind::UnexpectedStatus
    );
    assert_eq!(
        kind(GetFile(Call::new(&client, &GET_FILE)).await),
        ErrorKind::UnexpectedStatus
    );
    // With the declared status, too.
    let (_server, client) = respond(ServerResponse::json(200, ""));
    assert_eq!(FindItem(Call::new(&client, &FIND_ITEM)).await.unwrap(), None);
    assert_eq!(kind(GetItem(Call::new(&client, &GET_ITEM)).await), ErrorKind::Decode);
}

#[tokio::test]
async fn a_body_where_none_is_declared_is_not_read() {
    for response in [ServerResponse::json(200, ITEM), ServerResponse::new(201, &[], "done")] {
        let (_server, client) = respond(response);
        DropItem(Call::new(&client, &DROP_ITEM)).await.unwrap();
        assert_eq!(
            kind(DropItem(Call::new(&client, &DROP_ITEM)).strict_status(true).await),
            ErrorKind::UnexpectedStatus
        );
    }
}

#[tokio::test]
async fn an_undeclared_2xx_is_the_only_success_that_reads_its_body() {
    // The same type twice.
    let (_server, client) = respond(ServerResponse::json(202, ITEM));
    assert_eq!(PutItem(Call::new(&client, &PUT_ITEM)).await.unwrap(), item());
    // One has a body and one has none.
    assert_eq!(
        MoveItem(Call::new(&client, &MOVE_ITEM)).await.unwrap(),
        MoveOutput::Ok(item())
    );
    // Two types: there is no guess.
    let split = |client: &Client| SplitItem(Call::new(client, &SPLIT_ITEM));
    let (_server, client) = respond(ServerResponse::json(201, ITEM));
    assert_eq!(kind(split(&client).await), ErrorKind::UnexpectedStatus);
    let (_server, client) = respond(ServerResponse::empty(205));
    assert_eq!(
        MoveItem(Call::new(&client, &MOVE_ITEM)).await.unwrap(),
        MoveOutput::NoContent
    );
    assert_eq!(kind(split(&client).await), ErrorKind::UnexpectedStatus);
}

#[tokio::test]
async fn an_undeclared_2xx_is_a_file_or_a_text_by_its_media_type() {
    let pdf = ServerResponse::new(206, &[("content-type", "application/pdf; x=y")], "%PDF");
    let (_server, client) = respond(pdf);
    let file = || GetFile(Call::new(&client, &GET_FILE));
    assert_eq!(file().await.unwrap(), "%PDF");
    assert_eq!(file().send_streamed().await.unwrap().text().await.unwrap(), "%PDF");
    assert_eq!(
        kind(file().strict_status(true).send_streamed().await),
        ErrorKind::UnexpectedStatus
    );
    // A message about a job is not the file.
    let (_server, client) = respond(ServerResponse::json(202, ITEM));
    let file = || GetFile(Call::new(&client, &GET_FILE));
    assert_eq!(kind(file().await), ErrorKind::UnexpectedStatus);
    assert_eq!(kind(file().send_streamed().await), ErrorKind::UnexpectedStatus);
    let (_server, client) = respond(ServerResponse::new(201, &[("content-type", "text/plain")], "hi"));
    assert_eq!(GetNote(Call::new(&client, &GET_NOTE)).await.unwrap(), "hi");
}

#[tokio::test]
async fn an_undeclared_2xx_is_a_page_or_a_stream_by_its_media_type() {
    let (server, client) = respond(ServerResponse::json(206, "[]"));
    let mut pages = ListItems(Call::new(&client, &LIST_ITEMS)).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items(), []);
    assert_eq!(server.requests().len(), 1);
    let events = ServerResponse::new(
        201,
        &[("content-type", "text/event-stream")],
        "data: {\"id\":\"a\"}\n\n",
    );
    let (_server, client) = respond(events);
    let watch = || Watch(Call::new(&client, &WATCH));
    assert_eq!(watch().events().next().await.unwrap().unwrap().data, item());
    assert_eq!(
        kind(watch().strict_status(true).events().next().await.unwrap()),
        ErrorKind::UnexpectedStatus
    );
    let lines = ServerResponse::new(202, &[("content-type", "application/x-ndjson")], ITEM);
    let (_server, client) = respond(lines);
    let mut lines = Export(Call::new(&client, &EXPORT)).json_lines();
    assert_eq!(lines.next().await.unwrap().unwrap(), item());
}
