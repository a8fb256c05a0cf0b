//! Runs work in parallel. An item with a higher weight uses several slots.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The number of slots: `jobs`, else one for each core.
pub(crate) fn slots(jobs: Option<usize>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    jobs.unwrap_or_else(cores).max(1)
}

/// Runs `work` on every item, with a total weight of at most `slots` at a time, and passes each result to `done`.
/// Items start in order.
pub(crate) fn run<T: Send, R: Send>(
    items: Vec<T>,
    slots: usize,
    weight: impl Fn(&T) -> usize + Sync,
    work: impl Fn(T) -> R + Sync,
    mut done: impl FnMut(R) + Send,
) {
    let queue = Mutex::new(items.into_iter());
    let free = Mutex::new(slots);
    let changed = Condvar::new();
    let results = Mutex::new(&mut done);
    std::thread::scope(|scope| {
        for _ in 0..slots {
            scope.spawn(|| {
                loop {
                    let Some(item) = lock(&queue).next() else { return };
                    let taken = weight(&item).clamp(1, slots);
                    let mut available = lock(&free);
                    while *available < taken {
                        available = changed.wait(available).unwrap_or_else(PoisonError::into_inner);
                    }
                    *available -= taken;
                    drop(available);
                    let result = work(item);
                    *lock(&free) += taken;
                    changed.notify_all();
                    (lock(&results))(result);
                }
            });
        }
    });
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_item_is_processed_once_for_any_weight() {
        let mut sum = 0;
        super::run(
            (1..=100).collect(),
            4,
            |item| item % 7,
            |item: usize| item,
            |item| sum += item,
        );
        assert_eq!(sum, 5050);
    }
}
