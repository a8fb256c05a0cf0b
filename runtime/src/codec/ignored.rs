//! Members that no row takes: skipped, and counted while a union compares its branches.

use crate::codec::decoder::{Decoder, Ignored, Kind};
use crate::codec::error::DecodeError;

impl Decoder<'_> {
    /// Skips the value of a member that no row takes.
    pub(crate) fn ignore(&mut self) -> Result<(), DecodeError> {
        let counts = self.keeps_ignored && self.kind()? != Kind::Null;
        let start = self.index();
        self.skip()?;
        if counts {
            let length = self.index().saturating_sub(start);
            self.ignored.push(Ignored { start, length });
        }
        Ok(())
    }

    /// Sets whether the values of ignored members are kept. Returns the previous setting and the number of values.
    pub(crate) fn keep_ignored(&mut self, keep: bool) -> (bool, usize) {
        (std::mem::replace(&mut self.keeps_ignored, keep), self.ignored.len())
    }

    /// The values from index `since` on.
    pub(crate) fn take_ignored(&mut self, since: usize) -> Vec<Ignored> {
        self.ignored.split_off(since.min(self.ignored.len()))
    }

    pub(crate) fn add_ignored(&mut self, mut values: Vec<Ignored>) {
        if self.keeps_ignored {
            self.ignored.append(&mut values);
        }
    }
}
