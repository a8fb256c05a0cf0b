//! What clients read by default although it is not as the document declares it, and how to undo that.

use super::*;
use oaspen_client::{CallExt as _, ErrorKind, PagedCall as _};
use std::sync::{Arc, Mutex};

const SPELLED: &str = r#"{"ID":"a"}"#;

fn item() -> Item {
    Item {
        id: "a".to_owned(),
        ..Item::default()
    }
}

#[tokio::test]
async fn null_for_a_list_is_empty_unless_client_or_call_are_strict() {
    let server = Server::responding(ServerResponse::json(200, "null"));
    let client = builder(&server).build().unwrap();
    let list = |client: &Client| ListItems(Call::new(client, &LIST_ITEMS));
    assert_eq!(list(&client).await.unwrap(), []);
    let error = list(&client).strict_null(true).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("expected array, found null"), "{error}");
    let strict = builder(&server).strict_null(true).build().unwrap();
    assert!(list(&strict).await.is_err());
    assert_eq!(list(&strict).strict_null(false).await.unwrap(), []);
    // Strict about one is not strict about the other.
    assert!(list(&client).strict_names(true).strict_status(true).await.is_ok());
    // An option is none, and no list is no item.
    assert_eq!(FindItem(Call::new(&client, &FIND_ITEM)).await.unwrap(), None);
    assert!(GetItem(Call::new(&client, &GET_ITEM)).await.is_err());
}

#[tokio::test]
async fn no_body_is_no_list() {
    let (_server, client) = respond(ServerResponse::json(200, ""));
    let error = ListItems(Call::new(&client, &LIST_ITEMS)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn a_page_that_is_null_is_the_last() {
    let (server, client) = respond(ServerResponse::json(200, "null"));
    let mut pages = ListItems(Call::new(&client, &LIST_ITEMS)).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items(), []);
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
    let mut pages = ListItems(Call::new(&client, &LIST_ITEMS)).strict_null(true).pages();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn names_in_another_case_are_read_unless_client_or_call_are_strict() {
    let server = Server::responding(ServerResponse::json(200, SPELLED));
    let client = builder(&server).build().unwrap();
    let get = |client: &Client| GetItem(Call::new(client, &GET_ITEM));
    assert_eq!(get(&client).await.unwrap(), item());
    let error = get(&client).strict_names(true).await.unwrap_err();
    assert!(error.to_string().contains("missing member \"id\""), "{error}");
    let strict = builder(&server).strict_names(true).build().unwrap();
    assert!(get(&strict).await.is_err());
    assert_eq!(get(&strict).strict_names(false).await.unwrap(), item());
    assert!(get(&client).strict_null(true).await.is_ok());
}

#[tokio::test]
async fn events_lines_pages_and_errors_are_read_by_the_same_settings() {
    let events = format!("data: {SPELLED}\n\n");
    let (_server, client) = respond(ServerResponse::new(
        200,
        &[("content-type", "text/event-stream")],
        &events,
    ));
    let watch = || Watch(Call::new(&client, &WATCH));
    assert_eq!(watch().events().next().await.unwrap().unwrap().data, item());
    assert!(watch().strict_names(true).events().next().await.unwrap().is_err());
    let (_server, client) = respond(ServerResponse::json(200, format!("[{SPELLED}]")));
    let list = || ListItems(Call::new(&client, &LIST_ITEMS));
    assert_eq!(list().pages().next().await.unwrap().unwrap().items(), [item()]);
    assert!(list().strict_names(true).pages().next().await.unwrap().is_err());
    let (_server, client) = respond(ServerResponse::json(404, SPELLED));
    let file = || GetFile(Call::new(&client, &GET_FILE));
    assert_eq!(file().await.unwrap_err().error_body(), Some(&item()));
    assert_eq!(file().strict_names(true).await.unwrap_err().error_body(), None);
}

#[tokio::test]
async fn lenient_clients_report_both_or_refuse_them() {
    let server =
        Server::start(|request| ServerResponse::json(200, if request.target == "/items" { "null" } else { SPELLED }));
    let reports = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&reports);
    let lenient = move || {
        let sink = Arc::clone(&sink);
        builder(&server).lenient(move |issue| sink.lock().unwrap().push(issue.to_string()))
    };
    let client = lenient().build().unwrap();
    assert_eq!(ListItems(Call::new(&client, &LIST_ITEMS)).await.unwrap(), []);
    assert_eq!(GetItem(Call::new(&client, &GET_ITEM)).await.unwrap(), item());
    assert_eq!(
        *reports.lock().unwrap(),
        [
            "listItems (GET /items): read as empty: expected array, found null",
            "getItem (GET /item): /ID: read as a member of another case: missing member \"id\"",
        ]
    );
    let client = lenient().strict_null(true).strict_names(true).build().unwrap();
    assert!(ListItems(Call::new(&client, &LIST_ITEMS)).await.is_err());
    assert!(GetItem(Call::new(&client, &GET_ITEM)).await.is_err());
}
