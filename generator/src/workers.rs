//! Work that is done on several threads, with the same results in the same order as on one.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{Builder, available_parallelism, scope};

/// More threads than that have nothing to do.
const MAX_WORKERS: usize = 16;
/// As much as a main thread has.
const STACK: usize = 8 * 1024 * 1024;

/// How many threads can run at once. `NUM_JOBS` is the limit that Cargo gives build scripts.
pub(crate) fn available() -> usize {
    let jobs = std::env::var("NUM_JOBS").ok().and_then(|jobs| jobs.parse().ok());
    let most = jobs.unwrap_or(MAX_WORKERS).clamp(1, MAX_WORKERS);
    available_parallelism().map_or(1, usize::from).min(most)
}

/// The result of `work` for each item, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], workers: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            done.push((at, work(item)));
        }
        done
    };
    let mut results = scope(|scope| {
        // A thread that cannot be started is not needed.
        let others = (1..workers.min(items.len())).filter_map(|_| {
            let builder = Builder::new().stack_size(STACK);
            builder.spawn_scoped(scope, run).ok()
        });
        let others: Vec<_> = others.collect();
        let mut results = run();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        results
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        for workers in [0, 1, 2, 7] {
            assert_eq!(
                super::map(&items, workers, |item| item * 2),
                items.iter().map(|item| item * 2).collect::<Vec<_>>()
            );
        }
        assert!(super::map(&[], 4, |(): &()| ()).is_empty());
    }
}
