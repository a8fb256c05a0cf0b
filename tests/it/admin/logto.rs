//! Requests and output of `logto_admin`.

use crate::admin::fake::{Fake, Step, response};
use crate::admin::support::{Ran, json, last_body, number, program, targets};

program!(logto_admin);

const TOKEN: &str = r#"{"access_token":"t1","token_type":"Bearer","expires_in":3600}"#;

fn user(number: usize) -> String {
    let suspended = number.is_multiple_of(40);
    format!(
        r#"{{"id":"u{number}","username":"name_{number}","primaryEmail":"u{number}@x.example","primaryPhone":null,
            "name":null,"avatar":null,"customData":{{}},"identities":{{}},"lastSignInAt":null,"createdAt":1795289306837,
            "updatedAt":1795289306837,"profile":{{}},"applicationId":null,"isSuspended":{suspended}}}"#
    )
}

/// A tenant with so many users, which wants a token.
fn tenant(count: usize) -> Fake {
    Fake::new(move |_, request| {
        if request.uri().path() == "/oidc/token" {
            return json(200, TOKEN);
        }
        if request
            .headers()
            .get("authorization")
            .is_none_or(|token| token != "Bearer t1")
        {
            return json(401, r#"{"code":"auth.unauthorized","message":"Unauthorized."}"#);
        }
        match (request.method().as_str(), request.uri().path()) {
            ("GET", "/api/users") if request.uri().query().is_some_and(|query| query.contains("search.")) => {
                found(count, request.uri().query().unwrap_or_default())
            }
            ("GET", "/api/users") => {
                let number = |name| number(request, name);
                page(count, number("page").unwrap_or(1), number("page_size").unwrap())
            }
            ("DELETE", _) => response(204, &[], ""),
            _ => json(200, &user(40)),
        }
    })
}

/// The user that an exact search finds.
fn found(count: usize, query: &str) -> Step {
    let value = |name: &str| {
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    };
    let number = match (value("search.primaryEmail"), value("search.username")) {
        (Some(email), None) if value("mode.primaryEmail") == Some("exact") => email
            .strip_prefix(['u', 'U'])
            .and_then(|rest| rest.to_lowercase().strip_suffix("%40x.example").map(ToOwned::to_owned)),
        (None, Some(name)) if value("mode.username") == Some("exact") => {
            name.strip_prefix("name_").map(ToOwned::to_owned)
        }
        _ => panic!("another search: {query}"),
    };
    let number = number
        .and_then(|number| number.parse().ok())
        .filter(|number| *number <= count);
    let users: Vec<_> = number.into_iter().map(user).collect();
    let total = users.len().to_string();
    response(200, &[("total-number", &total)], &format!("[{}]", users.join(",")))
}

fn page(count: usize, page: usize, size: usize) -> Step {
    let first = (page - 1) * size + 1;
    let users: Vec<_> = (first..=count.min(page * size)).map(user).collect();
    let body = format!("[{}]", users.join(","));
    // The real server's links leave out `/api`.
    let link = "<https://acme.logto.app/users?page=2>; rel=\"next\"";
    response(200, &[("total-number", &count.to_string()), ("link", link)], &body)
}

#[track_caller]
fn is_done(ran: &Ran) {
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[tokio::test(start_paused = true)]
async fn the_program_gets_its_token_itself() {
    let fake = tenant(3);
    is_done(&run(&fake, "suspend a b").await);
    assert_eq!(
        targets(&fake),
        [
            "POST /oidc/token",
            "PATCH /api/users/a/is-suspended",
            "PATCH /api/users/b/is-suspended"
        ]
    );
    let seen = fake.seen.lock().unwrap();
    assert_eq!(seen[0].request.uri().host(), Some("acme.logto.app"));
    let form = "grant_type=client_credentials&scope=all&resource=https%3A%2F%2Facme.logto.app%2Fapi";
    assert_eq!(seen[0].request.body().as_bytes(), Some(form.as_bytes()));
    assert_eq!(seen[0].header("authorization"), "Basic YXBwOmNhbmFyeS01MWMw");
}

#[tokio::test(start_paused = true)]
async fn another_address_takes_the_calls_but_not_the_secret() {
    let fake = tenant(0);
    is_done(&run(&fake, "list --base-url http://127.0.0.1:4010").await);
    let seen = fake.seen.lock().unwrap();
    let hosts: Vec<_> = seen.iter().map(|seen| seen.request.uri().host().unwrap()).collect();
    assert_eq!(hosts, ["acme.logto.app", "127.0.0.1"]);
    assert_eq!(seen[1].header("authorization"), "Bearer t1");
}

#[tokio::test(start_paused = true)]
async fn list_shows_a_table() {
    let fake = tenant(3);
    let ran = run(&fake, "list --limit 2").await;
    is_done(&ran);
    let lines: Vec<_> = ran
        .out
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        lines,
        [
            "ID NAME EMAIL CREATED SEEN STATE",
            "u1 name_1 u1@x.example 2026-11-21 never",
            "u2 name_2 u2@x.example 2026-11-21 never",
        ]
    );
    assert_eq!(targets(&fake)[1], "GET /api/users?page_size=100");
}

#[tokio::test(start_paused = true)]
async fn list_reads_on_until_enough_match() {
    let fake = tenant(1000);
    let ran = run(&fake, "list --suspended --limit 4 --json").await;
    is_done(&ran);
    let users: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
    let ids: Vec<_> = users.iter().map(|user| user["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["u40", "u80", "u120", "u160"]);
    assert_eq!(targets(&fake).len(), 3, "a token and two pages");
    let ran = run(&tenant(300), "list --query u299@").await;
    assert!(ran.out.contains("u299") && ran.out.lines().count() == 2, "{}", ran.out);
}

#[tokio::test(start_paused = true)]
async fn find_by_id_address_or_name() {
    for (by, requests) in [
        ("--id u40", 2),
        ("--email u40@x.example", 2),
        ("--email U540@X.example", 2),
        ("--username name_140", 2),
    ] {
        let fake = tenant(1000);
        let ran = run(&fake, &format!("find {by}")).await;
        is_done(&ran);
        assert!(ran.out.contains("40@x.example\n"), "{}", ran.out);
        assert_eq!(targets(&fake).len(), requests);
    }
    let fake = tenant(200);
    let ran = run(&fake, "find --email nobody@x.example").await;
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (3, "error: there is no user nobody@x.example\n")
    );
    assert_eq!(
        targets(&fake)[1],
        "GET /api/users?search.primaryEmail=nobody%40x.example&mode.primaryEmail=exact&page_size=100"
    );
    assert_eq!(targets(&fake).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn find_reads_on_where_a_server_ignores_the_search() {
    let fake = Fake::new(|_, request| match request.uri().path() {
        "/oidc/token" => json(200, TOKEN),
        _ => page(250, number(request, "page").unwrap_or(1), 100),
    });
    let ran = run(&fake, "find --email u240@x.example").await;
    is_done(&ran);
    assert!(ran.out.contains("u240@x.example"), "{}", ran.out);
    assert_eq!(targets(&fake).len(), 4);
}

#[tokio::test(start_paused = true)]
async fn find_shows_the_username_beside_the_name() {
    let named = user(7).replace(r#""name":null"#, r#""name":"Ada Lovelace""#);
    let fake = Fake::new(move |_, request| match request.uri().path() {
        "/oidc/token" => json(200, TOKEN),
        _ => json(200, &named),
    });
    let ran = run(&fake, "find --id u7").await;
    for line in ["NAME      Ada Lovelace\n", "USERNAME  name_7\n"] {
        assert!(ran.out.contains(line), "{}", ran.out);
    }
}

#[tokio::test(start_paused = true)]
async fn create_sends_what_was_given() {
    let fake = tenant(1);
    is_done(&run(&fake, "create --email ada@x.example --name Ada").await);
    assert_eq!(last_body(&fake), r#"{"primaryEmail":"ada@x.example","name":"Ada"}"#);
    is_done(&run_with(&fake, "create --username ada --password-stdin", "pass\n").await);
    assert_eq!(last_body(&fake), r#"{"username":"ada","password":"pass"}"#);
}

#[tokio::test(start_paused = true)]
async fn users_are_suspended_and_not() {
    let fake = tenant(1);
    let ran = run(&fake, "suspend u40").await;
    is_done(&ran);
    assert!(ran.out.contains("STATE     suspended\n"), "{}", ran.out);
    assert_eq!(last_body(&fake), r#"{"isSuspended":true}"#);
    is_done(&run(&fake, "unsuspend u40").await);
    assert_eq!(last_body(&fake), r#"{"isSuspended":false}"#);
}

#[tokio::test(start_paused = true)]
async fn delete_asks_first() {
    let fake = tenant(1);
    let ran = run_with(&fake, "delete u40", "no\n").await;
    assert_eq!(ran.err, "Delete u40 (name_40)? [y/N] ");
    assert!(!targets(&fake).iter().any(|target| target.starts_with("DELETE")));
    is_done(&run(&fake, "delete u40 --yes").await);
    assert_eq!(targets(&fake).last().unwrap(), "DELETE /api/users/u40");
}

#[tokio::test(start_paused = true)]
async fn export_writes_every_user_once() {
    for count in [0, 250, 300] {
        let fake = tenant(count);
        let ran = run(&fake, "export").await;
        is_done(&ran);
        let ids: Vec<_> = ran
            .out
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone())
            .collect();
        let expected: Vec<_> = (1..=count).map(|number| format!("u{number}")).collect();
        assert_eq!(ids, expected);
        assert_eq!(ran.err, format!("exported {count} users\n"));
    }
}

/// A tenant that counts another number of users than it lists.
fn miscounting(listed: usize, counted: usize) -> Fake {
    Fake::new(move |_, request| {
        if request.uri().path() == "/oidc/token" {
            return json(200, TOKEN);
        }
        let first = (number(request, "page").unwrap_or(1) - 1) * 100 + 1;
        let users: Vec<_> = (first..=listed.min(first + 99)).map(user).collect();
        response(
            200,
            &[("total-number", &counted.to_string())],
            &format!("[{}]", users.join(",")),
        )
    })
}

#[tokio::test(start_paused = true)]
async fn export_counts_what_it_wrote() {
    for (listed, counted) in [(25, 230), (0, 3), (100, 230), (230, 25)] {
        let ran = run(&miscounting(listed, counted), "export").await;
        is_done(&ran);
        let lines = ran.out.lines().count();
        let (first, second) = ran.err.split_once('\n').unwrap();
        assert_eq!(first, format!("exported {lines} users"));
        if lines == counted {
            assert_eq!(second, "");
        } else {
            assert!(
                second.starts_with(&format!("warning: the server counts {counted} users")),
                "{second}"
            );
        }
        assert_eq!(lines, listed.min(if counted < listed { 100 } else { listed }));
    }
}

#[tokio::test(start_paused = true)]
async fn export_keeps_the_words_of_the_server() {
    let raw =
        r#"{"id":"u1","z":1.10,"a":12345678901234567890123,"cimdClientId":null,"customData":{"b":[ "\\n", {} ]}}"#;
    let fake = Fake::new(move |_, request| match request.uri().path() {
        "/oidc/token" => json(200, TOKEN),
        _ => json(200, &format!("[ {raw},\n{} ]", raw.replace(",\"z\"", ",\n\"z\""))),
    });
    let ran = run(&fake, "export").await;
    is_done(&ran);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!((lines.len(), lines[0]), (2, raw));
    assert!(
        serde_json::from_str::<serde_json::Value>(lines[1]).is_ok(),
        "{}",
        lines[1]
    );
}

#[tokio::test(start_paused = true)]
async fn errors_print_their_details_in_full() {
    let details = format!(
        "Error in key path \"profile.{}\": (invalid_type) Expected object.",
        "x".repeat(500)
    );
    let body = serde_json::json!({ "code": "guard.invalid_input", "message": "The request body is invalid.", "details": details });
    let body = body.to_string();
    let fake = Fake::new(move |_, request| match request.uri().path() {
        "/oidc/token" => json(200, TOKEN),
        _ => json(400, &body),
    });
    let ran = run(&fake, "create --username ada").await;
    let lines: Vec<_> = ran.err.lines().collect();
    assert_eq!(lines[0], "error: The request body is invalid.");
    assert_eq!(lines[1].trim_start(), details);
}

#[tokio::test(start_paused = true)]
async fn a_self_hosted_server_needs_its_resource() {
    let body = r#"{"error":"invalid_target","error_description":"resource indicator is missing, or unknown"}"#;
    let ran = run(&Fake::new(move |_, _| json(400, body)), "list").await;
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(
        ran.err.contains("LOGTO_RESOURCE") && ran.err.contains("https://default.logto.app/api"),
        "{}",
        ran.err
    );
}

#[tokio::test(start_paused = true)]
async fn an_interrupted_export_leaves_no_file() {
    use crate::admin::logto_admin::common::{Export, Failure, Terminal, page};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.ndjson");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut terminal = Terminal {
        out: &mut out,
        err: &mut err,
        input: &mut &b""[..],
        interactive: false,
        interruptible: false,
        json: false,
        styled: false,
    };
    let export = Export {
        path: Some(&path),
        total: Some(5),
        page_size: 1,
    };
    let fake = tenant(1);
    let client = crate::admin::logto_admin::builder(&crate::admin::support::environment, None).unwrap();
    let users = client.service(fake.clone()).build().unwrap().users();
    let part = folder.path().join("users.ndjson.part");
    let fetch = async |_, number: u64| {
        assert!(part.exists());
        if number > 0 {
            std::future::pending::<()>().await;
        }
        let send = async || {
            users
                .list_users()
                .page_size(1)
                .send_streamed()
                .await
                .map_err(Failure::from)
        };
        Ok((page(send).await?, Some(5)))
    };
    let interrupted = tokio::time::sleep(std::time::Duration::from_secs(1));
    let failure = export.run(&mut terminal, fetch, interrupted).await.unwrap_err();
    assert_eq!(failure.report(&mut Vec::new(), |_| Vec::new()), 130);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "neither the file nor its part is left"
    );
}
