//! One row per operation: the call, the expected request and a matching response.

use crate::wire::support::{Clients, Documented, Sending, documented};
use loopback::ServerResponse;

/// Every path parameter of the rows: each character that would change a URL.
pub(crate) const ID: &str = "u/1?a=b#c%20 +é";
/// The same as it goes over the wire.
pub(crate) const ID_SENT: &str = "u%2F1%3Fa%3Db%23c%2520%20%2B%C3%A9";

/// An operation of one of the clients.
pub(crate) struct Operation {
    pub(crate) api: &'static str,
    pub(crate) id: &'static str,
    /// Calls it; the text is for every path parameter.
    pub(crate) call: fn(&Clients, &str) -> Sending,
    /// Method and target; `{id}` is replaced by [`ID_SENT`].
    pub(crate) request: &'static str,
    /// The body, byte for byte; empty for none.
    pub(crate) body: &'static str,
    /// A body of the declared type; empty where none is declared.
    pub(crate) answer: &'static str,
}

impl Operation {
    pub(crate) const fn clerk(
        id: &'static str,
        call: fn(&Clients, &str) -> Sending,
        request: &'static str,
        body: &'static str,
        answer: &'static str,
    ) -> Self {
        Self {
            api: "clerk",
            id,
            call,
            request,
            body,
            answer,
        }
    }

    pub(crate) const fn logto(
        id: &'static str,
        call: fn(&Clients, &str) -> Sending,
        request: &'static str,
        body: &'static str,
        answer: &'static str,
    ) -> Self {
        Self {
            api: "logto",
            id,
            call,
            request,
            body,
            answer,
        }
    }

    /// Whether its success has a JSON body.
    pub(crate) fn has_json(&self) -> bool {
        !self.answer.is_empty()
    }

    /// The row of the facts for it.
    pub(crate) fn documented(&self) -> Documented {
        documented()
            .into_iter()
            .find(|row| row.api == self.api && row.id == self.id)
            .unwrap()
    }

    /// The first success status.
    pub(crate) fn success(&self) -> u16 {
        self.documented().statuses[0]
    }

    /// A success as the API declares it.
    pub(crate) fn reply(&self) -> ServerResponse {
        if self.has_json() {
            ServerResponse::json(self.success(), self.answer)
        } else {
            ServerResponse::empty(self.success())
        }
    }

    pub(crate) fn has_path_parameter(&self) -> bool {
        self.request.contains("{id}")
    }
}

/// All operations of both clients.
pub(crate) fn all() -> impl Iterator<Item = &'static Operation> {
    crate::wire::clerk_operations::ALL
        .iter()
        .chain(crate::wire::logto_operations::ALL)
}

#[test]
fn every_operation_of_the_facts_has_a_row() {
    let mut known: Vec<_> = documented().iter().map(|row| (row.api, row.id)).collect();
    let mut rows: Vec<_> = all().map(|row| (row.api, row.id)).collect();
    known.sort_unstable();
    rows.sort_unstable();
    assert_eq!(rows, known);
    assert_eq!(rows.len(), 41);
    assert_eq!(rows.iter().filter(|(api, _)| *api == "clerk").count(), 18);
    assert_eq!(rows.iter().filter(|(api, _)| *api == "logto").count(), 23);
}

#[test]
fn rows_are_those_of_the_facts() {
    for row in all() {
        let known = row.documented();
        let base = if row.api == "clerk" { "/v1" } else { "" };
        let (method, target) = row.request.split_once(' ').unwrap();
        let path = target.strip_prefix(base).unwrap().split('?').next().unwrap();
        assert_eq!(method, known.method, "{}", row.id);
        assert_eq!(path.split('/').count(), known.path.split('/').count(), "{}", row.id);
        for (sent, template) in path.split('/').zip(known.path.split('/')) {
            assert_eq!(sent == "{id}", template.starts_with('{'), "{}", row.id);
            assert!(sent == "{id}" || sent == template, "{}: {sent} for {template}", row.id);
        }
        if known.media_type.is_empty() {
            assert!(row.body.is_empty(), "{}", row.id);
        }
    }
}
