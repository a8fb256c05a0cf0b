//! What the new client takes and reaches, which is compared for each operation.

use std::collections::BTreeSet;

use super::side::Side;
use crate::ir::{Scheme, SchemeKind, Server, canonical};

/// What the new client takes and reaches, for all operations.
pub(super) struct Taken<'a> {
    /// Names of schemes with API keys.
    api_keys: BTreeSet<&'a str>,
    has_bearer: bool,
    has_basic: bool,
    has_any: bool,
    /// The URLs of the servers of the document.
    pub urls: BTreeSet<String>,
}

impl<'a> Taken<'a> {
    pub(super) fn of(new: Side<'a>) -> Self {
        let mut found = Self {
            api_keys: BTreeSet::new(),
            has_bearer: false,
            has_basic: false,
            has_any: !new.api.schemes.is_empty(),
            urls: new.api.servers.iter().flat_map(urls).collect(),
        };
        for scheme in &new.api.schemes {
            match scheme.kind {
                SchemeKind::ApiKey { .. } => drop(found.api_keys.insert(&scheme.name)),
                SchemeKind::Bearer | SchemeKind::OAuth2 => found.has_bearer = true,
                SchemeKind::Basic => found.has_basic = true,
                SchemeKind::Unsupported(_) => {}
            }
        }
        found
    }

    /// Whether the client takes the credentials of a scheme of the old one.
    pub(super) fn takes(&self, scheme: &Scheme) -> bool {
        match scheme.kind {
            SchemeKind::ApiKey { .. } => self.api_keys.contains(scheme.name.as_str()),
            SchemeKind::Bearer | SchemeKind::OAuth2 => self.has_bearer,
            SchemeKind::Basic => self.has_basic,
            SchemeKind::Unsupported(_) => self.has_any,
        }
    }
}

/// Maximum number of URLs of one server.
const MAX_URLS: usize = 200;

/// The URLs of a server with every allowed value of its variables.
pub(super) fn urls(server: &Server) -> Vec<String> {
    let mut all = vec![server.url.clone()];
    for variable in &server.variables {
        let placeholder = format!("{{{}}}", variable.name);
        let values = variable.values.iter().chain([&variable.default]);
        let with = |value: &String| {
            all.iter()
                .map(|url| url.replace(&placeholder, value))
                .collect::<Vec<_>>()
        };
        all = values.flat_map(with).take(MAX_URLS).collect();
    }
    all.iter().map(|url| canonical(url)).collect()
}
