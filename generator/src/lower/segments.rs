//! How many segments of a path a parameter fills: several, such as `accounts/a/products/b` in `/v1/{name}`, one, or an empty one.

use super::context::Lower;
use super::template::{has_slash, is_marked};
use crate::config::{Decision, Override, Segments};
use crate::diag::codes;
use crate::ir::ParamStyle;
use crate::load::Node;
use crate::pointer::Pointer;

/// A path parameter and its pointers.
pub(super) struct PathParam<'p> {
    /// Where the operation lists it, and where it is defined.
    pub at: &'p Pointer,
    pub pointer: &'p Pointer,
    pub schema: &'p Pointer,
    pub name: &'p str,
    pub description: &'p str,
    /// The path template that contains it.
    pub path: &'p str,
}

impl Lower<'_, '_> {
    /// How a path parameter that is a text is written.
    pub(super) fn path_style(&mut self, param: &PathParam<'_>) -> ParamStyle {
        if self.fills_segments(param) {
            ParamStyle::Segments
        } else if self.may_be_empty(param) {
            ParamStyle::MayBeEmpty
        } else {
            ParamStyle::Default
        }
    }

    /// Whether a path parameter fills several segments, by the configuration or else by the document. If the
    /// document only shows such values, a note is reported.
    fn fills_segments(&mut self, param: &PathParam<'_>) -> bool {
        let schema = self
            .resolver
            .definition(param.schema)
            .unwrap_or_else(|_| param.schema.clone());
        let is_declared =
            self.is_many_by_name(param.path, param.name) || self.text(&schema, "pattern").is_some_and(has_slash);
        let chosen = |chosen: &Override| chosen.segments.map(|segments| segments == Segments::Many);
        if let Some(wanted) = self.chosen_for(param, Decision::Segments, chosen, is_declared) {
            return wanted;
        }
        if is_declared {
            return true;
        }
        let shown = [param.pointer, &schema]
            .into_iter()
            .any(|at| self.resolver.node(at).is_some_and(shows_segments));
        if shown || param.description.split_whitespace().any(is_template) {
            let message = format!(
                "a `/` in `{}` is sent as `%2F`; the document shows values of several segments",
                param.name
            );
            self.report(&codes::SEGMENTS, param.pointer, message);
        }
        false
    }

    /// Whether a path parameter may be empty, by the configuration or else by the document.
    fn may_be_empty(&mut self, param: &PathParam<'_>) -> bool {
        let schema = self.resolver.definition(param.schema).ok();
        let shortest = schema.and_then(|at| self.resolver.node(&at)?.get("minLength")?.as_u64());
        let allows = self
            .resolver
            .node(param.pointer)
            .and_then(|node| node.get("allowEmptyValue")?.as_bool());
        let is_declared = shortest == Some(0) || allows == Some(true);
        let chosen = self.chosen_for(param, Decision::AllowEmpty, |chosen| chosen.allow_empty, is_declared);
        chosen.unwrap_or(is_declared)
    }

    /// Whether the template or the configuration declares that a parameter of this name fills several segments.
    pub(super) fn is_many_by_name(&mut self, path: &str, name: &str) -> bool {
        let named = self.settings.many_segments.iter().any(|many| many == name);
        if named {
            self.many_segments_used.insert(name.to_owned());
        }
        named || is_marked(path, name)
    }

    /// Reports names of the configuration that no path parameter has.
    pub(super) fn report_unused_segments(&mut self) {
        let settings = self.settings;
        let unused = settings
            .many_segments
            .iter()
            .filter(|name| !self.many_segments_used.contains(*name));
        for name in unused.collect::<Vec<_>>() {
            let message = format!(
                "`many-segments` contains `{name}`, which is not a path parameter of type string in this document"
            );
            self.diagnostics.add(&codes::CONFIG, &Pointer::root(), message);
        }
    }

    /// What the configuration decides about a parameter, where the operation lists it or where it is defined.
    fn chosen_for(
        &mut self,
        param: &PathParam<'_>,
        decision: Decision,
        chosen: impl Fn(&Override) -> Option<bool>,
        is_declared: bool,
    ) -> Option<bool> {
        let settings = self.settings;
        [param.at, param.pointer].into_iter().find_map(|at| {
            let wanted = chosen(settings.overrides.get(at.as_str())?)?;
            self.use_override(at, decision, wanted != is_declared);
            Some(wanted)
        })
    }
}

/// Whether an example or a default has several segments.
fn shows_segments(node: &Node) -> bool {
    let values = ["example", "default"].into_iter().filter_map(|key| node.get(key));
    let named = node.get("examples").and_then(Node::as_object).into_iter().flatten();
    let named = named.filter_map(|(_, example)| example.get("value"));
    values.chain(named).filter_map(Node::as_str).any(is_path)
}

fn is_path(value: &str) -> bool {
    let is_word = |segment: &str| !segment.is_empty() && !segment.contains([':', '+', '=', ' ']);
    value.contains('/') && value.split('/').all(is_word)
}

/// `projects/{project}/topics/{topic}` in a description.
fn is_template(word: &str) -> bool {
    let word = word.trim_matches(['`', '"', '\'', '.', ',', ';', '(', ')']);
    word.contains("/{") && is_path(word)
}

#[cfg(test)]
mod tests {
    use super::{is_path, is_template};

    #[test]
    fn hints_of_several_segments() {
        assert!(is_path("accounts/a/products/b"));
        for text in ["a", "/a", "a/", "https://x/y", "a//b", "ab+/c="] {
            assert!(!is_path(text), "{text}");
        }
        assert!(is_template("`projects/{project}/topics/{topic}`."));
        assert!(!is_template("and/or"));
        assert!(!is_template("/users/{id}"));
    }
}
