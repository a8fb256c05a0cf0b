//! Lists of every kind against servers that keep their own rules: all items arrive, none twice, and a walk ends.

use std::sync::Mutex;

use loopback::{Request, Server, ServerResponse};
use oaspen_client::PagedCall;
use serde_json::{Value, json};
use snapshots::{pages_bodies, pages_ends, pages_headers, pages_link, pages_override_body, pages_texts, pages_wrapped};

type TestResult = Result<(), Box<dyn std::error::Error>>;

const ALL: &str = "0 1 2 3 4";

/// The items of a call, or the error after those that came before.
macro_rules! ids {
    ($call:expr, $item:ident => $id:expr) => {{
        let mut found: Vec<String> = Vec::new();
        let mut items = $call.items();
        while let Some(item) = items.next().await {
            match item {
                Ok($item) => found.push($id),
                Err(error) => {
                    found.push(format!("error: {error}"));
                    break;
                }
            }
        }
        found.join(" ")
    }};
}

macro_rules! hens {
    ($case:ident, $server:expr) => {
        $case::Client::builder().base_url($server.url()).build()?.hens()
    };
}

/// The decoded value of a query parameter.
fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.target.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs
        .find(|(known, _)| known.replace("%5B", "[").replace("%5D", "]") == name)?
        .1;
    Some(value.to_owned())
}

/// A member of the body, as text.
fn member(request: &Request, pointer: &str) -> Option<String> {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let value = body.pointer(pointer)?;
    Some(value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned))
}

/// The hens from a number on, two of five.
fn two(start: usize) -> Vec<Value> {
    (start..5).take(2).map(|id| json!({"id": id.to_string()})).collect()
}

/// A server of five hens. `start` reads the number of the first one from a request, `None` is a bad request; `page` makes
/// the response of two of them.
fn server(
    start: impl Fn(&Request) -> Option<usize> + Send + Sync + 'static,
    page: impl Fn(usize, Vec<Value>) -> Value + Send + Sync + 'static,
) -> Server {
    Server::start(move |request| match start(request) {
        Some(start) => ServerResponse::json(200, page(start, two(start)).to_string()),
        None => ServerResponse::new(400, &[], "bad request"),
    })
}

/// The start behind a token such as `t2`.
fn behind(token: Option<String>) -> Option<usize> {
    match token {
        None => Some(0),
        Some(token) => token.strip_prefix('t')?.parse().ok(),
    }
}

fn number(text: Option<String>) -> Option<usize> {
    text.map_or(Some(0), |text| text.parse().ok())
}

fn token(start: usize) -> Option<String> {
    (start + 2 < 5).then(|| format!("t{}", start + 2))
}

#[tokio::test]
async fn tokens_go_into_the_body() -> TestResult {
    let tokens = server(
        |request| behind(member(request, "/cursor")),
        |start, hens| json!({"hens": hens, "cursor": token(start).unwrap_or_default()}),
    );
    let mut body = pages_bodies::models::BodyCursorRequest::new();
    body.color = Some("red".to_owned());
    let call = hens!(pages_bodies, tokens).body_cursor().body(body);
    assert_eq!(ids!(call, hen => hen.id), ALL);
    let colors = tokens
        .requests()
        .iter()
        .filter(|request| member(request, "/color").is_some())
        .count();
    assert_eq!((tokens.requests().len(), colors), (3, 3));

    let copied = server(
        |request| behind(member(request, "/NextToken")),
        |start, hens| json!({"Coops": hens, "NextToken": token(start)}),
    );
    assert_eq!(ids!(hens!(pages_bodies, copied).copied_token(), hen => hen.id), ALL);
    assert!(copied.requests().iter().all(|request| !request.target.contains('?')));

    let in_query = server(
        |request| behind(query(request, "pageToken")),
        |start, hens| json!({"items": hens, "nextPageToken": token(start)}),
    );
    assert_eq!(ids!(hens!(pages_bodies, in_query).query_token(), hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn numbers_in_the_body_are_counted_up() -> TestResult {
    let offsets = server(
        |request| number(member(request, "/offset")),
        |_, hens| json!({ "hens": hens }),
    );
    let mut body = pages_bodies::models::BodyOffsetRequest::new();
    body.count = Some(2);
    let call = hens!(pages_bodies, offsets).body_offset().body(body);
    assert_eq!(ids!(call, hen => hen.id), ALL);

    let nested = server(
        |request| number(member(request, "/options/offset")),
        |_, hens| json!({"owners": [{"id": "owner"}], "eggs": hens, "total_eggs": 5}),
    );
    assert_eq!(ids!(hens!(pages_bodies, nested).nested_offset(), egg => egg.id), ALL);

    let pages = server(
        |request| Some(number(member(request, "/page")).unwrap_or(1).max(1) * 2 - 2),
        |_, hens| json!({"results": hens, "totalPages": 3}),
    );
    assert_eq!(ids!(hens!(pages_bodies, pages).body_page(), hen => hen.id), ALL);
    assert_eq!(pages.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn the_body_of_a_list_may_be_described_by_hand() -> TestResult {
    let rooms = server(
        |request| behind(member(request, "/since")),
        |start, hens| json!({"chunk": hens, "next_batch": format!("t{}", start + 2), "finished": start == 4}),
    );
    assert_eq!(ids!(hens!(pages_override_body, rooms).rooms(), hen => hen.id), ALL);
    assert_eq!(rooms.requests().len(), 3);

    let lines = server(
        |request| number(member(request, "/filter/at")),
        |_, hens| json!({ "chunk": hens }),
    );
    assert_eq!(ids!(hens!(pages_override_body, lines).lines(), hen => hen.id), ALL);

    let free = server(
        |request| behind(member(request, "/filter/from")),
        |start, hens| json!({"chunk": hens, "end": token(start)}),
    );
    assert_eq!(ids!(hens!(pages_override_body, free).free(), hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn flags_end_a_walk_or_show_that_a_token_is_missing() -> TestResult {
    let done = server(
        |request| behind(query(request, "iterator")),
        |start, hens| json!({"data": hens, "done": start == 4, "iterator": format!("t{}", start + 2)}),
    );
    assert_eq!(ids!(hens!(pages_ends, done).done_and_iterator(), hen => hen.id), ALL);
    assert_eq!(done.requests().len(), 3);

    let last = server(
        |request| number(query(request, "page")).map(|page| page * 2),
        |start, hens| json!({"content": hens, "last": start == 4, "number": start / 2}),
    );
    assert_eq!(ids!(hens!(pages_ends, last).last_page(), hen => hen.id), ALL);
    assert_eq!(last.requests().len(), 3);

    let broken = server(
        |request| behind(query(request, "cursor")),
        |start, hens| json!({"data": hens, "has_more": true, "next_cursor": token(start)}),
    );
    let found = ids!(hens!(pages_ends, broken).more_and_token(), hen => hen.id);
    assert!(found.starts_with(&format!("{ALL} error: ")), "{found}");
    assert!(found.contains("`/has_more` announces more pages"), "{found}");
    Ok(())
}

#[tokio::test]
async fn a_cursor_that_goes_back_is_not_used() -> TestResult {
    let after = |request: &Request| match query(request, "starting_after") {
        _ if query(request, "ending_before").is_some() => None,
        None => Some(0),
        Some(id) => id.parse::<usize>().ok().map(|id| id + 1),
    };
    let both = server(after, |start, hens| json!({"data": hens, "has_more": start < 4}));
    assert_eq!(ids!(hens!(pages_ends, both).both_ways(), hen => hen.id), ALL);

    // The id is in every branch of a union.
    let page = |start: usize, hens: Vec<Value>| {
        let birds: Vec<Value> = hens
            .into_iter()
            .map(|hen| json!({"id": hen["id"], "crow": "loud"}))
            .collect();
        json!({"data": birds, "has_more": start < 4})
    };
    let union = server(after, page);
    let mut count = 0;
    let mut birds = hens!(pages_ends, union).id_in_every_branch().items();
    while let Some(bird) = birds.next().await {
        bird?;
        count += 1;
    }
    assert_eq!((count, union.requests().len()), (5, 3));
    Ok(())
}

/// A server of five hens that sends the next page in a header field.
fn with_header(name: &'static str, value: fn(&str, usize) -> String) -> Server {
    let url = std::sync::Arc::new(Mutex::new(String::new()));
    let known = std::sync::Arc::clone(&url);
    let server = Server::start(move |request| {
        let Some(start) = number(query(request, "at")) else {
            return ServerResponse::new(400, &[], "bad request");
        };
        let body = Value::from(two(start)).to_string();
        let base = known.lock().map(|url| url.clone()).unwrap_or_default();
        let field = value(&base, start + 2);
        let fields: &[(&str, &str)] = if start < 4 { &[(name, &field)] } else { &[] };
        ServerResponse::new(200, &[&[("content-type", "application/json")], fields].concat(), body)
    });
    if let Ok(mut url) = url.lock() {
        url.push_str(&server.url());
    }
    server
}

#[tokio::test]
async fn header_fields_lead_to_the_next_page() -> TestResult {
    let link = |base: &str, next: usize| format!("<{base}/described-link?at={next}>; rel=\"next\"");
    let server = with_header("link", link);
    assert_eq!(ids!(hens!(pages_headers, server).described_link(), hen => hen.id), ALL);

    // An undeclared `Link`, by an override of a pattern.
    let server = with_header("link", |base, next| format!("<{base}/hens?at={next}>; rel=\"next\""));
    assert_eq!(ids!(hens!(pages_link, server).list_hens(), hen => hen.id), ALL);

    let cursors = Server::start(|request| match behind(query(request, "cursor")) {
        Some(start) => {
            let body = Value::from(two(start)).to_string();
            let next = token(start).unwrap_or_default();
            ServerResponse::new(
                200,
                &[("content-type", "application/json"), ("x-cursor-next", &next)],
                body,
            )
        }
        None => ServerResponse::new(400, &[], "bad request"),
    });
    assert_eq!(
        ids!(hens!(pages_headers, cursors).described_cursor(), hen => hen.id),
        ALL
    );

    let counted = Server::start(|request| match number(query(request, "page")) {
        Some(page) if page <= 3 => {
            let fields = [("content-type", "application/json"), ("x-pages", "3")];
            ServerResponse::new(200, &fields, format!("[{}]", page.max(1)))
        }
        _ => ServerResponse::new(404, &[], "no such page"),
    });
    assert_eq!(
        ids!(hens!(pages_headers, counted).number_of_pages(), id => id.to_string()),
        "1 2 3"
    );
    Ok(())
}

#[tokio::test]
async fn numbers_may_be_texts_and_have_other_names() -> TestResult {
    let by = |name: &'static str, factor: usize, first: usize| {
        server(
            move |request| match query(request, name) {
                None => Some(0),
                Some(text) => text
                    .parse::<usize>()
                    .ok()?
                    .checked_sub(first)
                    .map(|number| number * factor),
            },
            |_, hens| Value::from(hens),
        )
    };
    let texts = by("page", 2, 0);
    assert_eq!(ids!(hens!(pages_texts, texts).text_page(), hen => hen.id), ALL);
    let texts = by("offset", 1, 0);
    assert_eq!(ids!(hens!(pages_texts, texts).text_offset(), hen => hen.id), ALL);
    let skipped = by("SkipPages", 2, 0);
    assert_eq!(ids!(hens!(pages_texts, skipped).skip_pages(), hen => hen.id), ALL);

    let marker = server(
        |request| number(query(request, "marker")),
        |_, hens| json!({"hens": hens, "totalnumber": 5}),
    );
    assert_eq!(
        ids!(hens!(pages_texts, marker).marker_is_an_offset(), hen => hen.id),
        ALL
    );
    let grouped = server(
        |request| Some(number(query(request, "search[currentPage]"))?.max(1) * 2 - 2),
        |_, hens| json!({"items": hens, "total_count": 5}),
    );
    assert_eq!(ids!(hens!(pages_texts, grouped).group(), hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn items_are_found_inside_of_objects_and_unions() -> TestResult {
    let nested = server(
        |request| number(query(request, "offset")),
        |_, hens| json!({"message": "two", "hens": {"items": hens, "total": 5}}),
    );
    assert_eq!(ids!(hens!(pages_wrapped, nested).in_the_resource(), hen => hen.id), ALL);

    let verb = server(
        |request| behind(query(request, "pageToken")),
        |start, hens| json!({"cocks": [{"id": "cock"}], "hens": hens, "nextPageToken": token(start)}),
    );
    assert_eq!(ids!(hens!(pages_wrapped, verb).after_a_verb(), hen => hen.id), ALL);

    let union = server(
        |request| number(query(request, "page[offset]")),
        |_, hens| json!({ "data": hens }),
    );
    let call = hens!(pages_wrapped, union).union_of_lists();
    assert_eq!(
        ids!(call, value => value["id"].as_str().unwrap_or_default().to_owned()),
        ALL
    );
    Ok(())
}
