//! Which operation of the document an exchange belongs to.

use std::collections::BTreeSet;

use super::exchange::Exchange;
use super::near::Near;
use super::redact::Target;
use super::template::{Query, Route, Segment};
use crate::ir::{Api, Operation, ParamStyle, PathPart, Server};
use crate::pointer::percent_decode;

/// The paths of a document.
pub(super) struct Routes {
    routes: Vec<Route>,
    near: Near,
    /// Paths of servers, without the slash at the end.
    bases: BTreeSet<String>,
    /// If not empty, only exchanges with one of these hosts are about the document.
    hosts: BTreeSet<String>,
    /// Segments that a path of the document has.
    words: BTreeSet<String>,
}

/// What an exchange belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Routed {
    Operation(usize),
    /// The document has no such operation: its method and its path, without texts that the document does not have.
    Unknown(String),
    /// A request to another server.
    OtherHost,
}

impl Routes {
    /// `base`: the URL that all paths of the document follow, instead of its servers.
    pub(super) fn new(api: &Api, base: Option<&str>, exchanges: &[Exchange]) -> Self {
        let servers = api
            .servers
            .iter()
            .chain(api.operations.iter().filter_map(|operation| operation.server.as_ref()));
        let targets: Vec<Target> = match base {
            Some(base) => vec![Target::parse(base)],
            None => servers.map(Server::resolved).map(|url| Target::parse(&url)).collect(),
        };
        let mut bases: BTreeSet<String> = targets
            .iter()
            .map(|target| target.path.trim_end_matches('/').to_owned())
            .collect();
        if base.is_none() {
            bases.insert(String::new());
        }
        let hosts: BTreeSet<String> = targets
            .into_iter()
            .map(|target| target.host)
            .filter(|host| !host.is_empty())
            .collect();
        // A recording of another installation than the document names has other hosts.
        let is_known = exchanges.iter().any(|one| hosts.contains(&one.target.host));
        let routes: Vec<Route> = api.operations.iter().enumerate().map(route).collect();
        let texts = routes.iter().flat_map(|route| &route.segments);
        let words = texts.filter_map(|segment| match segment {
            Segment::Text(text) => Some(text.clone()),
            _ => None,
        });
        let near = Near::of(&routes);
        let based = bases.iter().flat_map(|base| base.split('/')).map(str::to_owned);
        Self {
            words: words.chain(based).collect(),
            hosts: if is_known || base.is_some() {
                hosts
            } else {
                BTreeSet::new()
            },
            near,
            routes,
            bases,
        }
    }

    pub(super) fn find(&self, exchange: &Exchange) -> Routed {
        let target = &exchange.target;
        let is_other = !self.hosts.is_empty() && !target.host.is_empty() && !self.hosts.contains(&target.host);
        if is_other {
            return Routed::OtherHost;
        }
        // The longest path of a server first.
        let ends = target.path.rmatch_indices('/').map(|(end, _)| end);
        for end in std::iter::once(target.path.len()).chain(ends) {
            let Some((base, rest)) = target.path.split_at_checked(end) else {
                continue;
            };
            if !self.bases.contains(base) {
                continue;
            }
            if let Some(operation) = self.best(&exchange.method, rest, &target.query) {
                return Routed::Operation(operation);
            }
        }
        Routed::Unknown(format!("{} {}", exchange.method, self.shown(&target.path)))
    }

    /// The most literal route.
    fn best(&self, method: &str, path: &str, query: &Query) -> Option<usize> {
        let all = segments(path);
        let without_slash = all
            .split_last()
            .filter(|(last, _)| last.is_empty())
            .map(|(_, rest)| rest);
        let ways = [Some(all.as_slice()), without_slash];
        ways.into_iter().flatten().find_map(|segments| {
            let fits = |route: &&Route| {
                route.method == method && fits(&route.segments, segments) && route.has_fixed_query(query)
            };
            let found = self.near.candidates(segments, query).into_iter();
            let found = found.filter_map(|index| self.routes.get(index)).filter(fits);
            let best = found.min_by_key(|route| (std::cmp::Reverse(route.fixed_query.len()), &route.segments));
            best.map(|route| route.operation)
        })
    }

    /// A path in which only texts are left that the document has too.
    fn shown(&self, path: &str) -> String {
        let shown = segments(path).into_iter().map(|segment| {
            if segment.is_empty() || self.words.contains(&segment) {
                segment
            } else {
                "{}".to_owned()
            }
        });
        format!("/{}", shown.collect::<Vec<_>>().join("/"))
    }
}

fn segments(path: &str) -> Vec<String> {
    path.strip_prefix('/')
        .unwrap_or(path)
        .split('/')
        .map(percent_decode)
        .collect()
}

fn route((index, operation): (usize, &Operation)) -> Route {
    Route {
        operation: index,
        method: operation.method,
        segments: template(operation),
        fixed_query: operation.fixed_query.clone(),
    }
}

/// The template of an operation in segments.
fn template(operation: &Operation) -> Vec<Segment> {
    let is_many = |name: &str| {
        let param = operation.params.iter().find(|param| param.name == name);
        param.is_some_and(|param| param.style == ParamStyle::Segments)
    };
    // Each segment is a list of texts with parameters between them, and whether one of these has several segments.
    let mut done: Vec<(Vec<String>, bool)> = Vec::new();
    let mut now = (vec![String::new()], false);
    for part in &operation.parts {
        match part {
            PathPart::Param(name) => {
                now.0.push(String::new());
                now.1 |= is_many(name);
            }
            PathPart::Text(text) => {
                let mut pieces = text.split('/');
                let first = pieces.next().unwrap_or_default();
                now.0.last_mut().into_iter().for_each(|last| last.push_str(first));
                for piece in pieces {
                    done.push(std::mem::replace(&mut now, (vec![piece.to_owned()], false)));
                }
            }
        }
    }
    done.push(now);
    let is_start = |(texts, _): &(Vec<String>, bool)| texts.iter().all(String::is_empty) && texts.len() == 1;
    let skipped = usize::from(done.len() > 1 && done.first().is_some_and(is_start));
    done.into_iter().skip(skipped).map(segment).collect()
}

fn segment((mut texts, is_many): (Vec<String>, bool)) -> Segment {
    if is_many {
        Segment::Many
    } else if texts.len() == 1 {
        Segment::Text(percent_decode(&texts.pop().unwrap_or_default()))
    } else if texts.iter().all(String::is_empty) {
        Segment::One
    } else {
        Segment::Mixed(texts)
    }
}

/// Whether segments of a path fit those of a template.
fn fits(template: &[Segment], path: &[String]) -> bool {
    match (template.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((Segment::Many, rest)), Some(_)) => {
            // The fewest segments that the rest leaves.
            let ends = 1..=path.len().saturating_sub(rest.len());
            ends.into_iter()
                .any(|end| path.get(end..).is_some_and(|left| fits(rest, left)))
        }
        (Some((first, rest)), Some((segment, left))) => one_fits(first, segment) && fits(rest, left),
        _ => false,
    }
}

fn one_fits(template: &Segment, segment: &str) -> bool {
    match template {
        Segment::Text(text) => text == segment,
        Segment::Many | Segment::One => !segment.is_empty(),
        Segment::Mixed(texts) => {
            let Some((first, rest)) = texts.split_first() else {
                return false;
            };
            let Some(mut left) = segment.strip_prefix(first.as_str()) else {
                return false;
            };
            let Some((last, middle)) = rest.split_last() else {
                return left.is_empty();
            };
            for text in middle {
                let after = left
                    .char_indices()
                    .nth(1)
                    .map_or("", |(at, _)| left.get(at..).unwrap_or(""));
                let Some(at) = after.find(text.as_str()) else {
                    return false;
                };
                left = after.get(at + text.len()..).unwrap_or("");
            }
            left.ends_with(last.as_str()) && left.len() > last.len()
        }
    }
}
