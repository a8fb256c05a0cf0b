//! The fake server with both clients: how a program that uses them tests itself.

use crate::wire::operations;
use crate::wire::support::{Clients, TestResult, failed, value};
use oaspen_client::{BlockingCall as _, ErrorKind, FakeResponse, FakeServer, Json};
use user_apis::clerk::api::users::{GetUser, GetUserList};
use user_apis::clerk::models::ClerkErrors;
use user_apis::logto::api::users::{ListUsers, ReplaceUserIdentity, ReplaceUserIdentityOutput, UpdateUser};
use user_apis::logto::models::UpdateUserRequest;
use user_apis::{clerk, logto};

/// What is to be tested: a program that suspends a user of Logto if Clerk has banned them.
async fn suspend_if_banned(
    clerk: &clerk::Client,
    logto: &logto::Client,
    id: &str,
) -> Result<bool, oaspen_client::Error> {
    let user = clerk.users().get_user(id).await?;
    if user.banned != Some(true) {
        return Ok(false);
    }
    let change = UpdateUserRequest::new().with_custom_data(oaspen_client::JsonMap::new());
    logto.users().update_user(id, change).await?;
    Ok(true)
}

#[tokio::test]
async fn testing_a_program_with_both_clients() -> TestResult {
    let fake = FakeServer::new();
    let clerk = clerk::Client::builder().fake(&fake).build()?;
    let logto = logto::Client::builder().fake(&fake).build()?;
    fake.on::<GetUser>(|call| {
        let user = format!(r#"{{"banned":{}}}"#, call.path_value("user_id") == Some("bad"));
        FakeResponse::ok(oaspen_client::json::from_str(&user).unwrap())
    });
    fake.returns::<UpdateUser>(logto_user("bad"));

    assert!(!suspend_if_banned(&clerk, &logto, "good").await?);
    assert!(fake.calls_of::<UpdateUser>().is_empty());
    assert!(suspend_if_banned(&clerk, &logto, "bad").await?);
    let update = &fake.calls_of::<UpdateUser>()[0];
    assert_eq!(update.path(), "/api/users/bad");
    assert_eq!(update.json::<Json>()?, value(r#"{"customData":{}}"#));
    Ok(())
}

fn logto_user(id: &str) -> logto::models::User {
    oaspen_client::json::from_str(&crate::wire::logto_operations::USER.replace("cczuqgho3dg5", id)).unwrap()
}

#[tokio::test]
async fn errors_and_headers_are_those_of_the_api() -> TestResult {
    let fake = FakeServer::new();
    let users = clerk::Client::builder().fake(&fake).build()?.users();
    let body = r#"{"errors":[{"message":"not found","long_message":"no such user","code":"resource_not_found"}]}"#;
    let typed: ClerkErrors = oaspen_client::json::from_str(body)?;
    fake.sequence::<GetUser>([FakeResponse::error(404, typed), FakeResponse::json(404, body)]);
    for _ in 0..2 {
        let error = users.get_user("u").await.unwrap_err();
        assert_eq!(error.error_body().unwrap().errors[0].long_message, "no such user");
    }
    fake.once::<GetUser>(|_| FakeResponse::json(404, "{}"));
    let error = users.get_user("u").await.unwrap_err();
    assert_eq!(
        (error.error_body(), error.status().unwrap().as_u16()),
        (None, 404),
        "not what is declared"
    );

    let logto = logto::Client::builder().fake(&fake).build()?.users();
    fake.on::<ListUsers>(|call| {
        assert_eq!(
            (call.query_value("page"), call.query_value("page_size")),
            (Some("2"), Some("20"))
        );
        FakeResponse::ok(vec![logto_user("a")]).header("Total-Number", "21")
    });
    let reply = logto.list_users().page(2).page_size(20).send_with_response().await?;
    assert_eq!(
        (reply.body().len(), &reply.headers()["total-number"]),
        (1, &"21".parse()?)
    );

    fake.returns::<ReplaceUserIdentity>(ReplaceUserIdentityOutput::Created);
    let body = oaspen_client::json::from_str(r#"{"userId":"x"}"#)?;
    let reply = logto
        .replace_user_identity("u", "github", body)
        .send_with_response()
        .await?;
    assert_eq!(
        (reply.status().as_u16(), reply.body()),
        (201, &ReplaceUserIdentityOutput::Created)
    );
    Ok(())
}

#[tokio::test]
async fn every_operation_without_a_response_is_an_error_and_recorded() -> TestResult {
    let fake = FakeServer::new();
    fake.returns::<GetUserList>(Vec::new());
    let clients = Clients {
        clerk: clerk::Client::builder().fake(&fake).build()?.users(),
        logto: logto::Client::builder().fake(&fake).build()?.users(),
    };
    let mut count = 0;
    for operation in operations::all() {
        let outcome = (operation.call)(&clients, operations::ID).await;
        let call = fake.calls().pop().unwrap();
        assert_eq!(call.operation_id(), operation.id);
        let sent = operation.request.replace("{id}", operations::ID_SENT);
        let (method, target) = sent.split_once(' ').unwrap();
        assert_eq!(call.method(), method, "{}", operation.id);
        // The address of the fake server has no base path.
        let seen = call.uri().path_and_query().unwrap().as_str();
        assert!(
            target.ends_with(seen),
            "{}: {seen} is not the end of {target}",
            operation.id
        );
        if operation.id == "GetUserList" {
            assert_eq!(outcome.unwrap(), value("[]"));
            continue;
        }
        let failed = failed(outcome, operation.id);
        assert_eq!(
            (failed.error.kind(), failed.error.operation()),
            (ErrorKind::Build, operation.id)
        );
        let text = failed.error.to_string();
        assert!(
            text.contains("no response for this operation (operations with one: GetUserList (GET /users))"),
            "{text}"
        );
        count += 1;
    }
    assert_eq!(count, 40);
    Ok(())
}

#[test]
fn without_async() -> TestResult {
    let fake = FakeServer::new();
    fake.sequence::<GetUserList>([
        FakeResponse::raw(500, "text/plain", "down"),
        FakeResponse::ok(Vec::new()),
    ]);
    let users = clerk::Client::builder()
        .retries(oaspen_client::RetryPolicy::none())
        .fake(&fake)
        .build()?
        .users();
    assert_eq!(
        users.get_user_list().send_blocking().unwrap_err().raw_body().unwrap(),
        "down"
    );
    assert!(users.get_user_list().send_blocking()?.is_empty());
    Ok(())
}
