//! Calls every operation with its generated client: Prism accepts the request, and the client decodes the response.

use super::server::{CLERK, LOGTO, Prism, document, root};
use super::{controls, table};
use crate::wire::operations::all;
use crate::wire::support::{Clients, Failed, TOKEN};
use oaspen_client::{ClientBuilder, RetryPolicy};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use user_apis::{clerk, logto};

const ID: &str = "user_1";

/// Clients that send a preference to Prism, such as `code=404`.
pub(super) fn clients(url: &str, prefer: &str) -> Clients {
    let clerk = clerk::Client::builder().base_url(url).bearer_token(TOKEN);
    let logto = logto::Client::builder().base_url(url).bearer_token(TOKEN);
    Clients {
        clerk: without_retries(clerk, prefer).build().unwrap().users(),
        logto: without_retries(logto, prefer).build().unwrap().users(),
    }
}

fn without_retries<C>(builder: ClientBuilder<C>, prefer: &str) -> ClientBuilder<C> {
    builder.retries(RetryPolicy::none()).default_header("Prefer", prefer)
}

/// Calls every operation of an API. Returns the number of successful calls and the errors of the others.
async fn call_all(api: &str, prism: &Prism) -> (usize, BTreeSet<String>) {
    let clients = clients(prism.url(), "dynamic=false");
    let mut found = BTreeSet::new();
    let mut succeeded = 0;
    for row in all().filter(|row| row.api == api) {
        match (row.call)(&clients, ID).await {
            Ok(_) => succeeded += 1,
            Err(failed) => {
                found.insert(format!("{}: {}", row.id, verdict(&failed)));
            }
        }
    }
    (succeeded, found)
}

/// The error of Prism about the request, or of the client about the response.
fn verdict(failed: &Failed) -> String {
    let violations = failed.error.headers().get("sl-violations");
    let violations: Vec<Violation> =
        violations.map_or_else(Vec::new, |text| serde_json::from_slice(text.as_bytes()).unwrap());
    let of_the_request = violations
        .iter()
        .filter(|violation| violation["location"][0] == "request");
    let messages: Vec<_> = of_the_request
        .map(|violation| violation["message"].as_str().unwrap())
        .collect();
    if messages.is_empty() {
        format!("the client: {}", failed.error)
    } else {
        format!("Prism: {}", messages.join("; "))
    }
}

type Violation = serde_json::Value;

async fn check_ours(api: &str, prism: &Prism, operations: usize) {
    let (succeeded, found) = call_all(api, prism).await;
    table::assert_known(&document(api), &found);
    assert_eq!(succeeded, operations);
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn all_18_operations_of_clerk() {
    check_ours("clerk", &CLERK, 18).await;
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn all_23_operations_of_logto() {
    check_ours("logto", &LOGTO, 23).await;
}

/// The upstream document, if it exists next to the checkout.
fn upstream(name: &str) -> Option<PathBuf> {
    let path = root().join("../shared/upstream").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} is not in ../shared/upstream");
        return None;
    }
    Some(path)
}

/// The operations of a document with their parameters and members.
fn fields(document: &Path) -> BTreeSet<String> {
    let output = Command::new("node")
        .arg(root().join("tests/prism/fields.js"))
        .arg(document)
        .current_dir(root().join("target/prism"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let fields: BTreeSet<_> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    assert!(fields.len() > 50, "{}: {fields:?}", document.display());
    fields
}

async fn check_upstream(api: &str, document: &Path) {
    let prism = Prism::serving(&table::adapted(document));
    let (_, mut found) = call_all(api, &prism).await;
    let lacks = fields(&self::document(api)).into_iter();
    let has = fields(document);
    found.extend(
        lacks
            .filter(|field| !has.contains(field))
            .map(|field| format!("lacks {field}")),
    );
    let unvalidated = controls::unvalidated(api, &prism).into_iter();
    found.extend(unvalidated.map(|id| format!("{id}: Prism accepts any body")));
    table::assert_known(document, &found);
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn clerk_as_upstream_described_it_in_june_2024() {
    if let Some(document) = upstream("clerk-bapi-v1-sdk-java-a7f0eca.yml") {
        check_upstream("clerk", &document).await;
    }
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn clerk_as_upstream_described_it_in_october_2024() {
    if let Some(document) = upstream("clerk-bapi-2021-02-05-5a54f90.yml") {
        check_upstream("clerk", &document).await;
    }
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn logto_as_upstream_described_it_in_january_2025() {
    if let Some(document) = upstream("logto-management-go-c67523c.yaml") {
        check_upstream("logto", &document).await;
    }
}
