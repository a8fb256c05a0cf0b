//! The query of a path template: what is fixed, and the parameters that only the template declares.

use super::context::Lower;
use super::template::closing;
use crate::ir::{Docs, Param, ParamLocation, ParamStyle, Type};
use crate::pointer::{Pointer, percent_decode};
use crate::text::find_byte;

/// The query of a path template, such as `?action=list&q={q}` or `{?q}`.
#[derive(Debug, Default, PartialEq)]
pub(super) struct PathQuery {
    /// Names and values. A value that is not only a placeholder may contain some.
    pairs: Vec<(String, String)>,
    variables: Vec<Variable>,
}

/// A name in the query whose value is a placeholder.
#[derive(Debug, PartialEq)]
struct Variable {
    name: String,
    placeholder: String,
    /// `{?q*}`
    is_list: bool,
}

impl PathQuery {
    pub(super) fn of(path: &str) -> Self {
        let mut query = Self::default();
        let mut rest = path;
        let mut pairs = String::new();
        let mut is_in_query = false;
        while let Some(at) = find_byte(rest, |byte| matches!(byte, b'{' | b'?')) {
            let (head, tail) = rest.split_at(at);
            if is_in_query {
                pairs.push_str(head);
            }
            let Some(length) = tail.strip_prefix('{').and_then(|_| closing(tail)) else {
                is_in_query |= tail.starts_with('?');
                rest = tail.get(1..).unwrap_or_default();
                continue;
            };
            let (placeholder, behind) = tail.split_at(length.saturating_add(1));
            match placeholder
                .get(1..length)
                .and_then(|inner| inner.strip_prefix(['?', '&']))
            {
                Some(names) => query.add_names(names),
                None if is_in_query => pairs.push_str(placeholder),
                None => {}
            }
            rest = behind;
        }
        if is_in_query {
            pairs.push_str(rest);
        }
        query.add_pairs(pairs.split('#').next().unwrap_or_default());
        query
    }

    /// The names of `{?a,b*,c:3}`.
    fn add_names(&mut self, names: &str) {
        for written in names.split(',') {
            let written = written.split(':').next().unwrap_or(written).trim();
            let name = written.trim_end_matches('*');
            self.add(name, name, written != name);
        }
    }

    fn add_pairs(&mut self, text: &str) {
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = percent_decode(name);
            match (only_placeholder(&name), only_placeholder(value)) {
                (Some(name), _) if value.is_empty() => self.add(name, name, false),
                (None, Some(placeholder)) => self.add(&name, placeholder, false),
                _ => self.pairs.push((name, percent_decode(value))),
            }
        }
    }

    fn add(&mut self, name: &str, placeholder: &str, is_list: bool) {
        if !name.is_empty() && !self.variables.iter().any(|known| known.name == name) {
            self.variables.push(Variable {
                name: name.to_owned(),
                placeholder: placeholder.to_owned(),
                is_list,
            });
        }
    }

    /// The name in the query of the parameter that a placeholder names.
    fn sent_as(&self, placeholder: &str) -> Option<&str> {
        let found = self.variables.iter().find(|known| known.placeholder == placeholder);
        found.map(|known| known.name.as_str())
    }
}

/// The name in a text that is one placeholder: `{q}`, `${q}` or `<q>`.
fn only_placeholder(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('$');
    let inner = match text.strip_prefix('<') {
        Some(rest) => rest.strip_suffix('>')?,
        None => text.strip_prefix('{')?.strip_suffix('}')?,
    };
    let name = inner.split(':').next().unwrap_or(inner).trim();
    (!name.is_empty() && !name.contains(['{', '}', '<', '>'])).then_some(name)
}

/// What to do about a parameter that only the query of a path has.
const QUERY_HELP: &str = "declare the parameter with `in: query`, and remove the query from the path";

impl Lower<'_, '_> {
    /// The query that a path has itself, such as `?action=list`, without what parameters set.
    pub(super) fn fixed_query(&mut self, at: &Pointer, path: &str, params: &[Param]) -> Vec<(String, String)> {
        let mut fixed = Vec::new();
        for (name, value) in PathQuery::of(path).pairs {
            let mut declared = params
                .iter()
                .filter(|param| param.location == ParamLocation::Query && param.name == name);
            let is_placeholder = value.contains(['{', '<']);
            // An optional parameter replaces the value where it is set.
            if declared.any(|param| param.required || is_placeholder) {
                continue;
            }
            if is_placeholder {
                let message =
                    format!("the query of the path contains `{name}={value}`, which is not declared; it is not sent");
                self.report_in_path(at, message, QUERY_HELP);
                continue;
            }
            fixed.push((name, value));
        }
        fixed
    }

    /// Adds the parameters that only the query of the path declares.
    pub(super) fn query_of_path(&mut self, at: &Pointer, query: &PathQuery, list: &mut Vec<Param>) {
        for variable in &query.variables {
            let name = &variable.name;
            let mut declared = list.iter().filter(|param| param.location == ParamLocation::Query);
            if declared.any(|param| param.name == *name || param.name == variable.placeholder) {
                continue;
            }
            let (ty, what) = if variable.is_list {
                (Type::List(Box::new(Type::String)), "list of strings")
            } else {
                (Type::String, "string")
            };
            let message = format!(
                "the query of the path contains `{name}`, which is not declared; it is generated as an optional {what}"
            );
            self.report_in_path(at, message, QUERY_HELP);
            list.push(Param {
                origin: at.child("parameters").child(name),
                name: name.clone(),
                declared_name: None,
                location: ParamLocation::Query,
                style: ParamStyle::Default,
                required: false,
                ty,
                docs: Docs::default(),
            });
        }
    }

    /// Path parameters without a placeholder are sent in the query: some tools declare every parameter with `in: path`.
    pub(super) fn move_to_query(&mut self, names: &[&String], query: &PathQuery, list: &mut Vec<Param>) {
        let (kept, moved): (Vec<Param>, Vec<Param>) = list
            .drain(..)
            .partition(|param| param.location != ParamLocation::Path || names.contains(&&param.name));
        list.extend(kept);
        for mut param in moved {
            let name = &param.name;
            if list
                .iter()
                .any(|known| known.location == ParamLocation::Query && known.name == *name)
            {
                let message =
                    format!("the path does not contain the parameter `{name}`; it is left out, since the query has it");
                self.report_in_path(
                    &param.origin,
                    message,
                    "remove this parameter, or add its placeholder to the path",
                );
                continue;
            }
            let message = format!("the path does not contain the parameter `{name}`; it is sent in the query");
            self.report_in_path(
                &param.origin,
                message,
                "declare the parameter with `in: query`, or add its placeholder to the path",
            );
            if let Some(sent) = query.sent_as(name) {
                param.name = sent.to_owned();
            }
            param.required = self
                .resolver
                .node(&param.origin)
                .and_then(|node| node.get("required")?.as_bool())
                == Some(true);
            param.location = ParamLocation::Query;
            if param.style != ParamStyle::Json {
                param.style = ParamStyle::Default;
            }
            list.push(param);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PathQuery;

    fn read(path: &str) -> String {
        let query = PathQuery::of(path);
        let pairs = query.pairs.into_iter().map(|(name, value)| format!("{name}={value}"));
        let variables = query.variables.into_iter().map(|one| {
            let list = if one.is_list { "*" } else { "" };
            format!("{}?{}{list}", one.name, one.placeholder)
        });
        pairs.chain(variables).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_path_may_have_a_query() {
        assert_eq!(read("/a?x=1&y=a%20b&acl#part"), "x=1 y=a b acl=");
        assert_eq!(read("/{id?}/{k:(?:a|b)}?q={q}&k=1{&more}"), "k=1 more?more q?q");
        for path in ["/a", "/{id}", "/{id?}", "/a?", "/{id", "/a{?}"] {
            assert_eq!(read(path), "", "{path}");
        }
    }

    #[test]
    fn placeholders_of_the_query_are_parameters() {
        assert_eq!(read("/a{?q,r*,s:3}"), "q?q r?r* s?s");
        assert_eq!(read("/a/{id}?q={term}&{r}&s=<t>&u=${v}"), "q?term r?r s?t u?v");
        assert_eq!(read("/a?range={from}-{to}&x=1"), "range={from}-{to} x=1");
    }
}
