//! Everything before a request: documents, values, clients and the code that calls them.

use std::path::{Path, PathBuf};

use oaspen::{Layout, Mode, Settings};
use serde::Serialize;
use serde_json::Value;

use super::client::{self, Methods};
use super::program::{self, Call};
use super::schema::Tree;
use super::values::{self, Values};
use super::{extract, features, operation, sight};
use crate::{folders, pool};

/// One call.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Case {
    pub case: usize,
    /// The document's name in the package.
    pub document: String,
    /// The part of it that the judge reads.
    pub judged: PathBuf,
    pub method: String,
    pub path: String,
    pub features: Vec<&'static str>,
    pub body_kind: Option<&'static str>,
    /// openapi-core would not see, or not understand, what is sent.
    pub beyond_core: bool,
    /// Prism would not.
    pub beyond_prism: bool,
    pub values: Values,
    /// Why there is no call.
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

/// The chosen operations of one document, and where it is.
pub(crate) struct Order {
    pub number: usize,
    pub first_case: usize,
    pub document: String,
    pub path: PathBuf,
    pub chosen: Vec<(String, String)>,
}

/// Generates every client. The folder of the programs gets a file of calls for each.
pub(crate) fn all(orders: Vec<Order>, folder: &Path, jobs: usize) -> Vec<Client> {
    let mut clients = Vec::new();
    pool::run(
        orders,
        jobs,
        |_| 1,
        |order| one(&order, folder).unwrap_or_else(|problem| without_code(&order, &problem)),
        |client| clients.push(client),
    );
    clients.sort_by_key(|client: &Client| client.number);
    clients
}

fn one(order: &Order, folder: &Path) -> Result<Client, String> {
    let text = folders::read(&order.path)?;
    let root: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let part = extract::document(&root, &order.chosen);
    let judged = folder.join(format!("judged_{}.json", order.number));
    let given = folder.join(format!("document_{}.json", order.number));
    folders::write(&given, &part.to_string())?;
    folders::write(&judged, &extract::for_judges(&part).to_string())?;
    let mut cases = cases(order, &part, &judged);
    let client = folder.join(format!("c{}", order.number));
    // The names of an earlier choice, which gave this folder to another document.
    let _ = std::fs::remove_file(client.join("names.lock"));
    let settings = Settings {
        name: "client".to_owned(),
        layout: Layout::Module,
        ..Settings::default()
    };
    let report = oaspen::update_client(&given, &client, &settings, Mode::Write);
    if report.failed() {
        let first = report.diagnostics.iter().next().map(|finding| finding.message.clone());
        return Err(format!("not generated: {}", first.unwrap_or_default()));
    }
    let methods = client::read(&client)?;
    let code = code(order.number, &client, &methods, &mut cases)?;
    folders::write(&folder.join(format!("calls_{}.rs", order.number)), &code)?;
    Ok(Client {
        number: order.number,
        folder: client,
        cases,
        lines: report.stats.lines,
    })
}

fn cases(order: &Order, root: &Value, judged: &Path) -> Vec<Case> {
    let tree = Tree::new(root);
    let operations = operation::all(tree);
    let chosen = order.chosen.iter().enumerate().map(|(index, (method, path))| {
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
            case: order.first_case + index,
            document: order.document.clone(),
            judged: judged.to_path_buf(),
            method: method.clone(),
            path: path.clone(),
            beyond_core: sight::beyond_core(&features, &values),
            beyond_prism: operation.is_some_and(|operation| sight::beyond_prism(tree, operation, &features, &values)),
            features,
            body_kind: operation.and_then(|operation| Some(operation.body.as_ref()?.kind.word())),
            values,
            problem: problem.map(str::to_owned),
        }
    });
    chosen.collect()
}

/// The code of all calls of a client. A case without a method keeps the reason.
fn code(number: usize, folder: &Path, methods: &Methods, cases: &mut [Case]) -> Result<String, String> {
    let mut calls = Vec::new();
    for case in cases.iter_mut().filter(|case| case.problem.is_none()) {
        let Some(method) = methods.get(&(case.method.clone(), client::shape(&case.path))) else {
            case.problem = Some("the client has no such operation".to_owned());
            continue;
        };
        let arguments = || method.required.iter().chain(&method.optional);
        let lost: Vec<&String> = case
            .values
            .keys()
            .filter(|place| !arguments().any(|argument| argument.place == **place))
            .collect();
        if !lost.is_empty() {
            case.problem = Some(format!("the client has no argument for {lost:?}"));
            continue;
        }
        calls.push(Call {
            case: case.case,
            method,
            parts: program::parts_of(method, folder)?,
        });
    }
    Ok(program::calls(number, &calls))
}

fn without_code(order: &Order, problem: &str) -> Client {
    let mut cases = cases(order, &Value::Null, Path::new(""));
    for case in &mut cases {
        case.problem = Some(problem.to_owned());
    }
    Client {
        number: order.number,
        folder: PathBuf::new(),
        cases,
        lines: 0,
    }
}
