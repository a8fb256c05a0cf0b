//! Rounds of comparing, proposing and applying, until nothing is new.

use std::collections::{BTreeMap, BTreeSet};

use super::everywhere;
use super::exchange::Exchange;
use super::lesson::{ExchangeCounts, LearnedOverride, Lesson, UnknownRequest, Unrepaired};
use super::propose::{Proposal, Proposals, propose};
use super::responses::Comparison;
use super::route::{Routed, Routes};
use super::seen::Seen;
use crate::config::{Override, Settings};
use crate::decoded::{Decoded, decoded};
use crate::diag::{Diagnostics, Severity};
use crate::load::Input;
use crate::pipeline::generate;
use crate::pointer::Pointer;

/// How often the overrides are applied and everything is compared again. Each round finds what was behind the departures of
/// the round before: a member of an object that was refused, for example.
const MAX_ROUNDS: usize = 12;

/// How exchanges are compared.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct LearnOptions {
    /// The URL that the paths of the document follow, instead of its servers.
    pub base: Option<String>,
    /// Whether the bodies of requests that succeeded are compared, too.
    pub requests: bool,
}

/// Compares exchanges with a document, and finds the overrides with which every response decodes.
///
/// `settings` are those of the client, with its overrides; `lock` is the text of its `names.lock`.
///
/// ```
/// let spec = r##"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {
///     "/tags": {"get": {"operationId": "listTags", "responses": {"200": {"description": "ok", "content":
///         {"application/json": {"schema": {"$ref": "#/components/schemas/Tag"}}}}}}}},
///     "components": {"schemas": {"Tag": {"type": "object", "required": ["name"], "properties":
///         {"name": {"type": "string"}}}}}}"##;
/// let line = r#"{"request": {"method": "GET", "url": "/tags"}, "response": {"status": 200, "body": "{\"name\": null}"}}"#;
/// let input = oaspen::Input::Text { name: "tags.json".into(), text: spec.into() };
/// let exchanges = oaspen::read_recording("tags.jsonl", line.as_bytes())?;
/// let lesson = oaspen::learn(&input, &oaspen::Settings::default(), None, &exchanges, &oaspen::LearnOptions::default());
/// assert_eq!(lesson.overrides[0].key, "#/components/schemas/Tag/properties/name");
/// assert_eq!(lesson.overrides[0].chosen.nullable, Some(true));
/// # Ok::<(), oaspen::RecordingError>(())
/// ```
pub fn learn(
    input: &Input,
    settings: &Settings,
    lock: Option<&str>,
    exchanges: &[Exchange],
    options: &LearnOptions,
) -> Lesson {
    let first = decoded(input, settings);
    if first.api.is_none() {
        return Lesson {
            outcome: first.outcome,
            ..Lesson::default()
        };
    }
    let mut rounds = Rounds {
        input,
        settings: settings.clone(),
        exchanges,
        options,
        learned: BTreeMap::new(),
        left: BTreeMap::new(),
        refused: BTreeSet::new(),
        lesson: Lesson::default(),
    };
    rounds.run(first);
    rounds.finish(settings, lock)
}

struct Rounds<'r> {
    input: &'r Input,
    /// With the overrides that were learned.
    settings: Settings,
    exchanges: &'r [Exchange],
    options: &'r LearnOptions,
    learned: BTreeMap<String, Proposal>,
    /// Reasons by pointers, of the last round.
    left: BTreeMap<String, String>,
    /// Keys that no override can have.
    refused: BTreeSet<String>,
    lesson: Lesson,
}

impl Rounds<'_> {
    fn run(&mut self, first: Decoded) {
        let known = self.settings.overrides.clone();
        let mut now = first;
        for _ in 0..MAX_ROUNDS {
            let Some(proposals) = self.compare(&now) else { return };
            if !self.adopt(proposals, &known) {
                return;
            }
            now = decoded(self.input, &self.settings);
            while now.api.is_none() && self.refuse(&now.outcome.diagnostics, &known) {
                now = decoded(self.input, &self.settings);
            }
        }
        // What the last round would still add was not checked, so it is not part of the result.
        if let Some(proposals) = self.compare(&now) {
            let more = proposals.overrides.into_iter();
            self.left.extend(more.map(|(at, proposal)| (at, reason(&proposal))));
        }
    }

    /// One comparison of all exchanges.
    fn compare(&mut self, now: &Decoded) -> Option<Proposals> {
        let comparison = Comparison::new(now, &self.settings)?;
        let routes = Routes::new(comparison.api, self.options.base.as_deref(), self.exchanges);
        let mut seen = Seen::default();
        let mut counts = ExchangeCounts::default();
        let mut unknown: BTreeMap<String, UnknownRequest> = BTreeMap::new();
        for exchange in self.exchanges {
            counts.exchanges += 1;
            match routes.find(exchange) {
                Routed::Operation(index) => {
                    counts.compared += 1;
                    let has_body = exchange.status != 0 && comparison.response(index, exchange, &mut seen);
                    counts.without_body += usize::from(!has_body);
                    if self.options.requests {
                        comparison.request(index, exchange, &mut seen);
                    }
                }
                Routed::OtherHost => counts.other_hosts += 1,
                Routed::Unknown(request) => {
                    counts.unknown += 1;
                    let new = || UnknownRequest {
                        request: request.clone(),
                        count: 0,
                        first: exchange.at.to_string(),
                    };
                    unknown.entry(request.clone()).or_insert_with(new).count += 1;
                }
            }
        }
        seen.count_absent(comparison.api);
        let proposals = propose(&seen, comparison.api, &self.settings);
        self.lesson.counts = counts;
        self.lesson.unknown = unknown.into_values().collect();
        self.lesson.unknown.sort_by_key(|one| std::cmp::Reverse(one.count));
        Some(proposals)
    }

    /// Adds what is new. Returns whether there is anything.
    fn adopt(&mut self, proposals: Proposals, known: &BTreeMap<String, Override>) -> bool {
        self.left = proposals.left;
        let mut is_changed = false;
        for (key, proposal) in proposals.overrides {
            let before = self.settings.overrides.get(&key).cloned().unwrap_or_default();
            let mut after = proposal.chosen.clone().or(before.clone());
            // Of another type, the values are no times any more.
            let is_given = known
                .get(&key)
                .is_some_and(|known| known.times_without_offset.is_some());
            if proposal.chosen.ty.is_some() && !is_given {
                after.times_without_offset = None;
            }
            if after == before || self.refused.contains(&key) {
                is_changed |= self.withdraw(&key, &proposal, known);
                self.left.insert(key, reason(&proposal));
                continue;
            }
            is_changed = true;
            self.settings.overrides.insert(key.clone(), after.clone());
            let learned = self.learned.entry(key.clone()).or_default();
            learned.chosen = new_decisions(after, known.get(&key));
            learned.evidence.extend(proposal.evidence);
        }
        is_changed
    }

    /// Removes decisions that were learned and changed nothing. Returns whether there were any.
    fn withdraw(&mut self, key: &str, proposal: &Proposal, known: &BTreeMap<String, Override>) -> bool {
        if !self.refused.insert(key.to_owned()) {
            return false;
        }
        let Some(mut learned) = self.learned.remove(key) else {
            return false;
        };
        let rest = new_decisions(learned.chosen, Some(&proposal.chosen));
        let known = known.get(key).cloned();
        let all = rest.clone().or(known.unwrap_or_default());
        self.settings.overrides.remove(key);
        if all != Override::default() {
            self.settings.overrides.insert(key.to_owned(), all);
        }
        if rest != Override::default() {
            learned.evidence.retain(|line| !proposal.evidence.contains(line));
            let chosen = rest;
            self.learned.insert(key.to_owned(), Proposal { chosen, ..learned });
        }
        true
    }

    /// Removes the overrides that the diagnostics are about, or all that were learned. Returns whether there were any.
    fn refuse(&mut self, diagnostics: &Diagnostics, known: &BTreeMap<String, Override>) -> bool {
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let named: BTreeSet<&Pointer> = errors.map(|one| &one.pointer).collect();
        let is_named = |key: &&String| named.contains(&Pointer::parse(key));
        let mut wrong: Vec<String> = self.learned.keys().filter(is_named).cloned().collect();
        if wrong.is_empty() {
            wrong = self.learned.keys().cloned().collect();
        }
        for key in &wrong {
            self.learned.remove(key);
            match known.get(key) {
                Some(known) => self.settings.overrides.insert(key.clone(), known.clone()),
                None => self.settings.overrides.remove(key),
            };
            self.refused.insert(key.clone());
        }
        !wrong.is_empty()
    }

    /// The result, with the client that has these overrides.
    fn finish(mut self, settings: &Settings, lock: Option<&str>) -> Lesson {
        let learned = std::mem::take(&mut self.learned).into_iter();
        let learned = learned.map(|(key, proposal)| LearnedOverride {
            key,
            chosen: proposal.chosen,
            evidence: proposal.evidence,
        });
        self.lesson.overrides = everywhere::merged(learned.collect(), self.input, settings);
        let left = self.left.into_iter();
        self.lesson.left = left.map(|(pointer, reason)| Unrepaired { pointer, reason }).collect();
        self.lesson.outcome = generate(self.input, &with(settings, &self.lesson.overrides), lock);
        self.lesson
    }
}

/// The settings of a client with overrides that were learned.
pub(super) fn with(settings: &Settings, learned: &[LearnedOverride]) -> Settings {
    let mut all = settings.clone();
    for one in learned {
        let before = all.overrides.remove(&one.key).unwrap_or_default();
        all.overrides.insert(one.key.clone(), one.chosen.clone().or(before));
    }
    all
}

/// The decisions of an override that another one does not have.
fn new_decisions(all: Override, known: Option<&Override>) -> Override {
    let known = known.cloned().unwrap_or_default();
    Override {
        ty: all.ty.filter(|ty| known.ty.as_ref() != Some(ty)),
        nullable: all.nullable.filter(|new| known.nullable != Some(*new)),
        required: all.required.filter(|new| known.required != Some(*new)),
        wire_name: all.wire_name.filter(|new| known.wire_name.as_ref() != Some(new)),
        status: all.status.filter(|new| known.status.as_ref() != Some(new)),
        media_type: all.media_type.filter(|new| known.media_type.as_ref() != Some(new)),
        stream: all.stream.filter(|new| known.stream != Some(*new)),
        times_without_offset: all
            .times_without_offset
            .filter(|new| known.times_without_offset != Some(*new)),
        ..Override::default()
    }
}

fn reason(proposal: &Proposal) -> String {
    format!("{}; no override repairs this", proposal.evidence.join("; "))
}
