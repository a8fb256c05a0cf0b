//! Compares the clients of large documents with those of other generators in the same run.

use std::path::Path;

use bench::peers::reason;
use bench::{Figure, Results, corpus, verdict};
use oaspen::Input;

use crate::measure::{self, crate_alone};
use crate::options::{Large, Options};
use crate::peer::{self, Installed, PEERS};
use crate::{clients, share};

const CHECK: Figure = Figure {
    name: "check",
    what: "`cargo check` of the client of a large document, CPU time relative to the best of the other generators",
    limit: 0.25,
    unit: "",
    section: "Compiling a client",
};
const RELEASE: Figure = Figure {
    name: "release-client",
    what: "the release build of the client of a large document, CPU time relative to the best of the other generators",
    limit: 0.5,
    ..CHECK
};

/// The smallest share of the operations with which a client is compared: the cost of one without operations is no measure.
const MIN_OPERATIONS: f64 = 0.9;

/// The smallest number of documents with another client for the default list: the issue of the figure asks for it.
const MIN_DOCUMENTS: usize = 10;

/// CPU seconds of the rustc of a client; NaN if not measured.
struct Figures {
    check: f64,
    release: f64,
}

/// The client of another generator.
struct Other {
    operations: usize,
    figures: Figures,
    /// Whether it has enough operations.
    is_compared: bool,
}

/// A document and its clients: an error for a generator that has none which compiles.
struct Row {
    name: String,
    operations: usize,
    ours: Figures,
    others: Vec<Result<Other, String>>,
}

pub fn report(options: &Options) -> Result<bool, String> {
    let peers = peer::install(options)?;
    println!(
        "\n`cargo check`, CPU seconds of the rustc of the crate; in brackets the share of the best of the others\n"
    );
    head();
    let mut rows = Vec::new();
    let mut passed = true;
    for large in &options.large {
        let row = measured(options, large, &peers)?;
        passed &= row.print(&options.results, &CHECK, |figures| figures.check)?;
        rows.push(row);
    }
    let compared = rows
        .iter()
        .filter(|row| !row.best(|figures| figures.check).is_nan())
        .count();
    if options.is_default_list && compared < MIN_DOCUMENTS {
        let subject = format!("only {compared} of at least {MIN_DOCUMENTS} documents compared");
        println!("\n{subject}");
        passed &= options.results.record(&CHECK, &subject, f64::NAN)?;
    }
    if rows.iter().any(|row| !row.ours.release.is_nan()) {
        println!("\nrelease builds, CPU seconds of the rustc of the crate\n");
        head();
        for row in rows.iter().filter(|row| !row.ours.release.is_nan()) {
            passed &= row.print(&options.results, &RELEASE, |figures| figures.release)?;
        }
    }
    println!(
        "\n-: no client that compiles. In brackets: not compared, as it has less than {MIN_OPERATIONS} of the operations"
    );
    rows.iter().for_each(Row::explain);
    println!(
        "\n{}: at most {} (check) and {} (release build) of the best of the others",
        verdict(passed),
        CHECK.limit,
        RELEASE.limit
    );
    Ok(passed)
}

fn head() {
    print!("| document | operations | oaspen |");
    PEERS
        .iter()
        .for_each(|peer| print!(" {} {} |", peer.name, peer.version));
    println!(" |\n|---|---|---|{}---|", "---|".repeat(PEERS.len()));
}

/// Generates and measures all clients of a document.
fn measured(options: &Options, large: &Large, peers: &[Installed]) -> Result<Row, String> {
    let document = &large.document;
    let name = clients::name(document);
    let client = clients::generate(
        options,
        &Input::Path(document.clone()),
        clients::settings(options, &name),
    )?;
    let operations = client.outcome.stats.operations;
    let release = large.release && options.release_build;
    let ours = figures(options, &client.folder, &options.target(), release)?;
    let others = peers.iter().map(|peer| {
        let folder = options.work.join(peer.name()).join(&name);
        let other = other(options, peer, document, &folder, release);
        measure::clear(&folder)?;
        other.map(|(generated, figures)| Other {
            operations: generated,
            figures,
            is_compared: generated as f64 >= operations as f64 * MIN_OPERATIONS,
        })
    });
    Ok(Row {
        name: corpus::name(document),
        operations,
        ours,
        others: others.collect(),
    })
}

/// The number of operations and the figures of a client of another generator. An error if it has none that compiles.
fn other(
    options: &Options,
    peer: &Installed,
    document: &Path,
    folder: &Path,
    release: bool,
) -> Result<(usize, Figures), String> {
    measure::clear(folder)?;
    let operations = peer.generate(options, document, folder)?;
    let figures = figures(options, folder, &options.peer_target(), release)?;
    Ok((operations, figures))
}

/// The minimum of the runs. The first run also builds the dependencies.
fn figures(options: &Options, folder: &Path, target: &Path, release: bool) -> Result<Figures, String> {
    let check = crate_alone(folder, target, &["check", "--lib"], options.rounds(3))?;
    let release = if release {
        crate_alone(folder, target, &["build", "--lib", "--release"], options.rounds(1))?.cpu
    } else {
        f64::NAN
    };
    Ok(Figures {
        check: check.cpu,
        release,
    })
}

impl Row {
    /// The least of a figure of the clients of the others that are compared; NaN if there are none.
    fn best(&self, of: fn(&Figures) -> f64) -> f64 {
        let compared = self.others.iter().flatten().filter(|other| other.is_compared);
        compared.map(|other| of(&other.figures)).fold(f64::NAN, f64::min)
    }

    /// Prints a figure of all clients, and records its share of the best of the others: NaN, which is within no limit, if no
    /// other client is compared. Returns whether the limit holds.
    fn print(&self, results: &Results, figure: &Figure, of: fn(&Figures) -> f64) -> Result<bool, String> {
        let best = self.best(of);
        let ours = of(&self.ours);
        print!("| {} | {} | {} |", self.name, self.operations, share(ours, best));
        for other in &self.others {
            match other {
                Ok(other) if other.is_compared => print!(" {:.1} |", of(&other.figures)),
                Ok(other) => print!(" ({:.1}) |", of(&other.figures)),
                Err(_) => print!(" - |"),
            }
        }
        if best.is_nan() {
            println!(" FAIL: no other client |");
            let subject = format!("{}, no other client", self.name);
            return results.record(figure, &subject, f64::NAN);
        }
        let passed = results.record(figure, &self.name, ours / best)?;
        println!(" {} |", verdict(passed));
        Ok(passed)
    }

    /// Prints why a generator is not compared.
    fn explain(&self) {
        for (peer, other) in PEERS.iter().zip(&self.others) {
            match other {
                Ok(other) if other.is_compared => {}
                Ok(other) => println!(
                    "- {}, {}: {} of {} operations",
                    self.name, peer.name, other.operations, self.operations
                ),
                Err(error) => println!("- {}, {}: {}", self.name, peer.name, reason(error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CHECK, Figures, Other, Row};
    use bench::{Results, read};

    fn row(others: Vec<Result<Other, String>>) -> Row {
        Row {
            name: "a".to_owned(),
            operations: 10,
            ours: Figures {
                check: 1.0,
                release: f64::NAN,
            },
            others,
        }
    }

    fn other(check: f64, is_compared: bool) -> Result<Other, String> {
        let figures = Figures {
            check,
            release: f64::NAN,
        };
        Ok(Other {
            operations: 10,
            figures,
            is_compared,
        })
    }

    #[test]
    fn a_document_without_another_client_is_no_success() {
        let path = std::env::temp_dir().join(format!("bench-large-{}.tsv", std::process::id()));
        let results = Results::to(&path);
        let print = |others| row(others).print(&results, &CHECK, |figures| figures.check);
        assert_eq!(print(vec![other(5.0, true), other(0.1, false)]), Ok(true));
        assert_eq!(print(vec![other(0.1, false), Err("none".to_owned())]), Ok(false));
        let lines = read(&path);
        std::fs::remove_file(&path).unwrap();
        let lines = lines.unwrap();
        let found: Vec<(&str, bool)> = lines.iter().map(|line| (line.subject.as_str(), line.passed)).collect();
        assert_eq!(found, [("a", true), ("a, no other client", false)]);
    }
}
