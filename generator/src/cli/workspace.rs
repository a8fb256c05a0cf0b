//! Generated packages inside a Cargo workspace.

use std::path::{Path, PathBuf};

/// What to change if a generated package, which is a workspace of its own, is matched by the `members` of an enclosing
/// workspace. Cargo rejects that.
pub(crate) fn advice(out: &Path) -> Option<String> {
    let out = out.canonicalize().ok()?;
    let (root, table) = enclosing(&out)?;
    let relative = out.strip_prefix(&root).ok()?;
    let relative: Vec<String> = relative
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let path = relative.join("/");
    if texts(&table, "exclude").any(|excluded| relative.starts_with(&parts(excluded))) {
        return None;
    }
    let member = texts(&table, "members").find(|pattern| matches(&parts(pattern), &relative))?;
    Some(format!(
        "`{member}` in `members` of {} matches the new package, but the package is a workspace of its own; \
         add this line to its [workspace]:\n\n    exclude = [\"{path}\"]\n",
        root.join("Cargo.toml").display()
    ))
}

/// The nearest parent folder with a workspace, and its table.
fn enclosing(out: &Path) -> Option<(PathBuf, toml::Table)> {
    out.ancestors().skip(1).find_map(|folder| {
        let manifest: toml::Table = oaspen::read_text(&folder.join("Cargo.toml")).ok()?.parse().ok()?;
        let table = manifest.get("workspace")?.as_table()?.clone();
        Some((folder.to_path_buf(), table))
    })
}

fn texts<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a str> {
    table
        .get(key)
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
}

fn parts(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .map(str::to_owned)
        .collect()
}

/// Whether a pattern such as `crates/*` matches a path.
fn matches(pattern: &[String], path: &[String]) -> bool {
    match (pattern.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first == "**" => {
            matches(rest, path) || path.split_first().is_some_and(|(_, tail)| matches(pattern, tail))
        }
        (Some((first, rest)), Some((name, tail))) => {
            let (first, name): (Vec<char>, Vec<char>) = (first.chars().collect(), name.chars().collect());
            wild(&first, &name) && matches(rest, tail)
        }
        _ => false,
    }
}

/// Whether a pattern with `*` and `?` matches a name.
fn wild(pattern: &[char], name: &[char]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some(('*', rest)), _) => wild(rest, name) || name.split_first().is_some_and(|(_, tail)| wild(pattern, tail)),
        (Some((p, rest)), Some((n, tail))) => (*p == '?' || p == n) && wild(rest, tail),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, parts};

    #[test]
    fn patterns_of_members() {
        let takes = |pattern: &str, path: &str| matches(&parts(pattern), &parts(path));
        assert!(takes("crates/*", "crates/petstore"));
        assert!(takes("**", "a/b") && takes("a/**/c", "a/c") && takes("pet*e", "petstore") && takes("./x/", "x"));
        assert!(!takes("crates/*", "crates/a/b") && !takes("crates", "crates/a") && !takes("p?", "petstore"));
    }
}
