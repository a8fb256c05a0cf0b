//! Requests every declared status from Prism. The client must handle it as declared.

use super::operations::clients;
use super::server::{CLERK, LOGTO, Prism};
use crate::wire::operations::{Operation, all};
use crate::wire::support::Outcome;
use oaspen_client::ErrorKind;

/// Checks the outcome of a response with this status.
fn check(row: &Operation, status: u16, outcome: &Outcome) {
    let what = format!("{} with {status}: {outcome:?}", row.id);
    match outcome {
        Ok(_) => assert!(status < 300, "{what}"),
        Err(failed) => {
            assert!(status >= 400, "{what}");
            assert_eq!(
                (failed.status(), failed.error.kind()),
                (status, ErrorKind::Status),
                "{what}"
            );
            // There is a typed body if the operation declares one, and always the raw body.
            let has_body = !failed.raw().is_empty();
            assert_eq!(
                failed.api.as_deref().is_some_and(|body| body != "()"),
                has_body,
                "{what}"
            );
        }
    }
}

/// Requests all statuses. Returns their number and the number of typed error bodies.
async fn check_all(api: &str, prism: &Prism) -> (usize, usize) {
    let (mut count, mut typed) = (0, 0);
    for status in [200, 201, 204, 400, 401, 402, 403, 404, 422, 500] {
        let clients = clients(prism.url(), &format!("code={status}"));
        for row in all().filter(|row| row.api == api && row.documented().statuses.contains(&status)) {
            let outcome = (row.call)(&clients, "user_1").await;
            check(row, status, &outcome);
            count += 1;
            typed += usize::from(outcome.is_err_and(|failed| !failed.raw().is_empty()));
        }
    }
    let declared = all()
        .filter(|row| row.api == api)
        .map(|row| row.documented().statuses.len());
    assert_eq!(count, declared.sum::<usize>(), "a status that was not requested");
    (count, typed)
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn every_status_of_clerk() {
    let (all, typed) = check_all("clerk", &CLERK).await;
    // Two operations declare three errors each without a body.
    assert_eq!((all, typed), (18 + 42, 36));
}

#[tokio::test]
#[ignore = "needs Node: bash tests/prism/run"]
async fn every_status_of_logto() {
    let (_, typed) = check_all("logto", &LOGTO).await;
    assert_eq!(typed, 0, "it declares no body for its errors");
}
