//! What a document may cost: `docs/limits.md` has the same table.

/// The limits of a document that have a setting. The others are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentLimits {
    /// The MiB of memory that all files of the document may take where their YAML aliases are expanded, in addition to a
    /// multiple of their size.
    pub expanded_mib: u64,
    /// The values of a file where its YAML aliases are expanded.
    pub values: u64,
    /// The values of the copies that references are replaced with. Also the values of shared parts, such as a response or a
    /// schema in an `allOf`, where each use of a part counts; these may have 4 more for each value of the document. 64 bytes
    /// of a text count as one, and so do 64 bytes of the keys of `names.lock`.
    pub copied_values: u64,
    /// The bytes of a key of a file.
    pub key_bytes: u64,
    /// The digits of a number in JSON, whose point, sign and exponent count, too.
    pub digits: u64,
}

/// How much each value of a document may be repeated, in addition to the limit.
const REPEATED: u64 = 4;

impl DocumentLimits {
    /// The values of shared parts of a document with so many values.
    pub(crate) fn of_shared(&self, document: u64) -> u64 {
        self.copied_values.saturating_add(document.saturating_mul(REPEATED))
    }
}

impl Default for DocumentLimits {
    fn default() -> Self {
        Self {
            expanded_mib: 256,
            values: 20_000_000,
            copied_values: 500_000,
            key_bytes: 16 * 1024,
            digits: 1000,
        }
    }
}

/// The bytes of a repeated text that count as one value.
pub(crate) const BYTES_OF_VALUE: u64 = 64;
/// The memory of the files for each of their bytes: more than a text without aliases takes.
pub(crate) const MEMORY_PER_BYTE: u64 = 64;
/// The levels of lists and objects; `serde_yaml` and `serde_json` have the same limit.
pub(crate) const MAX_DEPTH: usize = 128;
/// The bytes of a path. Servers refuse longer ones.
pub(crate) const MAX_PATH: usize = 4096;
/// The levels of `allOf`, and of parents and children with a discriminator.
pub(crate) const MAX_ANCESTORS: usize = 64;
/// The brackets of the type of an override.
pub(crate) const MAX_BRACKETS: usize = 32;
/// The characters of a message.
pub(crate) const MAX_MESSAGE: usize = 600;
