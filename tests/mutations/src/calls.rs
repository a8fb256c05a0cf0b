//! The calls that the program of an old client makes: every argument with every kind of value.

use serde_json::{Map, Value, json};

use crate::document::Operation;
use crate::driver::{Case, Way, value_key};
use crate::instances::schemas::View;
use crate::judge::client::{Argument, shape};
use crate::server::Server;

const MAX_VALUES: usize = 20;
const MAX_BODIES: usize = 100;

/// One call, as the program reads it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub case: usize,
    pub values: Map<String, Value>,
    /// Schemes with the kind of credential.
    pub credentials: Vec<(String, String)>,
    pub scopes: Vec<String>,
}

impl Call {
    /// A line for the program, with a response.
    pub(crate) fn line(&self, reply: &Reply) -> Value {
        let credentials: Vec<&String> = self
            .credentials
            .iter()
            .flat_map(|(scheme, kind)| [scheme, kind])
            .collect();
        let headers: Vec<&String> = reply.headers.iter().flat_map(|(name, value)| [name, value]).collect();
        json!({ "case": self.case, "values": self.values, "credentials": credentials, "status": reply.status,
            "headers": headers, "body": reply.body })
    }
}

/// A response of a server.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The JSON value of the body, and the media type.
    pub value: Option<(String, Value)>,
    /// The status as the document writes it.
    pub declared: String,
}

impl Reply {
    /// A response that no test looks at.
    pub(crate) fn empty() -> Self {
        Self {
            status: 204,
            headers: Vec::new(),
            body: Vec::new(),
            value: None,
            declared: String::new(),
        }
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status < 300
    }
}

/// The operation of a method.
pub(crate) fn operation<'a>(server: &'a Server, case: &Case) -> Option<&'a Operation> {
    server.operations.iter().find(|one| {
        let path = one.path.split('?').next().unwrap_or_default();
        one.method.to_lowercase() == case.route.0 && (shape(&one.path) == case.route.1 || shape(path) == case.route.1)
    })
}

/// All calls of a method.
pub(crate) fn of(server: &Server, case: &Case) -> Vec<Call> {
    let Some(operation) = operation(server, case) else {
        return Vec::new();
    };
    let all: Vec<(&Argument, bool)> = (case.method.required.iter().map(|one| (one, true)))
        .chain(case.method.optional.iter().map(|one| (one, false)))
        .collect();
    let mut lists: Vec<(String, bool, Vec<Value>)> = Vec::new();
    for (argument, required) in all {
        let values = values(server, operation, argument);
        lists.push((value_key(argument), required, values));
    }
    let mut least = Map::new();
    let mut full = Map::new();
    for (key, required, values) in &lists {
        let Some(first) = values.first() else { continue };
        if *required {
            least.insert(key.clone(), first.clone());
        }
        if !key.starts_with("body#") || !full.keys().any(|known: &String| known.starts_with("body#")) {
            full.insert(key.clone(), first.clone());
        }
    }
    let mut sets = vec![least.clone(), full];
    for (key, _, values) in &lists {
        for value in values {
            let mut set = least.clone();
            set.insert(key.clone(), value.clone());
            if !sets.contains(&set) {
                sets.push(set);
            }
        }
    }
    let credentials = credentials(server, operation);
    let call = |values: &Map<String, Value>, (credentials, scopes): &(Vec<(String, String)>, Vec<String>)| Call {
        case: case.number,
        values: values.clone(),
        credentials: credentials.clone(),
        scopes: scopes.clone(),
    };
    let mut calls: Vec<Call> = sets
        .iter()
        .filter_map(|set| Some(call(set, credentials.first()?)))
        .collect();
    calls.extend(credentials.iter().skip(1).map(|one| call(&least, one)));
    calls
}

fn values(server: &Server, operation: &Operation, argument: &Argument) -> Vec<Value> {
    let key = value_key(argument);
    if let Some(kind) = key.strip_prefix("body#") {
        let media = operation.body.iter().flat_map(|body| &body.media);
        let mut media = media.filter(|media| {
            let name = media.name.split(';').next().unwrap_or_default();
            match kind {
                "json" => name.ends_with("json"),
                "form" => name.ends_with("urlencoded"),
                "multipart" => name.starts_with("multipart/"),
                _ => !name.ends_with("json"),
            }
        });
        let schema = media.next().and_then(|media| media.schema.clone());
        return match (kind, schema) {
            ("text" | "bytes", _) | (_, None) => vec![json!("text")],
            (_, Some(schema)) => server
                .values(&schema, View::Sent)
                .into_iter()
                .take(MAX_BODIES)
                .collect(),
        };
    }
    let (location, name) = key.split_once(':').unwrap_or(("", ""));
    let param = operation
        .params
        .iter()
        .find(|one| one.location == location && one.name == name);
    let Some(param) = param else { return Vec::new() };
    let values = server.values(&param.schema, View::Sent).into_iter();
    // Empty segments of a path and most signs of a header cannot be sent.
    let is_sent = |value: &Value| {
        let text = value.as_str().unwrap_or("text");
        (location != "path" || !text.is_empty()) && (location == "query" || text.is_ascii())
    };
    let is_sent = |value: &Value| match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(&is_sent),
        Value::Null => false,
        value => is_sent(value),
    };
    values.filter(is_sent).take(MAX_VALUES).collect()
}

type Credentials = (Vec<(String, String)>, Vec<String>);

/// The credentials of each alternative of the operation, with the scopes of its token.
fn credentials(server: &Server, operation: &Operation) -> Vec<Credentials> {
    let schemes = &server.root["components"]["securitySchemes"];
    let mut base = Vec::new();
    let url = operation.servers.first().cloned().unwrap_or_default();
    if url.starts_with('/') || url.is_empty() {
        base.push((url.trim_end_matches('/').to_owned(), "relative".to_owned()));
    }
    let mut found: Vec<Credentials> = Vec::new();
    for alternative in &operation.security {
        let mut all = base.clone();
        let mut scopes = Vec::new();
        for (name, own) in alternative {
            let scheme = &schemes[name];
            let kind = match (scheme["type"].as_str(), scheme["scheme"].as_str()) {
                (Some("http"), Some(word)) => word.to_lowercase(),
                (Some("apiKey"), _) => "apiKey".to_owned(),
                _ => "bearer".to_owned(),
            };
            all.push((name.clone(), kind));
            scopes.extend(own.clone());
        }
        found.push((all, scopes));
    }
    if found.is_empty() {
        found.push((base, Vec::new()));
    }
    found
}

/// The responses of an operation: every status, every media type that the client accepts, every value.
pub(crate) fn replies(server: &Server, operation: &Operation, way: Way, accept: &str) -> Vec<Reply> {
    let mut found = Vec::new();
    for response in &operation.responses {
        let Some(status) = status(&response.status, operation) else {
            continue;
        };
        let headers = response.headers.iter().filter_map(|(name, schema)| {
            let value = server
                .values(schema, View::Received)
                .into_iter()
                .find(|value| !value.is_null())?;
            Some((name.clone(), plain(&value)))
        });
        let headers: Vec<(String, String)> = headers.filter(|(_, value)| value.is_ascii()).collect();
        let accepted = |name: &str| {
            let essence = name.split(';').next().unwrap_or_default().trim();
            accept.is_empty() || accept.contains("*/*") || accept.contains(essence)
        };
        // A server that has no stream sends what it has.
        let own: Vec<_> = response.media.iter().filter(|media| way.reads(&media.name)).collect();
        let whole = response.media.iter().filter(|media| Way::Whole.reads(&media.name));
        let media = if own.is_empty() { whole.collect() } else { own };
        let liked: Vec<_> = media.iter().filter(|media| accepted(&media.name)).collect();
        let media: Vec<_> = if liked.is_empty() {
            media.iter().collect()
        } else {
            liked
        };
        let reply = |content_type: Option<&str>, body: Vec<u8>, value: Option<Value>| {
            let content = content_type.map(|name| ("content-type".to_owned(), name.to_owned()));
            Reply {
                status,
                headers: headers.iter().cloned().chain(content).collect(),
                body,
                value: value.map(|value| (content_type.unwrap_or_default().to_owned(), value)),
                declared: response.status.clone(),
            }
        };
        if media.is_empty() {
            found.push(reply(None, Vec::new(), None));
        }
        for media in media {
            let name = media
                .name
                .replace("*/*", "application/octet-stream")
                .replace("image/*", "image/png");
            let Some(schema) = media
                .schema
                .as_ref()
                .filter(|_| name.contains("json") || name.starts_with("text/"))
            else {
                found.push(reply(Some(&name), b"\x00\xff binary".to_vec(), None));
                continue;
            };
            for value in server.values(schema, View::Received).into_iter().take(MAX_BODIES) {
                let text = match name.as_str() {
                    name if Way::Events.reads(name) => format!("data: {value}\n\n"),
                    name if Way::Lines.reads(name) => format!("{value}\n"),
                    name if name.ends_with("json") => value.to_string(),
                    _ => plain(&value),
                };
                found.push(reply(Some(&name), text.into_bytes(), Some(value)));
            }
        }
    }
    found
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        value => value.to_string(),
    }
}

/// A status of a key of `responses`. `None` for redirects.
fn status(declared: &str, operation: &Operation) -> Option<u16> {
    let has_success = operation.responses.iter().any(|one| one.status.starts_with('2'));
    match declared {
        "default" if has_success => Some(500),
        "default" | "2XX" => Some(200),
        "4XX" => Some(422),
        "5XX" => Some(501),
        code => code.parse().ok().filter(|code| !(300..400).contains(code)),
    }
}
