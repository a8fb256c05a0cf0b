//! Paged lists against servers that keep their own rules: all items arrive, none twice.

use loopback::{Request, Server, ServerResponse};
use oaspen_client::PagedCall;
use snapshots::pages_declared_tokens::Client as Tokens;
use snapshots::pages_next_numbers::Client as Numbers;
use snapshots::pages_switches::Client as Switches;

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// The values of a query parameter of the request.
fn query(request: &Request, name: &str) -> Option<String> {
    let (_, query) = request.target.split_once('?')?;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
}

/// A server of five items in pages of two. `body` makes the response of items and the next token, if there is one.
/// A token is not the id of an item.
fn tokens(parameter: &'static str, body: fn(&[usize], Option<String>) -> String) -> Server {
    Server::start(move |request| {
        let start = match query(request, parameter) {
            None => 0,
            Some(token) => match token.strip_prefix('9').and_then(|token| token.parse().ok()) {
                Some(start) => start,
                None => return ServerResponse::new(400, &[], "not a token"),
            },
        };
        let end = (start + 2).min(5);
        let items: Vec<usize> = (start..end).collect();
        ServerResponse::json(200, body(&items, (end < 5).then(|| format!("9{end}"))))
    })
}

fn hens(items: &[usize]) -> String {
    let hens: Vec<String> = items.iter().map(|item| format!(r#"{{"id":"{item}"}}"#)).collect();
    format!("[{}]", hens.join(","))
}

fn texts(items: &[usize]) -> String {
    let texts: Vec<String> = items.iter().map(|item| format!(r#""{item}""#)).collect();
    format!("[{}]", texts.join(","))
}

fn or_null(token: Option<String>) -> String {
    token.map_or_else(|| "null".to_owned(), |token| format!(r#""{token}""#))
}

/// The ids of all items of a call.
macro_rules! ids {
    ($call:expr, $item:ident => $id:expr) => {{
        let mut found = Vec::new();
        let mut items = $call.items();
        while let Some($item) = items.next().await {
            let $item = $item?;
            found.push($id);
        }
        found.join(" ")
    }};
}

const ALL: &str = "0 1 2 3 4";

macro_rules! client {
    ($client:ident, $server:expr) => {
        $client::builder().base_url($server.url()).build()?.hens()
    };
}

#[tokio::test]
async fn the_declared_token_is_sent_and_not_the_last_id() -> TestResult {
    let server = tokens("after", |items, next| {
        let more = next.is_some();
        format!(
            r#"{{"data":{},"has_more":{more},"next":{}}}"#,
            hens(items),
            or_null(next)
        )
    });
    let call = client!(Tokens, server).next_beside_has_more();
    assert_eq!(ids!(call, hen => hen.id), ALL);

    let server = tokens("after_id", |items, next| {
        let data: Vec<String> = items.iter().map(|item| format!(r#"{{"serial":"{item}"}}"#)).collect();
        let (more, data) = (next.is_some(), data.join(","));
        format!(r#"{{"data":[{data}],"has_more":{more},"last_id":{}}}"#, or_null(next))
    });
    let call = client!(Tokens, server).last_id();
    assert_eq!(ids!(call, hen => hen.serial.unwrap_or_default()), ALL);

    let server = tokens("page_token", |items, next| {
        let more = next.is_some();
        format!(
            r#"{{"data":{},"has_more":{more},"next_page_token":{}}}"#,
            hens(items),
            or_null(next)
        )
    });
    let call = client!(Tokens, server).two_cursors();
    assert_eq!(ids!(call, hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn tokens_are_found_by_the_name_of_their_parameter() -> TestResult {
    let server = tokens("page_token", |items, next| {
        format!(r#"{{"items":{},"next_page":{}}}"#, texts(items), or_null(next))
    });
    assert_eq!(ids!(client!(Tokens, server).next_page(), text => text), ALL);

    let server = tokens("continue", |items, next| {
        let next = next.unwrap_or_default();
        format!(r#"{{"items":{},"metadata":{{"continue":"{next}"}}}}"#, texts(items))
    });
    assert_eq!(ids!(client!(Tokens, server).metadata_continue(), text => text), ALL);

    let server = tokens("offset", |items, next| {
        let next = next.map_or_else(
            || "null".to_owned(),
            |next| format!(r#"{{"offset":"{next}","uri":"https://elsewhere.example/?offset={next}"}}"#),
        );
        format!(r#"{{"data":{},"next_page":{next}}}"#, hens(items))
    });
    assert_eq!(ids!(client!(Tokens, server).next_page_offset(), hen => hen.id), ALL);

    let server = tokens("page", |items, next| {
        format!(
            r#"{{"data":{},"pagination":{{"next_page":{}}}}}"#,
            hens(items),
            or_null(next)
        )
    });
    assert_eq!(ids!(client!(Tokens, server).text_pages(), hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn tokens_may_be_numbers() -> TestResult {
    let server = tokens("start", |items, next| {
        format!(
            r#"{{"results":{},"next_start":{}}}"#,
            hens(items),
            next.unwrap_or("null".to_owned())
        )
    });
    assert_eq!(ids!(client!(Tokens, server).next_start(), hen => hen.id), ALL);

    let server = tokens("cursor", |items, next| {
        format!(
            r#"{{"results":{},"next_cursor":{}}}"#,
            hens(items),
            next.unwrap_or("null".to_owned())
        )
    });
    assert_eq!(ids!(client!(Tokens, server).integer_tokens(), hen => hen.id), ALL);
    Ok(())
}

/// A server that pages by token only if the parameter has the value, and else returns the first page without a token.
fn switched(
    switch: (&'static str, &'static str),
    parameter: &'static str,
    keys: (&'static str, &'static str),
) -> Server {
    Server::start(move |request| {
        let is_on = query(request, switch.0).as_deref() == Some(switch.1);
        let token = query(request, parameter).filter(|_| is_on);
        let start: usize = token
            .and_then(|token| token.strip_prefix('t')?.parse().ok())
            .unwrap_or(0);
        let end = (start + 2).min(5);
        let items: Vec<usize> = (start..end).collect();
        let next = or_null((is_on && end < 5).then(|| format!("t{end}")));
        ServerResponse::json(200, format!(r#"{{"{}":{},"{}":{next}}}"#, keys.0, hens(&items), keys.1))
    })
}

#[tokio::test]
async fn a_switch_is_set_for_every_page() -> TestResult {
    let server = switched(("usemarker", "true"), "marker", ("entries", "next_marker"));
    assert_eq!(ids!(client!(Switches, server).use_marker(), hen => hen.id), ALL);
    // Without it, one page would be all.
    let page = client!(Switches, server).use_marker().await?;
    assert_eq!(page.entries.unwrap_or_default().len(), 2);
    // A value of the caller would end the list without an error.
    let call = client!(Switches, server).use_marker().usemarker(false);
    assert_eq!(ids!(call, hen => hen.id), ALL);

    let keys = ("items", "next_cursor");
    let server = switched(("use_cursor", "true"), "cursor", keys);
    assert_eq!(ids!(client!(Switches, server).use_cursor_as_text(), hen => hen.id), ALL);
    let server = switched(("pagination", "cursor"), "cursor", keys);
    assert_eq!(ids!(client!(Switches, server).modes(), hen => hen.id), ALL);
    Ok(())
}

#[tokio::test]
async fn a_list_is_paged_by_number_where_a_switch_has_no_known_value() -> TestResult {
    let server = Server::start(|request| {
        let start: usize = query(request, "offset")
            .and_then(|offset| offset.parse().ok())
            .unwrap_or(0);
        let items: Vec<usize> = (start..(start + 2).min(5)).collect();
        ServerResponse::json(200, format!(r#"{{"entries":{},"total_count":5}}"#, hens(&items)))
    });
    let call = client!(Switches, server).mode_unknown_with_offset();
    assert_eq!(ids!(call, hen => hen.id), ALL);

    let server = Server::start(|request| {
        let page: usize = query(request, "page").and_then(|page| page.parse().ok()).unwrap_or(1);
        let is_paged = query(request, "paginate").as_deref() == Some("true");
        let items: Vec<usize> = if is_paged {
            (page * 2 - 2..(page * 2).min(5)).collect()
        } else {
            (0..5).collect()
        };
        ServerResponse::json(200, format!(r#"{{"items":{},"total":5}}"#, hens(&items)))
    });
    let mut pages = client!(Switches, server).paginate().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page?.items().len());
    }
    assert_eq!(sizes, [2, 2, 1]);
    Ok(())
}

/// Serves pages by the numbers that it declared before; every other number is refused, as counting would send it.
fn numbered(parameter: &'static str, pages: &'static [(&'static str, &'static str)]) -> Server {
    Server::start(move |request| {
        let wanted = query(request, parameter).unwrap_or_default();
        match pages.iter().find(|(number, _)| *number == wanted) {
            Some((_, body)) => ServerResponse::json(200, *body),
            None => ServerResponse::new(400, &[], "no such page"),
        }
    })
}

macro_rules! numbers {
    ($server:expr) => {
        Numbers::builder().base_url($server.url()).build()?.geese()
    };
}

#[tokio::test]
async fn declared_next_numbers_are_sent_as_they_came() -> TestResult {
    // Null ends.
    let server = numbered(
        "page",
        &[
            ("", r#"{"data":[{"id":"0"}],"next_page":5}"#),
            ("5", r#"{"data":[{"id":"1"}],"next_page":null}"#),
        ],
    );
    assert_eq!(
        ids!(numbers!(server).next_page().per_page(50), goose => goose.id),
        "0 1"
    );
    // An absent number ends.
    let server = numbered(
        "page",
        &[
            ("", r#"{"data":[{"id":"0"}],"meta":{"next":4,"total":9}}"#),
            ("4", r#"{"data":[{"id":"1"}],"meta":{"total":9}}"#),
        ],
    );
    assert_eq!(ids!(numbers!(server).meta_next(), goose => goose.id), "0 1");
    // 0 is no next offset, but it is a cursor.
    let server = numbered(
        "offset",
        &[
            ("", r#"{"data":[{"id":"0"}],"next_offset":70}"#),
            ("70", r#"{"data":[{"id":"1"}],"next_offset":0}"#),
        ],
    );
    assert_eq!(ids!(numbers!(server).next_offset(), goose => goose.id), "0 1");
    let server = numbered(
        "after",
        &[
            ("", r#"{"data":[{"id":"0"}],"next_cursor":0}"#),
            ("0", r#"{"data":[{"id":"1"}],"next_cursor":9007199254740993}"#),
            ("9007199254740993", r#"{"data":[{"id":"2"}]}"#),
        ],
    );
    assert_eq!(ids!(numbers!(server).after(), goose => goose.id), "0 1 2");
    // A text for a parameter that is a number.
    let server = numbered(
        "page",
        &[
            ("", r#"{"data":[{"id":"0"}],"nextPage":"08"}"#),
            ("08", r#"{"data":[{"id":"1"}],"nextPage":""}"#),
        ],
    );
    assert_eq!(ids!(numbers!(server).text_for_a_number(), goose => goose.id), "0 1");
    Ok(())
}
