//! Checks of a package with a feature for each tag: of the whole package, and with the feature of one tag only.

use std::path::Path;

use bench::{Figure, corpus, verdict};
use oaspen::{Input, PackageFeatures, Settings};

use crate::clients;
use crate::measure::crate_alone;
use crate::options::Options;

const ONE_TAG: Figure = Figure {
    name: "features",
    what: "`cargo check` of a package with the feature of one tag, CPU time relative to all",
    limit: 0.1,
    unit: "",
    section: "Features of a package",
};

/// Features of the runtime, with which every check is done. So the dependencies are the same.
const OF_RUNTIME: &str = "gzip,rustls";
/// The feature of the models that no operation needs.
const UNUSED: &str = "unused-models";

pub fn report(options: &Options) -> Result<bool, String> {
    println!(
        "\npackages with a feature for each tag; `cargo check`, CPU seconds of the rustc of the crate (share of all)\n"
    );
    println!(
        "| document | operations, tags | all | without any | tags | the largest | over the limit | unused models | |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut passed = true;
    for document in &options.features {
        passed &= row(options, document)?;
    }
    println!("\n{}: each tag at most {} of all", verdict(passed), ONE_TAG.limit);
    Ok(passed)
}

fn row(options: &Options, document: &Path) -> Result<bool, String> {
    let name = corpus::name(document);
    let settings = Settings {
        features: PackageFeatures::Tags,
        ..clients::settings(options, &clients::name(document))
    };
    let client = clients::generate(options, &Input::Path(document.to_owned()), settings)?;
    let tags = tags(&client.folder)?;
    let checked = |features: &str| {
        let features = format!("{OF_RUNTIME},{features}");
        let arguments = ["check", "--lib", "--no-default-features", "--features", &features];
        crate_alone(&client.folder, &options.target(), &arguments, options.rounds(1)).map(|usage| usage.cpu)
    };
    // The first check also builds the dependencies, of which nothing is counted.
    let none = checked("")?;
    let whole = crate_alone(
        &client.folder,
        &options.target(),
        &["check", "--lib"],
        options.rounds(1),
    )?
    .cpu;
    let mut shares: Vec<(f64, &str)> = Vec::new();
    let mut over = 0;
    for tag in spread(&tags, options.tags) {
        let share = checked(tag)? / whole;
        if !options.results.record(&ONE_TAG, &format!("{name}, {tag}"), share)? {
            over += 1;
        }
        shares.push((share, tag));
    }
    let unused = checked(UNUSED)?;
    shares.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (Some(least), Some(most)) = (shares.first(), shares.last()) else {
        return Err(format!("{name}: no tags"));
    };
    println!(
        "| {name} | {}, {} | {whole:.1} | {none:.1} | {:.2} to {:.2} ({} measured) | `{}`: {:.2} | {over} | {unused:.1} | {} |",
        client.outcome.stats.operations,
        tags.len(),
        least.0,
        most.0,
        shares.len(),
        most.1,
        most.0,
        verdict(over == 0),
    );
    Ok(over == 0)
}

/// The features of a package that are neither those of the runtime nor that of unused models.
fn tags(folder: &Path) -> Result<Vec<String>, String> {
    let path = folder.join("Cargo.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().skip_while(|line| *line != "[features]").skip(1);
    let features = lines.take_while(|line| !line.starts_with('['));
    let tags = features.filter_map(|line| {
        let (name, needed) = line.split_once(" = ")?;
        let is_tag = name != "default" && name != UNUSED && !needed.contains("oaspen-client/");
        is_tag.then(|| name.to_owned())
    });
    Ok(tags.collect())
}

/// At most `count` of the tags, evenly spread.
fn spread(tags: &[String], count: usize) -> impl Iterator<Item = &str> {
    let step = tags.len().div_ceil(count.min(tags.len()).max(1)).max(1);
    tags.iter().step_by(step).map(String::as_str)
}
