//! Recorded exchanges with a real Logto 1.42 (`logto_observed/exchanges.jsonl`, made by `convert.py` beside it),
//! replayed to the client: it sends the same requests and reads the same responses.

use crate::wire::logto_operations::identity_json;
use crate::wire::operations::all;
use crate::wire::support::{
    Outcome, Sending, Stage, TestResult, assert_covers, assert_error, documented, failed, probe, probe_with, value,
};
use loopback::ServerResponse;
use oaspen_client::{Decode, ErrorKind, Json, json};
use std::collections::BTreeSet;
use user_apis::logto::api::users::Users;
use user_apis::logto::models::{UserSearch, UserSearchMode};

/// An exchange as it was recorded.
struct Exchange {
    number: u64,
    operation: String,
    method: String,
    target: String,
    body: Option<String>,
    status: u16,
    headers: Vec<(String, String)>,
    answer: String,
}

/// Exchanges whose request breaks the document on purpose, so that no typed call can send it: wrong or
/// missing types, malformed JSON, other media types, parameters and members that do not exist. Their
/// responses are replayed to the most similar call.
const NOT_EXPRESSIBLE: &[u64] = &[
    11, 13, 14, 15, 23, 31, 34, 35, 49, 52, 62, 80, 97, 98, 100, 903, 904, 905,
];

/// Members newer than the document.
const UNKNOWN: &[&str] = &["cimdClientId", "passwordDigest", "passwordAlgorithm"];

fn exchanges() -> Vec<Exchange> {
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let read = |line: &str| {
        let json = value(line);
        let request = text(&json["request"]);
        let (method, target) = request.split_once(' ').unwrap();
        let headers = json["headers"].as_array().unwrap().iter();
        Exchange {
            number: json["number"].as_u64().unwrap(),
            operation: text(&json["operation"]),
            method: method.to_owned(),
            target: target.to_owned(),
            body: json["body"].as_str().map(str::to_owned),
            status: json["status"].as_u64().unwrap() as u16,
            headers: headers.map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            answer: text(&json["answer"]),
        }
    };
    include_str!("logto_observed/exchanges.jsonl")
        .lines()
        .map(read)
        .collect()
}

impl Exchange {
    fn reply(&self) -> ServerResponse {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        ServerResponse::new(self.status, &headers, &self.answer)
    }

    fn request_id(&self) -> &str {
        self.headers
            .iter()
            .find(|(name, _)| name == "Logto-Core-Request-Id")
            .map(|(_, text)| text.as_str())
            .unwrap()
    }

    /// A segment of the path, from 0.
    fn segment(&self, at: usize) -> &str {
        self.target.split('?').next().unwrap().split('/').nth(at + 1).unwrap()
    }

    /// A parameter of the query.
    fn query(&self, name: &str) -> Option<&str> {
        let pairs = self.target.split_once('?')?.1.split('&');
        pairs
            .filter_map(|pair| pair.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, text)| text)
    }

    fn number_in_query(&self, name: &str) -> Option<i64> {
        self.query(name)?.parse().ok()
    }

    /// The body that was recorded, in the type of the client; a plain one where it does not fit.
    fn body<T: Decode>(&self, plain: &str) -> T {
        let recorded = json::from_str(self.body.as_deref().unwrap_or_default());
        assert!(
            recorded.is_ok() || !self.is_expressible(),
            "{}: {:?}",
            self.number,
            self.body
        );
        recorded.unwrap_or_else(|_| json::from_str(plain).unwrap())
    }

    fn is_expressible(&self) -> bool {
        !NOT_EXPRESSIBLE.contains(&self.number)
    }

    /// The call that was recorded.
    fn call(&self, users: &Users) -> Sending {
        let user = || self.segment(2);
        match self.operation.as_str() {
            "ListUsers" => {
                let mut call = users.list_users();
                // The members of the search are parameters; a member that is declared keeps its text.
                let text = |name: &str| self.query(name).map(|text| text.replace("%25", "%"));
                let mut search = UserSearch::default();
                search.search = text("search");
                search.search_username = text("search.username");
                search.mode_username = text("mode.username").map(UserSearchMode::from);
                if search != UserSearch::default() {
                    call = call.search_params(search);
                }
                if let Some(page) = self.number_in_query("page") {
                    call = call.page(page);
                }
                if let Some(page_size) = self.number_in_query("page_size") {
                    call = call.page_size(page_size);
                }
                probe(call)
            }
            "ListUserRoles" => {
                let mut call = users.list_user_roles(user());
                if let Some(page) = self.number_in_query("page") {
                    call = call.page(page);
                }
                if let Some(page_size) = self.number_in_query("page_size") {
                    call = call.page_size(page_size);
                }
                probe(call)
            }
            "GetUser" => match self.query("includeSsoIdentities") {
                Some(text) => probe(users.get_user(user()).include_sso_identities(text)),
                None => probe(users.get_user(user())),
            },
            "CreateUser" => probe(users.create_user(self.body("{}"))),
            "UpdateUser" => probe(users.update_user(user(), self.body("{}"))),
            "DeleteUser" => probe(users.delete_user(user())),
            "ListUserCustomData" => probe(users.list_user_custom_data(user())),
            "UpdateUserCustomData" => probe(users.update_user_custom_data(user(), self.body(r#"{"customData":{}}"#))),
            "UpdateUserProfile" => probe(users.update_user_profile(user(), self.body(r#"{"profile":{}}"#))),
            "UpdateUserPassword" => probe(users.update_user_password(user(), self.body(r#"{"password":""}"#))),
            "VerifyUserPassword" => probe(users.verify_user_password(user(), self.body(r#"{"password":""}"#))),
            "GetUserHasPassword" => probe(users.get_user_has_password(user())),
            "UpdateUserIsSuspended" => {
                probe(users.update_user_is_suspended(user(), self.body(r#"{"isSuspended":true}"#)))
            }
            "AssignUserRoles" => probe(users.assign_user_roles(user(), self.body(r#"{"roleIds":[]}"#))),
            "ReplaceUserRoles" => probe(users.replace_user_roles(user(), self.body(r#"{"roleIds":[]}"#))),
            "DeleteUserRole" => probe(users.delete_user_role(user(), self.segment(4))),
            "ReplaceUserIdentity" => {
                let body = self.body(r#"{"userId":""}"#);
                probe_with(
                    users.replace_user_identity(user(), self.segment(4), body),
                    identity_json,
                )
            }
            "DeleteUserIdentity" => probe(users.delete_user_identity(user(), self.segment(4))),
            "ListUserOrganizations" => probe(users.list_user_organizations(user())),
            "ListUserMfaVerifications" => probe(users.list_user_mfa_verifications(user())),
            "CreateUserMfaVerification" => {
                probe(users.create_user_mfa_verification(user(), self.body(r#"{"type":"Totp"}"#)))
            }
            "DeleteUserMfaVerification" => probe(users.delete_user_mfa_verification(user(), self.segment(4))),
            other => panic!("no call for {other}"),
        }
    }

    fn check(&self, outcome: Outcome) {
        let number = self.number;
        if self.status < 300 {
            let read = outcome.unwrap_or_else(|failed| panic!("{number}: {}", failed.error));
            let declares_content = all().any(|row| {
                row.api == "logto" && row.id == self.operation && row.has_json() && row.success() == self.status
            });
            if declares_content {
                assert_covers(&read, &value(&self.answer), UNKNOWN);
            } else {
                assert_eq!(read, Json::Null, "{number}: no content is declared");
            }
            return;
        }
        let failed = failed(outcome, &self.operation);
        let id = documented()
            .into_iter()
            .find(|row| row.api == "logto" && row.id == self.operation)
            .unwrap()
            .id;
        assert_error(&failed.error, ErrorKind::Status, id);
        assert_eq!(failed.status(), self.status, "{number}");
        assert_eq!(failed.raw(), self.answer, "{number}");
        assert_eq!(failed.error.request_id(), Some(self.request_id()), "{number}");
        assert!(
            failed.error.to_string().contains(self.request_id()),
            "{number}: {}",
            failed.error
        );
        let content_type = failed.error.headers()["content-type"].to_str().unwrap().to_owned();
        if content_type.starts_with("application/json") {
            let body = value(&failed.raw());
            assert!(body["message"].is_string(), "{number}: {body}");
            if let Some(code) = body["code"].as_str() {
                assert!(
                    code.contains('.') && failed.error.to_string().contains(code),
                    "{number}: {}",
                    failed.error
                );
            }
        } else {
            assert_eq!(failed.raw(), "Not Found", "{number}");
        }
    }
}

#[tokio::test]
async fn every_recorded_exchange() -> TestResult {
    let stage = Stage::json("");
    let users = stage.logto();
    let mut seen = BTreeSet::new();
    for exchange in exchanges() {
        stage.answer(exchange.reply());
        exchange.check(exchange.call(&users).await);
        let sent = stage.last();
        assert_eq!(sent.method, exchange.method, "{}", exchange.number);
        if exchange.is_expressible() {
            assert_eq!(sent.target, exchange.target, "{}", exchange.number);
            match &exchange.body {
                Some(body) => assert_eq!(value(&sent.text()), value(body), "{}", exchange.number),
                None => assert_eq!(sent.text(), "", "{}", exchange.number),
            }
        }
        seen.insert(exchange.operation);
    }
    // A social identity needs a connector, which the server that was recorded had none of.
    let missing: Vec<_> = all()
        .filter(|row| row.api == "logto" && !seen.contains(row.id))
        .map(|row| row.id)
        .collect();
    assert_eq!(missing, ["CreateUserIdentity"]);
    Ok(())
}

#[test]
fn the_record_is_complete() {
    let exchanges = exchanges();
    assert_eq!(exchanges.len(), 108);
    for number in NOT_EXPRESSIBLE {
        assert!(
            exchanges.iter().any(|exchange| exchange.number == *number),
            "{number} is no exchange"
        );
    }
    for exchange in &exchanges {
        assert_eq!(exchange.segment(1), "users");
        assert_eq!(exchange.request_id().len(), 16);
    }
}

fn recorded(number: u64) -> Exchange {
    exchanges()
        .into_iter()
        .find(|exchange| exchange.number == number)
        .unwrap()
}

/// Total-Number and several Link headers, none of them in the document.
#[tokio::test]
async fn quirk_total_number_and_link_headers() -> TestResult {
    let stage = Stage::new(recorded(26).reply());
    let response = stage
        .logto()
        .list_users()
        .page(2)
        .page_size(2)
        .send_with_response()
        .await?;
    assert_eq!(response.headers()["total-number"], "10");
    let links: Vec<_> = response
        .headers()
        .get_all("link")
        .iter()
        .map(|link| link.to_str().unwrap())
        .collect();
    assert_eq!(links.len(), 4);
    assert_eq!(
        links[3],
        r#"<http://127.0.0.1:3001/users?page=3&page_size=2>; rel="next""#
    );
    assert_eq!(response.request_id(), Some("observed-0000026"));
    let names: Vec<_> = response
        .body()
        .iter()
        .map(|user| user.username.as_deref().unwrap())
        .collect();
    assert_eq!(names, ["bulk_2", "bulk_1"]);
    stage.answer(recorded(77).reply());
    let response = stage
        .logto()
        .list_user_roles("cczuqgho3dg5")
        .page(1)
        .page_size(1)
        .send_with_response()
        .await?;
    assert_eq!(response.headers()["total-number"], "2");
    assert_eq!(response.body()[0].name, "r1");
    Ok(())
}

/// Newer servers respond to role changes with JSON. The document declares no content, so the body is ignored.
#[tokio::test]
async fn quirk_roles_respond_with_undeclared_json() -> TestResult {
    let stage = Stage::new(recorded(71).reply());
    let body = user_apis::logto::models::AssignUserRolesRequest::new(vec![]);
    let response = stage.logto().assign_user_roles("u", body).send_with_response().await?;
    assert_eq!((response.status().as_u16(), response.into_body()), (201, ()));
    stage.answer(recorded(71).reply());
    let body = user_apis::logto::models::AssignUserRolesRequest::new(vec![]);
    let raw = stage.logto().assign_user_roles("u", body).send_raw().await?;
    assert!(raw.text().await?.contains("addedRoleIds"), "who wants it reads it raw");
    Ok(())
}

/// A route the server does not know, and a method it does not know there.
#[tokio::test]
async fn quirk_unknown_routes_respond_with_text() {
    let stage = Stage::json("");
    for (status, body) in [(404, "Not Found"), (405, "Method Not Allowed")] {
        stage.answer(ServerResponse::new(
            status,
            &[("Content-Type", "text/plain; charset=utf-8")],
            body,
        ));
        for row in all().filter(|row| row.api == "logto") {
            let failed = failed((row.call)(&stage.clients(), "u").await, row.id);
            assert_error(&failed.error, ErrorKind::Status, row.id);
            assert_eq!((failed.status(), failed.raw().as_str()), (status, body), "{}", row.id);
        }
    }
}

/// Unset members of a user are explicit nulls; `cimdClientId` is newer than the document.
#[tokio::test]
async fn quirk_unset_members_are_nulls() -> TestResult {
    let stage = Stage::new(recorded(6).reply());
    let user = stage
        .logto()
        .create_user(user_apis::logto::models::CreateUserRequest::new())
        .await?;
    assert_eq!(stage.last().text(), "{}");
    assert_eq!(user.id, "dtooyfe3a44x");
    let texts = [
        user.username,
        user.primary_email,
        user.primary_phone,
        user.name,
        user.avatar,
        user.application_id,
    ];
    assert_eq!(texts, [const { None }; 6]);
    assert_eq!((user.last_sign_in_at, user.created_at), (None, 1795289306837.0));
    assert!(user.identities.is_empty() && user.custom_data.is_empty() && user.sso_identities.is_none());
    Ok(())
}

/// What the transport of that server adds: an interim response, a response without a body, another language.
#[tokio::test]
async fn quirk_transport_extras() -> TestResult {
    let text = "content-type: text/plain; charset=utf-8\r\ncontent-length: 9\r\n\r\nNot Found";
    let continued = format!("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\n{text}");
    let stage = Stage::new(ServerResponse::raw(continued));
    let body = user_apis::logto::models::CreateUserRequest::new();
    let error = stage.logto().create_user(body).await.err().ok_or("no error")?;
    assert_eq!(
        (error.kind(), error.status().map(|status| status.as_u16())),
        (ErrorKind::Status, Some(404))
    );
    assert_eq!(error.raw_body().map(|body| &body[..]), Some(&b"Not Found"[..]));

    stage.answer(ServerResponse::new(
        304,
        &[("Total-Number", "3"), ("ETag", "\"2fb\"")],
        "",
    ));
    let call = || stage.logto().list_users().header("if-none-match", "\"2fb\"");
    let error = call().await.err().ok_or("no error")?;
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    const TOTAL_NUMBER: oaspen_client::ResponseHeader<i64> = oaspen_client::ResponseHeader::new("Total-Number");
    assert_eq!(error.header(TOTAL_NUMBER)?, Some(3));
    let raw = call().send_raw().await?;
    assert_eq!((raw.status().as_u16(), raw.text().await?.as_str()), (304, ""));

    let french =
        r#"{"code":"guard.invalid_pagination","message":"La valeur de la pagination de la requête n'est pas valide."}"#;
    stage.answer(ServerResponse::json(400, french));
    let error = stage.logto().list_users().page(0).await.err().ok_or("no error")?;
    assert_eq!(error.raw_body().map(|body| &body[..]), Some(french.as_bytes()));
    assert!(error.to_string().contains("requête"), "{error}");
    Ok(())
}
