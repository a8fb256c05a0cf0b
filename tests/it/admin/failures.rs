//! How the programs fail: their messages, exit codes and retries.

use crate::admin::fake::{Fake, Step, response, status};
use crate::admin::support::{environment, json, program, targets};

program!(clerk_admin);

mod logto {
    crate::admin::support::program!(logto_admin);

    pub async fn logto(fake: &crate::admin::fake::Fake, arguments: &str) -> crate::admin::support::Ran {
        run(fake, arguments).await
    }
}
use logto::logto;

const ERRORS: &str = r#"{"errors":[{"message":"m","long_message":"No user was found.","code":"resource_not_found"}]}"#;

const JSON: (&str, &str) = ("content-type", "application/json");

/// One response, then users.
fn first(step: impl Fn() -> Step + Send + Sync + 'static) -> Fake {
    Fake::new(move |at, _| if at == 0 { step() } else { json(200, "[]") })
}

/// A tenant that issues tokens, with this response to all other requests.
fn behind_tokens(step: impl Fn() -> Step + Send + Sync + 'static) -> Fake {
    Fake::new(move |_, request| match request.uri().path() {
        "/oidc/token" => json(200, r#"{"access_token":"t","expires_in":3600}"#),
        _ => step(),
    })
}

#[test]
fn a_missing_credential_names_its_variable() {
    for missing in ["CLERK_SECRET_KEY", "LOGTO_ENDPOINT", "LOGTO_APP_ID", "LOGTO_APP_SECRET"] {
        for nothing in [None, Some(String::new()), Some(" \n".to_owned())] {
            let rest = |name: &str| {
                if name == missing {
                    nothing.clone()
                } else {
                    environment(name)
                }
            };
            let mut err = Vec::new();
            let code = if missing.starts_with("CLERK") {
                crate::admin::clerk_admin::builder(&rest, None)
                    .unwrap_err()
                    .report(&mut err, |_| Vec::new())
            } else {
                crate::admin::logto_admin::builder(&rest, None)
                    .unwrap_err()
                    .report(&mut err, |_| Vec::new())
            };
            let told = format!("error: set the environment variable {missing}\n");
            assert_eq!((code, String::from_utf8(err).unwrap()), (2, told));
        }
    }
}

#[test]
fn an_address_that_is_none_names_its_variable() {
    let with = |changed: &'static str, value: &'static str| {
        move |name: &str| {
            if name == changed {
                Some(value.to_owned())
            } else {
                environment(name)
            }
        }
    };
    for value in ["not-a-url", "ftp://x.example", "acme.logto.app", "https://", "/api"] {
        let mut err = Vec::new();
        let failure = crate::admin::logto_admin::builder(&with("LOGTO_ENDPOINT", value), None).unwrap_err();
        assert_eq!(failure.report(&mut err, |_| Vec::new()), 2);
        assert!(
            String::from_utf8(err)
                .unwrap()
                .starts_with("error: LOGTO_ENDPOINT is not the URL of a server")
        );
        let failure = crate::admin::logto_admin::builder(&environment, Some(value)).unwrap_err();
        assert!(
            failure.to_string().starts_with("LOGTO_API_URL or --base-url"),
            "{failure}"
        );
        let failure = crate::admin::clerk_admin::builder(&environment, Some(value)).unwrap_err();
        assert!(
            failure.to_string().starts_with("CLERK_API_URL or --base-url"),
            "{failure}"
        );
    }
}

#[test]
fn create_needs_an_address_or_a_name() {
    use clap::Parser as _;
    let clerk = crate::admin::clerk_admin::Cli::try_parse_from(["clerk_admin", "create"])
        .err()
        .unwrap();
    let logto = crate::admin::logto_admin::Cli::try_parse_from(["logto_admin", "create"])
        .err()
        .unwrap();
    for text in [clerk.to_string(), logto.to_string()] {
        assert!(text.contains("<--email <ADDRESS>|--username <NAME>>"), "{text}");
    }
    for arguments in ["--email a", "--username b", "--email a --username b"] {
        let words = ["logto_admin", "create"]
            .into_iter()
            .chain(arguments.split_whitespace());
        assert!(
            crate::admin::logto_admin::Cli::try_parse_from(words).is_ok(),
            "{arguments}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_wrong_token_address_is_no_refusal_of_the_credentials() {
    for (status, body, code) in [
        (404, "Not Found", 2),
        (405, "", 2),
        (400, r#"{"error":"invalid_scope"}"#, 2),
        (400, r#"{"error":"invalid_client"}"#, 4),
        (403, "", 4),
        (503, "", 5),
    ] {
        let ran = logto(&Fake::new(move |_, _| json(status, body)), "list").await;
        assert_eq!(ran.code, code, "{status} {body}: {}", ran.err);
        let lines: Vec<_> = ran.err.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            assert!(
                !lines[..at].iter().any(|known| known.contains(line)),
                "{line} is repeated: {}",
                ran.err
            );
        }
    }
}

#[test]
fn wrong_arguments_are_refused() {
    use clap::Parser as _;
    for words in [
        "",
        "find",
        "find --id a --email b",
        "ban",
        "create --first-name x",
        "list --limit many",
    ] {
        let arguments = std::iter::once("clerk_admin").chain(words.split_whitespace());
        let error = crate::admin::clerk_admin::Cli::try_parse_from(arguments).err().unwrap();
        assert_eq!(error.exit_code(), 2, "{words}");
    }
    // There is no option for the secret: command lines are seen by everybody on the machine.
    let help = crate::admin::clerk_admin::Cli::try_parse_from(["clerk_admin", "--help"])
        .err()
        .unwrap()
        .to_string();
    assert!(
        help.contains("CLERK_SECRET_KEY") && !help.contains("--secret"),
        "{help}"
    );
}

#[tokio::test(start_paused = true)]
async fn refused_credentials() {
    let body = ERRORS.replace("No user was found.", "The secret key is wrong.");
    let fake = Fake::new(move |_, _| json(401, &body));
    let ran = run(&fake, "list").await;
    assert_eq!(ran.code, 4);
    let lines: Vec<_> = ran.err.lines().collect();
    assert_eq!(
        lines,
        [
            "error: The secret key is wrong (resource_not_found)",
            "       401 from GET /users"
        ]
    );
    assert_eq!(fake.count(), 1);

    let fake = Fake::new(|_, _| json(401, r#"{"error":"invalid_client"}"#));
    let ran = logto(&fake, "list").await;
    assert_eq!(ran.code, 4);
    assert!(
        ran.err
            .contains("no token for `ManagementApi`: the token endpoint responded with 401"),
        "{}",
        ran.err
    );
    // A token that is refused is replaced, once.
    let fake = behind_tokens(|| json(401, r#"{"code":"c","message":"Unauthorized."}"#));
    let ran = logto(&fake, "list").await;
    assert_eq!((ran.code, ran.err.lines().next()), (4, Some("error: Unauthorized.")));
    assert_eq!(fake.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_id() {
    let fake = Fake::new(|_, _| json(404, ERRORS));
    for command in ["find --id user_9", "delete user_9 --yes"] {
        let ran = run(&fake, command).await;
        assert_eq!(ran.code, 3);
        assert!(
            ran.err.starts_with("error: No user was found (resource_not_found)\n"),
            "{}",
            ran.err
        );
    }
    let fake = Fake::new(|_, _| response(404, &[JSON, ("x-request-id", "req_77")], ERRORS));
    let ran = run(&fake, "find --id user_9").await;
    assert!(
        ran.err
            .ends_with("\n       404 from GET /users/{user_id}, request req_77\n"),
        "{}",
        ran.err
    );
    // Undeclared there, and not even of the declared type.
    let fake = Fake::new(|_, _| response(404, &[("content-type", "text/plain")], "Not Found"));
    let ran = run(&fake, "ban user_9").await;
    assert_eq!(
        (ran.code, ran.err.as_str()),
        (
            3,
            "error: BanUser (POST /users/{user_id}/ban): 404 Not Found: Not Found\n"
        )
    );
    let fake = behind_tokens(|| {
        json(
            404,
            r#"{"code":"entity.not_found","message":"The resource does not exist."}"#,
        )
    });
    let ran = logto(&fake, "find --id u9").await;
    assert_eq!(
        (ran.code, ran.err.lines().next()),
        (3, Some("error: The resource does not exist."))
    );
}

#[tokio::test(start_paused = true)]
async fn too_many_requests_are_waited_out() {
    let fake = first(|| response(429, &[("retry-after", "7")], ""));
    assert_eq!(run(&fake, "list").await.code, 0);
    assert!((7000..8000).contains(&fake.waits()[0]), "{:?}", fake.waits());
    // Retries are also enabled for calls that are not idempotent: the program declares them safe.
    let user = r#"{"id":"user_1"}"#;
    for command in ["create --username ada", "ban user_1", "unban user_1"] {
        let fake = Fake::new(move |at, _| {
            if at < 2 {
                response(429, &[("retry-after", "1")], "")
            } else {
                json(200, user)
            }
        });
        assert_eq!(run(&fake, command).await.code, 0, "{command}");
        assert_eq!(fake.count(), 3);
    }
    let fake = Fake::new(|_, _| response(429, &[("retry-after", "3600")], ""));
    let ran = run(&fake, "list").await;
    assert_eq!((ran.code, fake.count()), (5, 1), "an hour is too long");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_recovers() {
    for step in [|| status(503), || Step::Break, || Step::Refuse] {
        let fake = first(step);
        assert_eq!(run(&fake, "list").await.code, 0);
        assert_eq!(targets(&fake).len(), 2);
    }
    let fake = Fake::new(|_, _| status(500));
    let ran = run(&fake, "list").await;
    assert_eq!((ran.code, fake.count()), (5, 6));
    assert_eq!(ran.err, "error: GetUserList (GET /users): 500 Internal Server Error\n");
    let fake = Fake::new(|_, _| Step::Refuse);
    let ran = run(&fake, "list").await;
    assert_eq!(ran.code, 5);
    assert_eq!(
        ran.err,
        "error: GetUserList (GET /users): could not connect: connection refused\n"
    );
    let fake = Fake::new(|_, _| Step::Hang);
    assert_eq!(run(&fake, "list").await.code, 5);
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_not_understood() {
    let fake = Fake::new(|_, _| json(200, r#"[{"id":"a"},{"id":5}]"#));
    let ran = run(&fake, "list").await;
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("/1/id: expected string, found"), "{}", ran.err);
    let fake = Fake::new(|_, _| response(200, &[("content-type", "text/html")], "<html>proxy login</html>"));
    assert_eq!(run(&fake, "find --id u").await.code, 1);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_has_seen_enough_is_no_failure() {
    use crate::admin::clerk_admin::common::Failure;
    let mut err = Vec::new();
    let closed = Failure::from(std::io::Error::from(std::io::ErrorKind::BrokenPipe));
    assert_eq!(closed.report(&mut err, |_| Vec::new()), 0);
    assert!(err.is_empty());
}
