//! Prepares the calls: documents, values, clients and the code that calls them.

use std::path::{Path, PathBuf};

use oaspen::{Layout, Mode, Settings};
use serde::Serialize;
use serde_json::Value;

use super::client::{self, Methods};
use super::program::{self, Call};
use super::schema::Tree;
use super::values::{self, Values};
use super::{extract, features, operation, unsupported};
use crate::{folders, pool};

/// One call.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Case {
    pub case: usize,
    /// The document's name in the package.
    pub document: String,
    /// The file with the part of the document that the validators read.
    pub extract: PathBuf,
    pub method: String,
    pub path: String,
    pub features: Vec<&'static str>,
    pub body_kind: Option<&'static str>,
    /// The media type of the body.
    pub media_type: Option<String>,
    /// Whether openapi-core does not support the request.
    pub unsupported_by_core: bool,
    /// Whether Prism does not support the request.
    pub unsupported_by_prism: bool,
    pub values: Values,
    /// Why the call cannot be made.
    pub problem: Option<String>,
}

/// One client.
pub(crate) struct Client {
    pub number: usize,
    pub folder: PathBuf,
    pub cases: Vec<Case>,
    /// Lines of generated code.
    pub lines: usize,
}

/// The chosen operations of one document.
pub(crate) struct Task {
    pub number: usize,
    pub first_case: usize,
    pub document: String,
    pub path: PathBuf,
    pub chosen: Vec<(String, String)>,
}

/// Generates all clients. A file with calls is written into the folder for each.
pub(crate) fn all(tasks: Vec<Task>, folder: &Path, jobs: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    pool::run(
        tasks,
        jobs,
        |_| 1,
        |task| one(&task, folder).unwrap_or_else(|problem| without_code(&task, &problem)),
        |client| clients.push(client),
    );
    clients.sort_by_key(|client: &Client| client.number);
    clients
}

fn one(task: &Task, folder: &Path) -> Result<Client, String> {
    let text = folders::read(&task.path)?;
    let root: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let part = extract::document(&root, &task.chosen);
    let extract = folder.join(format!("extract_{}.json", task.number));
    let input = folder.join(format!("document_{}.json", task.number));
    folders::write(&input, &part.to_string())?;
    folders::write(&extract, &extract::for_validators(&part).to_string())?;
    let mut cases = cases(task, &part, &extract);
    let client = folder.join(format!("c{}", task.number));
    // The lock of an earlier selection, in which this folder belonged to another document.
    let _ = std::fs::remove_file(client.join("names.lock"));
    let settings = Settings {
        name: "client".to_owned(),
        layout: Layout::Module,
        ..Settings::default()
    };
    let report = oaspen::update_client(&input, &client, &settings, Mode::Write);
    if report.failed() {
        let first = report.diagnostics.iter().next().map(|finding| finding.message.clone());
        return Err(format!("not generated: {}", first.unwrap_or_default()));
    }
    let methods = client::read(&client)?;
    let code = code(task.number, &client, &methods, &mut cases)?;
    folders::write(&folder.join(format!("calls_{}.rs", task.number)), &code)?;
    Ok(Client {
        number: task.number,
        folder: client,
        cases,
        lines: report.stats.lines,
    })
}

fn cases(task: &Task, root: &Value, extract: &Path) -> Vec<Case> {
    let tree = Tree::new(root);
    let operations = operation::all(tree);
    let chosen = task.chosen.iter().enumerate().map(|(index, (method, path))| {
        let operation = operations
            .iter()
            .find(|operation| operation.method == method && operation.path == path);
        let values = operation.and_then(|operation| values::of_operation(tree, operation));
        let problem = match (operation, &values) {
            (None, _) => Some("the document has no such operation"),
            (_, None) => Some("no values can be made"),
            _ => None,
        };
        let values = values.unwrap_or_default();
        let features: Vec<&str> = operation.map_or_else(Vec::new, |operation| {
            features::of(tree, operation, &values).into_iter().collect()
        });
        Case {
            case: task.first_case + index,
            document: task.document.clone(),
            extract: extract.to_path_buf(),
            method: method.clone(),
            path: path.clone(),
            unsupported_by_core: unsupported::unsupported_by_core(&features, &values),
            unsupported_by_prism: operation
                .is_some_and(|operation| unsupported::unsupported_by_prism(tree, operation, &features, &values)),
            features,
            media_type: operation.and_then(|operation| Some(operation.body.as_ref()?.media_type.to_owned())),
            body_kind: operation.and_then(|operation| Some(operation.body.as_ref()?.kind.as_str())),
            values,
            problem: problem.map(str::to_owned),
        }
    });
    chosen.collect()
}

/// The code of all calls of a client. The problem of a case without a method is stored in the case.
fn code(number: usize, folder: &Path, methods: &Methods, cases: &mut [Case]) -> Result<String, String> {
    let mut calls = Vec::new();
    for case in cases.iter_mut().filter(|case| case.problem.is_none()) {
        let Some(method) = methods.get(&(case.method.clone(), client::shape(&case.path))) else {
            case.problem = Some("the client has no such operation".to_owned());
            continue;
        };
        let arguments = || method.required.iter().chain(&method.optional);
        let missing: Vec<&String> = case
            .values
            .keys()
            .filter(|key| !arguments().any(|argument| argument.value_key == **key))
            .collect();
        if !missing.is_empty() {
            case.problem = Some(format!("the client has no argument for {missing:?}"));
            continue;
        }
        calls.push(Call {
            case: case.case,
            method,
            media_type: case.media_type.as_deref().unwrap_or_default(),
            parts: program::parts_of(method, folder)?,
        });
    }
    Ok(program::calls(number, &calls))
}

fn without_code(task: &Task, problem: &str) -> Client {
    let mut cases = cases(task, &Value::Null, Path::new(""));
    for case in &mut cases {
        case.problem = Some(problem.to_owned());
    }
    Client {
        number: task.number,
        folder: PathBuf::new(),
        cases,
        lines: 0,
    }
}
