//! Values that a type does not know, recorded while a union compares its branches: members that no row takes, and
//! values of `Unknown` variants.

use crate::codec::decoder::{Decoder, Kind};
use crate::codec::error::DecodeError;
use crate::codec::stranger::Stranger;
use crate::codec::traits::Decode;

impl Decoder<'_> {
    /// Skips the value of a member that no row takes.
    pub(crate) fn ignore(&mut self) -> Result<(), DecodeError> {
        let counts = self.keeps_strangers && self.kind()? != Kind::Null;
        let start = self.index();
        self.skip()?;
        if counts {
            let length = self.index().saturating_sub(start);
            self.strangers.push(Stranger {
                start,
                length,
                is_ignored: true,
            });
        }
        Ok(())
    }

    /// Records a member that no row takes and that is kept; its value, which starts at `start`, was just read.
    #[cold]
    pub(crate) fn kept(&mut self, start: usize) {
        let text = self.since(start);
        if text != "null" {
            self.strangers.push(Stranger {
                start,
                length: text.len(),
                is_ignored: true,
            });
        }
    }

    /// Records that the value just read became an `Unknown` variant. `before` is the position from which it was read.
    #[cold]
    #[doc(hidden)]
    pub fn unknown(&mut self, before: usize) {
        let end = self.index();
        self.unknown.end = Some(end);
        if self.keeps_strangers {
            let length = self.since(before).trim_start().len();
            self.strangers.push(Stranger {
                start: end.saturating_sub(length),
                length,
                is_ignored: false,
            });
        }
    }

    /// Whether the value just read, as a whole, became an `Unknown` variant.
    pub(crate) fn is_unknown(&self) -> bool {
        self.unknown.end == Some(self.index())
    }

    /// Sets whether values that are not understood are kept. Returns the previous setting.
    pub(crate) fn keep_strangers(&mut self, keep: bool) -> bool {
        std::mem::replace(&mut self.keeps_strangers, keep)
    }

    /// The values from index `since` on.
    pub(crate) fn take_strangers(&mut self, since: usize) -> Vec<Stranger> {
        self.strangers.split_off(since.min(self.strangers.len()))
    }

    pub(crate) fn add_strangers(&mut self, mut values: Vec<Stranger>) {
        if self.keeps_strangers {
            self.strangers.append(&mut values);
        }
    }
}

/// Reads a value that no branch of a union takes.
pub fn unknown_value<T: Decode>(d: &mut Decoder<'_>) -> Result<T, DecodeError> {
    let before = d.index();
    let value = T::decode(d)?;
    d.unknown(before);
    Ok(value)
}
