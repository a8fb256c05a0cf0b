use super::super::page_info::{NextValue, PageInfo, PageValue};
use super::super::table::Paging;
use super::{NextRequest, PageProgress, follow, token_in};
use url::Url;

static OFFSET: Paging = Paging::new().offset("offset").size("limit").default(10).max(500);
static OFFSET_BARE: Paging = Paging::new().offset("offset").size("limit");
static PAGE: Paging = Paging::new().page("page").size("page_size").default(20);
static PAGE_FROM_0: Paging = Paging::new().page("page").first(0).page_count("/pages");
static CURSOR: Paging = Paging::new().cursor("after").next("/next");
static NUMBER: Paging = Paging::new().cursor("page").first(1).next("/next_page");
static LAST: Paging = Paging::new()
    .cursor("after")
    .size("limit")
    .default(10)
    .max(100)
    .last("/id");
static MORE: Paging = Paging::new().cursor("after").next("/next").more("/has_more");
static MORE_ADDRESS: Paging = Paging::new().next("/next").more("/has_more");
static ADDRESS: Paging = Paging::new().next("/next");

/// A page of so many items, unlike any other.
fn page(count: u64) -> PageInfo {
    use std::sync::atomic::{AtomicU64, Ordering};
    static DIGEST: AtomicU64 = AtomicU64::new(1);
    PageInfo {
        count,
        digest: DIGEST.fetch_add(1, Ordering::Relaxed),
        ..PageInfo::default()
    }
}

fn of_total(count: u64, total: u64) -> PageInfo {
    PageInfo {
        total: Some(total),
        ..page(count)
    }
}

fn token(count: u64, token: &str) -> PageInfo {
    PageInfo {
        next: PageValue::Is(NextValue::text(token)),
        ..page(count)
    }
}

fn set(name: &'static str, value: &str) -> NextRequest {
    NextRequest::Set(name, NextValue::text(value))
}

/// The request with a number that was counted.
fn counted(name: &'static str, value: &str) -> NextRequest {
    NextRequest::Set(name, NextValue::number(value))
}

#[test]
fn a_short_page_ends_where_the_size_is_known() {
    let mut walk = PageProgress::new(&OFFSET, None, None);
    assert_eq!(walk.after(&page(10)), counted("offset", "10"));
    assert_eq!(walk.after(&page(10)), counted("offset", "20"));
    assert_eq!(walk.after(&page(3)), NextRequest::End);

    let mut walk = PageProgress::new(&OFFSET, Some(40), Some(500));
    assert_eq!(walk.after(&page(500)), counted("offset", "540"));
    assert_eq!(walk.after(&page(499)), NextRequest::End);
}

#[test]
fn a_size_that_the_api_may_cut_down_ends_nothing() {
    // More than the maximum: the API may return 500 at most.
    let mut walk = PageProgress::new(&OFFSET, None, Some(1000));
    assert_eq!(walk.after(&page(500)), counted("offset", "500"));
    assert_eq!(walk.after(&page(0)), NextRequest::End);
    // No maximum is known.
    let mut walk = PageProgress::new(&OFFSET_BARE, None, Some(100));
    assert_eq!(walk.after(&page(50)), counted("offset", "50"));
    assert_eq!(walk.after(&page(0)), NextRequest::End);
    let mut walk = PageProgress::new(&OFFSET_BARE, None, None);
    assert_eq!(walk.after(&page(3)), counted("offset", "3"));
}

#[test]
fn a_total_ends_and_outlives_short_pages() {
    let mut walk = PageProgress::new(&OFFSET, None, None);
    assert_eq!(walk.after(&of_total(7, 12)), counted("offset", "7"));
    assert_eq!(walk.after(&of_total(5, 12)), NextRequest::End);

    let mut walk = PageProgress::new(&PAGE, None, None);
    assert_eq!(walk.after(&of_total(20, 60)), counted("page", "2"));
    assert_eq!(walk.after(&of_total(4, 60)), counted("page", "3"));
    assert_eq!(walk.after(&of_total(0, 60)), NextRequest::End);

    // A start within the list counts what is before it.
    let mut walk = PageProgress::new(&OFFSET, Some(10), None);
    assert_eq!(walk.after(&of_total(2, 12)), NextRequest::End);
    let mut walk = PageProgress::new(&PAGE, Some(3), None);
    assert_eq!(walk.after(&of_total(20, 60)), NextRequest::End);
}

#[test]
fn a_total_that_cannot_be_is_none() {
    let mut walk = PageProgress::new(&OFFSET, None, None);
    assert_eq!(walk.after(&of_total(10, 0)), counted("offset", "10"));
    assert_eq!(walk.after(&of_total(9, 9)), NextRequest::End);
}

#[test]
fn an_api_that_cuts_pages_down_loses_nothing_by_a_total() {
    // Page 3 of 1,000 each, but the API returns 100: 200 items are before it, not 2,000.
    let mut walk = PageProgress::new(&PAGE, Some(3), Some(1000));
    assert_eq!(walk.after(&of_total(100, 450)), counted("page", "4"));
}

#[test]
fn pages_may_be_counted_from_zero_and_by_the_api() {
    let info = |count| PageInfo {
        page_count: Some(2),
        ..page(count)
    };
    let mut walk = PageProgress::new(&PAGE_FROM_0, None, None);
    assert_eq!(walk.after(&info(5)), counted("page", "1"));
    assert_eq!(walk.after(&info(5)), NextRequest::End);
}

#[test]
fn the_word_of_the_api_counts_most() {
    let said = |count, more| PageInfo {
        more: Some(more),
        ..of_total(count, 100)
    };
    let mut walk = PageProgress::new(&OFFSET, None, None);
    assert_eq!(walk.after(&said(2, true)), counted("offset", "2"));
    assert_eq!(walk.after(&said(10, false)), NextRequest::End);
    let nothing = PageInfo {
        next: PageValue::Nothing,
        ..page(10)
    };
    assert_eq!(PageProgress::new(&OFFSET, None, None).after(&nothing), NextRequest::End);
    assert_eq!(
        PageProgress::new(&OFFSET, None, None).after(&token(1, "https://a/?offset=1")),
        counted("offset", "1")
    );
}

#[test]
fn a_page_that_comes_again_is_an_error() {
    let mut walk = PageProgress::new(&PAGE, None, None);
    let info = page(20);
    assert_eq!(walk.after(&info), counted("page", "2"));
    assert!(matches!(walk.after(&info), NextRequest::Stuck(why) if why.to_string().contains("`page`")));
}

#[test]
fn tokens_are_followed_until_there_is_none() {
    let mut walk = PageProgress::new(&CURSOR, None, None);
    assert_eq!(walk.after(&token(1, "a")), set("after", "a"));
    // An empty page with a token is one of an API that filters late.
    assert_eq!(walk.after(&token(0, "b")), set("after", "b"));
    assert_eq!(walk.after(&page(5)), NextRequest::End);

    let over = PageInfo {
        more: Some(false),
        ..token(5, "c")
    };
    assert_eq!(PageProgress::new(&CURSOR, None, None).after(&over), NextRequest::End);
    let mut walk = PageProgress::new(&CURSOR, None, None);
    let step = walk.after(&token(1, "https://a/x?limit=2&after=c%20d#f"));
    assert_eq!(step, set("after", "c d"));
}

#[test]
fn a_next_number_is_sent_as_it_came() {
    let mut walk = PageProgress::new(&NUMBER, None, None);
    assert_eq!(walk.after(&token(1, "3")), set("page", "3"));
    assert_eq!(walk.after(&token(1, "7")), set("page", "7"));
    assert_eq!(walk.after(&page(1)), NextRequest::End);
    // A number that no next page can have, and a server that counts on past the end.
    for (count, last) in [(1, "0"), (1, "1"), (1, "-1"), (0, "9")] {
        let mut walk = PageProgress::new(&NUMBER, None, None);
        assert_eq!(walk.after(&token(count, last)), NextRequest::End, "{count} {last}");
    }
    // An opaque token may be any number.
    assert_eq!(
        PageProgress::new(&CURSOR, None, None).after(&token(1, "0")),
        set("after", "0")
    );
}

#[test]
fn a_token_that_comes_again_is_an_error() {
    let mut walk = PageProgress::new(&CURSOR, None, None);
    assert_eq!(walk.after(&token(1, "a")), set("after", "a"));
    assert_eq!(walk.after(&token(1, "b")), set("after", "b"));
    assert!(matches!(walk.after(&token(1, "a")), NextRequest::Stuck(_)));
    // With nothing on the page it means that there is no more.
    let mut walk = PageProgress::new(&CURSOR, None, None);
    assert_eq!(walk.after(&token(1, "a")), set("after", "a"));
    assert_eq!(walk.after(&token(0, "a")), NextRequest::End);
}

#[test]
fn the_last_item_gives_the_token() {
    let by_item = |count, id: &str, more| PageInfo {
        last: Some(NextValue::text(id)),
        more,
        ..page(count)
    };
    let mut walk = PageProgress::new(&LAST, None, None);
    assert_eq!(walk.after(&by_item(3, "x", Some(true))), set("after", "x"));
    assert_eq!(walk.after(&by_item(10, "y", None)), set("after", "y"));
    assert_eq!(walk.after(&by_item(9, "z", None)), NextRequest::End);
    assert_eq!(PageProgress::new(&LAST, None, None).after(&page(0)), NextRequest::End);
}

#[test]
fn addresses_are_followed_within_the_origin() {
    let mut walk = PageProgress::new(&ADDRESS, None, None);
    assert_eq!(
        walk.after(&token(1, "/x?page=2")),
        NextRequest::Address("/x?page=2".to_owned())
    );
    assert!(matches!(walk.after(&token(1, "/x?page=2")), NextRequest::Stuck(_)));
    assert!(matches!(walk.after(&token(1, "/x?page=2#2")), NextRequest::Stuck(_)));

    let here = Url::parse("https://api.example.com/v1/x?limit=2").unwrap();
    let to = |address: &str| follow(&here, address).map(String::from);
    assert_eq!(to("?page=2").unwrap(), "https://api.example.com/v1/x?page=2");
    assert_eq!(to("/v2/x#f").unwrap(), "https://api.example.com/v2/x");
    assert_eq!(to("http://api.example.com/x").unwrap(), "https://api.example.com/x");
    for refused in [
        "https://example.com/x",
        "https://api.example.com:8443/x",
        "http://api.example.com:8080/x",
        "//evil.example/x",
        "/\\evil.example/x",
        "https://user@api.example.com/x",
        "ftp://api.example.com/x",
        "javascript:alert(1)",
        "token",
        "",
    ] {
        assert!(to(refused).is_err(), "{refused}");
    }
    let plain = Url::parse("http://127.0.0.1:9/x").unwrap();
    assert!(follow(&plain, "http://127.0.0.1:10/x").is_err());
}

#[test]
fn only_an_address_has_a_token_in_its_query() {
    assert_eq!(token_in("https://a/x?cursor=1", "cursor").as_deref(), Some("1"));
    assert_eq!(token_in("?cursor=1", "cursor").as_deref(), Some("1"));
    assert_eq!(token_in("a?cursor=1", "cursor"), None);
    assert_eq!(token_in("https://a/x?other=1", "cursor"), None);
}

#[test]
fn more_pages_without_a_token_are_an_error() {
    let more = |info: PageInfo| PageInfo {
        more: Some(true),
        ..info
    };
    let nothing = more(PageInfo {
        next: PageValue::Nothing,
        ..page(3)
    });
    for info in [more(page(3)), more(page(0)), nothing] {
        for paging in [&MORE, &MORE_ADDRESS] {
            let step = PageProgress::new(paging, None, None).after(&info);
            assert!(
                matches!(step, NextRequest::Stuck(why) if why.to_string().contains("`/next`")),
                "{step:?}"
            );
        }
    }
    let step = PageProgress::new(&LAST, None, None).after(&more(page(0)));
    assert!(matches!(step, NextRequest::Stuck(_)), "{step:?}");
    // An empty page has no number of the next item, but the next page has one.
    let step = PageProgress::new(&OFFSET, None, None).after(&more(page(0)));
    assert!(matches!(step, NextRequest::Stuck(_)), "{step:?}");
    let step = PageProgress::new(&PAGE, None, None).after(&more(page(0)));
    assert_eq!(step, counted("page", "2"));
}

#[test]
fn empty_pages_in_a_row_have_a_limit() {
    let mut walk = PageProgress::new(&CURSOR, None, None);
    walk.max_empty(2);
    assert_eq!(walk.after(&token(0, "a")), set("after", "a"));
    assert_eq!(walk.after(&token(0, "b")), set("after", "b"));
    assert_eq!(walk.after(&token(1, "c")), set("after", "c"));
    assert_eq!(walk.after(&token(0, "d")), set("after", "d"));
    assert_eq!(walk.after(&token(0, "e")), set("after", "e"));
    let next = Box::new(set("after", "f"));
    assert_eq!(walk.after(&token(0, "f")), NextRequest::ManyEmpty(3, next));
    // After that, they are counted from zero.
    assert_eq!(walk.after(&token(0, "g")), set("after", "g"));
    // A page without a next one is the end.
    let mut walk = PageProgress::new(&CURSOR, None, None);
    walk.max_empty(0);
    assert_eq!(walk.after(&page(0)), NextRequest::End);
}

#[test]
fn a_url_without_the_token_is_followed() {
    let url = "https://a.example/x?offset=2";
    let step = PageProgress::new(&CURSOR, None, None).after(&token(1, url));
    assert_eq!(step, NextRequest::Address(url.to_owned()));
    let mut walk = PageProgress::new(&CURSOR, None, None);
    let other = format!("{url}#1");
    assert_eq!(walk.after(&token(1, url)), NextRequest::Address(url.to_owned()));
    assert!(matches!(walk.after(&token(1, &other)), NextRequest::Stuck(_)));
    // A token may begin with a slash.
    let step = PageProgress::new(&CURSOR, None, None).after(&token(1, "/9j/4AAQ"));
    assert_eq!(step, set("after", "/9j/4AAQ"));
}
