//! Invalid requests: if Prism does not refuse them, its acceptance of the other requests proves nothing.

use super::server::{CLERK, LOGTO, Prism};
use crate::wire::clerk_operations::MULTIPART;
use crate::wire::operations::{Operation, all};
use std::io::{Read, Write};
use std::net::TcpStream;

/// Sends a raw request and returns the status.
fn status(prism: &Prism, request: &str, token: &str, body: &str) -> u16 {
    let host = prism.url().strip_prefix("http://").unwrap();
    let mut head = format!("{request} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    if !token.is_empty() {
        head.push_str(&format!("authorization: Bearer {token}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!(
            "content-type: application/json\r\ncontent-length: {}\r\n",
            body.len()
        ));
    }
    let mut stream = TcpStream::connect(host).unwrap();
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    response.split(' ').nth(1).unwrap().parse().unwrap()
}

/// The method and path of an operation, without the query.
fn request(row: &Operation) -> String {
    let (request, _) = row.request.split_once('?').unwrap_or((row.request, ""));
    request.replace("{id}", "user_1").replace(" /v1/", " /")
}

/// The operations whose body Prism does not validate.
pub(super) fn unvalidated(api: &str, prism: &Prism) -> Vec<&'static str> {
    let rows = all().filter(|row| row.api == api && !row.body.is_empty() && row.body != MULTIPART);
    rows.filter(|row| status(prism, &request(row), "t", "7") < 400)
        .map(|row| row.id)
        .collect()
}

/// Sends invalid requests to all operations: without the token, with a wrong body, with a word for a number. Returns
/// the number of requests of each kind.
fn check_invalid_requests(api: &str, prism: &Prism) -> (usize, usize, usize) {
    let (mut tokens, mut bodies, mut numbers) = (0, 0, 0);
    for row in all().filter(|row| row.api == api) {
        let (what, request) = (row.id, request(row));
        let body = if row.body == MULTIPART { "" } else { row.body };
        assert_eq!(status(prism, &request, "", body), 401, "{what}: without a token");
        tokens += 1;
        if !body.is_empty() {
            assert!(
                (200..300).contains(&status(prism, &request, "t", body)),
                "{what}: valid request"
            );
            assert!(
                status(prism, &request, "t", "7") >= 400,
                "{what}: with a number for its body"
            );
            bodies += 1;
        }
        for name in ["limit", "page"] {
            if row.request.contains(&format!("{name}=")) {
                assert!(
                    (200..300).contains(&status(prism, &format!("{request}?{name}=2"), "t", "")),
                    "{what}"
                );
                assert!(
                    status(prism, &format!("{request}?{name}=two"), "t", "") >= 400,
                    "{what}: {name}=two"
                );
                numbers += 1;
            }
        }
    }
    (tokens, bodies, numbers)
}

#[test]
#[ignore = "needs Node: bash tests/prism/run"]
fn invalid_requests_to_clerk_are_refused() {
    assert_eq!(check_invalid_requests("clerk", &CLERK), (18, 5, 2));
}

#[test]
#[ignore = "needs Node: bash tests/prism/run"]
fn invalid_requests_to_logto_are_refused() {
    assert_eq!(check_invalid_requests("logto", &LOGTO), (23, 12, 2));
}

/// Required members, members of the wrong type, patterns, enums, an unknown path and an unknown method.
#[test]
#[ignore = "needs Node: bash tests/prism/run"]
fn details_of_requests_are_validated() {
    let call = |request: &str, body: &str| status(&LOGTO, request, "t", body);
    assert_eq!(call("POST /api/users/u/roles", r#"{"roleIds":["r"]}"#), 201);
    assert_eq!(call("POST /api/users/u/roles", "{}"), 422);
    assert_eq!(call("POST /api/users/u/roles", r#"{"roleIds":"r"}"#), 422);
    assert_eq!(call("POST /api/users", r#"{"username":"1 2"}"#), 422);
    assert_eq!(call("POST /api/users", r#"{"passwordAlgorithm":"rot13"}"#), 422);
    assert_eq!(
        call("POST /api/users/u/mfa-verifications", r#"{"type":"WebAuthn"}"#),
        422
    );
    assert_eq!(call("GET /api/unknown", ""), 404);
    assert_eq!(call("PUT /api/users", "{}"), 405);
}
