//! What holds for the result of every document, lock and configuration.

mod package;

use crate::choices::Choices;
use oaspen::{
    Diagnostics, DocumentLimits, Filters, Input, Layout, Outcome, PackageFeatures, RenderStyle, Settings, Severity,
    Sources, Store, TimeLibrary, TimesWithoutOffset,
};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The MiB that YAML aliases may take.
const EXPANDED_MIB: u64 = 16;

/// A document in memory. A `$ref` may name the file itself.
#[derive(Debug)]
struct OneFile {
    path: &'static str,
    bytes: Vec<u8>,
}

impl Store for OneFile {
    fn read(&self, path: &Path, _: Option<&Path>) -> io::Result<Vec<u8>> {
        if path == Path::new(self.path) {
            Ok(self.bytes.clone())
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    }

    fn shown(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

/// A document under one of several names.
pub(crate) fn input(document: &[u8], choices: &mut Choices<'_>) -> Input {
    let path = choices.one(&["spec.yaml", "spec.json", "spec"]);
    let store = OneFile {
        path,
        bytes: document.to_vec(),
    };
    Input::Stored {
        store: Arc::new(store),
        path: path.into(),
    }
}

/// Options of a client.
pub(crate) fn settings(choices: &mut Choices<'_>) -> Settings {
    let mut settings = Settings {
        name: "client".to_owned(),
        layout: choices.one(&[Layout::Module, Layout::Crate, Layout::File]),
        limits: DocumentLimits {
            expanded_mib: EXPANDED_MIB,
            ..DocumentLimits::default()
        },
        ..Settings::default()
    };
    if choices.is_empty() {
        return settings;
    }
    settings.time_crate = choices.one(&[TimeLibrary::Jiff, TimeLibrary::Chrono, TimeLibrary::Time]);
    settings.times_without_offset = choices.one(&[
        TimesWithoutOffset::Error,
        TimesWithoutOffset::Utc,
        TimesWithoutOffset::Civil,
    ]);
    settings.keep_offsets = choices.flag();
    settings.keep_unknown = choices.flag();
    settings.keep_renamed = choices.flag();
    settings.strict = choices.below(8) == 7;
    settings.name = choices
        .one(&["client", "Pet Shop", "é", "type", "../x", "\"; compile_error!()"])
        .to_owned();
    settings.filters = Filters {
        exclude_tags: choices.one(&[vec![], vec!["pets".to_owned()]]),
        include_paths: choices.one(&[vec![], vec![], vec!["/a".to_owned()]]),
        ..Filters::default()
    };
    if choices.flag() && settings.layout == Layout::Crate {
        settings.features = PackageFeatures::Tags;
    }
    settings
}

/// Generates, and checks what holds for every document: code or errors, harmless and the same in each run.
pub(crate) fn generate(input: &Input, settings: &Settings, lock: Option<&str>) -> Outcome {
    let outcome = oaspen::generate(input, settings, lock);
    check(&outcome, settings);
    let again = oaspen::generate(input, settings, lock);
    same("a second run", &outcome, &again);
    assert_eq!(rendered(&outcome), rendered(&again), "messages of a second run");
    if !outcome.diagnostics.has_errors() {
        let next = oaspen::generate(input, settings, Some(&outcome.lock));
        assert!(!next.diagnostics.has_errors(), "with its own lock: {}", rendered(&next));
        same("a run with the lock of the first one", &outcome, &next);
    }
    outcome
}

fn check(outcome: &Outcome, settings: &Settings) {
    let text = rendered(outcome);
    assert_visible(&text);
    if outcome.diagnostics.has_errors() {
        assert!(outcome.files.is_empty(), "files in spite of errors: {text}");
        return;
    }
    assert!(!outcome.files.is_empty(), "no files, and no error: {text}");
    package::check(outcome, settings.layout);
}

/// Asserts that two runs wrote the same.
pub(crate) fn same(what: &str, one: &Outcome, other: &Outcome) {
    let paths = |outcome: &Outcome| outcome.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>();
    assert_eq!(paths(one), paths(other), "files of {what}");
    for (one, other) in one.files.iter().zip(&other.files) {
        assert!(
            one.text == other.text,
            "{what} differs: {}",
            difference(&one.path, &one.text, &other.text)
        );
    }
    assert!(
        one.lock == other.lock,
        "{what} differs: {}",
        difference("names.lock", &one.lock, &other.lock)
    );
}

/// The first line that differs.
fn difference(path: &str, one: &str, other: &str) -> String {
    let mut lines = one.lines().zip(other.lines()).enumerate();
    let found = lines.find(|(_, (one, other))| one != other);
    match found {
        Some((index, (one, other))) => format!("{path}:{}:\n- {one}\n+ {other}", index + 1),
        None => format!("{path}: {} and {} lines", one.lines().count(), other.lines().count()),
    }
}

pub(crate) fn rendered(outcome: &Outcome) -> String {
    messages(&outcome.diagnostics, &outcome.sources)
}

pub(crate) fn messages(diagnostics: &Diagnostics, sources: &Sources) -> String {
    oaspen::render_all(diagnostics, sources, Severity::Note, 50, RenderStyle::Plain)
}

/// Asserts that nothing in a text is hidden, and that nothing in it controls a terminal.
pub(crate) fn assert_visible(text: &str) {
    let found = text
        .chars()
        .find(|c| !matches!(c, '\n' | '\t') && oaspen::is_unsafe_char(*c));
    assert!(found.is_none(), "the text contains {found:?}: {text:?}");
}
