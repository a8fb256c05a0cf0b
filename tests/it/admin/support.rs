//! Runs a program and keeps what it did.

use crate::admin::fake::{Fake, Step, response};

/// The secret of both programs: nothing they print may show it.
pub const SECRET: &str = "canary-51c0";

/// What a program printed, and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: u8,
    pub out: String,
    pub err: String,
}

/// The environment of both programs.
pub fn environment(name: &str) -> Option<String> {
    match name {
        "CLERK_SECRET_KEY" | "LOGTO_APP_SECRET" => Some(format!("{SECRET}\n")),
        "LOGTO_ENDPOINT" => Some("https://acme.logto.app/".to_owned()),
        "LOGTO_APP_ID" => Some("app".to_owned()),
        _ => None,
    }
}

/// Defines `run(fake, arguments)` and `run_with(fake, arguments, input)` for a program.
macro_rules! program {
    ($program:ident) => {
        /// Without a terminal.
        #[allow(dead_code, reason = "not every file needs both")]
        async fn run(fake: &crate::admin::fake::Fake, arguments: &str) -> crate::admin::support::Ran {
            run_on(fake, arguments, "", false).await
        }

        /// With this text typed at a terminal.
        #[allow(dead_code, reason = "not every file needs both")]
        async fn run_with(fake: &crate::admin::fake::Fake, arguments: &str, input: &str) -> crate::admin::support::Ran {
            run_on(fake, arguments, input, true).await
        }

        async fn run_on(
            fake: &crate::admin::fake::Fake,
            arguments: &str,
            input: &str,
            interactive: bool,
        ) -> crate::admin::support::Ran {
            use clap::Parser as _;
            let words = std::iter::once(stringify!($program)).chain(arguments.split_whitespace());
            let cli = crate::admin::$program::Cli::try_parse_from(words).unwrap();
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let mut terminal = crate::admin::$program::common::Terminal {
                out: &mut out,
                err: &mut err,
                input: &mut input.as_bytes(),
                interactive,
                interruptible: false,
                json: cli.json,
                styled: interactive,
            };
            let builder =
                crate::admin::$program::builder(&crate::admin::support::environment, cli.base_url.as_deref()).unwrap();
            let client = builder.service(fake.clone()).build().unwrap();
            let code = match crate::admin::$program::run(cli.command, &client, &mut terminal).await {
                Ok(()) => 0,
                Err(failure) => failure.report(terminal.err, crate::admin::$program::api_messages),
            };
            let [out, err] = [out, err].map(|bytes| String::from_utf8(bytes).unwrap());
            assert!(
                !format!("{out}{err}").contains(crate::admin::support::SECRET),
                "{out}{err}"
            );
            crate::admin::support::Ran { code, out, err }
        }
    };
}
pub(crate) use program;

/// Method, path and query of every request.
pub fn targets(fake: &Fake) -> Vec<String> {
    let seen = fake.seen.lock().unwrap();
    let target = |request: &oaspen_client::http::Request<_>| {
        format!("{} {}", request.method(), request.uri().path_and_query().unwrap())
    };
    seen.iter().map(|seen| target(&seen.request)).collect()
}

/// The body of the last request.
pub fn last_body(fake: &Fake) -> String {
    let seen = fake.seen.lock().unwrap();
    String::from_utf8(
        seen.last()
            .unwrap()
            .request
            .body()
            .as_bytes()
            .unwrap_or_default()
            .to_vec(),
    )
    .unwrap()
}

/// A number of the query of a request, if it is there.
pub fn number(request: &oaspen_client::http::Request<oaspen_client::Body>, name: &str) -> Option<usize> {
    let query = request.uri().query().unwrap();
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.map(|value| value.parse().unwrap())
}

/// A response with a JSON body.
pub fn json(status: u16, body: &str) -> Step {
    response(status, &[("content-type", "application/json")], body)
}
