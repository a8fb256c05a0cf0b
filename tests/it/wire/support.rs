//! Shared by all tests: a server whose next response can be set, clients for it, and type-erased calls.

use loopback::{Request, Server, ServerResponse};
use oaspen_client::{BoxError, ClientBuilder, Encode, Error, ErrorBody, ErrorKind, Json, JsonMap, RetryPolicy, json};
use std::fmt::Debug;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use user_apis::{clerk, logto};

/// The credential of all calls; no error may repeat it.
pub(crate) const TOKEN: &str = "sk_test_9f2c";

/// An address where no server listens.
pub(crate) const NOBODY: &str = "http://127.0.0.1:1";

pub(crate) type TestResult = Result<(), BoxError>;

/// A server that sends the response that was set last to every request.
pub(crate) struct Stage {
    pub(crate) server: Server,
    next: Arc<Mutex<ServerResponse>>,
}

impl Stage {
    pub(crate) fn new(reply: ServerResponse) -> Self {
        let next = Arc::new(Mutex::new(reply));
        let answers = Arc::clone(&next);
        Self {
            server: Server::start(move |_| answers.lock().unwrap().clone()),
            next,
        }
    }

    /// A server that responds with 200 and this JSON.
    pub(crate) fn json(body: &str) -> Self {
        Self::new(ServerResponse::json(200, body))
    }

    /// Sets the response to the next requests.
    pub(crate) fn answer(&self, reply: ServerResponse) {
        *self.next.lock().unwrap() = reply;
    }

    pub(crate) fn last(&self) -> Request {
        self.server.last()
    }

    /// Without retries, so that requests can be counted.
    pub(crate) fn clerk_builder(&self) -> ClientBuilder<clerk::Client> {
        clerk::Client::builder()
            .base_url(format!("{}/v1", self.server.url()))
            .bearer_token(TOKEN)
            .retries(RetryPolicy::none())
    }

    pub(crate) fn logto_builder(&self) -> ClientBuilder<logto::Client> {
        logto::Client::builder()
            .base_url(self.server.url())
            .bearer_token(TOKEN)
            .retries(RetryPolicy::none())
    }

    /// The users of Clerk, as this server sees them.
    pub(crate) fn clerk(&self) -> clerk::api::users::Users {
        self.clerk_builder().build().unwrap().users()
    }

    /// The users of Logto, as this server sees them.
    pub(crate) fn logto(&self) -> logto::api::users::Users {
        self.logto_builder().build().unwrap().users()
    }

    pub(crate) fn clients(&self) -> Clients {
        Clients {
            clerk: self.clerk(),
            logto: self.logto(),
        }
    }
}

/// Both clients of one server.
pub(crate) struct Clients {
    pub(crate) clerk: clerk::api::users::Users,
    pub(crate) logto: logto::api::users::Users,
}

/// An error of any operation.
#[derive(Debug)]
pub(crate) struct Failed {
    /// The typed body, printed.
    pub(crate) api: Option<String>,
    pub(crate) error: Error,
}

impl Failed {
    pub(crate) fn status(&self) -> u16 {
        self.error.status().map_or(0, |status| status.as_u16())
    }

    pub(crate) fn raw(&self) -> String {
        self.error
            .raw_body()
            .map(|body| String::from_utf8_lossy(body).into_owned())
            .unwrap_or_default()
    }
}

/// The result of a call: its response as JSON, or its error.
pub(crate) type Outcome = Result<Json, Failed>;

/// A call in progress: `Send` and `'static` for every operation.
pub(crate) type Sending = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Sends a call and encodes its decoded response as JSON.
pub(crate) fn probe<C, T, E>(call: C) -> Sending
where
    C: IntoFuture<Output = Result<T, Error<E>>>,
    C::IntoFuture: Send + 'static,
    T: Encode + 'static,
    E: ErrorBody + Debug,
{
    probe_with(call, |value| json::to_value(value))
}

/// Sends a call whose response has no encoding as JSON.
pub(crate) fn probe_with<C, T, E>(call: C, to_json: fn(&T) -> Json) -> Sending
where
    C: IntoFuture<Output = Result<T, Error<E>>>,
    C::IntoFuture: Send + 'static,
    T: 'static,
    E: ErrorBody + Debug,
{
    let future = call.into_future();
    Box::pin(async move {
        match future.await {
            Ok(value) => Ok(to_json(&value)),
            Err(error) => {
                let api = error.error_body().map(|body| format!("{body:?}"));
                Err(Failed {
                    api,
                    error: error.into(),
                })
            }
        }
    })
}

/// The error of an outcome.
#[track_caller]
pub(crate) fn failed(outcome: Outcome, what: &str) -> Failed {
    match outcome {
        Ok(value) => panic!("{what}: succeeded with {value}"),
        Err(failed) => failed,
    }
}

/// Checks kind and operation of an error, and that it keeps the secret.
#[track_caller]
pub(crate) fn assert_error(error: &Error, kind: ErrorKind, operation: &str) {
    assert_eq!(error.kind(), kind, "{operation}: {error:?}");
    assert_eq!(error.operation(), operation, "{error:?}");
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains(TOKEN), "{operation}: shows the credential: {shown}");
    assert!(!error.to_string().contains('\n'), "{operation}: not one line: {error}");
}

/// JSON from text.
#[track_caller]
pub(crate) fn value(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// An object from text.
#[track_caller]
pub(crate) fn map(text: &str) -> JsonMap {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Checks that what was read back has all that was sent: members that are null or `unknown` may be
/// gone, numbers may have changed their kind (1 and 1.0), nothing may be new.
#[track_caller]
pub(crate) fn assert_covers(read: &Json, sent: &Json, unknown: &[&str]) {
    if let Err(path) = covers(read, sent, unknown, String::new()) {
        panic!("differs at {path:?}\nread {read}\nsent {sent}");
    }
}

fn covers(read: &Json, sent: &Json, unknown: &[&str], path: String) -> Result<(), String> {
    match (read, sent) {
        (Json::Object(read), Json::Object(sent)) => {
            for (name, value) in sent {
                let path = format!("{path}/{name}");
                match read.get(name) {
                    Some(read) => covers(read, value, unknown, path)?,
                    None if value.is_null() || unknown.contains(&name.as_str()) => {}
                    None => return Err(path),
                }
            }
            match read.keys().find(|name| !sent.contains_key(*name)) {
                Some(name) => Err(format!("{path}/{name}")),
                None => Ok(()),
            }
        }
        (Json::Array(read), Json::Array(sent)) if read.len() == sent.len() => {
            let pairs = read.iter().zip(sent).enumerate();
            pairs
                .into_iter()
                .try_for_each(|(at, (read, sent))| covers(read, sent, unknown, format!("{path}/{at}")))
        }
        (Json::Number(read), Json::Number(sent)) if read.as_f64() == sent.as_f64() => Ok(()),
        _ if read == sent => Ok(()),
        _ => Err(path),
    }
}

/// A row of `tests/specs/operations.tsv`.
#[derive(Debug)]
pub(crate) struct Documented {
    pub(crate) api: &'static str,
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) media_type: &'static str,
    pub(crate) statuses: Vec<u16>,
}

/// All operations of the facts.
pub(crate) fn documented() -> Vec<Documented> {
    let row = |line: &'static str| match *line.split('\t').collect::<Vec<_>>() {
        [api, id, method, path, _parameters, media_type, statuses] => {
            let statuses = statuses.split(',').map(|status| status.parse().unwrap()).collect();
            Documented {
                api,
                id,
                method,
                path,
                media_type,
                statuses,
            }
        }
        _ => panic!("not a row: {line}"),
    };
    include_str!("../../specs/operations.tsv").lines().map(row).collect()
}
