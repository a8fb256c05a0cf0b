//! What each of the 41 operations sends, byte for byte.

use crate::wire::clerk_operations::MULTIPART;
use crate::wire::operations::{ID, ID_SENT, Operation, all};
use crate::wire::support::{Stage, TOKEN, TestResult};
use loopback::Request;

/// The names of all headers of a request, in lower case and sorted.
pub(crate) fn header_names(request: &Request) -> Vec<String> {
    let mut names: Vec<_> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names
}

fn check(row: &Operation, stage: &Stage, request: &Request) {
    let what = row.id;
    assert_eq!(
        format!("{} {}", request.method, request.target),
        row.request.replace("{id}", ID_SENT),
        "{what}"
    );
    assert_eq!(
        request.header("host").unwrap(),
        stage.server.addr().to_string(),
        "{what}"
    );
    assert_eq!(
        request.header("authorization").unwrap(),
        format!("Bearer {TOKEN}"),
        "{what}"
    );
    let agent = request.header("user-agent").unwrap();
    assert!(agent.ends_with(" oaspen-client/0.1.0"), "{what}: {agent}");
    // Where no body is declared anything is accepted.
    let accept = if row.has_json() { "application/json" } else { "*/*" };
    assert_eq!(request.header("accept").unwrap(), accept, "{what}");

    // Nothing else goes along: no cookies, no referer, no header twice.
    let mut names = vec!["accept", "accept-encoding", "authorization", "host", "user-agent"];
    let takes_body = matches!(request.method.as_str(), "POST" | "PUT" | "PATCH");
    if takes_body {
        names.push("content-length");
        assert_eq!(
            request.header("content-length").unwrap(),
            request.body.len().to_string(),
            "{what}"
        );
    }
    if row.body.is_empty() {
        assert_eq!(request.text(), "", "{what}");
    } else if row.body == MULTIPART {
        names.push("content-type");
        assert!(
            request
                .header("content-type")
                .unwrap()
                .starts_with("multipart/form-data; boundary="),
            "{what}"
        );
    } else {
        names.push("content-type");
        assert_eq!(request.header("content-type").unwrap(), "application/json", "{what}");
        assert_eq!(request.text(), row.body, "{what}");
    }
    names.sort_unstable();
    assert_eq!(header_names(request), names, "{what}");
}

#[tokio::test]
async fn every_operation_sends_exactly_this() -> TestResult {
    let stage = Stage::json("");
    let clients = stage.clients();
    for (at, row) in all().enumerate() {
        stage.answer(row.reply());
        let outcome = (row.call)(&clients, ID).await;
        assert!(outcome.is_ok(), "{}: {outcome:?}", row.id);
        assert_eq!(stage.server.requests().len(), at + 1, "{}: one request a call", row.id);
        check(row, &stage, &stage.last());
    }
    Ok(())
}

#[tokio::test]
async fn nothing_is_sent_before_a_call_is_awaited() {
    let stage = Stage::json("");
    let clients = stage.clients();
    for row in all() {
        drop((row.call)(&clients, ID));
    }
    assert_eq!(stage.server.requests(), []);
}

/// BanUser, UnbanUser, LockUser and UnlockUser: a POST with an empty body sends `content-length: 0`.
#[tokio::test]
async fn quirk_post_with_no_body() {
    let stage = Stage::json("{}");
    let clients = stage.clients();
    let mut seen = 0;
    for row in all().filter(|row| row.request.starts_with("POST ") && row.body.is_empty()) {
        (row.call)(&clients, "u").await.unwrap();
        let request = stage.last();
        assert_eq!(request.header("content-length"), Some("0"), "{}", row.id);
        assert_eq!(request.header("content-type"), None, "{}", row.id);
        assert_eq!(request.header("transfer-encoding"), None, "{}", row.id);
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[tokio::test]
async fn get_and_delete_carry_no_body_headers() {
    let stage = Stage::json("{}");
    let clients = stage.clients();
    for row in all().filter(|row| row.request.starts_with("GET ") || row.request.starts_with("DELETE ")) {
        stage.answer(row.reply());
        (row.call)(&clients, "u").await.unwrap();
        let names = header_names(&stage.last());
        assert!(
            !names
                .iter()
                .any(|name| name.starts_with("content-") || name == "transfer-encoding"),
            "{}",
            row.id
        );
    }
}
