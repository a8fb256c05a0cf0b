//! Writing: all files or none, only those that changed, and never over files that oaspen did not write.

mod change;
mod disk;
mod exclusive;
mod folder;
mod included;
mod kind;
mod observed;
mod owner;
mod reference;
mod target;
mod together;
mod turn;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

pub use change::{Change, Mode, Report};
pub(crate) use change::{WriteError, WriteErrorReason};
pub(crate) use disk::{Beside, Disk, RealDisk};
pub(crate) use exclusive::{Exclusive, exclusive};
pub(crate) use folder::{has_client_of, has_folder_of, is_written_below};
pub(crate) use included::remove_other_files;
pub(crate) use owner::Owner;
pub(crate) use target::Target;
pub(crate) use together::{commit_together, recover};

pub(crate) use change::is_generated;
use change::{failed, is_lock, is_unedited, missing_folders};
use disk::{file_as_folder, linked_folder};
use folder::{other, overlapping, roots};
use included::{files_of, is_included};
use kind::{CODE, FileKind, PAGES};
use observed::Observed;
use reference::{FIRST_PAGE, refuse_other_reference};
use turn::Turn;

use crate::config::Layout;
use crate::format::{File, HEADER, PAGE_HEADER};
use crate::step::OnStep;

/// Updates the folder of a client, and removes what it has there in another layout. Single files share their folder with
/// others, which are not touched. If the folder belongs to another document, nothing is written.
pub(crate) fn save_client(
    target: &Target<'_>,
    files: Vec<File>,
    mode: Mode,
    on_step: OnStep<'_>,
) -> Result<Report, WriteError> {
    let turn = Turn::begin(target.folder, mode);
    let disk = Observed::new(files.len(), on_step);
    refuse_other(target, &files, &RealDisk)?;
    let unwanted = removable(target, &RealDisk).map_err(|error| failed(target.folder, error))?;
    let plan = plan(&CODE, target.folder, files, unwanted, &disk)?;
    finish(plan, turn.as_ref(), &disk)
}

/// Updates one file; other files in the folder are ignored.
pub(crate) fn save_file(folder: &Path, file: File, mode: Mode) -> Result<Report, WriteError> {
    let turn = Turn::begin(folder, mode);
    let plan = plan(&CODE, folder, vec![file], Vec::new(), &RealDisk)?;
    finish(plan, turn.as_ref(), &RealDisk)
}

/// Updates the file of a client for `include!`, and the files that it includes.
pub(crate) fn save_included(folder: &Path, client: &str, files: Vec<File>) -> Result<Report, WriteError> {
    let turn = Turn::begin(folder, Mode::Write);
    let unwanted = files_of(folder, client, &RealDisk).map_err(|error| failed(&folder.join(client), error))?;
    let plan = plan(&CODE, folder, files, unwanted, &RealDisk)?;
    finish(plan, turn.as_ref(), &RealDisk)
}

fn refuse_other(target: &Target<'_>, files: &[File], disk: &dyn Disk) -> Result<(), WriteError> {
    let Some(new) = files.iter().find_map(|file| Owner::of(&file.text)) else {
        return Ok(());
    };
    if let Some((path, owner)) = overlapping(target.folder, target.layout, disk) {
        return Err(WriteError {
            path: target.folder.to_path_buf(),
            reason: WriteErrorReason::Overlaps(path, owner),
        });
    }
    match other(target, &new, disk) {
        None => Ok(()),
        Some((path, owner)) => Err(WriteError {
            path,
            reason: WriteErrorReason::Owned(owner),
        }),
    }
}

/// Files of the client in its folder, in any layout.
fn removable(target: &Target<'_>, disk: &dyn Disk) -> std::io::Result<Vec<PathBuf>> {
    let (folder, client) = (target.folder, target.client);
    let listed = match target.layout {
        Layout::Crate | Layout::Module => disk.list(folder)?,
        Layout::File if has_folder_of(folder, client) => {
            let mut listed = Vec::new();
            // What is behind a link is in another folder.
            let below = ["api", "models", "src"].map(Path::new).into_iter();
            for below in below.filter(|below| linked_folder(folder, &below.join("any")).is_none()) {
                listed.extend(disk.list(&folder.join(below))?);
            }
            listed.extend(["mod.rs", "names.lock", "Cargo.toml", "README.md"].map(|name| folder.join(name)));
            listed
        }
        Layout::File => Vec::new(),
    };
    let locks = ["names.lock".to_owned(), format!("{client}.names.lock")];
    let mut found = Vec::new();
    for path in listed {
        let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else {
            continue;
        };
        let is_code = path.extension().is_some_and(|ending| ending == CODE.ending);
        let is_own = locks.iter().any(|lock| lock == name) || CODE.adoptable.contains(&name);
        if !is_code && !is_own {
            continue;
        }
        let Some(text) = disk.read(&path)? else { continue };
        let is_unwanted = match is_code {
            // The first file of another client, which has no lock.
            true => {
                text.starts_with(HEADER)
                    && (Owner::of(&text).is_none() || roots(client).iter().any(|r| r == name))
                    && !is_included(&path, disk)
            }
            false => is_unedited(name, &text),
        };
        if is_unwanted {
            found.push(path);
        }
    }
    Ok(found)
}

/// Updates the folder of a reference. References of other clients below it are not touched.
/// `is_configured`: whether a configuration has the reference with its document.
pub(crate) fn save_pages(
    folder: &Path,
    files: Vec<File>,
    mode: Mode,
    is_configured: bool,
) -> Result<Report, WriteError> {
    let turn = Turn::begin(folder, mode);
    let disk = Beside(FIRST_PAGE, PAGE_HEADER);
    refuse_other_reference(folder, &files, is_configured, &disk)?;
    let listed = disk.list(folder).map_err(|error| failed(folder, error))?;
    let pages = listed
        .into_iter()
        .filter(|path| path.extension().is_some_and(|ending| ending == PAGES.ending));
    let mut unwanted = Vec::new();
    for path in pages {
        let text = disk.read(&path).map_err(|error| failed(&path, error))?;
        unwanted.extend(text.is_some_and(|text| text.starts_with(PAGE_HEADER)).then_some(path));
    }
    let plan = plan(&PAGES, folder, files, unwanted, &disk)?;
    finish(plan, turn.as_ref(), &disk)
}

/// The changes of a folder, before any of them is written.
struct Plan {
    report: Report,
    /// The paths of all files, whether they change or not.
    wanted: BTreeSet<PathBuf>,
}

/// Finds the files that differ, and those of the `unwanted` that are none of them.
fn plan(
    kind: &FileKind,
    folder: &Path,
    files: Vec<File>,
    unwanted: impl IntoIterator<Item = PathBuf>,
    disk: &dyn Disk,
) -> Result<Plan, WriteError> {
    let mut report = Report::default();
    let mut wanted = BTreeSet::new();
    let mut usable = BTreeSet::new();
    for file in files {
        let path = inside(folder, &file.path, &mut usable)?;
        wanted.insert(path.clone());
        let old = disk.read(&path).map_err(|e| failed(&path, e))?;
        if old.as_deref() == Some(file.text.as_str()) {
            report.unchanged += 1;
            report.generated.push(path);
            continue;
        }
        if let Some(old) = old.as_deref().filter(|old| !is_generated(&file.path, old)) {
            if kind.adoptable.contains(&file.path.as_str()) {
                report.unchanged += 1;
                continue;
            }
            // An empty file has nothing that could be lost.
            if !old.trim().is_empty() {
                return Err(WriteError {
                    path,
                    reason: WriteErrorReason::Foreign,
                });
            }
        }
        report.generated.push(path.clone());
        report.changes.push(Change {
            path,
            old,
            new: Some(file.text),
        });
    }
    for path in unwanted.into_iter().filter(|path| !wanted.contains(path)) {
        let old = disk.read(&path).map_err(|e| failed(&path, e))?;
        report.changes.push(Change { path, old, new: None });
    }
    Ok(Plan { report, wanted })
}

/// Writes what was planned, if it is the turn of this process. Without one, nothing is written.
fn finish(plan: Plan, turn: Option<&Turn>, disk: &dyn Disk) -> Result<Report, WriteError> {
    if let Some(turn) = turn {
        turn.sweep(&plan.wanted);
        let folders = missing_folders(&plan.report.changes);
        commit(&plan.report.changes, disk).inspect_err(|_| {
            for folder in folders.iter().rev() {
                // A folder in which there is something else stays.
                let _ = std::fs::remove_dir(folder);
            }
        })?;
    }
    Ok(plan.report)
}

/// Writes all new contents to temporary files before the first file is replaced. If a file cannot be replaced or removed,
/// those before it get their old contents back.
fn commit(changes: &[Change], disk: &dyn Disk) -> Result<(), WriteError> {
    let mut staged = Vec::new();
    for change in changes {
        let temporary = change.new.as_deref().map(|text| disk.stage(&change.path, text));
        staged.push((
            change,
            temporary.transpose().map_err(|error| failed(&change.path, error))?,
        ));
    }
    // Removed last. The lock comes first: a client without one would get new names, if this process ends here.
    staged.sort_by_key(|(change, _)| (change.new.is_none(), !is_lock(&change.path.to_string_lossy())));
    let mut done = Vec::new();
    for (change, temporary) in staged {
        let path = &change.path;
        let changed = match temporary {
            Some(temporary) => disk.replace(temporary, path),
            None => disk.remove(path),
        };
        if let Err(error) = changed {
            undo(&done, disk);
            return Err(failed(path, error));
        }
        done.push(change);
    }
    Ok(())
}

/// Gives files their old contents back, as far as that is possible: the error that is reported is the first one.
fn undo(changes: &[&Change], disk: &dyn Disk) {
    for Change { path, old, .. } in changes {
        let _ = match old {
            Some(old) => disk
                .stage(path, old)
                .and_then(|temporary| disk.replace(temporary, path)),
            None => disk.remove(path),
        };
    }
}

/// The path of a file in the output folder. The naming stage allows no separators in names; this is a second check. `usable` are
/// the folders below the output folder that files were found to fit in.
fn inside(folder: &Path, relative: &str, usable: &mut BTreeSet<PathBuf>) -> Result<PathBuf, WriteError> {
    let path = Path::new(relative);
    let refused = |path: &Path, reason| {
        Err(WriteError {
            path: path.to_path_buf(),
            reason,
        })
    };
    if !path.components().all(|part| matches!(part, Component::Normal(_))) || relative.contains('\\') {
        return refused(path, WriteErrorReason::Outside);
    }
    let whole = folder.join(path);
    let around = path.parent().unwrap_or(Path::new(""));
    if usable.contains(around) {
        return Ok(whole);
    }
    match (linked_folder(folder, path), file_as_folder(&whole)) {
        (Some(link), _) => return refused(&link, WriteErrorReason::Link),
        (None, Some(file)) => return refused(&file, WriteErrorReason::FileAsFolder),
        (None, None) => {}
    }
    usable.insert(around.to_path_buf());
    Ok(whole)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io;
    use std::path::{Path, PathBuf};

    use super::{
        CODE, Disk, File, HEADER, Layout, Mode, RealDisk, Report, Target, Turn, WriteError, finish, plan, removable,
        save_client,
    };
    use crate::outcome::Continuity;
    use crate::step::QUIET;

    fn file(path: &str, body: &str) -> File {
        File {
            path: path.to_owned(),
            text: format!("{HEADER}\n{body}\n"),
        }
    }

    fn target(folder: &Path, layout: Layout) -> Target<'_> {
        Target {
            folder,
            layout,
            client: "shop",
            continuity: Continuity::default(),
            is_configured: false,
        }
    }

    fn apply(folder: &Path, files: &[File], mode: Mode, disk: &dyn Disk) -> Result<Report, WriteError> {
        let turn = Turn::begin(folder, mode);
        let unwanted = removable(&target(folder, Layout::Module), disk).expect("a list");
        finish(
            plan(&CODE, folder, files.to_vec(), unwanted, disk)?,
            turn.as_ref(),
            disk,
        )
    }

    fn save(folder: &Path, files: &[File], layout: Layout, mode: Mode) -> Result<Report, WriteError> {
        save_client(&target(folder, layout), files.to_vec(), mode, QUIET)
    }

    /// A disk that is full after a number of files, and that has a file which cannot be changed.
    struct FullDisk {
        left: Cell<usize>,
        locked: &'static str,
    }

    impl FullDisk {
        fn check(&self, path: &Path) -> io::Result<()> {
            match self.locked {
                name if path.ends_with(name) => Err(io::Error::new(io::ErrorKind::PermissionDenied, "in use")),
                _ => Ok(()),
            }
        }
    }

    impl Disk for FullDisk {
        fn read(&self, path: &Path) -> io::Result<Option<String>> {
            RealDisk.read(path)
        }
        fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
            RealDisk.list(folder)
        }
        fn stage(&self, path: &Path, text: &str) -> io::Result<tempfile::TempPath> {
            match self.left.get().checked_sub(1) {
                Some(left) => {
                    self.left.set(left);
                    RealDisk.stage(path, text)
                }
                None => Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device")),
            }
        }
        fn replace(&self, temporary: tempfile::TempPath, path: &Path) -> io::Result<()> {
            self.check(path)?;
            RealDisk.replace(temporary, path)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            self.check(path)?;
            RealDisk.remove(path)
        }
    }

    #[test]
    fn only_what_changed_is_written_and_only_ours_is_removed() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        apply(
            folder.path(),
            &[file("a.rs", "1"), file("b/c.rs", "1")],
            Mode::Write,
            &RealDisk,
        )
        .expect("first");
        std::fs::write(at("mine.rs"), "// mine\n").expect("write");
        let report = apply(folder.path(), &[file("a.rs", "2")], Mode::Check, &RealDisk).expect("check");
        assert_eq!((report.written(), report.removed()), (1, 1));
        assert!(at("b/c.rs").exists(), "a check changes nothing");
        apply(folder.path(), &[file("a.rs", "2")], Mode::Write, &RealDisk).expect("second");
        assert!(!at("b").exists() && at("mine.rs").exists());
    }

    #[test]
    fn a_file_of_somebody_else_is_never_overwritten() {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("a.rs"), "// mine\n").expect("write");
        let error = apply(folder.path(), &[file("a.rs", "1")], Mode::Write, &RealDisk).expect_err("refused");
        assert!(error.reason.to_string().contains("not written by oaspen"));
    }

    #[test]
    fn a_full_disk_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().expect("folder");
        let old = [file("a.rs", "1"), file("b.rs", "1")];
        apply(folder.path(), &old, Mode::Write, &RealDisk).expect("first");
        let disk = FullDisk {
            left: Cell::new(1),
            locked: "none",
        };
        let error = apply(
            folder.path(),
            &[file("a.rs", "2"), file("api/x/b.rs", "2"), file("c.rs", "2")],
            Mode::Write,
            &disk,
        );
        assert!(error.expect_err("full").reason.to_string().contains("no space"));
        let mut names: Vec<_> = RealDisk.list(folder.path()).expect("list");
        names.sort();
        assert_eq!(
            names,
            [folder.path().join("a.rs"), folder.path().join("b.rs")],
            "no half-written file stays"
        );
        assert!(!folder.path().join("api").exists(), "no new folder stays");
        for (name, text) in [("a.rs", &old[0].text), ("b.rs", &old[1].text)] {
            assert_eq!(&std::fs::read_to_string(folder.path().join(name)).expect("read"), text);
        }
    }

    #[test]
    fn a_file_that_cannot_be_changed_leaves_everything_as_it_was() {
        for locked in ["b.rs", "c.rs", "z.rs"] {
            let folder = tempfile::tempdir().expect("folder");
            let old = [file("a.rs", "1"), file("b.rs", "1"), file("z.rs", "1")];
            apply(folder.path(), &old, Mode::Write, &RealDisk).expect("first");
            let disk = FullDisk {
                left: Cell::new(100),
                locked,
            };
            let new = [file("a.rs", "2"), file("b.rs", "2"), file("c.rs", "2")];
            let error = apply(folder.path(), &new, Mode::Write, &disk).expect_err("refused");
            assert!(error.path.ends_with(locked), "{error:?}");
            let mut found = RealDisk.list(folder.path()).expect("list");
            found.sort();
            let texts: Vec<_> = found
                .iter()
                .map(|path| std::fs::read_to_string(path).expect("read"))
                .collect();
            assert_eq!(texts, old.map(|file| file.text), "{locked}");
        }
    }

    #[test]
    fn another_client_below_or_beside_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        save(
            &at("inner"),
            &[file("mod.rs", "1"), file("names.lock", "")],
            Layout::Module,
            Mode::Write,
        )
        .expect("inner");
        save(folder.path(), &[file("one.rs", "1")], Layout::File, Mode::Write).expect("one");
        save(folder.path(), &[file("two.rs", "1")], Layout::File, Mode::Write).expect("two");
        assert!(at("one.rs").exists() && at("inner/mod.rs").exists());
        save(folder.path(), &[file("mod.rs", "1")], Layout::Module, Mode::Write).expect("outer");
        assert!(at("inner/mod.rs").exists());
    }

    #[test]
    fn paths_stay_inside() {
        let folder = tempfile::tempdir().expect("folder");
        for path in ["../a.rs", "/a.rs", "a/../../b.rs", "a\\b.rs"] {
            assert!(
                apply(folder.path(), &[file(path, "")], Mode::Write, &RealDisk).is_err(),
                "{path}"
            );
        }
    }
}
