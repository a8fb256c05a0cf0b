//! Objects by table: one loop for every struct.

use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::error::DecodeError;
use crate::codec::patch::Patch;
use crate::codec::traits::{Decode, Encode};
use std::collections::BTreeMap;

/// One row of an `object!` table: how a member is present, and its key. Variants of an enum, as the compiler needs several
/// times longer for the calls of constant functions.
#[derive(Clone, Copy, Debug)]
pub enum Field {
    /// Must come.
    Required(&'static str),
    /// `Option`; `None` is left out.
    Optional(&'static str),
    /// `Option`; `None` is `null`.
    Nullable(&'static str),
    /// `Patch`; `Absent` is left out.
    Patch(&'static str),
    /// The members that no other row names. With parentheses, as macros write all rows alike.
    Extra(),
}

impl Field {
    /// The key; `None` for extra members.
    #[inline]
    pub(super) const fn key(&self) -> Option<&'static str> {
        match self {
            Self::Required(key) | Self::Optional(key) | Self::Nullable(key) | Self::Patch(key) => Some(key),
            Self::Extra() => None,
        }
    }

    /// Whether this is its key.
    #[inline]
    fn has(&self, key: &str) -> bool {
        self.key().is_some_and(|own| own == key)
    }

    /// The key; empty for extra members.
    #[inline]
    pub(super) const fn name(&self) -> &'static str {
        match self.key() {
            Some(key) => key,
            None => "",
        }
    }
}

/// The table of `object!`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    rows: &'static [Field],
    /// Whether all keys are written without escapes.
    is_plain: bool,
}

impl Fields {
    const fn new(rows: &'static [Field]) -> Self {
        let mut is_plain = true;
        let mut rest = rows;
        while let [field, after @ ..] = rest {
            let mut name = field.name().as_bytes();
            while let [byte, after @ ..] = name {
                is_plain &= *byte >= 0x20 && *byte != b'"' && *byte != b'\\';
                name = after;
            }
            rest = after;
        }
        Self { rows, is_plain }
    }
}

/// A struct with a table. The table is a constant that only generic functions use, so the compiler evaluates it where a model is
/// used and not where it is declared.
#[doc(hidden)]
pub trait Object {
    /// The rows, in the order of the members.
    const ROWS: &'static [Field];
}

/// The table of a struct, with what is known about all of its rows.
trait Table: Object {
    const FIELDS: &'static Fields = &Fields::new(Self::ROWS);
}

impl<T: Object> Table for T {}

/// Reads an object into the slots, which are in the order of the rows.
#[inline]
pub fn decode_object<T: Object>(d: &mut Decoder<'_>, slots: &mut [&mut dyn Slot]) -> Result<(), DecodeError> {
    d.object(T::FIELDS, slots)
}

/// Writes an object; the values are in the order of the rows.
#[inline]
pub fn encode_object<T: Object>(e: &mut Encoder, values: &[&dyn Encode]) {
    e.object(T::FIELDS, values);
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
pub enum Required<T> {
    /// It has not come.
    Missing,
    /// It has.
    Present(T),
}

/// The slot of the members that no other row names. `KEPT`: the document declares none, so in a union, such a member is not
/// understood.
#[derive(Debug)]
pub enum Extra<T, const KEPT: bool> {
    /// None has come.
    Empty,
    /// Those that have.
    Members(BTreeMap<String, T>),
}

impl<T, const KEPT: bool> Extra<T, KEPT> {
    pub(super) fn into_map(self) -> BTreeMap<String, T> {
        match self {
            Self::Empty => BTreeMap::new(),
            Self::Members(members) => members,
        }
    }
}

impl<T: Decode, const KEPT: bool> Slot for Extra<T, KEPT> {
    fn fill(&mut self, d: &mut Decoder<'_>, key: String) -> Result<(), DecodeError> {
        let start = (KEPT && d.keeps_strangers).then(|| d.offset());
        let value = T::decode(d)?;
        if let Some(start) = start {
            d.kept(start);
        }
        match self {
            Self::Empty => *self = Self::Members(BTreeMap::from([(key, value)])),
            Self::Members(members) => drop(members.insert(key, value)),
        }
        Ok(())
    }

    fn forget(&mut self, key: &str) {
        if let Self::Members(members) = self {
            members.remove(key);
        }
    }
}

impl<T: Decode> Slot for Required<T> {
    fn fill(&mut self, d: &mut Decoder<'_>, _: String) -> Result<(), DecodeError> {
        *self = Self::Present(T::decode(d)?);
        Ok(())
    }

    fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
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

impl Decoder<'_> {
    /// Reads an object into the slots, which are in the order of the rows.
    fn object(&mut self, fields: &'static Fields, slots: &mut [&mut dyn Slot]) -> Result<(), DecodeError> {
        let fields = fields.rows;
        if self.is_lenient() {
            return self.lenient_object(fields, slots);
        }
        let start = self.offset();
        let rest = extra_row(fields);
        let mut guess = 0;
        let mut next = self.first_key()?;
        while let Some(key) = next {
            let (index, key) = find(fields, &mut guess, rest, key);
            match slots.get_mut(index) {
                Some(slot) => slot.fill(self, key)?,
                None => self.ignore()?,
            }
            next = self.later_key()?;
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
    fields.iter().position(|field| field.key().is_none())
}

#[cold]
pub(super) fn missing(field: &Field, object: usize) -> DecodeError {
    DecodeError::new(object, format!("missing member {:?}", field.name()))
}

/// The row of a key, and the key itself where the extra row takes it; no such row: `usize::MAX`.
#[inline]
pub(super) fn find(fields: &[Field], guess: &mut usize, rest: Option<usize>, key: &str) -> (usize, String) {
    let is_next = fields.get(*guess).is_some_and(|field| field.has(key));
    let index = if is_next {
        Some(*guess)
    } else {
        elsewhere(fields, *guess, key)
    };
    match (index, rest) {
        (Some(index), _) => {
            *guess = index + 1;
            (index, String::new())
        }
        (None, Some(rest)) => (rest, key.to_owned()),
        (None, None) => (usize::MAX, String::new()),
    }
}

/// The row of a key that is not the next one. Members mostly come in the order of the table, so the search starts behind that.
#[inline(never)]
fn elsewhere(fields: &[Field], guess: usize, key: &str) -> Option<usize> {
    let (before, after) = fields.split_at_checked(guess).unwrap_or((fields, &[]));
    let later = after.iter().position(|field| field.has(key));
    later
        .map(|index| index + before.len())
        .or_else(|| before.iter().position(|field| field.has(key)))
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
    fn object(&mut self, table: &'static Fields, values: &[&dyn Encode]) {
        let fields = table.rows;
        let mut extra: Option<ExtraText> = None;
        self.begin_object();
        for (row, (field, value)) in fields.iter().zip(values).enumerate() {
            match field {
                Field::Optional(_) | Field::Patch(_) if value.is_absent() => {}
                Field::Nullable(_)
                    if value.is_absent()
                        && extra
                            .get_or_insert_with(|| ExtraText::of(fields, values))
                            .rows
                            .contains(&row) => {}
                Field::Extra() => {
                    let start = self.out.len();
                    match extra.take() {
                        Some(extra) => self.out.extend_from_slice(&extra.json),
                        None => value.encode(self),
                    }
                    self.members(start, fields, values);
                }
                Field::Required(key) | Field::Optional(key) | Field::Nullable(key) | Field::Patch(key) => {
                    self.known_key(key, table.is_plain);
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
                .is_some_and(|(field, value)| matches!(field, Field::Required(_)) || !value.is_absent())
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
    fields.iter().position(|field| field.key() == Some(name))
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
