//! `docs/api` is the current output for `specs/`, and has everything that the facts list.

use std::path::{Path, PathBuf};

use oaspen::{Mode, Project};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn reference_pages_are_current() {
    let project = Project::read(&root().join("oaspen.toml")).expect("a usable configuration");
    let reports = project.update_references(Mode::Check, |_| {});
    let names: Vec<&str> = reports.iter().map(|report| report.name.as_str()).collect();
    assert_eq!(names, ["clerk", "logto"]);
    assert!(reports.iter().all(|report| !report.failed()));
    let changes = reports.iter().flat_map(|report| &report.report.changes);
    let stale: Vec<&Path> = changes.map(|change| change.path.as_path()).collect();
    assert!(stale.is_empty(), "not current; run `cargo oaspen docs`: {stale:?}");
}

/// The section of the operation at a method and a path.
fn section(page: &str, route: &str) -> String {
    let line = format!("\n`{route}`\n");
    let found = page.split("\n## ").skip(1).find(|section| section.contains(&line));
    found.unwrap_or_else(|| panic!("no operation `{route}`")).to_owned()
}

/// Whether a table has a row for a parameter, under its own name or with the name that is sent.
fn has_parameter(section: &str, location: &str, name: &str) -> bool {
    let (own, sent) = (format!("| `{name}` |"), format!("sent as `{name}`"));
    let place = format!("in the {location}");
    section
        .lines()
        .any(|line| line.contains(&place) && (line.starts_with(&own) || line.contains(&sent)))
}

#[test]
fn reference_has_every_operation_of_the_facts() {
    let facts = read("tests/specs/operations.tsv");
    let mut count = 0;
    for row in facts.lines() {
        let columns: Vec<&str> = row.split('\t').collect();
        let [api, id, method, path, parameters, media, statuses] = columns.as_slice() else {
            panic!("{row}");
        };
        let page = read(&format!("docs/api/{api}/api/users.md"));
        let section = section(&page, &format!("{method} {path}"));
        let name = section.split('`').nth(1).unwrap_or_default();
        let listed = format!("| [`{name}`](#{name}) <br> {method} `{path}` | ");
        assert!(page.contains(&listed), "{api} {id}: not in the table of the page");
        let index = read(&format!("docs/api/{api}/README.md"));
        assert!(
            index.contains(&format!("(api/users.md#{name}) <br> {method} `{path}` | ")),
            "{api} {id}: not in the index"
        );
        for parameter in parameters.split(',').filter(|parameter| !parameter.is_empty()) {
            let (location, wire) = parameter.split_once(':').expect("a location and a name");
            assert!(
                has_parameter(&section, location, wire),
                "{api} {id}: no {parameter} in\n{section}"
            );
        }
        if !media.is_empty() {
            let header = format!("- **Content-Type**: `{media}`");
            assert!(section.contains(&header), "{api} {id}: no {media} in\n{section}");
        }
        for status in statuses.split(',') {
            let cell = format!("\n| `{status}` | ");
            assert!(section.contains(&cell), "{api} {id}: no status {status} in\n{section}");
        }
        assert_eq!(
            section.contains("\n**Parameters**\n"),
            !parameters.is_empty() || !media.is_empty(),
            "{api} {id}"
        );
        for part in [
            "\n```rust\nfn ",
            "\n**Example**\n\n```rust\n",
            "\n<details><summary>whole program</summary>\n\n```rust\nuse ",
            "\n- **Return type**: ",
            "\n- **Error type**: ",
            "\n- **Authorization**: [`",
            "\n**Responses**\n\n| Status | Body |  |\n",
        ] {
            assert!(section.contains(part), "{api} {id}: no {part:?} in\n{section}");
        }
        count += 1;
    }
    assert_eq!(count, 41);
}

/// Other clients take the parts of a form one by one, so readers look for them by name.
#[test]
fn reference_lists_the_parts_of_a_form() {
    let page = read("docs/api/clerk/api/users.md");
    let upload = section(&page, "POST /users/{user_id}/profile_image");
    let row = "\n| `body.file` | `FilePart` | optional, in the form, given with `.with_file(..)`. The picture file; ";
    assert!(upload.contains(row), "{upload}");
}
