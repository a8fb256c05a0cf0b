//! The turn of a process in a folder: one at a time reads what is there and writes, and removes what a killed one left.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::change::Mode;
use super::disk::TEMPORARY;
use super::exclusive::{Exclusive, exclusive};

/// As long as this value exists, other processes that write to the folder wait.
#[derive(Debug)]
pub(super) struct Turn {
    exclusive: Exclusive,
    /// Folders that did not exist before, inner ones first.
    created: Vec<PathBuf>,
}

impl Turn {
    /// Waits for other processes. `None` if nothing is written.
    pub(super) fn begin(folder: &Path, mode: Mode) -> Option<Self> {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        if mode == Mode::Check {
            return None;
        }
        let missing = folder
            .ancestors()
            .take_while(|path| !path.as_os_str().is_empty() && !path.exists());
        let created = missing.map(Path::to_path_buf).collect();
        // What fails here is reported when a file is written.
        let _ = std::fs::create_dir_all(folder);
        Some(Self {
            exclusive: exclusive(folder),
            created,
        })
    }

    /// Removes the temporary files of processes that were killed, in the folders of these files.
    pub(super) fn sweep(&self, files: &BTreeSet<PathBuf>) {
        if !self.exclusive.is_held() {
            // They may be those of a process that is writing.
            return;
        }
        let folders: BTreeSet<&Path> = files.iter().filter_map(|file| file.parent()).collect();
        for folder in folders {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(TEMPORARY)) {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        for folder in &self.created {
            // Fails if there is something in it, which is intended.
            let _ = std::fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::fs::{File, TryLockError, create_dir_all, write};
    use std::io;
    use std::path::{Path, PathBuf};

    use super::super::{Change, Disk, Mode, RealDisk, commit, save_file};
    use super::{TEMPORARY, Turn};
    use crate::format;
    use crate::format::HEADER;

    fn file(path: &str) -> format::File {
        format::File {
            path: path.to_owned(),
            text: format!("{HEADER}\n"),
        }
    }

    #[cfg(unix)]
    #[test]
    fn one_process_at_a_time_writes_to_a_folder() {
        let folder = tempfile::tempdir().expect("folder");
        let other = File::open(folder.path()).expect("the folder");
        let turn = Turn::begin(folder.path(), Mode::Write);
        assert!(matches!(other.try_lock(), Err(TryLockError::WouldBlock)));
        drop(turn);
        other.try_lock().expect("it is free");
        assert!(
            Turn::begin(folder.path(), Mode::Check).is_none(),
            "a check does not wait"
        );
    }

    #[test]
    fn a_turn_without_files_leaves_no_folder() {
        let folder = tempfile::tempdir().expect("folder");
        drop(Turn::begin(&folder.path().join("a/b"), Mode::Write));
        assert!(!folder.path().join("a").exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_process_left_is_removed() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        create_dir_all(at("api")).expect("folder");
        let left = [at(&format!("{TEMPORARY}aB3")), at(&format!("api/{TEMPORARY}x"))];
        let kept = [at(".oaspen-new-a.rs"), at(".oaspenrc"), at("api/mine")];
        for path in left.iter().chain(&kept) {
            write(path, "half").expect("write");
        }
        save_file(folder.path(), file("api/a.rs"), Mode::Check).expect("a check");
        assert!(left[1].exists(), "a check removes nothing");
        for name in ["a.rs", "api/a.rs"] {
            save_file(folder.path(), file(name), Mode::Write).expect("written");
        }
        assert!(left.iter().all(|path| !path.exists()) && kept.iter().all(|path| path.exists()));
    }

    /// Remembers the files that were replaced.
    #[derive(Default)]
    struct Remembering(RefCell<Vec<String>>);

    impl Disk for Remembering {
        fn read(&self, path: &Path) -> io::Result<Option<String>> {
            RealDisk.read(path)
        }
        fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
            RealDisk.list(folder)
        }
        fn stage(&self, path: &Path, text: &str) -> io::Result<tempfile::TempPath> {
            RealDisk.stage(path, text)
        }
        fn replace(&self, temporary: tempfile::TempPath, path: &Path) -> io::Result<()> {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            self.0.borrow_mut().push(name.into_owned());
            RealDisk.replace(temporary, path)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            RealDisk.remove(path)
        }
    }

    #[test]
    fn the_lock_is_written_first() {
        for lock in ["names.lock", "shop.names.lock"] {
            let folder = tempfile::tempdir().expect("folder");
            let change = |name: &str| Change {
                path: folder.path().join(name),
                old: None,
                new: Some(String::new()),
            };
            let disk = Remembering::default();
            commit(&["mod.rs", "api/a.rs", lock].map(change), &disk).expect("written");
            assert_eq!(*disk.0.borrow(), [lock, "mod.rs", "a.rs"]);
        }
    }

    #[test]
    fn a_file_that_another_process_removed_is_no_error() {
        let folder = tempfile::tempdir().expect("folder");
        RealDisk.remove(&folder.path().join("gone.rs")).expect("removed");
    }
}
