//! From what was seen to the fewest overrides.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::responses::stream_of;
use super::seen::{Responses, Seen, Values};
use super::walk::{MAX_ALL_STEPS, MAX_STEPS};
use crate::config::{Override, Settings, Statuses, StreamOf, TimesWithoutOffset};
use crate::ir::{Api, Operation, TypeId};
use crate::text::code;

const ANY: &str = "oaspen_client::Json";

/// An override, and why.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposal {
    pub chosen: Override,
    /// A line for each decision.
    pub evidence: Vec<String>,
}

/// What is proposed, and what no override repairs.
#[derive(Debug, Default)]
pub(super) struct Proposals {
    /// By the keys of the configuration.
    pub overrides: BTreeMap<String, Proposal>,
    /// By pointers.
    pub left: BTreeMap<String, String>,
}

/// `settings`: those of the client, with its overrides.
pub(super) fn propose(seen: &Seen, api: &Api, settings: &Settings) -> Proposals {
    let mut found = Proposals::default();
    let mut operations = Operations {
        seen,
        of_types: HashMap::new(),
    };
    for (at, values) in seen.values.iter().filter(|(_, values)| values.departs()) {
        let (first, count) = operations.of(values);
        let proposal = of_values(values, &responses_of(first, count, api));
        if proposal.chosen != Override::default() {
            found.overrides.insert(at.clone(), proposal);
        }
    }
    for (at, responses) in seen.responses.iter().filter(|(_, responses)| responses.departs()) {
        found.of_responses(at, responses, api, &settings.overrides);
    }
    for operation in seen.cut.iter().filter_map(|index| api.operations.get(*index)) {
        let reason = format!("a body has more than {MAX_STEPS} values to compare; the rest of it was not compared");
        found.leave(operation.origin.as_str(), reason);
    }
    for operation in seen.left_out.iter().filter_map(|index| api.operations.get(*index)) {
        let reason = format!("the bodies have more than {MAX_ALL_STEPS} values to compare; the rest was not compared");
        found.leave(operation.origin.as_str(), reason);
    }
    found
}

impl Proposals {
    fn of_responses(&mut self, at: &str, found: &Responses, api: &Api, known: &BTreeMap<String, Override>) {
        let place = responses_of(Some(found.operation), 1, api);
        if !found.statuses.is_empty() {
            self.add(at, |proposal| proposal.status(found, known.get(at), &place));
        }
        let body = found.media.as_ref().map(|media| media.as_str());
        // A response of Swagger 2.0 has no media types of its own.
        let body = body.filter(|media| media.contains("/content/")).unwrap_or(at);
        if let Some(stream) = stream_of(found) {
            self.add(body, |proposal| proposal.stream(stream, found, &place));
            return;
        }
        let others: usize = found.media_types.values().sum();
        let only = found.media_types.keys().next().filter(|_| found.media_types.len() == 1);
        match only {
            Some(media) if others == found.total => {
                let line = format!("{} {place} have the media type {media}", counted(others, found.total));
                self.add(body, |proposal| proposal.media(media, line));
            }
            None if others == 0 => {}
            _ if found.media_types.keys().all(|media| media == "text/plain") => {
                let line = format!("{} {place} are text and not JSON", counted(others, found.total));
                self.add(body, |proposal| proposal.ty(ANY, line));
            }
            _ => {
                let media: Vec<&str> = found.media_types.keys().map(String::as_str).collect();
                self.leave(
                    at,
                    format!(
                        "{} {place} have other media types than declared: {}",
                        counted(others, found.total),
                        media.join(", ")
                    ),
                );
            }
        }
        if found.empty > 0 {
            let line = format!("{} {place} have no body", counted(found.empty, found.total));
            self.add(body, |proposal| {
                proposal.evidence.push(line);
                // An empty body is null then.
                if proposal.chosen.ty.as_deref() != Some(ANY) {
                    proposal.chosen.nullable = Some(true);
                }
            });
        }
        self.texts(at, found, &place);
        self.undeclared(at, found, &place);
    }

    /// What is no JSON, although it is declared to be.
    fn texts(&mut self, at: &str, found: &Responses, place: &str) {
        if found.not_json > 0 {
            let count = counted(found.not_json, found.total);
            self.leave(
                at,
                format!("{count} {place} are not JSON, although their media type is"),
            );
        }
        if found.texts_in_events > 0 {
            let count = counted(found.texts_in_events, found.total);
            self.leave(at, format!("{count} {place} have events whose data is not JSON"));
        }
    }

    fn undeclared(&mut self, at: &str, found: &Responses, place: &str) {
        let count: usize = found.undeclared.values().sum();
        let mut media = found.undeclared.keys();
        match (media.next(), media.next()) {
            (Some(media), None) => {
                let line = format!(
                    "{} {place} have a body, and none is declared",
                    counted(count, found.total)
                );
                self.add(at, |proposal| {
                    proposal.media(media, line);
                    if crate::media::is_json(media) {
                        proposal.chosen.ty = Some(found.kinds.narrowest().to_owned());
                    }
                });
            }
            (Some(_), Some(_)) => {
                let line = format!(
                    "{} {place} have bodies of several media types, and none is declared",
                    counted(count, found.total)
                );
                self.leave(at, line);
            }
            (None, _) => {}
        }
    }

    fn add(&mut self, key: &str, change: impl FnOnce(&mut Proposal)) {
        change(self.overrides.entry(key.to_owned()).or_default());
    }

    fn leave(&mut self, at: &str, reason: String) {
        self.left.insert(at.to_owned(), reason);
    }
}

/// The operations of values.
struct Operations<'s> {
    seen: &'s Seen,
    /// Those of the objects of several types; many members are not there in the same ones.
    of_types: HashMap<&'s [TypeId], BTreeSet<usize>>,
}

impl<'s> Operations<'s> {
    /// The first one, and how many there are.
    fn of(&mut self, values: &'s Values) -> (Option<usize>, usize) {
        let objects = |id: &TypeId| self.seen.objects.get(id);
        let all = || values.objects.iter().filter_map(objects);
        let new = || all().flat_map(|objects| &objects.operations).copied().collect();
        let known = self.of_types.entry(&values.objects).or_insert_with(new);
        let more = values.operations.iter().filter(|one| !known.contains(one)).count();
        let firsts = known.first().into_iter().chain(values.operations.first());
        (firsts.min().copied(), known.len() + more)
    }
}

fn of_values(values: &Values, place: &str) -> Proposal {
    let mut proposal = Proposal::default();
    let spelled: usize = values.spelled.values().sum();
    let name = values.spelled.keys().next().filter(|_| values.spelled.len() == 1);
    // Only if it never has the name that the document gives it.
    if let Some(name) = name.filter(|_| values.named == 0) {
        let line = format!(
            "{} objects in {place} spell this member {}",
            counted(spelled, values.total),
            code(name)
        );
        proposal.evidence.push(line);
        proposal.chosen.wire_name = Some(name.clone());
    } else if values.missing > 0 {
        let line = format!(
            "{} objects in {place} do not have this member",
            counted(values.missing, values.total)
        );
        proposal.evidence.push(line);
        proposal.chosen.required = Some(false);
    }
    let unfit = values.unfit + values.malformed;
    if unfit > 0 {
        // Types are as narrow as all values allow.
        let is_civil = values.civil == values.present && values.format == Some("date-time");
        let reason = match values.format {
            Some(_) if is_civil => "are times without an offset".to_owned(),
            Some(format) if values.unfit == 0 => format!("are not of the format {format}"),
            _ => format!("have another type; all of them are {}", values.kinds.words()),
        };
        let line = format!("{} values in {place} {reason}", counted(unfit, values.there()));
        if is_civil && values.unfit == 0 {
            proposal.chosen.times_without_offset = Some(TimesWithoutOffset::Civil);
            proposal.evidence.push(line);
        } else {
            proposal.ty(values.kinds.narrowest(), line);
        }
    }
    if values.null > 0 {
        let line = format!("{} values in {place} are null", counted(values.null, values.there()));
        proposal.evidence.push(line);
        if proposal.chosen.ty.as_deref() != Some(ANY) {
            proposal.chosen.nullable = Some(true);
        }
    }
    proposal
}

impl Proposal {
    fn ty(&mut self, ty: &str, line: String) {
        self.chosen.ty = Some(ty.to_owned());
        self.evidence.push(line);
    }

    fn media(&mut self, media: &str, line: String) {
        self.chosen.media_type = Some(media.to_owned());
        self.evidence.push(line);
    }

    fn stream(&mut self, stream: StreamOf, found: &Responses, place: &str) {
        let (count, what) = match stream {
            StreamOf::Events => (found.events, "are server-sent events"),
            StreamOf::JsonLines => (found.lines, "are several JSON values, one after the other"),
        };
        self.chosen.stream = Some(stream);
        self.evidence
            .push(format!("{} {place} {what}", counted(count, found.total)));
    }

    fn status(&mut self, found: &Responses, known: Option<&Override>, place: &str) {
        let known = known.and_then(|known| known.status.as_ref()).map(Statuses::keys);
        let declared = known.map_or_else(|| vec![found.declared.clone()], <[String]>::to_vec);
        let new = found.statuses.keys().map(u16::to_string);
        let all: Vec<String> = declared.into_iter().chain(new).collect();
        self.chosen.status = Statuses::new(all);
        for (status, count) in &found.statuses {
            self.evidence.push(format!(
                "{} {place} have the status {status}",
                counted(*count, found.total)
            ));
        }
    }
}

/// `3 of 40`.
fn counted(count: usize, total: usize) -> String {
    format!("{count} of {total}")
}

/// `responses of listZones`.
fn responses_of(first: Option<usize>, count: usize, api: &Api) -> String {
    match (first.and_then(|index| api.operations.get(index)), count) {
        (Some(one), 1) => format!("responses of {}", name(one)),
        (_, count) => format!("responses of {count} operations"),
    }
}

/// The id of an operation, or its method and path.
pub(super) fn name(operation: &Operation) -> String {
    operation
        .id
        .clone()
        .unwrap_or_else(|| format!("{} {}", operation.method, operation.path))
}
