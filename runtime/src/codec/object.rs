//! Objects by table: one loop for every struct.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::patch::Patch;
use crate::codec::traits::{Decode, Encode};
use std::collections::BTreeMap;

/// How a member is present: the meaning of the keywords in the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Must come.
    Required,
    /// `Option`; `None` is left out.
    Optional,
    /// `Option`; `None` is `null`.
    Nullable,
    /// `Patch`; `Absent` is left out.
    Patch,
    /// The members that no other row names.
    Extra,
}

/// One row of an `object!` table.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The key; empty for extra members.
    pub name: &'static str,
    /// Whether the key is written without escapes.
    is_plain: bool,
    /// How it is present.
    pub presence: Presence,
}

impl Field {
    pub(crate) const fn new(name: &'static str, presence: Presence) -> Self {
        let bytes = name.as_bytes();
        let mut is_plain = true;
        let mut at = 0;
        while at < bytes.len() {
            #[allow(clippy::indexing_slicing)] // `at` is below the length, and `get` is not const
            let byte = bytes[at];
            is_plain &= byte >= 0x20 && byte != b'"' && byte != b'\\';
            at += 1;
        }
        Self {
            name,
            is_plain,
            presence,
        }
    }
}

/// Where the value of a member is put while its object is read.
pub trait Slot {
    /// Reads the value; `key` is empty except for extra members. A failure leaves the slot absent.
    fn fill(&mut self, d: &mut Decoder<'_>, key: String) -> Result<(), DecodeError>;

    /// Whether this is a required member that has not come.
    fn is_missing(&self) -> bool {
        false
    }

    /// Forgets an extra member.
    fn forget(&mut self, _key: &str) {}
}

/// The slot of a required member.
#[derive(Debug)]
pub struct Required<T>(pub Option<T>);

/// The slot of the members that no other row names.
#[derive(Debug)]
pub struct Extra<T>(pub BTreeMap<String, T>);

/// The slot of the members that no other row names, where the document declares none: in a union, such a member is not
/// understood.
#[derive(Debug)]
pub struct Kept<T>(pub BTreeMap<String, T>);

impl<T: Decode> Slot for Kept<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, key: String) -> Result<(), DecodeError> {
        let start = d.keeps_strangers.then(|| d.offset());
        let value = T::decode(d)?;
        if let Some(start) = start {
            d.kept(start);
        }
        self.0.insert(key, value);
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl<T: Decode> Slot for Required<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
        self.0 = Some(T::decode(d)?);
        Ok(())
    }

    fn is_missing(&self) -> bool {
        self.0.is_none()
    }
}

impl<T: Decode> Slot for Option<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
        *self = None;
        *self = Decode::decode(d)?;
        Ok(())
    }
}

impl<T: Decode> Slot for Patch<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
        *self = Self::Absent;
        *self = Decode::decode(d)?;
        Ok(())
    }
}

impl<T: Decode> Slot for Extra<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, key: String) -> Result<(), DecodeError> {
        let value = T::decode(d)?;
        self.0.insert(key, value);
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        self.0.remove(key);
    }
}

impl Decoder<'_> {
    /// Reads an object into the slots, which are in the order of the rows.
    #[doc(hidden)]
    pub fn object(&mut self, fields: &'static [Field], slots: &mut [&mut dyn Slot]) -> Result<(), DecodeError> {
        if self.is_lenient() {
            return self.lenient_object(fields, slots);
        }
        let start = self.offset();
        let rest = extra_row(fields);
        let mut guess = 0;
        let mut found = find(fields, &mut guess, rest, self.first_key()?);
        while let Some((index, key)) = found {
            match slots.get_mut(index) {
                Some(slot) => slot.fill(self, key)?,
                None => self.ignore()?,
            }
            found = find(fields, &mut guess, rest, self.later_key()?);
        }
        if slots.iter().any(|slot| slot.is_missing()) {
            return self.complete(fields, slots, start);
        }
        Ok(())
    }

    /// After an object that lacks required members.
    #[cold]
    #[inline(never)]
    fn complete(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot],
        start: usize,
    ) -> Result<(), DecodeError> {
        self.respell(fields, slots, start)?;
        match fields.iter().zip(slots).find(|(_, slot)| slot.is_missing()) {
            Some((field, _)) => Err(missing(field, start)),
            None => Ok(()),
        }
    }
}

/// The row of extra members.
pub(super) fn extra_row(fields: &[Field]) -> Option<usize> {
    fields.iter().position(|f| f.presence == Presence::Extra)
}

#[cold]
pub(super) fn missing(field: &Field, object: usize) -> DecodeError {
    DecodeError::new(object, format!("missing member {:?}", field.name))
}

/// The row of a key, and the key itself where the extra row takes it; no such row: `usize::MAX`.
/// Members mostly come in the order of the table, so the search starts after the last hit.
#[inline]
pub(super) fn find(
    fields: &[Field],
    guess: &mut usize,
    rest: Option<usize>,
    key: Option<&str>,
) -> Option<(usize, String)> {
    let key = key?;
    let (before, after) = fields.split_at_checked(*guess).unwrap_or((fields, &[]));
    let hit = |f: &Field| f.name == key && f.presence != Presence::Extra;
    let index = after
        .iter()
        .position(hit)
        .map(|i| i + before.len())
        .or_else(|| before.iter().position(hit));
    Some(match (index, rest) {
        (Some(index), _) => {
            *guess = index + 1;
            (index, String::new())
        }
        (None, Some(rest)) => (rest, key.to_owned()),
        (None, None) => (usize::MAX, String::new()),
    })
}

/// The members of the row `extra` as JSON, and the rows that they have, where a row before it depends on them.
struct ExtraText {
    json: Vec<u8>,
    rows: Vec<usize>,
}

impl ExtraText {
    /// Encodes the value of the row `extra`, if there is one.
    #[cold]
    fn of(fields: &[Field], values: &[&dyn Encode]) -> Self {
        let mut e = Encoder::new();
        if let Some(value) = extra_row(fields).and_then(|row| values.get(row)) {
            value.encode(&mut e);
        }
        let json = e.into_bytes();
        let mut rows = Vec::new();
        for_each_member(&json, |name, _| rows.extend(row_of(fields, name)));
        Self { json, rows }
    }
}

impl Encoder {
    /// Writes an object; the values are in the order of the rows. If a member is in `extra` too, the one of its row is
    /// written, unless that is `None`. Each value is encoded once: objects in objects would take exponential time.
    #[doc(hidden)]
    pub fn object(&mut self, fields: &'static [Field], values: &[&dyn Encode]) {
        let mut extra: Option<ExtraText> = None;
        self.begin_object();
        for (row, (field, value)) in fields.iter().zip(values).enumerate() {
            match field.presence {
                Presence::Optional | Presence::Patch if value.is_absent() => {}
                Presence::Nullable
                    if value.is_absent()
                        && extra
                            .get_or_insert_with(|| ExtraText::of(fields, values))
                            .rows
                            .contains(&row) => {}
                Presence::Extra => {
                    let start = self.out.len();
                    match extra.take() {
                        Some(extra) => self.out.extend_from_slice(&extra.json),
                        None => value.encode(self),
                    }
                    self.members(start, fields, values);
                }
                _ => {
                    self.known_key(field.name, field.is_plain);
                    value.encode(self);
                }
            }
        }
        self.end_object();
    }

    /// Makes the object that was written at `start` members of the object that is being written, without those whose row is
    /// written.
    fn members(&mut self, start: usize, fields: &'static [Field], values: &[&dyn Encode]) {
        let is_written = |name: &str| {
            row_of(fields, name)
                .and_then(|row| fields.get(row).zip(values.get(row)))
                .is_some_and(|(field, value)| field.presence == Presence::Required || !value.is_absent())
        };
        let mut is_twice = false;
        for_each_member(self.out.get(start..).unwrap_or_default(), |name, _| {
            is_twice |= is_written(name);
        });
        if is_twice {
            let object = self.out.split_off(start);
            for_each_member(&object, |name, json| {
                if !is_written(name) {
                    self.key(name);
                    self.raw(json);
                }
            });
            return;
        }
        if self.out.len() <= start + 2 {
            self.out.truncate(start);
            return;
        }
        self.out.pop();
        if self.out.get(..start).and_then(<[u8]>::last) == Some(&b'{') {
            self.out.remove(start);
        } else if let Some(open) = self.out.get_mut(start) {
            *open = b',';
        }
    }
}

/// The row of a member that is not extra.
fn row_of(fields: &[Field], name: &str) -> Option<usize> {
    fields
        .iter()
        .position(|field| field.name == name && field.presence != Presence::Extra)
}

/// The keys of an object, and the JSON of their values.
fn for_each_member(object: &[u8], mut visit: impl FnMut(&str, &str)) {
    let mut d = Decoder::new(object);
    let mut key = d.begin_object();
    while let Ok(Some(name)) = key {
        let Ok(json) = d.raw() else { return };
        visit(&name, json);
        key = d.next_key();
    }
}
