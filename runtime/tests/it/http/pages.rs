//! Every style of paging against a server, and what must not happen on the way.

use loopback::{Server, ServerResponse};
use oaspen_client::{Call, Client, ClientBuilder, Error, ErrorKind, PagedCall, RetryPolicy};

const KEY: &str = "canary-key-51";

oaspen_client::api! {
    API {
        name: "lists",
        title: "Lists",
        version: "1",
        table: 1,
        servers: [],
        schemes: {
            "key": api_key query "api_key",
            "token": bearer,
        },
    }
}

/// The responses of an operation that has two kinds of them.
#[derive(Debug)]
pub enum ListOutput {
    List(#[allow(dead_code, reason = "pages read the body themselves")] oaspen_client::Json),
    Nothing,
}

macro_rules! lists {
    ($($call:ident $table:ident $pages:tt)*) => {$(
        #[derive(Clone, Debug)]
        struct $call(Call);

        oaspen_client::operation! {
            $call as $table {
                id: "List",
                GET: "/list",
                security: [["key", "token"]],
                pages String $pages,
                success ListOutput { "200": json => List, "204": empty => Nothing }
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
    ByToken BY_TOKEN { cursor("after") size("limit") optional_items("/items") next("/meta/next") }
    ByHeader BY_HEADER { cursor("after") items("/items") next("X-Next") }
    ByAddress BY_ADDRESS { items("/items") next("/next") }
    ByLink BY_LINK { next("Link") }
    ByPage BY_PAGE { page("page") next("Link") }
    ByCount BY_COUNT { page("page") }
}

// The id of the last item is the next token.
oaspen_client::operation! {
    ByLast as BY_LAST {
        id: "ByLast",
        GET: "/list",
        security: [],
        pages oaspen_client::JsonMap { cursor("starting_after") items("/data") last("/id") more("/has_more") },
        success oaspen_client::Json { "200": json }
        error () {}
    }
}

#[derive(Clone, Debug)]
struct ByLast(Call);

fn client(server: &Server) -> Client {
    ClientBuilder::new(&API)
        .base_url(format!("{}/v1", server.url()))
        .api_key("key", KEY)
        .bearer_token(crate::CANARY)
        .retries(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Responds to the requests one after the other; each has to carry both credentials, once.
fn server(replies: Vec<ServerResponse>) -> Server {
    let replies = std::sync::Mutex::new(replies.into_iter());
    Server::start(move |request| {
        let key = format!("api_key={KEY}");
        assert_eq!(request.target.matches(&key).count(), 1, "{}", request.target);
        assert_eq!(
            request.header("authorization"),
            Some(&*format!("Bearer {}", crate::CANARY))
        );
        replies.lock().unwrap().next().unwrap_or(ServerResponse::empty(500))
    })
}

fn json(body: &str) -> ServerResponse {
    ServerResponse::json(200, body)
}

/// The targets of all requests, without the key.
fn targets(server: &Server) -> Vec<String> {
    let key = format!("api_key={KEY}");
    let bare = |target: String| {
        let text = target.replace(&format!("&{key}"), "").replace(&format!("{key}&"), "");
        text.replace(&format!("?{key}"), "")
    };
    server
        .requests()
        .into_iter()
        .map(|request| bare(request.target))
        .collect()
}

async fn all<C: PagedCall<Item = String, Error = ()>>(call: C) -> Result<String, Error<()>> {
    let mut items = call.items();
    let mut text = String::new();
    while let Some(item) = items.next().await {
        text.push_str(&item?);
    }
    Ok(text)
}

#[tokio::test]
async fn tokens_are_handed_on() {
    let server = server(vec![
        json(r#"{"items":["a"],"meta":{"next":"x +/"}}"#),
        json(r#"{"meta":{"next":12}}"#),
        json(r#"{"items":["b","c"],"meta":{"next":""}}"#),
    ]);
    assert_eq!(all(ByToken::at(&server)).await.unwrap(), "abc");
    assert_eq!(
        targets(&server),
        ["/v1/list", "/v1/list?after=x%20%2B%2F", "/v1/list?after=12"]
    );
}

#[tokio::test]
async fn a_token_may_be_in_a_header() {
    let first = ServerResponse::new(200, &[("x-next", "n1")], r#"{"items":["a"]}"#);
    let server = server(vec![first, json(r#"{"items":["b"]}"#)]);
    assert_eq!(all(ByHeader::at(&server)).await.unwrap(), "ab");
    assert_eq!(targets(&server), ["/v1/list", "/v1/list?after=n1"]);
}

#[tokio::test]
async fn the_caller_may_begin_with_a_token() {
    let server = server(vec![
        json(r#"{"items":["b"],"meta":{"next":"n"}}"#),
        json(r#"{"meta":{}}"#),
    ]);
    let call = ByToken(ByToken::at(&server).0.query("after", "here").query("limit", 1_i64));
    assert_eq!(all(call).await.unwrap(), "b");
    assert_eq!(
        targets(&server),
        ["/v1/list?after=here&limit=1", "/v1/list?limit=1&after=n"]
    );
}

#[tokio::test]
async fn the_id_of_the_last_item_is_a_token() {
    let server = Server::start(|request| {
        json(match &*request.target {
            "/v1/list" => r#"{"data":[{"id":"a"},{"id":"b"}],"has_more":true}"#,
            "/v1/list?starting_after=b" => r#"{"data":[{"id":3}],"has_more":true}"#,
            "/v1/list?starting_after=3" => r#"{"data":[],"has_more":false}"#,
            other => panic!("{other}"),
        })
    });
    let mut pages = ByLast(Call::new(&client(&server), &BY_LAST)).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().items().len();
    }
    assert_eq!((count, server.requests().len()), (3, 3));
}

#[tokio::test]
async fn addresses_keep_the_credentials_within_the_origin() {
    let server = server(vec![
        json(r#"{"items":["a"],"next":"/v1/list?page=2&api_key=stale&x=%2F"}"#),
        json(r#"{"items":["b"],"next":"?page=3"}"#),
        json(r#"{"items":["c"],"next":null}"#),
    ]);
    assert_eq!(all(ByAddress::at(&server)).await.unwrap(), "abc");
    assert_eq!(
        targets(&server),
        ["/v1/list", "/v1/list?page=2&x=%2F", "/v1/list?page=3"]
    );

    let server = Server::start(|request| {
        let next = format!(
            "<http://{}/other?page=2>; rel=\"next\"",
            request.header("host").unwrap()
        );
        match &*request.target {
            target if target.starts_with("/v1/list") => ServerResponse::new(200, &[("link", &next)], r#"["a"]"#),
            _ => ServerResponse::new(200, &[("link", "</first>; rel=first")], r#"["b"]"#),
        }
    });
    assert_eq!(all(ByLink::at(&server)).await.unwrap(), "ab");
    assert_eq!(targets(&server), ["/v1/list", "/other?page=2"]);
}

#[tokio::test]
async fn a_key_set_by_hand_goes_along_to_addresses() {
    let server = Server::start(|request| match &*request.target {
        target if target.contains("page=2") => json(r#"{"items":["b"],"next":null}"#),
        _ => json(r#"{"items":["a"],"next":"/v1/list?page=2&api_key=stale"}"#),
    });
    let call = ByAddress::at(&server).query_param("api_key", "own").query_param("x", 1);
    assert_eq!(all(call).await.unwrap(), "ab");
    assert_eq!(
        targets(&server),
        ["/v1/list?api_key=own&x=1", "/v1/list?page=2&api_key=own"]
    );
}

#[tokio::test]
async fn no_page_is_requested_from_another_origin() {
    let other = Server::responding(json(r#"{"items":[]}"#));
    let body = format!(r#"{{"items":["a"],"next":"{}/list?page=2"}}"#, other.url());
    let server = server(vec![json(&body)]);
    let mut pages = ByAddress::at(&server).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().items(), ["a"]);
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("another origin"), "{error}");
    let shown = format!("{error} {error:?} {pages:?}");
    assert!(!shown.contains(KEY) && !shown.contains("page=2"), "{shown}");
    assert!(pages.next().await.is_none());
    assert!(other.requests().is_empty());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_address_with_a_credential_is_not_shown() {
    let host = KEY.to_ascii_lowercase();
    let server = server(vec![json(&format!(
        r#"{{"items":["a"],"next":"https://{host}.example/"}}"#
    ))]);
    let mut pages = ByAddress::at(&server).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("https://(..).example"), "{error}");
}

#[tokio::test]
async fn nothing_of_a_walk_shows_a_secret() {
    let next = format!(r#"{{"items":["a"],"meta":{{"next":"{}"}}}}"#, crate::CANARY);
    let server = server(vec![
        ServerResponse::new(200, &[("set-cookie", crate::CANARY)], &next),
        ServerResponse::empty(500),
    ]);
    let call = || ByToken(ByToken::at(&server).0.query("limit", crate::CANARY));
    let mut pages = call().pages();
    let page = pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    let hides = |shown: String| assert!(!shown.contains(crate::CANARY) && !shown.contains(KEY), "{shown}");
    hides(format!("{pages:?} {page:?} {error} {error:?} {:?}", call().items()));
    #[cfg(feature = "blocking")]
    hides(format!(
        "{:?} {:?}",
        call().pages().blocking(),
        call().items().blocking()
    ));
}

#[tokio::test]
async fn a_link_announces_more_and_the_page_is_counted() {
    let more = ServerResponse::new(
        200,
        &[("link", "<https://elsewhere.example/9>; rel=\"next\"")],
        r#"["a"]"#,
    );
    let last = ServerResponse::new(200, &[("link", "</1>; rel=\"first\"")], r#"["b"]"#);
    let server = server(vec![more, last]);
    assert_eq!(all(ByPage::at(&server)).await.unwrap(), "ab");
    assert_eq!(targets(&server), ["/v1/list", "/v1/list?page=2"]);
}

#[tokio::test]
async fn a_token_that_comes_again_ends_in_an_error() {
    let again = r#"{"items":["a"],"meta":{"next":"n"}}"#;
    let server = server(vec![json(again), json(again)]);
    let mut items = ByToken::at(&server).items();
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_ok());
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("same next token twice"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_total_in_an_undeclared_common_header_is_used() {
    let total = |body: &str| ServerResponse::new(200, &[("x-total-count", "3")], body);
    let server = server(vec![total(r#"["a","b"]"#), total(r#"["c"]"#)]);
    assert_eq!(all(ByCount::at(&server)).await.unwrap(), "abc");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_response_without_a_body_ends_the_iteration() {
    let server = server(vec![json(r#"["a"]"#), ServerResponse::empty(204)]);
    assert_eq!(all(ByCount::at(&server)).await.unwrap(), "a");
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_page_that_does_not_fit_is_an_error_with_its_path() {
    let server = server(vec![json(r#"{"items":["a",{"b":1}],"next":null}"#)]);
    let error = ByAddress::at(&server).pages().next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.decode_path()),
        (ErrorKind::Decode, Some("/items/1"))
    );
}

#[cfg(feature = "stream")]
#[tokio::test]
async fn pages_and_items_are_streams() {
    use futures_util::{StreamExt, TryStreamExt as _};
    let server = server(vec![
        json(r#"{"items":["a","b"],"next":"?p=2"}"#),
        json(r#"{"items":["c"],"next":null}"#),
        json(r#"{"items":["a","b"],"next":"?p=2"}"#),
        ServerResponse::empty(500),
    ]);
    let items: Vec<String> = ByAddress::at(&server).stream().try_collect().await.unwrap();
    assert_eq!(items, ["a", "b", "c"]);
    // An error ends the stream, so that collecting results comes to an end.
    let pages: Vec<_> = StreamExt::collect(ByAddress::at(&server).pages()).await;
    assert_eq!(pages.len(), 2);
    assert!(pages[1].is_err());
}

#[cfg(feature = "blocking")]
mod blocking {
    use super::*;

    #[test]
    fn pages_and_items_are_iterators() {
        let server = server(vec![
            json(r#"{"items":["a","b"],"next":"?p=2"}"#),
            ServerResponse::empty(503),
            json(r#"{"items":["c"],"next":null}"#),
            json(r#"{"items":["d"],"next":null}"#),
        ]);
        let mut items = ByAddress::at(&server).items().blocking();
        assert_eq!(items.by_ref().filter_map(Result::ok).collect::<String>(), "ab");
        items.resume();
        assert_eq!(items.next().unwrap().unwrap(), "c");
        assert!(items.next().is_none());
        let pages: Result<Vec<_>, _> = ByAddress::at(&server).pages().blocking().collect();
        assert_eq!(pages.unwrap()[0].items(), ["d"]);
    }

    #[tokio::test]
    async fn inside_async_code_an_iterator_returns_one_error() {
        let server = server(vec![]);
        let mut items = ByAddress::at(&server).items().blocking();
        assert!(items.next().unwrap().is_err());
        assert!(items.next().is_none());
        assert!(server.requests().is_empty());
    }
}
