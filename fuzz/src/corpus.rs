//! The inputs of a target: those that are committed, its seeds, and mutations of both.

use crate::cases::root;
use crate::target::Target;
use fastrand::Rng;
use std::fs;
use std::path::PathBuf;

/// The most mutations of one input, one after the other.
const MAX_STEPS: u32 = 6;

/// An input of a target.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is from: a file, or a number of the sequence.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The inputs that are committed, in the order of their names.
fn committed(target: &Target) -> Vec<Input> {
    let folder = folder(target);
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let input = |path: PathBuf| {
        let bytes = fs::read(&path).ok()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        Some(Input { name, bytes })
    };
    files.into_iter().filter_map(input).collect()
}

/// The folder of the inputs that are committed.
pub(crate) fn folder(target: &Target) -> PathBuf {
    root().join("fuzz/corpus").join(target.name)
}

/// The committed inputs and the seeds.
#[must_use]
pub fn inputs(target: &Target) -> Vec<Input> {
    let mut list = committed(target);
    let seeds = (target.seeds)().into_iter().enumerate();
    list.extend(seeds.map(|(index, bytes)| Input {
        name: format!("seed {index}"),
        bytes,
    }));
    list
}

impl Input {
    /// An input of the endless sequence of a seed. It does not depend on the inputs before it.
    #[must_use]
    pub fn mutated(target: &Target, inputs: &[Self], seed: u64, index: u64) -> Self {
        let mut rng = Rng::with_seed(seed ^ index.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut bytes = match inputs.len() {
            0 => Vec::new(),
            count => inputs[rng.usize(..count)].bytes.clone(),
        };
        // Few steps are frequent: what is far from valid is refused early.
        let steps = rng.u32(1..=rng.clone().u32(1..=MAX_STEPS));
        for _ in 0..steps {
            bytes = target.mutate(&bytes, &mut rng);
        }
        Self {
            name: format!("number {index} of the seed {seed}"),
            bytes,
        }
    }
}
