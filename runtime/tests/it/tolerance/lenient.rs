//! Clients that decode leniently.

use super::*;
use oaspen_client::{ErrorKind, LenientPolicy, PagedCall as _, TimesWithoutOffset};
use std::sync::{Arc, Mutex};

type Reports = Arc<Mutex<Vec<String>>>;

/// A lenient client of a server with one response, and what it reports.
fn lenient(response: ServerResponse) -> (Server, Client, Reports) {
    let server = Server::responding(response);
    let reports = Reports::default();
    let sink = Arc::clone(&reports);
    let client = builder(&server)
        .lenient(move |issue| sink.lock().unwrap().push(format!("{issue} <{}>", issue.raw())))
        .build()
        .unwrap();
    (server, client, reports)
}

#[tokio::test]
async fn what_fits_is_kept_and_the_rest_is_reported() {
    let body = r#"[{"id":"a","count":"x"},{"id":null},{"id":"b","at":"2024-05-06 07:08:09"}]"#;
    let (_server, client, reports) = lenient(ServerResponse::json(200, body));
    let items = ListItems(Call::new(&client, &LIST_ITEMS)).await.unwrap();
    assert_eq!(
        items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(),
        ["a", "b"]
    );
    assert_eq!(items[1].at, Some("2024-05-06T07:08:09Z".parse().unwrap()));
    let of = "listItems (GET /items): ";
    assert_eq!(
        *reports.lock().unwrap(),
        [
            format!("{of}/0/count: left out: expected integer, found string <\"x\">"),
            format!("{of}/1: set aside: /1/id: expected string, found null <{{\"id\":null}}>"),
            format!(
                "{of}/2/at: read as UTC: expected a date and time with offset (RFC 3339), found one without \
                 <\"2024-05-06 07:08:09\">"
            ),
        ]
    );
    let (_server, strict) = respond(ServerResponse::json(200, body));
    let error = ListItems(Call::new(&strict, &LIST_ITEMS)).await.unwrap_err();
    assert_eq!(error.decode_path(), Some("/0/count"));
}

#[tokio::test]
async fn fill_missing_gives_required_members_the_empty_value_of_their_type() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let policy = LenientPolicy::new().fill_missing(true);
    let client = builder(&server).lenient_policy(policy).build().unwrap();
    let item = GetItem(Call::new(&client, &GET_ITEM)).await.unwrap();
    assert_eq!(item, Item::default());
    // The order of the settings does not matter.
    let client = builder(&server).lenient_policy(policy).lenient(|_| {}).build().unwrap();
    GetItem(Call::new(&client, &GET_ITEM)).await.unwrap();
    let client = builder(&server).lenient(|_| {}).build().unwrap();
    let error = GetItem(Call::new(&client, &GET_ITEM)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn times_without_an_offset_are_utc_or_an_error_by_setting() {
    let server = Server::responding(ServerResponse::json(200, r#"{"id":"a","at":"2024-05-06T07:08:09"}"#));
    let at = Some("2024-05-06T07:08:09Z".parse::<Timestamp>().unwrap());
    let get = async |builder: ClientBuilder<Client>| {
        let client = builder.build().unwrap();
        GetItem(Call::new(&client, &GET_ITEM)).await.map(|item| item.at)
    };
    let utc = builder(&server).times_without_offset(TimesWithoutOffset::Utc);
    assert_eq!(get(utc).await.unwrap(), at);
    assert_eq!(get(builder(&server).lenient(|_| {})).await.unwrap(), at);
    let left_out = builder(&server)
        .lenient(|_| {})
        .times_without_offset(TimesWithoutOffset::Error);
    assert_eq!(get(left_out).await.unwrap(), None);
    assert_eq!(get(builder(&server)).await.unwrap_err().decode_path(), Some("/at"));
}

/// Items that are set aside belong to their page: the next one begins after them.
#[tokio::test]
async fn pages_go_on_after_items_that_do_not_fit() {
    let server = Server::start(|request| {
        ServerResponse::json(
            200,
            match request.target.as_str() {
                "/items" => r#"[{"id":"a"},7,{"id":"b"}]"#,
                "/items?offset=3" => r#"[{"id":"c\ud800"}]"#,
                "/items?offset=4" => "[]",
                other => panic!("{other}"),
            },
        )
    });
    let client = builder(&server).lenient(|_| {}).build().unwrap();
    let mut items = ListItems(Call::new(&client, &LIST_ITEMS)).items();
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id);
    }
    assert_eq!(ids, ["a", "b", "c\u{FFFD}"]);
}

#[tokio::test]
async fn a_page_whose_list_is_null_or_missing_is_empty_and_reported() {
    for (body, raw) in [(r#"{"items":null,"next":null}"#, "null"), (r#"{"next":null}"#, "")] {
        let (server, client, reports) = lenient(ServerResponse::json(200, body));
        let mut pages = FindAll(Call::new(&client, &FIND_ALL)).pages();
        assert!(pages.next().await.unwrap().unwrap().items().is_empty());
        assert!(pages.next().await.is_none());
        let reports = std::mem::take(&mut *reports.lock().unwrap());
        assert_eq!(reports.len(), 1, "{reports:?}");
        assert!(reports[0].starts_with("findAll (GET /all): /items: read as empty: expected array, found "));
        assert!(reports[0].ends_with(&format!("<{raw}>")), "{reports:?}");
        let strict = builder(&server).strict_null(true).build().unwrap();
        let error = FindAll(Call::new(&strict, &FIND_ALL)).pages().next().await.unwrap();
        assert_eq!(error.unwrap_err().kind(), ErrorKind::Decode);
        let client = builder(&server).build().unwrap();
        let page = FindAll(Call::new(&client, &FIND_ALL)).pages().next().await.unwrap();
        assert_eq!(page.is_ok_and(|page| page.items().is_empty()), raw == "null");
    }
    // It is no page.
    let (_server, client, _reports) = lenient(ServerResponse::json(200, r#""busy""#));
    let page = FindAll(Call::new(&client, &FIND_ALL)).pages().next().await.unwrap();
    assert_eq!(page.unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn events_and_bodies_of_errors_are_decoded_leniently() {
    let events = ServerResponse::new(
        200,
        &[("content-type", "text/event-stream")],
        "data: {\"id\":\"a\",\"count\":[]}\n\n",
    );
    let (_server, client, reports) = lenient(events);
    let event = Watch(Call::new(&client, &WATCH))
        .events()
        .next()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(event.data.count, None);
    assert_eq!(reports.lock().unwrap().len(), 1);
    let (_server, client, reports) = lenient(ServerResponse::json(404, r#"{"id":"a","count":[]}"#));
    let error = GetFile(Call::new(&client, &GET_FILE)).await.unwrap_err();
    assert_eq!(error.error_body().unwrap().id, "a");
    assert_eq!(
        *reports.lock().unwrap(),
        ["getFile (GET /file): /count: left out: expected integer, found array <[]>"]
    );
}
