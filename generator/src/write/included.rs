//! Clients in `OUT_DIR`: a file for `include!`, which includes files in the folder of its name.
//!
//! Only these files are the client's. A build script may write other things to that folder, another client in another layout among them.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::{Disk, RealDisk, linked_folder};
use super::folder::written_below;
use super::kind::CODE;
use super::owner::Owner;
use crate::config::Layout;
use crate::format::{HEADER, is_group};

/// Removes clients that have no lock, except those with these files: those that a build script wrote to its folder earlier. An
/// include of one would compile although it is not generated any more.
pub(crate) fn remove_other_files(folder: &Path, kept: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let path = entry?.path();
        let is_other = path != kept && path.extension().is_some_and(|ending| ending == CODE.ending) && path.is_file();
        if !is_other || path.with_extension("names.lock").exists() {
            continue;
        }
        // What cannot be read was not written by oaspen.
        let text = RealDisk.read(&path).unwrap_or_default().unwrap_or_default();
        let client = path.file_stem().and_then(|name| name.to_str());
        if let Some(client) = client.filter(|_| text.starts_with(HEADER) && Owner::of(&text).is_some()) {
            for included in files_of(folder, client, &RealDisk)? {
                RealDisk.remove(&included)?;
            }
            RealDisk.remove(&path)?;
        }
    }
    Ok(())
}

/// Whether a file is one that a client for `include!` includes. Other layouts leave it alone.
pub(super) fn is_included(path: &Path, disk: &dyn Disk) -> bool {
    // That of the client is the one around this file, or around its folder.
    let mut folders = path.ancestors().skip(1).take(2);
    folders.any(|folder| {
        let parts = (
            folder.file_name().and_then(|name| name.to_str()),
            path.strip_prefix(folder),
        );
        let (Some(client), Ok(below)) = parts else { return false };
        let text = || {
            disk.read(&folder.with_file_name(format!("{client}.rs")))
                .unwrap_or_default()
        };
        is_name_of_included(below)
            && text().is_some_and(|text| text.starts_with(HEADER) && text.contains(&including(client)))
    })
}

/// What only a file for `include!` with this name has.
fn including(client: &str) -> String {
    format!("\n::core::include!(\"{client}/")
}

/// The files that a client includes, or that it included in an earlier build. None behind a symbolic link.
pub(super) fn files_of(folder: &Path, client: &str, disk: &dyn Disk) -> io::Result<BTreeSet<PathBuf>> {
    let below = folder.join(client);
    let folders = written_below(Layout::Module).iter().map(|name| below.join(name));
    let mut found = BTreeSet::new();
    for inner in [below.clone()].into_iter().chain(folders) {
        let is_linked = inner
            .strip_prefix(folder)
            .is_ok_and(|inner| linked_folder(folder, &inner.join("any")).is_some());
        if is_linked {
            continue;
        }
        let entries = match std::fs::read_dir(&inner) {
            Ok(entries) => entries,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            let is_named_so = path.strip_prefix(&below).is_ok_and(is_name_of_included);
            let is_ours = || Ok::<_, io::Error>(disk.read(&path)?.is_some_and(|text| text.starts_with(HEADER)));
            if is_named_so && entry.file_type()?.is_file() && is_ours()? {
                found.insert(path);
            }
        }
    }
    Ok(found)
}

/// Whether a path in the folder of a client is that of a file that it includes: `models.rs`, `models/07.rs`.
fn is_name_of_included(below: &Path) -> bool {
    let words: Option<Vec<&str>> = below.iter().map(|word| word.to_str()).collect();
    let is_module = |name: &str| written_below(Layout::Module).contains(&name);
    let is_file = |name: &str, is_known: &dyn Fn(&str) -> bool| {
        let stem = name.strip_suffix(CODE.ending).and_then(|name| name.strip_suffix('.'));
        stem.is_some_and(is_known)
    };
    match words.as_deref() {
        Some([file]) => is_file(file, &is_module),
        Some([module, file]) => is_module(module) && is_file(file, &is_group),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::super::{Mode, Target, save_client, save_included};
    use super::{HEADER, Layout, remove_other_files};
    use crate::format::File;
    use crate::outcome::Continuity;
    use crate::step::QUIET;

    const TABLE: &str = "oaspen_client::api! {\n    API {\n        name: \"shop\",\n        title: \"Shop\",\n    }\n}";

    fn file(path: &str, body: &str) -> File {
        File {
            path: path.to_owned(),
            text: format!("{HEADER}\n\n{body}\n"),
        }
    }

    /// Writes a client for `include!`, and returns its files.
    fn include(folder: &Path, client: &str) -> Vec<PathBuf> {
        let root =
            format!("::core::include!(\"{client}/api.rs\");\n::core::include!(\"{client}/models.rs\");\n\n{TABLE}");
        let mut files = vec![file(&format!("{client}.rs"), &root)];
        for below in ["api.rs", "api/07.rs", "models.rs", "models/31.rs"] {
            files.push(file(&format!("{client}/{below}"), "pub mod any {\n}"));
        }
        let paths = files.iter().map(|file| folder.join(&file.path)).collect();
        save_included(folder, client, files).expect("written");
        paths
    }

    /// Writes a client in another layout, and returns its files.
    fn save(folder: &Path, layout: Layout) -> Vec<PathBuf> {
        let (root, code) = match layout {
            Layout::File => ("pets.rs", vec![]),
            Layout::Module => (
                "mod.rs",
                vec!["api/mod.rs", "api/pets.rs", "models/mod.rs", "models/pet.rs"],
            ),
            Layout::Crate => ("src/lib.rs", vec!["src/api/mod.rs", "src/models/mod.rs"]),
        };
        let mut files = vec![file(root, TABLE)];
        files.extend(code.into_iter().map(|path| file(path, "")));
        let paths = files.iter().map(|file| folder.join(&file.path)).collect();
        let target = Target {
            folder,
            layout,
            client: "pets",
            continuity: Continuity::default(),
            is_configured: false,
        };
        save_client(&target, files, Mode::Write, QUIET).expect("written");
        paths
    }

    #[track_caller]
    fn assert_all_exist(paths: &[PathBuf], why: &str) {
        for path in paths {
            assert!(path.exists(), "{why}: {} is gone", path.display());
        }
    }

    #[test]
    fn clients_in_other_layouts_are_in_the_same_folders() {
        for layout in [Layout::File, Layout::Module, Layout::Crate] {
            for below in ["shop", "shop/inner", ""] {
                let out = tempfile::tempdir().expect("folder");
                let why = format!("{layout:?} in `{below}`");
                let mut all = include(out.path(), "shop");
                all.extend(save(&out.path().join(below), layout));
                assert_all_exist(&all, &why);
                include(out.path(), "shop");
                assert_all_exist(&all, &why);
            }
        }
    }

    #[test]
    fn a_client_that_is_in_a_folder_of_its_name_now_is_not_removed() {
        let out = tempfile::tempdir().expect("folder");
        let old = include(out.path(), "shop");
        let new = save(&out.path().join("shop"), Layout::Module);
        remove_other_files(out.path(), &out.path().join("other.rs")).expect("removed");
        assert_all_exist(&new, "a module");
        assert!(old.iter().all(|path| !path.exists()), "the earlier one is still there");
    }

    #[test]
    fn other_files_stay() {
        let out = tempfile::tempdir().expect("folder");
        include(out.path(), "shop");
        let mine = [
            "shop/mine.rs",
            "shop/api/mine.rs",
            "shop/models/001.rs",
            "shop/inner/api.rs",
        ];
        let mine = mine.map(|path| out.path().join(path));
        for path in &mine {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
            std::fs::write(path, HEADER).expect("written");
        }
        include(out.path(), "shop");
        remove_other_files(out.path(), &out.path().join("other.rs")).expect("removed");
        assert_all_exist(&mine, "a file of the script's own");
    }

    #[test]
    fn a_folder_that_is_a_file_is_refused() {
        let out = tempfile::tempdir().expect("folder");
        std::fs::write(out.path().join("shop"), "a program").expect("written");
        let error = save_included(out.path(), "shop", vec![file("shop/api.rs", "")]).expect_err("refused");
        assert_eq!(error.path, out.path().join("shop"));
        assert!(error.reason.to_string().contains("is a file"), "{}", error.reason);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_removed_behind_a_link() {
        for linked in ["shop", "shop/api"] {
            let out = tempfile::tempdir().expect("folder");
            include(out.path(), "shop");
            let (link, outside) = (out.path().join(linked), out.path().join("outside"));
            std::fs::rename(&link, &outside).expect("moved");
            std::os::unix::fs::symlink(&outside, &link).expect("a link");
            remove_other_files(out.path(), &out.path().join("other.rs")).expect("removed");
            let group = if linked == "shop" { "api/07.rs" } else { "07.rs" };
            assert!(outside.join(group).exists(), "{linked}");
        }
    }
}
