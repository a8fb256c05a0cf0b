//! What happens to an old client that meets a server of the new document.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use oaspen::Verdict;
use serde_json::Value;

use crate::calls::{self, Call, Reply};
use crate::driver::Case;
use crate::features::Features;
use crate::instances::schemas::View;
use crate::server::{Request, Server};

/// A call of the old client, with its request.
pub(crate) struct Sent {
    pub call: Call,
    pub request: Request,
    /// What the old server understands.
    pub view: Value,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fact {
    pub deployed: Verdict,
    pub is_partial: bool,
    pub reasons: Vec<String>,
}

/// Results of the program by input line.
pub(crate) type Results = HashMap<String, Value>;

/// The responses of a new server to each method of the old client. A request that has no path in the new document
/// has none.
pub(crate) fn replies<'a>(new: &'a Server, cases: &'a [Case], sent: &'a [Sent]) -> Vec<(&'a Sent, Vec<Reply>)> {
    let mut found = Vec::new();
    for case in cases {
        let Some(first) = sent.iter().find(|one| one.call.case == case.number) else {
            continue;
        };
        if let Some((operation, _)) = new.route(&first.request) {
            let accept = first.request.headers.iter().find(|(name, _)| name == "accept");
            let accept = accept.map(|(_, value)| value.as_str()).unwrap_or_default();
            found.push((first, calls::replies(new, operation, case.way, accept)));
        }
    }
    found
}

/// What is observed of a set of responses.
#[derive(Default)]
pub(crate) struct Seen {
    features: Features,
    roots: BTreeSet<String>,
    /// Failures and successes of each case.
    counts: BTreeMap<usize, (usize, usize)>,
    pub failures: Vec<String>,
    /// Errors with a body that the client does not read.
    plain: BTreeSet<String>,
}

pub(crate) fn seen(replies: &[(&Sent, Vec<Reply>)], results: &Results) -> Seen {
    let mut seen = Seen::default();
    for (sent, replies) in replies {
        let case = sent.call.case;
        for reply in replies {
            let Some(result) = results.get(&sent.call.line(reply).to_string()) else {
                seen.failures.push(format!("case {case}: not run"));
                continue;
            };
            let kind = result["kind"].as_str().unwrap_or("problem");
            let root = if reply.is_success() {
                format!("{case} ok")
            } else {
                format!("{case} e{}", reply.status)
            };
            seen.roots.insert(root.clone());
            let text = result["text"].as_str().unwrap_or_default();
            let is_good = match kind {
                "ok" => reply.is_success(),
                "status" | "plain status" => !reply.is_success(),
                _ => false,
            };
            if kind == "ok" || kind == "status" {
                seen.features.add(&root, text);
            }
            if kind == "plain status" && reply.value.is_some() {
                seen.plain.insert(root);
            }
            if reply.is_success() || !is_good {
                let count = seen.counts.entry(case).or_default();
                if is_good {
                    count.1 += 1;
                } else {
                    count.0 += 1;
                    let body = String::from_utf8_lossy(&reply.body).into_owned();
                    let problem = result["problem"].as_str().unwrap_or_default();
                    seen.failures
                        .push(format!("case {case}, {} {body}: {kind} {text}{problem}", reply.status));
                }
            }
        }
    }
    seen
}

/// Compares what the old client meets with what it was built for.
pub(crate) fn fact(old: &Server, new: &Server, sent: &[Sent], before: &Seen, after: &Seen) -> Fact {
    let mut fact = Fact::default();
    let mut requests: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for one in sent {
        let count = requests.entry(one.call.case).or_default();
        match new.receive(&one.request) {
            Err(refusal) => {
                count.0 += 1;
                fact.breaks(format!("{} {}: {refusal}", one.request.method, one.request.url));
            }
            Ok((_, view)) => {
                count.1 += 1;
                if let Some(difference) = different(&one.view, &view, "") {
                    fact.changes(format!("{} {}: {difference}", one.request.method, one.request.url));
                }
            }
        }
    }
    for failure in &after.failures {
        if !before.failures.contains(failure) {
            fact.breaks(failure.clone());
        }
    }
    let is_whole = |counts: &BTreeMap<usize, (usize, usize)>| counts.values().any(|(bad, good)| *bad > 0 && *good == 0);
    fact.is_partial = fact.deployed == Verdict::Breaks && !is_whole(&requests) && !is_whole(&after.counts);
    for root in after.plain.difference(&before.plain) {
        // The client is built for a body of this status.
        if before.features.present.contains(root) {
            fact.changes(format!("the body is not read: {root}"));
        }
    }
    for path in before.features.lost(&after.features) {
        let root = path.split(['.', '/', '|']).next().unwrap_or_default();
        if after.roots.contains(root) {
            fact.changes(format!("lost: {path}"));
        }
    }
    for path in after.features.unknown(&before.features) {
        fact.changes(format!("unknown: {path}"));
    }
    responses(old, new, sent, &mut fact);
    fact
}

/// Headers, and defaults of members.
fn responses(old: &Server, new: &Server, sent: &[Sent], fact: &mut Fact) {
    let mut known = BTreeSet::new();
    for one in sent.iter().filter(|one| known.insert(one.call.case)) {
        let (Some((before, _)), Some((after, _))) = (old.route(&one.request), new.route(&one.request)) else {
            continue;
        };
        for response in &before.responses {
            let Some(now) = after.responses.iter().find(|now| now.status == response.status) else {
                continue;
            };
            for (name, schema) in &response.headers {
                let Some((_, new_schema)) = now.headers.iter().find(|(known, _)| known == name) else {
                    fact.changes(format!("header {name} is gone"));
                    continue;
                };
                let values = new.values(new_schema, View::Received);
                if values
                    .iter()
                    .any(|value| old.accepts(schema, value, View::Received) == Some(false))
                {
                    fact.changes(format!("header {name} has other values"));
                }
            }
            for media in &response.media {
                let Some(now) = now.media.iter().find(|now| now.name == media.name) else {
                    continue;
                };
                let (Some(old_schema), Some(new_schema)) = (&media.schema, &now.schema) else {
                    continue;
                };
                for value in new.values(new_schema, View::Received).into_iter().take(40) {
                    let before = old.view(old_schema, value.clone(), View::Received);
                    let after = new.view(new_schema, value, View::Received);
                    if let Some(difference) = unequal(&before, &after, "") {
                        fact.changes(format!("default: {difference}"));
                    }
                }
            }
        }
    }
}

impl Fact {
    fn breaks(&mut self, reason: String) {
        self.deployed = Verdict::Breaks;
        self.reasons.push(reason);
    }

    fn changes(&mut self, reason: String) {
        self.deployed = self.deployed.max(Verdict::Changes);
        self.reasons.push(reason);
    }
}

/// The first part of what the old server understands that the new one does not understand in the same way.
fn different(old: &Value, new: &Value, at: &str) -> Option<String> {
    match (old, new) {
        (Value::Object(one), Value::Object(other)) => one.iter().find_map(|(name, value)| match other.get(name) {
            Some(other) => different(value, other, &format!("{at}/{name}")),
            None => Some(format!("{at}/{name} is ignored")),
        }),
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = one.iter().zip(other);
            pairs.find_map(|(one, other)| different(one, other, &format!("{at}/[]")))
        }
        // One value of a parameter is a list of it.
        (old, Value::Array(only)) if !at.starts_with("/body") && !old.is_array() && only.len() == 1 => {
            only.first().and_then(|only| different(old, only, at))
        }
        _ if same(old, new) => None,
        _ => Some(format!("{at}: {old} is {new}")),
    }
}

/// The first member that both have, with another value.
fn unequal(old: &Value, new: &Value, at: &str) -> Option<String> {
    match (old, new) {
        (Value::Object(one), Value::Object(other)) => one.iter().find_map(|(name, value)| {
            let other = other.get(name)?;
            unequal(value, other, &format!("{at}/{name}"))
        }),
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            pairs.find_map(|(one, other)| unequal(one, other, &format!("{at}/[]")))
        }
        _ if same(old, new) => None,
        _ => Some(format!("{at}: {old} is {new}")),
    }
}

/// Whether two scalars are the same value: `1` is `1.0`, and the text of a parameter has no type.
fn same(one: &Value, other: &Value) -> bool {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    one == other || (one.is_number() && other.is_number() && one.as_f64() == other.as_f64()) || text(one) == text(other)
}
