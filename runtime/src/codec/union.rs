//! Unions by table: which branches apply to a value, and which of them fits best.

use std::any::TypeId;

use crate::codec::decoder::{Checkpoint, Decoder, Kind};
use crate::codec::departures::Departures;
use crate::codec::error::DecodeError;
use crate::codec::guard::{Fit, Guard, Scan, scan};
use crate::codec::number::integral;
use crate::codec::options::Tolerance;
use crate::codec::stranger::{Stranger, UnknownValue};

/// How one variant is read.
type Branch<T> = fn(&mut Decoder<'_>) -> Result<T, DecodeError>;

/// Reads a union: `Ok(None)` when no branch took the value, which is then still to be read.
///
/// The docs of `union!` describe which branch takes a value.
pub fn decode_union<T: 'static>(
    d: &mut Decoder<'_>,
    guards: &'static [Guard],
    mixed: bool,
    branches: &[Branch<T>],
) -> Result<Option<T>, DecodeError> {
    let mut attempt = UnionAttempt::new(d, TypeId::of::<T>(), guards, mixed)?;
    let mut best = None;
    while let Some(branch) = attempt.next_row(d)?.and_then(|row| branches.get(row)) {
        match branch(d) {
            Ok(value) => match attempt.succeeded(d) {
                BranchVerdict::Taken => return Ok(Some(value)),
                BranchVerdict::Better => best = Some(value),
                BranchVerdict::Worse => {}
            },
            Err(error) => attempt.failed(d, error)?,
        }
    }
    Ok(if attempt.ended(d)? { best } else { None })
}

/// How a branch that decoded the value compares with those before it.
enum BranchVerdict {
    /// It is used: only its tag matched, or it declares everything.
    Taken,
    /// It declares more of the value than those before.
    Better,
    Worse,
}

/// The branch that declares most of the value so far.
struct Best<'j> {
    row: usize,
    /// The end of the value.
    end: Checkpoint<'j>,
    /// The values that it does not understand.
    strangers: Vec<Stranger>,
    /// What was repaired in it.
    departures: Departures,
}

/// The part of [`decode_union`] that does not depend on the type.
struct UnionAttempt<'j> {
    union: TypeId,
    guards: &'static [Guard],
    mixed: bool,
    mark: Checkpoint<'j>,
    start: usize,
    kind: Kind,
    /// The row that was taken when the value was read before.
    choice: Option<Option<usize>>,
    /// For each row, if the value is an object and any row has conditions.
    fits: Vec<Fit>,
    /// The rows that are tried.
    wanted: Fit,
    row: usize,
    /// Whether the first branch that decodes is taken, as its tag matched. Else branches are compared.
    is_direct: bool,
    /// The decoder's settings, and how many values it did not understand before.
    tolerance: Tolerance,
    keeps: bool,
    before: usize,
    best: Option<Best<'j>>,
    /// The members that every branch so far ignored.
    ignored_by_all: Option<Vec<Stranger>>,
    /// The offsets of members that a branch declares which does not apply or failed there. In order at the end.
    declared: Vec<usize>,
    /// The first row whose tag matched and whose branch failed.
    error: Option<(usize, DecodeError)>,
}

impl<'j> UnionAttempt<'j> {
    fn new(d: &mut Decoder<'j>, union: TypeId, guards: &'static [Guard], mixed: bool) -> Result<Self, DecodeError> {
        let kind = d.kind()?;
        let (mark, start) = (d.mark(), d.index());
        let choice = d.choices.get(&(start, union)).copied();
        let mut found = Scan::default();
        let has_conditions = || guards.iter().any(|guard| matches!(guard, Guard::Object { .. }));
        if choice.is_none() && kind == Kind::Object && has_conditions() {
            found = scan(d, guards)?;
            d.back_to(mark);
        }
        let matched = found.fits.iter().filter(|fit| **fit == Fit::Matched).count();
        let is_direct = matched == 1 || choice.is_some();
        Ok(Self {
            union,
            guards,
            mixed,
            mark,
            start,
            kind,
            choice,
            fits: found.fits,
            wanted: if is_direct || matched > 1 {
                Fit::Matched
            } else {
                Fit::Possible
            },
            row: 0,
            is_direct,
            // A guess is no guess if everything fits, so only a known branch may be read with tolerance.
            tolerance: d.set_tolerance(if is_direct { d.tolerance } else { Tolerance::NONE }),
            keeps: if is_direct {
                d.keeps_strangers
            } else {
                d.keep_strangers(true)
            },
            before: d.strangers.len(),
            best: None,
            ignored_by_all: None,
            declared: found.declared,
            error: None,
        })
    }

    /// The next row that applies; the decoder is then at the start of the value.
    fn next_row(&mut self, d: &mut Decoder<'j>) -> Result<Option<usize>, DecodeError> {
        loop {
            while let Some(guard) = self.guards.get(self.row) {
                self.row += 1;
                if self.applies(d, guard)? {
                    d.unknown = UnknownValue::default();
                    return Ok(Some(self.row - 1));
                }
            }
            if self.is_direct || !self.tolerance.lenient || self.best.is_some() || self.error.is_none() {
                return Ok(None);
            }
            // No branch whose tag matched decodes strictly: the first that decodes leniently is taken.
            self.row = 0;
            self.is_direct = true;
            self.error = None;
            self.restore(d);
            d.choices.clear();
        }
    }

    fn applies(&mut self, d: &mut Decoder<'j>, guard: &Guard) -> Result<bool, DecodeError> {
        let row = self.row - 1;
        if let Some(choice) = self.choice {
            return Ok(choice == Some(row));
        }
        let fit = match guard {
            Guard::Object { .. } => self.fits.get(row).copied().unwrap_or(Fit::No),
            Guard::Any => Fit::Possible,
            _ if self.wanted == Fit::Matched => Fit::No,
            Guard::Kind("integer") if self.kind == Kind::Number => {
                let is_integral = integral(d.number_text()?.as_bytes()).is_ok();
                d.back_to(self.mark);
                if is_integral { Fit::Possible } else { Fit::No }
            }
            Guard::Kind(name) if *name == self.kind.name() => Fit::Possible,
            Guard::Kind(_) => Fit::No,
        };
        Ok(fit == self.wanted)
    }

    fn succeeded(&mut self, d: &mut Decoder<'j>) -> BranchVerdict {
        let read = d.index().saturating_sub(self.start);
        // Not understood at all, so it failed. If the allowance does not suffice for another branch, this one is taken.
        if d.is_unknown() && d.can_spend(read) {
            self.declared.append(&mut d.unknown.declared);
            d.take_strangers(self.before);
            d.back_to(self.mark);
            return BranchVerdict::Worse;
        }
        if self.is_direct {
            return BranchVerdict::Taken;
        }
        let strangers = d.take_strangers(self.before);
        if !strangers.is_empty() {
            let is_last = !d.can_spend(read);
            if self.mixed {
                self.note_ignored(&strangers);
            }
            let least = self.best.as_ref().map(|best| self.cost(&best.strangers));
            let is_better = least.is_none_or(|least| self.cost(&strangers) < least);
            if !is_better || !is_last {
                let departures = d.departures_since(self.mark);
                let end = d.mark();
                d.back_to(self.mark);
                if !is_better {
                    return BranchVerdict::Worse;
                }
                self.best = Some(Best {
                    row: self.row - 1,
                    end,
                    strangers,
                    departures,
                });
                return BranchVerdict::Better;
            }
        }
        self.restore(d);
        self.remember(d, Some(self.row - 1));
        d.add_strangers(strangers);
        BranchVerdict::Taken
    }

    fn failed(&mut self, d: &mut Decoder<'j>, error: DecodeError) -> Result<(), DecodeError> {
        let read = d.index().saturating_sub(self.start);
        if self.mixed {
            self.declared.push(d.index());
        }
        d.take_strangers(self.before);
        d.back_to(self.mark);
        if self.wanted == Fit::Matched {
            self.error.get_or_insert((self.row - 1, error));
        }
        let spent = d.spend(self.start, read.saturating_add(1));
        if spent.is_err() {
            self.restore(d);
        }
        spent
    }

    /// Whether the best branch is taken; the decoder is then behind the value, else before it.
    fn ended(mut self, d: &mut Decoder<'j>) -> Result<bool, DecodeError> {
        self.restore(d);
        d.unknown = UnknownValue::default();
        self.declared.sort_unstable();
        let (row, taken) = match (self.best.take(), self.error.take()) {
            (Some(best), _) if self.holds_all(&best.strangers) => {
                d.back_to(best.end);
                d.departures.append(best.departures);
                d.add_strangers(best.strangers);
                (Some(best.row), Ok(true))
            }
            (None, Some((row, error))) => (Some(row), Err(error)),
            _ => {
                d.unknown.declared = std::mem::take(&mut self.declared);
                (None, Ok(false))
            }
        };
        self.remember(d, row);
        taken
    }

    /// With `mixed`, whether no other branch declares a member that is ignored.
    fn holds_all(&self, strangers: &[Stranger]) -> bool {
        let ignored = || strangers.iter().filter(|value| value.is_ignored);
        let is_declared = |value: &Stranger| {
            let next = self.declared.partition_point(|at| *at < value.start);
            let end = value.start.saturating_add(value.length);
            self.declared.get(next).is_some_and(|at| *at <= end)
        };
        !self.mixed
            || (ignored().count() == self.ignored_by_all.as_ref().map_or(0, Vec::len) && !ignored().any(is_declared))
    }

    /// Records the row of a value that is read again if an outer union compares its branches, so that unions within unions
    /// are compared once.
    fn remember(&self, d: &mut Decoder<'j>, row: Option<usize>) {
        if !self.keeps {
            d.choices.clear();
        } else if !self.is_direct && matches!(self.kind, Kind::Array | Kind::Object) {
            d.choices.insert((self.start, self.union), row);
        }
    }

    /// Restores the decoder's settings, but not its position.
    fn restore(&self, d: &mut Decoder<'j>) {
        d.set_tolerance(self.tolerance);
        d.keep_strangers(self.keeps);
    }

    /// What a branch loses of the value. With `mixed`, ignored members count more than unknown values, which are kept.
    fn cost(&self, strangers: &[Stranger]) -> (usize, usize) {
        let ignored = strangers.iter().filter(|value| self.mixed && value.is_ignored);
        let size = strangers.iter().map(|value| value.length).sum();
        (ignored.map(|value| value.length).sum(), size)
    }

    fn note_ignored(&mut self, strangers: &[Stranger]) {
        match &mut self.ignored_by_all {
            Some(values) => values.retain(|value| {
                // Both are in the order of the document.
                let found = strangers.binary_search_by_key(&value.start, |other| other.start);
                found.is_ok_and(|at| strangers.get(at) == Some(value))
            }),
            None => self.ignored_by_all = Some(strangers.iter().filter(|value| value.is_ignored).copied().collect()),
        }
    }
}
