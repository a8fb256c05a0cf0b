//! How credentials and servers differ.

use super::report::Verdict;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Effect, Subject};
use crate::ir::{Operation, Scheme, SchemeKind, Server};
use crate::pointer::Pointer;

impl<'a> Finder<'a> {
    pub(super) fn security(&mut self, at: &Use, old: &Operation, new: &Operation) {
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let is_same_names = old.security == new.security;
        if before == after && is_same_names {
            return;
        }
        // A program sets the credentials of one alternative.
        let is_enough = |alternative: &[String]| {
            after.is_empty()
                || after
                    .iter()
                    .any(|other| other.iter().all(|kind| alternative.contains(kind)))
        };
        let own = if before.is_empty() {
            vec![Vec::new()]
        } else {
            before.clone()
        };
        let failing = own.iter().filter(|alternative| !is_enough(alternative)).count();
        let effect = match failing {
            0 => Effect::None,
            _ if failing == own.len() => Effect::Fails,
            _ => Effect::SometimesFails,
        };
        let gone = self.gone_scheme(old);
        if let Some(row) = self.add(at, "security-changed", effect, &text(&before), &text(&after))
            && let Some(name) = gone
        {
            // Code compiles, and `build()` fails.
            row.code = Verdict::Changes;
            row.help = Some(format!(
                "set other credentials: the client has no scheme for those of `{name}`"
            ));
        }
    }

    /// A scheme of an operation whose credentials the new client does not take: API keys are set by the name of their scheme, others
    /// for all schemes of their kind.
    fn gone_scheme(&self, old: &Operation) -> Option<&'a str> {
        let used = old.security.iter().flatten();
        let mut schemes = used.filter_map(|name| self.old.api.schemes.iter().find(|scheme| scheme.name == *name));
        let takes = |scheme: &Scheme, other: &Scheme| match (&scheme.kind, &other.kind) {
            (SchemeKind::ApiKey { .. }, SchemeKind::ApiKey { .. }) => scheme.name == other.name,
            (SchemeKind::Bearer | SchemeKind::OAuth2, SchemeKind::Bearer | SchemeKind::OAuth2)
            | (SchemeKind::Basic, SchemeKind::Basic)
            | (SchemeKind::Unsupported(_), _) => true,
            _ => false,
        };
        let found = schemes.find(|scheme| !self.new.api.schemes.iter().any(|other| takes(scheme, other)));
        found.map(|scheme| scheme.name.as_str())
    }

    pub(super) fn operation_server(&mut self, at: &Use, old: &Operation, new: &Operation) {
        if old.server == new.server {
            return;
        }
        let default = |side: Side<'a>| Server::default_of(&side.api.servers);
        let before = old.server.as_ref().or_else(|| default(self.old));
        let after = new.server.as_ref().or_else(|| default(self.new));
        let reachable: Vec<String> = match &new.server {
            Some(server) => urls(server),
            None => self.new.api.servers.iter().flat_map(urls).collect(),
        };
        let effect = if reachable.contains(&url(before)) {
            Effect::None
        } else {
            Effect::Fails
        };
        self.add(at, "server-changed", effect, &url(before), &url(after));
    }

    pub(super) fn servers(&mut self) {
        let (old, new) = (&self.old.api.servers, &self.new.api.servers);
        let subject = || Subject {
            pointer: Some(Pointer::root().child("servers")),
            item: String::new(),
        };
        let at = Use {
            old: subject(),
            new: subject(),
        };
        let (one, other) = (Server::default_of(old), Server::default_of(new));
        let reachable: Vec<String> = new.iter().flat_map(urls).collect();
        let is_reachable = one.is_none() || reachable.contains(&url(one));
        if one != other {
            let effect = if is_reachable { Effect::None } else { Effect::Fails };
            self.add(&at, "server-changed", effect, &described(one), &described(other));
        }
        let is_known = |all: &[Server], server: &Server| all.iter().any(|known| known.same(server));
        for server in new
            .iter()
            .filter(|server| !is_known(old, server) && Some(*server) != other)
        {
            self.add(&at, "server-added", Effect::None, "", &server.resolved());
        }
        for server in old
            .iter()
            .filter(|server| !is_known(new, server) && Some(*server) != one)
        {
            self.add(&at, "server-removed", Effect::None, &server.resolved(), "");
        }
    }
}

/// Each alternative as the credentials that are sent: two schemes of one kind are the same.
fn alternatives(side: Side<'_>, operation: &Operation) -> Vec<Vec<String>> {
    let kind = |name: &String| {
        let scheme = side.api.schemes.iter().find(|scheme| scheme.name == *name);
        match scheme.map(|scheme| &scheme.kind) {
            Some(SchemeKind::Bearer | SchemeKind::OAuth2) => "a bearer token".to_owned(),
            Some(SchemeKind::Basic) => "user and password".to_owned(),
            Some(SchemeKind::ApiKey { location, name }) => format!("the {} parameter `{name}`", location.as_str()),
            Some(SchemeKind::Unsupported(text)) => text.clone(),
            None => name.clone(),
        }
    };
    let all = operation.security.iter().map(|alternative| {
        let mut kinds: Vec<String> = alternative.iter().map(kind).collect();
        kinds.sort();
        kinds
    });
    all.collect()
}

fn text(alternatives: &[Vec<String>]) -> String {
    let all = alternatives.iter().map(|kinds| {
        if kinds.is_empty() {
            "none".to_owned()
        } else {
            kinds.join(" and ")
        }
    });
    let text = all.collect::<Vec<_>>().join(", or ");
    if text.is_empty() { "none".to_owned() } else { text }
}

fn url(server: Option<&Server>) -> String {
    let url = server.map(Server::resolved).unwrap_or_default();
    url.trim_end_matches('/').to_owned()
}

/// The URL with its variables, where these differ too.
fn described(server: Option<&Server>) -> String {
    let Some(server) = server else { return String::new() };
    let variables = server
        .variables
        .iter()
        .map(|variable| match variable.values.as_slice() {
            [] => format!("{}={}", variable.name, variable.default),
            values => format!("{}={}", variable.name, values.join("|")),
        });
    let variables: Vec<String> = variables.collect();
    if variables.is_empty() {
        server.url.clone()
    } else {
        format!("{} ({})", server.url, variables.join(", "))
    }
}

/// Maximum number of URLs of one server.
const MAX_URLS: usize = 200;

/// The URLs of a server with every allowed value of its variables.
fn urls(server: &Server) -> Vec<String> {
    let mut all = vec![server.url.clone()];
    for variable in &server.variables {
        let placeholder = format!("{{{}}}", variable.name);
        let values = variable.values.iter().chain([&variable.default]);
        let with = |value: &String| {
            all.iter()
                .map(|url| url.replace(&placeholder, value))
                .collect::<Vec<_>>()
        };
        let more: Vec<String> = values.flat_map(with).collect();
        all = more;
        all.truncate(MAX_URLS);
    }
    all.iter().map(|url| url.trim_end_matches('/').to_owned()).collect()
}
