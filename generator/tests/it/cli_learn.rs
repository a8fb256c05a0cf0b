//! `oaspen learn`: recordings on disk, what is printed and written, and that no secret ever is.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::json as parsed;
use crate::cli_diff::{CONFIG, NOTE, document, project};
use crate::cli_support::{Ran, files, oaspen, write};

/// A project with one client, without generated code.
pub(crate) fn setup() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    write(&folder.path().join("specs/shop.yaml"), &document(NOTE));
    write(&folder.path().join("oaspen.toml"), CONFIG);
    folder
}

pub(crate) fn record(folder: &Path, name: &str, lines: &[Value]) {
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    write(&folder.join(name), &(lines.join("\n") + "\n"));
}

pub(crate) fn order(body: &Value) -> Value {
    json!({
        "request": {"method": "GET", "url": "https://shop.example/orders", "headers": {"Accept": "*/*"}},
        "response": {"status": 200, "headers": {"content-type": "application/json"}, "body": body.to_string()},
    })
}

/// An entry of a HAR file.
pub(crate) fn entry(url: &str, status: u16, content: &Value) -> Value {
    json!({
        "startedDateTime": "2026-01-31T12:00:00.000Z", "time": 1, "cache": {}, "timings": {},
        "request": {"method": "GET", "url": url, "httpVersion": "http/2.0", "headers": [], "queryString": [], "cookies": []},
        "response": {"status": status, "statusText": "", "headers": [], "cookies": [], "redirectURL": "", "content": content},
    })
}

pub(crate) fn har(entries: &[Value]) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": "test", "version": "1"}, "entries": entries}}).to_string()
}

fn learn(folder: &Path, more: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["learn", "shop", "r.jsonl"]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    oaspen(folder, &arguments)
}

const TABLE: &str = "# 1 of 2 values in responses of getOrder are null.\n\
    [clients.shop.overrides.\"#/components/schemas/Order/properties/note\"]\nnullable = true\n";

#[test]
fn the_printed_table_can_be_pasted() {
    let folder = setup();
    record(
        folder.path(),
        "r.jsonl",
        &[
            order(&json!({"id": "1", "note": null})),
            order(&json!({"id": "2", "note": "n"})),
        ],
    );
    let ran = learn(folder.path(), &[]).exits(1);
    assert_eq!(ran.stdout, TABLE);
    assert!(
        ran.stderr.contains("shop: 2 exchanges compared; 1 override to add"),
        "{}",
        ran.stderr
    );
    write(&folder.path().join("oaspen.toml"), &format!("{CONFIG}\n{}", ran.stdout));
    oaspen(folder.path(), &["generate"]).exits(0);
    let code = std::fs::read_to_string(folder.path().join("src/shop/models/order.rs")).expect("code");
    assert!(code.contains("pub note: Option<String>"), "{code}");
    let ran = learn(folder.path(), &[]).exits(0);
    assert_eq!(ran.stdout, "");
    assert!(ran.stderr.contains("every response decodes"), "{}", ran.stderr);
}

#[test]
fn a_document_without_configuration() {
    let folder = setup();
    record(folder.path(), "r.jsonl", &[order(&json!({"id": "1", "note": null}))]);
    let ran = oaspen(
        folder.path(),
        &["learn", "--spec", "specs/shop.yaml", "r.jsonl", "r.jsonl"],
    )
    .exits(1);
    assert_eq!(ran.stdout, TABLE.replace("1 of 2", "2 of 2"));
    oaspen(
        folder.path(),
        &["learn", "--spec", "specs/shop.yaml", "--write", "r.jsonl"],
    )
    .exits(2);
    oaspen(folder.path(), &["learn", "--spec", "nothing.yaml", "r.jsonl"]).exits(2);
}

#[test]
fn write_keeps_what_is_there_and_extends_it() {
    let folder = setup();
    let config = folder.path().join("oaspen.toml");
    record(
        folder.path(),
        "r.jsonl",
        &[order(&json!({"id": 7})), order(&json!({"id": 8, "note": null}))],
    );
    let note = "#/components/schemas/Order/properties/note";
    let forms = [
        // In every form that TOML has for it.
        format!("{CONFIG}\n# Why.\n[clients.shop.overrides.\"{note}\"]\nrename = \"remark\" # a name\n"),
        format!("{CONFIG}\n[clients.shop.overrides]\n# Why.\n\"{note}\".rename = \"remark\" # a name\n"),
        format!("{CONFIG}\n[clients.shop.overrides]\n# Why.\n\"{note}\" = {{ rename = \"remark\" }} # a name\n"),
    ];
    for form in forms {
        write(&config, &form);
        let ran = learn(folder.path(), &["--write"]).exits(0);
        assert_eq!(ran.stdout, "");
        assert!(
            ran.stderr.contains("2 overrides written to oaspen.toml"),
            "{}",
            ran.stderr
        );
        let text = std::fs::read_to_string(&config).expect("configuration");
        assert!(
            text.contains("# Why.\n") && text.contains("# a name\n") && text.contains("rename = \"remark\""),
            "{text}"
        );
        assert!(
            text.contains("required = false") && text.contains("nullable = true"),
            "{text}"
        );
        assert!(
            text.contains("# 2 of 2 values in responses of getOrder have another type; all of them are integers.\n"),
            "{text}"
        );
        let has_header = form.contains("note\"]");
        assert_eq!(
            text.contains("# 1 of 2 objects in responses of getOrder do not have this member.\n"),
            has_header
        );
        let ran = learn(folder.path(), &["--write"]).exits(0);
        assert!(ran.stderr.contains("every response decodes"), "{}", ran.stderr);
        assert_eq!(std::fs::read_to_string(&config).expect("configuration"), text);
        oaspen(folder.path(), &["generate"]).exits(0);
    }
    // A form that cannot be extended: nothing is written.
    let inline = format!("{CONFIG}overrides = {{ \"{note}\" = {{ rename = \"remark\" }} }}\n");
    write(&config, &inline);
    let ran = learn(folder.path(), &["--write"]).exits(2);
    assert!(ran.stderr.contains("oaspen.toml"), "{}", ran.stderr);
    assert_eq!(std::fs::read_to_string(&config).expect("configuration"), inline);
}

#[test]
fn the_json_form() {
    let folder = setup();
    record(
        folder.path(),
        "r.jsonl",
        &[
            order(&json!({"id": "1", "note": null})),
            json!({"request": {"method": "GET", "url": "https://shop.example/carts/17"}, "response": {"status": 200}}),
            json!({"request": {"method": "GET", "url": "https://other.example/x"}, "response": {"status": 200}}),
        ],
    );
    let ran = learn(folder.path(), &["--format", "json"]).exits(1);
    assert_eq!(ran.stderr, "");
    let object = parsed(&ran.stdout);
    assert_eq!(
        object,
        json!({
            "command": "learn", "exit": 1, "client": "shop", "wrote": null, "left": [], "diagnostics": [],
            "exchanges": {"all": 3, "compared": 1, "without_body": 0, "other_hosts": 1, "unknown": 1},
            "unknown": [{"request": "GET /{}/{}", "count": 1, "first": "r.jsonl, line 2"}],
            "overrides": [{
                "key": "#/components/schemas/Order/properties/note",
                "decisions": {"nullable": true},
                "evidence": ["1 of 1 values in responses of getOrder are null"],
            }],
            "toml": TABLE.replace("of 2", "of 1"),
        })
    );
    let ran = learn(folder.path(), &["--format", "json", "--write"]).exits(0);
    assert_eq!(parsed(&ran.stdout)["wrote"], "oaspen.toml");
}

#[test]
fn har_files_of_browsers_and_proxies() {
    use base64::Engine as _;
    let folder = setup();
    let encoded = base64::engine::general_purpose::STANDARD.encode(r#"{"id": "1", "note": null}"#);
    let url = "https://shop.example/orders?page=1#top";
    let entries = [
        entry(
            url,
            200,
            &json!({"size": 25, "mimeType": "application/json; charset=utf-8", "text": encoded, "encoding": "base64"}),
        ),
        // Already decoded, although the header field still names the encoding.
        {
            let mut one = entry(
                url,
                200,
                &json!({"size": 25, "compression": 9, "mimeType": "application/json", "text": "{\"id\": \"1\", \"note\": \"n\"}"}),
            );
            one["response"]["headers"] = json!([{"name": "Content-Encoding", "value": "gzip"}]);
            one
        },
        // A redirect, a response from the cache, a request that was blocked, a body that was not kept.
        entry(url, 302, &json!({"size": 0, "mimeType": "x-unknown"})),
        entry(url, 304, &json!({"size": 0})),
        entry(url, 0, &json!({"size": 0, "mimeType": "x-unknown"})),
        entry(url, 200, &json!({"size": 9_000_000, "mimeType": "application/json"})),
        // A recording without contents.
        entry(url, 200, &json!({"mimeType": "application/json"})),
        entry(url, 200, &json!({"size": -1, "mimeType": "application/json"})),
        entry(url, 200, &json!(null)),
        entry(
            "https://cdn.example/app.js",
            200,
            &json!({"size": 1, "mimeType": "text/javascript", "text": "1"}),
        ),
    ];
    write(&folder.path().join("r.jsonl"), &format!("\u{feff}{}", har(&entries)));
    let ran = learn(folder.path(), &[]).exits(1);
    assert_eq!(ran.stdout, TABLE);
    assert!(
        ran.stderr
            .contains("9 exchanges compared, 5 without a recorded body, 1 of other servers"),
        "{}",
        ran.stderr
    );
}

#[test]
fn recordings_that_cannot_be_read() {
    let folder = setup();
    let whole = order(&json!({"id": "hunter2"})).to_string();
    let broken: [(&str, &[u8], &str); 12] = [
        ("empty", b"", "there are no exchanges"),
        ("not JSON", b"hunter2", "line 1, column 1: this is not JSON"),
        ("another JSON", b"{\"openapi\": \"3.0.3\"}", "neither a HAR file nor JSON Lines"),
        ("cut off", &whole.as_bytes()[..whole.len() - 4], "this is not JSON"),
        ("no entries", b"{\"log\": {\"entries\": []}}", "there are no exchanges"),
        ("wrong entries", b"{\"log\": {\"entries\": {}}}", "log: `entries` must be a list"),
        ("no request", b"{\"log\": {\"entries\": [{\"hunter2\": 1}]}}", "entry 1: `request.method` must be a string"),
        ("second line", b"{\"request\": {\"method\": \"GET\", \"url\": \"/\"}, \"response\": {\"status\": 1}}\n{\"hunter2\"", "line 2"),
        ("status", b"{\"request\": {\"method\": \"GET\", \"url\": \"/\"}, \"response\": {\"status\": \"hunter2\"}}", "line 1: `response.status` must be a number"),
        ("body", b"{\"request\": {\"method\": \"GET\", \"url\": \"/\"}, \"response\": {\"status\": 200, \"body\": {\"a\": \"hunter2\"}}}", "`response.body` must be a string"),
        ("Base64", b"{\"request\": {\"method\": \"GET\", \"url\": \"/\"}, \"response\": {\"status\": 200, \"base64\": true, \"body\": \"hunter2!\"}}", "must be Base64"),
        ("UTF-8", b"\xff\xfe", "not UTF-8"),
    ];
    for (name, bytes, expected) in broken {
        std::fs::write(folder.path().join("r.jsonl"), bytes).expect("recording");
        let ran = learn(folder.path(), &[]).exits(2);
        assert!(
            ran.stderr.contains("r.jsonl: ") && ran.stderr.contains(expected),
            "{name}: {}",
            ran.stderr
        );
        assert!(!ran.stderr.contains("hunter2"), "{name}: {}", ran.stderr);
        assert_eq!(ran.stdout, "", "{name}");
    }
    let ran = oaspen(folder.path(), &["learn", "shop", "missing.har"]).exits(2);
    assert!(ran.stderr.contains("missing.har"), "{}", ran.stderr);
    record(folder.path(), "r.jsonl", &[order(&json!({"id": "1", "note": "n"}))]);
    let ran = oaspen(folder.path(), &["learn", "store", "r.jsonl"]).exits(2);
    assert!(ran.stderr.contains("shop"), "{}", ran.stderr);
    oaspen(folder.path(), &["learn", "shop"]).exits(2);
    for base in ["shop.example/v1", "https://", "ftp://shop.example", "http:///v1"] {
        let ran = learn(folder.path(), &["--base", base]).exits(2);
        assert!(ran.stderr.contains("is not a URL"), "{base}: {}", ran.stderr);
    }
    learn(folder.path(), &["--base", "https://shop.example"]).exits(0);
    learn(folder.path(), &["--base", "/"]).exits(0);
}

/// Every position that a secret can have; each value contains the word that must not be printed.
#[test]
fn secrets_in_every_position_are_never_printed() {
    let folder = setup();
    project(folder.path());
    let secret = "hunter2";
    let line = json!({
        "request": {
            "method": "GET",
            "url": format!("https://user:{secret}@shop.example/orders?api_key={secret}&q={secret}&{secret}#{secret}"),
            "headers": {"Authorization": format!("Bearer {secret}"), "Cookie": format!("s={secret}"), "X-Api-Key": secret},
            "body": format!("{{\"password\": \"{secret}\"}}"),
        },
        "response": {
            "status": 200,
            "headers": {"Set-Cookie": format!("s={secret}"), "Content-Type": format!("application/json; boundary={secret}")},
            "body": format!("{{\"id\": {{\"{secret}\": \"{secret}\"}}, \"{secret}\": 1, \"note\": 1}}"),
        },
    });
    let with = |pointer: &str, value: Value| {
        let mut line = line.clone();
        *line.pointer_mut(pointer).expect("member") = value;
        line
    };
    let lines = [
        line.clone(),
        with(
            "/request/url",
            json!(format!("https://shop.example/reset/{secret}/{secret}")),
        ),
        with("/request/url", json!(format!("https://{secret}.example/{secret}"))),
        with("/request/method", json!(secret)),
        with("/response/body", json!(format!("not JSON {secret}"))),
        with(
            "/response/headers/Content-Type",
            json!(format!("text/{secret}; {secret}")),
        ),
        with("/response/status", json!(299)),
    ];
    record(folder.path(), "r.jsonl", &lines);
    let har_entries = [entry(
        &format!("https://shop.example/orders/{secret}?token={secret}"),
        200,
        &json!({"text": secret}),
    )];
    write(&folder.path().join("r.har"), &har(&har_entries));
    for format in ["text", "json"] {
        let arguments = [
            "learn",
            "shop",
            "r.jsonl",
            "r.har",
            "--requests",
            "--all",
            "--format",
            format,
        ];
        let ran = oaspen(folder.path(), &arguments).exits(1);
        for text in [&ran.stdout, &ran.stderr] {
            assert!(!text.to_lowercase().contains(secret), "{text}");
        }
    }
    oaspen(folder.path(), &["learn", "shop", "r.jsonl", "--write"]).exits(0);
    for (name, bytes) in files(folder.path()) {
        let is_recording = name.extension().is_some_and(|end| end == "jsonl" || end == "har");
        assert!(
            is_recording || !String::from_utf8_lossy(&bytes).contains(secret),
            "{}",
            name.display()
        );
    }
}
