//! A document with its old client, and the calls that this client makes.

use oaspen::{Input, Layout, Settings};
use serde_json::Value;

use crate::calls::{self, Call, Reply};
use crate::driver::Case;
use crate::facts::Sent;
use crate::server::{Request, Server};
use crate::swagger;

/// The documents by name.
const DOCUMENTS: [(&str, &str); 11] = [
    ("access", include_str!("../documents/access.yaml")),
    ("forms", include_str!("../documents/forms.yaml")),
    ("inline", include_str!("../documents/inline.yaml")),
    ("legacy", include_str!("../documents/legacy.yaml")),
    ("modern", include_str!("../documents/modern.yaml")),
    ("names", include_str!("../documents/names.yaml")),
    ("pages", include_str!("../documents/pages.yaml")),
    ("params", include_str!("../documents/params.yaml")),
    ("shapes", include_str!("../documents/shapes.yaml")),
    ("shop", include_str!("../documents/shop.yaml")),
    ("streams", include_str!("../documents/streams.yaml")),
];

pub(crate) struct Base {
    pub name: &'static str,
    pub tree: Value,
    pub server: Server,
    pub client: Client,
    pub cases: Vec<Case>,
    pub sent: Vec<Sent>,
}

/// The files of a client, and its names.
pub(crate) struct Client {
    pub files: Vec<oaspen::File>,
    pub lock: String,
}

/// The documents, as trees.
pub(crate) fn documents() -> Result<Vec<(&'static str, Value)>, String> {
    let trees = DOCUMENTS.iter().map(|(name, text)| {
        let tree: Value = serde_yaml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
        Ok((*name, tree))
    });
    trees.collect()
}

pub(crate) fn input(tree: &Value) -> Input {
    Input::Text {
        name: "spec.json".into(),
        text: format!("{tree:#}"),
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        name: "client".into(),
        layout: Layout::Module,
        ..Settings::default()
    }
}

pub(crate) fn generated(tree: &Value, lock: Option<&str>) -> Result<Client, String> {
    let outcome = oaspen::generate(&input(tree), &settings(), lock);
    if outcome.diagnostics.has_errors() {
        return Err(oaspen::render_all(
            &outcome.diagnostics,
            &outcome.sources,
            oaspen::Severity::Error,
            3,
            oaspen::RenderStyle::Plain,
        ));
    }
    Ok(Client {
        files: outcome.files,
        lock: outcome.lock,
    })
}

impl Base {
    /// Generates the client. `cases` are added later.
    pub(crate) fn new(name: &'static str, tree: Value) -> Result<Self, String> {
        Ok(Self {
            name,
            server: Server::new(&swagger::converted(&tree))?,
            client: generated(&tree, None)?,
            tree,
            cases: Vec::new(),
            sent: Vec::new(),
        })
    }

    /// All calls of the client.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.cases
            .iter()
            .flat_map(|case| calls::of(&self.server, case))
            .collect()
    }

    /// Keeps the requests of calls. The old server must understand all of them.
    pub(crate) fn add_requests(&mut self, calls: Vec<Call>, results: &[Value]) -> Vec<String> {
        let mut problems = Vec::new();
        for (call, result) in calls.into_iter().zip(results) {
            if result["kind"] == "build" {
                continue;
            }
            let Some(request) = request(&call, result) else {
                problems.push(format!("{}: {:?}: {result}", self.name, call.values));
                continue;
            };
            match self.server.receive(&request) {
                Ok((_, view)) => self.sent.push(Sent { call, request, view }),
                Err(refusal) => problems.push(format!(
                    "{}: the old server refuses {}: {refusal}",
                    self.name, request.url
                )),
            }
        }
        for case in &self.cases {
            if self.sent.iter().all(|sent| sent.call.case != case.number) {
                problems.push(format!("{}: no call of {:?}", self.name, case.route));
            }
        }
        problems
    }
}

fn request(call: &Call, result: &Value) -> Option<Request> {
    let flat: Vec<String> = result["headers"]
        .as_array()?
        .iter()
        .map(|one| one.as_str().unwrap_or_default().to_owned())
        .collect();
    let headers = flat
        .chunks_exact(2)
        .map(|pair| (pair[0].to_lowercase(), pair[1].clone()));
    let body = result["body"].as_array()?.iter().filter_map(Value::as_u64);
    Some(Request {
        method: result["method"].as_str()?.to_owned(),
        url: result["url"].as_str()?.to_owned(),
        headers: headers.collect(),
        body: body.filter_map(|byte| u8::try_from(byte).ok()).collect(),
        scopes: call.scopes.clone(),
    })
}

/// The lines that make the calls without looking at the response.
pub(crate) fn lines(calls: &[Call]) -> Vec<Value> {
    calls.iter().map(|call| call.line(&Reply::empty())).collect()
}
