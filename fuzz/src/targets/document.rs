//! From a document to the files of a client.

use crate::cases::documents;
use crate::choices::Choices;
use crate::generated::{assert_visible, generate, input, rendered, settings};
use crate::target::{Part, Target, join};
use oaspen::{Layout, PackageFeatures, Settings, Stage};

pub(super) const TARGET: Target = Target {
    name: "document",
    parts: &[Part::Choices, Part::Document],
    seeds,
    check,
    memory_mib: 96,
};

fn seeds() -> Vec<Vec<u8>> {
    documents()
        .into_iter()
        .map(|document| join(&[Vec::new(), document]))
        .collect()
}

/// What was generated parses and is the same in each run, and a run with its own lock changes nothing.
fn check(parts: &[&[u8]]) {
    let mut choices = Choices::new(parts[0]);
    let input = input(parts[1], &mut choices);
    let settings = settings(&mut choices);
    let outcome = generate(&input, &settings, None);
    if choices.flag() {
        let reference = oaspen::reference(
            &input,
            &settings,
            Some(&outcome.lock).filter(|lock| !lock.is_empty()).map(String::as_str),
        );
        assert_eq!(
            reference.diagnostics.has_errors(),
            outcome.diagnostics.has_errors(),
            "{}",
            rendered(&reference)
        );
        reference.files.iter().for_each(|file| assert_visible(&file.text));
    }
    let stage = choices.one(&[
        None,
        Some(Stage::Normalized),
        Some(Stage::Ir),
        Some(Stage::Names),
        Some(Stage::Files),
    ]);
    if let Some((Some(text), _)) = stage.map(|stage| oaspen::inspect(&input, &settings, stage)) {
        assert_visible(&text);
    }
}

/// The files of the client of an input of this target, as a module; none after an error.
#[must_use]
pub fn mutated_client(bytes: &[u8]) -> Vec<(String, String)> {
    files(bytes, |settings| Settings {
        layout: Layout::Module,
        ..settings
    })
}

/// The same as a package with a feature for each tag, whose runtime is at a path.
#[must_use]
pub fn mutated_package(bytes: &[u8], runtime: &str) -> Vec<(String, String)> {
    files(bytes, |settings| Settings {
        layout: Layout::Crate,
        features: PackageFeatures::Tags,
        runtime_path: Some(runtime.to_owned()),
        ..settings
    })
}

fn files(bytes: &[u8], change: impl FnOnce(Settings) -> Settings) -> Vec<(String, String)> {
    let parts = TARGET.split(bytes);
    let mut choices = Choices::new(parts[0]);
    let input = input(parts[1], &mut choices);
    let settings = change(settings(&mut choices));
    let files = oaspen::generate(&input, &settings, None).files;
    files.into_iter().map(|file| (file.path, file.text)).collect()
}
