//! The files of which a change runs the build script again.
//!
//! Cargo compares the times of files, also of all files below a folder, and runs a script in every build as long as a
//! declared file does not exist. So a file that may appear later is not declared itself: a folder in `OUT_DIR` with a
//! symbolic link to it is. Cargo ignores a link that leads to nothing, and follows it as soon as there is a file.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, SystemTime};

/// The folder of the links in `OUT_DIR`.
const LINKS: &str = "oaspen-missing";

/// Declares a file to cargo, whether it exists or not.
pub(super) fn rerun_if_changed(path: &Path) {
    let out_dir = std::env::var_os("OUT_DIR").map(PathBuf::from);
    match out_dir {
        Some(out_dir) if !path.exists() || !is_printable(path) => {
            let watched = link(path, &out_dir).ok().or_else(|| folder(path, &out_dir));
            watched.iter().for_each(|path| print(path));
        }
        Some(out_dir) => {
            // The link of an earlier build.
            let _ = std::fs::remove_dir_all(link_folder(path, &out_dir));
            print(path);
        }
        None => print(path),
    }
}

/// The files that are compiled with the package of the script: those in its folder, without other packages in there. Cargo
/// compares the times of the files of another package on its own, and the script must not set them.
pub(super) fn of_this_package(files: &[PathBuf]) -> BTreeSet<&Path> {
    let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return BTreeSet::new();
    };
    let is_own = |folder: &Path| {
        let folder = without_dots(folder, &package);
        let mut between = folder.ancestors().take_while(|folder| *folder != package);
        folder.starts_with(&package) && !between.any(|folder| folder.join("Cargo.toml").exists())
    };
    let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    let own: BTreeSet<&Path> = folders.into_iter().filter(|folder| is_own(folder)).collect();
    let files = files.iter().map(PathBuf::as_path);
    files
        .filter(|file| file.parent().is_some_and(|folder| own.contains(folder)))
        .collect()
}

/// Whether a file is not in the folder of the package of the script.
pub(super) fn is_outside_of_package(path: &Path) -> bool {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    package.is_some_and(|package| is_outside(path, &package))
}

/// Whether a file is in `OUT_DIR`, where the script itself writes it, after cargo has noted the time of its start.
pub(super) fn is_in_out_dir(path: &Path) -> bool {
    let folder = |variable| std::env::var_os(variable).map(PathBuf::from);
    let (Some(out_dir), Some(package)) = (folder("OUT_DIR"), folder("CARGO_MANIFEST_DIR")) else {
        return false;
    };
    without_dots(path, &package).starts_with(without_dots(&out_dir, &package))
}

fn is_outside(path: &Path, package: &Path) -> bool {
    !without_dots(path, package).starts_with(package)
}

/// The absolute path without `.` and `..`. Cargo runs the script in the folder of the package, which relative paths begin at.
fn without_dots(path: &Path, package: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in package.join(path).components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            Component::CurDir => {}
            part => found.push(part),
        }
    }
    found
}

/// Gives a file that was just written the time of the document, or that of the package's manifest if the script wrote the document,
/// too. Otherwise the script would run again in the next build: cargo compares with the time when the script started.
pub(super) fn is_as_old_as(path: &Path, document: &Path) {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").filter(|_| is_in_out_dir(document));
    let manifest = manifest.map(|package| Path::new(&package).join("Cargo.toml"));
    let older = manifest.as_deref().unwrap_or(document);
    let time = std::fs::metadata(older).and_then(|found| found.modified());
    let file = std::fs::File::options().write(true).open(path);
    if let (Ok(time), Ok(file)) = (time, file) {
        // Without it, the script runs once more.
        let _ = file.set_modified(time);
    }
}

fn print(path: &Path) {
    if is_printable(path) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
}

/// Whether cargo reads the path as it is, as one line.
fn is_printable(path: &Path) -> bool {
    path.to_str().is_some_and(|path| !path.contains(char::is_control))
}

fn link_folder(path: &Path, out_dir: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    out_dir.join(LINKS).join(format!("{:016x}", hasher.finish()))
}

/// A folder with a link to a file.
fn link(path: &Path, out_dir: &Path) -> io::Result<PathBuf> {
    let (folder, target) = (link_folder(path, out_dir), std::path::absolute(path)?);
    let link = folder.join("link");
    // A new one in each run: a file that appears with an older time, as if it was moved, is as new as the link.
    std::fs::create_dir_all(&folder)?;
    let _ = std::fs::remove_file(&link);
    symlink(&target, &link)?;
    // Older than the start of the script.
    let day = SystemTime::UNIX_EPOCH + Duration::from_secs(24 * 60 * 60);
    std::fs::File::open(&folder)?.set_modified(day)?;
    Ok(folder)
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(windows)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, link)
}

#[cfg(not(any(unix, windows)))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Where links are not possible: the folder that a file will be in. Not one that contains `OUT_DIR`, which changes in every
/// build.
fn folder(path: &Path, out_dir: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    let folder = path.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let (real, out_dir) = (folder.canonicalize().ok()?, out_dir.canonicalize().ok()?);
    (!out_dir.starts_with(real)).then(|| folder.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::is_outside;
    use std::path::Path;

    #[test]
    fn files_outside_of_a_package() {
        let package = std::env::temp_dir().join("shop");
        let outside = |path: &Path| is_outside(path, &package);
        for inside in ["api.yaml", "specs/api.yaml", "./a/../api.yaml", "../shop/api.yaml"] {
            assert!(!outside(Path::new(inside)), "{inside}");
        }
        for other in ["../api.yaml", "a/../../specs/api.yaml", "../shop-2/api.yaml"] {
            assert!(outside(Path::new(other)), "{other}");
        }
        assert!(!outside(&package.join("api.yaml")));
        assert!(outside(&std::env::temp_dir().join("api.yaml")));
    }
}
