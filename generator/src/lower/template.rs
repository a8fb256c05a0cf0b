//! Path templates: the names in their placeholders, and the parameters that belong to them.

use std::collections::BTreeSet;

use super::context::Lower;
use super::error::OperationError;
use crate::ir::PathPart;
use crate::limits::MAX_PATH;
use crate::load::Node;
use crate::pointer::Pointer;
use crate::text::find_byte;

/// A placeholder of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placeholder {
    name: String,
    /// Whether its value fills several segments.
    is_many: bool,
    /// Whether a `$` or `#` is in front of it, as in the source of a program; it is no part of the path.
    is_interpolated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Placeholder(Placeholder),
}

/// A path template whose placeholders have the names of parameters.
pub(super) struct Template {
    pub parts: Vec<PathPart>,
    /// Placeholders that have another name than their parameter, with its name.
    pub renamed: Vec<(String, String)>,
    /// Names of placeholders that are written as in the source of a program, `${id}` or `#{id}`.
    pub interpolated: Vec<String>,
}

/// Splits a path template such as `/users/{id}/keys`. A placeholder gets the name of the declared parameter that it means.
pub(super) fn template(path: &str, declared: &[String]) -> Result<Template, OperationError> {
    if path.len() > MAX_PATH {
        return Err(OperationError::PathTooLong { bytes: path.len() });
    }
    let pieces = pieces(path, declared).ok_or_else(|| OperationError::PathTemplate { path: path.to_owned() })?;
    let placeholders: Vec<&Placeholder> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        })
        .collect();
    let names: Vec<&str> = placeholders.iter().map(|one| one.name.as_str()).collect();
    let interpolated = placeholders.iter().filter(|one| one.is_interpolated);
    let interpolated = interpolated.map(|one| one.name.clone()).collect();
    let assigned = assigned(&names, declared);
    let pairs = names
        .iter()
        .map(|name| (*name).to_owned())
        .zip(assigned.iter().cloned());
    let renamed = pairs.filter(|(written, name)| written != name).collect();
    let mut assigned = assigned.into_iter();
    let parts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(PathPart::Text(text.clone())),
        Piece::Placeholder(_) => assigned.next().map(PathPart::Param),
    });
    Ok(Template {
        parts: parts.collect(),
        renamed,
        interpolated,
    })
}

impl Lower<'_, '_> {
    /// The names of the parameters of a path.
    pub(super) fn path_parameters(&self, operation: &Pointer, item: &Pointer) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for list in [item, operation].map(|owner| owner.child("parameters")) {
            let count = self.resolver.node(&list).and_then(Node::as_array).map_or(0, Vec::len);
            let defined = (0..count).filter_map(|index| self.resolver.definition(&list.index(index)).ok());
            for parameter in defined.filter(|at| self.text(at, "in") == Some("path")) {
                let name = self.text(&parameter, "name").unwrap_or_default();
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        names
    }
}

/// Whether the template marks the parameter of this name as one that fills several segments.
pub(super) fn is_marked(path: &str, name: &str) -> bool {
    let pieces = pieces(path, &[name.to_owned()]).unwrap_or_default();
    pieces.iter().any(|piece| match piece {
        Piece::Placeholder(placeholder) => placeholder.is_many && same(&placeholder.name, name),
        Piece::Text(_) => false,
    })
}

/// The parameter that each placeholder means: the one of its name, else the one whose name differs only in case or
/// separators, else the only one that is left for the only placeholder that is left.
fn assigned(names: &[&str], declared: &[String]) -> Vec<String> {
    let mut chosen: Vec<Option<String>> = vec![None; names.len()];
    let mut left: Vec<&String> = declared.iter().collect();
    let rules: [fn(&str, &str) -> bool; 3] = [|a, b| a == b, |a, b| a.eq_ignore_ascii_case(b), same];
    for fits in rules {
        for (slot, name) in chosen.iter_mut().zip(names).filter(|(slot, _)| slot.is_none()) {
            let mut found = left.iter().filter(|known| fits(known, name));
            if let (Some(known), None) = (found.next(), found.next()) {
                *slot = Some((*known).clone());
            }
        }
        left.retain(|known| !chosen.iter().flatten().any(|name| name == *known));
    }
    let open: BTreeSet<&&str> = names
        .iter()
        .zip(&chosen)
        .filter(|(_, slot)| slot.is_none())
        .map(|(name, _)| name)
        .collect();
    if let ([only], 1) = (left.as_slice(), open.len()) {
        let slots = chosen.iter_mut().filter(|slot| slot.is_none());
        slots.for_each(|slot| *slot = Some((*only).clone()));
    }
    let named = chosen.into_iter().zip(names);
    named
        .map(|(chosen, name)| chosen.unwrap_or_else(|| (*name).to_owned()))
        .collect()
}

/// Whether two names differ only in case and separators.
fn same(a: &str, b: &str) -> bool {
    let letters = |name: &str| {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect::<String>()
    };
    letters(a) == letters(b) && !letters(a).is_empty()
}

/// Texts and placeholders. `None` if a `{` has no `}`.
fn pieces(path: &str, declared: &[String]) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = path;
    if !rest.starts_with('/') && !rest.starts_with("{/") {
        text.push('/');
    }
    while let Some(at) = find_byte(rest, |byte| matches!(byte, b'{' | b'?')) {
        let (head, tail) = rest.split_at(at);
        text.push_str(head);
        // A query, written out or as `{?name}`.
        if tail.starts_with('?') || tail.starts_with("{?") || tail.starts_with("{&") {
            rest = "";
            break;
        }
        let length = closing(tail)?;
        let inner = tail.get(1..length)?.trim();
        if inner.starts_with('/') && !text.ends_with('/') {
            text.push('/');
        }
        let is_interpolated = text.ends_with(['$', '#']);
        if is_interpolated {
            text.pop();
        }
        push_text(&mut pieces, &mut text, declared);
        pieces.push(Piece::Placeholder(Placeholder {
            is_interpolated,
            ..placeholder(inner)
        }));
        rest = tail.get(length + 1..)?;
    }
    text.push_str(rest);
    push_text(&mut pieces, &mut text, declared);
    Some(pieces)
}

/// The index of the bracket that closes the first one; a regular expression may have pairs of its own.
pub(super) fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut escaped, mut in_class) = (0usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ if in_class => {}
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    text.find('}')
}

/// Reads `id`, `id:[0-9]+`, `id: .*`, `+path`, `path*`, `*path`, `path=**`, `id?` and so on.
fn placeholder(inner: &str) -> Placeholder {
    let unmarked = inner.trim_start_matches(['+', '*', '#', '/', '.', ';']);
    let mark = inner.get(..inner.len() - unmarked.len()).unwrap_or("");
    let split = unmarked.find([':', '=']).or_else(|| unmarked.find("..."));
    let (name, rule) = unmarked.split_at(split.unwrap_or(unmarked.len()));
    let name = name.trim();
    let bare = name.trim_end_matches(['?', '*', '+']);
    let suffix = name.get(bare.len()..).unwrap_or("");
    let is_many = mark.contains(['+', '*']) || suffix.contains(['*', '+']) || is_many_by_rule(rule);
    Placeholder {
        name: bare.trim().to_owned(),
        is_many,
        is_interpolated: false,
    }
}

/// Whether what follows the name matches a `/`: `:.*`, `:.+`, a literal slash, `=**` or `=projects/*`.
fn is_many_by_rule(rule: &str) -> bool {
    if let Some(segments) = rule.strip_prefix('=') {
        return segments.contains("**") || segments.contains('/');
    }
    // The converter of Starlette, and the wildcard of Go.
    if rule == ":path" || rule == "..." {
        return true;
    }
    let pattern = rule.trim_start_matches(':').trim();
    let pattern = pattern.trim_start_matches(['^', '(']).trim_end_matches(['$', ')', '?']);
    matches!(pattern, ".*" | ".+") || has_slash(pattern)
}

/// Whether a pattern matches a literal `/` that is not at the start. A `/` in a class does not count, since base64 has
/// one too.
pub(super) fn has_slash(pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches('^');
    if pattern.starts_with('/') || pattern.starts_with(r"\/") || pattern.contains("(?!") || pattern.contains("(?<!") {
        return false;
    }
    let (mut in_class, mut escaped) = (false, false);
    for c in pattern.chars() {
        match c {
            '/' if !in_class => return true,
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            '[' if !escaped => in_class = true,
            ']' if !escaped => in_class = false,
            _ => {}
        }
        escaped = false;
    }
    false
}

/// A segment that is a placeholder of a router: `:id`, `:id(\\d+)`, `:id?`, `:rest*`, `<id>`, `<int:id>`, `<path:rest>`.
fn router_placeholder(segment: &str) -> Option<Placeholder> {
    if let Some(inner) = segment.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        let (converter, name) = inner.rsplit_once(':').unwrap_or(("", inner));
        return Some(Placeholder {
            name: name.to_owned(),
            is_many: converter == "path",
            is_interpolated: false,
        });
    }
    let inner = segment.strip_prefix(':')?;
    let (name, pattern) = match inner.split_once('(') {
        Some((name, rest)) => (name, rest.rsplit_once(')')?.0),
        None => (inner, ""),
    };
    placeholder(&format!("{name}:{pattern}")).into()
}

/// Adds a text, in which `:name` and `<name>` are placeholders of declared parameters.
fn push_text(pieces: &mut Vec<Piece>, text: &mut String, declared: &[String]) {
    let written = std::mem::take(text);
    let mut plain = String::new();
    for (index, segment) in written.split('/').enumerate() {
        if index > 0 {
            plain.push('/');
        }
        match router_placeholder(segment).filter(|found| declared.contains(&found.name)) {
            Some(placeholder) => {
                pieces.push(Piece::Text(std::mem::take(&mut plain)));
                pieces.push(Piece::Placeholder(placeholder));
            }
            None => plain.push_str(segment),
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Text(plain));
    }
}

#[cfg(test)]
mod tests {
    use super::{has_slash, is_marked, template};
    use crate::ir::PathPart;

    fn read(path: &str, declared: &[&str]) -> String {
        let declared: Vec<String> = declared.iter().map(|name| (*name).to_owned()).collect();
        let parts = template(path, &declared)
            .unwrap()
            .parts
            .into_iter()
            .map(|part| match part {
                PathPart::Text(text) => text,
                PathPart::Param(name) => format!("<{name}>"),
            });
        parts.collect()
    }

    #[test]
    fn the_name_is_read_out_of_the_placeholder() {
        for path in [
            "/a/{id}",
            "/a/{ id }",
            "/a/{id:[0-9]+}",
            "/a/{id:[0-9]{2,3}}",
            "/a/{id: .*}",
            "/a/{id?}",
            "/a/{+id}",
            "/a/{id*}",
            "/a/{*id}",
            "/a/{**id}",
            "/a/{id=**}",
            "/a/{id=5}",
            "/a/{id:int}",
            "/a/{id:3}",
            "/a/{id+}",
            "/a/{id:[^}]+}",
            "/a/{.id}",
            "/a/{ID}",
            "/a/:id",
            "/a/<int:id>",
            "/a/<path:id>",
            r"/a/:id(\d+)",
            "/a/:id?",
            "/a/:id*",
            "/a/{id:path}",
            "/a/{id...}",
            "/a/{id}{?q,r}",
            "/a/{id}?q={q}",
            r"/a/{id:\{x\}}",
            "a/{id}",
            "/a{/id}",
        ] {
            assert_eq!(read(path, &["id"]), "/a/<id>", "{path}");
        }
        assert_eq!(read("/a/:id", &[]), "/a/:id");
        assert_eq!(read("/a/{id}:cancel", &["id"]), "/a/<id>:cancel");
        assert_eq!(read("/$a/$(${id})", &["id"]), "/$a/$(<id>)");
        assert_eq!(read("/{a}.{b}/{c}", &["a", "b", "c"]), "/<a>.<b>/<c>");
        assert!(template("/a/{id", &[]).is_err());
    }

    #[test]
    fn placeholders_and_parameters_belong_together() {
        assert_eq!(read("/a/{id}", &["media_id"]), "/a/<media_id>");
        assert_eq!(read("/a/{mediaId}/{x}", &["media_id", "x"]), "/a/<media_id>/<x>");
        assert_eq!(read("/a/{id}/b/{key}", &["key", "media_id"]), "/a/<media_id>/b/<key>");
        assert_eq!(read("/a/{}", &["id"]), "/a/<id>");
        assert_eq!(read("/a/{id}", &["b", "c"]), "/a/<id>");
        assert_eq!(read("/a/{x}/{y}", &["b"]), "/a/<x>/<y>");
        assert_eq!(read("/a/{Id}/{id}", &["id", "Id"]), "/a/<Id>/<id>");
    }

    #[test]
    fn slashes_that_patterns_match() {
        for pattern in ["^accounts/[^/]+$", "^projects/.*$", r"a\/b", "x/[a-z]+/?"] {
            assert!(has_slash(pattern), "{pattern}");
        }
        for pattern in [
            "^[^/]+$",
            "[A-Za-z0-9+/=]+",
            "^/a/b",
            r"^\/a",
            r"[\]/]",
            "(?!.*//).+/",
            ".*",
            "",
        ] {
            assert!(!has_slash(pattern), "{pattern}");
        }
    }

    #[test]
    fn several_segments_are_marked() {
        for path in [
            "/{+id}",
            "/{id*}",
            "/{*id}",
            "/{id+}",
            "/{id=**}",
            "/{id=a/*/b/*}",
            "/{id:.*}",
            "/{id:.+}",
            "/{id:(.*)}",
            "/{id: ^.*$}",
            "/{id:a/[0-9]+}",
            "/{id:path}",
            "/{id...}",
            "/:id*",
            "/:id(.*)",
            "/<path:id>",
        ] {
            assert!(is_marked(path, "id"), "{path}");
        }
        for path in [
            "/{id}",
            "/{id:[0-9]+}",
            "/{id:[^/]+}",
            "/{id:[a-z]*}",
            "/{id=*}",
            "/{id:int}",
            "/{id?}",
            "/{+x}/{id}",
            "/{id:[A-Za-z0-9+/=]+}",
            "/{id:.*\\.json}",
            "/:id",
            r"/:id(\d+)",
            "/:id?",
            "/<id>",
            "/<string:id>",
        ] {
            assert!(!is_marked(path, "id"), "{path}");
        }
    }
}
