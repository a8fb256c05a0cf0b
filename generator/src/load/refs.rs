//! `$ref`s of other files: found, checked and written in one canonical form, `folder/file.yaml#/place`.

use std::collections::VecDeque;

use super::Node;
use crate::diag::{Diagnostics, codes};
use crate::pointer::{Pointer, percent_decode};

/// Rewrites every `$ref` of a tree and asks for the files that they name.
pub(super) fn canonical(
    tree: &mut Node,
    file: &str,
    main_name: &str,
    diagnostics: &mut Diagnostics,
    waiting: &mut VecDeque<(String, Pointer)>,
) {
    let mut walk = Walk {
        file,
        main_name,
        diagnostics,
        waiting,
    };
    walk.node(tree, &Pointer::document(file), false);
}

struct Walk<'a> {
    file: &'a str,
    main_name: &'a str,
    diagnostics: &'a mut Diagnostics,
    waiting: &'a mut VecDeque<(String, Pointer)>,
}

impl Walk<'_> {
    /// `names` says that the keys of this object are names somebody chose, not keywords.
    fn node(&mut self, node: &mut Node, at: &Pointer, names: bool) {
        match node {
            Node::Object(map) => {
                for (key, value) in map.iter_mut() {
                    match value {
                        Node::String(target) if key == "$ref" && !names => {
                            if let Some(better) = self.target(target, at) {
                                *target = better;
                            }
                        }
                        Node::Object(_) | Node::Array(_) if names || !is_opaque(key) => {
                            self.node(value, &at.child(key), !names && holds_names(key));
                        }
                        _ => {}
                    }
                }
            }
            Node::Array(list) => {
                for (index, value) in list.iter_mut().enumerate() {
                    self.node(value, &at.index(index), false);
                }
            }
            _ => {}
        }
    }

    fn target(&mut self, target: &str, at: &Pointer) -> Option<String> {
        let (file, fragment) = target.split_once('#').unwrap_or((target, ""));
        let fragment = percent_decode(fragment);
        if file.is_empty() {
            return Some(format!("{}#{fragment}", self.file));
        }
        if is_url(file) {
            self.diagnostics.add(
                &codes::REF_REMOTE,
                at,
                format!("`{target}` is not followed: it names no local file"),
            );
            return None;
        }
        let Some(path) = joined(self.file, &percent_decode(file)) else {
            self.diagnostics.add(
                &codes::REF_OUTSIDE,
                at,
                format!("`{target}` leads out of the document's folder"),
            );
            return None;
        };
        let path = if path == self.main_name { String::new() } else { path };
        self.waiting.push_back((path.clone(), at.clone()));
        Some(format!("{path}#{fragment}"))
    }
}

/// Values whose content is data, not definitions.
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
