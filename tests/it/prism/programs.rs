//! Runs the two programs as a shell does.

use super::server::{CLERK, LOGTO};
use loopback::{Server, ServerResponse};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const SECRET: &str = "canary-0c2e";

struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// The binary of an example. Cargo writes it next to the folder of this test.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join("examples").join(name);
    assert!(path.exists(), "run this first: cargo build --example {name}");
    path
}

fn run(name: &str, environment: &[(&str, &str)], arguments: &str) -> Ran {
    let output = Command::new(program(name))
        .args(arguments.split_whitespace())
        .env_clear()
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    assert!(!format!("{out}{err}").contains(SECRET), "{out}{err}");
    Ran {
        code: output.status.code().unwrap(),
        out,
        err,
    }
}

/// Checks the common commands of both programs. `ban` is the name of the command: `ban` or `suspend`.
fn check(run: &dyn Fn(&str) -> Ran, ban: &str) {
    let done = |arguments: &str| {
        let ran = run(arguments);
        assert_eq!(ran.code, 0, "{arguments}: {}", ran.err);
        ran.out
    };
    let table = done("list --limit 20");
    assert!(table.starts_with("ID ") && table.lines().count() == 2, "{table}");
    let users: Vec<Value> = serde_json::from_str(&done("list --json")).unwrap();
    assert_eq!(users[0]["id"], "string");

    let shown = done("find --id user_1");
    assert!(shown.starts_with("ID        string\nNAME      string"), "{shown}");
    done("find --email string");
    done("find --username string");

    let created: Value = serde_json::from_str(&done("create --email ada@x.example --username ada --json")).unwrap();
    assert_eq!(created["id"], "string");
    for command in [ban.to_owned(), format!("un{ban}")] {
        let changed = done(&format!("{command} user_1 user_2"));
        assert_eq!(changed.matches("ID        string").count(), 2, "{changed}");
    }

    let refused = run("delete user_1");
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(run("delete user_1 --yes").err, "deleted user_1\n");

    let exported = run("export");
    assert_eq!((exported.code, exported.err.as_str()), (0, "exported 1 users\n"));
    assert_eq!(serde_json::from_str::<Value>(&exported.out).unwrap()["id"], "string");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("users.ndjson");
    done(&format!("export --out {}", path.display()));
    assert_eq!(std::fs::read_to_string(path).unwrap(), exported.out);
}

#[test]
#[ignore = "needs Node: bash tests/prism/run"]
fn clerk_admin_from_list_to_export() {
    let environment = [("CLERK_SECRET_KEY", SECRET), ("CLERK_API_URL", CLERK.url())];
    check(&|arguments| run("clerk_admin", &environment, arguments), "ban");
    assert_eq!(
        run("clerk_admin", &environment, "list --order-by +email_address --query a").code,
        0
    );

    let bare = run("clerk_admin", &environment[1..], "list");
    assert_eq!(
        (bare.code, bare.err.as_str()),
        (2, "error: set the environment variable CLERK_SECRET_KEY\n")
    );
    assert_eq!(run("clerk_admin", &environment, "lisst").code, 2);
    let invalid_id = run("clerk_admin", &environment, "find --id . --base-url http://127.0.0.1:1");
    assert_eq!(invalid_id.code, 2, "{}", invalid_id.err);
}

#[test]
#[ignore = "needs Node: bash tests/prism/run"]
fn logto_admin_from_list_to_export() {
    let tenant = Server::responding(ServerResponse::json(
        200,
        r#"{"access_token":"t","token_type":"Bearer","expires_in":60}"#,
    ));
    let endpoint = tenant.url();
    let environment = [
        ("LOGTO_ENDPOINT", endpoint.as_str()),
        ("LOGTO_APP_ID", "app"),
        ("LOGTO_APP_SECRET", SECRET),
        ("LOGTO_API_URL", LOGTO.url()),
    ];
    check(&|arguments| run("logto_admin", &environment, arguments), "suspend");
    assert!(tenant.requests().iter().all(|request| request.target == "/oidc/token"));

    // Without LOGTO_API_URL the requests go to the endpoint, which has no users.
    let failed = run("logto_admin", &environment[..3], "list");
    assert_eq!(failed.code, 1, "{}", failed.err);
}
