//! Unions by table: which branches apply to a value, tried in order.

use super::decoder::Mark;
use super::number::integral;
use super::{DecodeError, Decoder, Kind};

/// One row of a `union!` table.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// An object whose member of that name is one of these strings.
    Tag(&'static str, &'static [&'static str]),
    /// An object that has all these keys.
    Keys(&'static [&'static str]),
    /// A value of this kind: `integer` or the name of a [`Kind`].
    Kind(&'static str),
    /// Anything.
    Any,
}

/// The words of the tables.
pub mod rule {
    use super::Rule;

    /// `tag "name" in ["value"]`
    pub const fn tag(name: &'static str, values: &'static [&'static str]) -> Rule {
        Rule::Tag(name, values)
    }

    /// `keys ["name"]`
    pub const fn keys(keys: &'static [&'static str]) -> Rule {
        Rule::Keys(keys)
    }

    /// `kind name`
    pub const fn kind(name: &'static str) -> Rule {
        Rule::Kind(name)
    }

    /// `any`
    pub const fn any() -> Rule {
        Rule::Any
    }
}

/// How one variant is read.
type Branch<T> = fn(&mut Decoder<'_>) -> Result<T, DecodeError>;

/// Reads a union: `Ok(None)` when no branch took the value, which is then still to be read.
pub fn decode_union<T>(
    d: &mut Decoder<'_>,
    rules: &'static [Rule],
    branches: &[Branch<T>],
) -> Result<Option<T>, DecodeError> {
    let mut attempt = Attempt::new(d, rules)?;
    for (rule, branch) in rules.iter().zip(branches) {
        if attempt.applies(d, rule)? {
            match branch(d) {
                Ok(value) => {
                    attempt.end(d);
                    return Ok(Some(value));
                }
                Err(error) => attempt.failed(d, rule, error)?,
            }
        }
    }
    attempt.none(d).map(|()| None)
}

/// The part of [`decode_union`] that does not depend on the type.
struct Attempt<'j> {
    mark: Mark<'j>,
    kind: Kind,
    /// Bit `i` per row: its tag matched, or its key `i` is there.
    found: Vec<u64>,
    row: usize,
    start: usize,
    lenient: bool,
    /// The failure of a branch whose tag matched.
    committed: Option<DecodeError>,
}

impl<'j> Attempt<'j> {
    fn new(d: &mut Decoder<'j>, rules: &'static [Rule]) -> Result<Self, DecodeError> {
        let kind = d.kind()?;
        let mark = d.mark();
        let mut found = Vec::new();
        if kind == Kind::Object && rules.iter().any(|r| matches!(r, Rule::Tag(..) | Rule::Keys(_))) {
            found = scan(d, rules)?;
            d.back_to(mark);
        }
        Ok(Self {
            start: d.index(),
            mark,
            kind,
            found,
            row: 0,
            lenient: d.is_lenient(),
            committed: None,
        })
    }

    /// Whether the next row applies; the decoder then stands at the start of the value.
    fn applies(&mut self, d: &mut Decoder<'j>, rule: &Rule) -> Result<bool, DecodeError> {
        let found = self.found.get(self.row).copied().unwrap_or(0);
        self.row += 1;
        let is_object = self.kind == Kind::Object;
        let applies = match rule {
            Rule::Tag(..) => is_object && found == 1,
            _ if self.committed.is_some() => false,
            Rule::Keys(keys) => is_object && found.count_ones() as usize == keys.len().min(64),
            Rule::Kind("integer") => {
                self.kind == Kind::Number && {
                    let is_integral = integral(d.number_text()?.as_bytes()).is_ok();
                    d.back_to(self.mark);
                    is_integral
                }
            }
            Rule::Kind(name) => *name == self.kind.name(),
            Rule::Any => true,
        };
        // A guess is no guess if everything fits, so only a known branch may be read leniently.
        d.set_lenient(self.lenient && matches!(rule, Rule::Tag(..)));
        Ok(applies)
    }

    fn failed(&mut self, d: &mut Decoder<'j>, rule: &Rule, error: DecodeError) -> Result<(), DecodeError> {
        let read = d.index().saturating_sub(self.start);
        d.back_to(self.mark);
        d.spend(self.start, read.saturating_add(1))?;
        if matches!(rule, Rule::Tag(..)) {
            self.committed = Some(error);
        }
        Ok(())
    }

    fn end(&self, d: &mut Decoder<'j>) {
        d.set_lenient(self.lenient);
    }

    fn none(self, d: &mut Decoder<'j>) -> Result<(), DecodeError> {
        self.end(d);
        self.committed.map_or(Ok(()), Err)
    }
}

/// One pass over the members of an object: what each row wants to know of it.
fn scan(d: &mut Decoder<'_>, rules: &'static [Rule]) -> Result<Vec<u64>, DecodeError> {
    let mut found = vec![0_u64; rules.len()];
    let mut wanted = Vec::new();
    let mut key = d.first_key()?;
    while let Some(name) = key {
        let mut is_tag = false;
        wanted.clear();
        for (row, rule) in rules.iter().enumerate() {
            match rule {
                Rule::Tag(tag, values) if *tag == name => {
                    is_tag = true;
                    wanted.push((row, *values));
                }
                Rule::Keys(keys) => {
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
