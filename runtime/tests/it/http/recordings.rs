//! `Recorder`: what is recorded of a call, and what never is.

use crate::generated_shape::Client;
use crate::{CANARY, USER};
use loopback::{Server, ServerResponse};
use oaspen_client::{ClientCredentials, Recorder, RetryPolicy};
use serde_json::{Value, json};
use std::io::Write;
use std::sync::{Arc, Mutex};

/// A writer whose content can be read.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn values(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn client(server: &Server, lines: &Lines) -> Client {
    Client::builder()
        .base_url(format!("{}/v1", server.url()))
        .bearer_token(CANARY)
        .retries(RetryPolicy::none())
        .layer(Recorder::to_writer(lines.clone()))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_line_has_the_template_the_status_and_the_body() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let lines = Lines::default();
    let client = client(&server, &lines);
    client
        .users()
        .get_user(CANARY)
        .query_param(CANARY, CANARY)
        .await
        .unwrap();
    // Without the path of the base URL, in which there may be a secret.
    let template = "/users/{user_id}";
    assert_eq!(
        lines.values(),
        [json!({
            "request": {"method": "GET", "url": format!("{}{template}", server.url()), "headers": {}},
            "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": USER},
        })]
    );
}

#[tokio::test]
async fn secrets_are_not_recorded() {
    let body = format!(
        r#"{{"id":"u1","username":null,"status":"on hold","created_at":1,"access_token":"{CANARY}","n":{{"Password":["{CANARY}"]}}}}"#
    );
    let fields = [
        ("content-type", "application/json"),
        ("set-cookie", CANARY),
        ("x-session", CANARY),
    ];
    let server = Server::start(move |request| match request.target.as_str() {
        "/token" => ServerResponse::json(200, format!(r#"{{"access_token":"{CANARY}","token_type":"bearer"}}"#)),
        _ => ServerResponse::new(200, &fields, &body),
    });
    let lines = Lines::default();
    let client = Client::builder()
        .base_url(server.url())
        .client_credentials(ClientCredentials::new(
            format!("{}/token", server.url()),
            CANARY,
            CANARY,
        ))
        .layer(Recorder::to_writer(lines.clone()))
        .build()
        .unwrap();
    client.users().get_user("u").header("x-api-key", CANARY).await.unwrap();
    let text = lines.text();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(!text.contains(CANARY), "{text}");
    assert!(text.contains(r#"\"access_token\":\"AAAAAA-AAAA\""#), "{text}");
}

#[tokio::test]
async fn secrets_of_a_request_are_masked_wherever_the_server_repeats_them() {
    let body = format!(
        r#"{{"id":"{CANARY}","username":"Basic dTpwYXNzLXBocmFzZQ==","status":"see https://h.example/?k=1","created_at":1,
            "echo":{{"X-Tenant":"key-of-acme"}},"sent":["pass-phrase","session-value","query-value",7301984,"a \"key-of-acme"]}}"#
    );
    let server = Server::responding(ServerResponse::json(200, body));
    let lines = Lines::default();
    let call = client(&server, &lines).users().get_user("u");
    let call = call
        .header("x-tenant", "key-of-acme")
        .header("cookie", "a=session-value")
        .header("x-account", "7301984")
        .header("x-sort", "created_at");
    call.query_param("api_key", "query-value").await.unwrap();
    let text = lines.text();
    for secret in [
        CANARY,
        "key-of-acme",
        "dTpw",
        "session-value",
        "query-value",
        "k=1",
        "7301984",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let body = lines.values()[0]["response"]["body"].as_str().unwrap().to_owned();
    let body: Value = serde_json::from_str(&body).expect("masked JSON is JSON");
    assert_eq!(body["sent"][3], 1_111_111);
    // The name of a member is not a value.
    assert_eq!(body["created_at"], 1);
    let lines = Lines::default();
    let call = client(&server, &lines).users().get_user("u");
    call.header("authorization", "Basic dTpwYXNzLXBocmFzZQ==")
        .await
        .unwrap();
    assert!(!lines.text().contains("pass-phrase"), "{}", lines.text());
}

#[tokio::test]
async fn large_bodies_and_streams_are_cut_off() {
    let large = format!(r#"{{"id":"{}"}}"#, "x".repeat(1 << 20));
    let server = Server::responding(ServerResponse::json(404, large));
    let lines = Lines::default();
    client(&server, &lines).users().get_user("u").await.unwrap_err();
    let response = &lines.values()[0]["response"];
    assert_eq!((&response["truncated"], response.get("body")), (&json!(true), None));

    let server = Server::responding(ServerResponse::json(200, "{}"));
    let lines = Lines::default();
    let body = json!({"text": "x".repeat(1 << 20)});
    client(&server, &lines).streams().chat(body).await.unwrap();
    let request = &lines.values()[0]["request"];
    assert_eq!((&request["truncated"], request.get("body")), (&json!(true), None));

    let events = [("content-type", "text/event-stream")];
    let pieces: [&[u8]; 2] = [b"data: [1]\n\ndata: [", b"2"];
    let server = Server::responding(ServerResponse::chunked(200, &events, &pieces).then_hang());
    let lines = Lines::default();
    let mut stream = client(&server, &lines).streams().watch().events();
    stream.next().await.unwrap().unwrap();
    drop(stream);
    assert_eq!(lines.values()[0]["response"]["body"], "data: [1]\n\n");
}

#[tokio::test]
async fn the_body_of_a_request_is_recorded_if_it_is_json() {
    let server = Server::responding(ServerResponse::json(200, "{}"));
    let lines = Lines::default();
    let body = json!({"text": "hello", "password": CANARY});
    client(&server, &lines).streams().chat(body).await.unwrap();
    let mut request = lines.values()[0]["request"].clone();
    // The order of the members depends on a feature of `serde_json`.
    let text = request["body"].take();
    let body: serde_json::Value = serde_json::from_str(text.as_str().expect("a text")).expect("JSON");
    assert_eq!(body, json!({"password": "AAAAAA-AAAA", "text": "hello"}));
    let url = format!("{}/chat", server.url());
    let headers = json!({"content-type": "application/json"});
    assert_eq!(
        request,
        json!({"method": "POST", "url": url, "headers": headers, "body": null})
    );
}

#[tokio::test]
async fn a_file_is_appended_to_and_a_call_goes_on_if_it_cannot_be_written() {
    struct Broken;
    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let server = Server::responding(ServerResponse::json(200, USER));
    let builder = || Client::builder().base_url(server.url()).bearer_token(CANARY);
    let broken = builder().layer(Recorder::to_writer(Broken)).build().unwrap();
    broken.users().get_user("u").await.unwrap();

    let path = std::env::temp_dir().join(format!("oaspen-recorder-test-{}.jsonl", std::process::id()));
    for _ in 0..2 {
        let client = builder().layer(Recorder::to_path(&path).unwrap()).build().unwrap();
        client.users().get_user("u").await.unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!(text.lines().count(), 2);
}
