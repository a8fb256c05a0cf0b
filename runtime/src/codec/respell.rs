//! Required members whose names are written in another case: `ID` for `Id`.
//!
//! Only objects that lack a required member come here, so that it costs nothing for others.

use crate::codec::decoder::Decoder;
use crate::codec::error::DecodeError;
use crate::codec::issue::Repair;
use crate::codec::object::{Field, Slot, extra_row, missing};

/// A member that no row declares, and the row that has its name in another case.
struct Respelling {
    row: usize,
    key: String,
    /// Its value.
    start: usize,
    end: usize,
    /// Whether another member has the name in another case, too.
    is_ambiguous: bool,
}

impl Decoder<'_> {
    /// Reads required members that are missing from undeclared ones whose names differ in case only. The object was read as a
    /// whole, and starts at `start`.
    #[cold]
    #[inline(never)]
    pub(super) fn respell(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot],
        start: usize,
    ) -> Result<(), DecodeError> {
        if !self.tolerance.names {
            return Ok(());
        }
        let (end, depth) = (self.index(), self.depth());
        let read = self.respellings(fields, slots, start).and_then(|found| {
            let mut found = found.iter().filter(|one| !one.is_ambiguous);
            found.try_for_each(|one| self.take_respelled(fields, slots, start, one))
        });
        if read.is_ok() {
            self.seek(end, depth);
        }
        read
    }

    /// The members that missing ones can be read from: one pass over the object.
    fn respellings(
        &mut self,
        fields: &[Field],
        slots: &[&mut dyn Slot],
        start: usize,
    ) -> Result<Vec<Respelling>, DecodeError> {
        let before = self.departures.mark();
        self.seek(start, self.depth());
        let mut found: Vec<Respelling> = Vec::new();
        let mut key = self.begin_object()?;
        while let Some(name) = key {
            let start = self.offset();
            self.skip()?;
            let end = self.index();
            let row = row_in_another_case(fields, &name);
            if let Some(row) = row.filter(|row| slots.get(*row).is_some_and(|slot| slot.is_missing())) {
                match found.iter_mut().find(|one| one.row == row) {
                    // The last of several members of one name counts.
                    Some(one) if one.key == name => (one.start, one.end) = (start, end),
                    Some(one) => one.is_ambiguous = true,
                    None => found.push(Respelling {
                        row,
                        key: name,
                        start,
                        end,
                        is_ambiguous: false,
                    }),
                }
            }
            key = self.next_key()?;
        }
        // Those of keys are already there.
        self.departures.back_to(before);
        Ok(found)
    }

    fn take_respelled(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot],
        object: usize,
        found: &Respelling,
    ) -> Result<(), DecodeError> {
        let (Some(field), Some(slot)) = (fields.get(found.row), slots.get_mut(found.row)) else {
            return Ok(());
        };
        // Extra members are read twice, and so could be those inside of them.
        if !self.can_spend(found.end.saturating_sub(found.start)) {
            return Ok(());
        }
        let depth = self.depth();
        let value = found.start..found.end;
        let earlier = self.departures.take_within(object, &value);
        self.seek(found.start, depth + 1);
        let read = slot.fill(self, String::new());
        self.seek(found.end, depth);
        if let Err(error) = read {
            if !self.is_lenient() {
                return Err(error);
            }
            // It stays missing, and the other one what it is.
            self.departures.take_within(object, &value);
            self.departures.append(earlier);
            return Ok(());
        }
        if let Some(extra) = extra_row(fields).and_then(|row| slots.get_mut(row)) {
            extra.forget(&found.key);
        }
        if self.is_lenient() {
            self.report(found.start, missing(field, object), Repair::Respelled);
        }
        Ok(())
    }
}

/// The only row whose name is this one in another case; none if a row has the name itself.
fn row_in_another_case(fields: &[Field], name: &str) -> Option<usize> {
    let mut rows = fields
        .iter()
        .enumerate()
        .filter_map(|(row, field)| Some((row, field.key()?)))
        .filter(|(_, key)| key.eq_ignore_ascii_case(name));
    match (rows.next(), rows.next()) {
        (Some((row, key)), None) if key != name => Some(row),
        _ => None,
    }
}
