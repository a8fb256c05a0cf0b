//! Runs the suite: the program of the old clients, the compiler, the comparison, the facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::Mutex;

use clap::Parser;
use oaspen::{Comparison, Verdict, Version};
use serde_json::Value;

use crate::base::{self, Base};
use crate::changes::{self, Change};
use crate::facts::{self, Fact, Results};
use crate::server::Server;
use crate::{compiler, driver, folders, page, program, swagger};

/// Makes single changes of documents, and checks the verdicts of `oaspen diff` about each of them: whether old programs compile
/// with the new client, and whether old clients work with a server of the new document (docs/diff-rules.md).
#[derive(Parser)]
pub(crate) struct Options {
    /// Only changes whose name contains one of these texts.
    only: Vec<String>,
    /// The first change of each kind of each document.
    #[arg(long)]
    sample: bool,
    /// Do not compile.
    #[arg(long)]
    quick: bool,
    /// Print what was found for each change.
    #[arg(long)]
    verbose: bool,
    /// Write the page of the rules, and do nothing else.
    #[arg(long)]
    docs: bool,
}

/// What was found about a change.
struct Finding {
    compiles: Option<Result<(), String>>,
    comparison: Result<Comparison, String>,
    fact: Fact,
}

/// Runs the suite. False if something does not agree.
pub(crate) fn run(options: &Options) -> Result<bool, String> {
    let start = std::time::Instant::now();
    if options.docs {
        page::check(true)?;
        return Ok(true);
    }
    let library = compiler::runtime()?;
    let folder = folders::work("program")?;
    let (mut bases, program) = bases(&folder, &library)?;
    let mut problems = requests(&mut bases, &program)?;
    problems.extend(page::check(false)?);
    let all: Vec<(usize, Change)> = changes::all(&bases);
    let chosen: Vec<&(usize, Change)> = all.iter().filter(|(_, change)| is_chosen(change, options)).collect();
    let chosen = if options.sample { sample(&chosen) } else { chosen };
    println!(
        "{} changes of {} documents ({:.0} s)",
        chosen.len(),
        bases.len(),
        start.elapsed().as_secs_f32()
    );
    let servers: Vec<Server> = chosen
        .iter()
        .map(|(_, change)| {
            Server::new(&swagger::converted(&change.tree)).map_err(|error| format!("{}: {error}", change.name))
        })
        .collect::<Result<_, _>>()?;
    let results = responses(&bases, &chosen, &servers, &program)?;
    println!("{} responses ({:.0} s)", results.len(), start.elapsed().as_secs_f32());
    let facts = all_facts(&bases, &chosen, &servers, &results, &mut problems);
    let findings = findings(&bases, &chosen, facts, &library, options);
    println!("compiled ({:.0} s)", start.elapsed().as_secs_f32());
    let mut rules: BTreeSet<&str> = BTreeSet::new();
    let mut agreed = 0;
    let mut exceptions = 0;
    for ((base, change), finding) in chosen.iter().zip(&findings) {
        if let Ok(comparison) = &finding.comparison {
            rules.extend(comparison.changes.iter().map(|change| change.rule.id));
        }
        let wrong = disagreements(change, finding);
        if options.verbose {
            print_finding(bases[*base].name, change, finding);
        }
        match (wrong.is_empty(), change.exception) {
            (true, None) => agreed += 1,
            (false, Some(reason)) => {
                exceptions += 1;
                println!("exception: {} {}: {reason}", bases[*base].name, change.name);
            }
            (true, Some(_)) => problems.push(format!("{}: no exception any more", change.name)),
            (false, None) => {
                for line in wrong {
                    problems.push(format!("{} {}: {line}", bases[*base].name, change.name));
                }
            }
        }
    }
    if options.only.is_empty() && !options.sample {
        // These clients have no features: `tests/it/tag_features.rs` shows the rules about them.
        let expected = oaspen::RULES.iter().filter(|rule| !rule.is_about_features());
        let missing = expected.map(|rule| rule.id).filter(|id| !rules.contains(id));
        problems.extend(missing.map(|id| format!("no change shows the rule {id}")));
    }
    for problem in problems.iter().take(if options.verbose { usize::MAX } else { 60 }) {
        println!("{}", problem.chars().take(700).collect::<String>());
    }
    println!(
        "{agreed} of {} changes agree, {exceptions} exceptions, {} problems, {} rules ({:.0} s)",
        chosen.len(),
        problems.len(),
        rules.len(),
        start.elapsed().as_secs_f32()
    );
    Ok(problems.is_empty())
}

fn is_chosen(change: &Change, options: &Options) -> bool {
    options.only.is_empty() || options.only.iter().any(|text| change.name.contains(text.as_str()))
}

/// The first change of each kind of each document.
fn sample<'a>(all: &[&'a (usize, Change)]) -> Vec<&'a (usize, Change)> {
    let mut known = BTreeSet::new();
    all.iter()
        .copied()
        .filter(|(base, change)| known.insert((*base, change.kind)))
        .collect()
}

fn bases(folder: &std::path::Path, library: &std::path::Path) -> Result<(Vec<Base>, PathBuf), String> {
    let mut bases = Vec::new();
    let mut first = 0;
    for (client, (name, tree)) in base::documents()?.into_iter().enumerate() {
        let mut base = Base::new(name, tree)?;
        base.cases = driver::add(folder, client, first, &base.client.files, &base.server)?;
        first += base.cases.len();
        bases.push(base);
    }
    let clients = bases.iter().map(|base| base.cases.as_slice());
    let program = driver::build(folder, clients, library)?;
    Ok((bases, program))
}

/// The requests of all old clients. The result is what the old servers do not understand.
fn requests(bases: &mut [Base], program: &std::path::Path) -> Result<Vec<String>, String> {
    let mut problems = Vec::new();
    for base in bases {
        let calls = base.calls();
        let results = driver::run(program, &base::lines(&calls))?;
        problems.extend(base.add_requests(calls, &results));
    }
    Ok(problems)
}

/// What the old clients make of the responses of all servers.
fn responses(
    bases: &[Base],
    chosen: &[&(usize, Change)],
    servers: &[Server],
    program: &std::path::Path,
) -> Result<Results, String> {
    let mut lines: BTreeMap<String, Value> = BTreeMap::new();
    let pairs = chosen.iter().map(|(base, _)| *base).zip(servers);
    for (base, server) in pairs.chain(bases.iter().enumerate().map(|(at, base)| (at, &base.server))) {
        let base = &bases[base];
        for (sent, replies) in facts::replies(server, &base.cases, &base.sent) {
            for reply in replies {
                let line = sent.call.line(&reply);
                lines.insert(line.to_string(), line);
            }
        }
    }
    let values: Vec<Value> = lines.values().cloned().collect();
    let mut results = HashMap::new();
    let halves = values.split_at(values.len() / 2);
    let runs = std::thread::scope(|scope| {
        let other = scope.spawn(|| driver::run(program, halves.1));
        let first = driver::run(program, halves.0);
        (
            first,
            other.join().unwrap_or_else(|_| Err("a thread panicked".to_owned())),
        )
    });
    let found: Vec<Value> = runs.0?.into_iter().chain(runs.1?).collect();
    for (line, result) in lines.into_keys().zip(found) {
        results.insert(line, result);
    }
    Ok(results)
}

fn all_facts(
    bases: &[Base],
    chosen: &[&(usize, Change)],
    servers: &[Server],
    results: &Results,
    problems: &mut Vec<String>,
) -> Vec<Fact> {
    let before: Vec<facts::Seen> = bases
        .iter()
        .map(|base| facts::seen(&facts::replies(&base.server, &base.cases, &base.sent), results))
        .collect();
    for (base, seen) in bases.iter().zip(&before) {
        problems.extend(
            seen.failures
                .iter()
                .map(|failure| format!("{} with its own server: {failure}", base.name)),
        );
    }
    let pairs = chosen.iter().zip(servers);
    let facts = pairs.map(|((base, _), server)| {
        let old = &bases[*base];
        let after = facts::seen(&facts::replies(server, &old.cases, &old.sent), results);
        facts::fact(&old.server, server, &old.sent, &before[*base], &after)
    });
    facts.collect()
}

fn findings(
    bases: &[Base],
    chosen: &[&(usize, Change)],
    facts: Vec<Fact>,
    library: &std::path::Path,
    options: &Options,
) -> Vec<Finding> {
    let waiting: Mutex<Vec<(usize, Fact)>> = Mutex::new(facts.into_iter().enumerate().collect());
    let found: Mutex<BTreeMap<usize, Finding>> = Mutex::new(BTreeMap::new());
    let work = |worker: usize| {
        loop {
            let next = waiting.lock().ok().and_then(|mut waiting| waiting.pop());
            let Some((index, fact)) = next else { return };
            let Some((base, change)) = chosen.get(index) else {
                return;
            };
            let finding = finding(&bases[*base], change, fact, worker, library, options);
            if let Ok(mut found) = found.lock() {
                found.insert(index, finding);
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for worker in 0..workers {
            scope.spawn(move || work(worker));
        }
    });
    found
        .into_inner()
        .map(|found| found.into_values().collect())
        .unwrap_or_default()
}

fn finding(
    base: &Base,
    change: &Change,
    fact: Fact,
    worker: usize,
    library: &std::path::Path,
    options: &Options,
) -> Finding {
    let version = |label: &str, tree: &Value, lock: Option<&str>| Version {
        label: label.to_owned(),
        input: base::input(tree),
        settings: base::settings(),
        lock: lock.map(str::to_owned),
        files: None,
    };
    let lock = change.is_lock_lost.then_some("");
    let old = version("old", &base.tree, Some(&base.client.lock));
    let comparison = oaspen::compare(&old, &version("new", &change.tree, lock)).map_err(|unreadable| {
        oaspen::render_all(
            &unreadable.diagnostics,
            &unreadable.sources,
            oaspen::Severity::Error,
            3,
            oaspen::RenderStyle::Plain,
        )
    });
    let compiles = (!options.quick).then(|| {
        let new = base::generated(&change.tree, Some(lock.unwrap_or(&base.client.lock)))?;
        compiles(base, &new.files, worker, library)
    });
    Finding {
        compiles,
        comparison,
        fact,
    }
}

/// Whether the program of the old client compiles with the new one.
fn compiles(base: &Base, files: &[oaspen::File], worker: usize, library: &std::path::Path) -> Result<(), String> {
    let code = |files: &[oaspen::File]| -> Vec<(String, String)> {
        let lines = |file: &oaspen::File| {
            let lines = file.text.lines().filter(|line| !line.trim_start().starts_with("//"));
            (file.path.clone(), lines.map(|line| format!("{line}\n")).collect())
        };
        files.iter().map(lines).collect()
    };
    if code(files) == code(&base.client.files) {
        return Ok(());
    }
    let folder = folders::work(&format!("user{worker}"))?;
    std::fs::remove_dir_all(&folder).map_err(|error| error.to_string())?;
    for file in files {
        folders::write(&folder.join("client").join(&file.path), &file.text)?;
    }
    let main = folder.join("main.rs");
    folders::write(&main, &program::source(&base.client.files)?)?;
    compiler::check(&main, library)
}

/// What does not agree with the expected verdicts.
fn disagreements(change: &Change, finding: &Finding) -> Vec<String> {
    let mut wrong = Vec::new();
    let Finding {
        compiles,
        comparison,
        fact,
    } = finding;
    match compiles {
        Some(Err(error)) if change.code != Verdict::Breaks => wrong.push(format!("does not compile: {error}")),
        Some(Ok(())) if change.code == Verdict::Breaks => wrong.push("compiles".to_owned()),
        _ => {}
    }
    let partial = |verdict, is_partial| {
        if verdict == Verdict::Breaks && is_partial {
            " for some"
        } else {
            ""
        }
    };
    if fact.deployed != change.deployed || change.is_partial.is_some_and(|wanted| wanted != fact.is_partial) {
        wrong.push(format!(
            "in fact {:?}{}, expected {:?} {:?}: {}",
            fact.deployed,
            partial(fact.deployed, fact.is_partial),
            change.deployed,
            change.is_partial,
            fact.reasons
                .iter()
                .take(3)
                .map(|text| text.chars().take(300).collect::<String>())
                .collect::<Vec<_>>()
                .join("; ")
        ));
    }
    match comparison {
        Err(error) => wrong.push(format!("cannot be read: {error}")),
        Ok(comparison) => {
            let code = comparison.changes.iter().map(|one| one.code).max().unwrap_or_default();
            let deployed = comparison
                .changes
                .iter()
                .map(|one| one.deployed)
                .max()
                .unwrap_or_default();
            let mut worst = comparison.changes.iter().filter(|one| one.deployed == Verdict::Breaks);
            let is_partial = worst.clone().next().is_some() && worst.all(|one| one.is_partial);
            let rows = || {
                let rows = comparison.changes.iter().map(|one| {
                    let items: Vec<String> = one.items.iter().map(|item| item.path.clone()).collect();
                    format!(
                        "{} {} {:?} {:?}{} [{}]",
                        one.rule.id,
                        one.item(),
                        one.code,
                        one.deployed,
                        partial(one.deployed, one.is_partial),
                        items.join(", ")
                    )
                });
                rows.collect::<Vec<_>>().join("; ")
            };
            if code != change.code {
                wrong.push(format!("code {code:?}, expected {:?}: {}", change.code, rows()));
            }
            let wanted = change.is_partial.unwrap_or(fact.is_partial);
            if deployed != change.deployed
                || (deployed == Verdict::Breaks && is_partial != wanted && !change.is_by_value)
            {
                wrong.push(format!(
                    "deployed {deployed:?}{}, expected {:?} {:?}: {}",
                    partial(deployed, is_partial),
                    change.deployed,
                    wanted,
                    rows()
                ));
            }
            let has_rule = comparison.changes.iter().any(|one| one.rule.id == change.rule);
            if !change.rule.is_empty() && !has_rule {
                wrong.push(format!("no row {}: {}", change.rule, rows()));
            }
            if change.rule.is_empty() && !comparison.changes.is_empty() {
                wrong.push(format!("expected no row: {}", rows()));
            }
            if comparison.changes.len() > change.rows {
                wrong.push(format!(
                    "{} rows, expected {}: {}",
                    comparison.changes.len(),
                    change.rows,
                    rows()
                ));
            }
        }
    }
    wrong
}

fn print_finding(base: &str, change: &Change, finding: &Finding) {
    println!(
        "--- {base} {} (code {:?}, deployed {:?})",
        change.name, change.code, change.deployed
    );
    println!(
        "    compiles {:?}, in fact {:?} {}",
        finding.compiles, finding.fact.deployed, finding.fact.is_partial
    );
    for reason in finding.fact.reasons.iter().take(4) {
        println!("    {}", reason.chars().take(200).collect::<String>());
    }
    for row in finding.comparison.iter().flat_map(|comparison| &comparison.changes) {
        println!(
            "    {} {}: {:?} {:?} {} | {} -> {} | {}",
            row.rule.id,
            row.item(),
            row.code,
            row.deployed,
            row.is_partial,
            row.before,
            row.after,
            row.help
        );
        for item in &row.items {
            println!("        {}: {} -> {:?}", item.path, item.before, item.after);
        }
    }
}
