//! Paths that are relative to one folder and written into another.

use std::path::{Component, Path, PathBuf};

/// The path of the runtime in a generated `Cargo.toml` in the folder `out`.
///
/// An absolute path is not changed. A relative path is relative to the working directory, and the result is
/// relative to `out`.
///
/// ```
/// use std::path::Path;
/// assert_eq!(oaspen::runtime_path(Path::new("runtime"), Path::new("clients/petstore")), "../../runtime");
/// assert_eq!(oaspen::runtime_path(Path::new("/opt/runtime"), Path::new("petstore")), "/opt/runtime");
/// ```
pub fn runtime_path(runtime: &Path, out: &Path) -> String {
    if runtime.is_absolute() {
        return runtime.display().to_string();
    }
    from(out, runtime)
}

/// A path as seen from a folder, with `/`. Both are relative to the working directory.
pub(crate) fn from(folder: &Path, path: &Path) -> String {
    let (Some(runtime), Some(out)) = (parts(path), parts(folder)) else {
        return path.display().to_string();
    };
    let shared = runtime.iter().zip(&out).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), out.len() - shared);
    let path: Vec<String> = up.chain(runtime.into_iter().skip(shared)).collect();
    if path.is_empty() {
        ".".to_owned()
    } else {
        path.join("/")
    }
}

/// The components of an absolute path. `..` is resolved without reading links, as cargo does.
pub(crate) fn parts(path: &Path) -> Option<Vec<String>> {
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    let absolute: PathBuf = std::path::absolute(path).ok()?;
    let mut parts = Vec::new();
    for part in absolute.components() {
        match part {
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            Component::ParentDir => drop(parts.pop()),
            Component::Prefix(prefix) => parts.push(prefix.as_os_str().to_string_lossy().into_owned()),
            Component::RootDir | Component::CurDir => {}
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::runtime_path;

    #[test]
    fn relative_paths_are_seen_from_the_output() {
        let from = |runtime: &str, out: &str| runtime_path(Path::new(runtime), Path::new(out));
        assert_eq!(from("runtime", "out"), "../runtime");
        assert_eq!(from("./a/../runtime", "./x/y/"), "../../runtime");
        assert_eq!(from("out/vendor/runtime", "out"), "vendor/runtime");
        assert_eq!(from("/abs/runtime", "out"), "/abs/runtime");
        assert_eq!(from("out", "out"), ".");
    }
}
