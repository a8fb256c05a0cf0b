//! What a target is: its input, its seeds, its properties.

use crate::bounds::Usage;
use crate::mutate;
use fastrand::Rng;

/// Separates the parts of an input. No document, configuration or header contains it.
const SEPARATOR: u8 = 0;

/// A part of an input, as mutations see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Bytes that decide something else than the content: options, how a stream is cut. Zeros and missing bytes mean defaults.
    Choices,
    /// An OpenAPI document in JSON or YAML.
    Document,
    /// A change of the document before it, which is the same document at first.
    Changed,
    /// A configuration: `oaspen.toml`, or the overrides of one.
    Toml,
    /// A `names.lock`.
    Lock,
    /// JSON texts.
    Json,
    /// The name of one of several types.
    Name,
    /// Any bytes, and words that are worth trying.
    Bytes(&'static [&'static str]),
}

/// A fuzz target.
#[derive(Debug)]
pub struct Target {
    /// Its name: that of its folder in `corpus` and of its program in `fuzz_targets`.
    pub name: &'static str,
    /// The parts of an input. Missing parts are empty; only the last one may contain the separator.
    pub parts: &'static [Part],
    /// Inputs to begin with, besides those in `corpus`.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Panics if a property does not hold.
    pub check: fn(&[&[u8]]),
    /// The memory that an input may take, in MiB; in addition to a multiple of its size.
    pub memory_mib: usize,
}

impl Target {
    /// Runs one input.
    ///
    /// # Panics
    ///
    /// If a property does not hold, or if the input took too much time or memory.
    pub fn run(&self, input: &[u8]) {
        let usage = Usage::begin();
        (self.check)(&self.split(input));
        usage.assert_below(self.memory_mib, input.len());
    }

    /// The parts of an input.
    pub(crate) fn split<'i>(&self, input: &'i [u8]) -> Vec<&'i [u8]> {
        let mut parts: Vec<&[u8]> = input.splitn(self.parts.len(), |byte| *byte == SEPARATOR).collect();
        parts.resize(self.parts.len(), b"");
        parts
    }

    /// Changes an input, mostly by its structure.
    pub fn mutate(&self, input: &[u8], rng: &mut Rng) -> Vec<u8> {
        let mut parts: Vec<Vec<u8>> = self.split(input).into_iter().map(<[u8]>::to_vec).collect();
        mutate::parts(self.parts, &mut parts, rng);
        join(&parts)
    }
}

/// An input of parts.
pub(crate) fn join(parts: &[impl AsRef<[u8]>]) -> Vec<u8> {
    let parts: Vec<&[u8]> = parts.iter().map(AsRef::as_ref).collect();
    parts.join(&SEPARATOR)
}
