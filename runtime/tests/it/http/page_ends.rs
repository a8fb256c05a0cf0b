//! Where an iteration ends, and lists whose requests have a body.

use loopback::{Server, ServerResponse};
use oaspen_client::{Call, Client, ClientBuilder, ErrorKind, PagedCall, RetryPolicy};
use serde_json::{Value, json};

oaspen_client::api! {
    API { name: "ends", title: "Ends", version: "1", table: 2, servers: [], schemes: {} }
}

macro_rules! lists {
    ($($call:ident $table:ident $method:ident $pages:tt)*) => {$(
        #[derive(Clone, Debug)]
        struct $call(Call);

        oaspen_client::operation! {
            $call as $table {
                id: "List",
                $method: "/list",
                security: [],
                pages String $pages,
                success oaspen_client::Json { "200": json }
                error () {}
            }
        }

        impl $call {
            fn at(server: &Server) -> Self {
                Self(Call::new(&client(server), &$table))
            }
        }
    )*};
}

lists! {
    ByToken BY_TOKEN GET { cursor("after") items("/items") next("/next") more("/has_more") }
    UntilDone UNTIL_DONE GET { cursor("iterator") items("/items") next("/iterator") done("/done") }
    ByOffset BY_OFFSET POST { offset("/options/offset") size("/options/count") default(2) max(500) items("/items") total("/total") }
    ByBody BY_BODY POST { cursor("/cursor") items("/items") next("/cursor") }
}

fn client(server: &Server) -> Client {
    let builder = ClientBuilder::new(&API).base_url(server.url());
    builder.retries(RetryPolicy::none()).build().unwrap()
}

fn server(replies: Vec<Value>) -> Server {
    let replies = std::sync::Mutex::new(replies.into_iter());
    Server::start(move |_| match replies.lock().unwrap().next() {
        Some(Value::Null) | None => ServerResponse::empty(500),
        Some(body) => ServerResponse::json(200, body.to_string()),
    })
}

/// The items up to the end or the first error.
async fn all<C: PagedCall<Item = String, Error = ()>>(call: C) -> (String, Option<oaspen_client::Error<()>>) {
    let mut items = call.items();
    let mut text = String::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => text.push_str(&item),
            Err(error) => return (text, Some(error)),
        }
    }
    (text, None)
}

fn bodies(server: &Server) -> Vec<String> {
    server.requests().iter().map(loopback::Request::text).collect()
}

#[tokio::test]
async fn more_pages_without_a_token_are_an_error_after_the_items() {
    for last in [
        json!({"items": ["b"], "has_more": true}),
        json!({"items": ["b"], "has_more": true, "next": null}),
    ] {
        let server = server(vec![json!({"items": ["a"], "has_more": true, "next": "n"}), last]);
        let (items, error) = all(ByToken::at(&server)).await;
        let error = error.unwrap();
        assert_eq!((items.as_str(), error.kind()), ("ab", ErrorKind::Decode));
        assert!(
            error.to_string().contains("`/has_more` announces more pages"),
            "{error}"
        );
        assert!(error.to_string().contains("`/next`"), "{error}");
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn the_last_page_may_have_a_token() {
    let page = |item: &str, done: bool| json!({"items": [item], "iterator": item, "done": done});
    let server = server(vec![page("a", false), page("b", true)]);
    let (items, error) = all(UntilDone::at(&server)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((items.as_str(), server.requests().len()), ("ab", 2));
}

#[tokio::test]
async fn empty_pages_in_a_row_end_in_an_error_that_names_the_setting() {
    let number = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |_| {
        let number = number.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ServerResponse::json(200, json!({"items": [], "next": format!("n{number}")}).to_string())
    });
    let mut pages = ByToken::at(&server).pages();
    let error = loop {
        match pages.next().await.unwrap() {
            Ok(page) => assert!(page.items().is_empty()),
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("`max_empty_pages`"), "{error}");
    assert_eq!(server.requests().len(), 101);
    assert!(pages.next().await.is_none());
    // The page that was not requested comes next.
    pages.resume();
    assert!(pages.next().await.unwrap().is_ok());
    assert_eq!(server.last().target, "/list?after=n100");

    let mut items = ByToken::at(&server).items().max_empty_pages(0);
    assert!(items.next().await.unwrap().is_err());
    assert_eq!(server.requests().len(), 103);
}

#[tokio::test]
async fn an_offset_in_the_body_is_counted_up() {
    let page = |items: &[&str]| json!({"items": items, "total": 5});
    let server = server(vec![page(&["a", "b"]), page(&["c", "d"]), Value::Null, page(&["e"])]);
    let mut call = ByOffset::at(&server);
    call.0 = call
        .0
        .json(&json!({"key": 12345678901234567890_u64, "options": {"count": 2}}));
    let mut pages = call.pages();
    let mut found = String::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => found.extend(page.into_items()),
            Err(error) => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
                pages.resume();
            }
        }
    }
    assert_eq!(found, "abcde");
    let with = |offset: &str| format!(r#"{{"key":12345678901234567890,"options":{{{offset}"count":2}}}}"#);
    let fourth = with(r#""offset":4,"#);
    assert_eq!(
        bodies(&server),
        [with(""), with(r#""offset":2,"#), fourth.clone(), fourth]
    );
}

#[tokio::test]
async fn iteration_begins_at_the_offset_of_the_body() {
    let server = server(vec![
        json!({"items": ["d", "e"], "total": 6}),
        json!({"items": ["f"], "total": 6}),
    ]);
    let mut call = ByOffset::at(&server);
    call.0 = call.0.json(&json!({"options": {"offset": 3}}));
    assert_eq!(all(call).await.0, "def");
    assert_eq!(
        bodies(&server),
        [r#"{"options":{"offset":3}}"#, r#"{"options":{"offset":5}}"#]
    );
}

#[tokio::test]
async fn an_offset_that_is_a_text_in_the_body_stays_one() {
    let page = |item: &str| json!({"items": [item, item], "total": 6});
    let server = server(vec![page("d"), page("e")]);
    let mut call = ByOffset::at(&server);
    call.0 = call.0.json(&json!({"options": {"offset": "2"}}));
    assert_eq!(all(call).await.0, "ddee");
    assert_eq!(
        bodies(&server),
        [r#"{"options":{"offset":"2"}}"#, r#"{"options":{"offset":"4"}}"#]
    );
}

#[tokio::test]
async fn each_page_of_a_post_has_an_idempotency_key_of_its_own() {
    let page = |item: &str, cursor: Value| json!({"items": [item], "cursor": cursor});
    let server = server(vec![
        page("a", json!("x")),
        Value::Null,
        page("b", json!("y")),
        page("c", Value::Null),
    ]);
    let mut call = ByBody::at(&server);
    call.0 = call.0.idempotency_key("job");
    let mut pages = call.pages();
    while let Some(page) = pages.next().await {
        if page.is_err() {
            pages.resume();
        }
    }
    let requests = server.requests();
    let keys: Vec<_> = requests
        .iter()
        .map(|request| request.header("idempotency-key"))
        .collect();
    // A page that is requested again keeps its key.
    assert_eq!(keys, [Some("job"), Some("job-2"), Some("job-2"), Some("job-3")]);
}

#[tokio::test]
async fn a_token_in_the_body_has_the_kind_it_came_with() {
    let page = |item: &str, cursor: Value| json!({"items": [item], "cursor": cursor});
    let server = server(vec![
        page("a", json!("x\"/")),
        page("b", json!(7)),
        page("c", Value::Null),
    ]);
    let (items, error) = all(ByBody::at(&server)).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(items, "abc");
    assert_eq!(bodies(&server), ["", r#"{"cursor":"x\"/"}"#, r#"{"cursor":7}"#]);
    assert_eq!(server.last().header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_body_that_is_no_object_is_an_error_and_nothing_is_sent() {
    let server = server(vec![json!({"items": ["a"], "cursor": "x"})]);
    let mut call = ByBody::at(&server);
    call.0 = call.0.json(&json!(["x"]));
    let (items, error) = all(call).await;
    let error = error.unwrap();
    assert_eq!((items.as_str(), error.kind()), ("a", ErrorKind::Build));
    assert!(error.to_string().contains("`/cursor`"), "{error}");
    assert_eq!(server.requests().len(), 1);
}
