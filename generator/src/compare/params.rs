//! How the parameters of a call differ.

use super::constraints::Declared;
use super::side::Side;
use super::types::{Finder, Use};
use super::verdict::{Direction, Effect, Flow, Subject};
use crate::ir::{Operation, Param, ParamLocation, ParamStyle, PathPart, QueryStyle};

impl<'a> Finder<'a> {
    pub(super) fn params(&mut self, at: &Use, old: &'a Operation, new: &'a Operation) {
        let mut known: Vec<&Param> = Vec::new();
        for param in &old.params {
            let mut at = at.clone();
            at.old = subject(self.old, old, param);
            if let Some(other) = same_param(param, old, new) {
                known.push(other);
                at.new = subject(self.new, new, other);
                self.param(&at, param, other);
            } else if let Some(other) = moved(param, old, new) {
                known.push(other);
                at.new = subject(self.new, new, other);
                let effect = if other.required { Effect::Fails } else { Effect::Changes };
                let effect = if other.required && !param.required {
                    Effect::Fails
                } else {
                    effect
                };
                self.add(&at, "parameter-moved", effect, &place(param), &place(other));
            } else {
                self.removed_param(&at, old, param);
            }
        }
        for param in new.params.iter().filter(|param| !known.contains(param)) {
            let mut at = at.clone();
            at.new = subject(self.new, new, param);
            let after = format!("{}: {}", place(param), self.new.rust(&param.ty));
            let name = self.new.param_name(new, param);
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

    fn removed_param(&mut self, at: &Use, old: &Operation, param: &Param) {
        let before = format!("{}: {}", place(param), self.old.rust(&param.ty));
        let items = self.reached(&param.ty);
        let (name, method) = (self.old.param_name(old, param), self.old.call_text(old));
        let help = match param.required {
            true => format!("do not pass `{name}` to `{method}`"),
            false => format!("remove `.{name}(..)` after `{method}`"),
        };
        // The server ignores it.
        if let Some(row) = self.add(at, "parameter-removed", Effect::Changes, &before, "") {
            row.items = items;
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
fn place(param: &Param) -> String {
    let location = param.location.as_str();
    format!("{location} parameter `{}`", param.name)
}

fn subject(side: Side<'_>, operation: &Operation, param: &Param) -> Subject {
    Subject {
        pointer: Some(param.origin.clone()),
        item: side.param_path(operation, param),
    }
}

/// Path parameters are the same by their places, others by location and name.
fn same_param<'a>(param: &Param, old: &Operation, new: &'a Operation) -> Option<&'a Param> {
    let places = |operation: &Operation| -> Vec<String> {
        let names = operation.parts.iter().filter_map(|part| match part {
            PathPart::Param(name) => Some(name.clone()),
            PathPart::Text(_) => None,
        });
        names.collect()
    };
    let place = places(old).iter().position(|name| *name == param.name);
    match (param.location.as_str(), place) {
        ("path", Some(place)) => {
            let name = places(new).get(place).cloned()?;
            let mut all = new.params.iter();
            all.find(|other| other.location == param.location && other.name == name)
        }
        _ => new.params.iter().find(|other| other.key() == param.key()).or_else(|| {
            let mut all = new.params.iter().filter(|other| other.location == param.location);
            // The names of header fields have no case.
            all.find(|other| param.location == ParamLocation::Header && other.name.eq_ignore_ascii_case(&param.name))
        }),
    }
}

/// The parameter of the same name in another location.
fn moved<'a>(param: &Param, old: &Operation, new: &'a Operation) -> Option<&'a Param> {
    let is_new = |other: &Param| old.params.iter().all(|known| known.key() != other.key());
    let mut all = new
        .params
        .iter()
        .filter(|other| other.name == param.name && is_new(other));
    all.next().filter(|_| all.next().is_none())
}
