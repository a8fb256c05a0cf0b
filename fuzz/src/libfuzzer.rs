//! The front for `cargo fuzz`.

use crate::target::Target;
use fastrand::Rng;

pub use libfuzzer_sys;

/// A target whose structure-aware mutations and those of libFuzzer take turns.
///
/// # Panics
///
/// If `size` is not within `data`, which libFuzzer guarantees.
pub fn mutate(target: &Target, data: &mut [u8], size: usize, most: usize, seed: u32) -> usize {
    let mut rng = Rng::with_seed(seed.into());
    if rng.bool() {
        return libfuzzer_sys::fuzzer_mutate(data, size, most);
    }
    let mutated = target.mutate(&data[..size], &mut rng);
    let size = mutated.len().min(most);
    data[..size].copy_from_slice(&mutated[..size]);
    size
}

/// The program of a target.
#[macro_export]
macro_rules! libfuzzer {
    ($name:literal) => {
        use $crate::libfuzzer::libfuzzer_sys;

        fn target() -> &'static $crate::Target {
            $crate::target($name).expect("a target of this name")
        }

        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::libfuzzer::mutate(target(), data, size, max_size, seed)
        });

        libfuzzer_sys::fuzz_target!(|data: &[u8]| target().run(data));
    };
}
