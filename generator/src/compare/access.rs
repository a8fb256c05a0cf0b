//! How credentials and servers differ.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Verdict;
use super::side::Side;
use super::taken::urls;
use super::types::{Finder, Use};
use super::verdict::{Effect, Subject};
use crate::ir::{Operation, Requirement, SchemeKind, Server, canonical};
use crate::pointer::Pointer;

impl<'a> Finder<'a> {
    pub(super) fn security(&mut self, at: &Use, old: &Operation, new: &Operation) {
        let (before, after) = (alternatives(self.old, old), alternatives(self.new, new));
        let gone = self.gone_scheme(old);
        let named = |operation: &Operation| -> BTreeSet<String> {
            let all = operation.security.iter().flatten();
            all.map(|requirement| requirement.scheme.clone()).collect()
        };
        if same_sets(&before, &after) && (gone.is_none() || named(old) == named(new)) {
            self.preferred(at, &before, &after);
            return;
        }
        // A program sets the credentials of one alternative.
        let needed = Needed::of(&after);
        let failing = before.iter().filter(|own| !needed.is_met_by(own)).count();
        let effect = match failing {
            0 => Effect::None,
            _ if failing == before.len() => Effect::Fails,
            _ => Effect::SometimesFails,
        };
        let rule = if gone.is_some() {
            "security-changed"
        } else if same_sets(&unscoped(&before), &unscoped(&after)) {
            "security-scopes-changed"
        } else if effect == Effect::None {
            "security-loosened"
        } else {
            "security-changed"
        };
        let (mut one, mut other) = (text(&before), text(&after));
        if one == other {
            (one, other) = (schemes(old), schemes(new));
        }
        if let Some(row) = self.add(at, rule, effect, &one, &other)
            && let Some(name) = gone
        {
            // Code compiles, and `build()` fails.
            row.code = Verdict::Changes;
            row.help = Some(format!(
                "set other credentials: the client has no scheme for those of `{name}`"
            ));
        }
    }

    /// The same alternatives. A client sends the first one whose credentials are all set.
    fn preferred(&mut self, at: &Use, before: &[Alternative], after: &[Alternative]) {
        let with_credentials = |all: &[Alternative]| -> Vec<Alternative> {
            let all = all.iter().filter(|alternative| !alternative.is_empty());
            all.cloned().collect()
        };
        let (one, other) = (with_credentials(before), with_credentials(after));
        if one == other {
            return;
        }
        if let Some(row) = self.add(at, "security-order-changed", Effect::None, &text(&one), &text(&other)) {
            row.code = Verdict::Changes;
        }
    }

    /// A scheme of an operation whose credentials the new client does not take: API keys are set by the name of their scheme, others
    /// for all schemes of their kind.
    fn gone_scheme(&self, old: &Operation) -> Option<&'a str> {
        let used = old.security.iter().flatten();
        let mut schemes = used.filter_map(|own| self.old.scheme(&own.scheme));
        let found = schemes.find(|scheme| !self.taken.takes(scheme));
        found.map(|scheme| scheme.name.as_str())
    }

    pub(super) fn operation_server(&mut self, at: &Use, old: &Operation, new: &Operation) {
        if old.server == new.server {
            return;
        }
        let default = |side: Side<'a>| Server::default_of(&side.api.servers);
        let before = old.server.as_ref().or_else(|| default(self.old));
        let after = new.server.as_ref().or_else(|| default(self.new));
        if same(before, after) {
            return;
        }
        let wanted = canonical(&url(before));
        let is_reachable = match &new.server {
            Some(server) => urls(server).contains(&wanted),
            None => self.taken.urls.contains(&wanted),
        };
        let effect = if is_reachable { Effect::None } else { Effect::Fails };
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
        let is_reachable = one.is_none() || self.taken.urls.contains(&canonical(&url(one)));
        if !same(one, other) {
            let effect = if is_reachable { Effect::None } else { Effect::Fails };
            self.add(&at, "server-changed", effect, &described(one), &described(other));
        }
        let urls_of = |all: &[Server]| -> BTreeSet<String> { all.iter().map(Server::canonical).collect() };
        let (known_before, known_now) = (urls_of(old), urls_of(new));
        let is_known = |all: &BTreeSet<String>, server: &Server| all.contains(&server.canonical());
        for server in new
            .iter()
            .filter(|server| !is_known(&known_before, server) && Some(*server) != other)
        {
            self.add(&at, "server-added", Effect::None, "", &server.resolved());
        }
        for server in old
            .iter()
            .filter(|server| !is_known(&known_now, server) && Some(*server) != one)
        {
            self.add(&at, "server-removed", Effect::None, &server.resolved(), "");
        }
    }
}

/// The credentials that are sent together, each with the scopes that it needs: two schemes of one kind are the same.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// The alternatives in their order, each once. Without any, a request needs no credentials.
fn alternatives(side: Side<'_>, operation: &Operation) -> Vec<Alternative> {
    let kind = |name: &str| match side.scheme(name).map(|scheme| &scheme.kind) {
        Some(SchemeKind::Bearer | SchemeKind::OAuth2) => "a bearer token".to_owned(),
        Some(SchemeKind::Basic) => "user and password".to_owned(),
        Some(SchemeKind::ApiKey { location, name }) => format!("the {} parameter `{name}`", location.as_str()),
        Some(SchemeKind::Unsupported(text)) => text.clone(),
        None => name.to_owned(),
    };
    let (mut found, mut known): (Vec<Alternative>, BTreeSet<Alternative>) = Default::default();
    for set in &operation.security {
        let mut alternative = Alternative::new();
        for Requirement { scheme, scopes } in set {
            let known = alternative.entry(kind(scheme)).or_default();
            known.extend(scopes.iter().cloned());
        }
        if known.insert(alternative.clone()) {
            found.push(alternative);
        }
    }
    if found.is_empty() {
        found.push(Alternative::new());
    }
    found
}

fn same_sets(one: &[Alternative], other: &[Alternative]) -> bool {
    let set = |all: &[Alternative]| -> BTreeSet<Alternative> { all.iter().cloned().collect() };
    set(one) == set(other)
}

fn unscoped(all: &[Alternative]) -> Vec<Alternative> {
    let without = |alternative: &Alternative| alternative.keys().map(|kind| (kind.clone(), BTreeSet::new())).collect();
    all.iter().map(without).collect()
}

/// Alternatives by one of the credentials that each needs, and a scope of it.
struct Needed<'a>(BTreeMap<Credential<'a>, Vec<&'a Alternative>>);

/// A kind and a scope. There may be none of both.
type Credential<'a> = Option<(&'a str, Option<&'a str>)>;

impl<'a> Needed<'a> {
    fn of(all: &'a [Alternative]) -> Self {
        let mut found: BTreeMap<Credential<'_>, Vec<&Alternative>> = BTreeMap::new();
        for alternative in all {
            let first = alternative.first_key_value();
            let first = first.map(|(kind, scopes)| (kind.as_str(), scopes.first().map(String::as_str)));
            found.entry(first).or_default().push(alternative);
        }
        Self(found)
    }

    /// Whether a request with some credentials has all that one of them needs.
    fn is_met_by(&self, own: &Alternative) -> bool {
        let credentials = own.iter().flat_map(|(kind, scopes)| {
            let scopes = scopes.iter().map(|scope| Some(scope.as_str()));
            scopes.chain([None]).map(|scope| Some((kind.as_str(), scope)))
        });
        let mut near = credentials
            .chain([None])
            .filter_map(|first| self.0.get(&first))
            .flatten();
        near.any(|needed| covers(own, needed))
    }
}

/// Whether a request with some credentials has all that an alternative needs.
fn covers(own: &Alternative, needed: &Alternative) -> bool {
    let has = |(kind, scopes): (&String, &BTreeSet<String>)| own.get(kind).is_some_and(|own| scopes.is_subset(own));
    needed.iter().all(has)
}

/// The names of the schemes.
fn schemes(operation: &Operation) -> String {
    let sets = operation.security.iter().map(|set| {
        let names = set.iter().map(|requirement| format!("`{}`", requirement.scheme));
        names.collect::<Vec<_>>().join(" and ")
    });
    sets.collect::<Vec<_>>().join(", or ")
}

fn text(alternatives: &[Alternative]) -> String {
    let credential = |(kind, scopes): (&String, &BTreeSet<String>)| {
        let scopes: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
        match scopes.as_slice() {
            [] => kind.clone(),
            scopes => format!("{kind} with the scopes {}", scopes.join(", ")),
        }
    };
    let all = alternatives.iter().map(|alternative| {
        let credentials: Vec<String> = alternative.iter().map(credential).collect();
        match credentials.as_slice() {
            [] => "none".to_owned(),
            credentials => credentials.join(" and "),
        }
    });
    all.collect::<Vec<_>>().join(", or ")
}

fn url(server: Option<&Server>) -> String {
    let url = server.map(Server::resolved).unwrap_or_default();
    url.trim_end_matches('/').to_owned()
}

/// Whether both have the same URL, and the same values of variables.
fn same(one: Option<&Server>, other: Option<&Server>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => canonical(&one.url) == canonical(&other.url) && one.variables == other.variables,
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The URL with its variables, where these differ too.
fn described(server: Option<&Server>) -> String {
    let Some(server) = server else { return String::new() };
    let address = server.url.trim_end_matches('/');
    let variables = server
        .variables
        .iter()
        .map(|variable| match variable.values.as_slice() {
            [] => format!("{}={}", variable.name, variable.default),
            values => format!("{}={}", variable.name, values.join("|")),
        });
    let variables: Vec<String> = variables.collect();
    if variables.is_empty() {
        address.to_owned()
    } else {
        format!("{address} ({})", variables.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Alternative, Needed};

    fn alternative(all: &[(&str, &[&str])]) -> Alternative {
        let scopes = |scopes: &[&str]| scopes.iter().map(ToString::to_string).collect();
        all.iter().map(|(kind, own)| (kind.to_string(), scopes(own))).collect()
    }

    #[test]
    fn credentials_meet_what_has_no_others() {
        let all = [
            alternative(&[("a", &["read", "write"]), ("b", &[])]),
            alternative(&[("c", &[])]),
        ];
        let is_met = |own: &[(&str, &[&str])]| Needed::of(&all).is_met_by(&alternative(own));
        assert!(is_met(&[("a", &["all", "read", "write"]), ("b", &["any"])]));
        assert!(is_met(&[("b", &[]), ("c", &["read"])]));
        assert!(!is_met(&[("a", &["read"]), ("b", &[])]));
        assert!(!is_met(&[("a", &["read", "write"])]));
        assert!(!is_met(&[]));
        let none = [alternative(&[])];
        assert!(Needed::of(&none).is_met_by(&alternative(&[])));
    }
}
