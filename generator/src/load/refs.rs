//! `$ref`s: checked, and rewritten in one canonical form, `folder/file.yaml#/pointer`.

use std::collections::VecDeque;

use super::node::Node;
use crate::diag::{Code, Diagnostics, codes};
use crate::pointer::{Pointer, percent_decode};

/// Calls `visit` with the target of every `$ref` of a tree, and with the pointer of the object that holds it.
pub(crate) fn for_each_ref(tree: &mut Node, at: &Pointer, visit: &mut dyn FnMut(&mut String, &Pointer)) {
    walk(tree, at, false, visit);
}

/// `has_names`: the keys of this object are names that the author chose, not keywords.
fn walk(node: &mut Node, at: &Pointer, has_names: bool, visit: &mut dyn FnMut(&mut String, &Pointer)) {
    match node {
        Node::Object(map) => {
            for (key, value) in map.iter_mut() {
                match value {
                    Node::String(target) if key == "$ref" && !has_names => visit(target, at),
                    Node::Object(_) | Node::Array(_) if has_names || !is_opaque(key) => {
                        walk(value, &at.child(key), !has_names && holds_names(key), visit);
                    }
                    _ => {}
                }
            }
        }
        Node::Array(list) => {
            for (index, value) in list.iter_mut().enumerate() {
                walk(value, &at.index(index), false, visit);
            }
        }
        _ => {}
    }
}

/// Rewrites every `$ref` of a tree in its canonical form, and adds the files that they name to `pending`.
pub(super) fn canonicalize(
    tree: &mut Node,
    file: &str,
    main_name: &str,
    diagnostics: &mut Diagnostics,
    pending: &mut VecDeque<(String, Pointer)>,
) {
    for_each_ref(
        tree,
        &Pointer::document(file),
        &mut |target, at| match canonical(target, file, main_name) {
            Ok((path, fragment)) => {
                *target = format!("{path}#{fragment}");
                if path != file {
                    pending.push_back((path, at.clone()));
                }
            }
            Err(error) => diagnostics.add(error.code(), at, error.message(target)),
        },
    );
}

/// Why a `$ref` is not followed.
enum RefError {
    Remote,
    Outside,
}

impl RefError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Remote => &codes::REF_REMOTE,
            Self::Outside => &codes::REF_OUTSIDE,
        }
    }

    fn message(&self, target: &str) -> String {
        match self {
            Self::Remote => format!("`{target}` is not followed: it is not a local file"),
            Self::Outside => format!("`{target}` is outside the document's folder"),
        }
    }
}

/// The file and the fragment that a `$ref` in `file` names.
fn canonical(target: &str, file: &str, main_name: &str) -> Result<(String, String), RefError> {
    let (other, fragment) = target.split_once('#').unwrap_or((target, ""));
    let fragment = percent_decode(fragment);
    if other.is_empty() {
        return Ok((file.to_owned(), fragment));
    }
    if is_url(other) {
        return Err(RefError::Remote);
    }
    let path = joined(file, &percent_decode(other)).ok_or(RefError::Outside)?;
    Ok((if path == main_name { String::new() } else { path }, fragment))
}

/// Whether a member contains data and not definitions.
fn is_opaque(key: &str) -> bool {
    matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
}

fn holds_names(key: &str) -> bool {
    matches!(
        key,
        "properties"
            | "patternProperties"
            | "$defs"
            | "definitions"
            | "schemas"
            | "mapping"
            | "responses"
            | "parameters"
            | "headers"
    )
}

fn is_url(file: &str) -> bool {
    let scheme = file.split(':').next().unwrap_or("");
    file.starts_with("//")
        || (file.contains(':')
            && !scheme.is_empty()
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
}

/// The file that `relative` names as seen from `file`, or `None` where it leaves the root folder.
fn joined(file: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') || relative.contains('\\') || relative.contains('\0') {
        return None;
    }
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn relative_files_stay_inside() {
        assert_eq!(joined("", "a/b.yaml").as_deref(), Some("a/b.yaml"));
        assert_eq!(joined("a/b.yaml", "../c.yaml").as_deref(), Some("c.yaml"));
        assert_eq!(joined("", "../c.yaml"), None);
        assert_eq!(joined("", "/etc/passwd"), None);
        assert_eq!(joined("a/b.yaml", "../../etc/passwd"), None);
    }
}
