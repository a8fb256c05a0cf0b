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
            ("GET", "/api/users") => {
                let number = |name| number(request, name);
                page(count, number("page").unwrap_or(1), number("page_size").unwrap())
            }
            ("DELETE", _) => response(204, &[], ""),
            _ => json(200, &user(40)),
        }
    })
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
            "u1 name_1 u1@x.example 2026-11-21",
            "u2 name_2 u2@x.example 2026-11-21",
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
        ("--username name_140", 3),
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
        targets(&fake).len(),
        3,
        "no third page is requested, because of the total"
    );
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
