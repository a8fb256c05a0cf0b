//! How the parameters of a call differ.

use std::collections::{BTreeSet, HashMap};

use super::constraints::Declared;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Direction, Effect, Flow, Subject};
use crate::ir::{Operation, Param, ParamLocation, ParamStyle, PathPart, QueryStyle};

impl<'a> Finder<'a> {
    pub(super) fn params(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let (of_old, of_new) = (Known::of(old), Known::of(new));
        let mut known = BTreeSet::new();
        for (place, param) in old.params.iter().enumerate() {
            let mut at = at.clone();
            at.old = subject(self.old, old, (place, param));
            if let Some((place, other)) = same_param(param, &of_old, &of_new) {
                known.insert(place);
                at.new = subject(self.new, new, (place, other));
                self.param(&at, param, other);
            } else if let Some((place, other)) = moved(param, &of_old, &of_new) {
                known.insert(place);
                at.new = subject(self.new, new, (place, other));
                let effect = if other.required { Effect::Fails } else { Effect::Changes };
                let effect = if other.required && !param.required {
                    Effect::Fails
                } else {
                    effect
                };
                self.add(&at, "parameter-moved", effect, &described(param), &described(other));
            } else {
                self.removed_param(&at, old, (place, param));
            }
        }
        let all = new.params.iter().enumerate();
        for (place, param) in all.filter(|(place, _)| !known.contains(place)) {
            let mut at = at.clone();
            at.new = subject(self.new, new, (place, param));
            let after = format!("{}: {}", described(param), self.new.rust(&param.ty));
            let name = self.new.param_name(new, place);
            let method = self.new.call_text(new);
            let (rule, effect, help) = match param.required {
                true => (
                    "parameter-added-required",
                    Effect::Fails,
                    Some(format!("pass `{name}` to `{method}`")),
                ),
                false => ("parameter-added", Effect::None, None),
            };
            if let Some(row) = self.add(&at, rule, effect, "", &after) {
                row.help = help;
            }
        }
    }

    fn removed_param(&mut self, at: &Use, old: &Operation, (place, param): (usize, &Param)) {
        let before = format!("{}: {}", described(param), self.old.rust(&param.ty));
        let types = Side::ids(&param.ty);
        let (name, method) = (self.old.param_name(old, place), self.old.call_text(old));
        let help = match param.required {
            true => format!("do not pass `{name}` to `{method}`"),
            false => format!("remove `.{name}(..)` after `{method}`"),
        };
        // The server ignores it.
        if let Some(row) = self.add(at, "parameter-removed", Effect::Changes, &before, "") {
            row.types = types;
            row.help = Some(help);
        }
    }

    fn param(&mut self, at: &Use, old: &'a Param, new: &'a Param) {
        let flow = Flow {
            is_text: true,
            ..Flow::new(Direction::Sent, old.required)
        };
        if old.style != new.style {
            self.param_style(at, flow, old, new);
        }
        match (old.required, new.required) {
            (true, false) => drop(self.add(at, "parameter-optional", Effect::None, "required", "optional")),
            (false, true) => drop(self.add(at, "parameter-required", Effect::SometimesFails, "optional", "required")),
            _ => {}
        }
        self.types(at, flow, &old.ty, &new.ty);
        let declared = |param: &'a Param| Declared {
            docs: &param.docs,
            ty: &param.ty,
        };
        self.limits(at, flow, declared(old), declared(new));
        let direction = (!old.required).then_some(Direction::Sent);
        self.defaults(at, direction, declared(old), declared(new));
        let deprecated = (old.docs.deprecated, new.docs.deprecated);
        self.marks(at, deprecated, ("parameter-deprecated", "parameter-undeprecated"));
        self.docs(at, &old.docs, &new.docs);
    }

    fn param_style(&mut self, at: &Use, flow: Flow, old: &Param, new: &Param) {
        use crate::ir::Structure;
        let is_object = |side: Side<'_>, param: &Param| {
            let ty = side.behind_aliases(&param.ty);
            matches!(
                ty.structure(),
                Structure::Named(_) | Structure::Map(_) | Structure::Json
            )
        };
        let is_list = matches!(self.old.behind_aliases(&old.ty).structure(), Structure::List(_));
        let in_query = old.location.as_str() == "query";
        let effect = if escaped_only(old.style, new.style) {
            Effect::None
        } else if in_query && is_object(self.old, old) && is_object(self.new, new) {
            // The members have other names, which the server does not know.
            if new.required { flow.failure() } else { Effect::Changes }
        } else if !in_query || is_list {
            flow.failure()
        } else {
            Effect::None
        };
        self.add(at, "parameter-style-changed", effect, &style(old), &style(new));
    }
}

/// Whether only the escapes differ, which a server decodes.
fn escaped_only(old: ParamStyle, new: ParamStyle) -> bool {
    let plain = |style| match style {
        ParamStyle::Default => ParamStyle::Query {
            style: QueryStyle::Form { explode: true },
            reserved: false,
        },
        ParamStyle::Query { style, .. } => ParamStyle::Query { style, reserved: false },
        other => other,
    };
    plain(old) == plain(new)
}

/// In the words of OpenAPI: `form, explode: false`.
fn style(param: &Param) -> String {
    let with = |name: &str, explode| format!("{name}, explode: {explode}");
    let query = |style| match style {
        QueryStyle::Form { explode } => with("form", explode),
        QueryStyle::SpaceDelimited => "spaceDelimited".to_owned(),
        QueryStyle::PipeDelimited => "pipeDelimited".to_owned(),
        QueryStyle::DeepObject => "deepObject".to_owned(),
        QueryStyle::Json => "JSON".to_owned(),
    };
    match param.style {
        ParamStyle::Default if matches!(param.location.as_str(), "query" | "cookie") => with("form", true),
        ParamStyle::Default => with("simple", false),
        ParamStyle::Simple { explode } => with("simple", explode),
        ParamStyle::Label { explode } => with("label", explode),
        ParamStyle::Matrix { explode } => with("matrix", explode),
        ParamStyle::Segments => "several segments".to_owned(),
        ParamStyle::MayBeEmpty => "simple, may be empty".to_owned(),
        ParamStyle::Query { style, reserved: true } => format!("{}, allowReserved", query(style)),
        ParamStyle::Query { style, reserved: false } => query(style),
        ParamStyle::Json => "JSON".to_owned(),
    }
}

/// `query parameter limit`
fn described(param: &Param) -> String {
    let location = param.location.as_str();
    format!("{location} parameter `{}`", param.name)
}

fn subject(side: Side<'_>, operation: &Operation, (place, param): (usize, &Param)) -> Subject {
    Subject {
        pointer: Some(param.origin.clone()),
        item: side.param_path(operation, (place, param)),
    }
}

/// The parameters of an operation, which may be thousands. Of several with one name, the first one counts.
struct Known<'a> {
    operation: &'a Operation,
    by_key: HashMap<String, usize>,
    /// The header fields, by their names in lower case.
    headers: HashMap<String, usize>,
    by_name: HashMap<&'a str, Vec<usize>>,
    /// The parameters of the path by their names, and the names in order.
    in_path: HashMap<&'a str, usize>,
    places: Vec<&'a str>,
}

impl<'a> Known<'a> {
    fn of(operation: &'a Operation) -> Self {
        let places = operation.parts.iter().filter_map(|part| match part {
            PathPart::Param(name) => Some(name.as_str()),
            PathPart::Text(_) => None,
        });
        let mut found = Self {
            operation,
            by_key: HashMap::new(),
            headers: HashMap::new(),
            by_name: HashMap::new(),
            in_path: HashMap::new(),
            places: places.collect(),
        };
        for (index, param) in operation.params.iter().enumerate() {
            found.by_key.entry(param.key()).or_insert(index);
            found.by_name.entry(&param.name).or_default().push(index);
            if param.location == ParamLocation::Header {
                let name = param.name.to_ascii_lowercase();
                found.headers.entry(name).or_insert(index);
            }
            if param.location == ParamLocation::Path {
                found.in_path.entry(&param.name).or_insert(index);
            }
        }
        found
    }

    fn get(&self, index: usize) -> Option<(usize, &'a Param)> {
        Some((index, self.operation.params.get(index)?))
    }
}

/// Path parameters are the same by their places, others by location and name.
fn same_param<'a>(param: &Param, old: &Known<'_>, new: &Known<'a>) -> Option<(usize, &'a Param)> {
    let place = match param.location {
        ParamLocation::Path => old.places.iter().position(|name| *name == param.name),
        _ => None,
    };
    if let Some(place) = place {
        return new.get(*new.in_path.get(new.places.get(place)?)?);
    }
    let same = new.by_key.get(&param.key()).or_else(|| {
        // The names of header fields have no case.
        let is_header = param.location == ParamLocation::Header;
        let name = is_header.then(|| param.name.to_ascii_lowercase());
        new.headers.get(&name?)
    });
    new.get(*same?)
}

/// The parameter of the same name in another location.
fn moved<'a>(param: &Param, old: &Known<'_>, new: &Known<'a>) -> Option<(usize, &'a Param)> {
    let named = new.by_name.get(param.name.as_str()).into_iter().flatten();
    let named = named.filter_map(|index| new.get(*index));
    let mut all = named.filter(|(_, other)| !old.by_key.contains_key(&other.key()));
    all.next().filter(|_| all.next().is_none())
}
