//! What lenient decoding does with values that do not fit: as little as possible is left out, and everything is reported.
//!
//! None of it is on the path of strict decoding, and none of it depends on a type.

use crate::codec::decoder::Decoder;
use crate::codec::departures::Departures;
use crate::codec::error::DecodeError;
use crate::codec::issue::{Departure, Repair};
use crate::codec::object::{Field, Slot, extra_row, find, missing};
use crate::codec::options::{DecodeOptions, Strictness, Tolerance};

/// The empty values of types, in the order in which they are tried.
const EMPTY_VALUES: [&str; 12] = [
    "null",
    "\"\"",
    "0",
    "false",
    "{}",
    "[]",
    "\"1970-01-01T00:00:00Z\"",
    "\"1970-01-01\"",
    "\"00:00:00\"",
    "\"00000000-0000-0000-0000-000000000000\"",
    "\"0.0.0.0\"",
    "\"::\"",
];

/// How many values may be made up for one document, in addition to one for each of its bytes.
const FILLS: usize = 10_000;

impl Decoder<'_> {
    /// Sets how the document is decoded.
    pub(crate) fn set_options(&mut self, options: DecodeOptions, length: usize) {
        self.options = options;
        self.tolerance = options.tolerance();
        self.set_lossy(self.tolerance.lenient);
        self.fills = length.saturating_add(FILLS);
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.tolerance.lenient
    }

    /// Returns what it was.
    pub(crate) fn set_tolerance(&mut self, tolerance: Tolerance) -> Tolerance {
        std::mem::replace(&mut self.tolerance, tolerance)
    }

    #[cold]
    pub(super) fn report(&mut self, start: usize, error: DecodeError, repair: Repair) {
        let end = self.index();
        self.departures.push(Departure {
            error,
            repair,
            start,
            end,
            missing: None,
        });
    }

    pub(super) fn take_departures(&mut self) -> Departures {
        std::mem::take(&mut self.departures)
    }

    /// Reads null, which is next, as an empty list or map. Reported if decoding is lenient.
    #[cold]
    pub(super) fn emptied(&mut self, expected: &str) -> Result<(), DecodeError> {
        if !self.tolerance.lenient {
            return self.null().map(|_| ());
        }
        let start = self.index();
        let error = self.mismatch(expected);
        self.null()?;
        self.report(start, error, Repair::Emptied);
        Ok(())
    }

    /// After a text in which characters were replaced; its opening quote is at `start`.
    #[cold]
    pub(super) fn replaced(&mut self, start: usize) {
        self.report(start, DecodeError::new(start, "lone surrogate"), Repair::Replaced);
    }

    /// After a time that has no offset.
    #[cold]
    pub(super) fn read_as_utc(&mut self, start: usize, error: DecodeError) {
        self.report(start, error, Repair::ReadAsUtc);
    }

    /// Leaves an element of a list or a map out, which starts at `start` and does not fit. Strict decoding fails.
    #[cold]
    #[inline(never)]
    pub(super) fn set_aside(&mut self, start: usize, depth: u32, error: DecodeError) -> Result<(), DecodeError> {
        if !self.tolerance.lenient {
            return Err(error);
        }
        self.rewind(start, depth);
        self.skip()?;
        self.report(start, error, Repair::SetAside);
        Ok(())
    }

    /// As [`object`](Self::object), leniently.
    pub(super) fn lenient_object(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot],
    ) -> Result<(), DecodeError> {
        let start = self.offset();
        let rest = extra_row(fields);
        let mut guess = 0;
        let mut next = self.first_key()?;
        while let Some(key) = next {
            let (index, key) = find(fields, &mut guess, rest, key);
            self.lenient_member(fields, slots, index, key)?;
            next = self.later_key()?;
        }
        if slots.iter().any(|slot| slot.is_missing()) {
            self.respell(fields, slots, start)?;
        }
        for (field, slot) in fields.iter().zip(slots) {
            if slot.is_missing() {
                self.fill_missing(field, *slot, start)?;
            }
        }
        Ok(())
    }

    /// Reads a member of the row `index`.
    fn lenient_member(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot],
        index: usize,
        key: String,
    ) -> Result<(), DecodeError> {
        let (Some(field), Some(slot)) = (fields.get(index), slots.get_mut(index)) else {
            return self.ignore();
        };
        let mark = self.mark();
        let start = self.index();
        let Err(error) = slot.fill(self, key) else {
            return Ok(());
        };
        self.back_to(mark);
        let mut repair = match field {
            Field::Optional(_) | Field::Nullable(_) | Field::Patch(_) => Repair::LeftOut,
            Field::Extra() => Repair::SetAside,
            Field::Required(_) => {
                if !self.fills_missing() || !self.fill(&mut **slot) {
                    return Err(error);
                }
                Repair::Filled
            }
        };
        let rest = extra_row(fields).filter(|_| field.key().is_some());
        let is_kept = rest.and_then(|rest| slots.get_mut(rest)).is_some_and(|extra| {
            let tolerance = self.set_tolerance(Tolerance::NONE);
            let kept = extra.fill(self, field.name().to_owned());
            self.set_tolerance(tolerance);
            kept.is_ok()
        });
        if !is_kept {
            self.back_to(mark);
            self.skip()?;
        } else if repair == Repair::LeftOut {
            repair = Repair::KeptInExtra;
        }
        self.report(start, error, repair);
        Ok(())
    }

    /// Fills the slot of a required member that has not come: a list or a map is empty, others where the policy allows it.
    fn fill_missing(&mut self, field: &Field, slot: &mut dyn Slot, start: usize) -> Result<(), DecodeError> {
        let error = missing(field, start);
        let repair = if self.try_empty(slot, "null", true) {
            Repair::Emptied
        } else if self.fills_missing() && self.fill(slot) {
            Repair::Filled
        } else {
            return Err(error);
        };
        self.departures.push(Departure {
            error,
            repair,
            start,
            end: start,
            missing: Some(field.name()),
        });
        Ok(())
    }

    fn fills_missing(&self) -> bool {
        self.options.lenient.is_some_and(|policy| policy.fill_missing)
    }

    /// Whether the slot could be filled with an empty value of its type.
    fn fill(&mut self, slot: &mut dyn Slot) -> bool {
        EMPTY_VALUES.iter().any(|text| self.try_empty(slot, text, false))
    }

    /// Fills a slot from another text. `only_lists`: null has to be an empty list or map.
    fn try_empty(&mut self, slot: &mut dyn Slot, text: &str, only_lists: bool) -> bool {
        let Some(left) = self.fills.checked_sub(1) else {
            return false;
        };
        let Some(mut inner) = Decoder::below(text.as_bytes(), self) else {
            return false;
        };
        // Null means that there is none here.
        let options = DecodeOptions {
            strict: Strictness::default(),
            ..self.options
        };
        inner.set_options(options, 0);
        inner.fills = left;
        let filled = slot.fill(&mut inner, String::new());
        self.fills = inner.fills;
        filled.is_ok() && (!only_lists || inner.departures.begin_with_emptied())
    }
}
