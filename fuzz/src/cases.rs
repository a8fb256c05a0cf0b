//! Real inputs: the cases of the generator, the examples and the documents of this repository.

use crate::poison;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The files of a case.
pub(crate) struct Case {
    pub(crate) document: Vec<u8>,
    pub(crate) lock: Option<Vec<u8>>,
    pub(crate) given: Option<Vec<u8>>,
    pub(crate) config: Option<Vec<u8>>,
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All cases, in the order of their names.
pub(crate) fn cases() -> &'static [Case] {
    static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
        folders("tests/cases")
            .iter()
            .filter_map(|folder| read(folder))
            .collect()
    });
    &CASES
}

fn read(folder: &Path) -> Option<Case> {
    let file = |name: &str| fs::read(folder.join(name)).ok();
    Some(Case {
        document: file("spec.yaml")?,
        lock: file("names.lock"),
        given: file("given.lock"),
        config: file("oaspen.toml"),
    })
}

/// The folders below a folder of the repository, sorted.
pub(crate) fn folders(below: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(below)).into_iter().flatten().flatten();
    let mut list: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    list.sort();
    list
}

/// Every document: of cases, of wrong documents, and real ones.
pub(crate) fn documents() -> Vec<Vec<u8>> {
    let mut list: Vec<Vec<u8>> = cases().iter().map(|case| case.document.clone()).collect();
    for folder in folders("tests/errors") {
        let names = ["openapi.yaml", "openapi.json", "swagger.yaml", "swagger.json"];
        list.extend(names.iter().filter_map(|name| fs::read(folder.join(name)).ok()));
    }
    let others = [
        "examples/build-script/specs/petstore.yaml",
        "specs/clerk.yaml",
        "specs/logto.yaml",
        "tests/compile/hostile.yaml",
    ];
    list.extend(others.iter().filter_map(|path| fs::read(root().join(path)).ok()));
    // One text in every position.
    let hostile = poison::texts().into_iter().filter(|text| text.len() < 200);
    list.extend(hostile.map(|text| poison::document(&text).to_string().into_bytes()));
    list
}

/// Every `oaspen.toml`.
pub(crate) fn configurations() -> Vec<Vec<u8>> {
    let mut list: Vec<Vec<u8>> = cases().iter().filter_map(|case| case.config.clone()).collect();
    list.extend(
        folders("tests/errors")
            .iter()
            .filter_map(|folder| fs::read(folder.join("oaspen.toml")).ok()),
    );
    list.extend(fs::read(root().join("oaspen.toml")));
    list
}
