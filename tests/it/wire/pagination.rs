//! Lists of both APIs page by page: requests, the end of the list, and unusual responses.

use crate::wire::clerk_operations::USER;
use crate::wire::support::{Stage, TestResult, value};
use loopback::{Request, Server, ServerResponse};
use oaspen_client::{ErrorKind, Items, Json, PagedCall, Pages, RetryPolicy};
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Waker};
use user_apis::{clerk, logto};

/// A query parameter of a request, as a number.
fn number(request: &Request, name: &str) -> Option<usize> {
    let query = request.target.split_once('?')?.1;
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(known, _)| *known == name)?.1.parse().ok()
}

/// A Clerk user by its number.
fn user(number: usize) -> Json {
    let mut user = value(USER);
    user["id"] = format!("user_{number}").into();
    user
}

/// The ids from one number to another.
fn ids(from: usize, to: usize) -> Vec<String> {
    (from..to).map(|number| format!("user_{number}")).collect()
}

/// `GET /users` of a Clerk with so many users.
fn clerk_with(users: usize) -> Server {
    Server::start(move |request| {
        let (offset, limit) = (
            number(request, "offset").unwrap_or(0),
            number(request, "limit").unwrap_or(10),
        );
        let page: Vec<Json> = (offset..users.min(offset + limit.min(500))).map(user).collect();
        ServerResponse::json(200, Json::from(page).to_string())
    })
}

fn clerk_at(server: &Server) -> clerk::api::users::Users {
    let builder = clerk::Client::builder().base_url(format!("{}/v1", server.url()));
    let client = builder.bearer_token("t").retries(RetryPolicy::none()).build();
    client.unwrap().users()
}

fn logto_at(server: &Server) -> logto::api::users::Users {
    let builder = logto::Client::builder().base_url(server.url());
    let client = builder.bearer_token("t").retries(RetryPolicy::none()).build();
    client.unwrap().users()
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().into_iter().map(|request| request.target).collect()
}

fn user_ids(users: Vec<clerk::models::User>) -> Vec<String> {
    users.into_iter().map(|user| user.id.unwrap()).collect()
}

#[tokio::test]
async fn clerk_users_end_with_a_short_page() -> TestResult {
    let server = clerk_with(25);
    let mut found = Vec::new();
    let mut pages = clerk_at(&server).get_user_list().order_by("+email").pages();
    while let Some(page) = pages.next().await {
        let page = page?;
        assert_eq!((page.status().as_u16(), page.total()), (200, None));
        found.extend(user_ids(page.into_items()));
    }
    assert_eq!(found, ids(0, 25));
    assert_eq!(
        targets(&server),
        [
            "/v1/users?order_by=%2Bemail",
            "/v1/users?order_by=%2Bemail&offset=10",
            "/v1/users?order_by=%2Bemail&offset=20"
        ]
    );
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn clerk_users_end_with_an_empty_page() -> TestResult {
    let server = clerk_with(20);
    let mut items = clerk_at(&server).get_user_list().items();
    let mut found = Vec::new();
    while let Some(user) = items.next().await {
        found.push(user?);
    }
    assert_eq!(user_ids(found), ids(0, 20));
    assert_eq!(server.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn settings_of_the_caller_apply() -> TestResult {
    let server = clerk_with(30);
    let mut items = clerk_at(&server).get_user_list().limit(4).offset(20).items();
    let mut found = Vec::new();
    while let Some(user) = items.next().await {
        found.push(user?);
    }
    assert_eq!(user_ids(found), ids(20, 30));
    assert_eq!(
        targets(&server),
        [
            "/v1/users?limit=4&offset=20",
            "/v1/users?limit=4&offset=24",
            "/v1/users?limit=4&offset=28"
        ]
    );
    Ok(())
}

#[tokio::test]
async fn max_items_requests_no_extra_page() -> TestResult {
    let server = clerk_with(100);
    for (most, requests) in [(0, 0), (3, 1), (10, 1), (15, 2)] {
        let before = server.requests().len();
        let mut pages = clerk_at(&server).get_user_list().pages().max_items(most);
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            found.extend(page?);
        }
        assert_eq!(user_ids(found), ids(0, most as usize));
        assert_eq!(server.requests().len() - before, requests, "{most}");
    }
    Ok(())
}

#[tokio::test]
async fn clerk_memberships_end_with_their_total() -> TestResult {
    let members = value(include_str!("clerk_memberships.json"))["data"]
        .as_array()
        .unwrap()
        .clone();
    let member = members[0].clone();
    // A page in the middle is short although there are more.
    let server = Server::start(move |request| {
        let page = match number(request, "offset") {
            None => vec![member.clone(); 10],
            Some(10) => vec![member.clone(); 2],
            Some(12) => vec![member.clone(); 1],
            Some(offset) => panic!("{offset}"),
        };
        ServerResponse::json(200, serde_json::json!({ "data": page, "total_count": 13 }).to_string())
    });
    let mut pages = clerk_at(&server).users_get_organization_memberships("user_1").pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        assert_eq!(page.total(), Some(13));
        sizes.push(page.items().len());
    }
    assert_eq!(sizes, [10, 2, 1]);
    Ok(())
}

#[tokio::test]
async fn a_broken_envelope_is_an_error_with_its_path() -> TestResult {
    let stage = Stage::json(r#"{"data":[{"id":7}],"total_count":1}"#);
    let mut pages = stage.clerk().users_get_organization_memberships("user_1").pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.decode_path()),
        (ErrorKind::Decode, Some("/data/0/id"))
    );
    let stage = Stage::json(r#"{"total_count":1}"#);
    let mut pages = stage.clerk().users_get_organization_memberships("user_1").pages();
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("expected an array at `/data`"), "{error}");
    Ok(())
}

/// A Logto with so many users: the total is in a header, and the `Link` headers lack `/api`.
fn logto_with(users: usize) -> Server {
    Server::start(move |request| {
        assert!(request.target.starts_with("/api/users"), "{}", request.target);
        let (page, size) = (
            number(request, "page").unwrap_or(1),
            number(request, "page_size").unwrap_or(20),
        );
        let list: Vec<Json> = (0..users).skip((page - 1) * size).take(size).map(logto_item).collect();
        let (total, next) = (users.to_string(), format!("</users?page={}>; rel=\"next\"", page + 1));
        let headers = [
            ("content-type", "application/json"),
            ("Total-Number", total.as_str()),
            ("Link", "</users?page=1>; rel=\"first\""),
            ("Link", next.as_str()),
        ];
        ServerResponse::new(200, &headers, Json::from(list).to_string())
    })
}

/// Something that is a user and a role.
fn logto_item(number: usize) -> Json {
    serde_json::json!({
        "id": format!("{number}"), "username": null, "primaryEmail": null, "primaryPhone": null, "name": "n",
        "avatar": null, "customData": {}, "identities": {}, "lastSignInAt": null, "createdAt": 1, "updatedAt": 1,
        "profile": {}, "applicationId": null, "isSuspended": false, "hasPassword": true,
        "tenantId": "t", "description": "d", "type": "User", "isDefault": false
    })
}

#[tokio::test]
async fn logto_users_are_paged_by_number_up_to_the_total() -> TestResult {
    let server = logto_with(45);
    let mut pages = logto_at(&server).list_users().pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        assert_eq!(page.total(), Some(45));
        sizes.push(page.into_items().len());
    }
    assert_eq!(sizes, [20, 20, 5]);
    assert_eq!(
        targets(&server),
        ["/api/users", "/api/users?page=2", "/api/users?page=3"]
    );
    // The total ends the walk where no page is short.
    let server = logto_with(40);
    let mut pages = logto_at(&server).list_users().page_size(20).page(2).pages();
    assert_eq!(pages.next().await.unwrap()?.items().len(), 20);
    assert!(pages.next().await.is_none());
    assert_eq!(targets(&server), ["/api/users?page_size=20&page=2"]);
    Ok(())
}

#[tokio::test]
async fn logto_roles_are_paged_by_number_up_to_the_total() -> TestResult {
    let server = logto_with(21);
    let mut items = logto_at(&server).list_user_roles("u").items();
    let mut found = Vec::new();
    while let Some(role) = items.next().await {
        found.push(role?.id);
    }
    assert_eq!(found, (0..21).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(targets(&server), ["/api/users/u/roles", "/api/users/u/roles?page=2"]);
    Ok(())
}

#[tokio::test]
async fn an_error_ends_the_stream_and_can_be_resumed() -> TestResult {
    let count = AtomicU64::new(0);
    let server = Server::start(move |request| {
        if count.fetch_add(1, Ordering::Relaxed) == 1 {
            return ServerResponse::json(429, r#"{"errors":[]}"#);
        }
        let offset = number(request, "offset").unwrap_or(0);
        let page: Vec<Json> = (offset..15.min(offset + 10)).map(user).collect();
        ServerResponse::json(200, Json::from(page).to_string())
    });
    let mut items = clerk_at(&server).get_user_list().items();
    let mut found = Vec::new();
    while let Some(Ok(user)) = items.next().await {
        found.push(user);
    }
    assert_eq!(found.len(), 10);
    assert!(items.next().await.is_none());
    items.resume();
    while let Some(user) = items.next().await {
        found.push(user?);
    }
    assert_eq!(user_ids(found), ids(0, 15));
    assert_eq!(
        targets(&server),
        ["/v1/users", "/v1/users?offset=10", "/v1/users?offset=10"]
    );
    Ok(())
}

#[tokio::test]
async fn the_error_of_a_page_is_typed() -> TestResult {
    let stage = Stage::new(ServerResponse::json(
        422,
        r#"{"errors":[{"message":"m","long_message":"l","code":"c"}]}"#,
    ));
    let error = stage.clerk().get_user_list().pages().next().await.unwrap().unwrap_err();
    assert_eq!(error.error_body().unwrap().errors[0].code, "c");
    Ok(())
}

#[tokio::test]
async fn a_dropped_next_loses_nothing() -> TestResult {
    let server = clerk_with(12);
    let mut pages = clerk_at(&server).get_user_list().pages();
    {
        let mut next = Box::pin(pages.next());
        let mut cx = Context::from_waker(Waker::noop());
        assert!(next.as_mut().poll(&mut cx).is_pending());
    }
    assert_eq!(pages.next().await.unwrap()?.items().len(), 10);
    assert_eq!(pages.next().await.unwrap()?.items().len(), 2);
    assert!(pages.next().await.is_none());
    assert_eq!(server.requests().len(), 2);
    Ok(())
}

#[tokio::test]
async fn an_api_that_ignores_the_page_is_noticed() -> TestResult {
    let list: Vec<Json> = (0..20).map(logto_item).collect();
    let stage = Stage::json(&Json::from(list).to_string());
    let mut pages = stage.logto().list_users().pages();
    assert!(pages.next().await.unwrap().is_ok());
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("same page again"), "{error}");
    assert!(pages.next().await.is_none());
    Ok(())
}

#[tokio::test]
async fn page_streams_can_be_spawned_and_print_no_values() -> TestResult {
    fn is_free<T: Send + 'static>(_: &T) {}
    let server = clerk_with(3);
    let mut pages: Pages<_, _> = clerk_at(&server).get_user_list().query("secret").pages();
    is_free(&pages);
    assert!(!format!("{pages:?}").contains("secret"), "{pages:?}");
    let count = tokio::spawn(async move {
        let mut count = 0;
        while let Some(Ok(page)) = pages.next().await {
            count += page.into_iter().count();
        }
        count
    });
    assert_eq!(count.await?, 3);
    let items: Items<_, _> = clerk_at(&server).get_user_list().items();
    is_free(&items);
    Ok(())
}
