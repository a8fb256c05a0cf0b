//! Decodes values made from the schemas of real documents into generated types, encodes them again, and compares.

mod check;
mod known;
mod layout;
mod maker;
mod scalars;
mod schemas;
mod shapes;
mod sites;
mod sound;
mod trace;
mod twins;
mod walk;
mod work;

use std::collections::BTreeMap;

use crate::ParallelArguments;
use crate::roundtrip::in_batches;

use work::Outcome;

/// The stack of a thread: validators and generated types of deep schemas need more than the default.
const STACK: usize = 512 << 20;

/// Tests all values. Returns false if there is a fault without a cause in the committed list.
pub(crate) fn run(arguments: &ParallelArguments) -> Result<bool, String> {
    let mut outcomes = in_batches(arguments, "instances", "instances (programs)", &|batch, library| {
        std::thread::scope(|scope| {
            let work = || work::batch(batch, library);
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            let outcomes = thread.map_err(|error| error.to_string());
            let outcomes = outcomes.and_then(|thread| thread.join().map_err(|_| "this program panicked".to_owned()));
            outcomes.unwrap_or_else(|error| batch.iter().map(|document| Outcome::failed(document, &error)).collect())
        })
    })?;
    outcomes.sort_by(|a, b| a.name.cmp(&b.name));
    report(&outcomes)
}

fn report(outcomes: &[Outcome]) -> Result<bool, String> {
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (valid, equal, good) = (sum(|one| one.valid), sum(|one| one.equal), sum(|one| one.good));
    println!(
        "{} documents, {} schemas ({} without a valid value), {} values made, {valid} valid",
        outcomes.iter().filter(|one| one.valid > 0).count(),
        sum(|one| one.roots),
        sum(|one| one.without),
        sum(|one| one.made),
    );
    println!(
        "{equal} equal ({:.3} %), {good} without a fault ({:.3} %)",
        share(equal, valid),
        share(good, valid)
    );
    println!(
        "types reached: {} of {} ({:.2} %); branches: {} of {} ({:.2} %); twins: {}",
        sum(|one| one.reached),
        sum(|one| one.types),
        share(sum(|one| one.reached), sum(|one| one.types)),
        sum(|one| one.branches_reached),
        sum(|one| one.branches),
        share(sum(|one| one.branches_reached), sum(|one| one.branches)),
        sum(|one| one.twins),
    );
    print_rates(outcomes);
    for outcome in outcomes {
        if let Some(error) = &outcome.error {
            println!("{}: not tested: {error}", outcome.name);
        }
    }
    let (unexplained, outdated) = known::write(outcomes)?;
    println!("{unexplained} faults without a cause");
    for line in &outdated {
        println!("outdated: {line}");
    }
    let is_tested = outcomes.iter().all(|outcome| outcome.error.is_none());
    Ok(unexplained == 0 && outdated.is_empty() && is_tested)
}

/// Prints the faults of each kind and the rate of each construct.
fn print_rates(outcomes: &[Outcome]) {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (fault, count, _) in outcomes.iter().flat_map(|one| &one.faults) {
        let entry = kinds.entry(fault.kind.name()).or_default();
        *entry = (entry.0 + 1, entry.1 + count);
    }
    for (name, (faults, values)) in kinds {
        println!("  {name}: {faults} faults, {values} values");
    }
    let mut constructs: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (name, (all, good)) in outcomes.iter().flat_map(|one| &one.constructs) {
        let entry = constructs.entry(name).or_default();
        *entry = (entry.0 + all, entry.1 + good);
    }
    for (name, (all, good)) in constructs {
        println!("  {name}: {good} of {all} ({:.3} %)", share(good, all));
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        100.0
    } else {
        part as f64 * 100.0 / whole as f64
    }
}
