//! Requests and output of `clerk_admin`.

use crate::admin::fake::{Fake, Step};
use crate::admin::support::{Ran, json, last_body, number, program, targets};

program!(clerk_admin);

fn user(number: usize) -> String {
    format!(
        r#"{{"id":"user_{number}","first_name":"Ada","last_name":"L. {number}","banned":{},"created_at":1700690400000,
            "primary_email_address_id":"e2","email_addresses":[
              {{"id":"e1","object":"email_address","email_address":"old@x.example","reserved":false,"verification":null,"linked_to":[]}},
              {{"id":"e2","object":"email_address","email_address":"ada{number}@x.example","reserved":false,"verification":null,"linked_to":[]}}]}}"#,
        number == 2
    )
}

/// An instance with so many users.
fn instance(count: usize) -> Fake {
    Fake::new(
        move |_, request| match (request.method().as_str(), request.uri().path()) {
            ("GET", "/v1/users/count") => json(200, &format!(r#"{{"object":"total_count","total_count":{count}}}"#)),
            ("GET", "/v1/users") if request.uri().query().unwrap().contains("order_by") => {
                let limit = number(request, "limit").unwrap();
                let offset = number(request, "offset").unwrap_or(0);
                list(offset + 1..=count.min(offset + limit))
            }
            ("GET", "/v1/users") if request.uri().query().unwrap().contains("nobody") => json(200, "[]"),
            ("GET", "/v1/users") => list(1..=1),
            ("DELETE", "/v1/users/user_1") => json(200, r#"{"object":"user","id":"user_1","deleted":true}"#),
            (_, path) => json(
                200,
                &user(
                    path.chars()
                        .find_map(|c| c.to_digit(10).filter(|c| *c != 1))
                        .unwrap_or(1) as usize,
                ),
            ),
        },
    )
}

fn list(numbers: impl Iterator<Item = usize>) -> Step {
    let users: Vec<_> = numbers.map(user).collect();
    json(200, &format!("[{}]", users.join(",")))
}

#[track_caller]
fn is_done(ran: &Ran) {
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[tokio::test(start_paused = true)]
async fn list_shows_a_table() {
    let fake = instance(3);
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
            "user_1 Ada L. 1 ada1@x.example 2023-11-22 never",
            "user_2 Ada L. 2 ada2@x.example 2023-11-22 never banned",
        ]
    );
    assert_eq!(targets(&fake), ["GET /v1/users?order_by=-created_at&limit=2"]);
}

#[tokio::test(start_paused = true)]
async fn tables_have_colors_on_a_terminal_only() {
    let plain = run(&instance(3), "list --limit 2").await.out;
    let styled = run_with(&instance(3), "list --limit 2", "").await.out;
    let lines: Vec<_> = styled.lines().collect();
    assert!(
        lines[0].starts_with("\u{1b}[1mID ") && lines[0].ends_with("\u{1b}[0m"),
        "{styled:?}"
    );
    assert!(lines[2].ends_with("  \u{1b}[31mbanned\u{1b}[0m"), "{styled:?}");
    let codes = ["\u{1b}[1m", "\u{1b}[31m", "\u{1b}[0m"];
    let without = codes.iter().fold(styled, |text, code| text.replace(code, ""));
    assert_eq!(without, plain, "the columns are the same");
}

#[tokio::test(start_paused = true)]
async fn an_empty_list_is_told() {
    let ran = run(&instance(0), "list").await;
    assert_eq!(
        (ran.code, ran.out.as_str(), ran.err.as_str()),
        (0, "", "no users match\n")
    );
    let ran = run(&instance(0), "list --json").await;
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("[]\n", ""));
}

#[tokio::test(start_paused = true)]
async fn list_reads_as_many_pages_as_it_needs() {
    let fake = instance(2000);
    let ran = run(&fake, "list --limit 501 --json").await;
    is_done(&ran);
    let users: Vec<serde_json::Value> = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((users.len(), &users[500]["id"]), (501, &"user_501".into()));
    let asked = targets(&fake);
    assert_eq!(asked.len(), 2);
    assert!(asked[1].ends_with("limit=500&offset=500"), "{asked:?}");
}

#[tokio::test(start_paused = true)]
async fn list_takes_filters() {
    let fake = instance(0);
    let ran = run(
        &fake,
        "list --query ada+l --organization org_1 --organization org_2 --order-by +email_address",
    )
    .await;
    is_done(&ran);
    assert_eq!(
        targets(&fake),
        ["GET /v1/users?organization_id=org_1&organization_id=org_2&query=ada%2Bl&order_by=%2Bemail_address&limit=20"]
    );
}

#[tokio::test(start_paused = true)]
async fn find_by_id_address_or_name() {
    let fake = instance(1);
    for (by, target) in [
        ("--id user_1", "GET /v1/users/user_1"),
        (
            "--email a+b@x.example",
            "GET /v1/users?email_address=a%2Bb%40x.example&limit=1",
        ),
        ("--username ada", "GET /v1/users?username=ada&limit=1"),
    ] {
        let ran = run(&fake, &format!("find {by}")).await;
        is_done(&ran);
        assert!(ran.out.contains("EMAIL     ada1@x.example\n"), "{}", ran.out);
        assert_eq!(targets(&fake).last().unwrap(), target);
    }
    let ran = run(&fake, "find --username nobody").await;
    assert_eq!((ran.code, ran.err.as_str()), (3, "error: there is no user nobody\n"));
}

#[tokio::test(start_paused = true)]
async fn create_sends_what_was_given() {
    let fake = instance(1);
    let ran = run(&fake, "create --email ada@x.example --first-name Ada --json").await;
    is_done(&ran);
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()["id"],
        "user_1"
    );
    let body = r#"{"first_name":"Ada","email_address":["ada@x.example"],"skip_password_requirement":true}"#;
    assert_eq!(last_body(&fake), body);
    let ran = run_with(&fake, "create --username ada --password-stdin", "pass word \r\nrest").await;
    is_done(&ran);
    assert_eq!(last_body(&fake), r#"{"username":"ada","password":"pass word "}"#);
    assert!(!ran.out.contains("pass word") && !ran.err.contains("pass word"));
}

#[tokio::test(start_paused = true)]
async fn users_are_banned_one_after_the_other() {
    let fake = instance(2);
    let ran = run(&fake, "ban user_1 user_2").await;
    is_done(&ran);
    assert!(ran.out.contains("STATE     banned\n"), "{}", ran.out);
    is_done(&run(&fake, "unban user_2").await);
    assert_eq!(
        targets(&fake),
        [
            "POST /v1/users/user_1/ban",
            "POST /v1/users/user_2/ban",
            "POST /v1/users/user_2/unban"
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn delete_asks_first() {
    let question = "Delete user_1 (Ada L. 1)? [y/N] ";
    let fake = instance(1);
    for answer in ["n\n", "\n", ""] {
        let ran = run_with(&fake, "delete user_1", answer).await;
        is_done(&ran);
        assert_eq!(ran.err, question);
    }
    let ran = run(&fake, "delete user_1").await;
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (2, "error: stdin is not a terminal: confirm with --yes\n")
    );
    assert!(targets(&fake).iter().all(|target| target == "GET /v1/users/user_1"));
    let ran = run_with(&fake, "delete user_1", "y\n").await;
    assert_eq!(ran.err, format!("{question}deleted user_1\n"));
    is_done(&run(&fake, "delete user_1 --yes").await);
    assert_eq!(
        targets(&fake)
            .iter()
            .filter(|target| *target == "DELETE /v1/users/user_1")
            .count(),
        2
    );
}

#[tokio::test(start_paused = true)]
async fn export_writes_every_user_once() {
    let fake = instance(1203);
    let ran = run(&fake, "export").await;
    is_done(&ran);
    let ids: Vec<_> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].clone())
        .collect();
    let expected: Vec<_> = (1..=1203).map(|number| format!("user_{number}")).collect();
    assert_eq!(ids, expected);
    assert_eq!(ran.err, "exported 1203 users\n");
    let page = |offset| format!("GET /v1/users?order_by=%2Bcreated_at&limit=500{offset}");
    assert_eq!(
        targets(&fake),
        [
            "GET /v1/users/count".to_owned(),
            page(""),
            page("&offset=500"),
            page("&offset=1000")
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn export_leaves_no_half_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.ndjson");
    let command = format!("export --query ada --out {}", path.display());
    let broken = Fake::new(|at, _| match at {
        0 => json(200, r#"{"object":"total_count","total_count":1000}"#),
        1 => list(1..=500),
        _ => json(400, "{}"),
    });
    let ran = run(&broken, &command).await;
    assert_eq!(ran.code, 1);
    assert!(!path.exists());
    assert_eq!(targets(&broken)[0], "GET /v1/users/count?query=ada");

    is_done(&run(&instance(7), &command).await);
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 7);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn names_cannot_move_the_cursor() {
    let fake = Fake::new(|_, _| json(200, r#"[{"id":"u","username":"\u001b[2J\u001b]0;owned\u0007"}]"#));
    for command in ["list", "find --username x"] {
        let ran = run(&fake, command).await;
        is_done(&ran);
        assert!(
            ran.out.contains("owned") && !ran.out.contains(['\u{1b}', '\u{7}']),
            "{}",
            ran.out
        );
    }
}
