//! A disk that reports how many files were written.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::disk::{Disk, RealDisk};
use crate::step::{OnStep, Step};

pub(super) struct Observed<'s> {
    done: Cell<usize>,
    of: usize,
    on_step: OnStep<'s>,
}

impl<'s> Observed<'s> {
    /// `of` is the number of files.
    pub(super) fn new(of: usize, on_step: OnStep<'s>) -> Self {
        on_step(Step::Writing { done: 0, of });
        Self {
            done: Cell::new(0),
            of,
            on_step,
        }
    }
}

impl Disk for Observed<'_> {
    fn read(&self, path: &Path) -> io::Result<Option<String>> {
        RealDisk.read(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(folder)
    }

    fn stage(&self, path: &Path, text: &str) -> io::Result<TempPath> {
        let staged = RealDisk.stage(path, text)?;
        self.done.set(self.done.get() + 1);
        (self.on_step)(Step::Writing {
            done: self.done.get(),
            of: self.of,
        });
        Ok(staged)
    }

    fn replace(&self, temporary: TempPath, path: &Path) -> io::Result<()> {
        RealDisk.replace(temporary, path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
}
