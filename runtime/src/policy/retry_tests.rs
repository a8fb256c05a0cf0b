#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

const EXACT: RetryPolicy = RetryPolicy::new().jitter(false);

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

#[test]
fn waits_double_up_to_their_bound() {
    let policy = EXACT.max_attempts(u32::MAX).base_delay(ms(100)).max_delay(ms(700));
    let jitter = Jitter::seeded(1);
    let waits: Vec<_> = (1..6).map(|done| policy.delay(done, None, &jitter).unwrap()).collect();
    assert_eq!(waits, [ms(100), ms(200), ms(400), ms(700), ms(700)]);
    assert_eq!(policy.delay(u32::MAX - 1, None, &jitter), Some(ms(700)));
    let forever = policy.base_delay(Duration::MAX).max_delay(Duration::MAX);
    assert_eq!(forever.delay(40, None, &jitter), Some(Duration::MAX));
    assert!(forever.jitter(true).delay(40, None, &jitter).is_some());
}

#[test]
fn tries_are_counted() {
    let jitter = Jitter::seeded(1);
    assert!(RetryPolicy::new().delay(2, None, &jitter).is_some());
    assert_eq!(RetryPolicy::new().delay(3, None, &jitter), None);
    assert_eq!(RetryPolicy::none().delay(1, None, &jitter), None);
    assert_eq!(RetryPolicy::new().max_attempts(0).delay(1, None, &jitter), None);
}

#[test]
fn jitter_is_full_and_repeats_with_its_seed() {
    let policy = RetryPolicy::new().max_attempts(u32::MAX).base_delay(ms(1000));
    let waits = |seed| {
        let jitter = Jitter::seeded(seed);
        (0..1000)
            .map(|_| policy.delay(1, None, &jitter).unwrap())
            .collect::<Vec<_>>()
    };
    let some = waits(7);
    assert_eq!(some, waits(7));
    assert_ne!(some, waits(8));
    assert!(some.iter().all(|wait| *wait <= ms(1000)));
    let mean = some.iter().sum::<Duration>() / 1000;
    assert!(mean > ms(450) && mean < ms(550), "{mean:?}");
    assert!(some.iter().any(|wait| *wait < ms(20)) && some.iter().any(|wait| *wait > ms(980)));
    assert_ne!(Jitter::new().next(), Jitter::new().next());
}

#[test]
fn retry_after_is_a_lower_bound_with_a_cap() {
    let jitter = Jitter::seeded(1);
    let policy = EXACT.max_retry_after(ms(5000));
    assert_eq!(policy.delay(1, Some(ms(5000)), &jitter), Some(ms(5000)));
    assert_eq!(policy.delay(1, Some(ms(0)), &jitter), Some(ms(500)));
    assert_eq!(policy.delay(1, Some(ms(5001)), &jitter), None);
}
