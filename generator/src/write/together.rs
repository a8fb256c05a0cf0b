//! Changes of several folders in one step: a document, its code, its lock and its pages.
//!
//! A journal in the folder of the configuration names every file. If the process ends in the middle, the next run finds
//! the journal: it removes what was only prepared, or completes what was begun.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::change::{Change, WriteError, failed, is_generated, missing_folders};
use crate::files::read_text;

/// The file name of the journal.
const JOURNAL: &str = ".oaspen-update";

/// How far the changes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// New contents are written beside their targets.
    Prepare,
    /// Targets are replaced.
    Replace,
    /// Replaced targets get their old contents back.
    Undo,
}

impl State {
    const ALL: [(Self, &str); 3] = [
        (Self::Prepare, "prepare"),
        (Self::Replace, "replace"),
        (Self::Undo, "undo"),
    ];

    fn as_str(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find_map(|(state, text)| (state == self).then_some(text))
            .unwrap_or_default()
    }
}

/// What happens to one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Create,
    Replace,
    Remove,
}

/// One file, with an absolute path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Target {
    kind: Kind,
    path: PathBuf,
}

impl Target {
    fn new_content(&self) -> PathBuf {
        self.beside(".oaspen-new-")
    }

    fn old_content(&self) -> PathBuf {
        self.beside(".oaspen-old-")
    }

    fn beside(&self, prefix: &str) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        self.path.with_file_name(format!("{prefix}{name}"))
    }
}

/// One step. If the process ends after any of them, [`recover`] leads to all old or to all new contents.
#[derive(Debug)]
enum Step<'c> {
    Enter(State),
    Stage(Target, &'c str),
    Keep(Target),
    Replace(Target),
    Clean(Target),
    Forget,
}

/// Applies all changes or none.
pub(crate) fn commit_together(folder: &Path, changes: &[Change]) -> Result<(), WriteError> {
    recover(folder)?;
    let folders = missing_folders(changes);
    let targets = targets(changes)?;
    let mut is_begun = false;
    let done = steps(changes, &targets).iter().try_for_each(|step| {
        run(folder, &targets, step)?;
        is_begun |= matches!(step, Step::Enter(State::Replace));
        Ok(())
    });
    if done.is_err() {
        let begun = is_begun.then(|| run(folder, &targets, &Step::Enter(State::Undo)));
        let undone = begun.unwrap_or(Ok(())).and_then(|()| recover(folder));
        for folder in folders.iter().rev() {
            // A folder in which there is something else stays.
            let _ = std::fs::remove_dir(folder);
        }
        return done.and(undone);
    }
    Ok(())
}

/// Completes or undoes what an earlier process did not finish.
pub(crate) fn recover(folder: &Path) -> Result<(), WriteError> {
    let journal = folder.join(JOURNAL);
    let text = match read_text(&journal) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // A process that ended before its journal was complete.
            let unfinished = journal.with_extension("new");
            return remove(&unfinished).map_err(|error| failed(&unfinished, error));
        }
        Err(error) => return Err(failed(&journal, error)),
    };
    let Some((state, targets)) = parse(&text) else {
        return Err(failed(
            &journal,
            io::Error::other("it is not a journal of oaspen; remove it"),
        ));
    };
    let undo = |target: &Target| -> io::Result<()> {
        if state == State::Undo {
            match target.kind {
                Kind::Create if !target.new_content().exists() && is_ours(folder, &target.path) => {
                    remove(&target.path)?
                }
                Kind::Create => {}
                Kind::Replace | Kind::Remove => rename(&target.old_content(), &target.path)?,
            }
        }
        remove(&target.new_content())?;
        remove(&target.old_content())
    };
    for target in &targets {
        let done = match state {
            State::Replace => replace(target).and_then(|()| remove(&target.old_content())),
            State::Prepare | State::Undo => undo(target),
        };
        done.map_err(|error| failed(&target.path, error))?;
    }
    let unfinished = journal.with_extension("new");
    remove(&unfinished).map_err(|error| failed(&unfinished, error))?;
    remove(&journal).map_err(|error| failed(&journal, error))
}

fn steps<'c>(changes: &'c [Change], targets: &[Target]) -> Vec<Step<'c>> {
    let mut steps = vec![Step::Enter(State::Prepare)];
    for (change, target) in changes.iter().zip(targets) {
        steps.extend(change.new.as_deref().map(|text| Step::Stage(target.clone(), text)));
        steps.extend((target.kind != Kind::Create).then(|| Step::Keep(target.clone())));
    }
    steps.push(Step::Enter(State::Replace));
    steps.extend(targets.iter().cloned().map(Step::Replace));
    steps.extend(targets.iter().cloned().map(Step::Clean));
    steps.push(Step::Forget);
    steps
}

fn run(folder: &Path, targets: &[Target], step: &Step<'_>) -> Result<(), WriteError> {
    let journal = folder.join(JOURNAL);
    let (path, done) = match step {
        Step::Enter(state) => (&journal, enter(&journal, *state, targets)),
        Step::Stage(target, text) => (&target.path, stage(target, text)),
        Step::Keep(target) => (&target.path, keep(target)),
        Step::Replace(target) => (&target.path, replace(target)),
        Step::Clean(target) => (&target.path, remove(&target.old_content())),
        Step::Forget => (&journal, remove(&journal)),
    };
    done.map_err(|error| failed(path, error))
}

/// Whether a file may be removed again. A journal may be one that came with files of others: outside of the folder of the
/// configuration, only generated files are removed.
fn is_ours(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let real = path.parent().and_then(|parent| parent.canonicalize().ok());
    let is_inside = folder
        .canonicalize()
        .is_ok_and(|folder| real.is_some_and(|real| real.starts_with(folder)));
    is_inside || read_text(path).is_ok_and(|text| is_generated(&path.to_string_lossy(), &text))
}

/// Writes the journal. A journal is never half written: it is moved to its path.
fn enter(journal: &Path, state: State, targets: &[Target]) -> io::Result<()> {
    let mut text = format!("oaspen update: {}\n", state.as_str());
    for target in targets {
        let kind = match target.kind {
            Kind::Create => "create",
            Kind::Replace => "replace",
            Kind::Remove => "remove",
        };
        text.push_str(&format!("{kind}\t{}\n", target.path.display()));
    }
    let new = journal.with_extension("new");
    write_to_disk(&new, &text)?;
    std::fs::rename(&new, journal)
}

fn parse(text: &str) -> Option<(State, Vec<Target>)> {
    let (first, rest) = text.split_once('\n')?;
    let word = first.strip_prefix("oaspen update: ")?;
    let state = State::ALL.into_iter().find(|(_, text)| *text == word)?.0;
    let target = |line: &str| {
        let (kind, path) = line.split_once('\t')?;
        let kind = match kind {
            "create" => Kind::Create,
            "replace" => Kind::Replace,
            "remove" => Kind::Remove,
            _ => return None,
        };
        Some(Target {
            kind,
            path: PathBuf::from(path),
        })
    };
    let targets = rest.lines().map(target).collect::<Option<Vec<_>>>()?;
    Some((state, targets))
}

fn targets(changes: &[Change]) -> Result<Vec<Target>, WriteError> {
    let target = |change: &Change| {
        let path = std::path::absolute(&change.path).map_err(|error| failed(&change.path, error))?;
        if path.to_str().is_none_or(|path| path.contains(['\n', '\r'])) {
            let error = io::Error::new(
                ErrorKind::InvalidInput,
                "the path has characters that a journal cannot contain",
            );
            return Err(failed(&change.path, error));
        }
        let kind = match (&change.old, &change.new) {
            (_, None) => Kind::Remove,
            (None, Some(_)) => Kind::Create,
            (Some(_), Some(_)) => Kind::Replace,
        };
        Ok(Target { kind, path })
    };
    changes.iter().map(target).collect()
}

/// Writes the new content beside the target, with the permissions of the old one.
fn stage(target: &Target, text: &str) -> io::Result<()> {
    if let Some(folder) = target.path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let path = target.new_content();
    write_to_disk(&path, text)?;
    match std::fs::metadata(&target.path) {
        Ok(old) => std::fs::set_permissions(&path, old.permissions()),
        Err(_) => Ok(()),
    }
}

/// Copies the old content.
fn keep(target: &Target) -> io::Result<()> {
    let path = target.old_content();
    remove(&path)?;
    std::fs::copy(&target.path, path).map(drop)
}

fn write_to_disk(path: &Path, text: &str) -> io::Result<()> {
    // What is there may be a link of others to any file.
    remove(path)?;
    let mut file = std::fs::File::create_new(path)?;
    io::Write::write_all(&mut file, text.as_bytes())?;
    file.sync_all()
}

/// Moves the new content to its path, or removes the file. Done again, it changes nothing.
fn replace(target: &Target) -> io::Result<()> {
    if target.kind != Kind::Remove {
        return rename(&target.new_content(), &target.path);
    }
    // The journal is a file that anything may have written: only generated files are removed.
    let shown = target.path.to_string_lossy();
    match read_text(&target.path) {
        Ok(text) if is_generated(&shown, &text) => remove(&target.path),
        Ok(_) => Err(io::Error::other("it was not generated by oaspen")),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::NotFound && !from.exists() => Ok(()),
        done => done,
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(()),
        // A read-only file system refuses to remove a file even if there is none.
        Err(error) if error.kind() == ErrorKind::ReadOnlyFilesystem && path.symlink_metadata().is_err() => Ok(()),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use super::{Change, JOURNAL, commit_together, recover, run, steps, targets};
    use crate::format::HEADER;

    /// A folder with three files, and changes that replace one, create one in a new folder, and remove one.
    fn setup() -> (tempfile::TempDir, Vec<Change>) {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        let generated = format!("{HEADER}\n// old\n");
        std::fs::write(at("spec.yaml"), "old").expect("write");
        std::fs::write(at("gone.rs"), &generated).expect("write");
        std::fs::write(at("kept.rs"), "kept").expect("write");
        let change = |name: &str, old: Option<&str>, new: Option<&str>| Change {
            path: at(name),
            old: old.map(str::to_owned),
            new: new.map(str::to_owned),
        };
        let changes = vec![
            change("api/new.rs", None, Some("new")),
            change("gone.rs", Some(&generated), None),
            change("spec.yaml", Some("old"), Some("new")),
        ];
        (folder, changes)
    }

    fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
        let (mut found, mut folders) = (BTreeMap::new(), vec![folder.to_path_buf()]);
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).expect("folder") {
                let path = entry.expect("entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let text = std::fs::read_to_string(&path).expect("text");
                    found.insert(path.strip_prefix(folder).expect("inside").to_path_buf(), text);
                }
            }
        }
        found
    }

    #[test]
    fn all_changes_are_written() {
        let (folder, changes) = setup();
        commit_together(folder.path(), &changes).expect("written");
        let found = files(folder.path());
        let names: Vec<_> = found.keys().map(|path| path.display().to_string()).collect();
        assert_eq!(names, ["api/new.rs", "kept.rs", "spec.yaml"]);
        assert_eq!(found[Path::new("spec.yaml")], "new");
    }

    #[test]
    fn a_process_that_ends_between_two_steps_leaves_all_or_nothing() {
        let (folder, changes) = setup();
        let old = files(folder.path());
        commit_together(folder.path(), &changes).expect("written");
        let new = files(folder.path());
        let mut seen = (0, 0);
        let count = steps(&changes, &targets(&changes).expect("targets")).len();
        for end in 0..=count {
            let (folder, changes) = setup();
            let targets = targets(&changes).expect("targets");
            for step in steps(&changes, &targets).iter().take(end) {
                run(folder.path(), &targets, step).expect("step");
            }
            recover(folder.path()).expect("recovered");
            let found = files(folder.path());
            assert!(found == old || found == new, "after {end} steps: {found:#?}");
            if found == old {
                seen.0 += 1;
            } else {
                seen.1 += 1;
            }
        }
        assert!(seen.0 > 4 && seen.1 > 4, "{seen:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_of_others_are_not_followed() {
        let (folder, changes) = setup();
        let (inner, mine) = (folder.path(), tempfile::tempdir().expect("folder"));
        let target = mine.path().join("mine.txt");
        std::fs::write(&target, "mine").expect("write");
        for name in [".oaspen-new-spec.yaml", ".oaspen-old-spec.yaml", ".oaspen-update.new"] {
            std::os::unix::fs::symlink(&target, inner.join(name)).expect("link");
        }
        commit_together(inner, &changes).expect("written");
        assert_eq!(std::fs::read_to_string(&target).expect("kept"), "mine");
        assert_eq!(files(inner).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn an_error_in_the_middle_is_undone() {
        let (folder, mut changes) = setup();
        let old = files(folder.path());
        // A folder cannot be replaced by a file, which is only found at the last step.
        let target = folder.path().join("folder.rs");
        std::fs::create_dir(&target).expect("folder");
        changes.push(Change {
            path: target,
            old: None,
            new: Some("new".to_owned()),
        });
        let error = commit_together(folder.path(), &changes).expect_err("a folder");
        assert!(error.path.ends_with("folder.rs"), "{error:?}");
        assert_eq!(files(folder.path()), old);
        assert!(!folder.path().join("api").exists(), "the new folder is removed");
    }

    #[test]
    fn a_journal_that_was_not_completed_is_removed() {
        for has_journal in [false, true] {
            let (folder, changes) = setup();
            let old = files(folder.path());
            let targets = targets(&changes).expect("targets");
            for step in steps(&changes, &targets).iter().take(if has_journal { 3 } else { 0 }) {
                run(folder.path(), &targets, step).expect("step");
            }
            std::fs::write(folder.path().join(".oaspen-update.new"), "oaspen upd").expect("write");
            recover(folder.path()).expect("recovered");
            assert_eq!(files(folder.path()), old);
        }
    }

    #[test]
    fn an_undo_that_ends_early_is_completed() {
        let (folder, changes) = setup();
        let old = files(folder.path());
        let targets = targets(&changes).expect("targets");
        for step in steps(&changes, &targets).iter().take(7) {
            run(folder.path(), &targets, step).expect("step");
        }
        run(folder.path(), &targets, &super::Step::Enter(super::State::Undo)).expect("step");
        recover(folder.path()).expect("recovered");
        recover(folder.path()).expect("again");
        assert_eq!(files(folder.path()), old);
    }

    #[test]
    fn a_journal_removes_only_generated_files() {
        let folder = tempfile::tempdir().expect("folder");
        let target = folder.path().join("mine.txt");
        std::fs::write(&target, "mine").expect("write");
        let journal = format!("oaspen update: replace\nremove\t{}\n", target.display());
        std::fs::write(folder.path().join(JOURNAL), journal).expect("write");
        recover(folder.path()).expect_err("refused");
        assert!(target.exists());
        std::fs::write(folder.path().join(JOURNAL), "something else").expect("write");
        recover(folder.path()).expect_err("refused");

        // A journal of others names a file outside of its folder.
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).expect("folder");
        for state in ["prepare", "replace", "undo"] {
            for kind in ["create", "replace", "remove"] {
                let journal = format!("oaspen update: {state}\n{kind}\t{}\n", target.display());
                std::fs::write(inner.join(JOURNAL), journal).expect("write");
                let _ = recover(&inner);
                assert_eq!(
                    std::fs::read_to_string(&target).expect("kept"),
                    "mine",
                    "{state} {kind}"
                );
            }
        }
    }
}
