//! Unions by table: which branches apply to a value, tried in order.

use crate::codec::decoder::Ignored;
use crate::codec::decoder::{Checkpoint, Decoder, Kind};
use crate::codec::error::DecodeError;
use crate::codec::number::integral;

/// One row of a `union!` table.
#[derive(Clone, Copy, Debug)]
pub enum Guard {
    /// An object whose member of that name is one of these strings.
    Tag(&'static str, &'static [&'static str]),
    /// An object that has all these keys.
    Keys(&'static [&'static str]),
    /// A value of this kind: `integer` or the name of a [`Kind`].
    Kind(&'static str),
    /// Anything.
    Any,
}

/// The keywords of the tables.
pub mod guard {
    use super::Guard;

    /// `tag "name" in ["value"]`
    pub const fn tag(name: &'static str, values: &'static [&'static str]) -> Guard {
        Guard::Tag(name, values)
    }

    /// `keys ["name"]`
    pub const fn keys(keys: &'static [&'static str]) -> Guard {
        Guard::Keys(keys)
    }

    /// `kind name`
    pub const fn kind(name: &'static str) -> Guard {
        Guard::Kind(name)
    }

    /// `any`
    pub const fn any() -> Guard {
        Guard::Any
    }
}

/// How one variant is read.
type Branch<T> = fn(&mut Decoder<'_>) -> Result<T, DecodeError>;

/// Reads a union: `Ok(None)` when no branch took the value, which is then still to be read.
///
/// Where no guard identifies the branch, the branch that declares most members of the value is used.
/// With `mixed`, none is used if it would lose a member that another one declares.
pub fn decode_union<T>(
    d: &mut Decoder<'_>,
    guards: &'static [Guard],
    mixed: bool,
    branches: &[Branch<T>],
) -> Result<Option<T>, DecodeError> {
    let mut attempt = UnionAttempt::new(d, guards)?;
    let mut best = None;
    for (guard, branch) in guards.iter().zip(branches) {
        if attempt.applies(d, guard)? {
            match branch(d) {
                Ok(value) => match attempt.succeeded(d, guard) {
                    BranchVerdict::Whole => return Ok(Some(value)),
                    BranchVerdict::Better => best = Some(value),
                    BranchVerdict::Worse => {}
                },
                Err(error) => attempt.failed(d, guard, error)?,
            }
        }
    }
    Ok(if attempt.ended(d, mixed)? { best } else { None })
}

/// How a branch that took the value compares with those before it.
enum BranchVerdict {
    /// It is used: its tag matched, or it declares every member.
    Whole,
    /// It declares more of the value than those before.
    Better,
    Worse,
}

/// The branch that declares most of the value so far.
struct Best<'j> {
    /// The end of the value.
    end: Checkpoint<'j>,
    /// The values that it ignored.
    ignored: Vec<Ignored>,
}

/// The part of [`decode_union`] that does not depend on the type.
struct UnionAttempt<'j> {
    mark: Checkpoint<'j>,
    kind: Kind,
    /// Bit `i` per row: its tag matched, or its key `i` is there.
    found: Vec<u64>,
    row: usize,
    start: usize,
    lenient: bool,
    /// What the decoder did with ignored members before, and how many it knew.
    kept_ignored: (bool, usize),
    best: Option<Best<'j>>,
    /// The values that every branch so far ignored.
    strangers: Vec<Ignored>,
    /// The failure of a branch whose tag matched.
    committed: Option<DecodeError>,
}

impl<'j> UnionAttempt<'j> {
    fn new(d: &mut Decoder<'j>, guards: &'static [Guard]) -> Result<Self, DecodeError> {
        let kind = d.kind()?;
        let mark = d.mark();
        let mut found = Vec::new();
        if kind == Kind::Object && guards.iter().any(|r| matches!(r, Guard::Tag(..) | Guard::Keys(_))) {
            found = scan(d, guards)?;
            d.back_to(mark);
        }
        Ok(Self {
            start: d.index(),
            mark,
            kind,
            found,
            row: 0,
            lenient: d.is_lenient(),
            kept_ignored: d.keep_ignored(true),
            best: None,
            strangers: Vec::new(),
            committed: None,
        })
    }

    /// Whether the next row applies; the decoder is then at the start of the value.
    fn applies(&mut self, d: &mut Decoder<'j>, guard: &Guard) -> Result<bool, DecodeError> {
        let found = self.found.get(self.row).copied().unwrap_or(0);
        self.row += 1;
        let is_object = self.kind == Kind::Object;
        let applies = match guard {
            Guard::Tag(..) => is_object && found == 1,
            _ if self.committed.is_some() => false,
            Guard::Keys(keys) => is_object && found.count_ones() as usize == keys.len().min(64),
            Guard::Kind("integer") => {
                self.kind == Kind::Number && {
                    let is_integral = integral(d.number_text()?.as_bytes()).is_ok();
                    d.back_to(self.mark);
                    is_integral
                }
            }
            Guard::Kind(name) => *name == self.kind.name(),
            Guard::Any => true,
        };
        // A guess is no guess if everything fits, so only a known branch may be read leniently.
        d.set_lenient(self.lenient && matches!(guard, Guard::Tag(..)));
        Ok(applies)
    }

    fn succeeded(&mut self, d: &mut Decoder<'j>, guard: &Guard) -> BranchVerdict {
        let ignored = d.take_ignored(self.kept_ignored.1);
        if ignored.is_empty() || matches!(guard, Guard::Tag(..)) {
            self.restore(d);
            d.add_ignored(ignored);
            return BranchVerdict::Whole;
        }
        let end = d.mark();
        // If the allowance does not suffice for another branch, this one is taken.
        let is_last = !d.can_spend(d.index().saturating_sub(self.start));
        let least = self.best.as_ref().map(|best| size(&best.ignored));
        if self.best.is_none() {
            self.strangers.clone_from(&ignored);
        } else {
            self.strangers.retain(|value| ignored.contains(value));
        }
        if least.is_some_and(|least| least <= size(&ignored)) {
            d.back_to(self.mark);
            return BranchVerdict::Worse;
        }
        if is_last {
            self.restore(d);
            d.add_ignored(ignored);
            return BranchVerdict::Whole;
        }
        d.back_to(self.mark);
        self.best = Some(Best { end, ignored });
        BranchVerdict::Better
    }

    fn failed(&mut self, d: &mut Decoder<'j>, guard: &Guard, error: DecodeError) -> Result<(), DecodeError> {
        let read = d.index().saturating_sub(self.start);
        d.take_ignored(self.kept_ignored.1);
        d.back_to(self.mark);
        if matches!(guard, Guard::Tag(..)) {
            self.committed = Some(error);
        }
        let spent = d.spend(self.start, read.saturating_add(1));
        if spent.is_err() {
            self.restore(d);
        }
        spent
    }

    /// Whether the best branch is taken; the decoder is then behind the value, else before it.
    fn ended(self, d: &mut Decoder<'j>, mixed: bool) -> Result<bool, DecodeError> {
        self.restore(d);
        if let Some(error) = self.committed {
            return Err(error);
        }
        match self.best {
            Some(best) if !mixed || best.ignored.len() == self.strangers.len() => {
                d.back_to(best.end);
                d.add_ignored(best.ignored);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// Restores the decoder's settings, but not its position.
    fn restore(&self, d: &mut Decoder<'j>) {
        d.set_lenient(self.lenient);
        d.keep_ignored(self.kept_ignored.0);
    }
}

/// How much of the document these values are.
fn size(ignored: &[Ignored]) -> usize {
    ignored.iter().map(|value| value.length).sum()
}

/// One pass over the members of an object: what the guards compare.
fn scan(d: &mut Decoder<'_>, guards: &'static [Guard]) -> Result<Vec<u64>, DecodeError> {
    let mut found = vec![0_u64; guards.len()];
    let mut wanted = Vec::new();
    let mut key = d.first_key()?;
    while let Some(name) = key {
        let mut is_tag = false;
        wanted.clear();
        for (row, guard) in guards.iter().enumerate() {
            match guard {
                Guard::Tag(tag, values) if *tag == name => {
                    is_tag = true;
                    wanted.push((row, *values));
                }
                Guard::Keys(keys) => {
                    let bit = keys.iter().take(64).position(|k| *k == name);
                    if let (Some(bit), Some(bits)) = (bit, found.get_mut(row)) {
                        *bits |= 1 << bit;
                    }
                }
                _ => {}
            }
        }
        if is_tag && d.kind()? == Kind::String {
            let value = d.str()?;
            for (row, values) in &wanted {
                if let Some(bits) = found.get_mut(*row) {
                    *bits = u64::from(values.contains(&value));
                }
            }
        } else {
            d.skip()?;
        }
        key = d.later_key()?;
    }
    Ok(found)
}
